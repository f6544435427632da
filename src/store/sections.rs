//! Files made of named arrays, with a checksum over every byte: how an image lies on disk.

use crate::base::{Error, Result};
use bytemuck::Pod;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::Xxh3Default;

const MAGIC: &[u8; 8] = b"AICITY\x00\x01";
const HINT: &str = "run `aicity verify`, then load the store again from its inputs or a dump";

// Numbers lie on disk as they lie in memory.
const _: () = assert!(cfg!(target_endian = "little"), "stores are little-endian");

/// Size and checksum of a file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checksum {
    /// Bytes.
    pub bytes: u64,
    /// XXH3 (128 bits), lower-case hexadecimal.
    pub xxh3: String,
}

/// XXH3 (128 bits) of a text, as [`Checksum::xxh3`] writes it.
pub fn checksum(bytes: &[u8]) -> String {
    format!("{:032x}", xxhash_rust::xxh3::xxh3_128(bytes))
}

/// Writes and syncs a file that is not made of sections.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<Checksum> {
    let mut file = File::create_new(path).map_err(Error::io("create", path))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(Error::io("write", path))?;
    Ok(Checksum { bytes: bytes.len() as u64, xxh3: checksum(bytes) })
}

/// Checks a file that is not made of sections.
pub fn check_whole(path: &Path, expected: &Checksum) -> Result<()> {
    let bytes = match std::fs::read(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            return Err(Error::damaged(path, "is missing", HINT));
        }
        other => other.map_err(Error::io("read", path))?,
    };
    if bytes.len() as u64 == expected.bytes && checksum(&bytes) == expected.xxh3 {
        return Ok(());
    }
    Err(Error::damaged(path, "does not have the checksum that its manifest names", HINT))
}

/// Writes sections.
pub struct Writer {
    file: BufWriter<File>,
    path: PathBuf,
    hash: Xxh3Default,
    bytes: u64,
}

impl Writer {
    /// Starts a new file.
    pub fn create(path: &Path) -> Result<Self> {
        let file = File::create_new(path).map_err(Error::io("create", path))?;
        let file = BufWriter::with_capacity(1 << 20, file);
        let mut writer = Self { file, path: path.to_owned(), hash: Xxh3Default::new(), bytes: 0 };
        writer.write(MAGIC)?;
        Ok(writer)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        self.file.write_all(bytes).map_err(Error::io("write", &self.path))
    }

    /// Appends an array under a name.
    pub fn put<T: Pod>(&mut self, name: &str, array: &[T]) -> Result<()> {
        let bytes: &[u8] = bytemuck::cast_slice(array);
        self.write(&(name.len() as u32).to_le_bytes())?;
        self.write(name.as_bytes())?;
        self.write(&(bytes.len() as u64).to_le_bytes())?;
        self.write(bytes)
    }

    /// Flushes and syncs.
    pub fn finish(self) -> Result<Checksum> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error);
        file.and_then(|file| file.sync_all()).map_err(Error::io("write", &self.path))?;
        Ok(Checksum { bytes: self.bytes, xxh3: format!("{:032x}", self.hash.digest128()) })
    }
}

/// Reads sections in the order they were written; [`Reader::finish`] says whether the bytes were the right ones.
pub struct Reader {
    file: File,
    path: PathBuf,
    hash: Xxh3Default,
    left: u64,
    expected: Checksum,
}

impl Reader {
    /// Opens a file that must have this size and checksum.
    pub fn open(path: &Path, expected: &Checksum) -> Result<Self> {
        let file = match File::open(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                return Err(Error::damaged(path, "is missing", HINT));
            }
            other => other.map_err(Error::io("open", path))?,
        };
        let bytes = file.metadata().map_err(Error::io("read", path))?.len();
        if bytes != expected.bytes {
            let message = format!("has {bytes} bytes instead of {}", expected.bytes);
            return Err(Error::damaged(path, message, HINT));
        }
        let mut reader = Self {
            file,
            path: path.to_owned(),
            hash: Xxh3Default::new(),
            left: bytes,
            expected: expected.clone(),
        };
        let magic: [u8; 8] = reader.fixed()?;
        if &magic == MAGIC { Ok(reader) } else { Err(reader.damaged("is not a store file of this version")) }
    }

    fn damaged(&self, message: &str) -> Error {
        Error::damaged(&self.path, message, HINT)
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<()> {
        if (bytes.len() as u64) > self.left {
            return Err(self.damaged("ends inside an array"));
        }
        self.left -= bytes.len() as u64;
        self.file.read_exact(bytes).map_err(Error::io("read", &self.path))?;
        self.hash.update(bytes);
        Ok(())
    }

    fn fixed<const N: usize>(&mut self) -> Result<[u8; N]> {
        let mut bytes = [0; N];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    /// The next array, which must have this name.
    pub fn take<T: Pod>(&mut self, name: &str) -> Result<Vec<T>> {
        let bytes = self.head(name, size_of::<T>())?;
        let mut array = vec![T::zeroed(); bytes / size_of::<T>()];
        self.fill(bytemuck::cast_slice_mut(&mut array))?;
        Ok(array)
    }

    /// Reads the next array, which must have this name, for its checksum only. Memory: 256 KiB.
    pub fn pass<T: Pod>(&mut self, name: &str) -> Result<()> {
        let bytes = self.head(name, size_of::<T>())?;
        let mut buffer = vec![0; bytes.min(1 << 18)];
        for start in (0..bytes).step_by(1 << 18) {
            let length = buffer.len().min(bytes - start);
            self.fill(&mut buffer[..length])?;
        }
        Ok(())
    }

    /// Reads what stands before an array of elements of some size: answers how many bytes it has.
    fn head(&mut self, name: &str, element: usize) -> Result<usize> {
        let found = u32::from_le_bytes(self.fixed()?) as usize;
        if found != name.len() {
            return Err(self.damaged("has other arrays than this version writes"));
        }
        let mut title = vec![0; found];
        self.fill(&mut title)?;
        let bytes = u64::from_le_bytes(self.fixed()?);
        if title != name.as_bytes() || bytes > self.left || bytes % element as u64 != 0 {
            return Err(self.damaged("has other arrays than this version writes"));
        }
        Ok(bytes as usize)
    }

    /// Whether everything was read and the checksum holds.
    pub fn finish(self) -> Result<()> {
        if self.left != 0 {
            return Err(self.damaged("has more arrays than this version writes"));
        }
        if format!("{:032x}", self.hash.digest128()) != self.expected.xxh3 {
            return Err(self.damaged("does not have the checksum of its manifest: it was changed or damaged"));
        }
        Ok(())
    }
}
