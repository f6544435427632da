//! Countries by the number of their units among the first n of a ranking, as the study tells where its 500 cities lie. Each
//! share stands twice: of distinct papers, and as the study adds it up.

use super::figures::optional;
use crate::base::records::{Cell, Column, Kind, Record};
use crate::base::{Error, Result};
use crate::engine::Ranked;
use crate::graph::{Level, Units};
use crate::indicators::Counting;
use crate::indicators::measures::Input;
use crate::model::corpus::NONE;
use serde::Serialize;

/// A country.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Country {
    /// Place by units among the first n; countries with equally many share the better one.
    pub rank: u32,
    /// Code; empty: units whose country is not known.
    pub key: String,
    /// English name.
    pub name: String,
    /// Chinese name; may be empty.
    pub name_zh: String,
    /// Its units among the first n.
    pub units_in_top: u64,
    /// Of the first n units.
    #[serde(serialize_with = "optional")]
    pub share_of_top: Option<f64>,
    /// Rank of its best unit; `None`: none is ranked.
    pub best_rank: Option<u32>,
    /// Its ranked units.
    pub units: u64,
    /// Distinct papers of the country; `None` where it is not known.
    pub papers: Option<u64>,
    /// Of all selected papers. A paper of two countries is in the share of both.
    #[serde(serialize_with = "optional")]
    pub share_of_papers: Option<f64>,
    /// Full counts of its ranked units added up: a paper of two of its units counts twice.
    pub papers_summed: u64,
    /// That sum / all selected papers: what the study calls a share.
    #[serde(serialize_with = "optional")]
    pub share_of_papers_summed: Option<f64>,
    /// That sum / the sum of all ranked units.
    #[serde(serialize_with = "optional")]
    pub share_of_summed: Option<f64>,
    /// Weight of its affiliations on papers.
    #[serde(serialize_with = "optional")]
    pub papers_fractional: Option<f64>,
    /// Of all selected papers. These shares add up to 1 with what is resolved to no country.
    #[serde(serialize_with = "optional")]
    pub share_of_papers_fractional: Option<f64>,
    /// Citations of its distinct papers; what is not known is 0.
    pub citations: Option<u64>,
    /// Distinct scholars.
    pub scholars: Option<u64>,
    /// Institutions with a paper.
    pub institutions: Option<u64>,
}

impl Record for Country {
    const COLUMNS: &'static [Column] = &[
        Column::new("rank", Kind::Integer, ["rank", "排名"], "place by units among the first n; equal ones share it"),
        Column::new("key", Kind::Text, ["key", "键"], "code of the ranked country; empty: not known"),
        Column::new("name", Kind::Text, ["name", "名称"], "English name"),
        Column::new("name_zh", Kind::Text, ["Chinese name", "中文名"], "Chinese name"),
        Column::new("units_in_top", Kind::Integer, ["units among the first n", "前 n 名单元数"], "units among the first n")
            .in_unit("units"),
        Column::new("share_of_top", Kind::Number, ["share of the first n", "前 n 名占比"], "units_in_top / n")
            .in_unit("share"),
        Column::new("best_rank", Kind::Integer, ["best rank", "最高排名"], "rank of its best unit"),
        Column::new("units", Kind::Integer, ["ranked units", "上榜单元数"], "its ranked units").in_unit("units"),
        Column::new("papers", Kind::Integer, ["papers", "论文量"], "distinct papers of the country").in_unit("papers"),
        Column::new("share_of_papers", Kind::Number, ["share of papers", "论文占比"], "papers / all selected papers")
            .in_unit("share"),
        Column::new(
            "papers_summed",
            Kind::Integer,
            ["full counts of its units added up", "各单元论文量之和"],
            "full counts of its ranked units added up: a paper of two of them counts twice",
        )
        .in_unit("papers"),
        Column::new(
            "share_of_papers_summed",
            Kind::Number,
            ["share as the study adds it up", "论文占比（报告口径）"],
            "papers_summed / all selected papers: what the study calls a share; these shares exceed 1 together",
        )
        .in_unit("share"),
        Column::new(
            "share_of_summed",
            Kind::Number,
            ["share of all sums", "占各单元论文量总和之比"],
            "papers_summed / the sum over all ranked units",
        )
        .in_unit("share"),
        Column::new(
            "papers_fractional",
            Kind::Number,
            ["papers, fractional counting", "论文量（分数计数）"],
            "weight of its affiliations on papers",
        )
        .in_unit("papers"),
        Column::new(
            "share_of_papers_fractional",
            Kind::Number,
            ["share of papers, fractional counting", "论文占比（分数计数）"],
            "papers_fractional / all selected papers; adds up to 1 with what is resolved to no country",
        )
        .in_unit("share"),
        Column::new("citations", Kind::Integer, ["citations", "被引次数"], "citations of its papers; not known is 0")
            .in_unit("citations"),
        Column::new("scholars", Kind::Integer, ["scholars", "学者量"], "distinct scholars").in_unit("scholars"),
        Column::new("institutions", Kind::Integer, ["institutions", "机构量"], "institutions with a paper")
            .in_unit("institutions"),
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.rank.into(),
            (&self.key).into(),
            (&self.name).into(),
            (&self.name_zh).into(),
            self.units_in_top.into(),
            self.share_of_top.into(),
            self.best_rank.into(),
            self.units.into(),
            self.papers.into(),
            self.share_of_papers.into(),
            self.papers_summed.into(),
            self.share_of_papers_summed.into(),
            self.share_of_summed.into(),
            self.papers_fractional.into(),
            self.share_of_papers_fractional.into(),
            self.citations.into(),
            self.scholars.into(),
            self.institutions.into(),
        ]
    }
}

