//! The image of an RDF dataset: the dictionary and, for each graph, its triples in three orders.

use super::order::{Order, Triple};
use super::terms::Terms;

/// A dataset that never changes: 24 bytes a triple, plus its dictionary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Image {
    /// The dictionary.
    pub terms: Terms,
    /// The default graph first, then the named graphs by id of their name.
    pub graphs: Vec<Graph>,
}

/// One graph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    /// Id of its name; `None`: the default graph.
    pub name: Option<u32>,
    /// By subject, predicate, object.
    pub spo: Order,
    /// By object, predicate, subject.
    pub ops: Order,
    /// By predicate, subject, object.
    pub pso: Order,
}

impl Graph {
    /// Builds the three orders. O(n) in triples that come in order, as those of a dump do.
    pub fn new(name: Option<u32>, triples: Vec<Triple>) -> Self {
        let spo = Order::new(triples.iter().copied());
        drop(triples);
        let (ops, pso) = rayon::join(
            || Order::new(spo.iter().map(|[s, p, o]| [o, p, s])),
            || Order::new(spo.iter().map(|[s, p, o]| [p, s, o])),
        );
        Self { name, spo, ops, pso }
    }
}

impl Image {
    /// Number of quads.
    pub fn len(&self) -> usize {
        self.graphs.iter().map(|g| g.spo.len()).sum()
    }

    /// Whether there is no quad.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The graph with a name (`None`: the default graph).
    pub fn graph(&self, name: Option<u32>) -> Option<&Graph> {
        self.graphs.binary_search_by_key(&name, |g| g.name).ok().map(|i| &self.graphs[i])
    }

    /// Checks everything that the query engine relies on: for `verify`, after the checksums.
    pub fn is_consistent(&self) -> bool {
        let terms = self.terms.len();
        self.terms.is_consistent()
            && self.graphs.first().is_some_and(|g| g.name.is_none())
            && self.graphs.windows(2).all(|w| w[0].name < w[1].name)
            && self.graphs.iter().all(|g| {
                let orders = [&g.spo, &g.ops, &g.pso];
                g.name.is_none_or(|n| (n as usize) < terms)
                    && orders.iter().all(|o| o.len() == g.spo.len() && o.is_consistent(terms))
            })
    }
}
