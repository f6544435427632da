//! Collaboration networks by the words of METHOD §6: papers as lists, pairs by comparing everybody with everybody, weights
//! as exact fractions.

use super::brute::{Fraction, Model, sum};
use aicity::graph::{Level, Selection};
use aicity::indicators::{CollaborationRule, Counting};
use aicity::model::{Corpus, Texts};
use aicity::network::{NodeLevel, Scope};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What a node takes part in a paper with.
#[derive(Debug, Clone)]
pub struct Part {
    /// Authors that name it.
    pub authors: u64,
    /// Its share of the paper.
    pub share: Fraction,
}

/// A selected paper.
#[derive(Debug, Clone)]
pub struct Work {
    /// Year, where known.
    pub year: Option<u32>,
    /// Nodes on it.
    pub on: BTreeMap<u32, Part>,
}

/// What two nodes have in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Papers that both are on.
    pub papers: u64,
    /// Weights in the order of [`WEIGHTS`].
    pub weights: [Fraction; 5],
}

/// Weights as options name them.
pub const WEIGHTS: [&str; 5] = ["full", "authorships", "fractional", "refined", "share"];

/// Normalisations as options name them.
pub const NORMALISATIONS: [&str; 8] = [
    "none",
    "association",
    "salton",
    "jaccard",
    "inclusion",
    "equivalence",
    "proximity",
    "fractionalisation",
];

/// Pairs by their nodes, the smaller number first.
pub type Pairs = BTreeMap<(u32, u32), Pair>;

/// The selected papers with the nodes of a level.
#[derive(Debug, Clone)]
pub struct Brute {
    /// Selected papers, those without a node as well.
    pub works: Vec<Work>,
    /// Ranked country of each node, where known.
    pub country: BTreeMap<u32, u32>,
}

impl Brute {
    /// Spells a corpus out.
    pub fn new((corpus, texts): (&Corpus, &Texts), level: NodeLevel, selection: &Selection) -> Self {
        let units = level.of_units().unwrap_or(Level::Institution);
        let model =
            Model::new((corpus, texts), units, selection, (Counting::Full, CollaborationRule::Incidences));
        let known: BTreeMap<u32, u32> =
            model.country.iter().filter_map(|(&unit, &country)| Some((unit, country?))).collect();
        match level {
            NodeLevel::Scholar => Self::scholars(&model, &known, texts),
            _ => Self { works: model.papers.iter().map(of_units).collect(), country: known },
        }
    }

    fn scholars(model: &Model, country: &BTreeMap<u32, u32>, texts: &Texts) -> Self {
        let number = |key: &str| texts.scholar_id.iter().position(|id| id == key).unwrap() as u32;
        let work = |paper: &super::brute::Paper| {
            let all = paper.authors.len() as u64;
            let mut authors: BTreeMap<u32, u64> = BTreeMap::new();
            paper.authors.iter().for_each(|author| *authors.entry(number(&author.scholar)).or_default() += 1);
            let part = |(node, authors)| (node, Part { authors, share: Fraction::new(authors, all) });
            Work { year: paper.year, on: authors.into_iter().map(part).collect() }
        };
        // Scholar → institution → papers signed with it.
        let mut signed: BTreeMap<u32, BTreeMap<u32, BTreeSet<&str>>> = BTreeMap::new();
        for paper in &model.papers {
            for author in &paper.authors {
                for (_, unit) in &author.institutions {
                    let own = signed.entry(number(&author.scholar)).or_default();
                    own.entry(unit.unwrap()).or_default().insert(&paper.id);
                }
            }
        }
        let main = |own: BTreeMap<u32, BTreeSet<&str>>| {
            own.into_iter()
                .min_by_key(|(institution, papers)| (Reverse(papers.len()), *institution))
                .unwrap()
                .0
        };
        let home = |(scholar, own)| Some((scholar, *country.get(&main(own))?));
        Self {
            works: model.papers.iter().map(work).collect(),
            country: signed.into_iter().filter_map(home).collect(),
        }
    }

    /// Whether an edge between two nodes is in a scope.
    pub fn is_in(&self, scope: Scope, a: u32, b: u32) -> bool {
        match (scope, self.country.get(&a), self.country.get(&b)) {
            (Scope::All, ..) => true,
            (Scope::International, Some(a), Some(b)) => a != b,
            (Scope::Domestic, Some(a), Some(b)) => a == b,
            _ => false,
        }
    }

    /// Papers of each node that has one.
    pub fn papers(&self) -> BTreeMap<u32, u64> {
        let nodes: BTreeSet<u32> = self.works.iter().flat_map(|work| work.on.keys().copied()).collect();
        let of = |node: u32| self.works.iter().filter(|work| work.on.contains_key(&node)).count() as u64;
        nodes.into_iter().map(|node| (node, of(node))).collect()
    }

