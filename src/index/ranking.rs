//! The ranking: indices of every unit that has papers, in a total order.

use super::profile::{Halves, Profile};
use super::standardise::{Scale, Standardised, ZeroRule, standardise};
use crate::graph::Units;
use crate::indicators::Tallies;
use crate::indicators::catalogue::{self, INDICATORS};

/// Index names, in the order of [`Row::indices`].
pub const INDICES: [(&str, &str, &str); 5] = [
    ("paper_index", "paper index", "论文指数"),
    ("scholar_index", "scholar index", "学者指数"),
    ("institution_index", "institution index", "机构指数"),
    ("collaboration_index", "collaboration index", "国际合作指数"),
    ("innovation_index", "innovation index", "创新指数"),
];

/// How each index is made under the default profile, in the order of [`INDICES`].
pub const FORMULAS: [&str; 5] = [
    "½ std(papers) + ½ std(citations per paper)",
    "½ std(scholars) + ½ std(citations per scholar)",
    "½ std(institutions) + ½ std(citations per institution)",
    "std(international collaborations)",
    "0.3 paper + 0.3 scholar + 0.3 institution + 0.1 collaboration; std(x) = 100·(ln(x+1e-10) − min)/(max − min)",
];

/// The same in Chinese.
pub const FORMULAS_ZH: [&str; 5] = [
    "½ std(论文量) + ½ std(论文平均被引量)",
    "½ std(学者量) + ½ std(学者平均被引量)",
    "½ std(机构量) + ½ std(机构平均被引量)",
    "std(国际合作次数)",
    "0.3 论文指数 + 0.3 学者指数 + 0.3 机构指数 + 0.1 国际合作指数；std(x) = 100·(ln(x+1e-10) − min)/(max − min)",
];

/// One ranked unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Place, from 1; equal indices share the better one.
    pub rank: u32,
    /// Unit number.
    pub unit: u32,
    /// Indicators, in the order of [`INDICATORS`]; `None`: nothing to divide by.
    pub values: [Option<f64>; 7],
    /// Indices, in the order of [`INDICES`].
    pub indices: [f64; 5],
}

/// All ranked units, best first, with what their indices were made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// Rows by rank, then key.
    pub rows: Vec<Row>,
    /// The units that were standardised, in the order of [`Standardised::scores`].
    pub units: Vec<u32>,
    /// Each indicator standardised over them, in the order of [`INDICATORS`].
    pub standardised: Vec<Standardised>,
}

/// Composes indices and orders the units that have papers. O(units log units).
pub fn rank(units: &Units<'_>, tallies: &Tallies, profile: &Profile) -> Ranking {
    let ranked = eligible(tallies, profile);
    let values: Vec<_> =
        ranked.iter().map(|&unit| catalogue::values(&tallies.units[unit as usize])).collect();
    let (standardised, indices) = evaluate(&values, profile);
    let rows = ranked.iter().zip(values).zip(indices);
    let mut rows: Vec<Row> =
        rows.map(|((&unit, values), indices)| Row { rank: 0, unit, values, indices }).collect();
    order(&mut rows, units);
    Ranking { rows, units: ranked, standardised }
}

/// What an indicator is standardised as: what has nothing to divide by stands at the bottom, as a zero does.
pub fn standing(value: Option<f64>) -> f64 {
    value.unwrap_or(0.0)
}

/// The indicators of all ranked units standardised, in the order of [`INDICATORS`], and the indices of each unit.
/// O(units log units).
pub fn evaluate(values: &[[Option<f64>; 7]], profile: &Profile) -> (Vec<Standardised>, Vec<[f64; 5]>) {
    let standardise = |k: usize| {
        let column: Vec<f64> = values.iter().map(|unit| standing(unit[k])).collect();
        standardise(&column, profile.zero, profile.scale)
    };
    let standardised: Vec<Standardised> = (0..INDICATORS.len()).map(standardise).collect();
    let scores = |unit: usize| std::array::from_fn(|k| standardised[k].scores[unit]);
    let indices = (0..values.len()).map(|unit| compose(&scores(unit), profile)).collect();
    (standardised, indices)
}

