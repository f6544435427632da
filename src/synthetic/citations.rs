//! How often papers are cited: few often, most seldom, older ones more, and every city as often as it must be in all.

use super::random::Random;
use super::slots::Slots;
use super::target::Target;
use libm::{exp, sqrt};

/// Spread of the logarithm. With the factors of cities, one paper in a hundred has about a quarter of all citations.
const SPREAD: f64 = 1.2;
/// Rounds of fitting the factors of cities.
const ROUNDS: usize = 200;
/// Mean of papers without a city.
const UNPLACED: f64 = 12.0;

/// Citations of each paper, the ones without a city after the others. `age` is a paper's, in years.
pub(super) fn citations(slots: &Slots, targets: &[Target], age: &[u8], random: &mut Random) -> Vec<u32> {
    let mut weights: Vec<f64> =
        age.iter().map(|&age| exp(SPREAD * random.normal()) * (1.0 + f64::from(age))).collect();
    let unplaced = &mut weights[slots.papers()..];
    let mean = unplaced.iter().sum::<f64>() / unplaced.len().max(1) as f64;
    unplaced.iter_mut().for_each(|weight| *weight *= UNPLACED / mean);
    fit(slots, targets, &mut weights);
    let mut citations: Vec<u32> =
        weights.iter().map(|weight| (weight + random.unit()).min(1e9) as u32).collect();
    for (city, target) in targets.iter().enumerate() {
        round(slots, city, target.citations, &mut citations);
    }
    citations
}

/// Gives every city a factor so that the weights of its papers add up to its citations: a paper has the factors of all
/// its cities. (Iterative proportional fitting, half a step at a time, as papers have several cities.)
fn fit(slots: &Slots, targets: &[Target], weights: &mut [f64]) {
    let mut sums = vec![0.0; targets.len()];
    for _ in 0..ROUNDS {
        sums.fill(0.0);
        for (&city, &paper) in slots.city.iter().zip(&slots.paper) {
            sums[usize::from(city)] += weights[paper as usize];
        }
        let factors: Vec<f64> = sums
            .iter()
            .zip(targets)
            .map(|(&sum, target)| if sum > 0.0 { sqrt(target.citations as f64 / sum) } else { 0.0 })
            .collect();
        for (&city, &paper) in slots.city.iter().zip(&slots.paper) {
            weights[paper as usize] *= factors[usize::from(city)];
        }
    }
}

/// Takes up what is missing to the citations of a city on papers that are its own, each by at most an eighth.
fn round(slots: &Slots, city: usize, citations: u64, of: &mut [u32]) {
    let papers = |slot: &u32| slots.paper[*slot as usize] as usize;
    let sum: u64 = slots.of_city[city].iter().map(|slot| u64::from(of[papers(slot)])).sum();
    let mut missing = citations.cast_signed() - sum.cast_signed();
    let alone: Vec<usize> =
        slots.of_city[city].iter().filter(|&&slot| slots.is_alone(slot)).map(papers).collect();
    while missing != 0 {
        let before = missing;
        for &paper in &alone {
            let has = i64::from(of[paper]);
            let most = (has / 8).max(1);
            let step = missing.clamp(-most.min(has), most);
            of[paper] = (has + step) as u32;
            missing -= step;
        }
        if missing == before {
            return;
        }
    }
}
