//! Input formats. A new one is a file in this folder and a line in [`FORMATS`].
//!
//! A format turns files into records and rejections for a [`Sink`], or into statements for a [`QuadSink`]. Memory
//! does not grow with what is not selected, but for what a format must know of all its records: merged ids, titles to tell
//! duplicates, a staged RDF graph.

mod aminer;
pub(crate) mod cells;
mod csv_records;
mod csv_scan;
pub mod csv_table;
pub mod decode;
pub mod graph;
pub mod json;
mod loose;
pub mod mails;
#[cfg(test)]
mod noted;
mod oag;
pub mod openalex;
mod paperlists;
mod raw;
pub mod rdf;
mod records;
pub mod reject;
pub mod selection;
mod semopenalex;
pub mod tables;

use crate::base::{Error, Result};
use crate::model::record::Sink;
use crate::rdf::quads::QuadSink;
use decode::Digest;
pub use decode::Watch;
pub use raw::UNWATCHED;
use raw::recover;
pub use selection::Selection;
use std::fs;
use std::path::{Path, PathBuf};

/// Every input format.
pub const FORMATS: &[Format] = &[
    tables::FORMAT,
    rdf::FORMAT,
    graph::FORMAT,
    openalex::FORMAT,
    aminer::FORMAT,
    oag::FORMAT,
    paperlists::FORMAT,
    semopenalex::FORMAT,
];

/// An input format.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// What `--format` takes.
    pub id: &'static str,
    /// English title.
    pub title_en: &'static str,
    /// Chinese title.
    pub title_zh: &'static str,
    /// What it reads, for help.
    pub reads: &'static str,
    /// Extensions of its files, without the dot and without that of a compression.
    pub extensions: &'static [&'static str],
    /// Whether an input is laid out as this format is, which no extension says; asked before extensions are looked at.
    pub recognises: Option<Recognises>,
    /// Whether its records are those of a corpus: institutions with their cities, and nothing left for the resolver.
    pub prepared: bool,
    /// How it is read, and what it gives.
    pub reader: Reader,
}

/// What a format gives.
#[derive(Debug, Clone, Copy)]
pub enum Reader {
    /// Records of a corpus.
    Records(Read),
    /// Statements that are kept as they are.
    Quads(ReadQuads),
}

/// A format's look at the names in and around an input. It opens nothing.
pub type Recognises = fn(&Path) -> Result<bool>;

/// A format's reader of records. It reads inputs to their end; the answer names every file that was read, in the order of
/// [`Sink::file`].
pub type Read = fn(&[PathBuf], &Options<'_>, &mut dyn Sink) -> Result<Vec<SourceFile>>;

/// A format's reader of statements, which takes all of them or ends with an error.
pub type ReadQuads = fn(&[PathBuf], Watch<'_>, &mut dyn QuadSink) -> Result<Vec<SourceFile>>;

impl Format {
    /// Reads inputs into records; wrong use of a format that gives none.
    pub fn read(
        &self,
        paths: &[PathBuf],
        options: &Options<'_>,
        sink: &mut dyn Sink,
    ) -> Result<Vec<SourceFile>> {
        match self.reader {
            Reader::Records(read) => read(paths, options, sink),
            Reader::Quads(_) => {
                Err(Error::usage(format!("format {} gives no records of a corpus", self.id), catalogue()))
            }
        }
    }
}

/// What a reader is asked beside its inputs.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Which works to read. A format that reads prepared corpora takes everything.
    pub selection: &'a Selection,
    /// Told of every read.
    pub watch: Watch<'a>,
}

impl Options<'static> {
    /// Everything, and nobody watches.
    pub const ALL: Self = Self { selection: &Selection::ALL, watch: UNWATCHED };
}

/// An input file that was read to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its name, without folders: a corpus does not depend on where its files lay.
    pub name: String,
    /// The id of the format it was read as.
    pub format: String,
    /// SHA-256 of the file as it lies on the disk, in hexadecimal.
    pub sha256: String,
    /// Length of the file as it lies on the disk.
    pub bytes: u64,
}

