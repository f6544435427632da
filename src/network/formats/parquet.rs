//! Parquet, zstd-compressed: a file of edges and one of nodes, with the columns of the CSV tables. The facts are key-value metadata
//! of both, `columns` among them as JSON. Rows are written in groups of bounded size, so memory does not grow with the network.

use super::{Export, Lost, Part, csv};
use crate::base::records::{Column, Kind};
use crate::base::{Error, Result};
use crate::network::{Fact, Network, Value};
use ::parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical, ZstdLevel};
use ::parquet::column::writer::ColumnWriter;
use ::parquet::data_type::ByteArray;
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::types::Type;
use std::io::Write;
use std::sync::Arc;

/// The format.
pub const EXPORT: Export = Export {
    id: "parquet",
    title_en: "Parquet edge list",
    title_zh: "Parquet 边列表",
    about: "pandas, Arrow, DuckDB, Spark; zstd, facts as key-value metadata",
    by_year: false,
    parts: &[
        Part { id: "edges", ending: ".parquet", media: MEDIA, write: edges },
        Part { id: "nodes", ending: "_nodes.parquet", media: MEDIA, write: nodes },
    ],
};

const MEDIA: &str = "application/vnd.apache.parquet";

/// Rows of a group.
const ROWS: usize = 100_000;

fn edges(network: &Network<'_>, out: &mut dyn Write) -> Result<Lost> {
    let columns = csv::edge_columns(network);
    let rows = (0..network.edges.len()).map(|index| csv::edge(network, index));
    Table::new(&columns, &network.about)?.write(rows, out)
}

fn nodes(network: &Network<'_>, out: &mut dyn Write) -> Result<Lost> {
    let columns = csv::node_columns(network);
    let rows = (0..network.nodes.len()).map(|index| csv::node(network, index));
    Table::new(&columns, &network.about)?.write(rows, out)
}

/// A file that is being written. What is ready stands in a vector until it is handed on, because the crate's writer wants to own
/// one that threads may share.
struct Table<'a> {
    columns: &'a [Column],
    writer: SerializedFileWriter<Vec<u8>>,
}

impl<'a> Table<'a> {
    fn new(columns: &'a [Column], about: &[Fact]) -> Result<Self> {
        let described = serde_json::to_string(columns).map_err(|error| Error::Bug(error.to_string()))?;
        let facts = about.iter().map(|fact| KeyValue::new(fact.name.to_owned(), fact.value.clone()));
        let facts = facts.chain([KeyValue::new("columns".to_owned(), described)]).collect();
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_created_by(concat!("aicity ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_key_value_metadata(Some(facts))
            .build();
        let schema = schema(columns).map_err(failed)?;
        let writer =
            SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties)).map_err(failed)?;
        Ok(Self { columns, writer })
    }

    fn write<'v, R: Iterator<Item = Value<'v>>>(
        mut self,
        mut rows: impl Iterator<Item = R>,
        out: &mut dyn Write,
    ) -> Result<Lost> {
        let mut cells: Vec<Cells> = self.columns.iter().map(|column| Cells::new(column.kind)).collect();
        loop {
            let mut count = 0;
            for row in rows.by_ref().take(ROWS) {
                cells.iter_mut().zip(row).try_for_each(|(cells, value)| cells.push(value)).map_err(failed)?;
                count += 1;
            }
            if count == 0 {
                break;
            }
            self.group(&mut cells).map_err(failed)?;
            self.hand_on(out)?;
        }
        let rest = self.writer.into_inner().map_err(failed)?;
        out.write_all(&rest)?;
        Ok(Lost::default())
    }

    fn group(&mut self, cells: &mut [Cells]) -> std::result::Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        for cells in cells {
            let Some(mut column) = group.next_column()? else { return Err(mismatch()) };
            cells.write(column.untyped())?;
            column.close()?;
        }
        group.close()?;
        Ok(())
    }

    fn hand_on(&mut self, out: &mut dyn Write) -> Result<()> {
        self.writer.flush().map_err(failed)?;
        let ready = std::mem::take(self.writer.inner_mut());
        Ok(out.write_all(&ready)?)
    }
}

fn failed(error: impl Into<ParquetError>) -> Error {
    Error::Bug(format!("parquet: {}", error.into()))
}

fn mismatch() -> ParquetError {
    ParquetError::General("a column is of another type than its values".to_owned())
}

/// One group with a field for each column; any may be null.
fn schema(columns: &[Column]) -> std::result::Result<Type, ParquetError> {
    let field = |column: &Column| {
        let (physical, logical) = match column.kind {
            Kind::Text | Kind::Texts => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Kind::Integer => (Physical::INT64, None),
            Kind::Number => (Physical::DOUBLE, None),
            Kind::Boolean => (Physical::BOOLEAN, None),
        };
        let converted = if logical.is_some() { ConvertedType::UTF8 } else { ConvertedType::NONE };
        let builder = Type::primitive_type_builder(column.name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .with_converted_type(converted);
        builder.build().map(Arc::new)
    };
    let fields = columns.iter().map(field).collect::<std::result::Result<_, ParquetError>>()?;
    Type::group_type_builder("network").with_fields(fields).build()
}

/// Cells of a column, of which each row has a level: 1 where there is a value.
struct Cells {
    levels: Vec<i16>,
    values: Values,
}

enum Values {
    Text(Vec<ByteArray>),
    Integer(Vec<i64>),
    Number(Vec<f64>),
    Boolean(Vec<bool>),
}

impl Cells {
    fn new(kind: Kind) -> Self {
        let values = match kind {
            Kind::Text | Kind::Texts => Values::Text(Vec::new()),
            Kind::Integer => Values::Integer(Vec::new()),
            Kind::Number => Values::Number(Vec::new()),
            Kind::Boolean => Values::Boolean(Vec::new()),
        };
        Self { levels: Vec::new(), values }
    }

    fn push(&mut self, value: Value<'_>) -> std::result::Result<(), ParquetError> {
        self.levels.push(i16::from(value != Value::Missing));
        match (&mut self.values, value) {
            (_, Value::Missing) => {}
            (Values::Text(values), Value::Text(text)) => values.push(text.into()),
            (Values::Integer(values), Value::Integer(value)) => {
                values.push(i64::try_from(value).map_err(|_| mismatch())?);
            }
            (Values::Number(values), Value::Number(value)) => values.push(value),
            (Values::Boolean(values), Value::Boolean(value)) => values.push(value),
            _ => return Err(mismatch()),
        }
        Ok(())
    }

    /// Writes the cells and forgets them.
    fn write(&mut self, column: &mut ColumnWriter<'_>) -> std::result::Result<(), ParquetError> {
        let levels = Some(&self.levels[..]);
        match (column, &mut self.values) {
            (ColumnWriter::ByteArrayColumnWriter(to), Values::Text(values)) => {
                to.write_batch(values, levels, None)?;
                values.clear();
            }
            (ColumnWriter::Int64ColumnWriter(to), Values::Integer(values)) => {
                to.write_batch(values, levels, None)?;
                values.clear();
            }
            (ColumnWriter::DoubleColumnWriter(to), Values::Number(values)) => {
                to.write_batch(values, levels, None)?;
                values.clear();
            }
            (ColumnWriter::BoolColumnWriter(to), Values::Boolean(values)) => {
                to.write_batch(values, levels, None)?;
                values.clear();
            }
            _ => return Err(mismatch()),
        }
        self.levels.clear();
        Ok(())
    }
}
