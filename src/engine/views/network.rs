//! The collaboration network of a ranking's units: nodes, edges between units on one paper, and what may be left out of
//! them (METHOD §6).

use super::figures::Credit;
use super::unit::{Identity, identity};
use crate::base::records::{Cell, Column, Kind, Record};
use crate::engine::Ranked;
use crate::graph::traverse::Walker;
use crate::indicators::Sum;
use crate::model::corpus::NONE;
use rayon::prelude::*;
use std::cmp::Reverse;

/// What is left in. The default is everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only units of these ranked countries, by code; empty: all.
    pub countries: Vec<String>,
    /// Only so many units, those of most papers (ties by key), of the countries that are left in.
    pub top: Option<usize>,
    /// Only edges between units of different countries.
    pub international: bool,
    /// Only edges of so many shared papers.
    pub minimum: u64,
    /// Only units that an edge is left of.
    pub connected: bool,
}

/// A unit of the network.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Who it is.
    pub identity: Identity,
    /// Papers, as the ranking counts them.
    pub papers: f64,
    /// Edges that are left.
    pub degree: u64,
    /// Shared papers of those edges.
    pub strength: u64,
}

/// Two units on common papers.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// Key of one unit: the one that stands first among the nodes.
    pub a: String,
    /// Key of the other.
    pub b: String,
    /// Papers they share: the weight `full`.
    pub papers: u64,
    /// The weight `fractional`: 1/(units on the paper − 1) for each shared paper.
    pub fractional: Credit,
    /// Whether their ranked countries are known and differ.
    pub international: bool,
}

/// A network.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// Units, most papers first, then by key.
    pub nodes: Vec<Node>,
    /// Edges, most shared papers first, then in the order of their nodes.
    pub edges: Vec<Edge>,
}

impl Record for Node {
    const COLUMNS: &'static [Column] = &[
        Column::new("key", Kind::Text, ["key", "键"], "key"),
        Column::new("name", Kind::Text, ["name", "名称"], "English name"),
        Column::new("name_zh", Kind::Text, ["Chinese name", "中文名"], "Chinese name"),
        Column::new("country", Kind::Text, ["country", "国家"], "code of the ranked country"),
        Column::new("latitude", Kind::Number, ["latitude", "纬度"], "degrees north, where known")
            .in_unit("°"),
        Column::new("longitude", Kind::Number, ["longitude", "经度"], "degrees east, where known")
            .in_unit("°"),
        Column::new("papers", Kind::Number, ["papers", "论文量"], "papers, as the ranking counts them"),
        Column::new("degree", Kind::Integer, ["degree", "度"], "edges of the answer at this unit"),
        Column::new("strength", Kind::Integer, ["strength", "强度"], "shared papers of those edges"),
    ];

    fn cells(&self) -> Vec<Cell> {
        let who = &self.identity;
        vec![
            (&who.key).into(),
            (&who.name).into(),
            (&who.name_zh).into(),
            (&who.country).into(),
            who.latitude.into(),
            who.longitude.into(),
            self.papers.into(),
            self.degree.into(),
            self.strength.into(),
        ]
    }
}

impl Record for Edge {
    const COLUMNS: &'static [Column] = &[
        Column::new("a", Kind::Text, ["one unit", "单元甲"], "key of one unit"),
        Column::new("b", Kind::Text, ["other unit", "单元乙"], "key of the other unit"),
        Column::new("papers", Kind::Integer, ["shared papers", "合作论文量"], "papers that both are on"),
        Column::new(
            "fractional",
            Kind::Number,
            ["fractional weight", "分数权重"],
            "1/(units on the paper - 1) for each shared paper",
        ),
        Column::new(
            "international",
            Kind::Boolean,
            ["international", "跨国"],
            "whether the ranked countries differ",
        ),
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            (&self.a).into(),
            (&self.b).into(),
            self.papers.into(),
            self.fractional.value().into(),
            self.international.into(),
        ]
    }
}

/// An edge before its units are named: two places among the nodes.
struct Pair {
    nodes: (u32, u32),
    papers: u64,
    fractional: Sum,
}

