//! The same content in another container says the same: compressed, in small reads, as lines or as an array.

use super::log::{Log, blamed};
use aicity::base::{Kind, limits};
use aicity::sources::UNWATCHED;
use aicity::sources::decode::{Digest, Input};
use aicity::sources::json::{Item, Objects};
use serde_json::value::RawValue;
use std::io::{self, Read, Write};

/// Gzip of bytes.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Zstandard of bytes.
pub fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::bulk::compress(bytes, 1).unwrap()
}

/// Whether bytes are taken for what they are: no container begins as they do, whether recognised or refused.
fn is_plain(bytes: &[u8]) -> bool {
    let first = bytes.first_chunk::<4>();
    first.is_some_and(|first| first.iter().all(|&byte| byte == b'\n' || (b' '..=b'~').contains(&byte)))
        && !bytes.starts_with(b"BZh")
}

/// Reads files as a format: the same when asked again, and when compressed. Answers what it says.
pub fn read(format: &str, files: &[(&str, &[u8])]) -> Log {
    let log = Log::twice(format, files);
    if !files.iter().all(|(_, bytes)| is_plain(bytes)) {
        return log;
    }
    let even = files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>().is_multiple_of(2);
    let pack = |(name, bytes): &(&str, &[u8])| {
        if even { (format!("{name}.gz"), gzip(bytes)) } else { (format!("{name}.zst"), zstd(bytes)) }
    };
    let packed: Vec<(String, Vec<u8>)> = files.iter().map(pack).collect();
    let packed: Vec<(&str, &[u8])> = packed.iter().map(|(name, bytes)| (&**name, &**bytes)).collect();
    let (_scratch, paths) = super::scratch::Scratch::with(&packed);
    let other = Log::read(format, &paths);
    assert_eq!(log.content(), other.content(), "compressed, it says something else");
    log
}

/// The lines of a text that are JSON objects, of which a parser has no doubt.
pub fn objects(bytes: &[u8]) -> Vec<&str> {
    let lines = bytes.split(|&byte| byte == b'\n').filter_map(|line| std::str::from_utf8(line).ok());
    let is_object = |line: &&str| line.starts_with('{') && serde_json::from_str::<&RawValue>(line).is_ok();
    lines.map(str::trim_ascii).filter(is_object).collect()
}

/// Reads the objects of a text one a line and as an array: both must say the same. Answers how many there are and what
/// they say.
pub fn lines_and_array(format: &str, name: &str, bytes: &[u8]) -> (Vec<String>, Log) {
    let objects = objects(bytes);
    let lines = objects.join("\n");
    let array = format!("[{}]", objects.join(",\n"));
    let read = |text: &str| Log::twice(format, &[(name, text.as_bytes())]);
    let log = read(&lines);
    let other = read(&array);
    assert_eq!(log.content(), other.content(), "an array says something else than lines");
    (objects.into_iter().map(str::to_owned).collect(), log)
}

/// A reader that hands over its bytes in small pieces.
struct Piecewise<'a>(&'a [u8]);

impl Read for Piecewise<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = out.len().min(3);
        self.0.read(&mut out[..length])
    }
}

type Decoded = std::result::Result<(Vec<u8>, Digest), (Kind, String)>;

fn decoded(reader: impl Read) -> Decoded {
    blamed(Input::from_reader("in", reader, UNWATCHED).and_then(|mut input| {
        let mut text = Vec::new();
        input.read_to_end(&mut text).map_err(|error| aicity::sources::decode::recover(error, "in"))?;
        Ok((text, input.finish()?))
    }))
}

/// Any bytes as an input: the same in pieces, and the same when compressed.
pub fn decode(bytes: &[u8]) {
    let whole = decoded(bytes);
    assert_eq!(whole, decoded(Piecewise(bytes)), "in pieces, it is something else");
    if let Ok((text, digest)) = &whole {
        assert_eq!(digest.bytes, bytes.len() as u64);
        if is_plain(bytes) {
            assert_eq!(text, bytes);
        }
    }
    let inner = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    for packed in [gzip(bytes), zstd(bytes)] {
        match decoded(&packed[..]) {
            Ok((text, _)) => assert_eq!(text, inner, "compressed, it is something else"),
            Err((kind, message)) => {
                assert_eq!(kind, Kind::Input);
                assert!(message.contains("UTF-16"), "{message}");
            }
        }
        // Cut off anywhere, it never passes for whole, except where nothing of it is left.
        let cut = &packed[..bytes.len() % packed.len()];
        assert!(cut.len() < 4 || decoded(cut).is_err(), "what is cut off is read as whole");
    }
}

/// Objects with their lines, and how the reading ended.
type Scanned = (Vec<(u64, String)>, std::result::Result<(), (Kind, String)>);

/// What the scanner of objects finds: lines and bytes, then how it ended.
fn scanned(reader: impl Read) -> Scanned {
    let mut objects = Objects::new(reader, "in", 0);
    let mut found = Vec::new();
    loop {
        match objects.next_object() {
            Ok(None) => return (found, Ok(())),
            Ok(Some(Item::Object(line, bytes))) => {
                assert!(bytes.first() == Some(&b'{') && bytes.last() == Some(&b'}'));
                assert!(bytes.len() <= limits::LINE);
                found.push((line, String::from_utf8_lossy(bytes).into_owned()));
            }
            Ok(Some(Item::Rejected(rejection))) => {
                found.push((rejection.place.line, format!("! {}", rejection.detail)));
            }
            Err(error) => return (found, blamed(Err(error))),
        }
    }
}

/// Any bytes as JSON objects: the same in pieces, and what a JSON parser finds where the bytes are JSON.
pub fn json_objects(bytes: &[u8]) {
    let whole = scanned(bytes);
    assert_eq!(whole, scanned(Piecewise(bytes)), "in pieces, it is something else");
    assert!(whole.0.is_sorted_by_key(|(line, _)| *line), "lines run backward");
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let objects = objects(bytes);
    let is_lines = objects.len() == text.lines().filter(|line| !line.trim_ascii().is_empty()).count();
    let values: Vec<&RawValue> = match serde_json::from_str(text) {
        Ok(values) => values,
        Err(_) if is_lines => match objects.iter().map(|object| serde_json::from_str(object)).collect() {
            Ok(values) => values,
            Err(_) => return,
        },
        Err(_) => return,
    };
    // Where the first object has a line of its own, so have all: one that is broken over lines counts as cut off.
    let broken = |value: &&RawValue| value.get().contains('\n');
    let by_line = values.first().is_some_and(|first| !broken(first));
    let alike = !(by_line && values.iter().any(broken));
    if alike && values.iter().all(|value| value.get().starts_with('{')) {
        let expected: Vec<&str> = values.iter().map(|value| value.get()).collect();
        let found: Vec<&str> = whole.0.iter().map(|(_, object)| object.as_str()).collect();
        assert_eq!(found, expected, "a JSON parser finds other objects");
        assert_eq!(whole.1, Ok(()));
    }
}
