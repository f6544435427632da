//! How much is different between two editions, by sort of difference.

use super::Edition;
use super::merge::Common;
use crate::base::records::{Cell, Column, Kind, Record};
use crate::engine::Ranked;
use crate::index::Profile;
use crate::model::Corpus;
use serde_json::Value;
use std::collections::BTreeMap;

/// Counts of what is different. Papers are all those of the editions, selected or not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edits {
    /// Papers of A.
    pub papers_a: u64,
    /// Papers of B.
    pub papers_b: u64,
    /// Papers of A that its profile selects.
    pub selected_a: u64,
    /// Papers of B that its profile selects.
    pub selected_b: u64,
    /// Papers of both.
    pub common: u64,
    /// Papers of A that B lacks.
    pub removed: u64,
    /// Papers of B that A lacks.
    pub added: u64,
    /// Common papers with another year, venue or subfields.
    pub facts: u64,
    /// Common papers with another citation count.
    pub citations: u64,
    /// Common papers with other authors or affiliations.
    pub affiliations: u64,
    /// Common institutions with another city or country.
    pub institutions: u64,
    /// Common cities with another metro or country.
    pub cities: u64,
    /// Common countries that are ranked as another one.
    pub countries: u64,
    /// Switches of the profile that differ.
    pub rules: Vec<Rule>,
}

/// Whether a paper differs, by its index in either corpus.
type Differs = fn(&Common, (&Corpus, usize), (&Corpus, usize)) -> bool;

/// A switch of the profile that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its key in a profile, with dots.
    pub key: String,
    /// Its value in A.
    pub a: String,
    /// Its value in B.
    pub b: String,
}

impl Edits {
    /// Counts. O(papers and affiliations of both).
    pub(super) fn of(a: (&Edition, &Ranked), b: (&Edition, &Ranked), common: &Common) -> Self {
        let ((a, of_a), (b, of_b)) = (a, b);
        let (one, other) = (&*a.corpus, &*b.corpus);
        let count = |differs: Differs| {
            common.common_papers().filter(|&(i, j)| differs(common, (one, i), (other, j))).count() as u64
        };
        let shared = common.common_papers().count() as u64;
        Self {
            papers_a: one.papers.len() as u64,
            papers_b: other.papers.len() as u64,
            selected_a: of_a.coverage.papers,
            selected_b: of_b.coverage.papers,
            common: shared,
            removed: one.papers.len() as u64 - shared,
            added: other.papers.len() as u64 - shared,
            facts: count(facts_differ),
            citations: count(|_, (a, i), (b, j)| a.papers.cited[i] != b.papers.cited[j]),
            affiliations: count(affiliations_differ),
            institutions: institutions(one, other, common),
            cities: cities(one, other, common),
            countries: countries(one, other, common),
            rules: rules(&a.profile, &b.profile),
        }
    }
}

impl Record for Edit {
    const COLUMNS: &'static [Column] = &[
        Column::new(
            "what",
            Kind::Text,
            ["what", "项目"],
            "papers, selected (by the profiles), what differs, or rule:<switch of the profile>",
        ),
        Column::new("a", Kind::Text, ["A", "A"], "number or value in A; empty: not of one edition"),
        Column::new("b", Kind::Text, ["B", "B"], "number or value in B; empty: not of one edition"),
        Column::new("count", Kind::Integer, ["count", "数量"], "how many differ (common: do not)"),
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![self.what.as_str().into(), self.a.as_deref().into(), self.b.as_deref().into(), self.count.into()]
    }
}

/// One line of [`Edits::list`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What differs.
    pub what: String,
    /// In A.
    pub a: Option<String>,
    /// In B.
    pub b: Option<String>,
    /// How often.
    pub count: Option<u64>,
}

impl Edits {
    /// All of it, line by line.
    pub fn list(&self) -> Vec<Edit> {
        let ends = |what: &str, a: u64, b: u64| Edit {
            what: what.to_owned(),
            a: Some(a.to_string()),
            b: Some(b.to_string()),
            count: None,
        };
        let count = |(what, n): (&str, u64)| Edit { what: what.to_owned(), a: None, b: None, count: Some(n) };
        let counts = [
            ("common", self.common),
            ("removed", self.removed),
            ("added", self.added),
            ("facts", self.facts),
            ("citations", self.citations),
            ("affiliations", self.affiliations),
            ("institutions", self.institutions),
            ("cities", self.cities),
            ("countries", self.countries),
        ];
        let rule = |rule: &Rule| Edit {
            what: format!("rule:{}", rule.key),
            a: Some(rule.a.clone()),
            b: Some(rule.b.clone()),
            count: None,
        };
        let papers = [
            ends("papers", self.papers_a, self.papers_b),
            ends("selected", self.selected_a, self.selected_b),
        ];
        papers.into_iter().chain(counts.map(count)).chain(self.rules.iter().map(rule)).collect()
    }
}

