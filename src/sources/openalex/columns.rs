//! A part as Parquet: the same records as columns. Of each row group first what the selection asks for is put together,
//! and the rest only if the group holds a work that is read.

mod projection;
mod row;

use super::batch::{Batch, Fault};
use super::layout::Entity;
use super::schema::{Body, Head, Institution, Probe};
use super::values::number;
use super::work::no_id;
use super::{Context, institution, lines, work};
use crate::base::{Error, Result};
use crate::model::record::Place;
use crate::sources::decode::{Digest, Input};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::record::Row;
use parquet::record::reader::RowIter;
use parquet::schema::types::Type;
use serde::Deserialize;
use std::fs::{self, File};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Rows whose values are decoded at once: what a row group costs in memory, whatever its length.
const ROWS: usize = 1 << 10;
/// Bytes of the texts of a record, roughly, which nobody counted.
const RECORD: usize = 4 << 10;

type Handled<T> = std::result::Result<T, ParquetError>;
type HandOver<'h> = &'h mut dyn FnMut(Batch) -> Result<()>;

/// Reads a part to its end, handing over a batch whenever one is full; answers the digest of the file and how many records
/// it holds. Places are rows, from 1.
pub fn read(
    path: &Path,
    input: Input<'_>,
    file: u32,
    entity: Option<Entity>,
    context: Context<'_>,
    hand_over: HandOver<'_>,
) -> Result<(Digest, u64)> {
    let before = stamp(path)?;
    // Columns lie all over the file: hashed on its own, in order.
    let digest = input.finish()?;
    let reading = || {
        let mut part = Part::open(path, entity, context)?;
        for group in 0..part.reader.num_row_groups() {
            part.group(group, Place { file, line: 1 + part.rows }, hand_over)?;
        }
        Ok(part.rows)
    };
    // The library asserts what a good file has.
    let rows = catch_unwind(AssertUnwindSafe(reading))
        .unwrap_or_else(|_| Err(damaged(path, "its columns contradict each other")))?;
    if stamp(path)? != before {
        let hint = "load it again when nothing writes to it";
        return Err(Error::input(path.display().to_string(), 0, "changed while it was read", hint));
    }
    Ok((digest, rows))
}

fn stamp(path: &Path) -> Result<(u64, Option<std::time::SystemTime>)> {
    let metadata = fs::metadata(path).map_err(Error::io("read", path))?;
    Ok((metadata.len(), metadata.modified().ok()))
}

fn damaged(path: &Path, what: impl std::fmt::Display) -> Error {
    let message = format!("is no Parquet that can be read: {what}");
    Error::input(path.display().to_string(), 0, message, "get a good copy of it")
}

/// An open part.
struct Part<'p> {
    path: &'p Path,
    reader: SerializedFileReader<File>,
    entity: Entity,
    context: Context<'p>,
    /// The columns that decide whether a record is read, where that is less than what is read of it.
    deciding: Option<Type>,
    /// The columns that are read.
    columns: Type,
    /// Rows so far.
    rows: u64,
}

impl<'p> Part<'p> {
    fn open(path: &'p Path, entity: Option<Entity>, context: Context<'p>) -> Result<Self> {
        let file = File::open(path).map_err(Error::io("open", path))?;
        let reader = SerializedFileReader::new(file).map_err(|error| damaged(path, error))?;
        let root = reader.metadata().file_metadata().schema().clone();
        let entity = entity.or_else(|| projection::entity(&root)).ok_or_else(|| {
            damaged(path, "it has the columns of no work, author, institution or source of OpenAlex")
        })?;
        let project = |columns| projection::project(&root, columns).map_err(|what| damaged(path, what));
        let deciding = match entity {
            Entity::Works if !context.selection.is_all() => Some(project(projection::HEAD)?),
            _ => None,
        };
        let columns = project(&projection::columns(entity))?;
        Ok(Self { path, reader, entity, context, deciding, columns, rows: 0 })
    }

