//! Who signs: every city has exactly so many scholars, few of them with many papers and most with one or two. Some belong
//! to two cities: those moved, or have two affiliations at once where both come up on one paper.

use super::random::Random;
use super::slots::Slots;

/// One scholar in so many belongs to a second city.
const MOBILE: usize = 16;
/// How often somebody else is looked for who has not signed the paper.
const TRIES: usize = 20;

/// Scholars of all places.
pub(super) struct Scholars {
    /// Place → first of its authors in `authors`; one more at the end.
    first: Vec<u32>,
    /// Author → scholar.
    authors: Vec<u32>,
    /// Number of scholars.
    pub(super) count: u32,
}

impl Scholars {
    /// `wanted`: city → scholars.
    pub(super) fn new(slots: &Slots, wanted: &[u64], random: &mut Random) -> Self {
        let first = firsts(&slots.authors);
        let mut authors = vec![0; *first.last().unwrap_or(&0) as usize];
        let mut count = 0;
        for (places, &wanted) in slots.of_city.iter().zip(wanted) {
            count += sign(places, &first, wanted, count, &mut authors, random);
        }
        let mut scholars = Self { first, authors, count };
        scholars.join(slots, random);
        scholars
    }

    /// The scholars of a place.
    pub(super) fn of(&self, slot: usize) -> &[u32] {
        &self.authors[self.first[slot] as usize..self.first[slot + 1] as usize]
    }

    /// Makes scholars of two cities that work together one and the same, each at most once.
    fn join(&mut self, slots: &Slots, random: &mut Random) {
        let mut other = vec![u32::MAX; self.count as usize];
        let mut joined = 0;
        let joint: Vec<usize> = (0..slots.papers()).filter(|&paper| slots.of(paper).len() > 1).collect();
        let wanted = if joint.is_empty() { 0 } else { self.count as usize / MOBILE };
        for _ in 0..wanted * 4 {
            if joined == wanted {
                break;
            }
            let places = slots.of(joint[random.below(joint.len() as u64) as usize]);
            let a = places.start + random.below(places.len() as u64 - 1) as usize;
            let [a, b] = [a, a + 1].map(|slot| {
                let authors = self.of(slot);
                authors[random.below(authors.len() as u64) as usize]
            });
            if other[a as usize] == u32::MAX && other[b as usize] == u32::MAX {
                (other[a as usize], other[b as usize]) = (b, a);
                joined += 1;
            }
        }
        // Of two that are one the lower number stays; the numbers close ranks.
        let mut name = vec![0; other.len()];
        let mut count = 0;
        for scholar in 0..other.len() {
            let twin = other[scholar] as usize;
            if twin < scholar {
                name[scholar] = name[twin];
            } else {
                name[scholar] = count;
                count += 1;
            }
        }
        self.authors.iter_mut().for_each(|author| *author = name[*author as usize]);
        self.count = count;
    }
}

/// Where the authors of each place or paper begin in a list of all; one more at the end.
fn firsts(counts: &[u16]) -> Vec<u32> {
    let ends = counts.iter().scan(0, |end, &count| {
        *end += u32::from(count);
        Some(*end)
    });
    std::iter::once(0).chain(ends).collect()
}

/// Scholars for all places of a city, numbered from `start`; answers how many. Somebody new comes as often as it takes,
/// others the more often the more they have signed (Simon 1955).
fn sign(
    places: &[u32],
    first: &[u32],
    wanted: u64,
    start: u32,
    authors: &mut [u32],
    random: &mut Random,
) -> u32 {
    let of = |slot: u32| first[slot as usize] as usize..first[slot as usize + 1] as usize;
    let mut left: u64 = places.iter().map(|&slot| of(slot).len() as u64).sum();
    let wanted = wanted.min(left) as u32;
    let mut met = 0;
    let mut signed: Vec<u32> = Vec::with_capacity(left as usize);
    for &slot in places {
        let range = of(slot);
        for author in range.clone() {
            let on_paper = &authors[range.start..author];
            let new = u64::from(wanted - met);
            let known = if new > 0 && random.below(left) < new {
                None
            } else {
                (0..TRIES)
                    .map(|_| signed.get(random.below(signed.len() as u64) as usize).copied())
                    .find_map(|found| found.filter(|found| !on_paper.contains(found)))
            };
            let scholar = match known {
                Some(known) => known,
                None if met < wanted => {
                    met += 1;
                    start + met - 1
                }
                // Everybody whom chance met has signed: the first who has not.
                None => (start..start + met).find(|known| !on_paper.contains(known)).unwrap_or(start),
            };
            authors[author] = scholar;
            signed.push(scholar);
            left -= 1;
        }
    }
    met
}

/// Scholars of whom no city is known.
pub(super) struct Pool {
    first: Vec<u32>,
    authors: Vec<u32>,
    /// Number of scholars.
    pub(super) count: u32,
}

impl Pool {
    /// So many scholars, numbered from `start`, for papers with so many such authors each.
    pub(super) fn new(counts: &[u16], wanted: u64, start: u32, random: &mut Random) -> Self {
        let first = firsts(counts);
        let mut authors = vec![0; *first.last().unwrap_or(&0) as usize];
        let mut papers: Vec<u32> = (0..counts.len() as u32).collect();
        random.shuffle(&mut papers);
        let most = counts.iter().copied().max().unwrap_or(0);
        let count = sign(&papers, &first, wanted.max(most.into()), start, &mut authors, random);
        Self { first, authors, count }
    }

    /// Those of a paper.
    pub(super) fn of(&self, paper: usize) -> &[u32] {
        &self.authors[self.first[paper] as usize..self.first[paper + 1] as usize]
    }
}
