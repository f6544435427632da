//! Headquarters collapse: affiliations that name another city than the one their institution was put in.

use super::{Auditor, Collapse};
use crate::gazetteer::lookup::distance;
use crate::gazetteer::resolver::Method;
use crate::model::corpus::NONE;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Within so many kilometres a city named is the city where the institution is.
const SAME: f64 = 20.0;

impl Auditor<'_> {
    /// Institutions with the cities that their affiliations name beside their own, most papers first.
    pub(super) fn collapses(&self) -> Vec<Collapse> {
        if self.statements.is_empty() {
            return Vec::new();
        }
        let mut found: BTreeMap<(u32, u32), Vec<u32>> = BTreeMap::new();
        for statement in 0..self.statements.len() {
            let institution = self.statements.answer[statement];
            if institution == NONE || self.says_where(statement) {
                continue;
            }
            if let Some(named) = self.elsewhere(statement, institution) {
                found.entry((institution, named)).or_default().push(statement as u32);
            }
        }
        let papers = self.papers_of_statements();
        let collapse = |((institution, named), statements): ((u32, u32), Vec<u32>)| {
            let mentions = statements.iter().map(|&s| u64::from(self.statements.mentions[s as usize])).sum();
            let on: BTreeSet<u32> =
                statements.iter().flat_map(|s| papers[*s as usize].iter().copied()).collect();
            Collapse { institution, named, mentions, papers: on.len() as u64, statements }
        };
        let mut collapses: Vec<Collapse> = found.into_iter().map(collapse).collect();
        collapses.sort_by_key(|c| (Reverse(c.papers), c.institution, c.named));
        collapses
    }

    /// Whether the city was concluded from what the affiliation names: then there is nothing to suspect.
    fn says_where(&self, statement: usize) -> bool {
        let method = self.statements.city_method.get(statement);
        let named =
            [Method::NamedInText, Method::NamedBesideInstitution, Method::HintCity, Method::CityState];
        method == crate::engine::resolve::CORRECTION || named.iter().any(|one| one.code() == method)
    }

    /// A city that the affiliation names and that is not where the institution is.
    fn elsewhere(&self, statement: usize, institution: u32) -> Option<u32> {
        let name = self.corpus.institutions.labels.name.get(institution as usize);
        let text = without(self.statements.text.get(statement), name);
        let country = self.statements.answer_country.get(statement);
        let city = self.corpus.institutions.city[institution as usize];
        let at = if city == NONE { None } else { self.corpus.cities.coordinates.get(city as usize) };
        let own = if city == NONE { "" } else { self.corpus.cities.labels.id.get(city as usize) };
        let named = self.resolver.places_named(&text, country);
        let near = |id: &u32| {
            let place = self.gazetteer.place(*id).map(|place| place.coordinates);
            own == id.to_string() || at.zip(place).is_some_and(|(a, b)| distance(a, b) <= SAME)
        };
        if named.iter().any(near) { None } else { named.into_iter().next() }
    }

    /// The papers on which each statement stands.
    fn papers_of_statements(&self) -> Vec<BTreeSet<u32>> {
        let mut papers = vec![BTreeSet::new(); self.statements.len()];
        for paper in 0..self.corpus.papers.len() {
            for authorship in self.corpus.papers.authorships(paper) {
                for &statement in self.statements.of_authorship.row(authorship) {
                    papers[statement as usize].insert(paper as u32);
                }
            }
        }
        papers
    }
}

/// A text without the name of an institution, with or without what stands in parentheses behind it: a city in a name is no
/// place that is named.
fn without(text: &str, name: &str) -> String {
    let plain = name.split(" (").next().unwrap_or(name);
    let mut text = text.to_owned();
    for name in [name, plain].iter().filter(|name| !name.is_empty()) {
        // Folding may change lengths; then nothing is cut out.
        let (folded, wanted) = (text.to_lowercase(), name.to_lowercase());
        if folded.len() == text.len()
            && let Some(at) = folded.find(&wanted)
            && text.is_char_boundary(at)
            && text.is_char_boundary(at + wanted.len())
        {
            text.replace_range(at..at + wanted.len(), ";");
        }
    }
    text
}
