//! The files that a corpus is written to.

use super::Packing;
use crate::base::files::AtomicFile;
use crate::base::{Error, Result};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Level of zstd: its default, which is fixed here so that the bytes are.
const LEVEL: i32 = 3;

/// A table that is there whole when it is finished, and not at all before.
pub(super) struct Table {
    writer: csv::Writer<Out>,
    path: PathBuf,
}

enum Out {
    Plain(AtomicFile),
    Zstd(Box<zstd::Encoder<'static, AtomicFile>>),
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(file) => file.write(bytes),
            Self::Zstd(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(file) => file.flush(),
            Self::Zstd(file) => file.flush(),
        }
    }
}

impl Table {
    /// Starts a table with its header.
    pub(super) fn create(dir: &Path, name: &str, packing: Packing, header: &[&str]) -> Result<Self> {
        let path = dir.join(format!("{name}{}", packing.ending()));
        let file = AtomicFile::create(&path)?;
        let out = match packing {
            Packing::None => Out::Plain(file),
            Packing::Zstd => {
                Out::Zstd(Box::new(zstd::Encoder::new(file, LEVEL).map_err(Error::io("write", &path))?))
            }
        };
        let mut table = Self { writer: csv::Writer::from_writer(out), path };
        table.row(header)?;
        Ok(table)
    }

    /// Writes a row.
    pub(super) fn row(&mut self, cells: &[&str]) -> Result<()> {
        self.writer.write_record(cells).map_err(|e| Error::io("write", &self.path)(e.into()))
    }

    /// Makes the file durable.
    pub(super) fn finish(self) -> Result<()> {
        let Self { writer, path } = self;
        let out = writer.into_inner().map_err(|e| Error::io("write", &path)(e.into_error()))?;
        match out {
            Out::Plain(file) => file,
            Out::Zstd(file) => file.finish().map_err(Error::io("write", &path))?,
        }
        .commit()
    }
}
