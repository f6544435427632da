//! Countries, divisions and places that a text names as an address: its parts read from the right.

use super::facts::Country;
use super::names::Bearer;
use super::scan::{Mention, Scan};
use std::ops::Range;

/// How surely a place is named as the place where something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Only part of something else, such as the name of an organisation.
    Weak,
    /// At the end of a part, behind the name of something.
    Beside,
    /// A part of the address.
    Address,
}

/// A country, division or place that is named; one name may be all three.
#[derive(Debug, Clone, Copy)]
pub struct Region {
    /// Where it stands.
    pub mention: Mention,
    /// The country of that name.
    pub country: Option<Country>,
    /// Whether a division has that name.
    pub division: bool,
    /// Whether a place has that name.
    pub place: bool,
    /// How surely the place is meant.
    pub strength: Strength,
    /// Whether a number, division or country stands behind it in its part: an address for sure.
    pub followed: bool,
}

/// Every region of a text, from left to right. Those of an address first decide; what else is the name of a place is weak.
pub fn read(scan: &Scan<'_>, institutions: &[Range<usize>]) -> Vec<Region> {
    let mut found: Vec<Region> = Vec::new();
    for part in scan.text.parts() {
        let tail = found.len();
        read_part(scan, &part, institutions, &mut found);
        found[tail..].reverse();
        weak_places(scan, &part, tail, &mut found);
    }
    found.sort_by_key(|region| (region.mention.start, region.mention.end));
    found
}

/// Reads the end of a part: `Cambridge MA 02139 USA` from right to left until something else stands there.
fn read_part(scan: &Scan<'_>, part: &Range<usize>, institutions: &[Range<usize>], found: &mut Vec<Region>) {
    let (mut end, mut followed) = (part.end, false);
    loop {
        let numbers = end;
        while end > part.start && is_passed_over(scan, end - 1) {
            end -= 1;
        }
        followed |= end < numbers;
        let Some(mut region) = region_ending(scan, part, end) else { return };
        let start = region.mention.start;
        let inside = institutions.iter().any(|other| other.start < start && end <= other.end);
        if inside || !stands_alone(scan, part, start, institutions) && !followed {
            return;
        }
        region.followed = followed;
        region.strength = strength(scan, part, &region, institutions);
        found.push(region);
        end = start;
        followed = true;
        if region.place && !region.division && region.country.is_none() {
            return;
        }
    }
}

fn is_passed_over(scan: &Scan<'_>, at: usize) -> bool {
    let word = scan.text.word(&scan.text.tokens[at]);
    // `Shenzhen Graduate School` is a campus.
    let before = at.checked_sub(1).map(|before| scan.text.word(&scan.text.tokens[before]));
    let campus = word == "graduate" || word == "school" && before == Some("graduate");
    scan.is_number(at)
        || campus
        || matches!(word, "cedex" | "branch" | "sar" | "campus" | "area" | "city" | "province" | "state")
}

/// Nothing before it, or the name of an institution, a street number, or `at`.
fn stands_alone(scan: &Scan<'_>, part: &Range<usize>, start: usize, institutions: &[Range<usize>]) -> bool {
    let before = start.checked_sub(1).filter(|&before| before >= part.start);
    before.is_none_or(|before| {
        let word = scan.text.word(&scan.text.tokens[before]);
        let joined = matches!(word, "at" | "in" | "a" | "near" | "and") || scan.is_number(before);
        joined
            || institutions.iter().any(|institution| institution.end == start)
            || !scan.text.tokens[before].filler
    })
}

fn strength(
    scan: &Scan<'_>,
    part: &Range<usize>,
    region: &Region,
    institutions: &[Range<usize>],
) -> Strength {
    let start = region.mention.start;
    let alone = (part.start..start).all(|at| scan.is_number(at) || scan.text.tokens[at].filler);
    let after = institutions.iter().any(|institution| institution.end == start);
    if alone || region.followed && after || start > part.start && scan.is_number(start - 1) {
        Strength::Address
    } else if after || (part.start..start).any(|at| institutions.iter().any(|other| other.contains(&at))) {
        Strength::Beside
    } else if scan.text.tokens[start - 1].filler {
        Strength::Weak
    } else {
        Strength::Beside
    }
}

/// The longest region that ends at a token.
fn region_ending(scan: &Scan<'_>, part: &Range<usize>, end: usize) -> Option<Region> {
    let fits = |mention: &&Mention| mention.end == end && mention.start >= part.start && !mention.crossing;
    scan.mentions.iter().filter(fits).find_map(|mention| region(scan, mention))
}

/// What a mention is as a region; `None` where nothing of the sort is meant.
pub fn region(scan: &Scan<'_>, mention: &Mention) -> Option<Region> {
    if !scan.is_capitalised(mention) {
        return None;
    }
    let mut region = Region {
        mention: *mention,
        country: None,
        division: false,
        place: false,
        strength: Strength::Weak,
        followed: false,
    };
    let code = is_code(scan, mention);
    // `Google, Kansas` was a town for a month.
    let company = scan.bearers(mention).iter().any(|bearer| {
        matches!(*bearer, Bearer::Institution(at) | Bearer::InstitutionAlias(at) if scan.index.institutions[at as usize].company)
    });
    for bearer in scan.bearers(mention) {
        match *bearer {
            Bearer::Country(country) if code != Some(false) => region.country = Some(Country(country)),
            Bearer::Division(_) => region.division |= code != Some(false),
            Bearer::Place(place) => {
                // `NYC` is a place, `BAR` behind a comma is something else.
                let big = scan.index.places[place as usize].population >= 500_000;
                region.place |= code != Some(true) || big;
            }
            Bearer::PlaceAlias(_) => region.place |= code.is_none() && !company,
            _ => {}
        }
    }
    (region.country.is_some() || region.division || region.place).then_some(region)
}

/// Of a name of up to three Latin letters, whether it stands in capitals; `None` for other names.
fn is_code(scan: &Scan<'_>, mention: &Mention) -> Option<bool> {
    let [token] = &scan.text.tokens[mention.start..mention.end] else { return None };
    let letters = scan.text.letters(token);
    let plain = letters.chars().filter(char::is_ascii_alphabetic).count();
    (plain > 0 && plain <= 3).then(|| !letters.contains(|c: char| c.is_lowercase()))
}

/// Names of places within a part that are not in its address.
fn weak_places(scan: &Scan<'_>, part: &Range<usize>, tail: usize, found: &mut Vec<Region>) {
    let mut covered = part.start;
    for mention in longest_first(scan, part) {
        let known =
            |region: &Region| mention.start < region.mention.end && region.mention.start < mention.end;
        if mention.start < covered || found[tail..].iter().any(known) {
            continue;
        }
        if let Some(region) = region(scan, &mention).filter(|region| region.place || region.country.is_some())
        {
            covered = mention.end;
            found.push(region);
        }
    }
}

fn longest_first(scan: &Scan<'_>, part: &Range<usize>) -> Vec<Mention> {
    let within = |mention: &&Mention| part.contains(&mention.start) && !mention.crossing;
    let mut mentions: Vec<Mention> = scan.mentions.iter().filter(within).copied().collect();
    mentions.sort_by_key(|mention| (mention.start, std::cmp::Reverse(mention.end)));
    mentions
}
