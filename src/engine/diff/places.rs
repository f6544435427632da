//! Institutions, cities, metros and countries of a hybrid.

use super::merge::Numbering;
use crate::model::Corpus;
use crate::model::corpus::{Cities, Institutions, NONE};

/// A corpus of places only, and where the institutions of both editions are in it.
#[derive(Debug, Clone)]
pub struct Places {
    /// The places.
    pub corpus: Corpus,
    /// Institution of A → institution here.
    pub of_a: Vec<u32>,
    /// Institution of B → institution here, or [`NONE`].
    pub of_b: Vec<u32>,
}

impl Places {
    /// Those of one edition as they are.
    pub fn of_a(a: &Corpus) -> Self {
        Self { corpus: only_places(a), of_a: every(a), of_b: Vec::new() }
    }

    /// Those of the other edition as they are.
    pub fn of_b(b: &Corpus) -> Self {
        Self { corpus: only_places(b), of_a: Vec::new(), of_b: every(b) }
    }

    /// Those of A, and institutions of B that A lacks where `used` says so, in the cities that B has for them. A city,
    /// metro or country that A has is as A has it.
    pub fn joined(a: &Corpus, b: &Corpus, used: &[bool]) -> Self {
        let (of_a, of_b) = (&a.institutions, &b.institutions);
        let institutions = Numbering::new(&of_a.labels.id, &of_b.labels.id, |i| used[i as usize]);
        let new = institutions.new_of_b();
        let cities = wanted(b.cities.labels.len(), new.iter().map(|&i| of_b.city[i as usize]));
        let cities = Numbering::new(&a.cities.labels.id, &b.cities.labels.id, |i| cities[i as usize]);
        let new_cities = cities.new_of_b();
        let metros = wanted(b.metros.len(), new_cities.iter().map(|&i| b.cities.metro[i as usize]));
        let metros = Numbering::new(&a.metros.id, &b.metros.id, |i| metros[i as usize]);
        let countries = countries(a, b, &new, &new_cities);
        let corpus = Corpus {
            institutions: join_institutions(a, b, &institutions, (&cities, &countries)),
            cities: join_cities(a, b, &cities, (&metros, &countries)),
            metros: metros.labels(&a.metros, &b.metros),
            countries: countries.labels(&a.countries, &b.countries),
            ranked_as: countries.column(&countries.pairs, &a.ranked_as, &b.ranked_as),
            ..Corpus::default()
        };
        Self { corpus, of_a: institutions.of_a, of_b: institutions.of_b }
    }
}

fn every(corpus: &Corpus) -> Vec<u32> {
    (0..corpus.institutions.labels.len() as u32).collect()
}

fn only_places(from: &Corpus) -> Corpus {
    Corpus {
        institutions: from.institutions.clone(),
        cities: from.cities.clone(),
        metros: from.metros.clone(),
        countries: from.countries.clone(),
        ranked_as: from.ranked_as.clone(),
        ..Corpus::default()
    }
}

fn wanted(count: usize, indices: impl Iterator<Item = u32>) -> Vec<bool> {
    let mut wanted = vec![false; count];
    indices.filter(|&i| i != NONE).for_each(|i| wanted[i as usize] = true);
    wanted
}

/// Countries of A, of what is new, and those that they are ranked as.
fn countries(a: &Corpus, b: &Corpus, institutions: &[u32], cities: &[u32]) -> Numbering {
    let of_institutions = institutions.iter().map(|&i| b.institutions.country[i as usize]);
    let of_cities = cities.iter().map(|&i| b.cities.country[i as usize]);
    let mut taken = wanted(b.countries.len(), of_institutions.chain(of_cities));
    for i in 0..taken.len() {
        if taken[i] {
            taken[b.ranked_as[i] as usize] = true;
        }
    }
    Numbering::new(&a.countries.id, &b.countries.id, |i| taken[i as usize])
}

fn join_cities(a: &Corpus, b: &Corpus, cities: &Numbering, to: (&Numbering, &Numbering)) -> Cities {
    let (metros, countries) = to;
    let (a, b) = (&a.cities, &b.cities);
    let mut joined = Cities {
        labels: cities.labels(&a.labels, &b.labels),
        country: countries.column(&cities.pairs, &a.country, &b.country),
        metro: metros.column(&cities.pairs, &a.metro, &b.metro),
        ..Cities::default()
    };
    for pair in &cities.pairs {
        let (from, i) = pair.first(a, b);
        joined.coordinates.push(from.coordinates.get(i));
        joined.population.push(from.population[i]);
        joined.admin1.push(from.admin1.get(i));
    }
    joined
}

fn join_institutions(
    a: &Corpus,
    b: &Corpus,
    institutions: &Numbering,
    (cities, countries): (&Numbering, &Numbering),
) -> Institutions {
    let (a, b) = (&a.institutions, &b.institutions);
    let mut joined = Institutions {
        labels: institutions.labels(&a.labels, &b.labels),
        city: cities.column(&institutions.pairs, &a.city, &b.city),
        country: countries.column(&institutions.pairs, &a.country, &b.country),
        ..Institutions::default()
    };
    for pair in &institutions.pairs {
        let (from, i) = pair.first(a, b);
        joined.coordinates.push(from.coordinates.get(i));
        joined.ror.push(from.ror.get(i));
        joined.kind.push(from.kind.get(i));
    }
    joined
}
