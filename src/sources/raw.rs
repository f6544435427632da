//! The bytes of an input as they lie on the disk: counted, hashed, and watched for changes while they are read.

use crate::base::{Error, Result};
use sha2::{Digest as _, Sha256};
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

/// Told how many bytes were just read from the disk. An error stops the reading and is what the reader answers: this is
/// both the hook for a progress bar and the way to interrupt a load.
pub type Watch<'a> = &'a dyn Fn(u64) -> Result<()>;

/// A [`Watch`] for callers who do not care.
pub const UNWATCHED: Watch<'static> = &|_| Ok(());

/// What identifies an input: checksum and length of its bytes as they lie on the disk, still compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest {
    /// SHA-256.
    pub sha256: [u8; 32],
    /// Length.
    pub bytes: u64,
}

/// Length and time of a file: if they stay, so did its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self { bytes: metadata.len(), modified: metadata.modified().ok() }
    }
}

enum Origin<'a> {
    File(File, Stamp),
    Stream(Box<dyn Read + 'a>),
}

/// Reader of the bytes on disk. Its errors carry an [`Error`] inside, see [`recover`].
pub(super) struct Raw<'a> {
    origin: Origin<'a>,
    name: String,
    hash: Sha256,
    bytes: u64,
    watch: Watch<'a>,
}

impl<'a> Raw<'a> {
    /// Opens a regular file; anything else is refused before it is opened, because opening a FIFO waits for a writer.
    pub(super) fn open(path: &Path, watch: Watch<'a>) -> Result<Self> {
        require_regular(path, &fs::metadata(path).map_err(Error::io("open", path))?)?;
        let file = File::open(path).map_err(Error::io("open", path))?;
        let metadata = file.metadata().map_err(Error::io("read", path))?;
        require_regular(path, &metadata)?;
        Ok(Self::new(Origin::File(file, Stamp::of(&metadata)), path.display().to_string(), watch))
    }

    /// Takes a stream, whose length nobody knows.
    pub(super) fn stream(name: &str, reader: impl Read + 'a, watch: Watch<'a>) -> Self {
        Self::new(Origin::Stream(Box::new(reader)), name.to_owned(), watch)
    }

    fn new(origin: Origin<'a>, name: String, watch: Watch<'a>) -> Self {
        Self { origin, name, hash: Sha256::new(), bytes: 0, watch }
    }

    /// The input as the user named it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether it has a name that somebody gave it.
    pub(super) fn is_file(&self) -> bool {
        matches!(self.origin, Origin::File(..))
    }

    /// Bytes read so far.
    pub(super) fn count(&self) -> u64 {
        self.bytes
    }

    /// Digest of all bytes, when the file is still the one that was opened. To be called at the end of the bytes.
    pub(super) fn digest(&self) -> Result<Digest> {
        if let Origin::File(file, before) = &self.origin {
            let after = file.metadata().map_err(Error::io("read", Path::new(&self.name)))?;
            if Stamp::of(&after) != *before || before.bytes != self.bytes {
                return Err(self.changed());
            }
        }
        Ok(Digest { sha256: self.hash.clone().finalize().into(), bytes: self.bytes })
    }

    fn changed(&self) -> Error {
        Error::input(&self.name, 0, "changed while it was read", "load it again when nothing writes to it")
    }

    fn outgrew(&self) -> bool {
        matches!(&self.origin, Origin::File(_, stamp) if self.bytes > stamp.bytes)
    }

    fn take(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let count = loop {
            let answer = match &mut self.origin {
                Origin::File(file, _) => file.read(buffer),
                Origin::Stream(reader) => reader.read(buffer),
            };
            match answer {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                answer => break answer.map_err(Error::io("read", Path::new(&self.name)))?,
            }
        };
        self.hash.update(&buffer[..count]);
        self.bytes += count as u64;
        // Asked for at once and not only at the end: a log that is being written to may have no end.
        if self.outgrew() {
            return Err(self.changed());
        }
        (self.watch)(count as u64)?;
        Ok(count)
    }
}