/// The network of the units that have selected papers. O(pairs log pairs), where a paper of n units that are left in has
/// n²/2 pairs; memory 12 bytes a pair.
pub fn network(ranked: &Ranked, filter: &Filter) -> Network {
    let units = ranked.units();
    let chosen = chosen(ranked, filter);
    let crosses = |(a, b): (u32, u32)| {
        let [a, b] = [a, b].map(|node| units.country[chosen[node as usize] as usize]);
        a != b && a != NONE && b != NONE
    };
    let is_left =
        |pair: &Pair| pair.papers >= filter.minimum && (!filter.international || crosses(pair.nodes));
    let mut pairs: Vec<Pair> = pairs(ranked, &chosen).into_iter().filter(is_left).collect();
    pairs.sort_by_key(|pair| (Reverse(pair.papers), pair.nodes));
    let key = |node: u32| units.key(chosen[node as usize]).to_owned();
    let mut at = vec![(0, 0); chosen.len()];
    for pair in &pairs {
        for node in [pair.nodes.0, pair.nodes.1] {
            let (degree, strength) = &mut at[node as usize];
            (*degree, *strength) = (*degree + 1, *strength + pair.papers);
        }
    }
    let node = |(&unit, (degree, strength)): (&u32, (u64, u64))| Node {
        identity: identity(&ranked.corpus, &units, unit),
        papers: ranked.tallies.units[unit as usize].papers.value(),
        degree,
        strength,
    };
    let is_shown = |(_, (degree, _)): &(&u32, (u64, u64))| *degree > 0 || !filter.connected;
    let nodes = chosen.iter().zip(at).filter(is_shown).map(node).collect();
    let edge = |pair: Pair| Edge {
        a: key(pair.nodes.0),
        b: key(pair.nodes.1),
        papers: pair.papers,
        international: crosses(pair.nodes),
        fractional: Credit(pair.fractional),
    };
    Network { nodes, edges: pairs.into_iter().map(edge).collect() }
}

/// Units with papers that are left in, most papers first, then by key.
fn chosen(ranked: &Ranked, filter: &Filter) -> Vec<u32> {
    let units = ranked.units();
    let papers = |unit: u32| ranked.tallies.units[unit as usize].papers.value();
    let in_countries = |unit: u32| {
        filter.countries.is_empty() || filter.countries.iter().any(|code| code == units.country_code(unit))
    };
    let is_left = |&unit: &u32| papers(unit) > 0.0 && in_countries(unit);
    let mut chosen: Vec<u32> = (0..units.len() as u32).filter(is_left).collect();
    chosen.sort_by(|&a, &b| papers(b).total_cmp(&papers(a)).then_with(|| units.key(a).cmp(units.key(b))));
    chosen.truncate(filter.top.unwrap_or(usize::MAX));
    chosen
}

/// Pairs of chosen units on selected papers, by places among the chosen.
fn pairs(ranked: &Ranked, chosen: &[u32]) -> Vec<Pair> {
    let (corpus, units) = (&ranked.corpus, ranked.units());
    let mut place = vec![NONE; units.len()];
    (0..).zip(chosen).for_each(|(node, &unit)| place[unit as usize] = node);
    let mut walker = Walker::new(corpus, &units);
    let mut found: Vec<(u32, u32, u32)> = Vec::new();
    for paper in (0..corpus.papers.len()).filter(|&paper| ranked.selection.has(corpus, paper)) {
        walker.visit(paper);
        // The weight of a paper stands on all its units, also on those that are not shown.
        let others = (walker.on_paper.len() as u32).saturating_sub(1);
        let mut here: Vec<u32> = walker.on_paper.iter().map(|&unit| place[unit as usize]).collect();
        here.retain(|&node| node != NONE);
        here.sort_unstable();
        for (i, &a) in here.iter().enumerate() {
            found.extend(here[i + 1..].iter().map(|&b| (a, b, others)));
        }
    }
    found.par_sort_unstable();
    let together = found.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1));
    together.map(pair).collect()
}

/// One pair from its occurrences, ordered by the other units on their papers.
fn pair(found: &[(u32, u32, u32)]) -> Pair {
    let mut fractional = Sum::default();
    found.iter().for_each(|&(_, _, others)| fractional.add(others.into(), 1));
    Pair { nodes: (found[0].0, found[0].1), papers: found.len() as u64, fractional }
}
