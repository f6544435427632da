//! A unit's indicators year by year, by the same rules as the ranking: each year is what a ranking of that year alone
//! would count.

use super::Focus;
use super::figures::Indicators;
use crate::base::records::{Cell, Column, Kind, Record};
use crate::engine::Ranked;
use crate::indicators::catalogue::INDICATORS;
use crate::indicators::{Sum, Tally, credit};
use serde::Serialize;
use std::collections::BTreeMap;

/// One year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// The year; `None` for papers that do not say, which comes last.
    pub year: Option<u32>,
    /// The unit's indicators of that year. They do not all add up to those of all years: a scholar of two years counts in
    /// both.
    #[serde(flatten)]
    pub indicators: Indicators,
}

impl Record for Point {
    const COLUMNS: &'static [Column] = &{
        let says = "year of publication; empty for papers that do not say";
        let mut columns = [Column::new("year", Kind::Integer, ["year", "年份"], says); INDICATORS.len() + 1];
        let mut i = 0;
        while i < INDICATORS.len() {
            let of = &INDICATORS[i];
            columns[i + 1] =
                Column::new(of.id, Kind::Number, [of.title, of.title_zh], of.definition).in_unit(of.title);
            i += 1;
        }
        columns
    };

    fn cells(&self) -> Vec<Cell> {
        std::iter::once(self.year.into()).chain(self.indicators.0.map(Cell::from)).collect()
    }
}

/// Every year from the first to the last of the selected papers of any unit, those without a paper of this unit too, so
/// that the series of two units have the same years. O(affiliations).
pub fn series(focus: &Focus<'_>) -> Vec<Point> {
    over(focus, span(focus.ranked))
}

/// The same, where the years of all selected papers are known.
pub(super) fn over(focus: &Focus<'_>, (years, undated): Span) -> Vec<Point> {
    let mut tallies = tallies(focus);
    let mut point = |year: Option<u32>| {
        let indicators = Indicators::of(&tallies.remove(&year).unwrap_or_default());
        Point { year, indicators }
    };
    let dated = years.into_iter().flat_map(|(first, last)| first..=last).map(Some);
    dated.chain(undated.then_some(None)).map(&mut point).collect()
}

/// First and last year, and whether something has no year.
pub type Span = (Option<(u32, u32)>, bool);

/// The years of the selected papers. O(papers).
pub fn span(ranked: &Ranked) -> Span {
    let (corpus, selection) = (&ranked.corpus, &ranked.selection);
    let (mut span, mut undated) = (None, false);
    for paper in (0..corpus.papers.len()).filter(|&paper| selection.has(corpus, paper)) {
        match (corpus.papers.year(paper), &mut span) {
            (None, _) => undated = true,
            (Some(year), None) => span = Some((year, year)),
            (Some(year), Some((first, last))) => (*first, *last) = ((*first).min(year), (*last).max(year)),
        }
    }
    (span, undated)
}

/// The unit's counts by year.
pub fn tallies(focus: &Focus<'_>) -> BTreeMap<Option<u32>, Tally> {
    let mut years: BTreeMap<Option<u32>, Tally> = BTreeMap::new();
    let mut institutions: BTreeMap<Option<u32>, std::collections::BTreeSet<u32>> = BTreeMap::new();
    for touched in &focus.papers {
        let year = focus.year(touched.paper);
        let here = focus.institutions_on(touched.paper);
        let tally = years.entry(year).or_default();
        let members = (scholars_on(focus, touched.paper), here.len() as u64);
        let counting = focus.ranked.profile.counting;
        credit::add_paper(tally, counting, &touched.credit, focus.citations(touched.paper), members);
        institutions.entry(year).or_default().extend(here);
    }
    for (year, here) in institutions {
        years.entry(year).or_default().institutions = Sum::whole(here.len() as u64);
    }
    for ((year, _), share) in focus.scholar_shares(|paper| focus.year(paper)) {
        years.entry(year).or_default().scholars.add_all(&share);
    }
    years
}

/// Distinct scholars of the unit on a paper.
fn scholars_on(focus: &Focus<'_>, paper: u32) -> u64 {
    let scholar = |(authorship, ..): (usize, u64, u64)| focus.corpus().authorships.scholar[authorship];
    focus.signed_on(paper).map(scholar).collect::<std::collections::BTreeSet<u32>>().len() as u64
}
