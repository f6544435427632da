//! The years one by one: how many papers, and who stood where.

use super::Draft;
use crate::base::records::{Cell, Kind};
use crate::index::ranking::Row;
use crate::report::build::{Columns, capital, unit_words};
use crate::report::chart::{Chart, Lines, Style};
use crate::report::data::Data;
use crate::report::document::{Column, Figure, Show, Table};
use crate::report::text::{Bi, bi, counted};
use std::collections::BTreeMap;

/// So many units are drawn.
const DRAWN: usize = 10;

/// The section.
pub fn write(data: &Data) -> Option<Draft> {
    let years = years(data);
    if years.len() < 2 {
        return None;
    }
    let places: Places<'_> = data.history.by_unit().into_iter().collect();
    let mut draft = Draft::new("time", bi("Over the years", "历年变化"))
        .figure(papers(data, &years))
        .paragraph(bi(
            "Each year is ranked by itself: its papers alone are counted, and scales stand on the units of that year. So ranks of two \
             years compare places among those active then. Citations are those known today, so recent years have fewer.",
            "每一年单独排名：只计当年论文，标准化以当年上榜单元为准。因此不同年份的名次比较的是当年的相对位置。被引次数均为目前已知值，近年论文的被引较少。",
        ))
        .figure(ranks(data, &years, &places))
        .table(table(data, &years, &places));
    if data.history.undated > 0 {
        let undated = data.history.undated;
        draft = draft.note(bi(
            format!(
                "{} without a year: in no year, but in the ranking of all.",
                counted(undated, "paper", "papers")
            ),
            format!("{undated} 篇论文无年份：不计入任何一年，但计入总排名。"),
        ));
    }
    Some(draft)
}

fn years(data: &Data) -> Vec<u32> {
    data.history.periods.iter().filter_map(|(years, _)| years.0.map(|(first, _)| first)).collect()
}

/// Papers of all and of the compared countries by year.
fn papers(data: &Data, years: &[u32]) -> Figure {
    let of_all = data.history.periods.iter().map(|(_, ranked)| Some(ranked.coverage.papers as f64)).collect();
    let mut series = vec![(bi("All", "全部"), of_all)];
    for compared in data.comparison.iter().flat_map(|comparison| &comparison.units) {
        let value = |year: &u32| {
            let point = compared.series.iter().find(|point| point.year == Some(*year));
            Some(point.and_then(|point| point.indicators.0[0]).unwrap_or(0.0))
        };
        series.push((super::subfields::name(compared), years.iter().map(value).collect()));
    }
    Figure {
        id: "figure-25-papers-by-year".to_owned(),
        number: Some(25),
        title: bi("Papers by year", "历年论文量"),
        alt: bi(
            format!("Lines over {} years: papers of all, and of the compared countries.", years.len()),
            format!("{} 年折线图：全部论文量与所比较国家的论文量。", years.len()),
        ),
        chart: Chart::Lines(Lines {
            narrow: false,
            axis: bi("Papers", "论文量（篇）"),
            style: Style::Whole,
            years: years.to_vec(),
            reversed: false,
            series,
        }),
        notes: vec![bi(
            "Selected papers; a paper of several countries is in the line of each.",
            "入选论文；多国合作的论文计入各国。",
        )],
    }
}

/// The row of each unit in each year; nothing where it is not ranked.
type Places<'a> = BTreeMap<u32, Vec<Option<&'a Row>>>;

/// Rank of a unit in the year at a place among the years.
fn place(places: &Places<'_>, row: &Row, year: usize) -> Option<u32> {
    places.get(&row.unit)?[year].map(|row| row.rank)
}

fn ranks(data: &Data, years: &[u32], places: &Places<'_>) -> Figure {
    let rows = data.first(DRAWN);
    let (_, many) = unit_words(data.ranked.profile.unit);
    let line = |row: &Row| {
        let rank = |year: usize| place(places, row, year).map(f64::from);
        (data.name(row.unit), (0..years.len()).map(rank).collect())
    };
    let n = rows.len();
    Figure {
        id: "figure-26-ranks-by-year".to_owned(),
        number: Some(26),
        title: bi(
            format!("Ranks of the first {n} {} by year", many.en),
            format!("前 {n} 名{}的历年名次", many.zh),
        ),
        alt: bi(
            format!(
                "Lines over {} years: rank of each of the first {n}; the figures are in table 27.",
                years.len()
            ),
            format!("{} 年折线图：前 {n} 名各年的名次；数值见表 27。", years.len()),
        ),
        chart: Chart::Lines(Lines {
            narrow: false,
            axis: bi("Rank in the year", "当年名次"),
            style: Style::Whole,
            years: years.to_vec(),
            reversed: true,
            series: rows.iter().map(line).collect(),
        }),
        notes: Vec::new(),
    }
}

fn table(data: &Data, years: &[u32], places: &Places<'_>) -> Table {
    let units = data.units();
    let rows = data.first(100);
    let (one, many) = unit_words(data.ranked.profile.unit);
    let mut columns = Columns::of(rows)
        .whole("rank", bi("All years", "总排名"), |row| row.rank.into())
        .hidden("key", Kind::Text, |row| units.key(row.unit).into())
        .both(["name", "name_zh"], capital(&one), |row| data.name(row.unit));
    for (i, year) in years.iter().enumerate() {
        let year = year.to_string();
        columns = columns
            .with(Column::new(year.clone(), Kind::Integer, Bi::same(year), Show::Whole), |row| {
                Cell::from(place(places, row, i))
            });
    }
    let n = rows.len();
    columns.table(
        27,
        "ranks-by-year",
        bi(format!("Ranks of the first {n} {} by year", many.en), format!("前 {n} 名{}的历年名次", many.zh)),
    )
}
