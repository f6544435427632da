//! The example queries on two small corpora, against answers that `tests/python/golden.py` computed from the input tables
//! without SPARQL; the recomputed indices against the ranking itself; and the document that lists the queries.

use crate::differential::runner;
use crate::support::corpus::{corpora, image};
use crate::support::shared;
use aicity::engine::Ranked;
use aicity::engine::load::{Job, read};
use aicity::engine::rank::rank_corpus;
use aicity::engine::resolve::Means;
use aicity::index::Profile;
use aicity::index::profile::Years;
use aicity::model::Corpus;
use aicity::model::builder::Built;
use aicity::rdf::iri;
use aicity::sources::{Format as Input, rdf, tables};
use aicity::sparql::evaluate;
use aicity::sparql::functions::{FUNCTIONS, Function};
use aicity::sparql::library::{self, Named, QUERIES};
use aicity::sparql::results::{self, Format};
use aicity::store::Image;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Queries about what authors stated, which tables cannot hold: they are asked of the second corpus.
const STATED: [&str; 3] =
    ["examples/institution-confidence", "examples/resolution-of-city", "examples/unresolved-affiliations"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn load(format: &Input, input: &str) -> Built {
    let (inputs, means) = ([root().join("tests/golden").join(input)], Means::default());
    let built = read(&Job::plain(format, &inputs, &means)).unwrap().built;
    assert!(built.rejections.iter().all(|r| r.reason.keeps_record()), "{:?}", built.rejections);
    built
}

/// Papers, authorships and places from tables.
pub fn tables() -> Built {
    load(&tables::FORMAT, "corpus")
}

/// Affiliations as stated.
pub fn statements() -> Built {
    load(&rdf::FORMAT, "statements.nt")
}

fn examples() -> impl Iterator<Item = &'static Named> {
    QUERIES.iter().filter(|query| query.name.starts_with("examples/"))
}

/// The values that a golden answer is for: those of the examples, or those of required parameters alone.
fn values(query: &Named, defaults: bool) -> Vec<(String, String)> {
    let given = query.parameters().filter(|p| p.required || !defaults);
    given.filter_map(|p| Some((p.name.to_owned(), p.example?.to_owned()))).collect()
}

fn rows(text: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn ask(image: &Image, query: &Named, values: &[(String, String)]) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    let answer = evaluate::evaluate(image, &query.with_parameters(values).unwrap()).unwrap();
    results::write(answer, Format::Csv, &mut out).unwrap();
    rows(&out)
}

/// Equal texts, or numbers within 1e-9, relative above 1.
fn same(ours: &str, golden: &str) -> bool {
    match (ours.parse::<f64>(), golden.parse::<f64>()) {
        (Ok(a), Ok(b)) => (a - b).abs() <= 1e-9 * b.abs().max(1.0),
        _ => ours == golden,
    }
}

/// Why an answer is not the golden one.
fn difference(ours: &[Vec<String>], golden: &[Vec<String>]) -> Option<String> {
    let alike =
        |(a, b): (&Vec<String>, &Vec<String>)| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b));
    let first = ours.iter().zip(golden).position(|pair| !alike(pair));
    let place = first.or_else(|| (ours.len() != golden.len()).then(|| ours.len().min(golden.len())))?;
    Some(format!("record {}: {:?} is not {:?}", place + 1, ours.get(place), golden.get(place)))
}

