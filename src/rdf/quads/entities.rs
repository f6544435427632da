//! Places, institutions, venues and subfields as quads.

use super::{Emitter, Entities, QuadSink};
use crate::model::Corpus;
use crate::model::corpus::{Coordinates, Labels, NONE};
use crate::rdf::iri::Kind;
use crate::rdf::vocabulary as v;

pub(super) fn emit<S: QuadSink>(corpus: &Corpus, out: &mut Emitter<'_, S>) -> Entities {
    let ids = Entities {
        cities: entities(&corpus.cities.labels, Kind::City, out),
        countries: entities(&corpus.countries, Kind::Country, out),
        institutions: entities(&corpus.institutions.labels, Kind::Institution, out),
        metros: entities(&corpus.metros, Kind::Metro, out),
        subfields: entities(&corpus.subfields, Kind::Subfield, out),
        venues: entities(&corpus.venues, Kind::Venue, out),
    };
    for (labels, ids, class) in [
        (&corpus.cities.labels, &ids.cities, v::CITY),
        (&corpus.countries, &ids.countries, v::COUNTRY),
        (&corpus.metros, &ids.metros, v::METRO),
        (&corpus.subfields, &ids.subfields, v::CONCEPT),
        (&corpus.venues, &ids.venues, v::VENUE),
    ] {
        named(labels, ids, class, out);
    }
    cities(corpus, &ids, out);
    countries(corpus, &ids, out);
    institutions(corpus, &ids, out);
    ids
}

fn entities<S: QuadSink>(labels: &Labels, kind: Kind, out: &mut Emitter<'_, S>) -> Vec<u32> {
    labels.id.iter().map(|id| out.entity(kind, id)).collect()
}

fn named<S: QuadSink>(labels: &Labels, ids: &[u32], class: &str, out: &mut Emitter<'_, S>) {
    let [kind, class, label] = [v::TYPE, class, v::PREF_LABEL].map(|term| out.iri(term));
    for (i, &id) in ids.iter().enumerate() {
        out.fact(id, kind, class);
        out.text(id, label, labels.name.get(i), "@en");
        out.text(id, label, labels.name_zh.get(i), "@zh");
    }
}

fn cities<S: QuadSink>(corpus: &Corpus, ids: &Entities, out: &mut Emitter<'_, S>) {
    let terms = [v::IN_COUNTRY, v::RANKED_AS_METRO, v::POPULATION, v::ADMIN1, v::SAME_AS];
    let [country, metro, population, admin1, same] = terms.map(|term| out.iri(term));
    for (i, &city) in ids.cities.iter().enumerate() {
        out.link(city, country, &ids.countries, corpus.cities.country[i]);
        let own = corpus.cities.metro[i] == NONE;
        let metro_id = if own { city } else { ids.metros[corpus.cities.metro[i] as usize] };
        out.fact(city, metro, metro_id);
        if corpus.cities.population[i] != u64::MAX {
            let inhabitants = out.integer(corpus.cities.population[i]);
            out.fact(city, population, inhabitants);
        }
        out.text(city, admin1, corpus.cities.admin1.get(i), "");
        let id = corpus.cities.labels.id.get(i);
        if id.bytes().all(|b| b.is_ascii_digit()) {
            let geonames = out.iri(&format!("https://sws.geonames.org/{id}/"));
            out.fact(city, same, geonames);
        }
    }
    coordinates(&corpus.cities.coordinates, &ids.cities, out);
}

fn countries<S: QuadSink>(corpus: &Corpus, ids: &Entities, out: &mut Emitter<'_, S>) {
    let ranked = out.iri(v::RANKED_AS_COUNTRY);
    for (i, &country) in ids.countries.iter().enumerate() {
        out.fact(country, ranked, ids.countries[corpus.ranked_as[i] as usize]);
    }
}

fn institutions<S: QuadSink>(corpus: &Corpus, ids: &Entities, out: &mut Emitter<'_, S>) {
    let terms = [
        v::TYPE,
        v::INSTITUTION,
        v::LABEL,
        v::PREF_LABEL,
        v::AT_CITY,
        v::IN_COUNTRY,
        v::SAME_AS,
        v::INSTITUTION_TYPE,
    ];
    let [kind, class, label, label_zh, city, country, same, sort] = terms.map(|term| out.iri(term));
    let from = &corpus.institutions;
    for (i, &id) in ids.institutions.iter().enumerate() {
        out.fact(id, kind, class);
        out.text(id, label, from.labels.name.get(i), "");
        out.text(id, label_zh, from.labels.name_zh.get(i), "@zh");
        out.link(id, city, &ids.cities, from.city[i]);
        out.link(id, country, &ids.countries, from.country[i]);
        out.text(id, sort, from.kind.get(i), "");
        if !from.ror.get(i).is_empty() {
            let ror = out.iri(from.ror.get(i));
            out.fact(id, same, ror);
        }
    }
    coordinates(&from.coordinates, &ids.institutions, out);
}

fn coordinates<S: QuadSink>(pairs: &Coordinates, ids: &[u32], out: &mut Emitter<'_, S>) {
    let [lat, long] = [v::LAT, v::LONG].map(|term| out.iri(term));
    for (i, &id) in ids.iter().enumerate() {
        if let Some((latitude, longitude)) = pairs.get(i) {
            let (latitude, longitude) = (out.decimal(latitude), out.decimal(longitude));
            out.fact(id, lat, latitude);
            out.fact(id, long, longitude);
        }
    }
}
