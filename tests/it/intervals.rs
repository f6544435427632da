//! `rank --intervals` from outside.

use crate::oracle::{aicity, table};
use std::sync::OnceLock;
use tempfile::TempDir;

/// A store of a synthetic corpus with 45 institutions, made once. What is static is not dropped: it stays in the build folder.
fn store() -> &'static str {
    static FOLDER: OnceLock<(TempDir, String)> = OnceLock::new();
    let make = || {
        let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let folder = dir.path().join("demo").to_str().unwrap().to_owned();
        aicity(&["demo", "--scale", "0.008", "--output", &folder]);
        (dir, format!("{folder}/store"))
    };
    &FOLDER.get_or_init(make).1
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let store = store();
    for switches in [
        &["--format", "json", "--replicates", "200"][..],
        &["--format", "json", "--replicates", "130", "--counting", "fractional", "--unit", "institution"],
        &["--format", "csv", "--replicates", "1000", "--seed", "7", "--collaboration", "countries"],
        &["--format", "table", "--replicates", "65", "--top", "20"],
    ] {
        let rank = |threads: &str| {
            aicity(&[&["--threads", threads, "rank", "--store", store, "--intervals"], switches].concat())
        };
        let one = rank("1");
        assert!(one == rank("2") && one == rank("8"), "{switches:?}: threads matter");
    }
    let seed = |seed: &str| aicity(&["rank", "--store", store, "--intervals", "--seed", seed]);
    assert!(seed("1") != seed("2") && seed("2023") == aicity(&["rank", "--store", store, "--intervals"]));
}

#[test]
fn columns_are_added_after_those_of_the_ranking_and_change_none() {
    let store = store();
    let rank = |args: &[&str]| {
        let plain = &["rank", "--format", "csv", "--unit", "institution", "--store", store];
        aicity(&[&plain[..], args].concat())
    };
    let (plain, sure) = (rank(&[]), rank(&["--intervals", "--replicates", "300"]));
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    for (i, (before, after)) in text(&plain).lines().zip(text(&sure).lines()).enumerate() {
        let added = after.strip_prefix(before).unwrap();
        assert_eq!(added.matches(',').count(), 5);
        assert!(i > 0 || added == ",rank_low,rank_high,p_top20,p_top100,tier");
    }
    let rows = table(&sure, "key");
    let number =
        |row: &std::collections::BTreeMap<String, String>, name: &str| row[name].parse::<f64>().unwrap();
    let mut ranked: Vec<_> = rows.values().collect();
    ranked.sort_by(|a, b| number(a, "rank").total_cmp(&number(b, "rank")));
    assert_eq!(number(ranked[0], "tier").to_bits(), 1.0_f64.to_bits());
    for pair in ranked.windows(2) {
        assert!(number(pair[0], "tier") <= number(pair[1], "tier"));
    }
    for row in ranked {
        assert!(number(row, "rank_low") <= number(row, "rank_high"));
        assert!(number(row, "p_top20") <= number(row, "p_top100"));
    }
    // Places add up: in each replicate there are 20 units in the top 20, or more where some are level.
    let sum: f64 = rows.values().map(|row| number(row, "p_top20")).sum();
    // Shares are thousandths, which doubles hold but nearly.
    assert!((20.0 - 1e-9..21.0).contains(&sum), "{sum}");
}

#[test]
fn both_engines_have_the_same_intervals() {
    let store = store();
    let rank = |engine: &str| {
        aicity(&["rank", "--store", store, "--intervals", "--replicates", "64", "--engine", engine])
    };
    assert!(rank("graph") == rank("sparql"));
}