impl SourceFile {
    /// Puts together what is known of a file.
    pub fn new(name: String, format: &str, digest: Digest) -> Self {
        Self {
            name,
            format: format.to_owned(),
            sha256: crate::rdf::dump::hex(&digest.sha256),
            bytes: digest.bytes,
        }
    }
}

/// The format with an id.
pub fn find(id: &str) -> Result<&'static Format> {
    FORMATS
        .iter()
        .find(|format| format.id == id)
        .ok_or_else(|| Error::usage(format!("there is no format {id:?}"), catalogue()))
}

/// The format of inputs, by how they are laid out, or by the extensions of their names; of a folder, by those in it. The
/// content is not looked at.
pub fn detect(paths: &[PathBuf]) -> Result<&'static Format> {
    let mut found: Option<&'static Format> = None;
    for path in paths {
        let format = detect_one(path)?;
        match found {
            Some(other) if other.id != format.id => return Err(mixed(path, other, format)),
            _ => found = Some(format),
        }
    }
    found.ok_or_else(|| Error::usage("no input is given", catalogue()))
}

fn detect_one(path: &Path) -> Result<&'static Format> {
    if path.as_os_str() == "-" {
        return Err(Error::usage("standard input does not say its format: give --format", catalogue()));
    }
    let folder = is_folder(path)?;
    let mut formats = by_layout(path)?;
    if formats.is_empty() && folder {
        for file in files_in(path)? {
            formats.extend(by_extension(&file));
        }
    } else if formats.is_empty() {
        formats = by_extension(path);
    }
    let order = |format: &Format| FORMATS.iter().position(|other| other.id == format.id);
    formats.sort_by_key(|format| order(format));
    formats.dedup_by_key(|format| format.id);
    match formats[..] {
        [format] => Ok(format),
        [first, second, ..] if folder => Err(mixed(path, first, second)),
        [_, _, ..] => Err(ambiguous(path, &formats)),
        [] => Err(unknown(path)),
    }
}

fn by_layout(path: &Path) -> Result<Vec<&'static Format>> {
    let mut found = Vec::new();
    for format in FORMATS {
        if let Some(recognises) = format.recognises
            && recognises(path)?
        {
            found.push(format);
        }
    }
    Ok(found)
}

/// The formats that have files of such a name; several where an extension is used by several.
fn by_extension(path: &Path) -> Vec<&'static Format> {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return Vec::new() };
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    let Some((_, extension)) = name.rsplit_once('.') else { return Vec::new() };
    FORMATS.iter().filter(|format| format.extensions.contains(&extension)).collect()
}

fn ambiguous(path: &Path, formats: &[&Format]) -> Error {
    let ids: Vec<_> = formats.iter().map(|format| format.id).collect();
    let message = format!("{} may be of several formats, {}: give --format", path.display(), ids.join(", "));
    Error::usage(message, catalogue())
}

fn unknown(path: &Path) -> Error {
    Error::usage(format!("cannot tell the format of {}: give --format", path.display()), catalogue())
}

fn mixed(path: &Path, first: &Format, second: &Format) -> Error {
    let message =
        format!("inputs of two formats, {} and {} ({}): give --format", first.id, second.id, path.display());
    Error::usage(message, catalogue())
}

fn catalogue() -> String {
    let formats: Vec<_> = FORMATS.iter().map(|format| format!("{} ({})", format.id, format.reads)).collect();
    format!("formats: {}", formats.join("; "))
}

/// Whether an input is a folder; what is not there is an error of opening it. Standard input is none.
pub(crate) fn is_folder(path: &Path) -> Result<bool> {
    if path.as_os_str() == "-" {
        return Ok(false);
    }
    Ok(fs::metadata(path).map_err(Error::io("open", path))?.is_dir())
}

/// The files of a folder, by name.
pub(crate) fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<std::io::Result<Vec<_>>>);
    let entries = entries.map_err(Error::io("open", folder))?;
    let mut files: Vec<PathBuf> =
        entries.into_iter().map(|entry| entry.path()).filter(|path| !path.is_dir()).collect();
    files.sort();
    Ok(files)
}

/// The name of a file without its folders, as it stands in rejections and manifests.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
