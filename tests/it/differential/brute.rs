//! Papers as plain lists, and what units get for them by the words of METHOD §2: no arrays, no engine, fractions as two
//! integers.

use aicity::graph::{Level, Selection};
use aicity::indicators::{CollaborationRule, Counting};
use aicity::model::corpus::NONE;
use aicity::model::{Corpus, Texts};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Add;

/// An exact fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraction(pub u128, pub u128);

impl Fraction {
    /// In lowest terms.
    pub fn new(numerator: impl Into<u128>, denominator: impl Into<u128>) -> Self {
        let (numerator, denominator) = (numerator.into(), denominator.into());
        let (mut a, mut b) = (numerator, denominator);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        Self(numerator / a.max(1), denominator / a.max(1))
    }

    /// As a double.
    pub fn value(self) -> f64 {
        self.0 as f64 / self.1 as f64
    }

    /// As answers write it.
    pub fn text(self) -> String {
        if self.1 == 1 { self.0.to_string() } else { format!("{}/{}", self.0, self.1) }
    }

    /// So many times.
    pub fn times(self, factor: u64) -> Self {
        Self::new(self.0 * u128::from(factor), self.1)
    }
}

impl Add for Fraction {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::new(self.0 * other.1 + other.0 * self.1, self.1 * other.1)
    }
}

/// The sum of fractions.
pub fn sum(all: impl IntoIterator<Item = Fraction>) -> Fraction {
    all.into_iter().fold(Fraction(0, 1), Add::add)
}

/// One author of a paper.
#[derive(Debug, Clone)]
pub struct Author {
    /// Key of the scholar.
    pub scholar: String,
    /// Institutions signed with: key and unit.
    pub institutions: Vec<(String, Option<u32>)>,
    /// All affiliations, known or not; one for an author who gave none.
    pub affiliations: u64,
}

/// A selected paper.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Key.
    pub id: String,
    /// Year, where known.
    pub year: Option<u32>,
    /// Citations, where known.
    pub citations: Option<u64>,
    /// Key of the venue.
    pub venue: Option<String>,
    /// Keys of the subfields.
    pub subfields: Vec<String>,
    /// Authors.
    pub authors: Vec<Author>,
}

/// The selected papers of a corpus, and its units.
#[derive(Debug, Clone)]
pub struct Model {
    /// Selected papers.
    pub papers: Vec<Paper>,
    /// Ranked country of each unit.
    pub country: BTreeMap<u32, Option<u32>>,
    /// How papers are credited.
    pub counting: Counting,
    /// What a collaboration is.
    pub rule: CollaborationRule,
}

impl Model {
    /// Spells a corpus out.
    pub fn new(
        (corpus, texts): (&Corpus, &Texts),
        level: Level,
        selection: &Selection,
        (counting, rule): (Counting, CollaborationRule),
    ) -> Self {
        let some = |index: u32| (index != NONE).then_some(index);
        let ranked = |country: u32| some(country).map(|country| corpus.ranked_as[country as usize]);
        let metros = corpus.metros.len() as u32;
        let of_city = |city: u32| match level {
            Level::Metro => Some(some(corpus.cities.metro[city as usize]).unwrap_or(metros + city)),
            Level::City => Some(city),
            Level::Country => ranked(corpus.cities.country[city as usize]),
            Level::Institution => None,
        };
        let unit = |institution: u32| match level {
            Level::Institution => Some(institution),
            _ => some(corpus.institutions.city[institution as usize]).and_then(of_city),
        };
        let mut country: BTreeMap<u32, Option<u32>> = BTreeMap::new();
        match level {
            Level::Country => country.extend((0..corpus.countries.len() as u32).map(|c| (c, Some(c)))),
            Level::Institution => {
                for (i, (&city, &own)) in
                    (0..).zip(corpus.institutions.city.iter().zip(&corpus.institutions.country))
                {
                    let known = some(city).map_or(own, |city| corpus.cities.country[city as usize]);
                    country.insert(i, ranked(known));
                }
            }
            Level::Metro | Level::City => {
                for (city, &own) in (0..).zip(&corpus.cities.country) {
                    let entry = country.entry(of_city(city).unwrap()).or_default();
                    *entry = entry.or(ranked(own));
                }
            }
        }
        let paper = |p: usize| Paper {
            id: texts.paper_id.get(p).to_owned(),
            year: corpus.papers.year(p),
            citations: corpus.papers.citations(p),
            venue: some(corpus.papers.venue[p]).map(|v| corpus.venues.id.get(v as usize).to_owned()),
            subfields: corpus
                .papers
                .subfields
                .row(p)
                .iter()
                .map(|&s| corpus.subfields.id.get(s as usize).to_owned())
                .collect(),
            authors: corpus
                .papers
                .authorships(p)
                .map(|a| {
                    let known = corpus.authorships.institutions.row(a);
                    let all = known.len() as u64 + u64::from(corpus.authorships.unresolved[a]);
                    Author {
                        scholar: texts.scholar_id.get(corpus.authorships.scholar[a] as usize).to_owned(),
                        institutions: known
                            .iter()
                            .map(|&i| (corpus.institutions.labels.id.get(i as usize).to_owned(), unit(i)))
                            .collect(),
                        affiliations: all.max(1),
                    }
                })
                .collect(),
        };
        let papers = (0..corpus.papers.len()).filter(|&p| selection.has(corpus, p)).map(paper).collect();
        Self { papers, country, counting, rule }
    }

