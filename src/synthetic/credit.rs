//! How many authors and institutions of a city sign each of its papers, so that its scholars and institutions have the
//! citations they must have: Σ citations · authors, and Σ citations · institutions.

use super::random::Random;
use super::slots::Slots;
use super::target::Target;
use libm::log;

/// Most authors of one city on a paper by chance.
const MOST_AUTHORS: u16 = 14;
/// Most institutions of one city on a paper.
const MOST_INSTITUTIONS: u16 = 4;
/// Rounds of adjustment. Each leaves less than the citations of one paper.
const ROUNDS: usize = 60;
/// How often a city is tried.
const ATTEMPTS: usize = 40;
/// Authors for each scholar at least, in hundredths.
const LEAST: u64 = 105;

/// Sets authors and institutions of all places of a city. What is missing in the end is taken up by moving citations
/// between papers that are the city's own, which changes no other sum; a city of so few papers that this cannot be done
/// is tried again.
pub(super) fn credit(
    slots: &mut Slots,
    city: usize,
    target: &Target,
    citations: &mut [u32],
    random: &mut Random,
) {
    let mut places = slots.of_city[city].clone();
    random.shuffle(&mut places);
    let papers: Vec<usize> = places.iter().map(|&slot| slots.paper[slot as usize] as usize).collect();
    let cited: Vec<u64> = papers.iter().map(|&paper| citations[paper].into()).collect();
    let alone: Vec<usize> = (0..places.len()).filter(|&i| slots.is_alone(places[i])).collect();
    let mean = (target.scholar_citations.max(1) as f64 / target.citations.max(1) as f64).clamp(1.0, 6.0);
    let most = target.scholars.clamp(1, u64::from(MOST_AUTHORS)) as u16;
    let mut best: Option<(u64, Vec<u16>, Vec<u64>)> = None;
    for _ in 0..ATTEMPTS {
        let mut authors: Vec<u16> = places.iter().map(|_| usual(mean, random).min(most)).collect();
        enough(&mut authors, &cited, target.scholars * LEAST / 100, most);
        approach(&mut authors, &cited, target.scholar_citations, most);
        let mut moved = cited.clone();
        let missing = shift(&authors, &alone, &mut moved, target.scholar_citations, |_, _| true);
        if best.as_ref().is_none_or(|(least, ..)| missing < *least) {
            best = Some((missing, authors, moved));
        }
        if missing == 0 {
            break;
        }
    }
    let Some((_, authors, mut cited)) = best else { return };
    let most = target.institutions.clamp(1, u64::from(MOST_INSTITUTIONS)) as u16;
    let mut institutions = vec![1; places.len()];
    approach(&mut institutions, &cited, target.institution_citations, most);
    let same = |a: usize, b: usize| authors[a] == authors[b];
    shift(&institutions, &alone, &mut cited, target.institution_citations, same);
    for (i, &slot) in places.iter().enumerate() {
        slots.authors[slot as usize] = authors[i];
        slots.institutions[slot as usize] = institutions[i] as u8;
        citations[papers[i]] = cited[i] as u32;
    }
}

/// A number of authors with this mean: 1 and a geometric number of others.
fn usual(mean: f64, random: &mut Random) -> u16 {
    let others = mean - 1.0;
    if others <= 0.0 {
        return 1;
    }
    1 + (log(1.0 - random.unit()) / log(others / (1.0 + others))).min(1000.0) as u16
}

/// One more author on the least cited papers until there are enough for the scholars.
fn enough(authors: &mut [u16], citations: &[u64], least: u64, most: u16) {
    let mut sum: u64 = authors.iter().map(|&count| u64::from(count)).sum();
    let mut order: Vec<usize> = (0..authors.len()).collect();
    order.sort_by_key(|&i| (citations[i], i));
    while sum < least {
        let before = sum;
        for &i in &order {
            if sum < least && authors[i] < most {
                authors[i] += 1;
                sum += 1;
            }
        }
        if sum == before {
            return;
        }
    }
}

/// One more or one less here and there, in the order of the list, until Σ citations · counts is as near as it gets.
fn approach(counts: &mut [u16], citations: &[u64], all: u64, most: u16) {
    let sum: u64 = counts.iter().zip(citations).map(|(&count, cited)| u64::from(count) * cited).sum();
    let mut missing = all.cast_signed() - sum.cast_signed();
    for _ in 0..ROUNDS {
        let before = missing;
        for (count, &cited) in counts.iter_mut().zip(citations) {
            let cited = cited.cast_signed();
            if cited > 0 && cited <= missing && *count < most {
                *count += 1;
                missing -= cited;
            } else if cited > 0 && cited <= -missing && *count > 1 {
                *count -= 1;
                missing += cited;
            }
        }
        if missing == 0 || missing == before {
            return;
        }
    }
}

/// Moves citations between two of a city's own papers of different counts, by one if there are such, until Σ citations ·
/// counts is met; answers what is missing.
fn shift(
    counts: &[u16],
    alone: &[usize],
    citations: &mut [u64],
    all: u64,
    same: impl Fn(usize, usize) -> bool,
) -> u64 {
    let sum: u64 = counts.iter().zip(citations.iter()).map(|(&count, cited)| u64::from(count) * cited).sum();
    let mut missing = all.cast_signed() - sum.cast_signed();
    for gap in 1..i64::from(MOST_AUTHORS) {
        for &from in alone {
            if missing.abs() < gap {
                break;
            }
            // To one with so many more, or less.
            let step = gap * missing.signum();
            let fits =
                |&to: &usize| i64::from(counts[to]) == i64::from(counts[from]) + step && same(from, to);
            let Some(to) = alone.iter().copied().find(fits) else { continue };
            let moved = citations[from].min(missing.unsigned_abs() / gap.unsigned_abs());
            citations[from] -= moved;
            citations[to] += moved;
            missing -= step * moved.cast_signed();
        }
    }
    missing.unsigned_abs()
}
