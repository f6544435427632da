//! From what a paper states about an affiliation to an institution and its city.
//!
//! Order of evidence. Institution: ROR id, key of the source, name in the text, name beside the text. City: named in the
//! text, named beside the text, the place of that laboratory, the seat, what the whole list teaches. Nothing is matched
//! because it looks alike: names are equal word by word after folding, or they are not the name.

mod address;
mod aliases;
mod answer;
mod city;
mod confidence;
mod facts;
mod index;
mod institution;
mod known;
mod learn;
mod names;
mod normalise;
mod pick;
mod scan;
mod statement;
#[cfg(test)]
mod tests;
mod words;

pub use answer::{Finding, Identity, InstitutionKey, Method, Resolution, Step};
pub use known::{Known, ror_id};

use super::model::Gazetteer;
use crate::base::Result;
use crate::model::record::Statement;
use index::Index;
use rustc_hash::FxHashMap;

/// An institution of the source by its number, and the city that the source has for this key, by GeoNames id; 0: none.
#[derive(Debug, Clone, Copy)]
struct Seated {
    institution: u32,
    city: u32,
}

/// Resolves statements; owns everything it looks up, so that threads can share it.
#[derive(Debug, Default)]
pub struct Resolver {
    index: Index,
    /// Institutions of the source by their keys.
    by_key: FxHashMap<String, Seated>,
    /// Institutions of the source by their folded names; only names that one institution has.
    by_name: FxHashMap<String, Option<u32>>,
}

impl Resolver {
    /// Builds the indexes. An error is a mistake in the alias list, so a bug.
    pub fn new(gazetteer: &Gazetteer) -> Result<Self> {
        Ok(Self { index: Index::new(gazetteer)?, ..Self::default() })
    }

    /// Resolves one statement by itself. The same statement always gets the same answer.
    pub fn resolve(&self, statement: &Statement<'_>) -> Resolution {
        let draft = statement::read(self, statement, None);
        draft.resolution(&self.index, None)
    }

    /// Resolves statements, each with its number of mentions, and lets the whole list teach where institutions are that
    /// no gazetteer places. The answers are in the order of the statements and the same for any number of threads.
    pub fn resolve_all(&self, statements: &[(Statement<'_>, u64)]) -> Vec<Resolution> {
        learn::resolve_all(self, statements)
    }

    /// Every populated place that a text names, by GeoNames id, in the order of the text: loosely, for audits.
    pub fn places_named(&self, text: &str, country: &str) -> Vec<u32> {
        statement::places_named(self, text, country)
    }

    /// What each part of a statement gave, ending with the answer.
    pub fn explain(&self, statement: &Statement<'_>) -> Vec<Step> {
        let mut steps = Vec::new();
        let resolution = statement::read(self, statement, Some(&mut steps)).resolution(&self.index, None);
        steps.extend(resolution.steps());
        steps
    }
}
