//! Random queries on random datasets: our image answers as oxigraph's store does.

use super::random_query::{self, GRAPHS, LITERALS, NODES, PREDICATES};
use super::runner;
use crate::support::stores::{Stores, parse};
use oxrdf::Quad;
use oxttl::NQuadsParser;
use proptest::prelude::*;
use proptest::sample::select;
use std::cell::{Cell, RefCell};

/// A line of N-Quads over a few names, so that patterns join.
fn line() -> impl Strategy<Value = String> {
    let object = prop_oneof![3 => select(NODES), 2 => select(LITERALS)];
    let graph = prop_oneof![2 => Just(""), 1 => select(GRAPHS)];
    (select(NODES), select(PREDICATES), object, graph).prop_map(|(s, p, o, g)| format!("{s} {p} {o} {g} ."))
}

fn quads(lines: &[String]) -> Vec<Quad> {
    NQuadsParser::new().for_slice(lines.join("\n").as_bytes()).map(Result::unwrap).collect()
}

/// Random queries that are compared; those that do not parse (a variable bound twice) are not counted.
const CASES: u32 = 3000;

/// Words of the grammar, each of which has to stand in queries that have an answer.
const FEATURES: &[&str] = &[
    "SELECT *",
    "SELECT DISTINCT",
    "CONSTRUCT",
    "DESCRIBE",
    "ASK",
    "FROM <",
    "FROM NAMED",
    "UNION",
    "OPTIONAL",
    "MINUS",
    "FILTER",
    "NOT EXISTS",
    "(EXISTS",
    " IN (",
    "NOT IN",
    "GRAPH ?",
    "GRAPH <",
    "VALUES",
    "BIND",
    "{ SELECT",
    "GROUP BY",
    "HAVING",
    "COUNT(*)",
    "SUM(",
    "MIN(",
    "MAX(",
    "AVG(",
    "LIMIT",
    "+)",
    "*)",
    "?)",
    "(^",
    "/<x:",
    "|<x:",
    "!<x:",
    "!(<x:",
    "!^",
];

#[test]
fn random_queries_answer_as_on_oxigraphs_store() {
    let features = RefCell::new(vec![0; FEATURES.len()]);
    let (queries, rows) = (Cell::new(0), Cell::new(0));
    let check = |(lines, text): (Vec<String>, String)| {
        let query = parse(&text, None).map_err(TestCaseError::reject)?;
        let stores = Stores::new(&quads(&lines));
        prop_assert!(!stores.respelled);
        let answer = stores.agree(&query).map_err(TestCaseError::fail)?;
        rows.set(rows.get() + answer.len());
        queries.set(queries.get() + 1);
        for (count, feature) in features.borrow_mut().iter_mut().zip(FEATURES) {
            *count += usize::from(answer.len() > 0 && text.contains(feature));
        }
        Ok(())
    };
    let cases = (prop::collection::vec(line(), 0..36), random_query::queries());
    runner(CASES).run(&cases, check).unwrap();
    let seen: Vec<(&str, usize)> = FEATURES.iter().copied().zip(features.into_inner()).collect();
    println!(
        "{} random queries, {} rows; queries with an answer by feature: {seen:?}",
        queries.get(),
        rows.get()
    );
    assert!(seen.iter().all(|(_, count)| *count >= 5), "{seen:?}");
}