    /// The same with fewer papers.
    pub fn only(&self, keep: impl Fn(&Paper) -> bool) -> Self {
        let papers = self.papers.iter().filter(|paper| keep(paper)).cloned().collect();
        Self { papers, ..self.clone() }
    }

    /// Papers of a unit.
    pub fn of(&self, unit: u32) -> Vec<&Paper> {
        self.papers.iter().filter(|paper| paper.units().contains(&unit)).collect()
    }

    /// Whether two units are of different known countries.
    pub fn crosses(&self, a: u32, b: u32) -> bool {
        let [a, b] = [a, b].map(|unit| self.country.get(&unit).copied().flatten());
        a.is_some() && b.is_some() && a != b
    }

    fn full(&self) -> bool {
        self.counting == Counting::Full
    }

    /// What a unit gets for a paper.
    pub fn credit(&self, paper: &Paper, unit: u32) -> Fraction {
        if self.full() { Fraction(1, 1) } else { paper.weight(|(_, of)| *of == Some(unit)) }
    }

    /// What a unit gets for the collaborations on a paper.
    pub fn collaborations(&self, paper: &Paper, unit: u32) -> Fraction {
        let units = paper.units();
        let foreign: Vec<u32> = units.iter().copied().filter(|&other| self.crosses(unit, other)).collect();
        let country = |unit: &u32| self.country.get(unit).copied().flatten();
        let theirs: BTreeSet<u32> = foreign.iter().filter_map(country).collect();
        let all: BTreeSet<u32> = units.iter().filter_map(country).collect();
        if foreign.is_empty() {
            return Fraction(0, 1);
        }
        match (self.rule, self.full()) {
            (CollaborationRule::Incidences, true) => Fraction::new(foreign.len() as u64, 1_u64),
            (CollaborationRule::Incidences, false) => {
                Fraction::new(foreign.len() as u64, units.len() as u64 - 1)
            }
            (CollaborationRule::Countries, true) => Fraction::new(theirs.len() as u64, 1_u64),
            (CollaborationRule::Countries, false) => Fraction::new(theirs.len() as u64, all.len() as u64 - 1),
            (CollaborationRule::Papers, true) => Fraction(1, 1),
            (CollaborationRule::Papers, false) => self.credit(paper, unit),
        }
    }

    /// Scholars of a unit with what it gets for each.
    pub fn scholars(&self, unit: u32) -> BTreeMap<String, Fraction> {
        let mut own: BTreeMap<&str, u64> = BTreeMap::new();
        let mut all: BTreeMap<&str, u64> = BTreeMap::new();
        for author in self.papers.iter().flat_map(|paper| &paper.authors) {
            *all.entry(&author.scholar).or_default() += author.affiliations;
            let here = author.institutions.iter().filter(|(_, of)| *of == Some(unit)).count() as u64;
            *own.entry(&author.scholar).or_default() += here;
        }
        let signed = own.into_iter().filter(|(_, here)| *here > 0);
        let share = |scholar: &str, here| {
            if self.full() { Fraction(1, 1) } else { Fraction::new(here, all[scholar]) }
        };
        signed.map(|(scholar, here)| (scholar.to_owned(), share(scholar, here))).collect()
    }

