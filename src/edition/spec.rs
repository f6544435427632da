//! The description of an edition, `edition.toml`: what its columns mean and what its tables promise.

use super::interval::Interval;
use super::zero::Zero;
use crate::base::{Error, Result};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Everything that `edition.toml` says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// Short name, such as the year.
    pub id: String,
    /// Title in the edition's language.
    pub title: String,
    /// Title in English.
    #[serde(default)]
    pub title_en: String,
    /// Who published it.
    #[serde(default)]
    pub source: String,
    /// When, as a date or a part of one.
    #[serde(default)]
    pub published: String,
    /// Language of labels and names, as in BCP 47.
    #[serde(default)]
    pub language: String,
    /// What is done to zero before the logarithm.
    #[serde(default)]
    pub zero: Zero,
    /// File of the claims, if there is one.
    pub claims: Option<String>,
    /// Totals that the edition states.
    #[serde(default)]
    pub corpus: BTreeMap<String, u64>,
    /// Country code to the labels that mean it.
    #[serde(default)]
    pub countries: BTreeMap<String, Vec<String>>,
    /// Columns that tables may have.
    #[serde(rename = "column", default)]
    pub columns: Vec<ColumnSpec>,
    /// The tables.
    #[serde(rename = "table", default)]
    pub tables: Vec<TableSpec>,
    /// Printed indices whose inputs are not printed.
    #[serde(rename = "prediction", default)]
    pub predictions: Vec<Prediction>,
}

/// What kind of number a column holds, and so how exact it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Counted: exact.
    Count,
    /// An average: rounded as printed, never negative.
    Average,
    /// A score from 0 to 100: rounded as printed.
    Index,
}

impl Kind {
    /// What a printed number of this kind can stand for.
    pub fn interval(self, figure: &super::figure::Figure) -> Interval {
        let open = figure.rounded();
        match self {
            Self::Count => figure.exact(),
            Self::Average if figure.value >= 0.0 => Interval { low: open.low.max(0.0), ..open },
            Self::Average | Self::Index => open,
        }
    }
}

/// One declared column.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnSpec {
    /// Name in the tables' headers.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// The same in Chinese.
    #[serde(default)]
    pub title_zh: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether one thing can count in several rows (full counting).
    #[serde(default)]
    pub overlap: bool,
    /// What an index is composed of.
    #[serde(default)]
    pub parts: Vec<Part>,
}

/// One part of an index. A part that is an index itself is only weighted, any other is standardised first.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The column.
    pub column: String,
    /// Its weight.
    pub weight: f64,
    /// Smallest value of any unit.
    #[serde(default)]
    pub min: f64,
    /// Where the largest value of any unit is to be found.
    #[serde(default)]
    pub max: Max,
}

/// Where the largest value of a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize)]
#[serde(try_from = "Stated")]
pub enum Max {
    /// In one of the tables.
    #[default]
    Published,
    /// In none: it has to be inferred.
    Unseen,
    /// Here: the edition says it.
    Known(f64),
}

/// How a description states a largest value.
#[derive(Deserialize)]
#[serde(untagged, expecting = "\"published\", \"unseen\" or a number")]
enum Stated {
    Word(String),
    Number(f64),
}

impl TryFrom<Stated> for Max {
    type Error = String;

    fn try_from(stated: Stated) -> std::result::Result<Self, String> {
        match stated {
            Stated::Word(word) if word == "published" => Ok(Self::Published),
            Stated::Word(word) if word == "unseen" => Ok(Self::Unseen),
            Stated::Number(number) if number.is_finite() && number >= 0.0 => Ok(Self::Known(number)),
            Stated::Word(word) => Err(format!("unknown max {word:?}; known: published, unseen, a number")),
            Stated::Number(number) => Err(format!("max {number} is below zero or not finite")),
        }
    }
}

/// One table and what it promises.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableSpec {
    /// Number or name in the source.
    pub id: String,
    /// File beside `edition.toml`.
    pub file: String,
    /// Title in English.
    #[serde(default)]
    pub title: String,
    /// Title in Chinese.
    #[serde(default)]
    pub title_zh: String,
    /// How many ranks it announces.
    pub ranks: u32,
    /// The index it is ordered by.
    pub index: String,
    /// Whether that index is computed again.
    #[serde(default)]
    pub reproduce: bool,
    /// Columns whose rows are everything there is.
    #[serde(default)]
    pub complete: Vec<String>,
}

/// A printed index of one city from assumed counts and the largest average.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prediction {
    /// Table that prints the index.
    pub table: String,
    /// The index.
    pub column: String,
    /// The city, as in `rows` of a claim.
    pub city: String,
    /// Assumed counts; a part without one is taken at its largest.
    pub counts: BTreeMap<String, u32>,
}

/// Most ranks a table can announce.
const MAX_RANKS: u32 = 100_000;

