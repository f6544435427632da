//! Cities, metros, countries and institutions of a corpus under construction.

use super::{CorpusBuilder, order_of};
use crate::base::strings::Strings;
use crate::model::corpus::{Corpus, Labels, NONE};
use crate::model::labels;
use crate::model::record::{Named, Place, Reason};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Index of a key in labels sorted by encoded key.
pub(super) type Index = FxHashMap<String, u32>;

impl CorpusBuilder {
    /// Builds all places; answers for each institution key of the authorships its index, or `None` if there is none.
    pub(super) fn build_places(&mut self, corpus: &mut Corpus) -> Vec<Option<u32>> {
        let countries = self.build_countries(corpus);
        let cities = self.build_cities(corpus, &countries);
        self.build_institutions(corpus, &countries, &cities)
    }

    fn build_countries(&mut self, corpus: &mut Corpus) -> Index {
        let ranked = self.ranked_countries();
        let mut codes: BTreeSet<&str> = ranked.iter().flat_map(|(a, b)| [a.as_str(), b.as_str()]).collect();
        codes.extend((0..self.institutions.len()).map(|i| &*self.institutions.get(i as u32).1.country));
        codes.remove("");
        corpus.countries = self.labels_of(Named::Country, codes.into_iter());
        let index = index_of(&corpus.countries);
        let country_of = |code: &str| {
            let target = ranked.get(code).map_or_else(|| labels::ranked_as("study", code), String::as_str);
            index.get(target).or_else(|| index.get(code)).copied().unwrap_or(NONE)
        };
        corpus.ranked_as = corpus.countries.id.iter().map(country_of).collect();
        index
    }

    /// Country → the country it is ranked as, from the cities that say so, else from the study's scheme.
    fn ranked_countries(&mut self) -> BTreeMap<String, String> {
        let mut said: BTreeMap<String, BTreeMap<String, Place>> = BTreeMap::new();
        for i in 0..self.cities.len() as u32 {
            let (place, city) = self.cities.get(i);
            if city.country.is_empty() {
                continue;
            }
            let ranked = match &*city.ranked_country {
                "" => labels::ranked_as("study", &city.country),
                ranked => ranked,
            };
            said.entry(city.country.to_string()).or_default().entry(ranked.to_owned()).or_insert(*place);
        }
        said.into_iter()
            .filter_map(|(code, answers)| Some((self.agree(&code, answers)?, code)))
            .map(swap)
            .collect()
    }

    fn agree(&mut self, code: &str, answers: BTreeMap<String, Place>) -> Option<String> {
        let mut answers = answers.into_iter();
        let (kept, _) = answers.next()?;
        for (other, place) in answers {
            let detail = format!("country {code:?} is ranked as {kept:?} by other cities, here as {other:?}");
            self.refuse(place, "report_country", Reason::Conflict, detail);
        }
        Some(kept)
    }

    fn build_cities(&mut self, corpus: &mut Corpus, countries: &Index) -> Index {
        let (order, _) = order_of((0..self.cities.len() as u32).map(|i| self.cities.key(i)));
        let metro_ids: BTreeSet<&str> = order.iter().map(|&i| &*self.cities.get(i).1.metro).collect();
        let metros = metro_ids.into_iter().filter(|id| !id.is_empty());
        corpus.metros = self.labels_of(Named::Metro, metros);
        let metros = index_of(&corpus.metros);
        let into = &mut corpus.cities;
        for &i in &order {
            let city = self.cities.get(i).1;
            into.labels.id.push(self.cities.key(i));
            into.labels.name.push(&city.name);
            into.labels.name_zh.push(&city.name_zh);
            into.country.push(countries.get(&*city.country).copied().unwrap_or(NONE));
            // A metro may be named after its main city, which then belongs to it although it says "own metro".
            let metro = if city.metro.is_empty() { self.cities.key(i) } else { &*city.metro };
            into.metro.push(metros.get(metro).copied().unwrap_or(NONE));
            into.coordinates.push(city.coordinates);
            into.population.push(city.population.unwrap_or(u64::MAX));
            into.admin1.push(&city.admin1);
        }
        index_of(&into.labels)
    }

    fn build_institutions(
        &mut self,
        corpus: &mut Corpus,
        countries: &Index,
        cities: &Index,
    ) -> Vec<Option<u32>> {
        let (order, rank) = order_of((0..self.institutions.len() as u32).map(|i| self.institutions.key(i)));
        for &i in &order {
            let (&place, institution) = self.institutions.get(i);
            let city = cities.get(&*institution.city).copied();
            let into = &mut corpus.institutions;
            into.labels.id.push(self.institutions.key(i));
            into.labels.name.push(&institution.name);
            into.labels.name_zh.push(&institution.name_zh);
            into.city.push(city.unwrap_or(NONE));
            into.country.push(countries.get(&*institution.country).copied().unwrap_or(NONE));
            into.coordinates.push(institution.coordinates);
            into.ror.push(&institution.ror);
            into.kind.push(&institution.kind);
            if city.is_none() && !institution.city.is_empty() {
                let detail = format!("no city {:?}; the institution is kept without one", institution.city);
                self.refuse(place, "city_id", Reason::DanglingReference, detail);
            }
        }
        (0..self.institution_keys.len() as u32)
            .map(|key| self.institutions.find(self.institution_keys.text(key)).map(|i| rank[i as usize]))
            .collect()
    }

    /// Labels for keys, sorted by encoded key: the input's names, else those that come with the program.
    pub(super) fn labels_of<'a>(&self, what: Named, ids: impl Iterator<Item = &'a str>) -> Labels {
        let ids: Vec<&str> = ids.collect();
        let (order, _) = order_of(ids.iter().copied());
        let mut labels = Labels::default();
        for &i in &order {
            let id = ids[i as usize];
            let (name, name_zh) = self.names_of(what, id);
            push_all([(&mut labels.id, id), (&mut labels.name, name), (&mut labels.name_zh, name_zh)]);
        }
        labels
    }

    fn names_of<'a>(&'a self, what: Named, id: &str) -> (&'a str, &'a str) {
        let list = &self.labels[what as usize];
        let given = list.find(id).map(|i| list.get(i).1).map(|label| (&*label.name, &*label.name_zh));
        let known = || labels::known(what, id).map(|known| (known.name.as_str(), known.name_zh.as_str()));
        given.or_else(known).unwrap_or_default()
    }
}

fn swap<A, B>((a, b): (A, B)) -> (B, A) {
    (b, a)
}

fn push_all<const N: usize>(columns: [(&mut Strings, &str); N]) {
    for (column, text) in columns {
        column.push(text);
    }
}

/// Index of sorted labels.
pub(super) fn index_of(labels: &Labels) -> Index {
    labels.id.iter().enumerate().map(|(i, id)| (id.to_owned(), i as u32)).collect()
}
