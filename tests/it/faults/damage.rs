//! Damage: one flipped bit, a cut, a missing file. Never served, always exit code 8 with the file's name.

use super::lab::{Answer, Lab, aicity, load, names, rank, run, succeed, verify, write_corpus};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Positions of flips in a file of `length` bytes: both ends, and the rest spread evenly.
fn positions(length: usize, count: usize) -> BTreeSet<usize> {
    let spread = (0..count).map(|i| i * (length - 1) / (count - 1).max(1));
    spread.chain([1, length.saturating_sub(2)]).filter(|&at| at < length).collect()
}

/// Flips one bit at each position in turn, lets `check` look, and puts the file back.
fn flip_each(file: &Path, count: usize, check: impl Fn(usize, u8)) {
    let intact = fs::read(file).unwrap();
    for (i, at) in positions(intact.len(), count).into_iter().enumerate() {
        let bit = (i * 5 + at) as u8 % 8;
        let mut flipped = intact.clone();
        flipped[at] ^= 1 << bit;
        fs::write(file, &flipped).unwrap();
        check(at, bit);
    }
    fs::write(file, &intact).unwrap();
}

/// Expects damage to be told with the file's name, on one line without a backtrace.
fn assert_damaged(answer: &Answer, name: &str, what: &str) {
    assert_eq!(answer.code, Some(8), "{what}: {}", answer.err);
    assert!(answer.err.starts_with("error: ") && answer.err.contains(name), "{what}: {}", answer.err);
    assert!(!answer.err.contains("panicked"), "{what}: {}", answer.err);
}

fn small_store(dir: &Path) -> PathBuf {
    let (input, store) = (dir.join("in"), dir.join("store"));
    write_corpus(&input, 30, 5);
    succeed(&mut load(&input, &store));
    store
}

fn query(store: &Path) -> Command {
    let mut command = aicity(["query", "--name", "indicators/papers", "--store"]);
    command.arg(store);
    command
}

fn explain(store: &Path) -> Command {
    let mut command = aicity(["explain", "1000", "--store"]);
    command.arg(store);
    command
}

#[test]
fn every_flipped_bit_of_a_store_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let store = small_store(dir.path());
    let mut files = vec![store.join("CURRENT")];
    files.extend(names(&store.join("gen-1")).iter().map(|name| store.join("gen-1").join(name)));
    assert_eq!(files.len(), 8);
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap();
        flip_each(&file, 40, |at, bit| {
            assert_damaged(&run(&mut verify(&store)), name, &format!("{name}: byte {at}, bit {bit}"));
        });
        succeed(&mut verify(&store));
    }
}

/// A command that reads a store.
type Reader = fn(&Path) -> Command;

#[test]
fn damage_is_found_before_it_is_served() {
    let dir = tempfile::tempdir().unwrap();
    let store = small_store(dir.path());
    let readers: [(&str, Reader); 5] =
        [("CURRENT", rank), ("columns", rank), ("texts", explain), ("terms", query), ("graphs", query)];
    for (name, read) in readers {
        succeed(&mut read(&store));
        let file = if name == "CURRENT" { store.join(name) } else { store.join("gen-1").join(name) };
        flip_each(&file, 12, |at, bit| {
            let answer = run(&mut read(&store));
            assert_damaged(&answer, name, &format!("{name}: byte {at}, bit {bit}"));
            assert!(answer.out.is_empty(), "{name}: byte {at}: something was served");
        });
    }
}

#[test]
fn every_flipped_bit_of_a_dump_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let (store, dump) = (small_store(dir.path()), dir.path().join("dump"));
    succeed(aicity(["dump", "-q", "-o"]).arg(&dump).arg("--store").arg(&store));
    let ranked = succeed(&mut rank(&store));
    for (command, engine) in [("verify", None), ("rank", None), ("rank", Some("sparql"))] {
        let read = || {
            let mut read = aicity([command, "--dump"]);
            read.arg(&dump);
            if let Some(engine) = engine {
                read.args(["--engine", engine]);
            }
            read
        };
        let whole = succeed(&mut read());
        assert!(command == "verify" || whole == ranked);
        let count = if command == "verify" { 40 } else { 10 };
        for name in ["graph.nq.zst", "manifest.json"] {
            flip_each(&dump.join(name), count, |at, bit| {
                let what = format!("{command} {engine:?}: {name}: byte {at}, bit {bit}");
                let answer = run(&mut read());
                assert_damaged(&answer, name, &what);
                assert!(answer.out.is_empty(), "{what}: something was served");
            });
        }
    }
}

