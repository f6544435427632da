//! Adjacency arrays behind petgraph's traits, so that its algorithms run on a corpus or a collaboration network as it is.

use crate::model::Corpus;
use crate::model::corpus::NONE;
use crate::model::csr::Csr;
use petgraph::Directed;
use petgraph::visit::{
    Data, EdgeCount, EdgeRef, GraphBase, GraphProp, IntoEdgeReferences, IntoEdges, IntoNeighbors,
    IntoNodeIdentifiers, IntoNodeReferences, NodeCompactIndexable, NodeCount, NodeIndexable, VisitMap,
    Visitable,
};
use std::ops::Range;

/// A graph whose nodes are `0..n`: rows of targets, with a weight an edge. An undirected edge stands in both rows, and
/// algorithms see two directed ones.
#[derive(Debug, Clone, Default)]
pub struct Adjacency {
    rows: Csr,
    weights: Vec<f64>,
    /// For each place in the rows the edge that stands there, as [`Adjacency::undirected`] was given it.
    edges: Vec<u32>,
}

/// An edge as petgraph sees it.
#[derive(Debug, Clone, Copy)]
pub struct EdgeReference<'a> {
    index: usize,
    source: u32,
    target: u32,
    weight: &'a f64,
}

/// Where each kind of node begins in [`Adjacency::of_corpus`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nodes {
    /// Papers.
    pub papers: Range<u32>,
    /// Authorships.
    pub authorships: Range<u32>,
    /// Scholars.
    pub scholars: Range<u32>,
    /// Institutions.
    pub institutions: Range<u32>,
    /// Cities.
    pub cities: Range<u32>,
    /// Metros.
    pub metros: Range<u32>,
    /// Countries.
    pub countries: Range<u32>,
}

impl Adjacency {
    /// The corpus as one directed graph: paper → authorships → scholar and institutions → city → metro and country →
    /// ranked country. O(authorships).
    pub fn of_corpus(corpus: &Corpus) -> (Self, Nodes) {
        let nodes = nodes(corpus);
        let mut rows = Csr::default();
        for paper in 0..corpus.papers.len() {
            rows.push(corpus.papers.authorships(paper).map(|a| nodes.authorships.start + a as u32));
        }
        for (a, &scholar) in corpus.authorships.scholar.iter().enumerate() {
            let institutions =
                corpus.authorships.institutions.row(a).iter().map(|i| nodes.institutions.start + i);
            rows.push(std::iter::once(nodes.scholars.start + scholar).chain(institutions));
        }
        nodes.scholars.clone().for_each(|_| rows.push([]));
        let known = |start: u32, index: u32| (index != NONE).then_some(start.wrapping_add(index));
        for &city in &corpus.institutions.city {
            rows.push(known(nodes.cities.start, city));
        }
        for (&metro, &country) in corpus.cities.metro.iter().zip(&corpus.cities.country) {
            rows.push(
                known(nodes.metros.start, metro).into_iter().chain(known(nodes.countries.start, country)),
            );
        }
        nodes.metros.clone().for_each(|_| rows.push([]));
        for (country, &ranked) in (0..).zip(&corpus.ranked_as) {
            rows.push((ranked != country).then_some(nodes.countries.start + ranked));
        }
        let edges: Vec<u32> = (0..rows.targets().len() as u32).collect();
        (Self { weights: vec![1.0; edges.len()], edges, rows }, nodes)
    }

    /// A collaboration network: undirected edges with their weights, each pair of nodes at most once and none with itself.
    /// O(nodes + edges) and a sort of each row; 32 bytes an edge.
    pub fn undirected(nodes: usize, edges: impl Iterator<Item = (u32, u32, f64)> + Clone) -> Self {
        let mut offsets = vec![0_u32; nodes + 1];
        for (a, b, _) in edges.clone() {
            offsets[a as usize + 1] += 1;
            offsets[b as usize + 1] += 1;
        }
        for node in 0..nodes {
            offsets[node + 1] += offsets[node];
        }
        let mut slots = vec![(0_u32, 0_u32, 0.0); offsets[nodes] as usize];
        let mut next = offsets.clone();
        for (edge, (a, b, weight)) in (0..).zip(edges) {
            for (from, to) in [(a, b), (b, a)] {
                slots[next[from as usize] as usize] = (to, edge, weight);
                next[from as usize] += 1;
            }
        }
        for node in 0..nodes {
            slots[offsets[node] as usize..offsets[node + 1] as usize].sort_unstable_by_key(|slot| slot.0);
        }
        let targets = slots.iter().map(|slot| slot.0).collect();
        Self {
            rows: Csr { offsets, targets },
            weights: slots.iter().map(|slot| slot.2).collect(),
            edges: slots.iter().map(|slot| slot.1).collect(),
        }
    }

    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Neighbours of a node, ascending.
    pub fn neighbours(&self, node: u32) -> &[u32] {
        self.rows.row(node as usize)
    }

