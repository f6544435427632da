//! Cases whose inputs are made: variants of one corpus, and papers with thousands of authors.

use super::tiny;
use crate::faults::lab::{aicity, load, names, rank, run, succeed};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

const TABLES: [&str; 4] = ["authorships.csv", "cities.csv", "institutions.csv", "papers.csv"];

/// Loads a variant of the hand-computed corpus; answers its ranking by the sensitive rules.
fn ranking(input: &Path, dir: &Path) -> Vec<u8> {
    let store = dir.join("store");
    succeed(load(input, &store).arg("--strict"));
    succeed(rank(&store).args(["--counting", "fractional"]))
}

/// Writes every table changed by `change` under the name that `rename` makes of it.
fn variant(dir: &Path, rename: fn(&str) -> String, change: fn(Vec<u8>) -> Vec<u8>) {
    for table in TABLES {
        let text = fs::read(tiny().join(table)).unwrap();
        fs::write(dir.join(rename(table)), change(text)).unwrap();
    }
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn replace(text: &[u8], with: &[&[u8]]) -> Vec<u8> {
    let lines = text.split(|b| *b == b'\n').enumerate();
    let mut out: Vec<u8> = lines.flat_map(|(i, line)| [line, with[i % with.len()]].concat()).collect();
    let last = (text.split(|b| *b == b'\n').count() - 1) % with.len();
    out.truncate(out.len() - with[last].len());
    out
}

/// The columns of each row in reverse; no cell of the corpus is quoted.
fn reversed(text: Vec<u8>) -> Vec<u8> {
    let text = String::from_utf8(text).unwrap();
    assert!(!text.contains('"'));
    let line = |line: &str| line.split(',').rev().collect::<Vec<_>>().join(",") + "\n";
    text.lines().map(line).collect::<String>().into_bytes()
}

/// The rows in reverse, below the header.
fn shuffled(text: Vec<u8>) -> Vec<u8> {
    let text = String::from_utf8(text).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    (lines.join("\n") + "\n").into_bytes()
}

/// What is different, the name of a table's file, and its bytes.
type Variant = (&'static str, fn(&str) -> String, fn(Vec<u8>) -> Vec<u8>);

#[test]
fn the_same_tables_in_another_dress_rank_the_same() {
    let plain = |name: &str| name.to_owned();
    let gz = |name: &str| format!("{name}.gz");
    let zst = |name: &str| format!("{name}.zst");
    let variants: [Variant; 13] = [
        ("byte order mark", plain, |text| [b"\xEF\xBB\xBF", &text[..]].concat()),
        ("CRLF", plain, |text| replace(&text, &[b"\r\n"])),
        ("CR", plain, |text| replace(&text, &[b"\r"])),
        ("mixed line endings", plain, |text| replace(&text, &[b"\r", b"\n", b"\r\n"])),
        ("blank lines", plain, |text| replace(&text, &[b"\n\n", b"\r\n\r\n"])),
        ("no last line ending", plain, |text| text.strip_suffix(b"\n").unwrap().to_vec()),
        ("columns in another order", plain, reversed),
        ("rows in another order", plain, shuffled),
        ("gzip", gz, |text| gzip(&text)),
        ("two gzip members", gz, |text| [gzip(&text[..9]), gzip(&text[9..])].concat()),
        ("zstd", zst, |text| zstd::encode_all(&text[..], 3).unwrap()),
        ("gzip named as text", plain, |text| gzip(&text)),
        ("text named as zstd", zst, |text| text),
    ];
    let dir = tempfile::tempdir().unwrap();
    let expected = ranking(&tiny(), dir.path());
    for (what, rename, change) in variants {
        let dir = tempfile::tempdir().unwrap();
        variant(dir.path(), rename, change);
        assert_eq!(names(dir.path()).len(), 4);
        assert!(ranking(dir.path(), dir.path()) == expected, "{what}");
    }
}

#[test]
fn twice_the_rows_change_nothing_and_are_counted() {
    let dir = tempfile::tempdir().unwrap();
    let expected = ranking(&tiny(), dir.path());
    let twice = tempfile::tempdir().unwrap();
    variant(twice.path(), str::to_owned, |text| {
        let body = text.iter().position(|b| *b == b'\n').unwrap() + 1;
        [&text[..], &text[body..]].concat()
    });
    assert!(ranking(twice.path(), twice.path()) == expected);
    let again = run(aicity(["load", "--format", "tables"])
        .arg(twice.path())
        .arg("--store")
        .arg(dir.path().join("s")));
    let rows: usize =
        TABLES.map(|t| fs::read_to_string(tiny().join(t)).unwrap().lines().count() - 1).iter().sum();
    assert!(again.err.contains(&format!("{rows}  duplicate\n")), "{}", again.err);
}

/// One paper with many authors at the two places of the hand-computed corpus's first institutions.
fn crowd(dir: &Path, authors: u32) {
    variant(dir, str::to_owned, |text| text);
    let mut rows = String::from("paper_id,position,scholar_id,institution_id\n");
    (1..=authors).for_each(|i| writeln!(rows, "p1,{i},crowd{i},{}", ["iA", "iH"][i as usize % 2]).unwrap());
    fs::write(dir.join("authorships.csv"), rows).unwrap();
}

#[test]
fn twenty_thousand_authors_are_a_paper_and_one_more_are_not() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    crowd(dir.path(), 20_000);
    succeed(&mut load(dir.path(), &store));
    for counting in ["full", "fractional"] {
        let started = Instant::now();
        let ranked = String::from_utf8(succeed(rank(&store).args(["--counting", counting]))).unwrap();
        assert!(started.elapsed() < Duration::from_secs(5), "{counting}: {:?}", started.elapsed());
        // The paper has 10 citations. Two places of two countries, 10,000 scholars each; each signed one paper.
        let (papers, citations) = if counting == "full" { ("1", "10") } else { ("0.5", "0.0005") };
        let row = |key| ranked.lines().find(|line| line.split(',').nth(1) == Some(key)).unwrap().to_owned();
        for key in ["m:west", "3"] {
            let cells: Vec<String> = row(key).split(',').map(str::to_owned).collect();
            assert_eq!(
                [&cells[5], &cells[6], &cells[7], &cells[8]],
                [papers, "10", "10000", citations],
                "{counting}"
            );
        }
    }
    crowd(dir.path(), 20_001);
    let report = dir.path().join("rejections");
    let answer = run(load(dir.path(), &store).arg("--rejections").arg(&report));
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    let report = fs::read_to_string(report).unwrap();
    assert!(report.contains("authorships.csv,20002,too-many-authors,position,"), "{report}");
    let strict = run(load(dir.path(), &store).arg("--strict"));
    assert_eq!(strict.code, Some(3), "{}", strict.err);
}