#[test]
fn files_cut_short_or_gone_are_found() {
    let dir = tempfile::tempdir().unwrap();
    let store = small_store(dir.path());
    for name in [
        "CURRENT",
        "gen-1/MANIFEST",
        "gen-1/columns",
        "gen-1/texts",
        "gen-1/terms",
        "gen-1/graphs",
        "gen-1/statements",
        "gen-1/resolution.parquet",
    ] {
        let (file, short) = (store.join(name), name.rsplit('/').next().unwrap());
        let intact = fs::read(&file).unwrap();
        for length in [0, 1, intact.len() / 2, intact.len() - 1] {
            fs::write(&file, &intact[..length]).unwrap();
            assert_damaged(&run(&mut verify(&store)), short, &format!("{name} cut to {length}"));
        }
        fs::write(&file, [&intact[..], b"\n"].concat()).unwrap();
        assert_damaged(&run(&mut verify(&store)), short, &format!("{name} one byte longer"));
        fs::remove_file(&file).unwrap();
        assert_damaged(&run(&mut verify(&store)), short, &format!("{name} gone"));
        fs::write(&file, &intact).unwrap();
    }
    succeed(&mut verify(&store));
}

#[test]
fn a_lost_current_names_what_is_intact_and_a_load_heals_it() {
    let lab = Lab::new(30);
    let store = lab.store();
    for text in ["", "gen-9 00000000000000000000000000000000\n", "gen-01 x\n", "../../etc x\n", "gen-1"] {
        fs::write(store.join("CURRENT"), text).unwrap();
        let answer = run(&mut rank(&store));
        assert_damaged(&answer, "", text);
        assert!(answer.err.contains("intact generations: gen-1"), "{text:?}: {}", answer.err);
    }
    // The hint is true: the name with the checksum of the manifest is all that CURRENT is.
    let manifest = fs::read(store.join("gen-1/MANIFEST")).unwrap();
    let sum = xxhash_rust::xxh3::xxh3_128(&manifest);
    fs::write(store.join("CURRENT"), format!("gen-1 {sum:032x}\n")).unwrap();
    assert_eq!(lab.holds(&store, "after repair by hand"), 0);
    fs::remove_file(store.join("CURRENT")).unwrap();
    succeed(&mut load(&lab.inputs[1], &store));
    assert_eq!(lab.holds(&store, "after a load"), 1);
    fs::write(store.join("CURRENT"), "gen-9 0\n").unwrap();
    fs::write(store.join("gen-2/columns"), "").unwrap();
    let answer = run(&mut rank(&store));
    assert_damaged(&answer, "", "nothing intact");
    assert!(answer.err.contains("no generation is intact"), "{}", answer.err);
}

#[test]
fn a_store_of_another_layout_is_refused_by_its_version() {
    let dir = tempfile::tempdir().unwrap();
    let store = small_store(dir.path());
    let path = store.join("gen-1/MANIFEST");
    let other = fs::read_to_string(&path).unwrap().replace("\"layout\": 3", "\"layout\": 999");
    fs::write(&path, &other).unwrap();
    let sum = xxhash_rust::xxh3::xxh3_128(other.as_bytes());
    fs::write(store.join("CURRENT"), format!("gen-1 {sum:032x}\n")).unwrap();
    let answer = run(&mut rank(&store));
    assert_damaged(&answer, "layout 999", "another layout");
    assert!(answer.err.contains("store made by aicity"), "{}", answer.err);
}
