//! Open inputs on the whole way to a ranking: the OpenAlex slice against its oracle, conference lists against the same
//! papers in the corpus that was resolved by other means.

use crate::oracle::{COLUMNS, aicity, compare, table};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn data(part: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if path.join(part).exists() && path.join("geo").exists() {
        return Some(path);
    }
    println!("SKIPPED: no ../shared/data/{part} beside the project");
    None
}

/// A folder for stores and dumps, and paths in it.
struct Work(tempfile::TempDir);

impl Work {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }
}

#[test]
fn the_openalex_slice_has_the_answers_of_its_oracle() {
    let Some(data) = data("openalex_slice") else { return };
    let (work, slice) = (Work::new(), data.join("openalex_slice"));
    let (store, dump) = (work.path("store"), work.path("dump"));
    aicity(&["load", "--strict", slice.to_str().unwrap(), "--store", &store]);
    let rank = |from: &[&str], unit: &str| {
        aicity(&[&["rank", "--format", "csv", "--years", "all", "--unit", unit], from].concat())
    };
    for unit in ["city", "metro"] {
        let ranked = rank(&["--store", &store], unit);
        compare(&ranked, &slice.join(format!("oracle_{unit}.csv")), &COLUMNS);
        assert_eq!(rank(&["--store", &store, "--engine", "sparql"], unit), ranked);
    }
    // What was stated and concluded goes with the dump, and comes back from it.
    aicity(&["dump", "--store", &store, "-o", &dump]);
    assert_eq!(rank(&["--dump", &dump], "city"), rank(&["--store", &store], "city"));
    let (again, second) = (work.path("again"), work.path("second"));
    aicity(&["load", &dump, "--store", &again]);
    aicity(&["dump", "--store", &again, "-o", &second]);
    let graph = |dump: &str| fs::read(Path::new(dump).join("graph.nq.zst")).unwrap();
    assert!(graph(&dump) == graph(&second), "a dump that was loaded has another graph");
    let statements = |store: &str| fs::read(Path::new(store).join("gen-1/statements")).unwrap();
    assert!(statements(&store) == statements(&again), "other statements came back from the dump");
}

/// Paper → cities, by a query on a store.
fn cities_by_paper(work: &Work, store: &str) -> BTreeMap<String, BTreeSet<String>> {
    let query = work.path("cities.rq");
    let text = "PREFIX a: <https://aicity.example/ontology#> \
                SELECT ?paper ?city { GRAPH ?derived { ?paper a:inCity ?city } ?paper a a:Paper }";
    fs::write(&query, text).unwrap();
    let rows = aicity(&["query", "--store", store, &query, "--format", "csv"]);
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for record in csv::Reader::from_reader(&rows[..]).records() {
        let record = record.unwrap();
        found.entry(record[0].to_owned()).or_default().insert(record[1].to_owned());
    }
    found
}

/// Papers of a store, with or without a place.
fn papers(work: &Work, store: &str) -> BTreeSet<String> {
    let query = work.path("papers.rq");
    fs::write(&query, "SELECT ?paper { ?paper a <https://aicity.example/ontology#Paper> }").unwrap();
    let rows = aicity(&["query", "--store", store, &query, "--format", "csv"]);
    csv::Reader::from_reader(&rows[..]).records().map(|record| record.unwrap()[0].to_owned()).collect()
}

/// Ranks from 1, equal values sharing the mean of theirs.
fn ranks(values: &[u32]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by_key(|&i| values[i]);
    let mut ranks = vec![0.0; values.len()];
    for same in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let first = order.iter().position(|i| *i == same[0]).unwrap();
        let mean = first as f64 + f64::midpoint(same.len() as f64, 1.0);
        same.iter().for_each(|&i| ranks[i] = mean);
    }
    ranks
}

/// Spearman's rank correlation: Pearson's of the ranks.
fn spearman(a: &[u32], b: &[u32]) -> f64 {
    let (a, b) = (ranks(a), ranks(b));
    let mean = f64::midpoint(a.len() as f64, 1.0);
    let sum = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| (x - mean) * (y - mean)).sum::<f64>();
    sum(&a, &b) / (sum(&a, &a) * sum(&b, &b)).sqrt()
}

#[test]
fn ranks_are_those_of_a_textbook() {
    assert_eq!(ranks(&[10, 30, 20, 20]), [1.0, 4.0, 2.5, 2.5]);
    assert!((spearman(&[1, 2, 3, 4, 5], &[5, 6, 7, 8, 7]) - 0.820_782_681_668_123_4).abs() < 1e-12);
}

#[test]
fn conference_lists_rank_as_the_corpus_that_was_made_from_them() {
    let Some(data) = data("paperlists") else { return };
    let work = Work::new();
    let (lists, corpus) = (work.path("lists"), work.path("corpus"));
    let input = |part: &str| data.join(part).to_str().unwrap().to_owned();
    aicity(&[
        "load",
        "--format",
        "paperlists",
        &input("paperlists"),
        "--gazetteer",
        &input("geo"),
        "--store",
        &lists,
    ]);
    aicity(&["load", "--format", "tables", &input("corpus"), "--store", &corpus]);
    let both: BTreeSet<String> =
        papers(&work, &lists).intersection(&papers(&work, &corpus)).cloned().collect();
    assert!(both.len() > 4_800, "{} papers are in both", both.len());
    let count = |store: &str| {
        let mut count: BTreeMap<String, u32> = BTreeMap::new();
        let cities = cities_by_paper(&work, store);
        both.iter().filter_map(|paper| cities.get(paper)).flatten().for_each(|city| {
            *count.entry(city.clone()).or_default() += 1;
        });
        count
    };
    let (ours, theirs) = (count(&lists), count(&corpus));
    let of = |counts: &BTreeMap<String, u32>, city: &String| counts.get(city).copied().unwrap_or(0);
    let correlation = |cities: &BTreeSet<&String>| {
        let column = |counts| cities.iter().map(|city| of(counts, city)).collect::<Vec<_>>();
        spearman(&column(&ours), &column(&theirs))
    };
    let all = ours.keys().chain(theirs.keys()).collect();
    let common: BTreeSet<&String> = ours.keys().filter(|city| theirs.contains_key(*city)).collect();
    println!(
        "papers per city: Spearman {:.4} over the {} cities of the corpus, {:.4} over {} in both, {:.4} over all {}",
        correlation(&theirs.keys().collect()),
        theirs.len(),
        correlation(&common),
        common.len(),
        correlation(&all),
        all.len()
    );
    assert!(correlation(&theirs.keys().collect()) >= 0.97);
    assert!(correlation(&common) >= 0.97);
    let ranked = table(&aicity(&["rank", "--format", "csv", "--store", &lists, "--years", "all"]), "key");
    assert!(ranked.len() > 500);
}
