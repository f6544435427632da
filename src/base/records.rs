//! An answer as a table: columns that say what they are, rows of typed cells, and the formats that programs read. The
//! command line and the server write through here, so the same rows are the same bytes.

use crate::base::{Error, Result};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::io::Write;

/// What the cells of a column hold; any cell may be null.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A double.
    Number,
    /// Yes or no.
    Boolean,
    /// A list of texts.
    Texts,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Name: an interface that scripts rely on.
    pub name: &'static str,
    /// What its cells hold.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// Unit of its numbers; empty where they have none.
    pub unit: &'static str,
    /// English title.
    pub title_en: &'static str,
    /// Chinese title.
    pub title_zh: &'static str,
    /// What it says.
    pub description: &'static str,
}

impl Column {
    /// A column without a unit.
    pub const fn new(name: &'static str, kind: Kind, titles: [&'static str; 2], says: &'static str) -> Self {
        Self { name, kind, unit: "", title_en: titles[0], title_zh: titles[1], description: says }
    }

    /// The column with a unit.
    #[must_use]
    pub const fn in_unit(mut self, unit: &'static str) -> Self {
        self.unit = unit;
        self
    }
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Not known, or there is none.
    Null,
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A double. Whole ones are written without a fraction.
    Number(f64),
    /// Yes or no.
    Boolean(bool),
    /// A list of texts.
    Texts(Vec<String>),
}

/// Something that is a row of a table.
pub trait Record {
    /// The columns.
    const COLUMNS: &'static [Column];

    /// One cell for each column, in their order.
    fn cells(&self) -> Vec<Cell>;
}

/// Columns and rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The columns.
    pub columns: Cow<'static, [Column]>,
    /// The rows; each has a cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

/// Formats that programs read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180 with a header; every figure is the shortest text that reads back to the same double, null is empty, and
    /// the texts of a list are joined by `|`, in which `\` and `|` are escaped by `\`.
    Csv,
    /// One array of objects.
    Json,
    /// One object a line.
    Jsonl,
}

impl Table {
    /// A table of records.
    pub fn of<'a, R: Record + 'a>(records: impl IntoIterator<Item = &'a R>) -> Self {
        Self { columns: Cow::Borrowed(R::COLUMNS), rows: records.into_iter().map(Record::cells).collect() }
    }

    /// Writes the table.
    ///
    /// # Errors
    /// What the writer says.
    pub fn write(&self, format: Format, out: &mut dyn Write) -> Result<()> {
        match format {
            Format::Csv => self.write_csv(out),
            Format::Json => {
                serde_json::to_writer_pretty(&mut *out, self).map_err(json_failed)?;
                Ok(out.write_all(b"\n")?)
            }
            Format::Jsonl => {
                for object in self.objects() {
                    serde_json::to_writer(&mut *out, &object).map_err(json_failed)?;
                    out.write_all(b"\n")?;
                }
                Ok(())
            }
        }
    }

    fn write_csv(&self, out: &mut dyn Write) -> Result<()> {
        write_csv(self.columns.iter().map(|column| column.name), &self.rows, Cell::text, out)
    }

    /// Each row as an object: members by name, as everywhere in our JSON.
    fn objects(&self) -> impl Iterator<Item = Object<'_>> {
        let mut order: Vec<usize> = (0..self.columns.len()).collect();
        order.sort_unstable_by_key(|&i| self.columns[i].name);
        let order: std::rc::Rc<[usize]> = order.into();
        self.rows.iter().map(move |row| Object { columns: &self.columns, row, order: order.clone() })
    }
}

/// Writes names and rows as [`Format::Csv`] has them, each cell as `text` says.
///
/// # Errors
/// What the writer says.
pub fn write_csv<'a>(
    names: impl Iterator<Item = &'a str>,
    rows: &'a [Vec<Cell>],
    text: impl Fn(&'a Cell) -> Cow<'a, str>,
    out: &mut dyn Write,
) -> Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(names).map_err(csv_failed)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| text(cell).into_owned())).map_err(csv_failed)?;
    }
    Ok(writer.flush()?)
}

impl Serialize for Table {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        to.collect_seq(self.objects())
    }
}