fn golden_files() -> BTreeSet<PathBuf> {
    let folder = root().join("queries/examples/golden");
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn examples_have_their_golden_answers() {
    let [tables, statements] = [tables(), statements()].map(|built| image(&built));
    let (mut wrong, mut unused) = (Vec::new(), golden_files());
    for query in examples() {
        let image = if STATED.contains(&query.name) { &statements } else { &tables };
        let optional = query.parameters().any(|p| !p.required && p.example.is_some());
        for (ending, defaults) in [("csv", false), ("defaults.csv", true)] {
            let name = query.name.replace("examples/", "examples/golden/");
            let path = root().join("queries").join(format!("{name}.{ending}"));
            if defaults && !optional {
                continue;
            }
            unused.remove(&path);
            let golden = rows(&fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display())));
            assert!(golden.len() > 1, "{} is empty", path.display());
            let why = difference(&ask(image, query, &values(query, defaults)), &golden);
            wrong.extend(why.map(|why| format!("{} {ending}: {why}", query.name)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(unused.is_empty(), "golden files of no query: {unused:?}");
}

#[test]
fn the_comparison_finds_differences() {
    let row = |cells: &[&str]| cells.iter().map(|&c| c.to_owned()).collect::<Vec<_>>();
    let golden = [row(&["n", "x"]), row(&["a", "0.333333333333333333"])];
    assert_eq!(difference(&[row(&["n", "x"]), row(&["a", "0.3333333333"])], &golden), None);
    for ours in [
        vec![row(&["n", "x"]), row(&["a", "0.33333333"])],
        vec![row(&["n", "x"]), row(&["b", "0.333333333333333333"])],
        vec![row(&["n", "x"]), row(&["a", ""])],
        vec![row(&["n", "x"])],
        vec![golden[0].clone(), golden[1].clone(), golden[1].clone()],
    ] {
        assert!(difference(&ours, &golden).is_some(), "{ours:?}");
    }
}

/// Indices by unit from the query, in the order of the ranking's.
fn asked(image: &Image, years: (u32, u32)) -> BTreeMap<String, Vec<f64>> {
    let query = library::find("examples/index-innovation").unwrap();
    let values = [("from".to_owned(), years.0.to_string()), ("to".to_owned(), years.1.to_string())];
    let rows = ask(image, query, &values);
    rows.into_iter()
        .skip(1)
        .map(|row| (row[0].clone(), row[1..].iter().map(|v| v.parse().unwrap()).collect()))
        .collect()
}

fn ranking(corpus: &Corpus, years: (u32, u32)) -> Ranked {
    let profile = Profile { years: Years(Some(years)), ..Profile::default() };
    rank_corpus(corpus.clone(), &profile).unwrap()
}

/// Indices by unit from the ranking.
fn ranked(ranked: &Ranked) -> BTreeMap<String, Vec<f64>> {
    let units = ranked.units();
    let rows = ranked.ranking.rows.iter();
    rows.map(|row| (iri::text(units.kind(row.unit), units.key(row.unit)), row.indices.to_vec())).collect()
}

/// What differs between the query and the ranking. The query asks the graph of the corpus as it is ranked: one that was loaded
/// under another country scheme is another graph.
fn disagreement(built: &Built, years: (u32, u32)) -> Option<String> {
    let ranking = ranking(&built.corpus, years);
    let graph = Built {
        corpus: Corpus::clone(&ranking.corpus),
        texts: built.texts.clone(),
        statements: built.statements.clone(),
        ..Built::default()
    };
    let (asked, ranked) = (asked(&image(&graph), years), ranked(&ranking));
    let near = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-9;
    let alike = asked.len() == ranked.len()
        && asked.iter().zip(&ranked).all(|(a, b)| a.0 == b.0 && a.1.iter().zip(b.1).all(near));
    (!alike).then(|| format!("{years:?}\nasked: {asked:?}\nranked: {ranked:?}"))
}

#[test]
fn indices_in_sparql_are_those_of_the_ranking() {
    let built = tables();
    assert_eq!(ranked(&ranking(&built.corpus, (2013, 2022))).len(), 8);
    for years in [(2013, 2022), (2012, 2023), (2018, 2018), (1000, 1001)] {
        assert_eq!(disagreement(&built, years), None);
    }
}

#[test]
fn indices_in_sparql_are_those_of_the_ranking_on_random_corpora() {
    let check = |(built, from, to): (Built, u32, u32)| {
        prop_assert_eq!(disagreement(&built, (from, to.max(from))), None);
        Ok(())
    };
    runner(48).run(&(corpora(), 2010u32..2017, 2010u32..2018), check).unwrap();
}

#[test]
fn indices_in_sparql_are_those_of_the_ranking_on_the_real_corpus() {
    let Some(folder) = shared("corpus") else { return };
    let (inputs, means) = ([folder], Means::default());
    let built = read(&Job::plain(&tables::FORMAT, &inputs, &means)).unwrap().built;
    assert_eq!(disagreement(&built, (2013, 2022)), None);
}

/// What `docs/QUERIES.md` says of a query.
fn entry(query: &Named) -> String {
    let title = format!("### `{}`\n\n{} · {}", query.name, query.title(), query.title_zh());
    let parameters: Vec<String> = query.parameters().map(|p| format!("- `{p}`")).collect();
    let parts = [title, query.description(), parameters.join("\n")];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}

/// The generated part of the document.
fn listing() -> String {
    let function =
        |f: &Function| format!("- `{}` — {} · {}: {}", f.signature, f.title_en, f.title_zh, f.formula);
    let functions: Vec<String> = FUNCTIONS.iter().map(function).collect();
    let queries: Vec<String> = QUERIES.iter().map(entry).collect();
    format!("{}\n\n## The queries\n\n{}\n", functions.join("\n"), queries.join("\n\n"))
}

#[test]
fn the_document_lists_every_query_and_function() {
    let path = root().join("docs/QUERIES.md");
    let document = fs::read_to_string(&path).unwrap();
    let (head, _) = document.split_once("<!-- generated -->\n").unwrap();
    let expected = format!("{head}<!-- generated -->\n{}", listing());
    if std::env::var_os("AICITY_WRITE_DOCS").is_some() {
        return fs::write(&path, &expected).unwrap();
    }
    assert!(document == expected, "docs/QUERIES.md is out of date: run this test with AICITY_WRITE_DOCS=1");
}
