//! History: a ranking of each year, or of each window of years, by itself.
//!
//! The ranking of a period is the ranking of its papers alone, as `--years` gives it: with P the papers of the selection
//! whose year is in the period, every indicator counts over P, every scale stands on the units with a paper in P, and a
//! rank is a place among them. So ranks of two periods compare places, and indices of two periods compare distances to
//! the best and the last of their own time; neither says that a unit published more.

use super::rank::{Ranked, rank_corpus, rank_ruled};
use super::ranking_table;
use super::views::series;
use crate::base::records::{Cell, Column, Kind, Table};
use crate::base::{Error, Result};
use crate::index::Profile;
use crate::index::profile::Years;
use crate::index::ranking::Row;
use crate::model::Corpus;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Which periods a selection is cut into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Periods {
    /// Each year.
    Year,
    /// Each window of so many years in a row; two neighbours share all years but one at each end.
    Window(u32),
}

/// The rankings of a selection and of each of its periods.
#[derive(Debug, Clone)]
pub struct History {
    /// The ranking of all periods together.
    pub whole: Ranked,
    /// Each period with its ranking, in the order of time.
    pub periods: Vec<(Years, Ranked)>,
    /// Selected papers that are in no period, because they do not say their year.
    pub undated: u64,
}

impl Periods {
    /// The periods within a span of years, both ends included.
    ///
    /// # Errors
    /// Wrong use: a window of no year, or longer than the span.
    pub fn within(self, (first, last): (u32, u32)) -> Result<Vec<Years>> {
        let length = match self {
            Self::Year => 1,
            Self::Window(length) => length,
        };
        let span = last - first + 1;
        if length == 0 || length > span {
            let message =
                format!("a window of {length} years in the {span} of {}", Years(Some((first, last))));
            return Err(Error::usage(message, format!("use 1 to {span}, or other --years")));
        }
        Ok((first..=last + 1 - length).map(|from| Years(Some((from, from + length - 1)))).collect())
    }
}

/// Ranks the units of a corpus in each period within the years of the profile; where it has none, from the first to the
/// last year of the selected papers. The corpus is shared; cost: a ranking for each period and one for all.
///
/// # Errors
/// As [`rank_corpus`], and as [`Periods::within`].
pub fn history(corpus: impl Into<Arc<Corpus>>, profile: &Profile, periods: Periods) -> Result<History> {
    let whole = rank_corpus(corpus, profile)?;
    let (span, _) = series::span(&whole);
    let windows = match profile.years.0.or(span) {
        Some(span) => periods.within(span)?,
        None => Vec::new(),
    };
    let of = |years: Years| {
        let profile = Profile { years, ..profile.clone() };
        Ok((years, rank_ruled(Arc::clone(&whole.corpus), &profile)?))
    };
    let periods = windows.into_iter().map(of).collect::<Result<_>>()?;
    let undated = undated(&whole);
    Ok(History { whole, periods, undated })
}

fn undated(ranked: &Ranked) -> u64 {
    let (corpus, selection) = (&ranked.corpus, &ranked.selection);
    let is_undated = |&paper: &usize| corpus.papers.year(paper).is_none() && selection.has(corpus, paper);
    (0..corpus.papers.len()).filter(is_undated).count() as u64
}

/// The column before those of a ranking.
const PERIOD: Column = Column::new(
    "period",
    Kind::Text,
    ["period", "时期"],
    "years whose papers are ranked, both ends included; each period is a ranking by itself",
);

impl History {
    /// Every period's rows, the first `top` of each: `period`, then the columns of a ranking.
    pub fn table(&self, top: usize) -> Table {
        let columns = std::iter::once(PERIOD).chain(ranking_table::COLUMNS.iter().copied()).collect();
        let mut rows = Vec::new();
        for (period, ranked) in &self.periods {
            let table = ranking_table::table(ranked, &ranked.units(), 0..top);
            let period = Cell::Text(period.to_string());
            rows.extend(table.rows.into_iter().map(|row| [vec![period.clone()], row].concat()));
        }
        Table { columns, rows }
    }

    /// Leaves the rows of some units only; what they say still stands on all units.
    pub fn keep(&mut self, units: &[u32]) {
        self.whole.keep(units);
        self.periods.iter_mut().for_each(|(_, ranked)| ranked.keep(units));
    }

    /// Each unit with its row in each period, by its rank in the last period; those without one there come after, by
    /// their best rank. Then by key.
    pub fn by_unit(&self) -> Vec<(u32, Vec<Option<&Row>>)> {
        let mut units: BTreeMap<u32, Vec<Option<&Row>>> = BTreeMap::new();
        for (i, (_, ranked)) in self.periods.iter().enumerate() {
            for row in &ranked.ranking.rows {
                units.entry(row.unit).or_insert_with(|| vec![None; self.periods.len()])[i] = Some(row);
            }
        }
        let all = self.whole.units();
        let mut units: Vec<(u32, Vec<Option<&Row>>)> = units.into_iter().collect();
        units.sort_by_cached_key(|(unit, rows)| {
            let last = rows.last().copied().flatten().map_or(u32::MAX, |row| row.rank);
            let best = rows.iter().flatten().map(|row| row.rank).min();
            (last, best, all.key(*unit).to_owned())
        });
        units
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(periods: Periods, span: (u32, u32)) -> Vec<String> {
        periods.within(span).unwrap().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn windows_roll_by_a_year() {
        assert_eq!(labels(Periods::Year, (2013, 2015)), ["2013", "2014", "2015"]);
        assert_eq!(labels(Periods::Window(2), (2013, 2015)), ["2013-2014", "2014-2015"]);
        assert_eq!(labels(Periods::Window(3), (2013, 2015)), ["2013-2015"]);
        assert_eq!(labels(Periods::Window(1), (2013, 2015)), labels(Periods::Year, (2013, 2015)));
    }

    #[test]
    fn windows_that_do_not_fit_are_refused() {
        for length in [0, 4, u32::MAX] {
            assert!(Periods::Window(length).within((2013, 2015)).is_err());
        }
    }
}
