//! Corrections applied: seats moved before anything is resolved, strings put where a person says they are.

use crate::base::{Error, Result};
use crate::engine::intake::Known;
use crate::gazetteer::corrections::Corrections;
use crate::gazetteer::resolver::{self, Identity, InstitutionKey, Method, Resolution};
use crate::gazetteer::{self, Gazetteer};
use crate::model::record::Statement;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Every place that a correction names must be known: a typing error would invent a city.
pub(super) fn check_places(
    corrections: &Corrections,
    gazetteer: &Gazetteer,
    known: &Known,
    path: Option<&Path>,
) -> Result<()> {
    let is_known = |id: u32| gazetteer.place(id).is_some() || known.cities.contains_key(&id.to_string());
    match corrections.places().find(|&(_, id)| !is_known(id)) {
        None => Ok(()),
        Some((line, id)) => {
            let file = path.map(|path| path.display().to_string()).unwrap_or_default();
            let hint = "name the GeoNames id of a place of the gazetteer (aicity gazetteer show)";
            Err(Error::input(file, line, format!("place {id} is in no gazetteer"), hint))
        }
    }
}

/// Corrections of institutions whose place the gazetteer or the source has: their seats are moved before anything is
/// resolved, so that campuses are told from the seat that is right. Answers the lines that were used.
pub(super) fn move_seats(
    corrections: &Corrections,
    gazetteer: &mut Gazetteer,
    known: &mut Known,
) -> BTreeSet<u64> {
    let mut used = BTreeSet::new();
    if corrections.is_empty() {
        return used;
    }
    let places: BTreeMap<u32, (String, String, (f64, f64))> = corrections
        .places()
        .filter_map(|(_, id)| gazetteer.place(id))
        .map(|p| (p.id, (p.name.clone(), p.country.clone(), p.coordinates)))
        .collect();
    let location = |id: u32| {
        let (name, country, at) = places.get(&id).cloned().unwrap_or_default();
        gazetteer::model::Location {
            place: id,
            name,
            country,
            coordinates: Some(at).filter(|at| *at != (0.0, 0.0)),
        }
    };
    for institution in known.institutions.values_mut() {
        let ror = resolver_key(&institution.ror);
        let Some((line, target)) = corrections.of_institution([&*institution.id, &*ror]) else { continue };
        used.insert(line);
        institution.city = target.map_or(Cow::Borrowed(""), |id| Cow::Owned(id.to_string()));
        institution.coordinates = None;
        // The gazetteer's word on this institution would come first.
        let id = ror.strip_prefix("ror:").unwrap_or_default();
        if let Ok(at) = gazetteer.institutions.binary_search_by(|one| one.ror.as_str().cmp(id)) {
            gazetteer.institutions[at].locations = target.map(location).into_iter().collect();
        }
    }
    for institution in &mut gazetteer.institutions {
        let key = format!("ror:{}", institution.ror);
        if let Some((line, target)) = corrections.of_institution([key.as_str()]) {
            used.insert(line);
            institution.locations = target.map(location).into_iter().collect();
        }
    }
    used
}

/// `ror:042nb2s44` of an IRI or id; empty for none.
fn resolver_key(ror: &str) -> String {
    if ror.is_empty() { String::new() } else { format!("ror:{}", resolver::ror_id(ror)) }
}

/// Applies corrections of strings, and of institutions that only strings name. Answers for each statement whether its
/// city is by hand.
pub(super) fn correct(
    corrections: &Corrections,
    statements: &[(Statement<'_>, u64)],
    found: &mut [Resolution],
    used: &mut BTreeSet<u64>,
    country: &dyn Fn(u32) -> String,
) -> Vec<bool> {
    let targets = Targets { seats: seats(found), country };
    let moved = used.clone();
    let mut by_hand = vec![false; found.len()];
    if corrections.is_empty() {
        return by_hand;
    }
    for ((statement, _), (one, by_hand)) in statements.iter().zip(found.iter_mut().zip(&mut by_hand)) {
        if let Some((line, target)) = corrections.of_affiliation(&statement.text) {
            used.insert(line);
            targets.put(one, target);
            *by_hand = true;
            continue;
        }
        let Some(institution) = &one.institution else { continue };
        let whole = institution.value.to_string();
        let seat = InstitutionKey { campus: None, ..institution.value.clone() }.to_string();
        let source = statement.institution.as_ref();
        let Some((line, target)) = corrections.of_institution([whole.as_str(), seat.as_str(), source]) else {
            continue;
        };
        used.insert(line);
        // A statement that says where it is knows better than the seat, unless the very campus is corrected.
        let stated = one.place.as_ref().is_some_and(|place| is_stated(place.method));
        let is_campus = whole != seat || matches!(institution.value.identity, Identity::Place(_));
        let exact = is_campus && corrections.of_institution([whole.as_str()]).is_some();
        *by_hand = !stated || exact;
        // Where the seat was moved before, the resolution has it already.
        if *by_hand && (exact || !moved.contains(&line)) {
            targets.put(one, target);
        }
    }
    by_hand
}

/// Whether the statement itself says where it is: a correction of the institution's seat does not touch that.
const fn is_stated(method: Method) -> bool {
    matches!(
        method,
        Method::NamedInText
            | Method::NamedBesideInstitution
            | Method::NamedInName
            | Method::HintCity
            | Method::CityState
    )
}

/// Seat of each institution, by what it is known by.
fn seats(found: &[Resolution]) -> BTreeMap<Identity, u32> {
    let at_seat = |one: &Resolution| {
        let institution = one.institution.as_ref().filter(|i| i.value.campus.is_none())?;
        Some((institution.value.identity.clone(), one.place.as_ref()?.value))
    };
    found.iter().filter_map(at_seat).collect()
}

/// What moving a resolution needs to know.
struct Targets<'a> {
    seats: BTreeMap<Identity, u32>,
    country: &'a dyn Fn(u32) -> String,
}

impl Targets<'_> {
    /// Moves a resolution to a place, or to none.
    fn put(&self, one: &mut Resolution, target: Option<u32>) {
        let (method, confidence) = (Method::HintCity, 1.0);
        one.place = target.map(|value| resolver::Finding { value, method, confidence });
        if let Some(id) = target {
            one.country = (self.country)(id);
        }
        self.move_institution(one, target);
    }

    fn move_institution(&self, one: &mut Resolution, target: Option<u32>) {
        let seats = &self.seats;
        match (&mut one.institution, target) {
            (Some(institution), _) if matches!(institution.value.identity, Identity::Place(_)) => {
                one.institution = target.map(place_only);
            }
            (Some(institution), Some(id)) => {
                let at_seat = seats.get(&institution.value.identity).is_none_or(|&seat| seat == id);
                institution.value.campus = (!at_seat).then_some(id);
            }
            // In no city: an institution apart from the one at the seat.
            (Some(institution), None) => {
                institution.value.campus = seats.contains_key(&institution.value.identity).then_some(0);
            }
            (None, _) => one.institution = target.map(place_only),
        }
    }
}

fn place_only(id: u32) -> resolver::Finding<InstitutionKey> {
    let value = InstitutionKey { identity: Identity::Place(id), campus: None };
    resolver::Finding { value, method: Method::PlaceOnly, confidence: 1.0 }
}

/// Corrections that met nothing.
pub(super) fn unused(corrections: &Corrections, used: &BTreeSet<u64>) -> Vec<(u64, String)> {
    let mut unused: Vec<(u64, String)> = corrections
        .lines()
        .filter(|(line, _)| !used.contains(line))
        .map(|(line, what)| (line, what.to_owned()))
        .collect();
    unused.sort();
    unused
}
