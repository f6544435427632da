//! Parquet says what JSON says. The files were written by pyarrow, see `data/make.py`.

use super::*;
use crate::base::Kind;
use crate::model::record::Reason;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sources/openalex/tests/data").join(name)
}

/// What a file reads as in a snapshot, without its name; rejections, which come in another order, sorted.
fn read_data(name: &str, selection: &Selection) -> Notes {
    let (entity, ending) = (name.split(['_', '.']).next().unwrap(), name.rsplit('.').next().unwrap());
    let part = format!("{entity}/updated_date=2026-06-01/part_0000.{ending}");
    let dir = folder(&[(&part, &fs::read(data(name)).unwrap())]);
    let mut notes = read_selected(&[dir.path().to_owned()], selection).unwrap().0;
    notes.files.clear();
    notes.rejections.sort();
    notes
}

#[test]
fn works_are_the_same_in_both_renderings() {
    let venues = || Selection::of_sources(&[("Seven", "vision", "S7")]);
    let selections = [
        Selection::ALL,
        venues(),
        venues().within(Some(2021..=2022)),
        Selection::ALL.within(Some(2020..=2020)),
    ];
    for (selection, papers) in selections.iter().zip([3, 2, 1, 1]) {
        let lines = read_data("works.jsonl", selection);
        assert_eq!(lines.papers.len(), papers, "{lines:?}");
        assert!(!lines.authorships.is_empty() && !lines.rejections.is_empty());
        for columns in ["works.parquet", "works_zstd.parquet"] {
            assert_eq!(read_data(columns, selection), lines, "{columns}");
        }
    }
}

#[test]
fn citations_by_year_are_read_in_both_renderings() {
    let papers = read_data("works.parquet", &Selection::ALL).papers;
    let said: Vec<_> =
        papers.iter().map(|paper| paper.split_once(" | by year ").map(|(_, list)| list)).collect();
    assert_eq!(said, [Some("2020:7 2022:9"), Some(""), None], "{papers:?}");
}

#[test]
fn refusals_name_the_path_in_both_renderings() {
    let notes = read_data("works.parquet", &Selection::ALL);
    let refused: Vec<_> =
        notes.rejections.iter().map(|r| (r.place.line, &*r.field, r.reason, r.detail.as_str())).collect();
    let expected = [
        (
            4,
            "cited_by_count",
            Reason::Number,
            "invalid type: integer `-4`, expected a whole number from 0 up",
        ),
        (6, "id", Reason::Syntax, "\"https://openalex.org/T6\" is no id of a work: W and a number"),
        (8, "publication_year", Reason::Year, "\"99999\" is no year from 1000 to 9999"),
        (
            9,
            "counts_by_year[1].cited_by_count",
            Reason::Number,
            "invalid type: integer `-4`, expected a whole number from 0 up",
        ),
        (10, "counts_by_year", Reason::Conflict, "the year 2022 is there twice"),
    ];
    assert_eq!(refused, expected);
}

#[test]
fn institutions_are_the_same_in_both_renderings() {
    let lines = read_data("institutions.jsonl", &Selection::ALL);
    assert_eq!((lines.institutions.len(), lines.cities.len(), lines.rejections.len()), (4, 2, 1));
    assert_eq!(read_data("institutions.parquet", &Selection::ALL), lines);
}

#[test]
fn a_file_of_its_own_says_by_its_columns_what_it_is() {
    assert_eq!(read_all(&[data("works.parquet")]).unwrap().0.papers.len(), 3);
    assert_eq!(read_all(&[data("institutions.parquet")]).unwrap().0.institutions.len(), 4);
}

#[test]
fn a_snapshot_of_parquet_is_read_by_its_manifest() {
    let part = fs::read(data("works.parquet")).unwrap();
    let manifest = |records: u32| {
        format!(
            r#"{{"files": [{{"url": "s3://openalex/data/parquet/works/updated_date=2026-06-01/part_0000.parquet",
            "meta": {{"content_length": {}, "record_count": {records}}}}}]}}"#,
            part.len()
        )
    };
    let files = |manifest: &str| {
        folder(&[
            ("data/parquet/works/updated_date=2026-06-01/part_0000.parquet", &part),
            ("data/parquet/works/manifest.json", manifest.as_bytes()),
        ])
    };
    // With a selection that takes nothing, the records are counted all the same.
    let selection = Selection::of_sources(&[("x", "", "S1")]).within(Some(1900..=1900));
    let dir = files(&manifest(10));
    let (notes, read) = read_selected(&[dir.path().to_owned()], &selection).unwrap();
    assert_eq!(notes.files, ["works/updated_date=2026-06-01/part_0000.parquet"]);
    assert_eq!((notes.papers.len(), read[0].bytes), (0, part.len() as u64));
    let dir = files(&manifest(11));
    let error = read_all(&[dir.path().to_owned()]).unwrap_err();
    assert!(error.to_string().contains("says 11 records; it holds 10"), "{error}");
}

#[test]
fn what_is_damaged_or_none_is_an_error() {
    let part = fs::read(data("works.parquet")).unwrap();
    let check = |bytes: &[u8]| {
        let dir = folder(&[("part_0000.parquet", bytes)]);
        read_all(&[dir.path().join("part_0000.parquet")]).map(drop).map_err(|error| error.kind())
    };
    for tenth in 1..10 {
        assert_eq!(check(&part[..part.len() * tenth / 10]), Err(Kind::Input));
    }
    assert_eq!(check(b"{\"id\": \"W1\"}\n"), Err(Kind::Input));
    // Any byte that is another ends in an error of the input or in records, never in a panic.
    for at in (0..part.len()).step_by(97) {
        let mut other = part.clone();
        other[at] ^= 0x55;
        assert!(matches!(check(&other), Ok(()) | Err(Kind::Input)));
    }
}
