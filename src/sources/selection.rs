//! Which works of a large input are read: those of listed venues, in a window of years. Asked before anything else of a
//! work is looked at, so that the rest of a snapshot costs no memory.

mod pattern;
mod venues;

use crate::base::Result;
use crate::model::record::Skipped;
use std::ops::RangeInclusive;
use venues::Venues;

/// The venues that the program ships: the study's 44.
const SHIPPED: &str = include_str!("../../data/venues.csv");

/// What a work says about where it appeared. Empty text means "not given".
#[derive(Debug, Clone, Copy, Default)]
pub struct Evidence<'a> {
    /// Keys of the source in its data set, such as `S4306420609`; several where a work has several locations.
    pub sources: &'a [&'a str],
    /// ISSNs, as `1234-5678`.
    pub issns: &'a [&'a str],
    /// DBLP key of the venue or paper, such as `conf/cvpr`.
    pub dblp: &'a str,
    /// Names of the venue as written, of which any may be known.
    pub names: &'a [&'a str],
    /// DOI without resolver prefix.
    pub doi: &'a str,
}

/// The venue of a selected work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Venue<'s> {
    /// Key.
    pub id: &'s str,
    /// Key of its subfield; empty: the list names none.
    pub subfield: &'s str,
}

/// The works that are read.
#[derive(Debug, Default)]
pub struct Selection {
    venues: Option<Venues>,
    years: Option<RangeInclusive<u16>>,
}

impl Selection {
    /// Every work.
    pub const ALL: Self = Self { venues: None, years: None };

    /// The study's venues.
    pub fn shipped() -> Result<Self> {
        Self::venues("data/venues.csv", SHIPPED)
    }

    /// The venues of a list: CSV with the columns of `data/venues.csv`; `name` stands in errors.
    ///
    /// # Errors
    /// A list that is no such table, names a venue twice, or gives one piece of evidence to two venues.
    pub fn venues(name: &str, text: &str) -> Result<Self> {
        Ok(Self { venues: Some(Venues::parse(name, text)?), years: None })
    }

    /// Venues by one source key each: id, subfield, source.
    pub fn of_sources(venues: &[(&str, &str, &str)]) -> Self {
        Self { venues: Some(Venues::of_sources(venues)), years: None }
    }

    /// The same venues in a window of years.
    #[must_use]
    pub fn within(self, years: Option<RangeInclusive<u16>>) -> Self {
        Self { years, ..self }
    }

    /// Whether every work is read.
    pub fn is_all(&self) -> bool {
        self.venues.is_none() && self.years.is_none()
    }

    /// Whether a work of this year is read.
    ///
    /// # Errors
    /// Why not.
    pub fn year(&self, year: Option<u16>) -> std::result::Result<(), Skipped> {
        match &self.years {
            Some(window) if !year.is_some_and(|year| window.contains(&year)) => Err(Skipped::Year),
            _ => Ok(()),
        }
    }

    /// The venue of a work: of the list, if there is one; `None` where no venues are selected and the work's own is
    /// taken.
    ///
    /// # Errors
    /// Why the work is not read.
    pub fn venue(&self, evidence: &Evidence<'_>) -> std::result::Result<Option<Venue<'_>>, Skipped> {
        match &self.venues {
            None => Ok(None),
            Some(venues) => venues.find(evidence).map(Some).ok_or(Skipped::Venue),
        }
    }
}

#[cfg(test)]
mod tests;
