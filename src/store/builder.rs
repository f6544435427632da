//! Quads in any order to an image.

use super::image::{Graph, Image};
use super::order::Triple;
use super::terms::Terms;
use crate::base::interner::Interner;
use crate::base::sorting;
use crate::rdf::quads::QuadSink;
use crate::rdf::term;
use oxrdf::{GraphName, Quad, Term};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Builds an [`Image`]. Memory: each term once and 12 bytes a quad, before the orders are made.
#[derive(Debug, Default)]
pub struct ImageBuilder {
    terms: Interner,
    graphs: Vec<(Option<u32>, Vec<Triple>)>,
    /// Where a graph is, by its name: a dataset may have a graph for every quad.
    places: FxHashMap<Option<u32>, usize>,
    /// The graph of the quad before, and its place: quads of one graph come one after the other.
    last: (Option<u32>, usize),
    scratch: Vec<u8>,
}

impl QuadSink for ImageBuilder {
    fn term(&mut self, text: &[u8]) -> u32 {
        self.terms.intern(text)
    }

    fn new_term(&mut self, text: &[u8]) -> u32 {
        self.terms.push(text)
    }

    fn quad(&mut self, triple: Triple, graph: Option<u32>) {
        if self.graphs.is_empty() || self.last.0 != graph {
            let place = *self.places.entry(graph).or_insert_with(|| {
                self.graphs.push((graph, Vec::new()));
                self.graphs.len() - 1
            });
            self.last = (graph, place);
        }
        self.graphs[self.last.1].1.push(triple);
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
        // A large part of the memory, which the orders need now.
        drop(self.terms);
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

/// Sorted distinct terms, and for each interned id its place.
fn sort_terms(interned: &Interner) -> (Terms, Vec<u32>) {
    let sorted = sorting::texts(0..interned.len() as u32, |id| interned.get(id));
    let (mut terms, mut rank) = (Terms::default(), vec![0; interned.len()]);
    let mut last = None;
    for id in sorted {
        let text = interned.get(id);
        if last != Some(text) {
            terms.push(text);
            last = Some(text);
        }
        rank[id as usize] = terms.len() as u32 - 1;
    }
    (terms, rank)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn terms_are_sorted_and_quads_are_those_given(
            texts in prop::collection::vec("[<\"](https://a/){0,4}[ab\0é]{0,20}", 1..400),
            picks in prop::collection::vec((prop::array::uniform3(any::<prop::sample::Index>()), any::<bool>()), 0..60),
        ) {
            let mut builder = ImageBuilder::default();
            for (i, text) in texts.iter().enumerate() {
                if i % 3 == 0 { builder.new_term(text.as_bytes()) } else { builder.term(text.as_bytes()) };
            }
            let graph = builder.term(b"<graph>");
            let triple = |index: &[prop::sample::Index; 3]| index.map(|i| i.get(&texts).as_bytes());
            for (index, named) in &picks {
                let ids = triple(index).map(|text| builder.term(text));
                builder.quad(ids, named.then_some(graph));
            }
            let image = builder.finish();
            let all: BTreeSet<&[u8]> = texts.iter().map(String::as_bytes).chain([&b"<graph>"[..]]).collect();
            let terms: Vec<&[u8]> = (0..image.terms.len() as u32).map(|id| image.terms.get(id)).collect();
            prop_assert_eq!(terms, all.into_iter().collect::<Vec<_>>());
            let find = |text: &[u8]| image.terms.find(text).unwrap();
            let given: BTreeSet<_> = picks
                .iter()
                .map(|(index, named)| (named.then(|| find(b"<graph>")), triple(index).map(find)))
                .collect();
            let held: BTreeSet<_> =
                image.graphs.iter().flat_map(|g| g.spo.iter().map(|t| (g.name, t))).collect();
            prop_assert_eq!((image.len(), &held), (given.len(), &given));
            for graph in &image.graphs {
                prop_assert!(graph.ops.iter().map(|[o, p, s]| [s, p, o]).collect::<BTreeSet<_>>().into_iter().eq(graph.spo.iter()));
                prop_assert!(graph.pso.iter().map(|[p, s, o]| [s, p, o]).collect::<BTreeSet<_>>().into_iter().eq(graph.spo.iter()));
            }
        }
    }
}
