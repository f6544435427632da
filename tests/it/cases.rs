//! Cases in `tests/cases/<name>`: commands, inputs and what must come of them.
//!
//! `cmd` holds one command a line (`#` starts a comment); words may be quoted with `'`. `{in}` is the case's folder of
//! inputs, `{tiny}` that of the case `hand-computed`, `{store}` a store of the case's own, `{dir}` a scratch folder.
//! `expected/code` holds the exit code of each command, all 0 if there is no such file; `expected/stdout` the whole output
//! of all commands, or `expected/stdout.csv` the same with numbers compared to 1e-9, or `expected/stdout.has` lines that
//! must occur in this order; `expected/stderr` parts of the messages, in this order. Any other expected file
//! is one of `{dir}`, line by line: each line must begin as expected.

use crate::faults::lab::{aicity, run};
use std::fs;
use std::path::{Path, PathBuf};

mod generated;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

/// The inputs of the case `hand-computed`.
pub fn tiny() -> PathBuf {
    folder().join("hand-computed/in")
}

/// What the commands of a case came to, together.
#[derive(Debug, Default)]
struct Outcome {
    codes: Vec<String>,
    out: String,
    err: String,
}

#[test]
fn every_case_ends_as_expected() {
    let mut failures = Vec::new();
    let mut cases: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|case| case.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() > 30, "{} cases", cases.len());
    for case in cases {
        let scratch = tempfile::tempdir().unwrap();
        let outcome = play(&case, scratch.path());
        if let Err(why) = check(&case, scratch.path(), &outcome) {
            failures.push(format!("{}: {why}\n{}", case.display(), outcome.err));
        }
    }
    assert!(failures.is_empty(), "{} cases fail\n{}", failures.len(), failures.join("\n"));
}

fn play(case: &Path, scratch: &Path) -> Outcome {
    let mut outcome = Outcome::default();
    let commands =
        fs::read_to_string(case.join("cmd")).unwrap_or_else(|e| panic!("{}/cmd: {e}", case.display()));
    for line in commands.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let places = [("in", case.join("in")), ("tiny", tiny()), ("store", scratch.join("store"))];
        let mut line = line.replace("{dir}", scratch.to_str().unwrap());
        for (name, path) in places {
            line = line.replace(&format!("{{{name}}}"), path.to_str().unwrap());
        }
        let answer = run(&mut aicity(words(&line)));
        outcome.codes.push(answer.code.map_or_else(|| "signal".to_owned(), |code| code.to_string()));
        outcome.out += &String::from_utf8(answer.out).unwrap();
        outcome.err += &answer.err;
    }
    outcome
}

/// Words with spaces between them; `'` quotes.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for (i, part) in line.split('\'').enumerate() {
        let quoted = i % 2 == 1;
        for (j, piece) in part.split(' ').enumerate() {
            if quoted && j > 0 {
                words.last_mut().unwrap().push(' ');
            } else if j > 0 {
                words.push(String::new());
            }
            words.last_mut().unwrap().push_str(piece);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn check(case: &Path, scratch: &Path, outcome: &Outcome) -> Result<(), String> {
    let expected = case.join("expected");
    let codes = fs::read_to_string(expected.join("code"));
    let codes = codes.unwrap_or_else(|_| "0\n".repeat(outcome.codes.len()));
    if codes.split_whitespace().ne(outcome.codes.iter().map(String::as_str)) {
        return Err(format!("codes {:?}, expected {codes:?}", outcome.codes));
    }
    if outcome.err.contains("panicked") {
        return Err("it panicked".to_owned());
    }
    let Ok(files) = fs::read_dir(&expected) else { return Ok(()) };
    for file in files {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        match name {
            "code" => Ok(()),
            "stdout" => same(&text, &outcome.out),
            "stdout.csv" => same_figures(&text, &outcome.out),
            "stdout.has" => contains(&text, &outcome.out),
            "stderr" => contains(&text, &outcome.err),
            _ => same_beginnings(&text, &fs::read_to_string(scratch.join(name)).unwrap_or_default()),
        }
        .map_err(|why| format!("{name}: {why}"))?;
    }
    Ok(())
}

fn same(expected: &str, found: &str) -> Result<(), String> {
    if expected == found { Ok(()) } else { Err(format!("expected\n{expected}found\n{found}")) }
}

/// Lines that are parts of the text, in their order.
fn contains(expected: &str, found: &str) -> Result<(), String> {
    let mut rest = found;
    for line in expected.lines() {
        let at = rest
            .find(line)
            .ok_or_else(|| format!("{line:?} does not occur in (what is left of)\n{found}"))?;
        rest = &rest[at + line.len()..];
    }
    Ok(())
}

fn same_beginnings(expected: &str, found: &str) -> Result<(), String> {
    let same = expected.lines().count() == found.lines().count()
        && expected.lines().zip(found.lines()).all(|(start, line)| line.starts_with(start));
    if same { Ok(()) } else { Err(format!("expected\n{expected}found\n{found}")) }
}

fn same_figures(expected: &str, found: &str) -> Result<(), String> {
    let same_cell = |a: &str, b: &str| match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(a), Ok(b)) => (a - b).abs() <= 1e-9 * a.abs().max(1.0),
        _ => a == b,
    };
    let (rows, others) = (expected.lines(), found.lines());
    for (row, other) in rows.clone().zip(others.clone()) {
        let (cells, found) = (row.split(','), other.split(','));
        if cells.clone().count() != found.clone().count() || !cells.zip(found).all(|(a, b)| same_cell(a, b)) {
            return Err(format!("expected\n{row}\nfound\n{other}"));
        }
    }
    let counts = (rows.count(), others.count());
    if counts.0 == counts.1 { Ok(()) } else { Err(format!("{} rows instead of {}", counts.1, counts.0)) }
}

#[test]
fn the_checks_of_cases_find_differences() {
    assert!(same_figures("a,1\n", "a,1.0000000001\n").is_ok() && same_figures("a,1\n", "a,1.1\n").is_err());
    assert!(same_figures("a,1\n", "a,1\nb,2\n").is_err() && same_figures("a,1\n", "a,1,2\n").is_err());
    assert!(contains("b\na", "a b").is_err() && contains("a\nb", "a b").is_ok());
    assert!(same_beginnings("a\n", "ab\n").is_ok() && same_beginnings("a\n", "ab\nc\n").is_err());
    assert_eq!(words("a 'b c'  d"), ["a", "b c", "d"]);
}
