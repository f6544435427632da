//! Input files as text: decompressed within limits, without byte order mark, hashed on the way. Memory does not grow
//! with the input.

pub use super::raw::{Digest, UNWATCHED, Watch, recover};

use super::raw::Raw;
use crate::base::{Error, Result, limits};
use flate2::bufread::GzDecoder;
use std::cell::RefCell;
use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};
use std::path::Path;
use std::rc::Rc;

/// Enough to recognise what an input is, before and after decompression.
const HEAD: usize = 64;
/// Size of a read from the disk.
const CHUNK: usize = 256 << 10;
const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";
const GZIP_MAGIC: &[u8] = b"\x1F\x8B";
const ZSTD_MAGIC: &[u8] = b"\x28\xB5\x2F\xFD";
/// Formats that are recognised in order to say so: an archive has entries with paths, and we take no paths from inputs.
const REFUSED: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "a zip archive"),
    (b"BZh", "bzip2 data"),
    (b"\xFD7zXZ\0", "xz data"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
];

/// How the bytes on disk are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// Not at all.
    None,
    /// One or more gzip members.
    Gzip,
    /// One or more Zstandard frames.
    Zstd,
}

impl Compression {
    const fn name(self) -> &'static str {
        match self {
            Self::None => "no compressed data",
            Self::Gzip => "gzip data",
            Self::Zstd => "zstd data",
        }
    }

    /// What the name of a file promises.
    pub(super) fn promised(name: &str) -> Self {
        match Path::new(name).extension().and_then(|e| e.to_str()) {
            Some(e) if e.eq_ignore_ascii_case("gz") => Self::Gzip,
            Some(e) if e.eq_ignore_ascii_case("zst") => Self::Zstd,
            _ => Self::None,
        }
    }

    /// What the first bytes say. An input cut off inside its magic number has only its name to speak for it.
    fn detect(head: &[u8], promised: Self) -> Self {
        let starts =
            |magic: &[u8]| head.starts_with(magic) || (head.len() < magic.len() && magic.starts_with(head));
        match promised {
            Self::Gzip if starts(GZIP_MAGIC) => Self::Gzip,
            Self::Zstd if starts(ZSTD_MAGIC) => Self::Zstd,
            _ if head.starts_with(GZIP_MAGIC) => Self::Gzip,
            _ if head.starts_with(ZSTD_MAGIC) || is_skippable_frame(head) => Self::Zstd,
            _ => Self::None,
        }
    }
}

/// Writers that compress in parallel put such a frame first (RFC 8878, 3.1.2).
fn is_skippable_frame(head: &[u8]) -> bool {
    matches!(head, [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..])
}

/// The limits of decompression, as values so that tests need not write 64 GiB.
#[derive(Debug, Clone, Copy)]
struct Caps {
    ratio: u64,
    ratio_after: u64,
    total: u64,
}

const CAPS: Caps =
    Caps { ratio: limits::RATIO, ratio_after: limits::RATIO_AFTER, total: limits::DECOMPRESSED };

/// The bytes on disk, shared between the decoder that reads them and the input that asks for their digest.
#[derive(Clone)]
struct Shared<'a>(Rc<RefCell<Raw<'a>>>);

impl Read for Shared<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.borrow_mut().read(buffer)
    }
}

/// The bytes on disk, the first few put back after they were looked at.
type Source<'a> = BufReader<Chain<Cursor<Vec<u8>>, Shared<'a>>>;

enum Codec<'a> {
    Plain(Source<'a>),
    /// `None` only while one member gives way to the next.
    Gzip(Option<Box<GzDecoder<Source<'a>>>>),
    Zstd(Box<zstd::Decoder<'static, Source<'a>>>),
}

/// An input, decoded. Its I/O errors carry an [`Error`] inside, see [`recover`]; after the first one it is of no use.
pub struct Input<'a> {
    raw: Shared<'a>,
    codec: Codec<'a>,
    compression: Compression,
    caps: Caps,
    name: String,
    produced: u64,
    head: Cursor<Vec<u8>>,
}

impl<'a> Input<'a> {
    /// Opens a regular file.
    pub fn open(path: &Path, watch: Watch<'a>) -> Result<Self> {
        Self::decode(Raw::open(path, watch)?, CAPS)
    }

    /// Takes a stream, such as standard input; `name` stands in messages.
    pub fn from_reader(name: &str, reader: impl Read + 'a, watch: Watch<'a>) -> Result<Self> {
        Self::decode(Raw::stream(name, reader, watch), CAPS)
    }

    fn decode(mut raw: Raw<'a>, caps: Caps) -> Result<Self> {
        let name = raw.name().to_owned();
        let head = peek(&mut raw).map_err(|error| recover(error, &name))?;
        refuse(&name, &head)?;
        let compression = Compression::detect(&head, Compression::promised(&name));
        if raw.is_file() {
            warn_of_misnaming(&name, compression);
        }
        let raw = Shared(Rc::new(RefCell::new(raw)));
        let source = BufReader::with_capacity(CHUNK, Cursor::new(head).chain(raw.clone()));
        let codec = Codec::new(compression, source).map_err(|error| recover(error, &name))?;
        let mut input = Self { raw, codec, compression, caps, name, produced: 0, head: Cursor::default() };
        input.strip_mark()?;
        Ok(input)
    }

