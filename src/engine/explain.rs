//! The reasons for a unit's indices: every step from indicator to index, and the papers behind them.

pub mod queries;
pub mod rests_on;
pub mod stability;

use self::queries::Behind;
use self::rests_on::LeftOut;
use self::stability::Sure;
use super::rank::Ranked;
use super::views::Focus;
use crate::base::records::{Cell, Column, Kind, Record};
use crate::base::{Error, Result};
use crate::index::ranking::Row;
use crate::indicators::catalogue::INDICATORS;
use crate::model::corpus::Texts;
use crate::robustness::bootstrap::Options;
use crate::robustness::gain::{self, WAYS};
use crate::robustness::what_if::WhatIf;

/// One indicator on its way into the index.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Name of the indicator.
    pub indicator: &'static str,
    /// Its value; `None`: nothing to divide by.
    pub value: Option<f64>,
    /// Its logarithm under the zero rule; `None` where the rule leaves it out.
    pub log: Option<f64>,
    /// Smallest and largest logarithm over all ranked units.
    pub range: Option<(f64, f64)>,
    /// On the common scale.
    pub score: f64,
    /// Weight in the innovation index: the product of the weights on its way.
    pub weight: f64,
}

impl Record for Term {
    const COLUMNS: &'static [Column] = &[
        Column::new("indicator", Kind::Text, ["indicator", "指标"], "name of the indicator"),
        Column::new("value", Kind::Number, ["value", "值"], "its value; empty: nothing to divide by"),
        Column::new(
            "ln",
            Kind::Number,
            ["ln", "对数"],
            "its logarithm under the zero rule; empty: left out by the rule",
        ),
        Column::new("min", Kind::Number, ["min", "最小值"], "smallest logarithm over all ranked units"),
        Column::new("max", Kind::Number, ["max", "最大值"], "largest logarithm over all ranked units"),
        Column::new("score", Kind::Number, ["score", "标准化值"], "on the common scale"),
        Column::new("weight", Kind::Number, ["weight", "权重"], "weight in the innovation index"),
    ];

    fn cells(&self) -> Vec<Cell> {
        let (min, max) = self.range.unzip();
        let mut cells =
            vec![self.indicator.into(), self.value.into(), self.log.into(), min.into(), max.into()];
        cells.extend([self.score, self.weight].map(Cell::from));
        cells
    }
}

/// A paper that gives a unit credit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    /// Key.
    pub id: String,
    /// Title.
    pub title: String,
    /// Year, where known.
    pub year: Option<u32>,
    /// Citations, where known.
    pub citations: Option<u64>,
    /// Foreign units on it.
    pub foreign: u64,
}

impl Record for Credit {
    const COLUMNS: &'static [Column] = &[
        Column::new("paper_id", Kind::Text, ["paper", "论文键"], "key of the paper"),
        Column::new("title", Kind::Text, ["title", "标题"], "title"),
        Column::new("year", Kind::Integer, ["year", "年份"], "year of publication, where known"),
        Column::new(
            "citations",
            Kind::Integer,
            ["citations", "被引量"],
            "times cited, where known; else it counts as 0",
        ),
        Column::new(
            "foreign_units",
            Kind::Integer,
            ["foreign units", "外国单元数"],
            "units on it of other ranked countries",
        ),
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            (&self.id).into(),
            (&self.title).into(),
            self.year.into(),
            self.citations.into(),
            self.foreign.into(),
        ]
    }
}

/// What it takes to gain a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Gain {
    /// The row of the unit that is next above.
    pub above: Row,
    /// How much more of each of [`WAYS`] by itself moves the unit to a better place; `None`: it does not.
    pub needed: [Option<u64>; WAYS.len()],
}

/// Everything behind a unit's indices.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// Its row.
    pub row: Row,
    /// Seven indicators.
    pub terms: Vec<Term>,
    /// All its papers, most cited first, then by key.
    pub papers: Vec<Credit>,
    /// What a better place would take; `None` for the first.
    pub gain: Option<Gain>,
    /// What the place rests on most.
    pub rests_on: Vec<LeftOut>,
    /// The query of each indicator.
    pub queries: Vec<Behind>,
    /// How sure it is, if that was asked for.
    pub sure: Option<Sure>,
}

