//! Statements of our vocabulary, in any order, to records.

mod affiliations;
mod fields;

use super::iri::{self, Kind};
use super::term::Parsed;
use super::vocabulary as v;
use crate::base::escape;
use crate::base::interner::Interner;
use crate::model::labels;
use crate::model::record::{
    Affiliation, Authorship, City, Institution, Label, Named, Paper, Place, Reason, Rejection, Sink,
};
use fields::{Entity, Value};
use std::borrow::Cow;

/// Gathers what is said of each entity, then hands over records. Memory: each entity with its texts once.
#[derive(Debug, Default)]
pub struct Collector {
    entities: [Entities; 12],
    rejections: Vec<Rejection>,
}

#[derive(Debug, Default)]
struct Entities {
    keys: Interner,
    list: Vec<(Place, Entity)>,
}

/// An input file that an earlier load read, as the provenance graph names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// Name.
    pub name: String,
    /// Format.
    pub format: String,
    /// SHA-256.
    pub sha256: String,
    /// Bytes.
    pub bytes: u64,
}

impl Collector {
    /// Takes a statement. What is derived is left out: it follows from the rest. What this program does not know is
    /// refused, statement by statement.
    pub fn statement(
        &mut self,
        place: Place,
        subject: Parsed<'_>,
        predicate: &str,
        object: Parsed<'_>,
        graph: &str,
    ) {
        if graph == v::DERIVED {
            return;
        }
        let known = match subject {
            Parsed::Iri(iri) => iri::read(iri),
            _ => None,
        };
        let Some((kind, key)) = known else {
            return self.unknown(place, predicate, "the subject is no entity of this program");
        };
        let Some(field) = fields::of(kind, predicate) else {
            // The class of an entity is in its IRI.
            if predicate != v::TYPE {
                self.unknown(place, predicate, "no such property of this entity");
            }
            self.entity(place, kind, &key);
            return;
        };
        match value(object) {
            Some(value) => {
                if let Err(problem) = self.entity(place, kind, &key).set(field, value) {
                    let (reason, detail) = problem;
                    self.refuse(place, predicate, reason, detail);
                }
            }
            None => self.refuse(place, predicate, Reason::Syntax, "an object that this property cannot have"),
        }
    }

    fn entity(&mut self, place: Place, kind: Kind, key: &str) -> &mut Entity {
        let entities = &mut self.entities[kind as usize];
        let index = entities.keys.intern(key.as_bytes()) as usize;
        if index == entities.list.len() {
            entities.list.push((place, Entity::default()));
        }
        &mut entities.list[index].1
    }

    fn unknown(&mut self, place: Place, predicate: &str, detail: &str) {
        self.refuse(place, predicate, Reason::UnknownStatement, detail);
    }

    /// Refuses a statement.
    pub fn refuse(&mut self, place: Place, field: &str, reason: Reason, detail: impl Into<String>) {
        self.rejections.push(Rejection { place, field: field.to_owned(), reason, detail: detail.into() });
    }

    /// Hands over every record; answers the sources that the graph names.
    pub fn finish(mut self, sink: &mut dyn Sink) -> Vec<Source> {
        // Statements that a mapping made come in no order, and stand in no line.
        self.rejections.sort();
        std::mem::take(&mut self.rejections).into_iter().for_each(|rejection| sink.reject(rejection));
        let countries = &self.entities[Kind::Country as usize];
        self.each(Kind::City, |place, key, e| sink.city(place, city(key, e, countries)));
        self.each(Kind::Institution, |place, key, e| sink.institution(place, institution(key, e)));
        for (kind, named) in [
            (Kind::Metro, Named::Metro),
            (Kind::Country, Named::Country),
            (Kind::Venue, Named::Venue),
            (Kind::Subfield, Named::Subfield),
        ] {
            self.each(kind, |place, key, e| sink.label(place, named, label(key, e)));
        }
        self.each(Kind::Paper, |place, key, e| sink.paper(place, paper(key, e)));
        self.each(Kind::Affiliation, |_, _, e| affiliations::answered(e, sink));
        self.each(Kind::Authorship, |place, key, e| authorship(place, key, e, &self.entities, sink));
        let mut sources = Vec::new();
        self.each(Kind::Source, |_, key, e| sources.push(source(key, e)));
        sources
    }

    fn each<'a>(&'a self, kind: Kind, mut visit: impl FnMut(Place, &'a str, &'a Entity)) {
        let entities = &self.entities[kind as usize];
        for (i, (place, entity)) in entities.list.iter().enumerate() {
            visit(*place, entities.keys.text(i as u32), entity);
        }
    }
}

