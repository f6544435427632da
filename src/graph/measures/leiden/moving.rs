//! Fast local moving: nodes go to the community that gains most, until none gains anything.

use super::level::{Level, Tally};
use crate::base::random::Random;
use std::collections::VecDeque;

/// Gain, as a share of a node's strength, below which a move is rounding: such moves could go round in circles.
const LEAST: f64 = 1e-10;

/// Moves nodes between communities until no node gains by a move of its own. `parts` has labels below the number of nodes.
/// Each node is looked at once in random order, and again when a neighbour has left it.
pub(super) fn move_nodes(level: &Level, parts: &mut [u32], resolution: f64, random: &mut Random) {
    let mut moving = Moving::new(level, parts, resolution);
    let mut queue: VecDeque<u32> = random.order(level.len()).into();
    let mut waiting = vec![true; level.len()];
    while let Some(node) = queue.pop_front() {
        waiting[node as usize] = false;
        let Some(part) = moving.best(node, parts) else { continue };
        moving.put(node, parts, part);
        for &(other, _) in level.arcs(node) {
            if parts[other as usize] != part && !std::mem::replace(&mut waiting[other as usize], true) {
                queue.push_back(other);
            }
        }
    }
}

struct Moving<'a> {
    level: &'a Level,
    /// What a unit of strength costs a unit of strength in the same community.
    cost: f64,
    strengths: Vec<f64>,
    sizes: Vec<u32>,
    empty: Vec<u32>,
    weights: Tally,
}

impl<'a> Moving<'a> {
    fn new(level: &'a Level, parts: &[u32], resolution: f64) -> Self {
        let mut sizes = vec![0; level.len()];
        parts.iter().for_each(|&part| sizes[part as usize] += 1);
        let empty = (0..level.len() as u32).rev().filter(|&part| sizes[part as usize] == 0).collect();
        let strengths = level.strengths_of(parts);
        Self {
            level,
            cost: resolution / level.total,
            strengths,
            sizes,
            empty,
            weights: Tally::new(level.len()),
        }
    }

    /// The community in which a node gains most, if it is not where it is.
    fn best(&mut self, node: u32, parts: &[u32]) -> Option<u32> {
        let (own, strength) = (parts[node as usize], self.level.strengths[node as usize]);
        self.weights.clear();
        self.level.arcs(node).iter().for_each(|&(to, weight)| self.weights.add(parts[to as usize], weight));
        let value = |weight: f64, others: f64| weight - self.cost * strength * others;
        let stay = value(self.weights.of(own), self.strengths[own as usize] - strength);
        // Alone a node has the value 0.
        let alone = self.empty.last().filter(|_| self.sizes[own as usize] > 1).map(|&part| (0.0, part));
        let others = self.weights.iter().filter(|&(part, _)| part != own);
        let others = others.map(|(part, weight)| (value(weight, self.strengths[part as usize]), part));
        let best = others.chain(alone).reduce(|best, other| if other.0 > best.0 { other } else { best })?;
        (best.0 > stay + LEAST * strength).then_some(best.1)
    }

    fn put(&mut self, node: u32, parts: &mut [u32], part: u32) {
        let (strength, old) = (self.level.strengths[node as usize], parts[node as usize]);
        if self.sizes[part as usize] == 0 {
            self.empty.pop();
        }
        self.sizes[part as usize] += 1;
        self.strengths[part as usize] += strength;
        self.sizes[old as usize] -= 1;
        self.strengths[old as usize] -= strength;
        if self.sizes[old as usize] == 0 {
            // Not what subtraction has left.
            self.strengths[old as usize] = 0.0;
            self.empty.push(old);
        }
        parts[node as usize] = part;
    }
}