impl Read for Raw<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.take(buffer).map_err(io::Error::other)
    }
}

/// The [`Error`] inside an I/O error of our readers; what came from elsewhere is an error of reading `name`.
pub fn recover(error: io::Error, name: &str) -> Error {
    error.downcast::<Error>().unwrap_or_else(Error::io("read", Path::new(name)))
}

fn require_regular(path: &Path, metadata: &Metadata) -> Result<()> {
    if metadata.is_file() {
        return Ok(());
    }
    let what = if metadata.is_dir() { "is a folder" } else { "is a pipe or device" };
    let hint = "name a regular file; use `-` to read from standard input";
    Err(Error::usage(format!("{} {what}, not a file", path.display()), hint))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Kind;
    use std::cell::Cell;
    use std::io::Write;

    fn drain(raw: &mut Raw<'_>) -> Result<usize> {
        let name = raw.name().to_owned();
        raw.read_to_end(&mut Vec::new()).map_err(|error| recover(error, &name))
    }

    fn file(content: &[u8]) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(content).unwrap();
        file
    }

    #[test]
    fn the_digest_is_that_of_the_bytes() {
        let file = file(b"abc");
        let seen = Cell::new(0);
        let watch = |count| {
            seen.set(seen.get() + count);
            Ok(())
        };
        let mut raw = Raw::open(file.path(), &watch).unwrap();
        assert_eq!(drain(&mut raw).unwrap(), 3);
        let digest = raw.digest().unwrap();
        assert_eq!((digest.bytes, seen.get()), (3, 3));
        // FIPS 180-2, appendix B.1.
        assert_eq!(digest.sha256[..4], [0xba, 0x78, 0x16, 0xbf]);
    }

    #[test]
    fn only_regular_files_are_opened() {
        let dir = tempfile::tempdir().unwrap();
        for path in [dir.path(), Path::new("/dev/null")] {
            assert_eq!(Raw::open(path, UNWATCHED).err().map(|e| e.kind()), Some(Kind::Usage));
        }
        let missing = Raw::open(&dir.path().join("a.csv"), UNWATCHED).err().unwrap();
        assert_eq!(missing.kind(), Kind::Io);
        assert!(missing.to_string().starts_with("cannot open "), "{missing}");
    }

    #[test]
    fn a_pipe_without_writer_is_refused_and_not_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("pipe.csv");
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.is_ok_and(|status| status.success()), "mkfifo is part of coreutils");
        assert_eq!(Raw::open(&path, UNWATCHED).err().map(|e| e.kind()), Some(Kind::Usage));
    }

    #[test]
    fn growing_shrinking_and_rewriting_are_noticed() {
        let changes: [fn(&Path); 3] = [
            |path| File::options().append(true).open(path).unwrap().write_all(b"more").unwrap(),
            |path| File::options().write(true).open(path).unwrap().set_len(1).unwrap(),
            |path| {
                let later = SystemTime::now() + std::time::Duration::from_secs(7);
                File::options().write(true).open(path).unwrap().set_modified(later).unwrap();
            },
        ];
        for change in changes {
            let file = file(b"abc");
            let mut raw = Raw::open(file.path(), UNWATCHED).unwrap();
            change(file.path());
            let error = drain(&mut raw).and_then(|_| raw.digest()).unwrap_err();
            assert_eq!(error.kind(), Kind::Input);
            assert!(error.to_string().contains("changed while it was read"), "{error}");
        }
    }

    #[test]
    fn the_watch_stops_the_reading() {
        let file = file(b"abc");
        let stop: Watch<'_> = &|_| Err(Error::limit("enough", ""));
        let error = drain(&mut Raw::open(file.path(), stop).unwrap()).unwrap_err();
        assert_eq!(error.kind(), Kind::Limit);
    }
}
