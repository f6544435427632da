//! The result of computing an edition again, and how it is printed.

use super::render::{Format, csv_error, csv_writer, json};
use crate::base::Result;
use crate::base::table::{self, visible};
use serde::Serialize;
use std::io::Write;

/// Every index computed again, with what had to be inferred.
#[derive(Debug, Clone, Serialize)]
pub struct Reproduction {
    /// Which edition.
    pub edition: String,
    /// The indices, table by table.
    pub rows: Vec<Row>,
    /// The largest averages, which no table prints.
    pub constants: Vec<Constant>,
    /// Indices of cities whose inputs are not printed.
    pub predictions: Vec<Prediction>,
    /// How many of each kind agree.
    pub summary: Vec<Summary>,
}

/// One printed index and the same computed.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Table that prints it.
    pub table: String,
    /// Rank in that table.
    pub rank: u32,
    /// Country label as printed.
    pub country: String,
    /// City as printed.
    pub city: String,
    /// Column of the index.
    pub index: String,
    /// As printed.
    pub published: Option<f64>,
    /// From the figures as printed and the middle of the constant's interval.
    pub computed: Option<f64>,
    /// The least it can be, as all figures are rounded.
    pub low: Option<f64>,
    /// The most it can be.
    pub high: Option<f64>,
    /// Published less computed.
    pub difference: Option<f64>,
    /// Whether both agree.
    pub verdict: Verdict,
}

/// Whether a printed and a computed figure agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Verdict {
    /// Some value agrees with everything printed.
    #[serde(rename = "within rounding")]
    Within,
    /// No value does.
    #[serde(rename = "outside rounding")]
    Outside,
    /// A figure that is needed is not printed.
    #[serde(rename = "not printed")]
    Incomplete,
}

impl Verdict {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Within => "within rounding",
            Self::Outside => "outside rounding",
            Self::Incomplete => "not printed",
        }
    }
}

/// A largest value that no table prints: the room that the rounding of all rows leaves it.
#[derive(Debug, Clone, Serialize)]
pub struct Constant {
    /// Table it was inferred from.
    pub table: String,
    /// Column it is the largest value of.
    pub column: String,
    /// Least distance of its logarithm from that of the smallest value.
    pub ln_low: f64,
    /// Largest such distance.
    pub ln_high: f64,
    /// The least the value itself can be.
    pub low: f64,
    /// The most it can be.
    pub high: f64,
}

/// An index from assumed counts and the largest average.
#[derive(Debug, Clone, Serialize)]
pub struct Prediction {
    /// What is assumed.
    pub assumed: String,
    /// What follows.
    #[serde(flatten)]
    pub row: Row,
}

impl Prediction {
    /// In words.
    pub fn line(&self) -> String {
        let Row { table, index, country, city, published, computed, .. } = &self.row;
        let (published, computed) = (published.unwrap_or(f64::NAN), computed.unwrap_or(f64::NAN));
        let name = visible(&format!("[{country}]{city}"));
        format!("table {table}: {index} of {name} {published}, {computed:.3} with {}", self.assumed)
    }
}

/// How many figures of a kind agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The kind: `sub-indices`, `totals` or `predictions`.
    pub kind: &'static str,
    /// How many agree.
    pub within: usize,
    /// How many there are.
    pub of: usize,
}

impl Summary {
    /// Counts the rows that agree.
    pub fn new<'a>(kind: &'static str, rows: impl Iterator<Item = &'a Row>) -> Self {
        let (mut within, mut of) = (0, 0);
        for row in rows {
            of += 1;
            within += usize::from(row.verdict == Verdict::Within);
        }
        Self { kind, within, of }
    }

    /// `80 of 80 sub-indices within rounding`.
    pub fn line(&self) -> String {
        format!("{} of {} {} within rounding", self.within, self.of, self.kind)
    }
}

impl Constant {
    /// In words; the ends are rounded inwards, so that what is printed is certain.
    pub fn line(&self) -> String {
        let Self { table, column, .. } = self;
        let digits = u8::from(self.high < 10_000.0);
        let (low, high) = (inward(self.low, digits, f64::ceil), inward(self.high, digits, f64::floor));
        let (ln_low, ln_high) = (inward(self.ln_low, 4, f64::ceil), inward(self.ln_high, 4, f64::floor));
        format!(
            "table {table}: largest {column} {low} to {high} (logarithm {ln_low} to {ln_high} above the least)"
        )
    }
}

fn inward(value: f64, digits: u8, round: fn(f64) -> f64) -> String {
    let scale = 10_f64.powi(i32::from(digits));
    format!("{:.*}", usize::from(digits), round(value * scale) / scale)
}

const COLUMNS: [&str; 8] =
    ["table", "rank", "city", "index", "published", "computed", "difference", "verdict"];

fn cells(row: &Row) -> Vec<String> {
    let number = |x: Option<f64>, digits: usize| x.map_or_else(String::new, |x| format!("{x:.digits$}"));
    vec![
        row.table.clone(),
        row.rank.to_string(),
        format!("[{}]{}", row.country, row.city),
        row.index.clone(),
        number(row.published, 2),
        number(row.computed, 3),
        row.difference.map_or_else(String::new, signed),
        row.verdict.words().to_owned(),
    ]
}

/// With its sign, unless it is printed as zero.
fn signed(value: f64) -> String {
    let text = format!("{value:+.3}");
    if text.ends_with("0.000") && value.abs() < 1.0 { "0.000".to_owned() } else { text }
}

impl Reproduction {
    /// Whether every figure agrees.
    pub fn agrees(&self) -> bool {
        self.summary.iter().all(|s| s.within == s.of)
    }

    /// Writes it: as a table with the constants and the summary, as one csv row an index, or whole as json.
    pub fn render(&self, format: Format, out: &mut dyn Write) -> Result<()> {
        match format {
            Format::Text => self.text(out),
            Format::Csv => self.csv(out),
            Format::Json => json(self, out),
        }
    }

    fn text(&self, out: &mut dyn Write) -> Result<()> {
        let rows: Vec<_> = self.rows.iter().map(cells).collect();
        table::write(&COLUMNS.map(str::to_owned), &rows, out)?;
        writeln!(out)?;
        for constant in &self.constants {
            writeln!(out, "{}", constant.line())?;
        }
        for prediction in &self.predictions {
            writeln!(out, "{}", prediction.line())?;
        }
        writeln!(out)?;
        self.summary.iter().try_for_each(|s| Ok(writeln!(out, "{}", s.line())?))
    }

    fn csv(&self, out: &mut dyn Write) -> Result<()> {
        let mut writer = csv_writer(out);
        for row in &self.rows {
            writer.serialize(row).map_err(csv_error)?;
        }
        Ok(writer.flush()?)
    }
}
