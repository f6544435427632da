//! What the sentences of a report say in numbers, for [`crate::edition`] to check against the tables before anything is
//! written: counts and indices that a sentence takes from a table are claimed where the sentence is made. Averages, shares
//! and ratios are not.

use super::data::Data;
use super::text::Bi;
use crate::index::ranking::Row;

/// What a claimed number is, as [`crate::edition::claim::Unit`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A count.
    Count,
    /// A score.
    Index,
}

impl Sort {
    /// Its name in the file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Index => "index",
        }
    }
}

/// One number that is said: a line of `claims.csv`, whose columns `data/edition-2023/README.md` defines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Of what or whom.
    pub subject: String,
    /// Which figure of it.
    pub metric: &'static str,
    /// The number as printed, without commas and signs of percent.
    pub value: String,
    /// What it is.
    pub sort: Sort,
    /// How it is checked: `value` or `count`; empty: no table can be asked for it.
    pub op: &'static str,
    /// The table, `corpus` or `claims`.
    pub table: &'static str,
    /// Its column.
    pub column: &'static str,
    /// Its rows.
    pub rows: String,
}

/// A sentence with what it claims.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// The sentence.
    pub text: Bi,
    /// Its numbers.
    pub claims: Vec<Claim>,
}

impl Said {
    /// A sentence that claims nothing yet.
    pub fn new(text: Bi) -> Self {
        Self { text, claims: Vec::new() }
    }

    /// With a claim.
    #[must_use]
    pub fn claim(mut self, claim: Claim) -> Self {
        self.claims.push(claim);
        self
    }

    /// Followed by another sentence: a space between them in English, none in Chinese.
    #[must_use]
    pub fn then(mut self, next: Self) -> Self {
        if !self.text.is_empty() && !next.text.is_empty() {
            self.text.en.push(' ');
        }
        self.text.en.push_str(&next.text.en);
        self.text.zh.push_str(&next.text.zh);
        self.claims.extend(next.claims);
        self
    }
}

impl Claim {
    /// The value of a cell: of the row of a unit, as [`subject`] names it, in a table.
    pub fn cell(table: &'static str, column: &'static str, unit: &str, value: String, sort: Sort) -> Self {
        // `+` joins names, so a name with one cannot be asked for.
        let op = if unit.contains('+') { "" } else { "value" };
        let of = |text: &'static str| if op.is_empty() { "" } else { text };
        Self {
            subject: unit.to_owned(),
            metric: column,
            value,
            sort,
            op,
            table: of(table),
            column: of(column),
            rows: if op.is_empty() { String::new() } else { unit.to_owned() },
        }
    }
}

/// How claims name a row: `[US]Cambridge`.
pub fn subject(data: &Data, row: &Row) -> String {
    format!("[{}]{}", data.units().country_code(row.unit), super::check::label(data, row.unit))
}
