//! Records that cannot be used, and files that cannot.

use super::*;
use crate::base::Kind;
use crate::model::record::Reason;

const GOOD: &str = "{\"id\": \"W7\", \"title\": \"good\"}\n";

/// The only rejection of a text, whose good record must be read all the same.
fn rejection(bad: &str) -> Rejection {
    let notes = read_text(&format!("{GOOD}{bad}\n{}", GOOD.replace("W7", "W8")));
    assert_eq!(notes.papers.len(), 2, "{bad}: {notes:?}");
    assert_eq!(notes.rejections.len(), 1, "{bad}: {:?}", notes.rejections);
    assert_eq!(notes.rejections[0].place, Place { file: 0, line: 2 });
    notes.rejections[0].clone()
}

#[test]
fn a_record_without_id_of_its_own_is_refused() {
    assert_eq!(rejection(r#"{"title": "x"}"#).reason, Reason::Missing);
    assert_eq!(rejection(r#"{"id": null, "title": "x"}"#).reason, Reason::Missing);
    for id in ["W", "https://openalex.org/T1", "https://example.org/W1", "W1/../2"] {
        let refused = rejection(&format!("{{\"id\": \"{id}\"}}"));
        assert_eq!((&*refused.field, refused.reason), ("id", Reason::Syntax), "{id}");
        assert!(refused.detail.contains(id));
    }
}

#[test]
fn a_key_stands_once() {
    let refused = rejection(r#"{"id": "W1", "cited_by_count": 1, "cited_by_count": 2}"#);
    assert_eq!((refused.reason, &*refused.detail), (Reason::Syntax, "duplicate field `cited_by_count`"));
    let refused = rejection(r#"{"id": "W1", "authorships": [{"author": {"id": "A1", "id": "A2"}}]}"#);
    assert_eq!((&*refused.field, &*refused.detail), ("authorships[0].author.id", "duplicate field `id`"));
}

#[test]
fn a_value_of_another_sort_is_refused_by_path() {
    let refused = rejection(r#"{"id": "W1", "authorships": [{}, {"institutions": [{"ror": 5}]}]}"#);
    assert_eq!((&*refused.field, refused.reason), ("authorships[1].institutions[0].ror", Reason::Syntax));
    assert_eq!(refused.detail, "invalid type: integer `5`, expected text or null");
    assert_eq!(rejection(r#"{"id": "W1", "locations": {}}"#).field, "locations");
    assert_eq!(rejection(r#"{"id": "W1", "is_xpac": "no"}"#).field, "is_xpac");
}

#[test]
fn citations_by_year_that_are_none_are_refused() {
    for (list, field, reason) in [
        ("{}", "counts_by_year", Reason::Syntax),
        ("[7]", "counts_by_year[0]", Reason::Syntax),
        ("[{\"year\": 2020}]", "counts_by_year[0]", Reason::Syntax),
        ("[{\"year\": null, \"cited_by_count\": 1}]", "counts_by_year[0].year", Reason::Year),
        ("[{\"year\": \"2020\", \"cited_by_count\": 1}]", "counts_by_year[0].year", Reason::Year),
        ("[{\"year\": 2020, \"cited_by_count\": 1.5}]", "counts_by_year[0].cited_by_count", Reason::Number),
        ("[{\"year\": 99999, \"cited_by_count\": 1}]", "counts_by_year", Reason::Year),
        (
            "[{\"year\": 2020, \"cited_by_count\": 1}, {\"year\": 2020, \"cited_by_count\": 1}]",
            "counts_by_year",
            Reason::Conflict,
        ),
        ("[{\"year\": 2020, \"cited_by_count\": 18446744073709551615}]", "counts_by_year", Reason::Number),
    ] {
        let refused = rejection(&format!("{{\"id\": \"W1\", \"counts_by_year\": {list}}}"));
        assert_eq!((&*refused.field, refused.reason), (field, reason), "{list}: {}", refused.detail);
    }
}

#[test]
fn what_is_no_json_is_refused() {
    for bad in ["nonsense", r#"{"id": "W1", }"#, r#"{"id": "W1" "x": 2}"#, r#"{"id": "W1", "x": [1, 2}"#] {
        assert_eq!(rejection(bad).reason, Reason::Syntax, "{bad}");
    }
}

#[test]
fn deep_nesting_is_refused_where_a_work_is_read() {
    let deep = format!("{{\"id\": \"W1\", \"x\": {}{}}}", "[".repeat(200), "]".repeat(200));
    let refused = rejection(&deep);
    assert_eq!(refused.reason, Reason::Syntax);
    assert!(refused.detail.starts_with("201 "), "{}", refused.detail);
    let very = format!("{{\"id\": \"W1\", \"authorships\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(rejection(&very).reason, Reason::Syntax);
}

#[test]
fn control_characters_are_refused_by_path() {
    let refused = rejection(r#"{"id": "W1", "title": "a\u0000b"}"#);
    assert_eq!((&*refused.field, refused.reason), ("title", Reason::ControlCharacter));
    let refused =
        rejection(r#"{"id": "W1", "authorships": [{"raw_affiliation_strings": ["x", "\u001b[31m"]}]}"#);
    let path = "authorships[0].raw_affiliation_strings[1]";
    assert_eq!((&*refused.field, refused.reason), (path, Reason::ControlCharacter));
}

#[test]
fn other_encodings_are_refused() {
    let dir = folder(&[(
        "a.jsonl",
        b"{\"id\": \"W1\"}\n{\"id\": \"W2\", \"abstract\": \"\xE9t\xE9\"}\n{\"id\": \"W3\"}\n",
    )]);
    let notes = read_all(&[dir.path().join("a.jsonl")]).unwrap().0;
    assert_eq!((notes.papers.len(), notes.rejections.len()), (2, 1));
    assert_eq!((notes.rejections[0].reason, notes.rejections[0].place.line), (Reason::Encoding, 2));
}

#[test]
fn a_gzip_that_is_cut_off_is_an_error_of_the_whole() {
    let text = lines(1..5_000, |n| format!("{{\"id\": \"W{n}\", \"title\": \"{}\"}}", n * 7919));
    let packed = gzip(text.as_bytes());
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("part_000.gz");
    for tenth in 1..10 {
        fs::write(&path, &packed[..packed.len() * tenth / 10]).unwrap();
        let error = read_all(std::slice::from_ref(&path)).unwrap_err();
        assert_eq!(error.kind(), Kind::Input);
        assert!(error.to_string().contains("ends early"), "{error}");
    }
}

#[test]
fn the_watch_is_told_and_stops_the_reading() {
    let text = GOOD.repeat(10_000);
    let dir = folder(&[("a.jsonl", text.as_bytes()), ("b.jsonl", text.as_bytes())]);
    let seen = std::cell::Cell::new(0);
    let count = |bytes| {
        seen.set(seen.get() + bytes);
        Ok(())
    };
    let options = Options { watch: &count, ..Options::ALL };
    read(&[dir.path().to_owned()], &options, &mut Notes::default()).unwrap();
    assert_eq!(seen.get(), 2 * text.len() as u64);
    let options = Options { watch: &|_| Err(Error::limit("enough", "")), ..Options::ALL };
    let error = read(&[dir.path().to_owned()], &options, &mut Notes::default()).unwrap_err();
    assert_eq!(error.kind(), Kind::Limit);
}
