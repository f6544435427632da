//! Foreign RDF, staged so that CONSTRUCT mappings can turn it into statements of our vocabulary.
//!
//! Memory grows with what is staged: only statements whose predicate a mapping names are.

use super::{evaluate, guard, rewrite};
use crate::base::{Error, Result};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::{StorageError, Store};
use oxrdf::{GraphName, NamedNode, Quad, Triple};
use spargebra::Query;
use spargebra::algebra::{GraphPattern, PropertyPathExpression};
use spargebra::term::{GroundTerm, NamedNodePattern};
use std::collections::BTreeSet;

/// Statements that are staged at once.
const BATCH: usize = 1 << 14;

/// A store in memory for the statements that some mappings ask for.
pub struct Stage {
    store: Store,
    wanted: BTreeSet<NamedNode>,
    batch: Vec<Quad>,
}

impl Stage {
    /// An empty stage for mappings. A mapping that leaves a predicate open cannot be staged for.
    pub fn new(mappings: &[Query]) -> Result<Self> {
        let mut wanted = BTreeSet::new();
        for mapping in mappings {
            wanted.extend(predicates(mapping)?);
        }
        Ok(Self { store: Store::new().map_err(|e| broken(&e))?, wanted, batch: Vec::with_capacity(BATCH) })
    }

    /// Stages a statement, if a mapping asks for its predicate; answers whether one does. The graph it stands in does not
    /// matter.
    pub fn take(&mut self, mut quad: Quad) -> Result<bool> {
        if !self.wanted.contains(&quad.predicate) {
            return Ok(false);
        }
        quad.graph_name = GraphName::DefaultGraph;
        self.batch.push(quad);
        if self.batch.len() >= BATCH {
            self.flush()?;
        }
        Ok(true)
    }

    fn flush(&mut self) -> Result<()> {
        self.store.extend(self.batch.drain(..)).map_err(|e| broken(&e))
    }

    /// How many different statements are staged.
    pub fn count(&mut self) -> Result<usize> {
        self.flush()?;
        self.store.len().map_err(|e| broken(&e))
    }

    /// What a mapping makes of the statements.
    pub fn construct(&mut self, mapping: &Query) -> Result<impl Iterator<Item = Result<Triple>>> {
        self.flush()?;
        let results = SparqlEvaluator::new().for_query(mapping.clone()).on_store(&self.store).execute();
        match results.map_err(|e| evaluate::failed(&e))? {
            QueryResults::Graph(triples) => {
                Ok(triples.map(|triple| triple.map_err(|e| evaluate::failed(&e))))
            }
            _ => Err(Error::Bug("a mapping is no CONSTRUCT query".to_owned())),
        }
    }
}

fn broken(error: &StorageError) -> Error {
    Error::Bug(format!("the staging store failed: {error}"))
}

/// Every predicate that a query can ask for: those in its patterns, and whatever a VALUES puts in the place of one.
fn predicates(query: &Query) -> Result<BTreeSet<NamedNode>> {
    let mut found = Predicates::default();
    let mut pattern = guard::pattern(query).clone();
    rewrite::walk(&mut pattern, &mut |pattern| found.add(pattern), &mut |_| {});
    if let Some(name) = found.open.difference(&found.listed).next() {
        return Err(Error::Bug(format!("a mapping leaves the predicate ?{name} open")));
    }
    Ok(found.named)
}

#[derive(Default)]
struct Predicates {
    named: BTreeSet<NamedNode>,
    /// Variables in the place of a predicate, and those that a VALUES lists.
    open: BTreeSet<String>,
    listed: BTreeSet<String>,
}

impl Predicates {
    fn add(&mut self, pattern: &GraphPattern) {
        match pattern {
            GraphPattern::Bgp { patterns } => {
                for triple in patterns {
                    match &triple.predicate {
                        NamedNodePattern::NamedNode(name) => drop(self.named.insert(name.clone())),
                        NamedNodePattern::Variable(name) => drop(self.open.insert(name.as_str().to_owned())),
                    }
                }
            }
            GraphPattern::Path { path, .. } => self.add_path(path),
            GraphPattern::Values { variables, bindings } => {
                self.listed.extend(variables.iter().map(|name| name.as_str().to_owned()));
                for term in bindings.iter().flatten().flatten() {
                    if let GroundTerm::NamedNode(name) = term {
                        self.named.insert(name.clone());
                    }
                }
            }
            _ => {}
        }
    }

    fn add_path(&mut self, path: &PropertyPathExpression) {
        use PropertyPathExpression as P;
        match path {
            P::NamedNode(name) => drop(self.named.insert(name.clone())),
            P::Reverse(path) | P::ZeroOrMore(path) | P::OneOrMore(path) | P::ZeroOrOne(path) => {
                self.add_path(path);
            }
            P::Sequence(a, b) | P::Alternative(a, b) => {
                self.add_path(a);
                self.add_path(b);
            }
            P::NegatedPropertySet(_) => drop(self.open.insert("!".to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxttl::NQuadsParser;

    fn query(text: &str) -> Query {
        guard::parse("test", text).unwrap()
    }

    fn constructed(mapping: &str, quads: &str) -> (usize, Vec<String>) {
        let mapping = query(mapping);
        let mut stage = Stage::new(std::slice::from_ref(&mapping)).unwrap();
        for quad in NQuadsParser::new().for_slice(quads) {
            stage.take(quad.unwrap()).unwrap();
        }
        let mut triples: Vec<String> =
            stage.construct(&mapping).unwrap().map(|triple| triple.unwrap().to_string()).collect();
        triples.sort();
        (stage.count().unwrap(), triples)
    }

    #[test]
    fn statements_of_any_graph_are_mapped_and_others_not_kept() {
        let quads =
            "<a:1> <a:p> \"x\" <a:g> .\n<a:1> <a:q> \"y\" .\n<a:1> <a:r> \"z\" .\n<a:1> <a:p> \"x\" .\n";
        let mapping = "CONSTRUCT { ?s ?p ?o } { VALUES (?from ?p) { (<a:p> <b:p>) } ?s ?from ?o }";
        assert_eq!(constructed(mapping, quads), (1, vec!["<a:1> <b:p> \"x\"".to_owned()]));
        let mapping = "CONSTRUCT { ?s <b:q> ?o } { ?s <a:p>|<a:q> ?o FILTER NOT EXISTS { ?s <a:none> ?o } }";
        assert_eq!(constructed(mapping, quads).0, 2);
        assert_eq!(constructed(mapping, quads).1.len(), 2);
    }

    #[test]
    fn an_open_predicate_is_refused() {
        for open in ["CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "CONSTRUCT { ?s <b:q> ?o } { ?s !<a:p> ?o }"] {
            assert!(Stage::new(&[query(open)]).is_err(), "{open}");
        }
        let mut stage = Stage::new(&[query("SELECT * { ?s <a:p> ?o }")]).unwrap();
        assert!(stage.construct(&query("SELECT * { ?s <a:p> ?o }")).is_err());
    }

    #[test]
    fn the_shipped_mappings_can_be_staged() {
        for mapping in crate::sparql::library::MAPPINGS {
            let mapping = mapping.parse().unwrap();
            assert!(Stage::new(&[mapping]).unwrap().wanted.len() > 20);
        }
    }
}