    /// Weights of the edges to [`Adjacency::neighbours`], in their order.
    pub fn weights(&self, node: u32) -> &[f64] {
        &self.weights[self.range(node)]
    }

    /// Numbers of the edges to [`Adjacency::neighbours`], in their order: places among the edges of
    /// [`Adjacency::undirected`].
    pub fn edges_of(&self, node: u32) -> &[u32] {
        &self.edges[self.range(node)]
    }

    fn range(&self, node: u32) -> Range<usize> {
        self.rows.offsets[node as usize] as usize..self.rows.offsets[node as usize + 1] as usize
    }

    fn references(&self, node: u32) -> impl Iterator<Item = EdgeReference<'_>> {
        let edge = move |index| EdgeReference {
            index,
            source: node,
            target: self.rows.targets[index],
            weight: &self.weights[index],
        };
        self.range(node).map(edge)
    }
}

fn nodes(corpus: &Corpus) -> Nodes {
    let mut start = 0;
    let mut next = |len: usize| {
        let range = start..start + len as u32;
        start = range.end;
        range
    };
    Nodes {
        papers: next(corpus.papers.len()),
        authorships: next(corpus.authorships.scholar.len()),
        scholars: next(corpus.scholars as usize),
        institutions: next(corpus.institutions.labels.len()),
        cities: next(corpus.cities.labels.len()),
        metros: next(corpus.metros.len()),
        countries: next(corpus.countries.len()),
    }
}

/// Nodes that an algorithm has visited.
#[derive(Debug, Clone, Default)]
pub struct Visited(Vec<bool>);

impl VisitMap<u32> for Visited {
    fn visit(&mut self, node: u32) -> bool {
        !std::mem::replace(&mut self.0[node as usize], true)
    }

    fn is_visited(&self, node: &u32) -> bool {
        self.0[*node as usize]
    }

    fn unvisit(&mut self, node: u32) -> bool {
        std::mem::replace(&mut self.0[node as usize], false)
    }
}

impl GraphBase for Adjacency {
    type NodeId = u32;
    type EdgeId = usize;
}

impl Data for Adjacency {
    type NodeWeight = ();
    type EdgeWeight = f64;
}

impl GraphProp for Adjacency {
    type EdgeType = Directed;
}

impl NodeCount for Adjacency {
    fn node_count(&self) -> usize {
        self.rows.len()
    }
}

impl EdgeCount for Adjacency {
    fn edge_count(&self) -> usize {
        self.weights.len()
    }
}

impl NodeIndexable for Adjacency {
    fn node_bound(&self) -> usize {
        self.rows.len()
    }

    fn to_index(&self, node: u32) -> usize {
        node as usize
    }

    fn from_index(&self, index: usize) -> u32 {
        index as u32
    }
}

impl NodeCompactIndexable for Adjacency {}

impl Visitable for Adjacency {
    type Map = Visited;

    fn visit_map(&self) -> Visited {
        Visited(vec![false; self.rows.len()])
    }

    fn reset_map(&self, map: &mut Visited) {
        *map = self.visit_map();
    }
}

impl EdgeRef for EdgeReference<'_> {
    type NodeId = u32;
    type EdgeId = usize;
    type Weight = f64;

    fn source(&self) -> u32 {
        self.source
    }

    fn target(&self) -> u32 {
        self.target
    }

    fn weight(&self) -> &f64 {
        self.weight
    }

    fn id(&self) -> usize {
        self.index
    }
}

impl<'a> IntoNeighbors for &'a Adjacency {
    type Neighbors = std::iter::Copied<std::slice::Iter<'a, u32>>;

