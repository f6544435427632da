//! What is measured of the nodes and edges of a network, on request. The measures stand in [`list`].

pub mod list;
mod places;

use super::derive::Derived;
use super::model::{Fact, Measured, Network};
use super::threshold;
use crate::base::records::Column;
use crate::base::{Error, Result};
use crate::graph::adjacency::Adjacency;
use crate::graph::measures::{Leiden, Paths, paths};
pub use list::{DEFAULT, MEASURES};
pub use places::LONG_DISTANCE;
use std::cell::OnceCell;

/// A measure.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// Name, as `--measures` has it.
    pub id: &'static str,
    /// What it costs, in nodes n and edges m of the network.
    pub cost: &'static str,
    /// Whether that is more than the edges times a small factor: nodes · edges.
    pub heavy: bool,
    /// Where it is defined.
    pub source: &'static str,
    /// Columns of nodes that it adds.
    pub of_nodes: &'static [Column],
    /// Columns of edges that it adds.
    pub of_edges: &'static [Column],
    /// Computes it.
    pub of: fn(&Context<'_>) -> Values,
}

/// What a measure looks at.
#[derive(Debug)]
pub struct Context<'a> {
    /// The network, with what thresholds left; weights are as it shows them.
    pub network: &'a Network<'a>,
    /// The network before anything was left out.
    pub derived: &'a Derived<'a>,
    /// Number of each node of the network in the derived one.
    pub chosen: &'a [u32],
    /// The network as adjacency.
    pub graph: Adjacency,
    /// How communities are found.
    pub communities: Leiden,
    paths: OnceCell<Paths>,
}

impl Context<'_> {
    /// Shortest paths: what betweenness and closeness have in common.
    fn paths(&self) -> &Paths {
        self.paths.get_or_init(|| paths(&self.graph))
    }
}

/// What a measure found: a list of values for each of its columns, and what is to be told of the whole network.
#[derive(Debug, Default)]
pub struct Values {
    /// For each column of nodes a value for each node; NaN where there is none.
    pub of_nodes: Vec<Vec<f64>>,
    /// For each column of edges a value for each edge; NaN where there is none.
    pub of_edges: Vec<Vec<f64>>,
    /// Facts about the whole.
    pub facts: Vec<Fact>,
}

/// A measure by name.
///
/// # Errors
/// Wrong use: there is none of that name.
pub fn find(id: &str) -> Result<&'static Measure> {
    MEASURES.iter().find(|measure| measure.id == id).ok_or_else(|| {
        let all: Vec<&str> = MEASURES.iter().map(|measure| measure.id).collect();
        Error::usage(format!("no measure {id:?}"), format!("there are: {}, all, none", all.join(", ")))
    })
}

/// Measures a network: adds columns to it, and facts. `chosen` has the number of each node in the derived network.
///
/// # Errors
/// A limit where a heavy measure would take more than `most_work`, in nodes · edges.
pub fn measure(
    network: &mut Network<'_>,
    derived: &Derived<'_>,
    chosen: &[u32],
    measures: &[&'static Measure],
    communities: Leiden,
    most_work: Option<u64>,
) -> Result<()> {
    let work = network.nodes.len() as u64 * network.edges.len() as u64;
    if let Some(heavy) = measures.iter().find(|one| one.heavy && most_work.is_some_and(|most| work > most)) {
        let size = format!("{} nodes and {} edges", network.nodes.len(), network.edges.len());
        let hint = "leave out nodes or edges, or measure it with `aicity network`";
        return Err(Error::limit(format!("{} of {size} is more work than is done here", heavy.id), hint));
    }
    let graph = threshold::graph(network.nodes.len(), &network.edges);
    let (mut of_nodes, mut of_edges, mut about) = (Vec::new(), Vec::new(), Vec::new());
    let context = Context { network, derived, chosen, graph, communities, paths: OnceCell::new() };
    for measure in measures {
        let found = (measure.of)(&context);
        let column = |(&column, values): (&Column, Vec<f64>)| Measured { column, values };
        of_nodes.extend(measure.of_nodes.iter().zip(found.of_nodes).map(column));
        of_edges.extend(measure.of_edges.iter().zip(found.of_edges).map(column));
        about.extend(found.facts);
    }
    network.of_nodes.extend(of_nodes);
    network.of_edges.extend(of_edges);
    network.about.extend(about);
    Ok(())
}

impl Values {
    /// Those of one column of nodes.
    fn nodes(values: Vec<f64>) -> Self {
        Self { of_nodes: vec![values], ..Self::default() }
    }

    /// Those of one column of nodes.
    fn integers(values: Vec<u32>) -> Self {
        Self::nodes(values.into_iter().map(f64::from).collect())
    }
}