    /// The input as the user named it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Reads what is left and answers the digest of the bytes on disk; an error if they changed while they were read.
    pub fn finish(mut self) -> Result<Digest> {
        let mut scratch = vec![0; CHUNK];
        while self.next(&mut scratch)? > 0 {}
        self.raw.0.borrow().digest()
    }

    fn strip_mark(&mut self) -> Result<()> {
        let mut head = peek(self).map_err(|error| recover(error, &self.name))?;
        if looks_like_utf16(&head) {
            return Err(Error::input(&self.name, 0, "looks like UTF-16", "save it as UTF-8"));
        }
        if head.starts_with(UTF8_MARK) {
            head.drain(..UTF8_MARK.len());
        }
        self.head = Cursor::new(head);
        Ok(())
    }

    fn next(&mut self, out: &mut [u8]) -> Result<usize> {
        let count = self.codec.read(out).map_err(|error| self.explain(error))?;
        self.produced += count as u64;
        if self.compression != Compression::None {
            self.check_caps()?;
        }
        Ok(count)
    }

    /// The ratio counts bytes that were read ahead as consumed: at most one chunk too lenient.
    fn check_caps(&self) -> Result<()> {
        let Caps { ratio, ratio_after, total } = self.caps;
        let Self { name, produced, .. } = self;
        let consumed = self.raw.0.borrow().count();
        let hint = "decompress it yourself first if you trust it";
        if *produced > total {
            return Err(Error::limit(format!("{name}: more than {total} bytes when decompressed"), hint));
        }
        if *produced > ratio_after && *produced > consumed.saturating_mul(ratio) {
            let message =
                format!("{name}: {consumed} bytes became {produced}, more than {ratio} times as many");
            return Err(Error::limit(message, hint));
        }
        Ok(())
    }

    fn explain(&self, error: io::Error) -> Error {
        let what = self.compression.name();
        match error.downcast::<Error>() {
            Ok(error) => error,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                let message = format!("ends early: its {what} is cut off");
                Error::input(&self.name, 0, message, "get a complete copy of it")
            }
            Err(error) => {
                Error::input(&self.name, 0, format!("{what} is damaged: {error}"), "get a good copy of it")
            }
        }
    }
}

impl Read for Input<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self.head.read(out)? {
            0 if out.is_empty() => Ok(0),
            0 => self.next(out).map_err(io::Error::other),
            count => Ok(count),
        }
    }
}

impl<'a> Codec<'a> {
    fn new(compression: Compression, source: Source<'a>) -> io::Result<Self> {
        Ok(match compression {
            Compression::None => Self::Plain(source),
            Compression::Gzip => Self::Gzip(Some(Box::new(GzDecoder::new(source)))),
            Compression::Zstd => Self::Zstd(Box::new(zstd::Decoder::with_buffer(source)?)),
        })
    }

    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(source) => source.read(out),
            Self::Gzip(member) => read_gzip(member, out),
            Self::Zstd(decoder) => decoder.read(out),
        }
    }
}

/// Reads through all members. Not left to a multi-member decoder, which takes a stray byte at the end for one more
/// member that was cut off.
fn read_gzip(member: &mut Option<Box<GzDecoder<Source<'_>>>>, out: &mut [u8]) -> io::Result<usize> {
    while let Some(decoder) = member {
        let count = decoder.read(out)?;
        if count > 0 || out.is_empty() {
            return Ok(count);
        }
        match decoder.get_mut().fill_buf()?.first() {
            None => return Ok(0),
            Some(byte) if *byte == GZIP_MAGIC[0] => {}
            Some(_) => return Err(io::Error::new(io::ErrorKind::InvalidData, "other bytes follow it")),
        }
        *member = member.take().map(|done| Box::new(GzDecoder::new(done.into_inner())));
    }
    Ok(0)
}

/// The first bytes of a reader, which may hand them over one by one.
fn peek(reader: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(HEAD);
    reader.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

fn warn_of_misnaming(name: &str, found: Compression) {
    let promised = Compression::promised(name);
    if promised != found {
        let (promised, found) = (promised.name(), found.name());
        tracing::warn!(file = name, "is named like {promised} but holds {found}: read as what it holds");
    }
}

fn refuse(name: &str, head: &[u8]) -> Result<()> {
    match REFUSED.iter().find(|(magic, _)| head.starts_with(magic)) {
        None => Ok(()),
        Some((_, what)) => {
            let message = format!("is {what}, which is not read");
            Err(Error::input(name, 0, message, "unpack it first; gzip and zstd are read as they are"))
        }
    }
}

/// A mark, or Latin text with a zero beside every character.
fn looks_like_utf16(head: &[u8]) -> bool {
    let zeros_at =
        |which: usize| head.len() >= 4 && head.chunks_exact(2).all(|c| c[which] == 0 && c[1 - which] != 0);
    head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") || zeros_at(0) || zeros_at(1)
}

#[cfg(test)]
mod tests;
