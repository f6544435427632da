//! Which papers count: years, venues, subfields, numbers of authors.

use crate::base::{Error, Result};
use crate::model::Corpus;
use crate::model::corpus::{Labels, NONE};
use crate::model::labels;
use rayon::prelude::*;

/// Papers to a task.
const CHUNK: usize = 8192;

/// A filter on papers; what is not set lets every paper through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// First and last year; papers without a year are outside any window.
    pub years: Option<(u32, u32)>,
    /// Venues, any of them; empty: all papers.
    pub venues: Vec<u32>,
    /// Subfields, any of them; empty: all papers.
    pub subfields: Vec<u32>,
    /// Papers with more authors are left out.
    pub maximum_authors: Option<u32>,
}

impl Selection {
    /// Looks up venues and subfields by key or name; an unknown one is an error that names the nearest.
    pub fn new(
        corpus: &Corpus,
        years: Option<(u32, u32)>,
        venues: &[String],
        subfields: &[String],
    ) -> Result<Self> {
        let find = |what, labels, names: &[String]| -> Result<Vec<u32>> {
            let mut found: Vec<u32> =
                names.iter().map(|name| find(what, labels, name)).collect::<Result<_>>()?;
            found.sort_unstable();
            found.dedup();
            Ok(found)
        };
        Ok(Self {
            years,
            venues: find("venue", &corpus.venues, venues)?,
            subfields: find("subfield", &corpus.subfields, subfields)?,
            maximum_authors: None,
        })
    }

    /// The same without papers of more than so many authors.
    #[must_use]
    pub fn at_most_authors(self, maximum_authors: Option<u32>) -> Self {
        Self { maximum_authors, ..self }
    }

    /// The same for papers of any subfield: what a paper of these is compared with.
    #[must_use]
    pub fn of_any_subfield(&self) -> Self {
        Self { subfields: Vec::new(), ..self.clone() }
    }

    /// Whether every paper passes.
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a paper passes.
    pub fn has(&self, corpus: &Corpus, paper: usize) -> bool {
        let papers = &corpus.papers;
        let in_years = self
            .years
            .is_none_or(|(from, to)| papers.year(paper).is_some_and(|year| (from..=to).contains(&year)));
        let in_venues = self.venues.is_empty()
            || (papers.venue[paper] != NONE && self.venues.binary_search(&papers.venue[paper]).is_ok());
        let in_subfields = self.subfields.is_empty()
            || papers.subfields.row(paper).iter().any(|s| self.subfields.binary_search(s).is_ok());
        let has_few =
            self.maximum_authors.is_none_or(|most| papers.authorships(paper).len() <= most as usize);
        in_years && in_venues && in_subfields && has_few
    }

    /// For each paper whether it passes. O(papers), in parallel.
    pub fn mask(&self, corpus: &Corpus) -> Vec<bool> {
        let papers = (0..corpus.papers.len()).into_par_iter().with_min_len(CHUNK);
        papers.map(|paper| self.has(corpus, paper)).collect()
    }
}

fn find(what: &str, list: &Labels, name: &str) -> Result<u32> {
    let same = |other: &str| other.eq_ignore_ascii_case(name) || other == name;
    let by_id = list.find(name).or_else(|| list.find(labels::subfield(name)?));
    let by_name = || {
        (0..list.len()).find(|&i| same(list.id.get(i)) || same(list.name.get(i)) || same(list.name_zh.get(i)))
    };
    by_id.or_else(|| by_name().map(|i| i as u32)).ok_or_else(|| {
        let all: Vec<&str> = list.id.iter().collect();
        Error::usage(format!("no {what} {name:?} in this corpus"), format!("it has: {}", all.join(", ")))
    })
}
