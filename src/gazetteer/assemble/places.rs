//! Places from all files, with their other names.

use super::{fill, note};
use crate::gazetteer::han;
use crate::gazetteer::model::Place;
use crate::gazetteer::part::{NameZh, Names, Part, Scope};
use crate::model::record::{Reason, Rejection};

/// A place and where it was read.
struct Read {
    part: usize,
    line: u64,
    place: Place,
}

/// The places by id. Within a file the first of the same id is kept, and the others are noted; between files the first
/// file counts, and the others fill in what it leaves open.
pub(super) fn assemble(parts: &mut [Part], scope: Scope, rejections: &mut Vec<Rejection>) -> Vec<Place> {
    let mut places = merge(collect(parts), parts, rejections);
    add_alternate_names(&mut places, parts);
    set_names_zh(&mut places, parts);
    for place in &mut places {
        tidy_names(place, scope.names);
    }
    places
}

fn collect(parts: &mut [Part]) -> Vec<Read> {
    let mut read = Vec::new();
    for (part, from) in parts.iter_mut().enumerate() {
        let places = std::mem::take(&mut from.places);
        read.extend(places.into_iter().map(|(line, place)| Read { part, line, place }));
    }
    read.sort_by_key(|r| (r.place.id, r.part, r.line));
    read
}

fn merge(read: Vec<Read>, parts: &[Part], rejections: &mut Vec<Rejection>) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::with_capacity(read.len());
    // First of the current id in the current file: what came of it may have been filled in since.
    let mut first: Option<Read> = None;
    for next in read {
        match (places.last_mut(), &first) {
            (Some(kept), Some(known)) if kept.id == next.place.id => {
                if known.part == next.part {
                    rejections.push(repeated(known, &next, parts[next.part].file));
                    continue;
                }
                fill_in(kept, next.place.clone());
            }
            _ => places.push(next.place.clone()),
        }
        first = Some(next);
    }
    places
}

fn repeated(first: &Read, next: &Read, file: u32) -> Rejection {
    let (id, at) = (next.place.id, first.line);
    if first.place == next.place {
        return note(
            file,
            next.line,
            "geonameid",
            Reason::Duplicate,
            format!("place {id} stands on line {at}"),
        );
    }
    let describe = |p: &Place| format!("{} ({}, {:?}, {})", p.name, p.country, p.coordinates, p.population);
    let detail = format!(
        "place {id} is {} on line {at}, {} here; the first is kept",
        describe(&first.place),
        describe(&next.place)
    );
    note(file, next.line, "geonameid", Reason::Conflict, detail)
}

fn fill_in(kept: &mut Place, other: Place) {
    fill(&mut kept.ascii_name, other.ascii_name);
    fill(&mut kept.country, other.country);
    fill(&mut kept.admin1, other.admin1);
    if kept.population == 0 {
        kept.population = other.population;
    }
    kept.alternate_names.extend(other.alternate_names);
}

fn add_alternate_names(places: &mut [Place], parts: &mut [Part]) {
    for part in parts {
        for (id, name) in std::mem::take(&mut part.alternate_names) {
            if let Ok(at) = places.binary_search_by_key(&id, |place| place.id) {
                places[at].alternate_names.push(name);
            }
        }
    }
}

/// The Chinese name of the lowest weight, the first file first; else the one that most other names agree on.
fn set_names_zh(places: &mut [Place], parts: &mut [Part]) {
    let mut stated: Vec<NameZh> =
        parts.iter_mut().flat_map(|part| std::mem::take(&mut part.names_zh)).collect();
    stated.sort_by_key(|name| (name.place, name.weight));
    stated.dedup_by_key(|name| name.place);
    for place in places {
        place.name_zh = match stated.binary_search_by_key(&place.id, |name| name.place) {
            Ok(at) => stated[at].name.clone(),
            Err(_) => han::chosen(&place.alternate_names).unwrap_or_default(),
        };
    }
}

/// Other names once each, in the order of their characters, without those that stand elsewhere.
fn tidy_names(place: &mut Place, names: Names) {
    let mut others = std::mem::take(&mut place.alternate_names);
    others.sort_unstable();
    others.dedup();
    others.retain(|name| {
        !name.is_empty()
            && ![&place.name, &place.ascii_name, &place.name_zh].contains(&name)
            && is_kept(name, names)
    });
    others.shrink_to_fit();
    place.alternate_names = others;
}

/// Whether a name is within the scope. A code is all capitals; a transliteration by rule begins with a small letter.
fn is_kept(name: &str, names: Names) -> bool {
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    let is_latin = |c: char| matches!(c, 'A'..='Z' | 'a'..='z' | 'À'..='ɏ' | 'Ḁ'..='ỿ');
    match names {
        Names::All => true,
        Names::Few if han::is_han(name) => true,
        Names::Few => {
            name.chars().count() > 3
                && letters().all(is_latin)
                && name.chars().next().is_some_and(char::is_uppercase)
                && letters().any(char::is_lowercase)
        }
    }
}