/// All countries of a ranking.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Countries {
    /// The first so many units were looked at: n, or all where there are fewer.
    pub top: u64,
    /// Selected papers.
    pub papers: u64,
    /// Countries with a paper or a ranked unit, most units among the first n first; then by best rank, papers and key.
    pub rows: Vec<Country>,
}

impl Countries {
    /// How many countries have at least so many units among the first n.
    pub fn at_least(&self, units: u64) -> usize {
        self.rows.iter().filter(|row| !row.key.is_empty() && row.units_in_top >= units).count()
    }
}

/// Units of a country in a ranking.
#[derive(Debug, Clone, Copy, Default)]
struct Own {
    in_top: u64,
    best: Option<u32>,
    ranked: u64,
    summed: u64,
}

/// The countries of a ranking of metros, cities or institutions. O(affiliations).
///
/// # Errors
/// Wrong use: a ranking of countries, of which none lies in another.
pub fn countries(ranked: &Ranked, top: usize) -> Result<Countries> {
    if ranked.profile.unit == Level::Country {
        return Err(Error::usage(
            "countries are counted among other units",
            "use --unit metro, city or institution",
        ));
    }
    let request = ranked.request();
    let units = ranked.units();
    let by_unit = Input::new(&ranked.corpus, &units, &request);
    let places = Units::new(&ranked.corpus, Level::Country);
    let by_country = Input::new(&ranked.corpus, &places, &request);
    // One place more: units whose country is not known.
    let mut own = vec![Own::default(); places.len() + 1];
    let full = by_unit.tallies(Counting::Full)?;
    for (position, row) in ranked.ranking.rows.iter().enumerate() {
        let country = units.country[row.unit as usize];
        let own = &mut own[if country == NONE { places.len() } else { country as usize }];
        own.in_top += u64::from(position < top);
        own.best = own.best.or(Some(row.rank));
        own.ranked += 1;
        own.summed += full.units[row.unit as usize].papers.count();
    }
    let sum_of_all: u64 = own.iter().map(|own| own.summed).sum();
    let all = Whole {
        top: ranked.ranking.rows.len().min(top) as u64,
        papers: ranked.coverage.papers,
        full_counts: sum_of_all,
    };
    let mut rows = Vec::new();
    for (country, own) in (0..).zip(&own) {
        let known = (country as usize) < places.len();
        let row =
            if known { of_country(&all, own, (&places, country), &by_country)? } else { unknown(&all, own) };
        rows.extend((row.units > 0 || row.papers.is_some_and(|papers| papers > 0)).then_some(row));
    }
    order(&mut rows);
    Ok(Countries { top: all.top, papers: all.papers, rows })
}

/// What shares are of.
struct Whole {
    top: u64,
    papers: u64,
    full_counts: u64,
}

pub(super) fn share(part: f64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part / whole as f64)
}

fn unknown(all: &Whole, own: &Own) -> Country {
    Country {
        rank: 0,
        key: String::new(),
        name: String::new(),
        name_zh: String::new(),
        units_in_top: own.in_top,
        share_of_top: share(own.in_top as f64, all.top),
        best_rank: own.best,
        units: own.ranked,
        papers: None,
        share_of_papers: None,
        papers_summed: own.summed,
        share_of_papers_summed: share(own.summed as f64, all.papers),
        share_of_summed: share(own.summed as f64, all.full_counts),
        papers_fractional: None,
        share_of_papers_fractional: None,
        citations: None,
        scholars: None,
        institutions: None,
    }
}

fn of_country(
    all: &Whole,
    own: &Own,
    (places, country): (&Units<'_>, u32),
    input: &Input<'_>,
) -> Result<Country> {
    let full = &input.tallies(Counting::Full)?.units[country as usize];
    let weight = input.tallies(Counting::Fractional)?.units[country as usize].papers.value();
    Ok(Country {
        key: places.key(country).to_owned(),
        name: places.name(country).to_owned(),
        name_zh: places.name_zh(country).to_owned(),
        papers: Some(full.papers.count()),
        share_of_papers: share(full.papers.value(), all.papers),
        papers_fractional: Some(weight),
        share_of_papers_fractional: share(weight, all.papers),
        citations: Some(full.paper_citations.count()),
        scholars: Some(full.scholars.count()),
        institutions: Some(full.institutions.count()),
        ..unknown(all, own)
    })
}

fn order(rows: &mut [Country]) {
    rows.sort_by(|a, b| {
        let place = |row: &Country| {
            (
                std::cmp::Reverse(row.units_in_top),
                row.best_rank.unwrap_or(u32::MAX),
                std::cmp::Reverse(row.papers),
            )
        };
        place(a).cmp(&place(b)).then_with(|| a.key.cmp(&b.key))
    });
    for i in 0..rows.len() {
        let tied = i > 0 && rows[i - 1].units_in_top == rows[i].units_in_top;
        rows[i].rank = if tied { rows[i - 1].rank } else { i as u32 + 1 };
    }
}
