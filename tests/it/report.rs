//! `report` from outside.

use crate::oracle::aicity;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use tempfile::TempDir;

/// A store of a synthetic corpus, made once. What is static is not dropped: it stays in the build folder.
fn store() -> &'static Path {
    static FOLDER: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let make = || {
        let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let folder = dir.path().join("demo");
        aicity(&["demo", "--scale", "0.004", "--output", folder.to_str().unwrap()]);
        let store = folder.join("store");
        (dir, store)
    };
    &FOLDER.get_or_init(make).1
}

/// Switches that keep a report small.
const SMALL: [&str; 6] = ["--top", "30", "--replicates", "64", "--samples", "8"];

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_aicity")).args(args).output().unwrap()
}

fn report(from: [&str; 2], out: &Path, more: &[&str]) -> Output {
    run(&[&["report", from[0], from[1], "-o", out.to_str().unwrap()], &SMALL[..], more].concat())
}

/// Every file below a folder, by its path in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(dir) = folders.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn two_runs_a_store_and_its_dump_and_any_threads_give_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let from = ["--store", store().to_str().unwrap()];
    let made = |name: &str, from: [&str; 2], more: &[&str]| {
        let out = dir.path().join(name);
        let output = report(from, &out, more);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        files(&out)
    };
    let one = made("one", from, &[]);
    assert!(one == made("two", from, &["--threads", "1"]), "a second run differs");
    let dump = store().with_file_name("dump");
    let of_dump = made("three", ["--dump", dump.to_str().unwrap()], &[]);
    // Only the command differs, where it is told.
    let telling = ["manifest.json", "ro-crate-metadata.json"];
    for (name, bytes) in &one {
        let tells = telling.contains(&name.as_str()) || name.starts_with("report.");
        assert!(tells || of_dump[name] == *bytes, "{name} of the dump differs");
    }
    for name in [
        "report.zh.html",
        "report.en.html",
        "report.zh.xlsx",
        "report.en.xlsx",
        "report.zh.md",
        "CITATION.cff",
    ] {
        assert!(one.contains_key(name), "no {name}");
    }
    let zh = String::from_utf8(one["report.zh.html"].clone()).unwrap();
    assert!(zh.contains("合成数据") && zh.contains("图 2") && zh.contains("表 34"));
    for (name, word) in [
        ("CITATION.cff", "synthetic papers"),
        ("ro-crate-metadata.json", "synthetic papers"),
        ("report.zh.md", "篇合成论文"),
    ] {
        assert!(
            String::from_utf8_lossy(&one[name]).contains(word),
            "{name} does not say what the papers are"
        );
    }
}

