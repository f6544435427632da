//! What authors stated about their affiliations, and what was concluded from it: kept beside the corpus, so that every
//! step from a string to a ranked city can be looked at and corrected.

use super::columns::Columns;
use super::corpus::NONE;
use super::csr::Csr;
use super::record::Statement;
use crate::base::strings::Strings;
use std::borrow::Cow;

/// Distinct statements in the order of their texts, and the authorships that made them. Empty for a corpus whose
/// institutions came ready.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Statements {
    /// The affiliation as printed.
    pub text: Strings,
    /// Key of the institution in its source, or empty.
    pub institution: Strings,
    /// ROR id, or empty.
    pub ror: Strings,
    /// Name of the institution that the source gives, or empty.
    pub name: Strings,
    /// Name of the city that the source gives, or empty.
    pub city: Strings,
    /// Country that the source gives, or empty.
    pub country: Strings,
    /// Times stated: once for each author of each paper.
    pub mentions: Vec<u32>,
    /// Institution of the corpus that it was resolved to, or [`NONE`].
    pub answer: Vec<u32>,
    /// Country that it was resolved to, ISO 3166-1 alpha-2, also where no institution was found; or empty.
    pub answer_country: Strings,
    /// How the institution was found; empty: it was not.
    pub institution_method: Strings,
    /// Share of such answers that are right, from 0 to 1; 0 where there is none.
    pub institution_confidence: Vec<f64>,
    /// How the city was found; empty: it was not.
    pub city_method: Strings,
    /// Share of such answers that are right, from 0 to 1; 0 where there is none.
    pub city_confidence: Vec<f64>,
    /// Authorship → its statements.
    pub of_authorship: Csr,
}

/// What was concluded from a statement.
#[derive(Debug, Clone, Default, PartialEq, PartialOrd)]
pub struct Answer {
    /// Key of an institution record of the corpus.
    pub institution: Option<String>,
    /// ISO 3166-1 alpha-2 code, or empty.
    pub country: String,
    /// How the institution was found and how sure that is; empty and 0: not found.
    pub institution_method: (String, f64),
    /// How the city was found and how sure that is; empty and 0: not found.
    pub city_method: (String, f64),
}

impl Statements {
    /// Number of distinct statements.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A key of a statement that depends on nothing but what it says: 32 hexadecimal digits of XXH3.
    pub fn key(&self, index: usize) -> String {
        let s = self.get(index);
        let parts = [s.text, s.institution, s.ror, s.name, s.city, s.country];
        format!("{:032x}", xxhash_rust::xxh3::xxh3_128(parts.join("\u{1F}").as_bytes()))
    }

    /// What was stated.
    pub fn get(&self, index: usize) -> Statement<'_> {
        Statement {
            text: Cow::Borrowed(self.text.get(index)),
            institution: Cow::Borrowed(self.institution.get(index)),
            ror: Cow::Borrowed(self.ror.get(index)),
            name: Cow::Borrowed(self.name.get(index)),
            city: Cow::Borrowed(self.city.get(index)),
            country: Cow::Borrowed(self.country.get(index)),
        }
    }

    pub(super) fn push(
        &mut self,
        stated: &Statement<'_>,
        answer: &Answer,
        institution: Option<u32>,
        mentions: u32,
    ) {
        self.text.push(&stated.text);
        self.institution.push(&stated.institution);
        self.ror.push(&stated.ror);
        self.name.push(&stated.name);
        self.city.push(&stated.city);
        self.country.push(&stated.country);
        self.mentions.push(mentions);
        self.answer.push(institution.unwrap_or(NONE));
        self.answer_country.push(&answer.country);
        self.institution_method.push(&answer.institution_method.0);
        self.institution_confidence.push(answer.institution_method.1);
        self.city_method.push(&answer.city_method.0);
        self.city_confidence.push(answer.city_method.1);
    }

    /// Walks every column in a fixed order.
    pub fn visit<C: Columns>(&mut self, to: &mut C) -> Result<(), C::Error> {
        to.strings("text", &mut self.text)?;
        to.strings("institution", &mut self.institution)?;
        to.strings("ror", &mut self.ror)?;
        to.strings("name", &mut self.name)?;
        to.strings("city", &mut self.city)?;
        to.strings("country", &mut self.country)?;
        to.u32s("mentions", &mut self.mentions)?;
        to.u32s("answer", &mut self.answer)?;
        to.strings("answer_country", &mut self.answer_country)?;
        to.strings("institution_method", &mut self.institution_method)?;
        to.f64s("institution_confidence", &mut self.institution_confidence)?;
        to.strings("city_method", &mut self.city_method)?;
        to.f64s("city_confidence", &mut self.city_confidence)?;
        super::columns::csr(to, "of_authorship", &mut self.of_authorship)
    }

    /// Whether the columns have one length and point to what a corpus of this many authorships and institutions has.
    pub fn is_consistent(&self, authorships: usize, institutions: usize) -> bool {
        let texts = [
            &self.institution,
            &self.ror,
            &self.name,
            &self.city,
            &self.country,
            &self.answer_country,
            &self.institution_method,
            &self.city_method,
        ];
        let rows = if self.is_empty() { 0 } else { authorships };
        texts.iter().all(|column| column.len() == self.len())
            && super::columns::within(&self.answer, self.len(), institutions, true)
            && self.mentions.len() == self.len()
            && [self.institution_confidence.len(), self.city_confidence.len()] == [self.len(); 2]
            && self.of_authorship.is_valid(rows, self.len())
    }
}
