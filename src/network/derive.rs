//! From papers to a network: edges by traversal, weights, normalisation, and what is left out.

use super::model::{Edge, Network};
use super::nodes::Nodes;
use super::normalisation::{NORMALISATIONS, Normalisation, Terms};
use super::threshold::{self, Thresholds};
use super::weight::{WEIGHTINGS, Weighting};
use crate::base::formula::great_circle;
use crate::base::{Error, Result};
use crate::graph::Selection;
use crate::graph::collaboration;
use crate::model::corpus::NONE;
use std::cmp::Reverse;

/// Between whom edges are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Scope {
    /// Between any two nodes.
    #[default]
    All,
    /// Only between nodes of different ranked countries.
    International,
    /// Only between nodes of one ranked country.
    Domestic,
}

impl Scope {
    /// Its name, as options and addresses have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::International => "international",
            Self::Domestic => "domestic",
        }
    }
}

/// How edges are counted.
#[derive(Debug, Clone, Copy)]
pub struct Counting {
    /// Between whom.
    pub scope: Scope,
    /// What they weigh.
    pub weight: &'static Weighting,
    /// How weights are normalised.
    pub normalisation: &'static Normalisation,
}

impl Default for Counting {
    fn default() -> Self {
        Self { scope: Scope::All, weight: &WEIGHTINGS[0], normalisation: &NORMALISATIONS[0] }
    }
}

impl Counting {
    /// Refuses what cannot be meant.
    ///
    /// # Errors
    /// Wrong use: a normalisation that compares with papers, of a weight that a paper adds more than 1 to.
    pub fn check(&self) -> Result<()> {
        let (weight, normalisation) = (self.weight, self.normalisation);
        if !normalisation.of_papers || weight.at_most_one {
            return Ok(());
        }
        let message = format!(
            "normalisation {} of the weight {}: {} can be 0 or negative, because a paper adds more than 1 to an edge",
            normalisation.id, weight.id, normalisation.formula
        );
        Err(Error::usage(message, "use another weight, or the normalisation association or salton"))
    }
}

/// The network of the selected papers and the scope, with nothing left out: what normalisations and expectations stand on.
#[derive(Debug)]
pub struct Derived<'a> {
    /// The nodes.
    pub nodes: &'a Nodes<'a>,
    /// How edges are counted.
    pub counting: Counting,
    /// Node → selected papers.
    pub papers: Vec<u64>,
    /// Node → Σ of the weights of its edges, s.
    pub strength: Vec<f64>,
    /// Σ of all strengths, W.
    pub total: f64,
    /// Edges of the scope.
    pub edges: Vec<collaboration::Edge>,
    /// Selected papers with a node.
    pub with_node: u64,
    /// Selected papers with several nodes.
    pub with_several: u64,
}

impl<'a> Derived<'a> {
    /// Derives. O(affiliations + Σ over papers of n²).
    ///
    /// # Errors
    /// What [`Counting::check`] says; a defect where refined weights do not add up to the papers they are made of.
    pub fn new(nodes: &'a Nodes<'a>, selection: &Selection, counting: Counting) -> Result<Self> {
        counting.check()?;
        let incidence = nodes.incidence(selection);
        let mut edges = collaboration::edges(&incidence);
        let several = incidence.papers.rows().filter(|row| row.len() > 1).count() as u64;
        check_sum(&edges, several)?;
        edges.retain(|edge| counting.scope.has(nodes.country(edge.a), nodes.country(edge.b)));
        let mut strength = vec![0.0; incidence.nodes];
        for edge in &edges {
            let weight = (counting.weight.of)(edge);
            strength[edge.a as usize] += weight;
            strength[edge.b as usize] += weight;
        }
        Ok(Self {
            nodes,
            counting,
            papers: incidence.papers_of_nodes(),
            total: strength.iter().sum(),
            strength,
            edges,
            with_node: incidence.papers.len() as u64,
            with_several: several,
        })
    }

    /// Nodes with a selected paper, N.
    pub fn present(&self) -> u64 {
        self.papers.iter().filter(|&&papers| papers > 0).count() as u64
    }

    /// Weight and normalised weight of an edge.
    pub fn weigh(&self, edge: &collaboration::Edge, present: f64) -> (f64, f64) {
        let weight = (self.counting.weight.of)(edge);
        let both = [edge.a as usize, edge.b as usize];
        let terms = Terms {
            weight,
            strength: both.map(|node| self.strength[node]),
            papers: both.map(|node| self.papers[node] as f64),
            total: self.total,
            nodes: present,
        };
        (weight, (self.counting.normalisation.of)(&terms))
    }

