//! `resolution.parquet`: every distinct statement about an affiliation with what was concluded from it, one row each, for
//! any program that reads Parquet. It follows from the file `statements`; nothing reads it back.

use super::sections::{Checksum, write_whole};
use crate::base::{Error, Result};
use crate::model::Corpus;
use crate::model::corpus::NONE;
use crate::model::statements::Statements;
use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use std::path::Path;
use std::sync::Arc;

/// Rows that are written at once.
const ROWS: usize = 100_000;

/// The columns, in order. `mentions` counts authors of papers; methods are those of `aicity list methods`; confidences are
/// shares from 0 to 1.
const SCHEMA: &str = "message resolution {
    required binary affiliation (STRING);
    required binary source_institution (STRING);
    required binary source_ror (STRING);
    required binary source_name (STRING);
    required binary source_city (STRING);
    required binary source_country (STRING);
    required int64 mentions;
    optional binary institution_id (STRING);
    optional binary institution (STRING);
    optional binary institution_method (STRING);
    optional double institution_confidence;
    optional binary city_id (STRING);
    optional binary city (STRING);
    optional binary city_method (STRING);
    optional double city_confidence;
    optional binary country (STRING);
}";

/// Writes the table.
pub fn write(path: &Path, corpus: &Corpus, statements: &Statements) -> Result<Checksum> {
    let bytes =
        table(corpus, statements).map_err(|error| Error::Bug(format!("resolution.parquet: {error}")))?;
    write_whole(path, &bytes)
}

fn table(corpus: &Corpus, statements: &Statements) -> std::result::Result<Vec<u8>, ParquetError> {
    let schema = Arc::new(parse_message_type(SCHEMA)?);
    // Without the program's version inside, the same statements give the same bytes for as long as the layout stays.
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by("aicity".to_owned())
        .build();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?;
    for start in (0..statements.len()).step_by(ROWS) {
        let rows = Rows { corpus, statements, range: start..statements.len().min(start + ROWS) };
        let mut group = writer.next_row_group()?;
        let mut columns = rows.columns().into_iter();
        while let Some(mut column) = group.next_column()? {
            if let Some(values) = columns.next() {
                values.write(column.untyped())?;
            }
            column.close()?;
        }
        group.close()?;
    }
    writer.into_inner()
}

/// The values of one column.
enum Values {
    Text(Vec<ByteArray>),
    MaybeText(Vec<Option<ByteArray>>),
    Count(Vec<i64>),
    MaybeReal(Vec<Option<f64>>),
}

impl Values {
    fn write(self, column: &mut ColumnWriter<'_>) -> std::result::Result<(), ParquetError> {
        match (column, self) {
            (ColumnWriter::ByteArrayColumnWriter(to), Self::Text(values)) => {
                to.write_batch(&values, None, None)?
            }
            (ColumnWriter::ByteArrayColumnWriter(to), Self::MaybeText(values)) => {
                let levels = levels(&values);
                to.write_batch(&values.into_iter().flatten().collect::<Vec<_>>(), Some(&levels), None)?
            }
            (ColumnWriter::Int64ColumnWriter(to), Self::Count(values)) => {
                to.write_batch(&values, None, None)?
            }
            (ColumnWriter::DoubleColumnWriter(to), Self::MaybeReal(values)) => {
                let levels = levels(&values);
                to.write_batch(&values.into_iter().flatten().collect::<Vec<_>>(), Some(&levels), None)?
            }
            _ => return Err(ParquetError::General("a column is of another type than its values".to_owned())),
        };
        Ok(())
    }
}

/// 1 where there is a value.
fn levels<T>(values: &[Option<T>]) -> Vec<i16> {
    values.iter().map(|value| i16::from(value.is_some())).collect()
}

/// Some rows of the table.
struct Rows<'a> {
    corpus: &'a Corpus,
    statements: &'a Statements,
    range: std::ops::Range<usize>,
}

impl<'a> Rows<'a> {
    /// The columns of [`SCHEMA`], in its order.
    fn columns(&self) -> [Values; 16] {
        let s = self.statements;
        let institutions = &self.corpus.institutions;
        let cities = &self.corpus.cities.labels;
        let answer = |i: usize| Some(s.answer[i] as usize).filter(|_| s.answer[i] != NONE);
        let city = |i: usize| {
            let city = institutions.city[answer(i)?];
            (city != NONE).then_some(city as usize)
        };
        let method = |text: &'a str| (!text.is_empty()).then_some(text);
        [
            self.text(|i| s.text.get(i)),
            self.text(|i| s.institution.get(i)),
            self.text(|i| s.ror.get(i)),
            self.text(|i| s.name.get(i)),
            self.text(|i| s.city.get(i)),
            self.text(|i| s.country.get(i)),
            Values::Count(self.range.clone().map(|i| i64::from(s.mentions[i])).collect()),
            self.maybe(|i| answer(i).map(|a| institutions.labels.id.get(a))),
            self.maybe(|i| answer(i).map(|a| institutions.labels.name.get(a))),
            self.maybe(|i| method(s.institution_method.get(i))),
            self.real(|i| method(s.institution_method.get(i)).map(|_| s.institution_confidence[i])),
            self.maybe(|i| city(i).map(|c| cities.id.get(c))),
            self.maybe(|i| city(i).map(|c| cities.name.get(c))),
            self.maybe(|i| method(s.city_method.get(i))),
            self.real(|i| method(s.city_method.get(i)).map(|_| s.city_confidence[i])),
            self.maybe(|i| method(s.answer_country.get(i))),
        ]
    }

    fn text(&self, of: impl Fn(usize) -> &'a str) -> Values {
        Values::Text(self.range.clone().map(|i| ByteArray::from(of(i))).collect())
    }

    fn maybe(&self, of: impl Fn(usize) -> Option<&'a str>) -> Values {
        Values::MaybeText(self.range.clone().map(|i| of(i).map(ByteArray::from)).collect())
    }

    fn real(&self, of: impl Fn(usize) -> Option<f64>) -> Values {
        Values::MaybeReal(self.range.clone().map(of).collect())
    }
}
