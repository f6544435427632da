//! What two editions have in common: everything with a key is numbered in one space.

use crate::base::escape;
use crate::base::strings::Strings;
use crate::model::corpus::{Labels, NONE};
use crate::model::{Corpus, Texts};
use rustc_hash::FxHashMap;
use std::cmp::Ordering;

/// The same thing in two editions, by index; in one of them it may be missing, but not in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// In A.
    pub a: Option<u32>,
    /// In B.
    pub b: Option<u32>,
}

impl Pair {
    /// In both.
    pub fn both(self) -> Option<(usize, usize)> {
        Some((self.a? as usize, self.b? as usize))
    }

    /// What A has of the two, else what B has, with the index there.
    pub fn first<'a, T: ?Sized>(self, a: &'a T, b: &'a T) -> (&'a T, usize) {
        self.a.map_or((b, self.b.unwrap_or_default() as usize), |i| (a, i as usize))
    }
}

/// Pairs two lists of keys, each in the order of its IRIs, in that order. O(a + b).
pub fn pair(a: &Strings, b: &Strings) -> Vec<Pair> {
    let mut pairs = Vec::with_capacity(a.len().max(b.len()));
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        let order = match (i < a.len(), j < b.len()) {
            (true, false) => Ordering::Less,
            (false, _) => Ordering::Greater,
            _ if a.get(i) == b.get(j) => Ordering::Equal,
            _ => escape::compare(&escape::encode(a.get(i)), &escape::encode(b.get(j))),
        };
        pairs.push(Pair { a: order.is_le().then_some(i as u32), b: order.is_ge().then_some(j as u32) });
        i += usize::from(order.is_le());
        j += usize::from(order.is_ge());
    }
    pairs
}

/// Two lists in one numbering.
#[derive(Debug, Clone, Default)]
pub struct Numbering {
    /// Index in A → number.
    pub of_a: Vec<u32>,
    /// Index in B → number; [`NONE`] for what was left out.
    pub of_b: Vec<u32>,
    /// Number → where it stands.
    pub pairs: Vec<Pair>,
}

impl Numbering {
    /// Everything of A, and of B what A lacks where `takes` says so.
    pub fn new(a: &Strings, b: &Strings, takes: impl Fn(u32) -> bool) -> Self {
        let mut new = Self { of_a: vec![NONE; a.len()], of_b: vec![NONE; b.len()], pairs: Vec::new() };
        for pair in pair(a, b) {
            if pair.a.is_none() && !pair.b.is_some_and(&takes) {
                continue;
            }
            let number = new.pairs.len() as u32;
            pair.a.into_iter().for_each(|a| new.of_a[a as usize] = number);
            pair.b.into_iter().for_each(|b| new.of_b[b as usize] = number);
            new.pairs.push(pair);
        }
        new
    }

    /// Names in the numbering: those of A where it has the thing.
    pub fn labels(&self, a: &Labels, b: &Labels) -> Labels {
        let mut labels = Labels::default();
        for pair in &self.pairs {
            let (from, i) = pair.first(a, b);
            labels.id.push(from.id.get(i));
            labels.name.push(from.name.get(i));
            labels.name_zh.push(from.name_zh.get(i));
        }
        labels
    }

    /// What this numbering took from B alone.
    pub fn new_of_b(&self) -> Vec<u32> {
        self.pairs.iter().filter(|pair| pair.a.is_none()).filter_map(|pair| pair.b).collect()
    }

    /// A column of indices, renumbered: what A says where it has the thing, else what B says. `rows` are the things.
    pub fn column(&self, rows: &[Pair], a: &[u32], b: &[u32]) -> Vec<u32> {
        let value = |pair: &Pair| match pair.a {
            Some(i) => self.a(a[i as usize]),
            None => pair.b.map_or(NONE, |i| self.b(b[i as usize])),
        };
        rows.iter().map(value).collect()
    }

    /// Number of an index of A, or [`NONE`] of [`NONE`].
    pub fn a(&self, index: u32) -> u32 {
        self.of_a.get(index as usize).copied().unwrap_or(NONE)
    }

    /// Number of an index of B, or [`NONE`] of [`NONE`].
    pub fn b(&self, index: u32) -> u32 {
        self.of_b.get(index as usize).copied().unwrap_or(NONE)
    }
}

/// Papers and scholars of two editions in one space, and whatever else must be compared by key.
#[derive(Debug)]
pub struct Common {
    /// Papers, in the order of their IRIs.
    pub papers: Vec<Pair>,
    /// Scholar of B → scholar of A, or a number after all of A.
    pub scholars_of_b: Vec<u32>,
    /// Number of scholars of both.
    pub scholars: u32,
    /// Institutions.
    pub institutions: Numbering,
    /// Cities.
    pub cities: Numbering,
    /// Metros.
    pub metros: Numbering,
    /// Countries.
    pub countries: Numbering,
    /// Venues.
    pub venues: Numbering,
    /// Subfields.
    pub subfields: Numbering,
}

impl Common {
    /// Compares two editions key by key. O(a + b).
    pub fn new((a, a_texts): (&Corpus, &Texts), (b, b_texts): (&Corpus, &Texts)) -> Self {
        let numbering = |a: &Labels, b: &Labels| Numbering::new(&a.id, &b.id, |_| true);
        let (scholars_of_b, scholars) = scholars(&a_texts.scholar_id, &b_texts.scholar_id);
        Self {
            papers: pair(&a_texts.paper_id, &b_texts.paper_id),
            scholars_of_b,
            scholars,
            institutions: numbering(&a.institutions.labels, &b.institutions.labels),
            cities: numbering(&a.cities.labels, &b.cities.labels),
            metros: numbering(&a.metros, &b.metros),
            countries: numbering(&a.countries, &b.countries),
            venues: numbering(&a.venues, &b.venues),
            subfields: numbering(&a.subfields, &b.subfields),
        }
    }

    /// Papers of both editions, by index in A and in B.
    pub fn common_papers(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.papers.iter().filter_map(|pair| pair.both())
    }
}

fn scholars(a: &Strings, b: &Strings) -> (Vec<u32>, u32) {
    let known: FxHashMap<&str, u32> = a.iter().zip(0..).collect();
    let mut count = a.len() as u32;
    let mut number = |key: &str| {
        known.get(key).copied().unwrap_or_else(|| {
            count += 1;
            count - 1
        })
    };
    let of_b = b.iter().map(&mut number).collect();
    (of_b, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_paired_in_the_order_of_iris() {
        // As IRIs, "1-" stands before "1" and "1/" (1%2F) before both.
        let strings = |keys: &[&str]| keys.iter().collect::<Strings>();
        let pairs = pair(&strings(&["1/", "1-", "2"]), &strings(&["1-", "1", "2"]));
        let found: Vec<_> = pairs.iter().map(|pair| (pair.a, pair.b)).collect();
        assert_eq!(found, [(Some(0), None), (Some(1), Some(0)), (None, Some(1)), (Some(2), Some(2))]);
    }
}
