//! What a corpus is to be: cities with their figures and places, and totals.

use super::countries;
use super::near::Near;
use super::others::{CITIES, UNPLACED, others};
use super::published::{Place, Published};
use super::random::{Random, Stream};
use super::target::{Curves, Target};
use crate::base::Result;

/// A city that is ranked, with the places that belong to it.
pub(super) struct City {
    /// Places in the corpus: one, or those of a metro.
    pub(super) places: Vec<Place>,
    /// Rank in the study, for those that its tables name.
    pub(super) rank: Option<u32>,
}

/// What a corpus is to be.
pub(super) struct Plan {
    pub(super) published: Published,
    pub(super) seed: u64,
    /// 1 as published; less for a smaller corpus.
    pub(super) scale: f64,
    pub(super) cities: Vec<City>,
    /// City → what it must come out at.
    pub(super) targets: Vec<Target>,
    /// City → number of its country.
    pub(super) country: Vec<u16>,
    /// Codes of countries.
    pub(super) codes: Vec<String>,
    pub(super) near: Near,
    pub(super) papers: u64,
    pub(super) scholars: u64,
    pub(super) unplaced_institutions: u64,
}

/// Countries whose distinct papers are published, with their label.
const DISTINCT: [(&str, &str); 2] = [("US", "美"), ("CN", "中")];
/// Least part of the published size.
const LEAST: f64 = 0.001;

impl Plan {
    /// The plan of a seed: of the published size, or of a part of it.
    pub(super) fn new(seed: u64, scale: f64) -> Result<Self> {
        let published = Published::load()?;
        let curves = Curves::new(&published);
        let solved: Vec<Target> =
            published.cities.iter().map(|city| curves.solve(city, &published)).collect();
        let known: Vec<(Target, &str)> =
            solved.iter().copied().zip(published.cities.iter().map(|city| city.country.as_str())).collect();
        let others = others(&published, &curves, &known, seed)?;
        let scale = scale.clamp(LEAST, 1.0);
        let mut all: Vec<(City, Target, String)> = Vec::with_capacity(CITIES);
        for (city, target) in published.cities.iter().zip(solved) {
            let own = City { places: city.places.clone(), rank: Some(city.rank) };
            all.push((own, target, city.country.clone()));
        }
        for (number, other) in (known.len()..).zip(&others) {
            let city = City { places: vec![invented(seed, number, other.country)], rank: None };
            all.push((city, other.target, other.country.to_owned()));
        }
        if scale < 1.0 {
            all.retain_mut(|(city, target, _)| shrink(city, target, scale));
        }
        even(&mut all);
        let mut codes: Vec<String> = Vec::new();
        let mut country = Vec::new();
        for (_, _, code) in &all {
            let known = codes.iter().position(|known| known == code);
            country.push(known.unwrap_or_else(|| {
                codes.push(code.clone());
                codes.len() - 1
            }) as u16);
        }
        let points: Vec<(f64, f64)> =
            all.iter().map(|(city, ..)| (city.places[0].lat, city.places[0].lon)).collect();
        let scaled = |total: u64| (total as f64 * scale).round() as u64;
        Ok(Self {
            papers: scaled(published.total("papers")?),
            scholars: scaled(published.total("scholars")?),
            unplaced_institutions: scaled(UNPLACED).max(1),
            near: Near::new(&points),
            targets: all.iter().map(|(_, target, _)| *target).collect(),
            cities: all.into_iter().map(|(city, ..)| city).collect(),
            published,
            seed,
            scale,
            country,
            codes,
        })
    }

    /// Country → distinct papers, where they are published.
    pub(super) fn distinct(&self) -> Result<Vec<Option<u64>>> {
        let papers = |code: &String| {
            let stated = DISTINCT.iter().find(|(known, _)| known == code);
            let stated =
                stated.map(|(_, label)| self.published.claim(label, "papers", "corpus")).transpose()?;
            Ok(stated.map(|papers| (papers * self.scale).round() as u64))
        };
        self.codes.iter().map(papers).collect()
    }

    /// Number of a country.
    pub(super) fn number(&self, code: &str) -> Option<u16> {
        self.codes.iter().position(|known| known == code).map(|number| number as u16)
    }

    /// Institutions of one corpus of this plan.
    pub(super) fn institutions(&self) -> u64 {
        self.targets.iter().map(|target| target.institutions).sum::<u64>() + self.unplaced_institutions
    }
}

/// A part of a city; whether anything is left of it. The cities that span the scale stay as they are.
fn shrink(city: &City, target: &mut Target, scale: f64) -> bool {
    let part = |count: u64| (count as f64 * scale).round() as u64;
    if target.papers <= 4 {
        return city.rank.is_some()
            || target.scholar_citations > 1000 * target.scholars
            || target.citations == 0;
    }
    let institutions = part(target.institutions).max(1);
    let citations = part(target.citations);
    let whole = Target {
        papers: part(target.papers),
        citations,
        scholars: part(target.scholars).max(1),
        scholar_citations: part(target.scholar_citations),
        institutions,
        institution_citations: if institutions == 1 { citations } else { part(target.institution_citations) },
        collaborations: part(target.collaborations).min(part(target.papers)),
    };
    if whole.papers == 0 && city.rank.is_none() {
        return false;
    }
    *target = Target { papers: whole.papers.max(1), ..whole };
    true
}

/// Incidences come in pairs: where their sum is odd, a city that no table names has one less.
fn even(all: &mut [(City, Target, String)]) {
    let sum: u64 = all.iter().map(|(_, target, _)| target.collaborations).sum();
    if sum % 2 == 1 {
        let least =
            all.iter_mut().rev().find(|(city, target, _)| city.rank.is_none() && target.collaborations > 1);
        least.into_iter().for_each(|(_, target, _)| target.collaborations -= 1);
    }
}

/// A place that does not exist, somewhere in a country that does.
fn invented(seed: u64, number: usize, country: &str) -> Place {
    let mut random = Random::new(seed, Stream::Place, number as u64);
    let (lat, lon) = countries::point(country);
    let mut degrees = |whole: i64, most: u64| {
        let shift = random.below(2 * most).cast_signed() - most.cast_signed();
        (whole * 10_000 + shift) as f64 / 10_000.0
    };
    Place::invented(
        number,
        country,
        degrees(lat, 40_000),
        degrees(lon, 50_000),
        4_000_000 / (number as u64 + 1),
    )
}
