//! What a rule found: where, what is printed there, and what is wrong with it in two languages.

use super::claim::Claim;
use super::load::Edition;
use super::table::{Row, Table};
use serde::Serialize;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Misleading, but not contradictory.
    Warning,
    /// Cannot be true, or cannot be true together.
    Error,
}

impl Severity {
    /// In one word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// In one Chinese word.
    pub const fn word_zh(self) -> &'static str {
        match self {
            Self::Note => "提示",
            Self::Warning => "警告",
            Self::Error => "错误",
        }
    }
}

/// One thing found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Id of the rule.
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// City, claim or table that it is about.
    pub subject: String,
    /// What is wrong.
    pub message: String,
    /// The same in Chinese.
    pub message_zh: String,
    /// What is printed where.
    pub values: Vec<Stated>,
}

/// A printed value and its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stated {
    /// File of the edition.
    pub file: String,
    /// Line of it; 0 where the whole file is meant.
    pub line: u64,
    /// Column.
    pub column: String,
    /// As printed.
    pub value: String,
}

impl Stated {
    /// A figure of a table.
    pub fn cell(table: &Table, row: &Row, column: &str) -> Self {
        let value = table.cell(row, column).map_or_else(String::new, |figure| figure.text.clone());
        Self::row(table, row, column, value)
    }

    /// Any value in a row of a table.
    pub fn row(table: &Table, row: &Row, column: &str, value: impl Into<String>) -> Self {
        Self { file: table.spec.file.clone(), line: row.line, column: column.to_owned(), value: value.into() }
    }

    /// A value that follows from a table as a whole.
    pub fn table(table: &Table, column: &str, value: impl Into<String>) -> Self {
        Self { file: table.spec.file.clone(), line: 0, column: column.to_owned(), value: value.into() }
    }

    /// A claimed number.
    pub fn claim(edition: &Edition, claim: &Claim) -> Self {
        let file = edition.spec.claims.clone().unwrap_or_default();
        Self { file, line: claim.line, column: claim.metric.clone(), value: claim.figure.text.clone() }
    }

    /// `table04.csv:12`, or the file alone.
    pub fn place(&self) -> String {
        if self.line == 0 { self.file.clone() } else { format!("{}:{}", self.file, self.line) }
    }
}

/// A finding as a rule reports it, before the rule's name is put on it.
#[derive(Debug, Clone)]
pub struct Draft {
    subject: String,
    message: String,
    message_zh: String,
    severity: Option<Severity>,
    values: Vec<Stated>,
}

impl Draft {
    /// What is wrong with what, in English and Chinese.
    pub fn new(
        subject: impl Into<String>,
        message: impl Into<String>,
        message_zh: impl Into<String>,
    ) -> Self {
        let (subject, message, message_zh) = (subject.into(), message.into(), message_zh.into());
        Self { subject, message, message_zh, severity: None, values: Vec::new() }
    }

    /// With printed values.
    #[must_use]
    pub fn with(mut self, values: impl IntoIterator<Item = Stated>) -> Self {
        self.values.extend(values);
        self
    }

    /// With another severity than the rule's.
    #[must_use]
    pub const fn as_(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// The finding of a rule.
    pub fn finding(self, rule: &'static str, severity: Severity) -> Finding {
        let Self { subject, message, message_zh, severity: own, values } = self;
        Finding { rule, severity: own.unwrap_or(severity), subject, message, message_zh, values }
    }
}
