//! Tests of `decode`.

use super::*;
use crate::base::Kind;
use proptest::prelude::*;
use std::fs;
use std::io::Write;

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn zstd(text: &[u8]) -> Vec<u8> {
    zstd::encode_all(text, 3).unwrap()
}

fn read(name: &str, bytes: &[u8]) -> Result<Vec<u8>> {
    read_within(CAPS, name, bytes)
}

fn read_within(caps: Caps, name: &str, bytes: &[u8]) -> Result<Vec<u8>> {
    let mut input = Input::decode(Raw::stream(name, bytes, UNWATCHED), caps)?;
    let mut text = Vec::new();
    input.read_to_end(&mut text).map_err(|error| recover(error, name))?;
    assert_eq!(input.finish()?.bytes, bytes.len() as u64);
    Ok(text)
}

fn lines() -> Vec<u8> {
    (0..5_000).flat_map(|i| format!("line {i} 北京 {}\n", i * 7919 % 1_000_003).into_bytes()).collect()
}

#[test]
fn all_members_and_frames_are_read() {
    for pack in [gzip, zstd] {
        assert_eq!(read("a", &[pack(b"one "), pack(b""), pack(b"two")].concat()).unwrap(), b"one two");
    }
    let skippable = [&b"\x53\x2A\x4D\x18\x02\0\0\0ab"[..], &zstd(b"text")].concat();
    assert_eq!(read("a", &skippable).unwrap(), b"text");
}

#[test]
fn what_is_cut_off_ends_early() {
    let text = lines();
    for (name, packed) in [("a.gz", gzip(&text)), ("a.zst", zstd(&text))] {
        for tenth in 0..10 {
            let error = read(name, &packed[..packed.len() * tenth / 10]).unwrap_err();
            assert_eq!(error.kind(), Kind::Input);
            assert!(error.to_string().contains("ends early"), "{tenth}: {error}");
        }
        assert!(read(name, &packed[..1]).unwrap_err().to_string().contains("ends early"));
    }
}

#[test]
fn what_follows_or_is_damaged_is_refused() {
    for pack in [gzip, zstd] {
        for garbage in [&b"\n"[..], b"garbage, longer than any header"] {
            let error = read("a", &[&pack(b"text"), garbage].concat()).unwrap_err();
            assert_eq!(error.kind(), Kind::Input, "{error}");
        }
    }
    let mut packed = gzip(&lines());
    let at = packed.len() - 6;
    packed[at] ^= 1;
    assert!(read("a", &packed).unwrap_err().to_string().contains("damaged"));
}

#[test]
fn a_bomb_stops_at_the_ratio() {
    // 200 MB of spaces are 195 kB of gzip.
    let error = read("a", &gzip(&vec![b' '; 200_000_000])).unwrap_err();
    assert_eq!(error.kind(), Kind::Limit);
    let error = read("a", &zstd(&vec![b' '; 200_000_000])).unwrap_err();
    assert_eq!(error.kind(), Kind::Limit);
}

#[test]
fn the_total_is_limited_for_compressed_input_only() {
    let caps = Caps { total: 1_000, ..CAPS };
    let text = &lines()[..1_001];
    assert_eq!(read_within(caps, "a", &gzip(text)).unwrap_err().kind(), Kind::Limit);
    assert_eq!(read_within(caps, "a", &gzip(&text[1..])).unwrap(), &text[1..]);
    assert_eq!(read_within(caps, "a", text).unwrap(), text);
}

#[test]
fn the_content_decides_and_not_the_name() {
    for name in ["a.csv", "a.csv.gz", "a.csv.zst", "a.GZ"] {
        for packed in [gzip(b"text"), zstd(b"text"), b"text".to_vec()] {
            assert_eq!(read(name, &packed).unwrap(), b"text");
        }
    }
}

#[test]
fn one_mark_is_stripped() {
    assert_eq!(read("a", b"\xEF\xBB\xBFid").unwrap(), b"id");
    assert_eq!(read("a", b"\xEF\xBB\xBF\xEF\xBB\xBFid").unwrap(), b"\xEF\xBB\xBFid");
    assert_eq!(read("a", &gzip(b"\xEF\xBB\xBFid")).unwrap(), b"id");
    assert_eq!(read("a", b"\xEF\xBB").unwrap(), b"\xEF\xBB");
    assert_eq!(read("a", b"").unwrap(), b"");
}

#[test]
fn utf_16_and_archives_are_named() {
    let little: Vec<u8> = "paper_id,北京".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = "paper_id".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let marked = [&b"\xFF\xFE"[..], &little].concat();
    for bytes in [&little[..16], &big, &marked, &gzip(&marked)] {
        assert!(read("a", bytes).unwrap_err().to_string().contains("looks like UTF-16"));
    }
    assert!(read("a", b"PK\x03\x04....").unwrap_err().to_string().contains("zip archive"));
}

#[test]
fn the_digest_is_that_of_the_file_on_disk() {
    use sha2::Digest as _;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.csv.gz");
    let packed = gzip(&lines());
    fs::write(&path, &packed).unwrap();
    let mut input = Input::open(&path, UNWATCHED).unwrap();
    // Also when the reader stops before the end.
    input.read_exact(&mut [0; 100]).unwrap();
    let digest = input.finish().unwrap();
    assert_eq!(digest.sha256, <[u8; 32]>::from(sha2::Sha256::digest(&packed)));
    assert_eq!(digest.bytes, packed.len() as u64);
}

proptest! {
    #[test]
    fn packing_changes_nothing(parts in prop::collection::vec(prop::collection::vec(32u8..127, 0..200), 1..5)) {
        let text = parts.concat();
        for pack in [gzip, zstd] {
            let packed: Vec<u8> = parts.iter().flat_map(|part| pack(part)).collect();
            prop_assert_eq!(&read("a", &packed).unwrap(), &text);
        }
    }

    #[test]
    fn any_bytes_end_in_text_or_in_an_error_of_the_input(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for magic in [&b""[..], GZIP_MAGIC, ZSTD_MAGIC] {
            if let Err(error) = read("a", &[magic, &bytes].concat()) {
                prop_assert_eq!(error.kind(), Kind::Input);
            }
        }
    }
}
