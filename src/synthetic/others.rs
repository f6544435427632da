//! Cities that no table names: the rest of the first 500, and the many small ones after them. Nothing of them is
//! published but how many lie in some countries, so the rest is a shape: sizes fall off as they do in open data, with
//! chance.

use super::countries::{self, Quota};
use super::published::Published;
use super::random::{Random, Stream};
use super::target::{Curves, Target};
use crate::base::{Error, Result};
use libm::{exp, log, pow};

/// Ranks that the study lists.
pub(super) const LISTED: usize = 500;
/// Cities of the corpus: open data has about as many for as many papers.
pub(super) const CITIES: usize = 1_700;
/// Institutions of which no city is known.
pub(super) const UNPLACED: u64 = 60;

/// Papers of the first city that no table names, of the last that is listed, and of the first that is not.
const LARGEST: f64 = 440.0;
const SMALLEST_LISTED: f64 = 35.0;
const LARGEST_UNLISTED: f64 = 26.0;
/// How far below the last listed city the others stay, in points of the index.
const GAP: f64 = 0.3;
/// Papers and scholars of the city with the largest averages.
const PAPERS_OF_LARGEST: u64 = 4;

/// A city that no table names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Other {
    pub(super) target: Target,
    pub(super) country: &'static str,
}

/// All of them, the listed ones first. `known` are the published ones: what they come out at, and their country.
pub(super) fn others(
    published: &Published,
    curves: &Curves,
    known: &[(Target, &str)],
    seed: u64,
) -> Result<Vec<Other>> {
    let highest = known.iter().map(|(target, _)| curves.innovation(target)).fold(f64::INFINITY, f64::min);
    let fixed = extremes(published);
    let drawn = known.len()..CITIES - fixed.len();
    let mut targets: Vec<Target> = drawn.map(|rank| below(curves, target(seed, rank), highest)).collect();
    targets.sort_by(|a, b| curves.innovation(b).total_cmp(&curves.innovation(a)));
    let (listed, unlisted) = targets.split_at_mut(LISTED - known.len());
    let last = listed.last().map_or(0.0, |last| curves.innovation(last)) - GAP;
    let taken: u64 =
        known.iter().map(|(t, _)| t.institutions).chain(listed.iter().map(|t| t.institutions)).sum();
    let left = published.total("institutions")? - UNPLACED - fixed.len() as u64;
    let left = left.checked_sub(taken).ok_or_else(|| Error::Bug("too many institutions".into()))?;
    share_institutions(unlisted, left, seed);
    unlisted.iter_mut().for_each(|target| *target = below(curves, *target, last));
    targets.extend(fixed);
    let quotas = countries::quotas(published)?;
    let countries = countries(&quotas, known, targets.len(), seed);
    Ok(targets.into_iter().zip(countries).map(|(target, country)| Other { target, country }).collect())
}

/// A city by its place among all: sizes fall off evenly on a logarithmic scale, first of the listed, then of the rest.
fn target(seed: u64, rank: usize) -> Target {
    let mut random = Random::new(seed, Stream::City, rank as u64);
    let mut about = |value: f64, spread: f64| value * exp(spread * random.normal());
    let (from, to, first, steps) = if rank < LISTED {
        (LARGEST, SMALLEST_LISTED, 100, LISTED - 101)
    } else {
        (LARGEST_UNLISTED, 1.0, LISTED, CITIES - LISTED)
    };
    let fall = (rank - first) as f64 / steps as f64;
    let papers = about(exp(log(from) + (log(to) - log(from)) * fall), 0.15).round().max(1.0);
    let size = papers / LARGEST;
    let citations = about(papers * 30.0 * pow(size, 0.25), 0.25).round();
    let institutions = about(8.0 * pow(size, 0.42), 0.2).round().clamp(1.0, (papers / 2.0).ceil());
    let on_paper = if institutions < 2.0 { 1.0 } else { about(1.06, 0.02).max(1.0) };
    let scholars = about(papers * 0.95, 0.2).round().max(1.0);
    let scholar_citations = about(citations * 2.4, 0.08).max(citations).round();
    let most = if papers < 2.0 { 1.0 } else { (papers * 0.8).floor() };
    let collaborations = about(papers * 0.42, 0.3).round().min(most);
    Target {
        papers: papers as u64,
        citations: citations as u64,
        scholars: scholars as u64,
        scholar_citations: scholar_citations as u64,
        institutions: institutions as u64,
        institution_citations: (citations * on_paper).round() as u64,
        collaborations: collaborations as u64,
    }
}

