//! The containers of records: snapshots of both layouts, manifests, merged ids, files of the API.

use super::*;
use crate::base::Kind;
use crate::model::record::Reason;
use crate::sources::detect;

const WORKS: &str = "{\"id\": \"https://openalex.org/W1\"}\n{\"id\": \"https://openalex.org/W2\"}\n";
const MORE: &str = "{\"id\": \"https://openalex.org/W3\"}\n";
const INSTITUTIONS: &str = "{\"id\": \"https://openalex.org/I1\"}\n";
const AUTHORS: &str = "{\"id\": \"https://openalex.org/A1\"}\n";

fn ids(notes: &Notes) -> Vec<&str> {
    notes.papers.iter().filter_map(|paper| paper.split(' ').next()).collect()
}

fn read_folder(dir: &tempfile::TempDir, below: &str) -> Result<Notes> {
    let path = dir.path().join(below);
    assert_eq!(detect(std::slice::from_ref(&path)).unwrap().id, "openalex");
    Ok(read_all(&[path])?.0)
}

fn older() -> tempfile::TempDir {
    folder(&[
        ("data/works/updated_date=2022-01-01/part_000.gz", WORKS.as_bytes()),
        ("data/works/updated_date=2021-07-01/0000_part_00.gz", MORE.as_bytes()),
        ("data/works/W9", b"{\"id\": \"W9\"}"),
        ("data/institutions/updated_date=2022-01-01/part_000.gz", INSTITUTIONS.as_bytes()),
        ("data/authors/updated_date=2022-01-01/part_000", AUTHORS.as_bytes()),
        ("data/authors/updated_date=2022-01-01/part_000.gz", AUTHORS.as_bytes()),
        ("data/concepts/updated_date=2022-01-01/part_000.gz", b"{\"id\": \"C1\"}\n"),
        ("data/merged_ids/concepts/2022-01-01.csv.gz", b"merge_date,id,merge_into_id\n2022-01-01,C1,C2\n"),
        ("RELEASE_NOTES.txt", b"notes"),
    ])
}

#[test]
fn the_older_layout_is_read_from_any_of_its_folders() {
    let dir = older();
    for below in ["", "data"] {
        let notes = read_folder(&dir, below).unwrap();
        let files = [
            "institutions/updated_date=2022-01-01/part_000.gz",
            "authors/updated_date=2022-01-01/part_000.gz",
            "works/updated_date=2021-07-01/0000_part_00.gz",
            "works/updated_date=2022-01-01/part_000.gz",
        ];
        assert_eq!(notes.files, files);
        assert_eq!((ids(&notes), notes.institutions.len()), (vec!["W3", "W1", "W2"], 1));
        assert_eq!(notes.rejections, []);
    }
    assert_eq!(ids(&read_folder(&dir, "data/works").unwrap()), ["W3", "W1", "W2"]);
    assert_eq!(ids(&read_folder(&dir, "data/works/updated_date=2022-01-01").unwrap()), ["W1", "W2"]);
    let file = "data/works/updated_date=2022-01-01/part_000.gz";
    assert_eq!(ids(&read_folder(&dir, file).unwrap()), ["W1", "W2"]);
}

#[test]
fn a_file_that_is_named_twice_is_read_once() {
    let dir = older();
    let paths = ["data", "data/works", "data/works/updated_date=2022-01-01/part_000.gz"];
    let notes = read_all(&paths.map(|path| dir.path().join(path))).unwrap().0;
    assert_eq!(ids(&notes), ["W3", "W1", "W2"]);
}

/// A snapshot of 2026 with manifests, in which `change` may replace a text by another.
fn newer(change: (&str, &str)) -> tempfile::TempDir {
    let part = gzip(WORKS.as_bytes());
    let more = gzip(MORE.as_bytes());
    let file = |name: &str, bytes: &[u8], records: u32| {
        format!(
            r#"{{"url": "s3://openalex/data/jsonl/works/updated_date=2026-06-01/{name}",
            "meta": {{"content_length": {}, "record_count": {records}}}}}"#,
            bytes.len()
        )
    };
    let files = [file("part_0000.gz", &part, 2), file("part_0001.gz", &more, 1)].join(", ");
    let manifest =
        format!(r#"{{"date": "2026-06-01", "format": "jsonl", "entity": "works", "files": [{files}]}}"#);
    let manifest = manifest.replace(change.0, change.1);
    let all = format!(
        r#"{{"date": "2026-06-01", "entities": [{manifest}, {{"entity": "authors", "files": []}}]}}"#
    );
    folder(&[
        ("data/jsonl/works/updated_date=2026-06-01/part_0000.gz", WORKS.as_bytes()),
        ("data/jsonl/works/updated_date=2026-06-01/part_0001.gz", MORE.as_bytes()),
        ("data/jsonl/works/manifest.json", manifest.as_bytes()),
        ("data/jsonl/manifest.json", all.as_bytes()),
        ("data/parquet/works/updated_date=2026-06-01/part_0000.parquet", b"PAR1: not read beside jsonl"),
    ])
}

