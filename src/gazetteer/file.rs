//! A gazetteer as one file: columns, compressed, with a version and a checksum over every byte.
//!
//! Layout: eight magic bytes; version (u32, little-endian); length of the columns (u64); SHA-256 of all other bytes after
//! the magic ones; the columns as one Zstandard frame. The same gazetteer gives the same bytes.

mod columns;
mod pack;

use super::Gazetteer;
use crate::base::files::AtomicFile;
use crate::base::{Error, Result, limits};
use pack::{Pack, Unpack};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Read;
use std::path::Path;

const MAGIC: &[u8; 8] = b"AICITYGZ";
/// Changed whenever the columns change.
const VERSION: u32 = 1;
const HEADER: usize = 8 + 4 + 8 + 32;
/// Zstandard's level: files are written once and read often.
const LEVEL: i32 = 19;
const HINT: &str = "build it again with `aicity gazetteer build`";

/// Whether a file begins as one.
pub fn is_compact(path: &Path) -> Result<bool> {
    let mut magic = Vec::new();
    let file = File::open(path).map_err(Error::io("open", path))?;
    file.take(MAGIC.len() as u64).read_to_end(&mut magic).map_err(Error::io("read", path))?;
    Ok(magic == MAGIC)
}

/// Writes a gazetteer; the file appears only when it is complete.
pub fn write(gazetteer: &Gazetteer, path: &Path) -> Result<()> {
    let bytes = encode(gazetteer)?;
    AtomicFile::create(path)?.fill(|out| Ok(out.write_all(&bytes)?))
}

/// Reads a gazetteer that [`write()`] wrote.
pub fn read(path: &Path) -> Result<Gazetteer> {
    let mut bytes = Vec::new();
    crate::base::files::open(path)?.read_to_end(&mut bytes).map_err(Error::io("read", path))?;
    decode(&bytes, path)
}

/// The bytes of a gazetteer.
pub fn encode(gazetteer: &Gazetteer) -> Result<Vec<u8>> {
    let mut pack = Pack::default();
    columns::pack(gazetteer, &mut pack);
    let columns = pack.into_bytes();
    let frame = zstd::bulk::compress(&columns, LEVEL)?;
    let mut head = VERSION.to_le_bytes().to_vec();
    head.extend((columns.len() as u64).to_le_bytes());
    let sum = Sha256::new().chain_update(&head).chain_update(&frame).finalize();
    Ok([MAGIC.as_slice(), &head, &sum, &frame].concat())
}

/// The gazetteer of these bytes; `path` stands in errors.
pub fn decode(bytes: &[u8], path: &Path) -> Result<Gazetteer> {
    let damaged = |what: &str| Error::damaged(path, what, HINT);
    if !bytes.starts_with(MAGIC) {
        return Err(damaged("is no gazetteer"));
    }
    let (Some(head), Some(sum), Some(frame)) = (bytes.get(8..20), bytes.get(20..HEADER), bytes.get(HEADER..))
    else {
        return Err(damaged("ends early"));
    };
    let (version, length) = head.split_at(4);
    if version != VERSION.to_le_bytes() {
        let found = version.iter().rev().fold(0, |n, byte| n << 8 | u32::from(*byte));
        return Err(damaged(&format!("is a gazetteer of version {found}, this program reads {VERSION}")));
    }
    if Sha256::new().chain_update(head).chain_update(frame).finalize().as_slice() != sum {
        return Err(damaged("does not have the checksum it names: it was changed or damaged"));
    }
    let length = length.iter().rev().fold(0, |n, byte| n << 8 | u64::from(*byte));
    if length > (frame.len() as u64).saturating_mul(limits::RATIO).max(limits::RATIO_AFTER) {
        return Err(Error::limit(format!("{}: would unpack to {length} bytes", path.display()), HINT));
    }
    let columns = zstd::bulk::decompress(frame, length as usize).map_err(|_| damaged("does not unpack"))?;
    let mut unpack = Unpack::new(&columns);
    let gazetteer = columns::unpack(&mut unpack).filter(|_| unpack.is_empty());
    gazetteer.ok_or_else(|| damaged("has other columns than this version writes"))
}

#[cfg(test)]
mod tests;
