//! Zip archives, as GeoNames and ROR publish their dumps. The names of entries are shown and never used as paths; the
//! limits of decompression hold for each entry.

use crate::base::table::visible;
use crate::base::{Error, Result, limits};
use crate::sources::decode::{Digest, Watch};
use sha2::{Digest as _, Sha256};
use std::fs::{self, File, Metadata};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use zip::ZipArchive;
use zip::result::ZipError;

const MAGIC: &[u8] = b"PK\x03\x04";
/// Entries of an archive that is still taken seriously.
const ENTRIES: usize = 1_000;

/// An entry and how it begins.
#[derive(Debug)]
pub(super) struct Entry {
    pub index: usize,
    /// Its name without folders, for messages.
    pub name: String,
    pub head: Vec<u8>,
}

/// Whether a regular file is an archive.
pub(super) fn is_archive(path: &Path) -> Result<bool> {
    let metadata = fs::metadata(path).map_err(Error::io("open", path))?;
    if !metadata.is_file() {
        return Ok(false);
    }
    let mut magic = Vec::new();
    let file = File::open(path).map_err(Error::io("open", path))?;
    file.take(MAGIC.len() as u64).read_to_end(&mut magic).map_err(Error::io("read", path))?;
    Ok(magic == MAGIC)
}

/// The files in an archive with their first bytes.
pub(super) fn entries(path: &Path, head: u64) -> Result<Vec<Entry>> {
    let mut archive = open(path, crate::sources::UNWATCHED)?;
    let mut entries = Vec::new();
    for index in 0..archive.len() {
        let (name, is_dir) = {
            let entry = archive.by_index_raw(index).map_err(|error| damaged(path, &error))?;
            let name = entry.name().map_or_else(|_| format!("file {index}"), |name| own_name(&name));
            (name, entry.is_dir())
        };
        if !is_dir {
            let mut start = Vec::new();
            let mut reader = entry(&mut archive, path, index)?.take(head);
            reader.read_to_end(&mut start).map_err(|error| super::read::explain(error, path))?;
            entries.push(Entry { index, name, head: start });
        }
    }
    Ok(entries)
}

/// The last part of a name, made harmless.
fn own_name(name: &str) -> String {
    visible(name.rsplit(['/', '\\']).next().unwrap_or_default())
}

/// Reads one file of an archive to its end; answers the digest of the archive too.
pub(super) fn read(
    path: &Path,
    index: usize,
    watch: Watch<'_>,
    take: impl FnOnce(&mut dyn Read) -> Result<()>,
) -> Result<Digest> {
    let before = stamp(path)?;
    let digest = digest(path)?;
    let mut archive = open(path, watch)?;
    let mut reader = entry(&mut archive, path, index)?;
    take(&mut reader)?;
    // What the reader left over is checked too.
    io::copy(&mut reader, &mut io::sink()).map_err(|error| super::read::explain(error, path))?;
    drop(reader);
    if stamp(path)? == before && before.0 == digest.bytes {
        return Ok(digest);
    }
    let name = path.display().to_string();
    Err(Error::input(name, 0, "changed while it was read", "read it again when nothing writes to it"))
}

type Stamp = (u64, Option<std::time::SystemTime>);

fn stamp(path: &Path) -> Result<Stamp> {
    let of = |metadata: Metadata| (metadata.len(), metadata.modified().ok());
    fs::metadata(path).map(of).map_err(Error::io("read", path))
}

fn digest(path: &Path) -> Result<Digest> {
    let mut file = File::open(path).map_err(Error::io("open", path))?;
    let mut hash = Sha256::new();
    let bytes = io::copy(&mut file, &mut HashWriter(&mut hash)).map_err(Error::io("read", path))?;
    Ok(Digest { sha256: hash.finalize().into(), bytes })
}

struct HashWriter<'a>(&'a mut Sha256);

impl io::Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The bytes on disk; the watch is told of each read.
struct Watched<'a> {
    file: BufReader<File>,
    watch: Watch<'a>,
}

impl Read for Watched<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(out)?;
        (self.watch)(count as u64).map_err(io::Error::other)?;
        Ok(count)
    }
}

impl Seek for Watched<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

fn open<'a>(path: &Path, watch: Watch<'a>) -> Result<ZipArchive<Watched<'a>>> {
    let file = File::open(path).map_err(Error::io("open", path))?;
    let file = BufReader::with_capacity(1 << 18, file);
    let archive = ZipArchive::new(Watched { file, watch }).map_err(|error| damaged(path, &error))?;
    if archive.len() > ENTRIES {
        let message =
            format!("{}: {} files in an archive, more than {ENTRIES}", path.display(), archive.len());
        return Err(Error::limit(message, "is this the right file?"));
    }
    Ok(archive)
}

fn entry<'a>(archive: &'a mut ZipArchive<Watched<'_>>, path: &Path, index: usize) -> Result<impl Read + 'a> {
    let name = path.display().to_string();
    let file = archive.by_index(index).map_err(|error| damaged(path, &error))?;
    let packed = file.compressed_size();
    Ok(Capped { inner: file, name, packed, produced: 0 })
}

fn damaged(path: &Path, error: &ZipError) -> Error {
    let message = format!("the zip archive cannot be read: {error}");
    Error::input(path.display().to_string(), 0, message, "get a good copy of it, or unpack it first")
}

/// An entry within the limits of decompression.
struct Capped<R> {
    inner: R,
    name: String,
    packed: u64,
    produced: u64,
}

impl<R: Read> Capped<R> {
    fn check(&self) -> Result<()> {
        let Self { name, packed, produced, .. } = self;
        let hint = "unpack it yourself first if you trust it";
        if *produced > limits::DECOMPRESSED {
            return Err(Error::limit(
                format!("{name}: more than {} bytes unpacked", limits::DECOMPRESSED),
                hint,
            ));
        }
        if *produced > limits::RATIO_AFTER && *produced > packed.saturating_mul(limits::RATIO) {
            let ratio = limits::RATIO;
            let message =
                format!("{name}: {packed} bytes became {produced}, more than {ratio} times as many");
            return Err(Error::limit(message, hint));
        }
        Ok(())
    }
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(out).map_err(|error| match error.downcast::<Error>() {
            Ok(ours) => io::Error::other(ours),
            Err(error) => {
                let message = format!("the zip archive is damaged: {error}");
                io::Error::other(Error::input(&self.name, 0, message, "get a good copy of it"))
            }
        })?;
        self.produced += count as u64;
        self.check().map_err(io::Error::other)?;
        Ok(count)
    }
}

#[cfg(test)]
mod tests;
