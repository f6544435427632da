//! Countries, divisions, metros and merges from all files.

use super::{fill, note};
use crate::gazetteer::model::{Country, Division, Metro, Place};
use crate::gazetteer::part::{Part, add};
use crate::model::record::{Reason, Rejection};
use std::collections::BTreeMap;

/// Countries by code: names of the first file, those of the others as further names.
pub(super) fn countries(parts: &mut [Part]) -> Vec<Country> {
    let mut countries: BTreeMap<String, Country> = BTreeMap::new();
    for country in parts.iter_mut().flat_map(|part| std::mem::take(&mut part.countries)) {
        let known = countries.entry(country.code.clone()).or_default();
        let others = [country.name.clone(), country.name_zh.clone()];
        fill(&mut known.code, country.code);
        fill(&mut known.alpha3, country.alpha3);
        fill(&mut known.name, country.name);
        fill(&mut known.name_zh, country.name_zh);
        for name in others.into_iter().chain(country.alternate_names) {
            if name != known.name && name != known.name_zh {
                add(&mut known.alternate_names, name);
            }
        }
    }
    countries.into_values().collect()
}

/// Divisions by country and code, names in the order of the files.
pub(super) fn divisions(parts: &mut [Part]) -> Vec<Division> {
    let mut divisions: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for division in parts.iter_mut().flat_map(|part| std::mem::take(&mut part.divisions)) {
        let names = divisions.entry((division.country, division.code)).or_default();
        division.names.into_iter().for_each(|name| add(names, name));
    }
    divisions.into_iter().map(|((country, code), names)| Division { country, code, names }).collect()
}

/// Metros by id. A city belongs to the first metro that lists it.
pub(super) fn metros(parts: &[Part], rejections: &mut Vec<Rejection>) -> Vec<Metro> {
    let mut metros: BTreeMap<&str, Metro> = BTreeMap::new();
    let mut of: BTreeMap<u32, &str> = BTreeMap::new();
    for (part, (line, metro)) in parts.iter().flat_map(|part| part.metros.iter().map(move |m| (part, m))) {
        let known =
            metros.entry(&metro.id).or_insert_with(|| Metro { id: metro.id.clone(), ..Metro::default() });
        fill(&mut known.name, metro.name.clone());
        fill(&mut known.name_zh, metro.name_zh.clone());
        for member in &metro.members {
            let first = *of.entry(*member).or_insert(&metro.id);
            if first != metro.id {
                let detail = format!("place {member} is in {first} and in {}; the first counts", metro.id);
                rejections.push(note(part.file, *line, "city_id", Reason::Conflict, detail));
            } else if !known.members.contains(member) {
                known.members.push(*member);
            }
        }
    }
    let mut metros: Vec<Metro> = metros.into_values().filter(|metro| !metro.members.is_empty()).collect();
    metros.iter_mut().for_each(|metro| metro.members.sort_unstable());
    metros
}

/// Merges by the place that is merged, each to where the last step leads.
pub(super) fn merges(parts: &[Part], places: &[Place], rejections: &mut Vec<Rejection>) -> Vec<(u32, u32)> {
    let mut steps: BTreeMap<u32, (u32, u32, u64)> = BTreeMap::new();
    for (part, (line, from, to)) in parts.iter().flat_map(|part| part.merges.iter().map(move |m| (part, m))) {
        let (first, ..) = *steps.entry(*from).or_insert((*to, part.file, *line));
        if first != *to {
            let detail = format!("place {from} is merged into {first} and into {to}; the first counts");
            rejections.push(note(part.file, *line, "canonical_geonameid", Reason::Conflict, detail));
        }
    }
    let mut merges = Vec::new();
    for (from, (to, file, line)) in &steps {
        match follow(*from, &steps) {
            Ok(end) if places.binary_search_by_key(&end, |place| place.id).is_ok() => {
                merges.push((*from, end));
            }
            Ok(end) => {
                let detail = format!("place {from} is merged into {end}, which no input has");
                rejections.push(note(*file, *line, "canonical_geonameid", Reason::DanglingReference, detail));
            }
            Err(_) if from == to => {}
            Err(ring) => {
                let ring: Vec<String> = ring.iter().map(u32::to_string).collect();
                let detail = format!("merges go round in a circle: {}", ring.join(" → "));
                rejections.push(note(*file, *line, "canonical_geonameid", Reason::Conflict, detail));
            }
        }
    }
    merges
}

/// Where the steps from a place end; the places passed when they never do.
fn follow(from: u32, steps: &BTreeMap<u32, (u32, u32, u64)>) -> Result<u32, Vec<u32>> {
    let mut passed = vec![from];
    while let Some((to, ..)) = passed.last().and_then(|at| steps.get(at)) {
        let (at, to) = (passed[passed.len() - 1], *to);
        if at == to && passed.len() > 1 {
            break;
        }
        let is_ring = passed.contains(&to);
        passed.push(to);
        if is_ring {
            return Err(passed);
        }
    }
    Ok(passed[passed.len() - 1])
}