    /// Reads a row group, which begins at `place`.
    fn group(&mut self, index: usize, place: Place, hand_over: HandOver<'_>) -> Result<()> {
        let path = self.path;
        let group = self.reader.get_row_group(index).map_err(|error| damaged(path, error))?;
        let rows = u64::try_from(group.metadata().num_rows()).map_err(|error| damaged(path, error))?;
        let mut batch = Batch::default();
        let chosen = self.chosen(&*group, place, &mut batch).map_err(|error| damaged(path, error))?;
        if chosen.as_ref().is_none_or(|chosen| chosen.contains(&true)) {
            let found = self.records(&*group, place, chosen.as_deref(), &mut batch, hand_over)?;
            if found != rows {
                return Err(damaged(path, format!("{rows} rows are said and {found} found")));
            }
        }
        self.rows += rows;
        hand_over(batch)
    }

    /// Which works of a group are read; `None`: all that the record itself does not exclude.
    fn chosen(
        &self,
        group: &dyn RowGroupReader,
        place: Place,
        batch: &mut Batch,
    ) -> Handled<Option<Vec<bool>>> {
        let Some(deciding) = &self.deciding else { return Ok(None) };
        let mut chosen = Vec::new();
        for row in rows(group, deciding)? {
            let place = Place { line: place.line + chosen.len() as u64, ..place };
            let choice = parse::<Head<'_>>(&row?).and_then(|head| work::choose(&head, self.context, batch));
            chosen.push(match choice {
                Ok(choice) => choice.is_some(),
                Err(fault) => {
                    batch.reject(place, fault);
                    false
                }
            });
        }
        Ok(Some(chosen))
    }

    /// Adds the records of a group; answers how many rows it has.
    fn records(
        &self,
        group: &dyn RowGroupReader,
        place: Place,
        chosen: Option<&[bool]>,
        batch: &mut Batch,
        hand_over: HandOver<'_>,
    ) -> Result<u64> {
        let mut count = 0;
        for row in rows(group, &self.columns).map_err(|error| damaged(self.path, error))? {
            let row = row.map_err(|error| damaged(self.path, error))?;
            let place = Place { line: place.line + count, ..place };
            if chosen.is_none_or(|chosen| chosen.get(count as usize) == Some(&true))
                && let Err(fault) = self.record(&row, place, batch)
            {
                batch.reject(place, fault);
            }
            if batch.is_full() {
                hand_over(std::mem::take(batch))?;
            }
            count += 1;
        }
        Ok(count)
    }

    fn record(&self, row: &Row, place: Place, batch: &mut Batch) -> std::result::Result<(), Fault> {
        match self.entity {
            Entity::Works => {
                let head: Head<'_> = parse(row)?;
                if let Some(chosen) = work::choose(&head, self.context, batch)? {
                    let body: Body<'_> = parse(row)?;
                    batch.weigh(RECORD);
                    work::emit(&head, &body, chosen, self.context, place, batch)?;
                }
                Ok(())
            }
            Entity::Institutions => {
                institution::emit(&parse::<Institution<'_>>(row)?, self.context, place, batch)
            }
            entity @ (Entity::Sources | Entity::Authors) => {
                let record: Probe<'_> = parse(row)?;
                let (id, what) = (record.id.get(), entity.folder().trim_end_matches('s'));
                number(id, entity.letter()).map(drop).ok_or_else(|| no_id(id, what, entity.letter()))
            }
        }
    }
}

fn rows<'g>(
    group: &'g dyn RowGroupReader,
    columns: &Type,
) -> Handled<impl Iterator<Item = Handled<Row>> + 'g> {
    Ok(RowIter::from_row_group(Some(columns.clone()), group)?.with_batch_size(ROWS))
}

fn parse<'r, T: Deserialize<'r>>(row: &'r Row) -> std::result::Result<T, Fault> {
    T::deserialize(row::Record(row)).map_err(|error| lines::fault(error.path(), error.message(), false))
}