fn line_of(text: &str, offset: usize) -> u64 {
    let before = text.as_bytes().iter().take(offset);
    before.filter(|&&b| b == b'\n').count() as u64 + 1
}

impl Spec {
    /// Reads and checks a description; `file` is its name in messages.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let spec: Self = toml::from_str(text).map_err(|e| {
            let line = e.span().map_or(0, |span| line_of(text, span.start));
            Error::input(file, line, e.message(), "data/edition-2023/README.md defines the format")
        })?;
        spec.check().map_err(|message| Error::input(file, 0, message, ""))?;
        Ok(spec)
    }

    /// A column by its name.
    pub fn column(&self, id: &str) -> Option<&ColumnSpec> {
        self.columns.iter().find(|c| c.id == id)
    }

    /// Whether an index is composed of other indices only.
    pub fn is_composite(&self, index: &ColumnSpec) -> bool {
        !index.parts.is_empty() && index.parts.iter().all(|part| self.is_index(part))
    }

    fn is_index(&self, part: &Part) -> bool {
        self.column(&part.column).is_some_and(|c| c.kind == Kind::Index)
    }

    fn check(&self) -> std::result::Result<(), String> {
        no_doubles("column", self.columns.iter().map(|c| &c.id))?;
        no_doubles("table", self.tables.iter().map(|t| &t.id))?;
        no_doubles("country label", self.countries.values().flatten())?;
        self.columns.iter().try_for_each(|c| self.check_parts(c))?;
        self.tables.iter().try_for_each(|t| self.check_table(t))?;
        self.predictions.iter().try_for_each(|p| self.check_prediction(p))
    }

    fn check_parts(&self, index: &ColumnSpec) -> std::result::Result<(), String> {
        let id = &index.id;
        if let Some(p) = index.parts.iter().find(|p| self.column(&p.column).is_none()) {
            return Err(format!("{id} has the undeclared part {}", p.column));
        }
        if let Some(p) = index.parts.iter().find(|p| !(p.weight > 0.0 && p.weight <= 1.0 && p.min >= 0.0)) {
            return Err(format!("{id}: weight or min of {} is out of range", p.column));
        }
        if index.parts.iter().any(|p| self.is_index(p)) && !self.is_composite(index) {
            return Err(format!("{id} mixes indices with other figures"));
        }
        if index.parts.iter().filter(|p| p.max == Max::Unseen).count() > 1 {
            return Err(format!("{id} has more than one unseen part"));
        }
        Ok(())
    }

    fn check_table(&self, table: &TableSpec) -> std::result::Result<(), String> {
        let index = self.column(&table.index).filter(|c| c.kind == Kind::Index);
        let Some(index) = index else {
            return Err(format!(
                "table {} is ordered by {}, which is no declared index",
                table.id, table.index
            ));
        };
        if !(1..=MAX_RANKS).contains(&table.ranks) {
            return Err(format!("table {}: {} ranks are not 1 to {MAX_RANKS}", table.id, table.ranks));
        }
        if table.reproduce && index.parts.is_empty() {
            return Err(format!("table {} cannot be computed again: {} has no parts", table.id, table.index));
        }
        Ok(())
    }

    fn check_prediction(&self, prediction: &Prediction) -> std::result::Result<(), String> {
        if self.tables.iter().all(|t| t.id != prediction.table) {
            return Err(format!("prediction for table {}, which is not declared", prediction.table));
        }
        if self.column(&prediction.column).is_none_or(|c| c.parts.is_empty() || self.is_composite(c)) {
            return Err(format!("prediction of {}, which is not composed of figures", prediction.column));
        }
        Ok(())
    }
}

fn no_doubles<'a>(what: &str, ids: impl Iterator<Item = &'a String>) -> std::result::Result<(), String> {
    let mut seen = std::collections::BTreeSet::new();
    let mut ids = ids;
    ids.find(|id| !seen.insert(id.as_str()))
        .map_or(Ok(()), |id| Err(format!("{what} {id} is declared twice")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_refused_with_its_line() {
        let error = Spec::parse("e.toml", "id = \"x\"\ntitle = \"y\"\nweights = 3\n").unwrap_err();
        assert!(error.to_string().starts_with("e.toml:3: "), "{error}");
    }

    #[test]
    fn what_refers_to_nothing_is_refused() {
        let table = "[[table]]\nid = \"1\"\nfile = \"a.csv\"\nranks = 2\nindex = \"score\"\n";
        let error = Spec::parse("e", &format!("id = \"x\"\ntitle = \"y\"\n{table}")).unwrap_err();
        assert!(error.to_string().contains("no declared index"), "{error}");
    }

    #[test]
    fn a_label_means_one_country() {
        let text = "id = \"x\"\ntitle = \"y\"\n[countries]\nUS = [\"A\"]\nAU = [\"A\"]\n";
        assert!(Spec::parse("e", text).unwrap_err().to_string().contains("declared twice"));
    }
}
