//! What is measured of the nodes and edges of a network: one entry for each measure, computed on request.

use super::derive::Derived;
use super::model::{Fact, Measured, Network};
use super::threshold;
use crate::base::records::{Column, Kind};
use crate::base::{Error, Result};
use crate::graph::adjacency::Adjacency;

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
    pub communities: Communities,
}

/// How communities are found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Communities {
    /// Resolution of the modularity: above 1 more and smaller communities.
    pub resolution: f64,
    /// Seed of the random choices.
    pub seed: u64,
    /// Independent runs, of which the best is taken.
    pub restarts: u32,
}

impl Default for Communities {
    fn default() -> Self {
        Self { resolution: 1.0, seed: 0, restarts: 10 }
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

/// Measures that are made unless others are asked for.
pub const DEFAULT: [&str; 4] = ["degree", "strength", "distance", "border"];

/// From this distance on a collaboration is long-distance, in km (CWTS Leiden Ranking).
pub const LONG_DISTANCE: f64 = 5000.0;

/// Every measure.
pub const MEASURES: &[Measure] = &[
    Measure {
        id: "degree",
        cost: "O(m)",
        heavy: false,
        source: "Freeman 1978, doi:10.1016/0378-8733(78)90021-7",
        of_nodes: &[Column::new("degree", Kind::Integer, ["degree", "度"], "number of edges")],
        of_edges: &[],
        of: |context| {
            let degree = |node: u32| context.graph.neighbours(node).len() as f64;
            Values::nodes((0..context.graph.len() as u32).map(degree).collect())
        },
    },
    Measure {
        id: "strength",
        cost: "O(m)",
        heavy: false,
        source: "Barrat et al. 2004, doi:10.1073/pnas.0400087101",
        of_nodes: &[Column::new(
            "strength",
            Kind::Number,
            ["strength", "强度"],
            "sum of the weights of its edges",
        )],
        of_edges: &[],
        of: |context| {
            let strength =
                |node: u32| context.graph.weights(node).iter().fold(0.0, |sum, weight| sum + weight);
            Values::nodes((0..context.graph.len() as u32).map(strength).collect())
        },
    },
    Measure {
        id: "distance",
        cost: "O(m)",
        heavy: false,
        source: "CWTS Leiden Ranking, long-distance collaboration",
        of_nodes: &[
            Column::new(
                "mean_kilometres",
                Kind::Number,
                ["mean distance", "平均合作距离"],
                "mean great-circle distance of its edges, weighted; edges of unknown distance left out",
            )
            .in_unit("km"),
            Column::new(
                "long_distance",
                Kind::Number,
                ["long-distance share", "远距离合作占比"],
                "share of the weight of its edges that spans 5000 km or more; edges of unknown distance left out",
            ),
        ],
        of_edges: &[],
        of: distance,
    },
    Measure {
        id: "border",
        cost: "O(m)",
        heavy: false,
        source: "METHOD §2, international collaborations; METHOD §6",
        of_nodes: &[
            Column::new(
                "international_papers",
                Kind::Integer,
                ["international collaborations", "国际合作次数"],
                "shared papers of its international edges: of a whole network the indicator, by incidences",
            ),
            Column::new(
                "international_share",
                Kind::Number,
                ["international share", "国际合作占比"],
                "share of the weight of its edges that is international",
            ),
        ],
        of_edges: &[],
        of: border,
    },
    Measure {
        id: "expected",
        cost: "O(m)",
        heavy: false,
        source: "van Eck & Waltman 2009, doi:10.1002/asi.21075",
        of_nodes: &[],
        of_edges: &[
            Column::new(
                "expected",
                Kind::Number,
                ["expected weight", "期望权重"],
                "s(i)·s(j)/W before normalisation: what the strengths of both let expect",
            ),
            Column::new(
                "observed_to_expected",
                Kind::Number,
                ["observed to expected", "实际与期望之比"],
                "weight before normalisation divided by the expected one: the association strength",
            ),
        ],
        of: expected,
    },
];

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
    communities: Communities,
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
    let context = Context { network, derived, chosen, graph, communities };
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
}

/// Weights of edges of known distance: all, those that span a long distance, and weight · kilometres.
#[derive(Debug, Clone, Copy, Default)]
struct Reach {
    known: f64,
    long: f64,
    kilometres: f64,
}

impl Reach {
    fn add(&mut self, weight: f64, kilometres: f64) {
        self.known += weight;
        self.kilometres += weight * kilometres;
        if kilometres >= LONG_DISTANCE {
            self.long += weight;
        }
    }
}

fn distance(context: &Context<'_>) -> Values {
    let mut nodes = vec![Reach::default(); context.graph.len()];
    let mut all = Reach::default();
    for edge in &context.network.edges {
        let Some(kilometres) = edge.kilometres else { continue };
        for node in [edge.a, edge.b] {
            nodes[node as usize].add(edge.weight, kilometres);
        }
        all.add(edge.weight, kilometres);
    }
    // Nothing to divide by is no distance: 0/0 is NaN.
    let mean = nodes.iter().map(|reach| reach.kilometres / reach.known).collect();
    let long = nodes.iter().map(|reach| reach.long / reach.known).collect();
    let fact = |name, value: f64| Fact { name, value: value.to_string() };
    let mut facts = Vec::new();
    if all.known > 0.0 {
        facts.push(fact("mean_kilometres", all.kilometres / all.known));
        facts.push(fact("long_distance", all.long / all.known));
    }
    Values { of_nodes: vec![mean, long], of_edges: Vec::new(), facts }
}

fn border(context: &Context<'_>) -> Values {
    let nodes = context.graph.len();
    let (mut papers, mut weights) = (vec![0.0; nodes], vec![(0.0, 0.0); nodes]);
    for edge in &context.network.edges {
        let crosses = f64::from(u8::from(edge.international));
        for node in [edge.a as usize, edge.b as usize] {
            papers[node] += crosses * f64::from(edge.papers);
            weights[node] = (weights[node].0 + crosses * edge.weight, weights[node].1 + edge.weight);
        }
    }
    // No edge has no share: 0/0 is NaN.
    let share = weights.into_iter().map(|(international, all)| international / all).collect();
    Values { of_nodes: vec![papers, share], ..Values::default() }
}

fn expected(context: &Context<'_>) -> Values {
    let derived = context.derived;
    let strength = |node: u32| derived.strength[context.chosen[node as usize] as usize];
    let expected = |edge: &super::model::Edge| strength(edge.a) * strength(edge.b) / derived.total;
    let edges = &context.network.edges;
    let ratio = |edge: &super::model::Edge| edge.raw / expected(edge);
    Values {
        of_edges: vec![edges.iter().map(expected).collect(), edges.iter().map(ratio).collect()],
        ..Values::default()
    }
}