/// The same with a tenth less of everything until its index lies below.
fn below(curves: &Curves, mut target: Target, index: f64) -> Target {
    while curves.innovation(&target) >= index && target.papers > 1 {
        let less = |count: u64| count - count.div_ceil(10);
        target = Target {
            papers: less(target.papers),
            citations: less(target.citations),
            scholars: less(target.scholars).max(1),
            scholar_citations: less(target.scholar_citations),
            institutions: target.institutions,
            institution_citations: less(target.institution_citations),
            collaborations: less(target.collaborations),
        };
        target.institution_citations = match target.institutions {
            1 => target.citations,
            _ => target.institution_citations.max(target.citations),
        };
    }
    target
}

/// The city of the largest averages, which the tables imply without naming it, and one of the least figures: they span
/// the scale.
fn extremes(published: &Published) -> [Target; 2] {
    let all = |average: f64| (average * PAPERS_OF_LARGEST as f64).round() as u64;
    let citations = all(published.unseen[0].value);
    let largest = Target {
        papers: PAPERS_OF_LARGEST,
        citations,
        scholars: PAPERS_OF_LARGEST,
        scholar_citations: all(published.unseen[1].value),
        institutions: 1,
        institution_citations: citations,
        collaborations: 0,
    };
    [largest, Target { papers: 1, scholars: 1, institutions: 1, ..Target::default() }]
}

/// Makes the institutions of cities so many in all: one more or one less here and there, never none, never more than
/// papers.
fn share_institutions(cities: &mut [Target], all: u64, seed: u64) {
    let mut random = Random::new(seed, Stream::Shares, 0);
    let mut sum: u64 = cities.iter().map(|city| city.institutions).sum();
    // So often without a place for one that there is none.
    let mut vain = 0;
    while sum != all && vain < 100 * cities.len() {
        let city = &mut cities[random.below(cities.len() as u64) as usize];
        vain += 1;
        if sum < all && city.institutions < city.papers {
            city.institutions += 1;
            city.institution_citations = city.institution_citations.max(city.citations);
            (sum, vain) = (sum + 1, 0);
        } else if sum > all && city.institutions > 1 {
            city.institutions -= 1;
            if city.institutions == 1 {
                city.institution_citations = city.citations;
            }
            (sum, vain) = (sum - 1, 0);
        }
    }
}

/// Countries for so many cities: the listed ones fill what their country lacks, in an order of chance; after them every
/// country in proportion.
fn countries(quotas: &[Quota], known: &[(Target, &str)], count: usize, seed: u64) -> Vec<&'static str> {
    let mut random = Random::new(seed, Stream::Countries, 0);
    let has = |code: &str| known.iter().filter(|(_, country)| *country == code).count();
    let mut listed: Vec<&str> =
        quotas.iter().flat_map(|q| std::iter::repeat_n(q.code, q.listed - has(q.code))).collect();
    random.shuffle(&mut listed);
    let weights: Vec<u64> = quotas.iter().map(|quota| quota.listed as u64).collect();
    let sums = super::random::sums(weights);
    let rest = (listed.len()..count).map(|_| quotas[random.pick(&sums)].code).collect::<Vec<_>>();
    listed.into_iter().chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listed_cities_lie_between_the_published_ones_and_the_rest() {
        let published = Published::load().unwrap();
        let curves = Curves::new(&published);
        let known: Vec<(Target, &str)> =
            published.cities.iter().map(|c| (curves.solve(c, &published), c.country.as_str())).collect();
        let others = others(&published, &curves, &known, 2023).unwrap();
        assert_eq!(others.len(), CITIES - 100);
        let index: Vec<f64> = others.iter().map(|other| curves.innovation(&other.target)).collect();
        let (listed, rest) = index.split_at(LISTED - 100);
        let least = |all: &[f64]| all.iter().copied().fold(f64::INFINITY, f64::min);
        let most = |all: &[f64]| all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        assert!(most(listed) < 74.65 && most(rest) < least(listed) - 0.1, "{} {}", least(listed), most(rest));
        let all = || known.iter().map(|k| k.0).chain(others.iter().map(|o| o.target));
        assert_eq!(all().map(|t| t.institutions).sum::<u64>(), 5_783 - UNPLACED);
        assert!(all().all(|t| t.citations as f64 <= 787.6 * t.papers as f64));
        // Enough for the distinct papers of the two countries, with some that are joint.
        for (code, label) in [("US", "美"), ("CN", "中")] {
            let own = known.iter().filter(|(_, country)| *country == code).map(|(target, _)| target.papers);
            let rest = others.iter().filter(|other| other.country == code).map(|other| other.target.papers);
            let papers: u64 = own.chain(rest).sum();
            let distinct = published.claim(label, "papers", "corpus").unwrap();
            assert!((1.05..1.3).contains(&(papers as f64 / distinct)), "{code}: {papers}");
        }
    }
}
