//! Refinement: each community is built up anew from single nodes, by merges of which each keeps what it merges connected.

use super::level::{Level, Tally, without_gaps};
use crate::base::random::Random;

/// Randomness of merges, in mean weights of an edge: θ of the paper, whose edges weigh 1.
const THETA: f64 = 0.01;

/// Groups of nodes inside the communities, numbered from 0 without a gap. Each is connected. A node that is still alone and
/// well connected to its community merges with a group of it that is well connected too, at random with the probability of
/// exp(gain/θ), and never at a loss.
pub(super) fn refine(level: &Level, parts: &[u32], resolution: f64, random: &mut Random) -> Vec<u32> {
    let mut refining = Refining::new(level, parts, resolution);
    for node in random.order(level.len()) {
        if refining.alone[node as usize] && refining.is_well_connected(node) {
            let group = refining.choose(node, random);
            refining.merge(node, group);
        }
    }
    without_gaps(refining.groups)
}

struct Refining<'a> {
    level: &'a Level,
    parts: &'a [u32],
    cost: f64,
    theta: f64,
    /// Strength of each community.
    of_parts: Vec<f64>,
    groups: Vec<u32>,
    /// Whether a node is the only one of its group.
    alone: Vec<bool>,
    strengths: Vec<f64>,
    /// Weight between a group and the rest of its community.
    outside: Vec<f64>,
    weights: Tally,
    choices: Vec<(f64, u32)>,
}

impl<'a> Refining<'a> {
    fn new(level: &'a Level, parts: &'a [u32], resolution: f64) -> Self {
        let inside = |node: u32| {
            let same = level.arcs(node).iter().filter(|arc| parts[arc.0 as usize] == parts[node as usize]);
            same.fold(0.0, |sum, arc| sum + arc.1)
        };
        let nodes = 0..level.len() as u32;
        Self {
            level,
            parts,
            cost: resolution / level.total,
            theta: THETA * level.total / 2.0 / level.edges as f64,
            of_parts: level.strengths_of(parts),
            alone: vec![true; level.len()],
            strengths: level.strengths.clone(),
            outside: nodes.clone().map(inside).collect(),
            groups: nodes.collect(),
            weights: Tally::new(level.len()),
            choices: Vec::new(),
        }
    }

    /// Whether a group, which is known by a node of its own, has at least the weight to the rest of its community that
    /// chance would give it.
    fn is_well_connected(&self, group: u32) -> bool {
        let rest = self.of_parts[self.parts[group as usize] as usize] - self.strengths[group as usize];
        self.outside[group as usize] >= self.cost * self.strengths[group as usize] * rest
    }

    /// A group for a node that is alone: its own, with gain 0, or one of its neighbours'.
    fn choose(&mut self, node: u32, random: &mut Random) -> u32 {
        self.weights.clear();
        for &(to, weight) in self.level.arcs(node) {
            if self.parts[to as usize] == self.parts[node as usize] {
                self.weights.add(self.groups[to as usize], weight);
            }
        }
        let per_strength = self.cost * self.level.strengths[node as usize];
        let mut choices = std::mem::take(&mut self.choices);
        choices.clear();
        choices.push((0.0, node));
        let gain = |(group, weight)| (weight - per_strength * self.strengths[group as usize], group);
        choices.extend(
            self.weights
                .iter()
                .map(gain)
                .filter(|&(gain, group)| gain >= 0.0 && self.is_well_connected(group)),
        );
        let group = drawn(&choices, self.theta, random);
        self.choices = choices;
        group
    }

    fn merge(&mut self, node: u32, group: u32) {
        if group == node {
            return;
        }
        self.groups[node as usize] = group;
        self.alone[node as usize] = false;
        self.alone[group as usize] = false;
        self.strengths[group as usize] += self.level.strengths[node as usize];
        self.outside[group as usize] += self.outside[node as usize] - 2.0 * self.weights.of(group);
    }
}

/// One of the choices, with the probability of exp(gain/θ). Gains are taken against the largest, so that none overflows.
fn drawn(choices: &[(f64, u32)], theta: f64, random: &mut Random) -> u32 {
    let most = choices.iter().fold(0.0, |most: f64, choice| most.max(choice.0));
    let chance = |gain: f64| ((gain - most) / theta).exp();
    let total: f64 = choices.iter().map(|choice| chance(choice.0)).sum();
    let mut point = random.unit() * total;
    for &(gain, choice) in choices {
        point -= chance(gain);
        if point < 0.0 {
            return choice;
        }
    }
    // Rounding has left nothing over: the last one that can be drawn.
    choices.iter().rev().find(|choice| chance(choice.0) > 0.0).map_or(choices[0].1, |choice| choice.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_drawn_by_their_gains() {
        let mut random = Random::new(3, 0);
        let mut drawn_of = |choices: &[(f64, u32)], theta| {
            let mut times = [0_u32; 3];
            (0..10_000).for_each(|_| times[drawn(choices, theta, &mut random) as usize] += 1);
            times
        };
        let ln = f64::ln;
        let times = drawn_of(&[(0.0, 0), (ln(2.0), 1), (ln(7.0), 2)], 1.0);
        assert!((900..1100).contains(&times[0]) && (1850..2150).contains(&times[1]), "{times:?}");
        assert_eq!(drawn_of(&[(0.0, 0), (1e300, 2), (1.0, 1)], 1e-3), [0, 0, 10_000]);
        assert_eq!(drawn_of(&[(0.0, 1)], 1.0), [0, 10_000, 0]);
    }
}
