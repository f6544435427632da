//! Quads in any order to an image.

use super::image::{Graph, Image};
use super::order::Triple;
use super::terms::Terms;
use crate::base::interner::Interner;
use crate::rdf::quads::QuadSink;
use crate::rdf::term;
use oxrdf::{GraphName, Quad, Term};
use rayon::prelude::*;

/// Builds an [`Image`]. Memory: each distinct term once and 12 bytes a quad, before the orders are made.
#[derive(Debug, Default)]
pub struct ImageBuilder {
    terms: Interner,
    graphs: Vec<(Option<u32>, Vec<Triple>)>,
    scratch: Vec<u8>,
}

impl QuadSink for ImageBuilder {
    fn term(&mut self, text: &[u8]) -> u32 {
        self.terms.intern(text)
    }

    fn quad(&mut self, triple: Triple, graph: Option<u32>) {
        // A dataset has few graphs, and the last ones are the ones in use.
        match self.graphs.iter_mut().rev().find(|(name, _)| *name == graph) {
            Some((_, triples)) => triples.push(triple),
            None => self.graphs.push((graph, vec![triple])),
        }
    }
}

impl ImageBuilder {
    /// Adds a quad of oxrdf.
    pub fn add(&mut self, quad: &Quad) {
        let subject = self.add_term(&quad.subject.clone().into());
        let predicate = self.add_term(&quad.predicate.clone().into());
        let object = self.add_term(&quad.object);
        let graph = match &quad.graph_name {
            GraphName::DefaultGraph => None,
            GraphName::NamedNode(name) => Some(self.add_term(&name.clone().into())),
            GraphName::BlankNode(name) => Some(self.add_term(&name.clone().into())),
        };
        self.quad([subject, predicate, object], graph);
    }

    fn add_term(&mut self, term: &Term) -> u32 {
        self.scratch.clear();
        term::write(term, &mut self.scratch);
        self.terms.intern(&self.scratch)
    }

    /// Sorts the dictionary and the triples. O(n log n) in terms and quads.
    pub fn finish(self) -> Image {
        let (terms, rank) = sort_terms(&self.terms);
        let renumber = |(name, mut triples): (Option<u32>, Vec<Triple>)| {
            triples.par_iter_mut().for_each(|t| *t = t.map(|id| rank[id as usize]));
            (name.map(|id| rank[id as usize]), triples)
        };
        let mut graphs: Vec<_> = self.graphs.into_iter().map(renumber).collect();
        if !graphs.iter().any(|(name, _)| name.is_none()) {
            graphs.push((None, Vec::new()));
        }
        graphs.sort_unstable_by_key(|(name, _)| *name);
        let graphs = graphs.into_iter().map(|(name, triples)| Graph::new(name, triples)).collect();
        Image { terms, graphs }
    }
}

/// Sorted terms, and for each interned id its place.
fn sort_terms(interned: &Interner) -> (Terms, Vec<u32>) {
    let (mut literals, mut others): (Vec<u32>, Vec<u32>) =
        (0..interned.len() as u32).partition(|&id| interned.get(id).first() == Some(&b'"'));
    rayon::join(
        || literals.par_sort_unstable_by_key(|&id| interned.get(id)),
        // Entities come almost sorted: a sort that finds runs is nearly linear here.
        || others.sort_by_key(|&id| interned.get(id)),
    );
    let mut terms = Terms::default();
    let mut rank = vec![0; interned.len()];
    for (place, &id) in literals.iter().chain(&others).enumerate() {
        rank[id as usize] = place as u32;
        terms.push(interned.get(id));
    }
    (terms, rank)
}
