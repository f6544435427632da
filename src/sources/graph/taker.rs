//! Statements on their way to where they are kept: terms as canonical text, blank nodes under names of ours.

use crate::base::limits::GRAPH;
use crate::base::{Error, Result};
use crate::rdf::quads::QuadSink;
use crate::rdf::term;
use oxrdf::{BlankNodeRef, GraphNameRef, QuadRef, TermRef};
use rustc_hash::FxHashMap;
use std::io::Write;

/// What blank nodes of a file are called.
pub(super) enum Labels {
    /// As in the file.
    Kept,
    /// `_:f2b7` is the seventh that the second file mentions. Parsers give random names to nodes that have none in the
    /// file, and two files may use one name for two nodes; these names are the same every time and never meet.
    Numbered {
        /// Number of the file, from 1.
        file: u32,
        /// Numbers of those met so far, by their label in the file.
        numbers: FxHashMap<String, u32>,
    },
}

impl Labels {
    pub(super) fn numbered(file: u32) -> Self {
        Self::Numbered { file, numbers: FxHashMap::default() }
    }

    fn write(&mut self, node: BlankNodeRef<'_>, out: &mut Vec<u8>) {
        // Writing to memory cannot fail.
        let _ = match self {
            Self::Kept => write!(out, "{node}"),
            Self::Numbered { file, numbers } => {
                let next = numbers.len() as u32 + 1;
                let number = match numbers.get(node.as_str()) {
                    Some(number) => *number,
                    None => *numbers.entry(node.as_str().to_owned()).or_insert(next),
                };
                write!(out, "_:f{file}b{number}")
            }
        };
    }
}

/// Hands statements on, and counts them.
pub(super) struct Taker<'a> {
    sink: &'a mut dyn QuadSink,
    labels: Labels,
    taken: u32,
    scratch: Vec<u8>,
}

impl<'a> Taker<'a> {
    pub(super) fn new(sink: &'a mut dyn QuadSink) -> Self {
        Self { sink, labels: Labels::Kept, taken: 0, scratch: Vec::new() }
    }

    /// The next file begins.
    pub(super) fn begin(&mut self, labels: Labels) {
        self.labels = labels;
    }

    /// Takes a statement, if there is room for its terms.
    pub(super) fn take(&mut self, quad: QuadRef<'_>) -> Result<()> {
        if self.taken >= GRAPH {
            return Err(full("statements"));
        }
        self.taken += 1;
        let subject = self.term(quad.subject.into())?;
        let predicate = self.term(quad.predicate.into())?;
        let object = self.term(quad.object)?;
        let graph = match quad.graph_name {
            GraphNameRef::DefaultGraph => None,
            GraphNameRef::NamedNode(name) => Some(self.term(name.into())?),
            GraphNameRef::BlankNode(name) => Some(self.term(name.into())?),
        };
        self.sink.quad([subject, predicate, object], graph);
        Ok(())
    }

    fn term(&mut self, term: TermRef<'_>) -> Result<u32> {
        self.scratch.clear();
        match term {
            TermRef::BlankNode(node) => self.labels.write(node, &mut self.scratch),
            other => term::write(other, &mut self.scratch),
        }
        let id = self.sink.term(&self.scratch);
        if id < GRAPH { Ok(id) } else { Err(full("different terms")) }
    }
}

fn full(what: &str) -> Error {
    Error::limit(format!("more than {GRAPH} {what}"), "load the dataset in parts, into several stores")
}
