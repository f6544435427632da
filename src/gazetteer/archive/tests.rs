//! Zip archives, well-meant and not.

use super::*;
use crate::base::Kind;
use crate::gazetteer::read;
use crate::gazetteer::read::tests::PLACES;
use crate::sources::UNWATCHED;
use std::io::Write;
use zip::write::{SimpleFileOptions, ZipWriter};

const V2: &str = r#"[{"id":"https://ror.org/03cve4549","status":"active","names":[{"value":"New","types":["ror_display"],"lang":"en"}]}]"#;
const V1: &str = r#"[{"id":"https://ror.org/03cve4549","status":"active","name":"Old"}]"#;
const CSV: &str = "id,names.types.ror_display\nhttps://ror.org/03cve4549,From CSV\n";

fn archive(files: &[(&str, &[u8])]) -> (tempfile::TempDir, std::path::PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.zip");
    let mut zip = ZipWriter::new(File::create(&path).unwrap());
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
    (dir, path)
}

fn names(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let (_dir, path) = archive(&files);
    let found = read(&[path], UNWATCHED).unwrap();
    assert_eq!(found.rejections, []);
    found.gazetteer.institutions.into_iter().map(|i| i.name).collect()
}

#[test]
fn the_best_form_of_ror_is_read() {
    let (v1, v2, csv) =
        (("v1.9-data.json", V1), ("v1.9-data_schema_v2.json", V2), ("v1.9-data_schema_v2.csv", CSV));
    assert_eq!(names(&[v1, csv, v2]), ["New"]);
    assert_eq!(names(&[v2, v1]), ["New"]);
    assert_eq!(names(&[v1, csv]), ["From CSV"]);
    assert_eq!(names(&[v1, ("notes.txt", "nothing")]), ["Old"]);
}

#[test]
fn places_in_an_archive_are_those_outside() {
    let (_dir, path) =
        archive(&[("../../etc/cities500.tsv", &[b"\xEF\xBB\xBF", PLACES.as_bytes()].concat())]);
    let found = read(&[path], UNWATCHED).unwrap();
    let source = &found.gazetteer.sources.iter().find(|s| s.format == "place-table").unwrap();
    assert_eq!((source.name.as_str(), source.records), ("a.zip: cities500.tsv", 4));
    assert_eq!(found.files, ["a.zip: cities500.tsv"]);
}

#[test]
fn a_damaged_archive_is_refused() {
    let (_dir, path) = archive(&[("places.tsv", PLACES.repeat(50).as_bytes())]);
    let good = fs::read(&path).unwrap();
    let bad = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        read(std::slice::from_ref(&path), UNWATCHED).unwrap_err()
    };
    for length in [10, good.len() / 2, good.len() - 1] {
        assert_eq!(bad(&good[..length]).kind(), Kind::Input);
    }
    let mut flipped = good.clone();
    flipped[good.len() / 3] ^= 1;
    assert_eq!(bad(&flipped).kind(), Kind::Input);
    assert_eq!(bad(b"PK\x03\x04").kind(), Kind::Input);
}

#[test]
fn a_bomb_is_stopped() {
    let mut text = PLACES.as_bytes().to_vec();
    text.resize(limits::RATIO_AFTER as usize + (1 << 20), b'\n');
    let (_dir, path) = archive(&[("places.tsv", &text)]);
    let error = read(&[path], UNWATCHED).unwrap_err();
    assert_eq!(error.kind(), Kind::Limit, "{error}");
}

#[test]
fn an_archive_of_nothing_we_know_is_refused() {
    let (_dir, path) = archive(&[("notes.txt", b"nothing")]);
    assert_eq!(read(&[path], UNWATCHED).unwrap_err().kind(), Kind::Input);
}
