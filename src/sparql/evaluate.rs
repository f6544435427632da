//! Evaluation of a query on an image.

use super::{functions, guard};
use crate::base::{Error, Result};
use crate::store::Image;
use crate::store::dataset::Dataset;
use oxigraph::sparql::QueryResults;
use oxrdf::NamedNode;
use spargebra::Query;

/// The graphs that a request names, in place of those that the query names (SPARQL 1.1 Protocol, §2.1.4). Both empty:
/// what the query says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graphs {
    /// Graphs whose union is the default graph.
    pub default: Vec<NamedNode>,
    /// Named graphs.
    pub named: Vec<NamedNode>,
}

impl Graphs {
    /// From IRIs.
    pub fn new(default: &[String], named: &[String]) -> Result<Self> {
        let iris = |list: &[String]| list.iter().map(|iri| graph_name(iri)).collect::<Result<_>>();
        Ok(Self { default: iris(default)?, named: iris(named)? })
    }
}

/// The IRI of a graph.
pub fn graph_name(iri: &str) -> Result<NamedNode> {
    NamedNode::new(iri).map_err(|e| Error::usage(format!("graph IRI {iri:?}: {e}"), "use an absolute IRI"))
}

/// Evaluates a checked query on the graphs that it names itself.
pub fn evaluate<'a>(image: &'a Image, query: &Query) -> Result<QueryResults<'a>> {
    evaluate_on(image, query, Graphs::default())
}

/// Evaluates a checked query; it may call [`functions::FUNCTIONS`]. Nothing leaves the process: there is no service handler.
pub fn evaluate_on<'a>(image: &'a Image, query: &Query, graphs: Graphs) -> Result<QueryResults<'a>> {
    let mut prepared = functions::evaluator().for_query(query.clone());
    if graphs != Graphs::default() {
        let dataset = prepared.dataset_mut();
        dataset.set_default_graph(graphs.default.into_iter().map(Into::into).collect());
        dataset.set_available_named_graphs(graphs.named.into_iter().map(Into::into).collect());
    }
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
