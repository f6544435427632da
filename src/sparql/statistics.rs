//! What an image holds, counted: for `VoID`, and to write a graph as it is.

use crate::base::{Error, Result};
use crate::rdf::{term, vocabulary};
use crate::store::Image;
use crate::store::image::Graph;
use oxrdf::{NamedNode, NamedOrBlankNode, Term, Triple};
use serde::{Deserialize, Serialize};
use std::io::Write;

/// Counts of an image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statistics {
    /// The default graph first.
    pub graphs: Vec<GraphStatistics>,
}

/// Counts of a graph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GraphStatistics {
    /// IRI; `None`: the default graph.
    pub name: Option<String>,
    /// Triples.
    pub triples: u64,
    /// Distinct subjects.
    pub subjects: u64,
    /// Distinct objects.
    pub objects: u64,
    /// Instances by class, ordered by IRI.
    pub classes: Vec<(String, u64)>,
    /// Triples by property, ordered by IRI.
    pub properties: Vec<(String, u64)>,
}

impl Statistics {
    /// Counts an image. O(triples).
    pub fn of(image: &Image) -> Self {
        Self { graphs: image.graphs.iter().map(|graph| of_graph(image, graph)).collect() }
    }
}

fn of_graph(image: &Image, graph: &Graph) -> GraphStatistics {
    let class = image.terms.find(format!("<{}>", vocabulary::TYPE).as_bytes());
    // Both orders are sorted: the members of a property, and of the property "type" the members of each class, follow each
    // other. Objects of one class do so in the order by object.
    let count = |firsts: &mut dyn Iterator<Item = u32>| {
        let mut counts: Vec<(u32, u64)> = Vec::new();
        for first in firsts {
            match counts.last_mut() {
                Some((last, count)) if *last == first => *count += 1,
                _ => counts.push((first, 1)),
            }
        }
        counts
    };
    let named = |counts: Vec<(u32, u64)>| {
        counts.into_iter().filter_map(|(id, count)| Some((iri(image, id)?, count))).collect()
    };
    let typed = |[object, predicate, _]: [u32; 3]| (Some(predicate) == class).then_some(object);
    GraphStatistics {
        name: graph.name.and_then(|id| iri(image, id)),
        triples: graph.spo.len() as u64,
        subjects: count(&mut graph.spo.iter().map(|t| t[0])).len() as u64,
        objects: count(&mut graph.ops.iter().map(|t| t[0])).len() as u64,
        classes: named(count(&mut graph.ops.iter().filter_map(typed))),
        properties: named(count(&mut graph.pso.iter().map(|t| t[0]))),
    }
}

fn iri(image: &Image, id: u32) -> Option<String> {
    match term::read(image.terms.get(id))? {
        Term::NamedNode(node) => Some(node.into_string()),
        _ => None,
    }
}

/// Writes the counts of an image as JSON.
pub fn write(image: &Image, out: &mut dyn Write) -> Result<()> {
    serde_json::to_writer(out, &Statistics::of(image)).map_err(|e| Error::Bug(e.to_string()))
}

/// A graph by name; `None`: the default graph.
pub fn graph<'a>(image: &'a Image, name: Option<&str>) -> Result<&'a Graph> {
    let id = match name {
        None => None,
        Some(iri) => {
            let named = super::evaluate::graph_name(iri)?;
            let none = || Error::not_found(format!("no graph <{iri}>"), "");
            Some(image.terms.find(named.to_string().as_bytes()).ok_or_else(none)?)
        }
    };
    let none = || Error::not_found(format!("no graph <{}>", name.unwrap_or_default()), "");
    image.graph(id).ok_or_else(none)
}

/// The triples of a graph, in the order of a dump.
pub fn triples<'a>(image: &'a Image, graph: &'a Graph) -> impl Iterator<Item = Result<Triple>> + 'a {
    graph.spo.iter().map(|triple| {
        let [subject, predicate, object] = triple.map(|id| term::read(image.terms.get(id)));
        let built = subject.and_then(node).zip(predicate.and_then(named)).zip(object);
        let ((subject, predicate), object) =
            built.ok_or_else(|| Error::Bug("a term of the image does not read".to_owned()))?;
        Ok(Triple { subject, predicate, object })
    })
}

fn node(term: Term) -> Option<NamedOrBlankNode> {
    match term {
        Term::NamedNode(node) => Some(node.into()),
        Term::BlankNode(node) => Some(node.into()),
        Term::Literal(_) => None,
    }
}

fn named(term: Term) -> Option<NamedNode> {
    if let Term::NamedNode(node) = term { Some(node) } else { None }
}