#[test]
fn the_newer_layout_is_read_from_any_of_its_folders() {
    let dir = newer(("", ""));
    for below in ["", "data", "data/jsonl", "data/jsonl/works", "data/jsonl/works/updated_date=2026-06-01"] {
        assert_eq!(ids(&read_folder(&dir, below).unwrap()), ["W1", "W2", "W3"], "{below}");
    }
}

#[test]
fn a_manifest_is_believed() {
    let length = gzip(WORKS.as_bytes()).len();
    let cases = [
        (("part_0001".to_owned(), "part_0002".to_owned()), "part_0002.gz: is missing"),
        ((format!("{length},"), "7,".to_owned()), "says 7 bytes; it has"),
        (("\"record_count\": 2".to_owned(), "\"record_count\": 3".to_owned()), "says 3 records; it holds 2"),
        (("\"files\"".to_owned(), "\"files\": [], \"files\"".to_owned()), "is no manifest: duplicate field"),
    ];
    for ((from, to), message) in cases {
        let error = read_folder(&newer((&from, &to)), "data").unwrap_err();
        assert_eq!(error.kind(), Kind::Input);
        assert!(error.to_string().contains(message) && error.hint().is_some(), "{error}");
    }
}

#[test]
fn only_the_entries_of_what_is_read_are_checked() {
    let dir = newer(("part_0001", "part_0002"));
    let part = "data/jsonl/works/updated_date=2026-06-01/part_0000.gz";
    assert_eq!(ids(&read_folder(&dir, part).unwrap()), ["W1", "W2"]);
    // Not in the manifest, but asked for.
    let part = "data/jsonl/works/updated_date=2026-06-01/part_0001.gz";
    assert_eq!(ids(&read_folder(&dir, part).unwrap()), ["W3"]);
    let dir = newer(("\"record_count\": 2", "\"record_count\": 3"));
    let part = "data/jsonl/works/updated_date=2026-06-01/part_0000.gz";
    assert!(read_folder(&dir, part).unwrap_err().to_string().contains("says 3 records"));
}

#[test]
fn what_the_manifest_does_not_name_is_left_over_from_before() {
    let dir = newer(("", ""));
    let day = dir.path().join("data/jsonl/works/updated_date=2026-05-01");
    fs::create_dir(&day).unwrap();
    fs::write(day.join("part_0000.gz"), gzip(b"{\"id\": \"W1\", \"title\": \"before\"}\n")).unwrap();
    assert_eq!(ids(&read_folder(&dir, "data").unwrap()), ["W1", "W2", "W3"]);
}

#[test]
fn decompressed_parts_are_checked_by_their_records() {
    let dir = newer(("", ""));
    let day = dir.path().join("data/jsonl/works/updated_date=2026-06-01");
    fs::remove_file(day.join("part_0000.gz")).unwrap();
    fs::write(day.join("part_0000"), WORKS).unwrap();
    assert_eq!(ids(&read_folder(&dir, "data").unwrap()), ["W1", "W2", "W3"]);
    fs::write(day.join("part_0000"), MORE).unwrap();
    assert!(read_folder(&dir, "data").unwrap_err().to_string().contains("says 2 records; it holds 1"));
}