    /// Institutions of a unit with a paper.
    pub fn institutions(&self, unit: u32) -> BTreeSet<String> {
        let signed = self.papers.iter().flat_map(|p| &p.authors).flat_map(|a| &a.institutions);
        signed.filter(|(_, of)| *of == Some(unit)).map(|(key, _)| key.clone()).collect()
    }

    /// Distinct papers and citations of the papers that fit, and what a unit gets for their parts that fit.
    pub fn counted(
        &self,
        fits: impl Fn(&Paper) -> bool,
        part: impl Fn(&Paper) -> Fraction,
    ) -> (u64, u64, f64) {
        let papers: Vec<&Paper> = self.papers.iter().filter(|paper| fits(paper)).collect();
        let citations = papers.iter().map(|paper| paper.citations.unwrap_or(0)).sum();
        let credit = sum(papers.iter().map(|&p| if self.full() { Fraction(1, 1) } else { part(p) }));
        (papers.len() as u64, citations, credit.value())
    }

    /// The seven indicators of a unit.
    pub fn indicators(&self, unit: u32) -> [Option<f64>; 7] {
        let papers = self.of(unit);
        let cited = |paper: &Paper| paper.citations.unwrap_or(0);
        let weight = sum(papers.iter().map(|paper| self.credit(paper, unit))).value();
        let weighted = sum(papers.iter().map(|paper| self.credit(paper, unit).times(cited(paper)))).value();
        let scholars = self.scholars(unit);
        let institutions = self.institutions(unit);
        let whole =
            |signs: &dyn Fn(&Paper) -> u64| papers.iter().map(|p| signs(p) * cited(p)).sum::<u64>() as f64;
        let by_scholar = whole(&|paper| paper.scholars(unit).len() as u64);
        let by_institution = whole(&|paper| paper.institutions(unit).len() as u64);
        let (by_scholar, by_institution) =
            if self.full() { (by_scholar, by_institution) } else { (weighted, weighted) };
        let people = sum(scholars.values().copied()).value();
        let places = institutions.len() as f64;
        let ratio = |a: f64, b: f64| (b != 0.0).then(|| a / b);
        let foreign = sum(papers.iter().map(|paper| self.collaborations(paper, unit))).value();
        [
            Some(weight),
            ratio(weighted, weight),
            Some(people),
            ratio(by_scholar, people),
            Some(places),
            ratio(by_institution, places),
            Some(foreign),
        ]
    }
}

impl Paper {
    /// Units on the paper.
    pub fn units(&self) -> BTreeSet<u32> {
        self.authors.iter().flat_map(|author| &author.institutions).filter_map(|(_, unit)| *unit).collect()
    }

    /// Scholars that signed it from a unit.
    pub fn scholars(&self, unit: u32) -> BTreeSet<&str> {
        let signs = |author: &&Author| author.institutions.iter().any(|(_, of)| *of == Some(unit));
        self.authors.iter().filter(signs).map(|author| author.scholar.as_str()).collect()
    }

    /// Institutions of a unit on it.
    pub fn institutions(&self, unit: u32) -> BTreeSet<&str> {
        let all = self.authors.iter().flat_map(|author| &author.institutions);
        all.filter(|(_, of)| *of == Some(unit)).map(|(key, _)| key.as_str()).collect()
    }

    /// Weight of the affiliations that fit: 1/(authors · affiliations of the author) each.
    pub fn weight(&self, fits: impl Fn(&(String, Option<u32>)) -> bool) -> Fraction {
        let authors = self.authors.len() as u64;
        sum(self.authors.iter().map(|author| {
            let fitting = author.institutions.iter().filter(|one| fits(one)).count() as u64;
            Fraction::new(fitting, authors * author.affiliations)
        }))
    }

    /// Weight of one scholar's affiliations in a unit.
    pub fn weight_of(&self, scholar: &str, unit: u32) -> Fraction {
        let authors = self.authors.len() as u64;
        sum(self.authors.iter().filter(|author| author.scholar == scholar).map(|author| {
            let here = author.institutions.iter().filter(|(_, of)| *of == Some(unit)).count() as u64;
            Fraction::new(here, authors * author.affiliations)
        }))
    }
}
