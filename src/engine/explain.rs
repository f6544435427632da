//! The reasons for a unit's indices: every step from indicator to index, and the papers behind them.

use super::rank::Ranked;
use crate::base::{Error, Result};
use crate::graph::Units;
use crate::graph::traverse::Walker;
use crate::index::ranking::Row;
use crate::indicators::catalogue::INDICATORS;
use crate::model::corpus::Texts;

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

/// Everything behind a unit's indices.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// Its row.
    pub row: Row,
    /// Seven indicators.
    pub terms: Vec<Term>,
    /// All its papers, most cited first, then by key.
    pub papers: Vec<Credit>,
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

/// Explains a unit.
pub fn explain(ranked: &Ranked, texts: &Texts, unit: u32) -> Result<Explanation> {
    let units = ranked.units();
    let row =
        ranked.ranking.rows.iter().find(|row| row.unit == unit).ok_or_else(|| {
            Error::not_found(format!("{} has no paper in this selection", units.key(unit)), "")
        })?;
    Ok(Explanation {
        row: row.clone(),
        terms: terms(ranked, row),
        papers: papers(ranked, &units, texts, unit),
    })
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

fn papers(ranked: &Ranked, units: &Units<'_>, texts: &Texts, unit: u32) -> Vec<Credit> {
    let corpus = &ranked.corpus;
    let mut walker = Walker::new(corpus, units);
    let mut papers = Vec::new();
    for paper in (0..corpus.papers.len()).filter(|&paper| ranked.selection.has(corpus, paper)) {
        walker.visit(paper);
        if let Some(index) = walker.on_paper.iter().position(|&u| u == unit) {
            papers.push(Credit {
                id: texts.paper_id.get(paper).to_owned(),
                title: texts.title.get(paper).to_owned(),
                year: corpus.papers.year(paper),
                citations: corpus.papers.citations(paper),
                foreign: walker.foreign(index).units,
            });
        }
    }
    papers.sort_by(|a, b| b.citations.cmp(&a.citations).then_with(|| a.id.cmp(&b.id)));
    papers
}
