//! Quads in any order to an image.

use super::image::{Graph, Image};
use super::order::Triple;
use super::terms::Terms;
use crate::base::interner::Interner;
use crate::rdf::quads::QuadSink;
use crate::rdf::term;
use oxrdf::{GraphName, Quad, Term};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Builds an [`Image`]. Memory: each distinct term once and 12 bytes a quad, before the orders are made.
#[derive(Debug, Default)]
pub struct ImageBuilder {
    terms: Interner,
    graphs: Vec<(Option<u32>, Vec<Triple>)>,
    /// Where a graph is, by its name: a dataset may have a graph for every quad.
    places: FxHashMap<Option<u32>, usize>,
    scratch: Vec<u8>,
}

impl QuadSink for ImageBuilder {
    fn term(&mut self, text: &[u8]) -> u32 {
        self.terms.intern(text)
    }

    fn quad(&mut self, triple: Triple, graph: Option<u32>) {
        let place = *self.places.entry(graph).or_insert_with(|| {
            self.graphs.push((graph, Vec::new()));
            self.graphs.len() - 1
        });
        self.graphs[place].1.push(triple);
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
        let graphs = graphs.into_iter().map(|(name, triples)| Graph::new(name, &triples)).collect();
        Image { terms, graphs }
    }
}

/// Sorted terms, and for each interned id its place.
fn sort_terms(interned: &Interner) -> (Terms, Vec<u32>) {
    let (literals, others): (Vec<u32>, Vec<u32>) =
        (0..interned.len() as u32).partition(|&id| interned.get(id).first() == Some(&b'"'));
    let sort = |ids: Vec<u32>| {
        let mut keyed: Vec<(u128, u32)> = ids.into_iter().map(|id| (0, id)).collect();
        sort_from(interned, &mut keyed, 0);
        keyed
    };
    let (literals, others) = rayon::join(|| sort(literals), || sort(others));
    let mut terms = Terms::default();
    let mut rank = vec![0; interned.len()];
    for (place, &(_, id)) in literals.iter().chain(&others).enumerate() {
        rank[id as usize] = place as u32;
        terms.push(interned.get(id));
    }
    (terms, rank)
}

/// From here on texts are compared whole: no input decides how deep this program calls itself.
const DEEPEST: usize = 4096;

/// Sorts distinct texts that agree before byte `start`: by the next 16 bytes after what they have in common, and where
/// these are equal by those that follow. Comparing numbers is quicker than fetching texts from all over the memory.
fn sort_from(interned: &Interner, ids: &mut [(u128, u32)], start: usize) {
    if ids.len() < 2 {
        return;
    }
    let start = common(interned, ids, start);
    for (key, id) in ids.iter_mut() {
        *key = window(interned.get(*id), start);
    }
    // Ids last: equal keys stay in the order in which their texts lie in memory.
    ids.par_sort_unstable();
    for same in ids.chunk_by_mut(|a, b| a.0 == b.0) {
        // Texts that end inside the window differ from longer ones only by zeros, which a text may hold as well.
        if same.len() < 64
            || start > DEEPEST
            || same.iter().any(|&(_, id)| interned.get(id).len() < start + 16)
        {
            same.sort_unstable_by(|a, b| interned.get(a.1).cmp(interned.get(b.1)));
        } else {
            sort_from(interned, same, start + 16);
        }
    }
}

/// Bytes from the beginning that all texts have in common, given that they agree before `start`.
fn common(interned: &Interner, ids: &[(u128, u32)], start: usize) -> usize {
    let Some((first, others)) = ids.split_first() else { return start };
    let first = interned.get(first.1);
    others.iter().fold(first.len(), |length, &(_, id)| {
        let other = interned.get(id);
        let length = length.min(other.len());
        let differs =
            |from: usize| first[from..length].iter().zip(&other[from..length]).position(|(a, b)| a != b);
        differs(start.min(length)).map_or(length, |at| start.min(length) + at)
    })
}

/// Sixteen bytes of a text as a number that is ordered as they are; zeros after the end.
fn window(text: &[u8], start: usize) -> u128 {
    let mut bytes = [0; 16];
    let rest = text.get(start..).unwrap_or_default();
    let length = rest.len().min(16);
    bytes[..length].copy_from_slice(&rest[..length]);
    u128::from_be_bytes(bytes)
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
            for text in &texts {
                builder.term(text.as_bytes());
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
