//! Measures of collaboration networks: pure functions on an [`Adjacency`], one number a node or an edge.
//!
//! Own code, since rustworkx-core has neither weighted betweenness nor Leiden and brings ndarray.
//!
//! What all of them share:
//! - The network is undirected, as [`Adjacency::undirected`] makes it: no loops, each pair once, weights finite and above 0
//!   with a finite sum. Results stand by node, or by edge number ([`Adjacency::edges_of`]).
//! - A weight is strength of collaboration. Where a measure is about distance, an edge is 1 / weight long (Newman 2001,
//!   "Scientific collaboration networks II").
//! - The same network gives the same bits with any number of threads: work is cut by the network's size alone, and parts
//!   are added up in the order of a fixed tree.
//! - n is the number of nodes and m that of edges.
//!
//! | measure | function | work |
//! |---|---|---|
//! | degree, strength | [`degree`], [`strength`] | O(n + m) |
//! | betweenness of nodes and edges | [`betweenness`] | O(n (m + n log n)) |
//! | closeness | [`closeness`] | O(n (m + n log n)) |
//! | both, for the price of one | [`paths`] | O(n (m + n log n)) |
//! | eigenvector centrality | [`eigenvector`] | O(rounds (n + m)) |
//! | `PageRank` | [`pagerank`] | O(n + m), at most 240 rounds |
//! | core number | [`core_numbers`] | O(n + m) |
//! | clustering, plain and weighted | [`clustering`], [`weighted_clustering`] | O(m √m) |
//! | connected components | [`components`] | O(n log n + m α(n)) |
//! | modularity of a partition | [`modularity`] | O(n log n + m) |
//! | communities | [`leiden`] | about O(m log n) an iteration |
//! | disparity of an edge | [`disparity`] | O(n + m) |
//!
//! [`Adjacency`]: super::adjacency::Adjacency
//! [`Adjacency::undirected`]: super::adjacency::Adjacency::undirected
//! [`Adjacency::edges_of`]: super::adjacency::Adjacency::edges_of

mod chunks;
mod clustering;
mod components;
mod cores;
mod degree;
mod disparity;
mod leiden;
mod modularity;
mod paths;
mod queue;
mod search;
mod spectral;

pub use clustering::{clustering, weighted_clustering};
pub use components::components;
pub use cores::core_numbers;
pub use degree::{degree, strength};
pub use disparity::disparity;
pub use leiden::{Leiden, leiden};
pub use modularity::modularity;
pub use paths::{Betweenness, Paths, betweenness, closeness, paths};
pub use spectral::{eigenvector, pagerank};

#[cfg(test)]
mod tests;
