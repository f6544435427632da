//! One published table: ranks, cities and the figures printed beside them.

use super::figure::Figure;
use super::interval::Interval;
use super::spec::{Kind, Spec, TableSpec};
use crate::base::{Error, Result};
use std::collections::BTreeMap;

/// The columns every table starts with.
const FIXED: [&str; 3] = ["rank", "country_label", "city"];

/// A published table.
#[derive(Debug, Clone)]
pub struct Table {
    /// What it promises.
    pub spec: TableSpec,
    /// Names of the columns after the city, with their kinds.
    pub columns: Vec<(String, Kind)>,
    /// The rows, in the order of the file.
    pub rows: Vec<Row>,
}

/// One row of a table.
#[derive(Debug, Clone)]
pub struct Row {
    /// Line of the file.
    pub line: u64,
    /// Rank as printed.
    pub rank: u32,
    /// Country label as printed.
    pub label: String,
    /// Country that the label means.
    pub country: String,
    /// City as printed.
    pub city: String,
    /// Figures, one a column.
    pub cells: Vec<Option<Figure>>,
}

/// Country labels to codes; an unknown label means itself.
#[derive(Debug, Clone, Default)]
pub struct Labels(BTreeMap<String, String>);

impl Labels {
    /// The labels of a description.
    pub fn new(spec: &Spec) -> Self {
        let pairs = spec.countries.iter().flat_map(|(code, labels)| labels.iter().map(move |l| (l, code)));
        Self(pairs.map(|(label, code)| (label.clone(), code.clone())).collect())
    }

    /// The country that a label means.
    pub fn country<'a>(&'a self, label: &'a str) -> &'a str {
        self.0.get(label).map_or(label, String::as_str)
    }
}

impl Table {
    /// Reads a table; `file` is its name in messages.
    pub fn parse(file: &str, text: &str, table: &TableSpec, spec: &Spec, labels: &Labels) -> Result<Self> {
        let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let headers = reader.headers().map_err(|e| malformed(file, &e))?.clone();
        let columns = read_header(file, &headers, spec)?;
        let mut parsed = Self { spec: table.clone(), columns, rows: Vec::new() };
        for record in reader.records() {
            let record = record.map_err(|e| malformed(file, &e))?;
            parsed.rows.push(parsed.read_row(file, &record, labels)?);
        }
        Ok(parsed)
    }

    fn read_row(&self, file: &str, record: &csv::StringRecord, labels: &Labels) -> Result<Row> {
        let line = record.position().map_or(0, csv::Position::line);
        let field = |i: usize| record.get(i).unwrap_or_default();
        let rank = field(0).parse().ok().filter(|&rank: &u32| rank > 0);
        let rank = rank.ok_or_else(|| bad(file, line, "rank", field(0)))?;
        let cells =
            self.columns.iter().enumerate().map(|(i, (name, _))| cell(file, line, name, field(i + 3)));
        let cells = cells.collect::<Result<Vec<_>>>()?;
        let (label, city) = (field(1).to_owned(), field(2).to_owned());
        let country = labels.country(&label).to_owned();
        Ok(Row { line, rank, label, country, city, cells })
    }

    /// A column's place and kind.
    fn column(&self, name: &str) -> Option<(usize, Kind)> {
        let place = self.columns.iter().position(|(id, _)| id == name)?;
        Some((place, self.columns[place].1))
    }

    /// Whether there is such a column; `rank` counts as one.
    pub fn has(&self, name: &str) -> bool {
        name == FIXED[0] || self.column(name).is_some()
    }

    /// What is printed in a row under a column.
    pub fn cell<'a>(&self, row: &'a Row, name: &str) -> Option<&'a Figure> {
        row.cells.get(self.column(name)?.0)?.as_ref()
    }

    /// What the number in a row under a column can stand for.
    pub fn interval(&self, row: &Row, name: &str) -> Option<Interval> {
        if name == FIXED[0] {
            return Some(Interval::exact(f64::from(row.rank)));
        }
        let kind = self.column(name)?.1;
        self.cell(row, name).map(|figure| kind.interval(figure))
    }

    /// Rows of a city; `[label]name` or only the name.
    pub fn find(&self, city: &str, labels: &Labels) -> Vec<&Row> {
        let labelled = city.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let (country, name) =
            labelled.map_or((None, city), |(label, name)| (Some(labels.country(label)), name));
        let is_meant = |row: &&Row| row.city == name && country.is_none_or(|c| row.country == c);
        self.rows.iter().filter(is_meant).collect()
    }

    /// Ranks that are announced and not there. Ties share the better rank, so the ranks after a tie are taken.
    pub fn missing(&self) -> Vec<u32> {
        let mut with = vec![0_u32; self.spec.ranks as usize + 1];
        for row in &self.rows {
            with.get_mut(row.rank as usize).into_iter().for_each(|n| *n += 1);
        }
        let mut taken = 0;
        let is_free = |&rank: &u32| {
            taken = taken.max(rank + with[rank as usize]);
            taken <= rank
        };
        (1..=self.spec.ranks).filter(is_free).collect()
    }
}

fn read_header(file: &str, headers: &csv::StringRecord, spec: &Spec) -> Result<Vec<(String, Kind)>> {
    if !headers.iter().take(3).eq(FIXED) {
        return Err(Error::input(file, 1, format!("the header does not start with {}", FIXED.join(",")), ""));
    }
    let names = headers.iter().skip(3);
    let columns = names.map(|name| spec.column(name).map(|c| (c.id.clone(), c.kind)).ok_or(name));
    let columns = columns.collect::<std::result::Result<Vec<_>, _>>();
    columns.map_err(|name| {
        Error::input(file, 1, format!("column {name:?} is not declared"), "declare it in edition.toml")
    })
}

fn cell(file: &str, line: u64, name: &str, text: &str) -> Result<Option<Figure>> {
    if text.is_empty() {
        return Ok(None);
    }
    Figure::parse(text).map(Some).ok_or_else(|| bad(file, line, name, text))
}

fn bad(file: &str, line: u64, name: &str, text: &str) -> Error {
    Error::input(file, line, format!("{name} {text:?} is not a plain number"), "")
}

/// What the csv reader says, with the line.
pub fn malformed(file: &str, error: &csv::Error) -> Error {
    let line = error.position().map_or(0, csv::Position::line);
    let message = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{len} fields instead of {expected_len}")
        }
        _ => error.to_string(),
    };
    Error::input(file, line, message, "")
}
