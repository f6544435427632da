//! What follows from the facts: the cities and metros of each paper, and the collaboration edges between metros.

use super::{DERIVED, Emitter, Entities, QuadSink};
use crate::model::Corpus;
use crate::model::corpus::NONE;
use crate::rdf::iri::{self, Kind};
use crate::rdf::vocabulary as v;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn emit<S: QuadSink>(corpus: &Corpus, papers: &[u32], ids: &Entities, out: &mut Emitter<'_, S>) {
    let graph = out.iri(DERIVED);
    let [in_city, in_metro] = [v::IN_CITY, v::IN_METRO].map(|term| out.iri(term));
    let mut edges: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    let (mut cities, mut metros) = (Vec::new(), Vec::new());
    for (i, &paper) in papers.iter().enumerate() {
        cities_of(corpus, i, &mut cities);
        metros.clear();
        metros.extend(cities.iter().map(|&city| metro_of(corpus, city)));
        metros.sort_unstable();
        metros.dedup();
        for &city in &cities {
            out.sink.quad([paper, in_city, ids.cities[city as usize]], Some(graph));
        }
        for (k, &metro) in metros.iter().enumerate() {
            out.sink.quad([paper, in_metro, metro_id(corpus, ids, metro)], Some(graph));
            for &other in &metros[k + 1..] {
                *edges.entry((metro, other)).or_default() += 1;
            }
        }
    }
    emit_edges(corpus, ids, &edges, graph, out);
    emit_units(corpus, ids, graph, out);
}

/// Institution → its unit at each level, and unit → ranked country: what the indicator queries start from.
fn emit_units<S: QuadSink>(corpus: &Corpus, ids: &Entities, graph: u32, out: &mut Emitter<'_, S>) {
    let levels = [v::IN_INSTITUTION, v::IN_CITY, v::IN_METRO, v::IN_RANKED_COUNTRY, v::RANKED_COUNTRY];
    let [in_institution, in_city, in_metro, in_country, ranked] = levels.map(|term| out.iri(term));
    let country_of = |country: u32| if country == NONE { NONE } else { corpus.ranked_as[country as usize] };
    let country_id = |country: u32| (country != NONE).then(|| ids.countries[country as usize]);
    let mut quads = Vec::new();
    for (i, &institution) in ids.institutions.iter().enumerate() {
        quads.push([institution, in_institution, institution]);
        let city = corpus.institutions.city[i];
        let mut country = country_of(corpus.institutions.country[i]);
        if city != NONE {
            country = country_of(corpus.cities.country[city as usize]);
            quads.push([institution, in_city, ids.cities[city as usize]]);
            quads.push([institution, in_metro, metro_id(corpus, ids, metro_of(corpus, city))]);
            quads.extend(country_id(country).map(|country| [institution, in_country, country]));
        }
        quads.extend(country_id(country).map(|country| [institution, ranked, country]));
    }
    for (i, &city) in ids.cities.iter().enumerate() {
        let country = country_id(country_of(corpus.cities.country[i]));
        quads.extend(country.map(|country| [city, ranked, country]));
    }
    for (metro, &country) in ranked_countries(corpus).iter().enumerate().take(ids.metros.len()) {
        quads.extend(country_id(country).map(|country| [ids.metros[metro], ranked, country]));
    }
    // A country that others are ranked as is a unit, and its own; any other one is ranked as the scheme says.
    let is_unit: BTreeSet<u32> = corpus.ranked_as.iter().copied().collect();
    for (country, &target) in (0..).zip(&corpus.ranked_as) {
        let target = if is_unit.contains(&country) { country } else { target };
        quads.push([ids.countries[country as usize], ranked, ids.countries[target as usize]]);
    }
    for quad in quads {
        out.sink.quad(quad, Some(graph));
    }
}

/// Distinct cities of a paper's affiliations, ascending.
fn cities_of(corpus: &Corpus, paper: usize, cities: &mut Vec<u32>) {
    cities.clear();
    for authorship in corpus.papers.authorships(paper) {
        let institutions = corpus.authorships.institutions.row(authorship);
        cities.extend(
            institutions.iter().map(|&i| corpus.institutions.city[i as usize]).filter(|&c| c != NONE),
        );
    }
    cities.sort_unstable();
    cities.dedup();
}

/// Number of a city's metro: metros first, then cities that are their own.
fn metro_of(corpus: &Corpus, city: u32) -> u32 {
    match corpus.cities.metro[city as usize] {
        NONE => corpus.metros.len() as u32 + city,
        metro => metro,
    }
}

fn metro_id(corpus: &Corpus, ids: &Entities, metro: u32) -> u32 {
    let metros = corpus.metros.len() as u32;
    if metro < metros { ids.metros[metro as usize] } else { ids.cities[(metro - metros) as usize] }
}

fn metro_key(corpus: &Corpus, metro: u32) -> &str {
    let metros = corpus.metros.len();
    let metro = metro as usize;
    if metro < metros { corpus.metros.id.get(metro) } else { corpus.cities.labels.id.get(metro - metros) }
}

/// Ranked country of each metro: that of its first city (a metro across countries is for the linter to find).
fn ranked_countries(corpus: &Corpus) -> Vec<u32> {
    let cities = corpus.cities.labels.len();
    let mut ranked = vec![NONE; corpus.metros.len() + cities];
    for city in (0..cities).rev() {
        if corpus.cities.country[city] != NONE {
            ranked[metro_of(corpus, city as u32) as usize] =
                corpus.ranked_as[corpus.cities.country[city] as usize];
        }
    }
    ranked
}

fn emit_edges<S: QuadSink>(
    corpus: &Corpus,
    ids: &Entities,
    edges: &BTreeMap<(u32, u32), u32>,
    graph: u32,
    out: &mut Emitter<'_, S>,
) {
    let terms = [v::TYPE, v::COLLABORATION, v::UNIT, v::SHARED_PAPERS, v::INTERNATIONAL];
    let [kind, class, unit, shared, international] = terms.map(|term| out.iri(term));
    let ranked = ranked_countries(corpus);
    for (&(a, b), &papers) in edges {
        let edge = out
            .new_entity(Kind::Collaboration, &iri::collaboration(metro_key(corpus, a), metro_key(corpus, b)));
        let countries = [ranked[a as usize], ranked[b as usize]];
        let crosses = countries[0] != countries[1] && !countries.contains(&NONE);
        let objects = [
            (kind, class),
            (unit, metro_id(corpus, ids, a)),
            (unit, metro_id(corpus, ids, b)),
            (shared, out.integer(papers.into())),
            (
                international,
                out.literal(
                    if crosses { "true" } else { "false" },
                    "^^<http://www.w3.org/2001/XMLSchema#boolean>",
                ),
            ),
        ];
        for (predicate, object) in objects {
            out.sink.quad([edge, predicate, object], Some(graph));
        }
    }
}