/// A row with the names of its cells.
struct Object<'a> {
    columns: &'a [Column],
    row: &'a [Cell],
    order: std::rc::Rc<[usize]>,
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.order.len()))?;
        for &i in self.order.iter() {
            map.serialize_entry(self.columns[i].name, &self.row[i])?;
        }
        map.end()
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_unit(),
            Self::Text(text) => to.serialize_str(text),
            Self::Integer(value) => to.serialize_i64(*value),
            Self::Number(value) if value.fract() == 0.0 && value.abs() < 9e15 => {
                to.serialize_i64(*value as i64)
            }
            Self::Number(value) => to.serialize_f64(*value),
            Self::Boolean(value) => to.serialize_bool(*value),
            Self::Texts(list) => {
                let mut seq = to.serialize_seq(Some(list.len()))?;
                list.iter().try_for_each(|text| seq.serialize_element(text))?;
                seq.end()
            }
        }
    }
}

impl Cell {
    /// The cell as CSV has it.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Null => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Integer(value) => value.to_string().into(),
            Self::Number(value) => value.to_string().into(),
            Self::Boolean(value) => value.to_string().into(),
            Self::Texts(list) => {
                let escaped = list.iter().map(|text| text.replace('\\', r"\\").replace('|', r"\|"));
                escaped.collect::<Vec<_>>().join("|").into()
            }
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<&[String]> for Cell {
    fn from(list: &[String]) -> Self {
        Self::Texts(list.to_vec())
    }
}

impl From<f64> for Cell {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<u32> for Cell {
    fn from(value: u32) -> Self {
        Self::Integer(value.into())
    }
}

impl From<u64> for Cell {
    /// Counts are far below 2^63: `indicators::count::check_range` refuses a corpus where they are not.
    fn from(value: u64) -> Self {
        Self::Integer(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<bool> for Cell {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// An error of writing CSV: what the system said, so that a closed pipe is known as one.
pub fn csv_failed(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        other => Error::Bug(format!("{other:?}")),
    }
}

fn json_failed(error: serde_json::Error) -> Error {
    std::io::Error::from(error).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Row(&'static str, Option<f64>, u64, Vec<String>);

    impl Record for Row {
        const COLUMNS: &'static [Column] = &[
            Column::new("name", Kind::Text, ["name", "名"], ""),
            Column::new("figure", Kind::Number, ["figure", "数"], "").in_unit("papers"),
            Column::new("count", Kind::Integer, ["count", "量"], ""),
            Column::new("list", Kind::Texts, ["list", "表"], ""),
            Column::new("even", Kind::Boolean, ["even", "偶"], ""),
        ];

        fn cells(&self) -> Vec<Cell> {
            let list = self.3.as_slice();
            vec![self.0.into(), self.1.into(), self.2.into(), list.into(), self.2.is_multiple_of(2).into()]
        }
    }

    fn written(format: Format) -> String {
        let lists = [vec!["a|b".to_owned(), r"c\".to_owned()], Vec::new()];
        let [one, two] = lists;
        let rows =
            [Row("x,\"y\"\n", Some(1e-7), 3, one), Row("北京", None, 4, two), Row("", Some(2.0), 0, vec![])];
        let mut out = Vec::new();
        Table::of(&rows).write(format, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn csv_quotes_what_it_must_and_figures_read_back() {
        let expected = "name,figure,count,list,even\n\"x,\"\"y\"\"\n\",0.0000001,3,a\\|b|c\\\\,false\n北京,,4,,true\n,2,0,,true\n";
        assert_eq!(written(Format::Csv), expected);
    }

    #[test]
    fn json_is_what_a_map_of_values_gives() {
        let first = serde_json::json!(
            {"name": "x,\"y\"\n", "figure": 1e-7, "count": 3, "list": ["a|b", "c\\"], "even": false}
        );
        let others = [
            serde_json::json!({"name": "北京", "figure": null, "count": 4, "list": [], "even": true}),
            serde_json::json!({"name": "", "figure": 2, "count": 0, "list": [], "even": true}),
        ];
        let all = [first, others[0].clone(), others[1].clone()];
        let lines = all.each_ref().map(ToString::to_string).join("\n") + "\n";
        assert_eq!(written(Format::Jsonl), lines);
        assert_eq!(written(Format::Json), serde_json::to_string_pretty(&all).unwrap() + "\n");
    }
}