/// Numbers of the units that are ranked: those with a paper, and as many as the profile asks for. Ascending.
pub fn eligible(tallies: &Tallies, profile: &Profile) -> Vec<u32> {
    let papers = |unit: u32| tallies.units[unit as usize].papers.value();
    (0..tallies.units.len() as u32).filter(|&unit| profile.ranks(papers(unit))).collect()
}

/// An indicator, by its place in [`INDICATORS`], standardised over the ranked units. O(units log units).
pub fn standardise_indicator(
    tallies: &Tallies,
    ranked: &[u32],
    indicator: usize,
    (zero, scale): (ZeroRule, Scale),
) -> Standardised {
    let value = |&unit: &u32| standing(catalogue::values(&tallies.units[unit as usize])[indicator]);
    let values: Vec<f64> = ranked.iter().map(value).collect();
    standardise(&values, zero, scale)
}

/// The five indices from the seven standardised indicators.
pub fn compose(scores: &[f64; 7], profile: &Profile) -> [f64; 5] {
    let weights = &profile.weights;
    let half = |w: Halves, count: f64, citations: f64| w.count * count + w.citations * citations;
    let paper = half(weights.paper_index, scores[0], scores[1]);
    let scholar = half(weights.scholar_index, scores[2], scores[3]);
    let institution = half(weights.institution_index, scores[4], scores[5]);
    let collaboration = scores[6];
    let innovation = weights.paper * paper
        + weights.scholar * scholar
        + weights.institution * institution
        + weights.collaboration * collaboration;
    [paper, scholar, institution, collaboration, innovation]
}

/// Index descending, then key ascending.
fn order(rows: &mut [Row], units: &Units<'_>) {
    let indices: Vec<f64> = rows.iter().map(|row| row.indices[4]).collect();
    rows.iter_mut().zip(places(&indices)).for_each(|(row, place)| row.rank = place);
    rows.sort_by(|a, b| a.rank.cmp(&b.rank).then_with(|| units.key(a.unit).cmp(units.key(b.unit))));
}

/// The place of each score among all, from 1, the highest first; equal scores share the better place (1, 2, 2, 4).
/// O(n log n).
pub fn places(scores: &[f64]) -> Vec<u32> {
    // What is compared lies where it is compared: the score turned around, and behind it whose it is.
    let mut order: Vec<u128> =
        (0..).zip(scores).map(|(at, &score)| u128::from(!ascending(score)) << 32 | at).collect();
    order.sort_unstable();
    let mut places = vec![0; scores.len()];
    let (mut place, mut before) = (0, None);
    for (number, key) in (1..).zip(order) {
        if before.replace(key >> 32) != Some(key >> 32) {
            place = number;
        }
        places[key as u32 as usize] = place;
    }
    places
}

/// Bits in the order of [`f64::total_cmp`]: those of a negative number are turned around, and it is below all others.
fn ascending(score: f64) -> u64 {
    let bits = score.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::random::Random;

    #[test]
    fn places_are_those_of_the_total_order() {
        let mut random = Random::new(1, 3);
        let mut scores: Vec<f64> = (0..500).map(|_| (random.below(200) as f64 - 100.0) / 7.0).collect();
        scores.extend([f64::INFINITY, f64::NEG_INFINITY, 0.0, -0.0, f64::NAN, -f64::NAN, f64::MIN_POSITIVE]);
        for (score, place) in scores.iter().zip(places(&scores)) {
            let above = scores.iter().filter(|other| other.total_cmp(score).is_gt()).count();
            assert_eq!(place as usize, above + 1, "{score}");
        }
        assert_eq!(places(&[]), [0; 0]);
    }
}