/// What an object says.
fn value(object: Parsed<'_>) -> Option<Value<'_>> {
    match object {
        Parsed::Iri(iri) => {
            Some(iri::read(iri).map_or(Value::Iri(iri), |(kind, key)| Value::Entity(kind, key)))
        }
        Parsed::Literal { value, language, .. } => Some(Value::Text(escape::unliteral(value)?, language)),
        Parsed::Blank(_) => None,
    }
}

fn text(text: Option<&String>) -> Cow<'_, str> {
    Cow::Borrowed(text.map_or("", String::as_str))
}

/// The country that a country is ranked as, where that is not what the study's scheme says.
fn ranked_country<'a>(code: Option<&'a String>, countries: &'a Entities) -> Cow<'a, str> {
    let said = |code: &'a String| {
        let index = countries.keys.find(code.as_bytes())?;
        let ranked = countries.list[index as usize].1.country.as_ref()?;
        (labels::ranked_as("study", code) != ranked).then_some(ranked)
    };
    text(code.and_then(said))
}

fn city<'a>(key: &'a str, e: &'a Entity, countries: &'a Entities) -> City<'a> {
    City {
        id: key.into(),
        name: text(e.name.as_ref()),
        name_zh: text(e.name_zh.as_ref()),
        country: text(e.country.as_ref()),
        admin1: text(e.text.as_ref()),
        coordinates: e.lat.zip(e.long),
        population: e.number,
        ranked_country: ranked_country(e.country.as_ref(), countries),
        metro: text(e.metro.as_ref()),
    }
}

fn institution<'a>(key: &'a str, e: &'a Entity) -> Institution<'a> {
    Institution {
        id: key.into(),
        name: text(e.name.as_ref()),
        name_zh: text(e.name_zh.as_ref()),
        city: text(e.city.as_ref()),
        country: text(e.country.as_ref()),
        coordinates: e.lat.zip(e.long),
        ror: text(e.same_as.as_ref()),
        kind: text(e.text.as_ref()),
    }
}

fn label<'a>(key: &'a str, e: &'a Entity) -> Label<'a> {
    Label { id: key.into(), name: text(e.name.as_ref()), name_zh: text(e.name_zh.as_ref()) }
}

fn paper<'a>(key: &'a str, e: &'a Entity) -> Paper<'a> {
    Paper {
        id: key.into(),
        title: text(e.name.as_ref()),
        venue: text(e.venue.as_ref()),
        subfields: e.many.iter().map(|s| s.as_str().into()).collect(),
        year: e.year,
        citations: e.number,
        citations_by_year: e.by_year.clone(),
        citation_source: text(e.text.as_ref()),
        doi: text(e.same_as.as_ref()),
        source: text(e.data_source.as_ref()),
    }
}

fn source(key: &str, e: &Entity) -> Source {
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    Source {
        name: text(&e.name),
        format: text(&e.text),
        sha256: key.to_owned(),
        bytes: e.number.unwrap_or(0),
    }
}

fn authorship(place: Place, key: &str, e: &Entity, entities: &[Entities; 12], sink: &mut dyn Sink) {
    let (Some(paper), Some(scholar), Some(position)) = (&e.paper, &e.scholar, e.number) else {
        let detail = format!("authorship {key:?} lacks its paper, scholar or position");
        return sink.reject(Rejection { place, field: String::new(), reason: Reason::Missing, detail });
    };
    let scholars = &entities[Kind::Scholar as usize];
    let named = scholars.keys.find(scholar.as_bytes()).map(|i| &scholars.list[i as usize].1);
    let position = u32::try_from(position).unwrap_or(u32::MAX);
    let stated = affiliations::of_authorship(place, e, &entities[Kind::Affiliation as usize], sink);
    let mut put = |affiliation| {
        let name = text(named.and_then(|s| s.name.as_ref()));
        let (paper, scholar) = (paper.as_str().into(), scholar.as_str().into());
        sink.authorship(
            place,
            Authorship { paper, position, scholar, name, affiliation, ..Authorship::default() },
        );
    };
    let unresolved = stated.iter().filter(|s| s.institution.is_none()).count() as u32;
    let resolved = |key: &&String| stated.iter().any(|s| s.institution == Some(key.as_str()));
    let plain = e.many.iter().filter(|key| !resolved(key));
    plain.for_each(|institution| put(Affiliation::Institution(institution.as_str().into())));
    stated.iter().for_each(|s| put(Affiliation::Stated(Box::new(s.statement.clone()))));
    (unresolved..e.unresolved).for_each(|_| put(Affiliation::Unresolved));
    if e.many.is_empty() && e.unresolved == 0 && stated.is_empty() {
        put(Affiliation::None);
    }
}
