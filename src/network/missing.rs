//! Missing partners: pairs of nodes that collaborate less than their strengths let expect.

use super::derive::Derived;
use super::ends;
use super::model::Node;
use super::threshold::Thresholds;
use crate::base::formula::great_circle;
use crate::base::records::{Cell, Column, Kind, Record};
use rustc_hash::FxHashMap;

/// A pair that collaborates less than expected.
#[derive(Debug, Clone, PartialEq)]
pub struct Missing<'a> {
    /// The node of greater strength.
    pub a: Node<'a>,
    /// The other.
    pub b: Node<'a>,
    /// Weight of the edge; 0 where there is none.
    pub observed: f64,
    /// s(i)·s(j)/W.
    pub expected: f64,
    /// Great-circle distance, where both positions are known.
    pub kilometres: Option<f64>,
}

impl Record for Missing<'_> {
    const COLUMNS: &'static [Column] = &[
        ends::A,
        ends::B,
        ends::A_NAME,
        ends::B_NAME,
        ends::A_NAME_ZH,
        ends::B_NAME_ZH,
        Column::new(
            "observed",
            Kind::Number,
            ["observed weight", "实际权重"],
            "weight of the edge, before normalisation; 0 where there is none",
        ),
        Column::new(
            "expected",
            Kind::Number,
            ["expected weight", "期望权重"],
            "s(i)·s(j)/W: what the strengths of both let expect",
        ),
        Column::new("missing", Kind::Number, ["missing weight", "缺少权重"], "expected weight less observed"),
        Column::new(
            "kilometres",
            Kind::Number,
            ["distance", "距离"],
            "great-circle distance between the nodes",
        )
        .in_unit("km"),
    ];

    fn cells(&self) -> Vec<Cell> {
        let mut cells = ends::cells(&self.a, &self.b);
        cells.extend([
            self.observed.into(),
            self.expected.into(),
            (self.expected - self.observed).into(),
            self.kilometres.into(),
        ]);
        cells
    }
}

/// The pairs of the scope that miss most, of nodes that the thresholds leave: at most `most`, by expected less observed
/// weight, then by the keys. Pairs are looked at from the most expected on, and no further than one can still be among the
/// first: O(pairs looked at · log of them), at worst all pairs.
pub fn missing<'a>(derived: &Derived<'a>, thresholds: &Thresholds, most: usize) -> Vec<Missing<'a>> {
    let nodes = derived.nodes;
    let strength = |node: u32| derived.strength[node as usize];
    let mut chosen = super::derive::chosen(nodes, &derived.papers, thresholds);
    chosen.retain(|&node| strength(node) > 0.0);
    chosen.sort_by(|&a, &b| strength(b).total_cmp(&strength(a)).then_with(|| nodes.key(a).cmp(nodes.key(b))));
    let weights = derived.edges.iter().map(|edge| ((edge.a, edge.b), (derived.counting.weight.of)(edge)));
    let observed: FxHashMap<(u32, u32), f64> = weights.collect();
    let seen = |a: u32, b: u32| observed.get(&(a.min(b), a.max(b))).copied().unwrap_or(0.0);
    let expected = |a: u32, b: u32| strength(a) * strength(b) / derived.total;
    let missing = |a: u32, b: u32| expected(a, b) - seen(a, b);
    let rank = |&(a, b): &(u32, u32), &(c, d): &(u32, u32)| {
        let keys = |a: u32, b: u32| (nodes.key(a), nodes.key(b));
        missing(c, d).total_cmp(&missing(a, b)).then_with(|| keys(a, b).cmp(&keys(c, d)))
    };
    // Pairs found so far: the best ones, and what came since they were last sorted out. The floor is what the last of the
    // best misses: a pair that is expected less cannot miss more.
    let (mut pairs, mut floor) = (Vec::new(), 0.0);
    for (place, &a) in chosen.iter().enumerate() {
        for &b in &chosen[place + 1..] {
            if expected(a, b) < floor {
                break;
            }
            if derived.counting.scope.has(nodes.country(a), nodes.country(b)) && missing(a, b) > 0.0 {
                pairs.push((a, b));
            }
            if pairs.len() >= most.saturating_mul(2).max(1024) {
                pairs.sort_by(rank);
                pairs.truncate(most);
                floor = pairs.last().map_or(floor, |&(a, b)| missing(a, b));
            }
        }
    }
    pairs.sort_by(rank);
    pairs.truncate(most);
    let row = |(a, b): (u32, u32)| {
        let [one, other] = [a, b].map(|node| nodes.describe(node, derived.papers[node as usize]));
        let kilometres = one.position.zip(other.position).map(|(a, b)| great_circle(a, b));
        Missing { a: one, b: other, observed: seen(a, b), expected: expected(a, b), kilometres }
    };
    pairs.into_iter().map(row).collect()
}