fn facts_differ(common: &Common, (a, i): (&Corpus, usize), (b, j): (&Corpus, usize)) -> bool {
    let (venues, subfields) = (&common.venues, &common.subfields);
    let fields_a = a.papers.subfields.row(i).iter().map(|&field| subfields.a(field));
    let fields_b = b.papers.subfields.row(j).iter().map(|&field| subfields.b(field));
    a.papers.years[i] != b.papers.years[j]
        || venues.a(a.papers.venue[i]) != venues.b(b.papers.venue[j])
        || fields_a.ne(fields_b)
}

fn affiliations_differ(common: &Common, (a, i): (&Corpus, usize), (b, j): (&Corpus, usize)) -> bool {
    let (of_a, of_b) = (a.papers.authorships(i), b.papers.authorships(j));
    let differs = |(i, j): (usize, usize)| {
        let (one, other) = (&a.authorships, &b.authorships);
        let row_a = one.institutions.row(i).iter().map(|&institution| common.institutions.a(institution));
        let row_b = other.institutions.row(j).iter().map(|&institution| common.institutions.b(institution));
        one.scholar[i] != common.scholars_of_b[other.scholar[j] as usize]
            || (one.position[i], one.unresolved[i]) != (other.position[j], other.unresolved[j])
            || row_a.ne(row_b)
    };
    of_a.len() != of_b.len() || of_a.zip(of_b).any(differs)
}

fn institutions(a: &Corpus, b: &Corpus, common: &Common) -> u64 {
    let (one, other) = (&a.institutions, &b.institutions);
    let moved = |(i, j): &(usize, usize)| {
        common.cities.a(one.city[*i]) != common.cities.b(other.city[*j])
            || common.countries.a(one.country[*i]) != common.countries.b(other.country[*j])
    };
    common.institutions.pairs.iter().filter_map(|pair| pair.both()).filter(moved).count() as u64
}

fn cities(a: &Corpus, b: &Corpus, common: &Common) -> u64 {
    let (one, other) = (&a.cities, &b.cities);
    let moved = |(i, j): &(usize, usize)| {
        common.metros.a(one.metro[*i]) != common.metros.b(other.metro[*j])
            || common.countries.a(one.country[*i]) != common.countries.b(other.country[*j])
    };
    common.cities.pairs.iter().filter_map(|pair| pair.both()).filter(moved).count() as u64
}

fn countries(a: &Corpus, b: &Corpus, common: &Common) -> u64 {
    let moved =
        |(i, j): &(usize, usize)| common.countries.a(a.ranked_as[*i]) != common.countries.b(b.ranked_as[*j]);
    common.countries.pairs.iter().filter_map(|pair| pair.both()).filter(moved).count() as u64
}

/// The switches in which two profiles differ, by key. Their names are no switch.
pub fn rules(a: &Profile, b: &Profile) -> Vec<Rule> {
    let (a, b) = (switches(a), switches(b));
    let differs = |(key, a): (&String, &String)| {
        let b = b.get(key).cloned().unwrap_or_default();
        (*a != b).then(|| Rule { key: key.clone(), a: a.clone(), b })
    };
    a.iter().filter(|(key, _)| *key != "name").filter_map(differs).collect()
}

fn switches(profile: &Profile) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    flatten("", &serde_json::to_value(profile).unwrap_or_default(), &mut all);
    all
}

fn flatten(key: &str, value: &Value, into: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
                flatten(&key, value, into);
            }
        }
        Value::String(text) => drop(into.insert(key.to_owned(), text.clone())),
        other => drop(into.insert(key.to_owned(), other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::profile::Years;

    #[test]
    fn switches_that_differ_are_named_by_their_keys() {
        let mut other = Profile { name: "other".into(), years: Years(None), ..Profile::default() };
        other.weights.paper_index.count = 0.25;
        let found = rules(&Profile::default(), &other);
        let found: Vec<_> = found.iter().map(|r| (r.key.as_str(), r.a.as_str(), r.b.as_str())).collect();
        assert_eq!(found, [("weights.paper_index.count", "0.5", "0.25"), ("years", "2013-2022", "all")]);
        assert_eq!(rules(&Profile::default(), &Profile::default()), []);
    }
}