    /// The network with what the thresholds leave. Returns it with the number of each node of it.
    pub fn network(&self, thresholds: &Thresholds) -> (Network<'a>, Vec<u32>) {
        let mut chosen = chosen(self.nodes, &self.papers, thresholds);
        let mut edges = threshold::keep(thresholds, chosen.len(), self.between(&chosen));
        if thresholds.connected {
            drop_isolated(&mut chosen, &mut edges);
        }
        let describe = |&node: &u32| self.nodes.describe(node, self.papers[node as usize]);
        let nodes: Vec<_> = chosen.iter().map(describe).collect();
        for edge in &mut edges {
            let [a, b] = [edge.a, edge.b].map(|node| nodes[node as usize].position);
            edge.kilometres = a.zip(b).map(|(a, b)| great_circle(a, b));
        }
        let normalised = self.counting.normalisation.id != NORMALISATIONS[0].id;
        (Network { nodes, edges, normalised, ..Network::default() }, chosen)
    }

    /// Weighed edges between chosen nodes, by their places, ordered.
    fn between(&self, chosen: &[u32]) -> Vec<Edge> {
        let mut place = vec![NONE; self.papers.len()];
        (0..).zip(chosen).for_each(|(at, &node)| place[node as usize] = at);
        let present = self.present() as f64;
        let mut edges = Vec::new();
        for edge in &self.edges {
            let [a, b] = [edge.a, edge.b].map(|node| place[node as usize]);
            if a == NONE || b == NONE {
                continue;
            }
            let (raw, weight) = self.weigh(edge, present);
            let international =
                Scope::International.has(self.nodes.country(edge.a), self.nodes.country(edge.b));
            let papers = edge.papers;
            edges.push(Edge {
                a: a.min(b),
                b: a.max(b),
                weight,
                raw,
                papers,
                international,
                kilometres: None,
            });
        }
        edges.sort_unstable_by_key(|edge| (edge.a, edge.b));
        edges
    }
}

/// Nodes with papers that the thresholds leave, most papers first, then by key. O(nodes log nodes).
pub fn chosen(nodes: &Nodes<'_>, papers: &[u64], thresholds: &Thresholds) -> Vec<u32> {
    let countries = &nodes.corpus().countries;
    let of_country = |node: u32| {
        let code = match nodes.country(node) {
            NONE => "",
            country => countries.id.get(country as usize),
        };
        thresholds.countries.is_empty() || thresholds.countries.iter().any(|wanted| wanted == code)
    };
    let mut chosen: Vec<u32> = (0..papers.len() as u32).collect();
    chosen.retain(|&node| papers[node as usize] > 0 && of_country(node));
    chosen.sort_by_cached_key(|&node| (Reverse(papers[node as usize]), nodes.key(node)));
    chosen.truncate(thresholds.top.unwrap_or(usize::MAX));
    chosen
}

impl Scope {
    /// Whether an edge between nodes of these ranked countries is in the scope. A country that is not known is in no
    /// narrower one.
    pub fn has(self, a: u32, b: u32) -> bool {
        match self {
            Self::All => true,
            Self::International => a != b && a != NONE && b != NONE,
            Self::Domestic => a == b && a != NONE,
        }
    }
}

/// Takes nodes without an edge away and renumbers the rest.
fn drop_isolated(chosen: &mut Vec<u32>, edges: &mut [Edge]) {
    let mut place = vec![NONE; chosen.len()];
    edges.iter().flat_map(|edge| [edge.a, edge.b]).for_each(|node| place[node as usize] = 0);
    for (next, place) in (0..).zip(place.iter_mut().filter(|place| **place == 0)) {
        *place = next;
    }
    let mut node = 0..;
    chosen.retain(|_| node.next().is_some_and(|node: usize| place[node] != NONE));
    edges.iter_mut().for_each(|edge| (edge.a, edge.b) = (place[edge.a as usize], place[edge.b as usize]));
}

/// Refined weights add up to the papers of several nodes: a sum that every derivation is checked by.
fn check_sum(edges: &[collaboration::Edge], several: u64) -> Result<()> {
    let sum: f64 = edges.iter().map(|edge| edge.refined).sum();
    if (sum - several as f64).abs() <= 1e-9 * (several as f64).max(1.0) {
        return Ok(());
    }
    Err(Error::Bug(format!("refined weights add up to {sum}, not to the {several} papers of several nodes")))
}
