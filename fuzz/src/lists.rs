//! Lists that users write: venues and corrections.

use super::log::blamed;
use super::scratch::Scratch;
use aicity::gazetteer::corrections::Corrections;
use aicity::sources::selection::Evidence;
use aicity::sources::{Selection, UNWATCHED};

/// A list of venues: refused, or it finds each of its own venues by what stands in it, and nothing where nothing is given.
pub fn venues(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let list = blamed(Selection::venues("venues.csv", &text));
    let again = blamed(Selection::venues("venues.csv", &text));
    assert_eq!(format!("{list:?}"), format!("{again:?}"), "another answer when asked again");
    let Ok(list) = list else { return };
    assert!(list.venue(&Evidence::default()).is_err(), "a work that says nothing is of a venue");
    for cell in text.split([',', ';', '\n', '\r', '"']).map(str::trim).filter(|cell| !cell.is_empty()) {
        let keys = [cell];
        for evidence in [
            Evidence { sources: &keys, ..Evidence::default() },
            Evidence { issns: &keys, ..Evidence::default() },
            Evidence { dblp: cell, ..Evidence::default() },
            Evidence { doi: cell, ..Evidence::default() },
            Evidence { names: &keys, ..Evidence::default() },
        ] {
            let found = list.venue(&evidence).map(|venue| venue.map(|venue| venue.id.to_owned()));
            let id = found.ok().flatten();
            assert!(id.is_none_or(|id| text.contains(id.trim())), "a venue that is not in the list");
        }
    }
}

/// Corrections: refused, or each is found by its own key.
pub fn corrections(bytes: &[u8]) {
    let (_scratch, paths) = Scratch::with(&[("corrections.csv", bytes)]);
    let read = || blamed(Corrections::open(&paths[0], UNWATCHED));
    let corrections = read();
    assert_eq!(corrections, read(), "another answer when asked again");
    let Ok(corrections) = corrections else { return };
    assert_eq!(corrections.is_empty(), corrections.lines().next().is_none());
    assert!(corrections.places().all(|(line, place)| line > 1 && place > 0));
    for (line, key) in corrections.lines() {
        let found = [corrections.of_affiliation(key), corrections.of_institution([key])];
        assert!(found.iter().flatten().any(|(found, _)| *found == line), "line {line} is not found: {key:?}");
    }
}