/// Finds a unit by key or by name in zh or en; names the candidates when there are several.
pub fn find(ranked: &Ranked, name: &str) -> Result<u32> {
    let units = ranked.units();
    if let Some(unit) = units.find(name) {
        return Ok(unit);
    }
    let same = |unit: &u32| units.name(*unit).eq_ignore_ascii_case(name) || units.name_zh(*unit) == name;
    let found: Vec<u32> = ranked.ranking.rows.iter().map(|row| row.unit).filter(same).collect();
    match found[..] {
        [unit] => Ok(unit),
        [] => {
            let message = format!("no ranked unit {name:?}");
            Err(Error::not_found(
                message,
                "give the key or the full name, as `aicity rank --format csv` prints them",
            ))
        }
        _ => {
            let keys: Vec<String> =
                found.iter().map(|&u| format!("{} ({})", units.key(u), units.country_code(u))).collect();
            Err(Error::usage(
                format!("{name:?} names {} units", found.len()),
                format!("give a key: {}", keys.join(", ")),
            ))
        }
    }
}

/// How much to explain.
#[derive(Debug, Clone, Copy, Default)]
pub struct Depth {
    /// Papers, scholars and institutions that the place rests on: so many of each.
    pub most: usize,
    /// What to draw for stability intervals, if they are wanted.
    pub intervals: Option<Options>,
}

/// Explains a unit.
pub fn explain(ranked: &Ranked, texts: &Texts, unit: u32, depth: Depth) -> Result<Explanation> {
    let focus = Focus::new(ranked, unit);
    let row = ranked.ranking.rows.iter().find(|row| row.unit == unit).ok_or_else(|| {
        Error::not_found(format!("{} has no paper in this selection", focus.units.key(unit)), "")
    })?;
    Ok(Explanation {
        row: row.clone(),
        terms: terms(ranked, row),
        papers: papers(&focus, texts),
        gain: gain(&focus, row),
        rests_on: rests_on::rests_on(&focus, texts, depth.most),
        queries: queries::queries(ranked, &focus.units, unit),
        sure: depth.intervals.map(|options| stability::sure(ranked, unit, options)).transpose()?,
    })
}

fn gain(focus: &Focus<'_>, row: &Row) -> Option<Gain> {
    let ranking = &focus.ranked.ranking;
    let above = ranking.rows.iter().rev().find(|other| other.rank < row.rank)?;
    let what_if = WhatIf::new(&focus.units, ranking, &focus.ranked.profile);
    let needed = gain::needed(&what_if, row.unit, &row.values, row.rank);
    Some(Gain { above: above.clone(), needed })
}

/// The seven indicators of a row on their way into its innovation index. O(units).
pub fn terms(ranked: &Ranked, row: &Row) -> Vec<Term> {
    let position = ranked.ranking.units.iter().position(|&u| u == row.unit).unwrap_or_default();
    let w = &ranked.profile.weights;
    let weights = [
        w.paper * w.paper_index.count,
        w.paper * w.paper_index.citations,
        w.scholar * w.scholar_index.count,
        w.scholar * w.scholar_index.citations,
        w.institution * w.institution_index.count,
        w.institution * w.institution_index.citations,
        w.collaboration,
    ];
    let term = |(k, weight): (usize, f64)| {
        let standardised = &ranked.ranking.standardised[k];
        Term {
            indicator: INDICATORS[k].id,
            value: row.values[k],
            log: standardised.logs[position],
            range: standardised.range,
            score: standardised.scores[position],
            weight,
        }
    };
    weights.into_iter().enumerate().map(term).collect()
}

fn papers(focus: &Focus<'_>, texts: &Texts) -> Vec<Credit> {
    let papers = &focus.corpus().papers;
    let credit = |touched: &super::views::Touched| {
        let paper = touched.paper as usize;
        Credit {
            id: texts.paper_id.get(paper).to_owned(),
            title: texts.title.get(paper).to_owned(),
            year: papers.year(paper),
            citations: papers.citations(paper),
            foreign: touched.foreign.units,
        }
    };
    let mut credits: Vec<Credit> = focus.papers.iter().map(credit).collect();
    credits.sort_by(|a, b| b.citations.cmp(&a.citations).then_with(|| a.id.cmp(&b.id)));
    credits
}
