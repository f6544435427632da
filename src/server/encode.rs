//! Compression of answers.

use crate::base::media;
use bytes::Bytes;
use flate2::write::GzEncoder;
use std::io::{self, Write};

/// A content coding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// RFC 8878.
    Zstd,
    /// RFC 1952.
    Gzip,
}

impl Coding {
    /// The most wanted one that we have; `None`: send as it is.
    pub fn choose(accept: &str) -> Option<Self> {
        let wanted = |coding: Self| media::coding_quality(accept, coding.name());
        let best = if wanted(Self::Zstd) >= wanted(Self::Gzip) { Self::Zstd } else { Self::Gzip };
        (wanted(best) > 0).then_some(best)
    }

    /// Name in the fields of HTTP.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
        }
    }
}

/// Compresses part by part.
pub enum Encoder {
    /// Gzip.
    Gzip(Box<GzEncoder<Vec<u8>>>),
    /// Zstandard.
    Zstd(Box<zstd::stream::write::Encoder<'static, Vec<u8>>>),
    /// Ended.
    Done,
}

impl Encoder {
    /// An encoder. Levels are those at which a loopback client does not wait longer than for the plain answer.
    pub fn new(coding: Coding) -> Self {
        match coding {
            Coding::Gzip => Self::Gzip(Box::new(GzEncoder::new(Vec::new(), flate2::Compression::new(4)))),
            Coding::Zstd => match zstd::stream::write::Encoder::new(Vec::new(), 3) {
                Ok(encoder) => Self::Zstd(Box::new(encoder)),
                // Seen by the client as a body that breaks off.
                Err(_) => Self::Done,
            },
        }
    }

    /// What comes out for a part; with `last`, everything that is left.
    pub fn encode(&mut self, plain: &[u8], last: bool) -> io::Result<Bytes> {
        match self {
            Self::Gzip(encoder) => encoder.write_all(plain)?,
            Self::Zstd(encoder) => encoder.write_all(plain)?,
            Self::Done => return Err(io::Error::other("the encoder has ended")),
        }
        if !last {
            return Ok(match self {
                Self::Gzip(encoder) => std::mem::take(encoder.get_mut()).into(),
                Self::Zstd(encoder) => std::mem::take(encoder.get_mut()).into(),
                Self::Done => Bytes::new(),
            });
        }
        match std::mem::replace(self, Self::Done) {
            Self::Gzip(encoder) => Ok(encoder.finish()?.into()),
            Self::Zstd(encoder) => Ok(encoder.finish()?.into()),
            Self::Done => Ok(Bytes::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Read;

    proptest! {
        #[test]
        fn parts_come_back_whole(parts in prop::collection::vec("[a-c]{0,400}", 0..8)) {
            for coding in [Coding::Gzip, Coding::Zstd] {
                let mut encoder = Encoder::new(coding);
                let mut packed = Vec::new();
                for part in &parts {
                    packed.extend_from_slice(&encoder.encode(part.as_bytes(), false).unwrap());
                }
                packed.extend_from_slice(&encoder.encode(b"", true).unwrap());
                let mut text = String::new();
                match coding {
                    Coding::Gzip => flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut text).map(drop),
                    Coding::Zstd => zstd::stream::read::Decoder::new(&packed[..]).unwrap().read_to_string(&mut text).map(drop),
                }
                .unwrap();
                prop_assert_eq!(&text, &parts.concat());
            }
        }
    }

    #[test]
    fn the_wanted_coding_is_chosen() {
        for (accept, coding) in [
            ("gzip, deflate, br, zstd", Some(Coding::Zstd)),
            ("gzip", Some(Coding::Gzip)),
            ("identity", None),
            ("gzip;q=1, zstd;q=0.1", Some(Coding::Gzip)),
            ("*;q=0", None),
            ("", None),
        ] {
            assert_eq!(Coding::choose(accept), coding, "{accept}");
        }
    }
}
