//! A corpus as it would be after a correction.

use super::{Apart, Auditor, Collapse};
use crate::model::Corpus;
use crate::model::corpus::NONE;
use crate::model::csr::Csr;
use std::collections::BTreeSet;

impl Auditor<'_> {
    /// The corpus with the affiliations of a collapse moved to the city that they name: the institution has a campus
    /// there.
    pub(super) fn moved(&self, collapse: &Collapse) -> Corpus {
        let mut corpus = self.corpus.clone();
        let campus = self.campus(&mut corpus, collapse);
        let moved: BTreeSet<u32> = collapse.statements.iter().copied().collect();
        let mut rows = Csr::default();
        for (authorship, row) in self.corpus.authorships.institutions.rows().enumerate() {
            let stated = self.statements.of_authorship.row(authorship);
            let here = |s: &&u32| self.statements.answer[**s as usize] == collapse.institution;
            let goes = stated.iter().any(|s| moved.contains(s));
            let stays = stated.iter().filter(here).any(|s| !moved.contains(s));
            let kept = row.iter().copied().filter(|&i| i != collapse.institution || !goes || stays);
            let mut new: Vec<u32> = kept.chain(goes.then_some(campus)).collect();
            new.sort_unstable();
            new.dedup();
            rows.push(new);
        }
        corpus.authorships.institutions = rows;
        corpus
    }

    /// The institution at the named city, which may be there already.
    fn campus(&self, corpus: &mut Corpus, collapse: &Collapse) -> u32 {
        let city = self.city(corpus, collapse.named);
        let seat = corpus.institutions.labels.id.get(collapse.institution as usize).to_owned();
        let base = seat.split('@').next().unwrap_or_default();
        let key = format!("{base}@{}", collapse.named);
        if let Some(there) = corpus.institutions.labels.find(&key) {
            return there;
        }
        let country = corpus.cities.country[city as usize];
        let at = corpus.cities.coordinates.get(city as usize);
        let into = &mut corpus.institutions;
        let name = into.labels.name.get(collapse.institution as usize).to_owned();
        into.labels.id.push(&key);
        into.labels.name.push(&name);
        into.labels.name_zh.push("");
        into.city.push(city);
        into.country.push(country);
        into.coordinates.push(at);
        into.ror.push("");
        into.kind.push("");
        into.labels.len() as u32 - 1
    }

    fn city(&self, corpus: &mut Corpus, id: u32) -> u32 {
        let key = id.to_string();
        if let Some(there) = corpus.cities.labels.find(&key) {
            return there;
        }
        let place = self.gazetteer.place(id).cloned().unwrap_or_default();
        let metro = self.gazetteer.metro_of(id).and_then(|metro| corpus.metros.find(&metro.id));
        let country = corpus.countries.find(&place.country);
        let into = &mut corpus.cities;
        into.labels.id.push(&key);
        into.labels.name.push(&place.name);
        into.labels.name_zh.push(&place.name_zh);
        into.country.push(country.unwrap_or(NONE));
        into.metro.push(metro.unwrap_or(NONE));
        into.coordinates.push(Some(place.coordinates));
        into.population.push(if place.population == 0 { u64::MAX } else { place.population });
        into.admin1.push(&place.admin1);
        into.labels.len() as u32 - 1
    }

    /// The corpus with two cities ranked as one: in the metro of one of them, or in a new one.
    pub(super) fn joined(&self, apart: &Apart) -> Corpus {
        let mut corpus = self.corpus.clone();
        let near = apart.near as usize;
        if corpus.cities.metro[near] == NONE {
            let (id, name) = (corpus.cities.labels.id.get(near), corpus.cities.labels.name.get(near));
            corpus.metros.id.push(&format!("near:{id}"));
            corpus.metros.name.push(name);
            corpus.metros.name_zh.push(corpus.cities.labels.name_zh.get(near));
            corpus.cities.metro[near] = corpus.metros.len() as u32 - 1;
        }
        corpus.cities.metro[apart.city as usize] = corpus.cities.metro[near];
        corpus
    }
}