    /// Every pair of the scope with a paper.
    pub fn pairs(&self, scope: Scope) -> Pairs {
        let nodes: Vec<u32> = self.papers().into_keys().collect();
        let mut pairs = Pairs::new();
        for &a in &nodes {
            for &b in nodes.iter().filter(|&&b| a < b && self.is_in(scope, a, b)) {
                let both: Vec<&Work> =
                    self.works.iter().filter(|w| w.on.contains_key(&a) && w.on.contains_key(&b)).collect();
                if !both.is_empty() {
                    let weights = WEIGHTS.map(|weight| sum(both.iter().map(|work| work.adds(weight, a, b))));
                    pairs.insert((a, b), Pair { papers: both.len() as u64, weights });
                }
            }
        }
        pairs
    }

    /// The same with fewer papers.
    pub fn within(&self, (from, to): (u32, u32)) -> Self {
        let is_in = |work: &&Work| work.year.is_some_and(|year| (from..=to).contains(&year));
        Self { works: self.works.iter().filter(is_in).cloned().collect(), country: self.country.clone() }
    }
}

fn of_units(paper: &super::brute::Paper) -> Work {
    let part = |unit: u32| {
        let names = paper.authors.iter().filter(|a| a.institutions.iter().any(|(_, of)| *of == Some(unit)));
        Part { authors: names.count() as u64, share: paper.weight(|(_, of)| *of == Some(unit)) }
    };
    Work { year: paper.year, on: paper.units().into_iter().map(|unit| (unit, part(unit))).collect() }
}

impl Work {
    /// What it adds to the edge of two of its nodes.
    fn adds(&self, weight: &str, a: u32, b: u32) -> Fraction {
        let (one, other, n) = (&self.on[&a], &self.on[&b], self.on.len() as u64);
        match weight {
            "full" => Fraction(1, 1),
            "authorships" => Fraction::new(one.authors * other.authors, 1_u64),
            "fractional" => Fraction::new(1_u64, n - 1),
            "refined" => Fraction::new(2_u64, n * (n - 1)),
            "share" => product(one.share, other.share),
            other => panic!("weight {other:?}"),
        }
    }
}

/// One fraction times another.
pub fn product(a: Fraction, b: Fraction) -> Fraction {
    let (one, other) = (Fraction::new(a.0, b.1), Fraction::new(b.0, a.1));
    Fraction::new(one.0 * other.0, one.1 * other.1)
}

/// One fraction divided by another.
pub fn quotient(a: Fraction, b: Fraction) -> Fraction {
    product(a, Fraction(b.1, b.0))
}

/// What normalisations stand on: the whole network of a scope and weight.
#[derive(Debug, Clone)]
pub struct Whole {
    /// Place of the weight in [`WEIGHTS`].
    pub weight: usize,
    /// Node → Σ of the weights of its edges.
    pub strength: BTreeMap<u32, Fraction>,
    /// Σ of all strengths.
    pub total: Fraction,
    /// Papers of each node.
    pub papers: BTreeMap<u32, u64>,
}

impl Whole {
    /// Adds up.
    pub fn new(brute: &Brute, pairs: &Pairs, weight: usize) -> Self {
        let mut strength: BTreeMap<u32, Fraction> = BTreeMap::new();
        for (&(a, b), pair) in pairs {
            for node in [a, b] {
                let sum = strength.entry(node).or_insert(Fraction(0, 1));
                *sum = *sum + pair.weights[weight];
            }
        }
        Self { weight, total: sum(strength.values().copied()), strength, papers: brute.papers() }
    }

    /// The normalised weight of a pair.
    pub fn normalised(&self, normalisation: &str, (a, b): (u32, u32), pair: &Pair) -> f64 {
        let w = pair.weights[self.weight];
        let (si, sj) = (self.strength[&a], self.strength[&b]);
        let (ci, cj) = (Fraction::new(self.papers[&a], 1_u64), Fraction::new(self.papers[&b], 1_u64));
        let n = Fraction::new(self.papers.len() as u64, 2_u64);
        match normalisation {
            "none" => w.value(),
            "association" => quotient(quotient(product(w, self.total), si), sj).value(),
            "salton" => quotient(product(w, w), product(ci, cj)).value().sqrt(),
            "jaccard" => {
                let both = ci + cj;
                let either = Fraction::new(both.0 * w.1 - w.0 * both.1, both.1 * w.1);
                quotient(w, either).value()
            }
            "inclusion" => quotient(w, Fraction(ci.0.min(cj.0), 1)).value(),
            "equivalence" => quotient(product(w, w), product(ci, cj)).value(),
            "proximity" => quotient(w, product(ci, cj)).value(),
            "fractionalisation" => product(w, quotient(n, si) + quotient(n, sj)).value(),
            other => panic!("normalisation {other:?}"),
        }
    }
}