#[test]
fn a_report_passes_lint_and_a_number_that_was_changed_does_not() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("r");
    let output = report(["--store", store().to_str().unwrap()], &out, &["--format", "csv", "--no-profiles"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lint = || run(&["lint", out.to_str().unwrap(), "--strict"]);
    assert!(lint().status.success());
    let path = out.join("edition/table05.csv");
    let text = fs::read_to_string(&path).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut cells: Vec<String> = lines[1].split(',').map(str::to_owned).collect();
    cells[3] = "12.34".to_owned();
    lines[1] = cells.join(",");
    fs::write(&path, lines.join("\n")).unwrap();
    let found = lint();
    assert_eq!(found.status.code(), Some(3));
    let said = String::from_utf8(found.stdout).unwrap();
    assert!(
        ["sub-index", "tables-disagree", "descending-order"].iter().any(|rule| said.contains(rule)),
        "{said}"
    );
}

#[test]
fn the_full_list_has_the_figures_of_rank() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("r");
    let store = store().to_str().unwrap();
    let more =
        ["--format", "csv", "--no-profiles", "--top", "100000", "--replicates", "64", "--samples", "0"];
    let output = run(&[&["report", "--store", store, "-o", out.to_str().unwrap()], &more[..]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let rank = aicity(&["rank", "--store", store, "--format", "csv", "--intervals", "--replicates", "64"]);
    let read = |bytes: &[u8]| {
        let mut reader = csv::Reader::from_reader(bytes);
        let heads = reader.headers().unwrap().clone();
        let row = |row: csv::StringRecord| {
            heads.iter().map(str::to_owned).zip(row.iter().map(str::to_owned)).collect::<BTreeMap<_, _>>()
        };
        reader.records().map(|record| row(record.unwrap())).collect::<Vec<_>>()
    };
    let (ours, theirs) = (read(&fs::read(out.join("tables/table-34-ranking.csv")).unwrap()), read(&rank));
    assert_eq!(ours.len(), theirs.len());
    for (ours, theirs) in ours.iter().zip(&theirs) {
        // Names may say more, to tell namesakes apart.
        for (name, value) in theirs.iter().filter(|(name, _)| !name.starts_with("name")) {
            assert_eq!(&ours[name], value, "{name} of {}", theirs["key"]);
        }
    }
}

#[test]
fn what_lies_there_stays_unless_it_may_be_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("r");
    let from = ["--store", store().to_str().unwrap()];
    let small = ["--format", "csv", "--no-profiles"];
    assert!(report(from, &out, &small).status.success());
    fs::write(out.join("mine.txt"), "mine").unwrap();
    let again = report(from, &out, &small);
    assert_eq!(again.status.code(), Some(5), "{}", String::from_utf8_lossy(&again.stderr));
    let other = [&small[..], &["--force", "--lang", "zh", "--format", "md"]].concat();
    let replaced = report(from, &out, &other[2..]);
    assert!(replaced.status.success(), "{}", String::from_utf8_lossy(&replaced.stderr));
    let there = files(&out);
    assert!(there.contains_key("mine.txt") && there.contains_key("report.zh.md"));
    assert!(!there.keys().any(|name| name.starts_with("tables/")), "the old report's files are left");
    // A list that reaches out of the folder is not followed.
    let list = r#"{"files": [{"path": "../precious"}]}"#;
    fs::write(dir.path().join("precious"), "x").unwrap();
    fs::write(out.join("manifest.json"), list).unwrap();
    assert_eq!(report(from, &out, &other[2..]).status.code(), Some(8));
    assert!(dir.path().join("precious").exists());
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("r");
    let from = ["--store", store().to_str().unwrap()];
    for (more, code) in [
        (&["--compare", "CN,XX"][..], 4),
        (&["--compare", "CN"], 2),
        (&["--since", "/nowhere"], 4),
        (&["--years", "1800"], 2),
    ] {
        let output = report(from, &out, more);
        assert_eq!(output.status.code(), Some(code), "{more:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    assert!(!out.exists(), "something was written");
}

#[test]
fn names_and_titles_of_others_are_text_in_every_format() {
    let dir = tempfile::tempdir().unwrap();
    let tables = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/hand-computed/in");
    let hostile = dir.path().join("tables");
    fs::create_dir(&hostile).unwrap();
    for name in ["cities", "institutions", "authorships", "papers"] {
        let text = fs::read_to_string(tables.join(format!("{name}.csv"))).unwrap();
        assert!(name != "cities" || (text.contains("London") && text.contains("Beijing")));
        // What the one is called would run in a page, the other in a spreadsheet.
        let text =
            text.replace("London", "<script>alert(1)</script>").replace("Beijing", "=cmd|' /C calc'!A0");
        fs::write(hostile.join(format!("{name}.csv")), text).unwrap();
    }
    let store = dir.path().join("store");
    aicity(&["load", "--format", "tables", hostile.to_str().unwrap(), "--store", store.to_str().unwrap()]);
    let out = dir.path().join("r");
    let from = ["--store", store.to_str().unwrap()];
    let output = report(from, &out, &["--unit", "city"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files = files(&out);
    let text = |name: &str| String::from_utf8(files[name].clone()).unwrap();
    let html = text("report.en.html");
    assert!(html.contains("&lt;script&gt;alert(1)") && !html.contains("<script"));
    let markdown = text("report.en.md");
    // An escaped sign is no tag.
    let unescaped = markdown.replace("\\<", "");
    assert!(markdown.contains("alert\\(1") || markdown.contains("alert(1"), "no name in Markdown");
    assert!(!unescaped.contains("<script"), "HTML in Markdown");
    let list = text("tables/table-34-ranking.csv");
    assert!(list.contains(",'=cmd|' /C calc'!A0,"), "a formula in a table");
    assert!(
        files
            .iter()
            .filter(|(name, _)| name.starts_with("figures/"))
            .all(|(_, svg)| !svg.windows(7).any(|w| w == b"<script"))
    );
    let raw = report(from, &out, &["--unit", "city", "--raw", "--force"]);
    assert!(raw.status.success());
    assert!(
        fs::read_to_string(out.join("tables/table-34-ranking.csv")).unwrap().contains(",=cmd|' /C calc'!A0,")
    );
}