#[test]
fn merged_works_are_not_read_and_others_go_by_the_id_they_have_now() {
    let work = r#"{"id": "W1", "authorships": [{"author": {"id": "A1"}, "affiliations":
        [{"raw_affiliation_string": "x", "institution_ids": ["I1"]}], "institutions": [{"id": "I1", "display_name": "One"}]}]}"#
        .replace('\n', "");
    let works = format!("{work}\n{}\n{}\n", work.replace("W1", "W2"), work.replace("W1", "W3"));
    let head = "merge_date,id,merge_into_id\n";
    let dir = folder(&[
        ("data/works/updated_date=2022-01-01/part_000.gz", works.as_bytes()),
        ("data/institutions/updated_date=2022-01-01/part_000.gz", b"{\"id\": \"I1\"}\n{\"id\": \"I3\"}\n"),
        (
            "data/merged_ids/works/2022-01-01.csv.gz",
            format!("{head}2022-01-01,W2,W1\n,W3,\n,W5,x\n").as_bytes(),
        ),
        ("data/merged_ids/authors/2022-01-01.csv.gz", format!("{head}2022-01-01,A1,A9\n").as_bytes()),
        ("data/merged_ids/authors/2022-01-02.csv.gz", format!("{head}2022-01-02,A1,A2\n,A2,A4\n").as_bytes()),
        ("data/merged_ids/institutions/2022-01-01.csv", format!("{head},I1,I2\n,I2,I3\n").as_bytes()),
    ]);
    let notes = read_folder(&dir, "data").unwrap();
    assert_eq!(notes.authorships, ["W1 | 1 | A4 |  |  | x / I3 /  / One / "]);
    assert_eq!((ids(&notes), notes.institutions.len()), (vec!["W1"], 1));
    assert_eq!(notes.skipped, [(Skipped::Merged, 3)].into());
    assert_eq!(notes.rejections.len(), 1);
    assert_eq!(notes.rejections[0].place, Place { file: 3, line: 4 });
}

#[test]
fn ids_that_were_merged_in_a_circle_stay() {
    let head = "merge_date,id,merge_into_id\n";
    let rows = format!("{head},W1,W2\n,W2,W3\n,W3,W2\n,W4,W4\n");
    let dir = folder(&[
        ("data/works/updated_date=2022-01-01/part_000.gz", format!("{WORKS}{MORE}").as_bytes()),
        ("data/merged_ids/works/2022-01-01.csv.gz", rows.as_bytes()),
    ]);
    let notes = read_folder(&dir, "data").unwrap();
    assert_eq!(ids(&notes), ["W2", "W3"]);
    let circles: Vec<_> = notes.rejections.iter().map(|rejection| &*rejection.detail).collect();
    let circle = |ids| format!("merged in a circle: {ids}; taken as not merged");
    assert_eq!(circles, [circle("W2, W3"), circle("W4")]);
    assert!(notes.rejections.iter().all(|rejection| rejection.reason == Reason::Conflict));
}

#[test]
fn records_and_lists_of_the_api_are_read_in_any_container() {
    let one = "{\n  \"id\": \"https://openalex.org/W1\",\n  \"title\": \"one\"\n}";
    let two = one.replace('1', "2").replace("one", "two");
    let texts = [
        format!("{one}\n{two}\n"),
        format!("[{one},\n{two}]"),
        format!("{{\"meta\": {{\"count\": 2}},\n\"results\": [{one},\n{two}], \"group_by\": []}}"),
        format!("{}\n{}\n", one.replace('\n', ""), two.replace('\n', "")),
    ];
    for text in texts {
        let notes = read_text(&text);
        assert_eq!((ids(&notes), notes.rejections.len()), (vec!["W1", "W2"], 0), "{text}");
    }
    let mixed =
        format!("{{\"results\":\n[{one},\n{{\"id\": \"https://openalex.org/I1\"}},\n{{\"id\": \"Q1\"}}]}}");
    let notes = read_text(&mixed);
    assert_eq!((ids(&notes), notes.institutions.len(), notes.rejections.len()), (vec!["W1"], 1, 1));
    assert_eq!((notes.places[0].line, notes.rejections[0].place.line), (2, 7));
}

#[test]
fn an_input_without_records_of_ours_is_an_error() {
    let dir = folder(&[("data/concepts/updated_date=2022-01-01/part_000.gz", b"{}"), ("x/y.txt", b"")]);
    for below in ["data", "x"] {
        let error = read_all(&[dir.path().join(below)]).unwrap_err();
        assert_eq!(error.kind(), Kind::Input);
    }
    assert_eq!(detect(&[dir.path().join("x")]).unwrap_err().kind(), Kind::Usage);
}

#[test]
fn many_parts_are_handed_on_in_their_order() {
    let part = |part: u32| lines(1..3_000, |n| format!("{{\"id\": \"W{part}{n:05}\"}}"));
    let files: Vec<_> =
        (1..9).map(|n| (format!("works/updated_date=2026-06-0{n}/part_0000.gz"), part(n))).collect();
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let dir = folder(&files);
    let notes = read_folder(&dir, "works").unwrap();
    assert_eq!(notes.papers.len(), 8 * 2_999);
    assert!(notes.papers.is_sorted());
}
