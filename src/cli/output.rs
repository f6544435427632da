//! Where an answer goes: standard output, or a file that is replaced whole.

use crate::base::Result;
use crate::base::files::{self, AtomicFile};
use std::fs;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// `-o`: a file, or `-` for standard output.
#[derive(Debug, Clone, clap::Args)]
pub struct Output {
    /// Write to a file, which is replaced whole; `-` is standard output.
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    pub output: PathBuf,
}

impl Output {
    /// Whether the answer goes to a terminal.
    pub fn is_terminal(&self) -> bool {
        self.is_stdout() && io::stdout().is_terminal()
    }

    fn is_stdout(&self) -> bool {
        self.output == Path::new("-")
    }

    /// Ending of the file name, if there is one.
    pub fn extension(&self) -> Option<&str> {
        self.output.extension()?.to_str()
    }

    /// Writes the answer. A file appears only when it is complete; a pipe or device is written to as it is.
    pub fn write(&self, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
        if self.is_stdout() {
            let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
            write(&mut out)?;
            return Ok(out.flush()?);
        }
        if fs::metadata(&self.output).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
            return files::write_through(&self.output, write);
        }
        AtomicFile::create(&self.output)?.fill(write)
    }
}
