//! Evaluation of a query on an image.

use super::guard;
use crate::base::{Error, Result};
use crate::store::Image;
use crate::store::dataset::Dataset;
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use spargebra::Query;

/// Evaluates a checked query. Nothing leaves the process: there is no service handler.
pub fn evaluate<'a>(image: &'a Image, query: &Query) -> Result<QueryResults<'a>> {
    let evaluator = SparqlEvaluator::new();
    let prepared = evaluator.for_query(query.clone());
    prepared.on_queryable_dataset(Dataset::new(image)).execute().map_err(|e| failed(&e))
}

/// Parses, checks and evaluates a query text.
pub fn run<'a>(image: &'a Image, name: &str, text: &str) -> Result<QueryResults<'a>> {
    evaluate(image, &guard::parse(name, text)?)
}

/// An error of evaluation.
pub fn failed(error: &oxigraph::sparql::QueryEvaluationError) -> Error {
    Error::usage(format!("query failed: {error}"), "")
}