    fn neighbors(self, node: u32) -> Self::Neighbors {
        self.rows.row(node as usize).iter().copied()
    }
}

impl IntoNodeIdentifiers for &Adjacency {
    type NodeIdentifiers = Range<u32>;

    fn node_identifiers(self) -> Range<u32> {
        0..self.rows.len() as u32
    }
}

impl<'a> IntoNodeReferences for &'a Adjacency {
    type NodeRef = (u32, &'a ());
    type NodeReferences = std::iter::Map<Range<u32>, fn(u32) -> (u32, &'a ())>;

    fn node_references(self) -> Self::NodeReferences {
        (0..self.rows.len() as u32).map(|node| (node, &()))
    }
}

impl<'a> IntoEdgeReferences for &'a Adjacency {
    type EdgeRef = EdgeReference<'a>;
    type EdgeReferences = Box<dyn Iterator<Item = EdgeReference<'a>> + 'a>;

    fn edge_references(self) -> Self::EdgeReferences {
        Box::new((0..self.rows.len() as u32).flat_map(|node| self.references(node)))
    }
}

impl<'a> IntoEdges for &'a Adjacency {
    type Edges = Box<dyn Iterator<Item = EdgeReference<'a>> + 'a>;

    fn edges(self, node: u32) -> Self::Edges {
        Box::new(self.references(node))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn petgraph_runs_on_a_network() {
        let graph =
            Adjacency::undirected(5, [(0, 2, 9.0), (1, 2, 4.0), (0, 1, 1.0), (4, 3, 1.0)].into_iter());
        assert_eq!((graph.node_count(), graph.edge_count()), (5, 8));
        assert_eq!(
            (graph.neighbours(2), graph.weights(2), graph.edges_of(2)),
            (&[0, 1][..], &[9.0, 4.0][..], &[0, 1][..])
        );
        assert_eq!(petgraph::algo::tarjan_scc(&graph).len(), 2);
        let distances = petgraph::algo::dijkstra(&graph, 0, None, |e| *e.weight());
        assert_eq!((distances[&2], distances.get(&3)), (5.0, None));
        assert_eq!(petgraph::algo::connected_components(&graph), 2);
    }

    /// A paper signed from 香港 and 伦敦, and one signed from nowhere.
    fn corpus() -> Corpus {
        use crate::model::builder::CorpusBuilder;
        use crate::model::record::{Affiliation, Authorship, City, Institution, Paper, Place, Sink};
        let mut builder = CorpusBuilder::default();
        let place = Place::default();
        for (id, country) in [("1", "HK"), ("2", "GB"), ("3", "CN")] {
            builder.city(place, City { id: id.into(), country: country.into(), ..City::default() });
            let id = format!("i{id}");
            let city = id[1..].to_owned().into();
            builder.institution(place, Institution { id: id.into(), city, ..Institution::default() });
        }
        for (paper, institution) in [("p", "i1"), ("p", "i2"), ("q", "")] {
            builder.paper(place, Paper { id: paper.into(), ..Paper::default() });
            let affiliation = match institution {
                "" => Affiliation::None,
                id => Affiliation::Institution(id.into()),
            };
            let position = if institution == "i2" { 2 } else { 1 };
            let scholar = format!("s{institution}").into();
            builder.authorship(
                place,
                Authorship { paper: paper.into(), position, scholar, affiliation, ..Authorship::default() },
            );
        }
        builder.finish().corpus
    }

    #[test]
    fn a_search_from_a_paper_reaches_its_ranked_countries() {
        let corpus = corpus();
        let (graph, nodes) = Adjacency::of_corpus(&corpus);
        let reached = |paper: u32| {
            let mut search = petgraph::visit::Dfs::new(&graph, nodes.papers.start + paper);
            let mut codes = Vec::new();
            while let Some(node) = search.next(&graph) {
                if nodes.countries.contains(&node) {
                    codes.push(corpus.countries.id.get((node - nodes.countries.start) as usize).to_owned());
                }
            }
            codes.sort();
            codes
        };
        assert_eq!(
            (reached(0), reached(1)),
            (vec!["CN".to_owned(), "GB".to_owned(), "HK".to_owned()], vec![])
        );
        assert_eq!(graph.node_count(), nodes.countries.end as usize);
    }
}
