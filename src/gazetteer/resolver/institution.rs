//! Which institution a text means: every name in it is judged, the first good one wins.

use super::answer::Method;
use super::facts::{Country, InstitutionFacts, kilometres};
use super::index::{Flags, Index};
use super::names::Bearer;
use super::scan::{Mention, Scan};
use std::cmp::Reverse;
use std::ops::Range;

/// Of that worth and more, the first name in the text is the answer.
pub const STRONG: u8 = 80;
/// Within so many kilometres an institution is in the city that the text names.
const SAME_CITY: f64 = 40.0;

/// An institution that a text may mean.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    /// The name in the text.
    pub mention: Mention,
    /// Index of the institution.
    pub institution: u32,
    /// GeoNames id of the place that the alias list has for this name; 0: none.
    pub place: u32,
    /// How it was recognised.
    pub method: Method,
    /// How good the name is; see [`STRONG`].
    pub worth: u8,
}

/// What is known about the institution that is meant.
#[derive(Debug, Clone, Default)]
pub struct Circumstances {
    /// The country that the text names.
    pub country: Option<Country>,
    /// The country that the source states.
    pub hint: Country,
    /// Coordinates of every place that the text may name.
    pub places: Vec<(f32, f32)>,
}

/// The institutions that a text may mean, by their places in the text. None lies within another.
pub fn candidates(scan: &Scan<'_>, around: &Circumstances) -> Vec<Candidate> {
    let judged = scan.mentions.iter().filter_map(|mention| judge(scan, mention, around));
    let mut found: Vec<Candidate> = judged.collect();
    found.sort_by_key(|one| {
        (Reverse(one.mention.end - one.mention.start), one.mention.start, Reverse(one.worth))
    });
    let mut kept: Vec<Candidate> = Vec::new();
    for one in found {
        let overlaps = |other: &Candidate| {
            one.mention.start < other.mention.end && other.mention.start < one.mention.end
        };
        if !kept.iter().any(overlaps) {
            kept.push(one);
        }
    }
    kept.sort_by_key(|one| one.mention.start);
    kept
}

/// The institution that a text means: the first strong one, else the best one. Societies of institutes stand back
/// behind a university, and a university hospital's city behind nothing.
pub fn choose(scan: &Scan<'_>, found: &[Candidate]) -> Option<Candidate> {
    let umbrella = |one: &Candidate| scan.index.institutions[one.institution as usize].umbrella;
    let strong = |one: &&Candidate| one.worth >= STRONG && !umbrella(one);
    let best = || found.iter().max_by_key(|one| (one.worth, Reverse(one.mention.start)));
    found.iter().find(strong).or_else(best).copied()
}

fn judge(scan: &Scan<'_>, mention: &Mention, around: &Circumstances) -> Option<Candidate> {
    if !scan.is_capitalised(mention) {
        return None;
    }
    let (bearer, institution, place) = bearer(scan, mention, around)?;
    let facts = &scan.index.institutions[institution as usize];
    let agrees = agrees(facts, around);
    let (worth, method) = worth(scan, mention, bearer, facts, agrees)?;
    Some(Candidate { mention: *mention, institution, place, method, worth })
}

/// The institution among those of one name that the circumstances speak for.
fn bearer(scan: &Scan<'_>, mention: &Mention, around: &Circumstances) -> Option<(Bearer, u32, u32)> {
    let index = scan.index;
    let named = scan.bearers(mention).iter().filter_map(|&bearer| {
        let (institution, place) = match bearer {
            Bearer::Institution(at) | Bearer::InstitutionAlias(at) => (at, 0),
            Bearer::Acronym(at) if scan.is_acronym(mention) || mention.words > 1 => (at, 0),
            Bearer::Alias(at) => (index.aliases[at as usize].institution, index.aliases[at as usize].place),
            _ => return None,
        };
        Some((bearer, institution, place))
    });
    let all: Vec<(Bearer, u32, u32)> = named.collect();
    let rank = |&(bearer, at, _): &(Bearer, u32, u32)| {
        let facts = &index.institutions[at as usize];
        let listed = matches!(bearer, Bearer::Alias(_));
        let usual = matches!(bearer, Bearer::Institution(_));
        let acronym = matches!(bearer, Bearer::Acronym(_));
        let near = is_near(facts, around);
        (
            agrees(facts, around),
            listed,
            !acronym,
            near,
            facts.active,
            usual,
            facts.education,
            facts.weight,
            Reverse(at),
        )
    };
    let best = all.iter().max_by_key(|one| rank(one)).copied()?;
    let unsure = matches!(best.0, Bearer::Acronym(_)) && !is_certain_acronym(index, &all, best.1, around);
    (!unsure).then_some(best)
}

/// An acronym counts if the country is known and no other institution there has it, or if the city speaks for it.
fn is_certain_acronym(index: &Index, all: &[(Bearer, u32, u32)], best: u32, around: &Circumstances) -> bool {
    let facts = &index.institutions[best as usize];
    let known = around.country.is_some() || around.hint.is_known();
    let rival = |&(_, at, _): &(Bearer, u32, u32)| {
        let other = &index.institutions[at as usize];
        at != best
            && agrees(other, around) == agrees(facts, around)
            && is_near(other, around) == is_near(facts, around)
    };
    agrees(facts, around) > 0 && (known || is_near(facts, around)) && !all.iter().any(rival)
}

/// 2: the country is as stated; 1: nothing is stated; 0: another.
fn agrees(facts: &InstitutionFacts, around: &Circumstances) -> u8 {
    let stated = around.country.unwrap_or(around.hint);
    match (stated.is_known(), stated.may_mean(facts.country)) {
        (false, _) => 1,
        (true, true) => 2,
        (true, false) => 0,
    }
}

fn is_near(facts: &InstitutionFacts, around: &Circumstances) -> bool {
    let mut at = facts.locations.iter().filter_map(|&(_, at)| at);
    at.any(|at| around.places.iter().any(|&place| kilometres(at, place) <= SAME_CITY))
}

/// How good a name in the text is, and how to call that.
fn worth(
    scan: &Scan<'_>,
    mention: &Mention,
    bearer: Bearer,
    facts: &InstitutionFacts,
    agrees: u8,
) -> Option<(u8, Method)> {
    let whole = is_whole_part(scan, mention);
    let plain = (mention.start..mention.end).all(|at| scan.is_plain(at));
    let subunit = scan.index.is(scan.words[mention.start], Flags::SUBUNIT);
    let usual = if matches!(bearer, Bearer::Institution(_)) { Method::ExactName } else { Method::ExactAlias };
    match bearer {
        Bearer::Alias(_) if agrees > 0 || facts.company || mention.words > 1 => Some((90, Method::Alias)),
        Bearer::Alias(_) => Some((40, Method::Alias)),
        Bearer::Acronym(_) => Some((if whole { 60 } else { 55 }, Method::Acronym)),
        _ if plain => (agrees == 2 && whole && !subunit).then_some((45, usual)),
        _ if agrees == 0 && !facts.company => {
            (mention.words > 1 || whole && facts.education).then_some((62, Method::OtherCountry))
        }
        _ if is_place_of_address(scan, mention) => Some((30, usual)),
        _ if whole && subunit => Some((70, usual)),
        _ if whole => Some((100, usual)),
        _ if mention.words > 1 => Some((if subunit { 58 } else { 80 }, Method::NameInPart)),
        _ => starts_part(scan, mention).then_some((50, Method::NameInPart)),
    }
}

/// Whether what stands around the name in its part tells nothing: `Google Research, Inc.`, `Inria Paris`.
fn is_whole_part(scan: &Scan<'_>, mention: &Mention) -> bool {
    let before = scan.part_of(mention.start).start..mention.start;
    let after = mention.end..scan.part_of(mention.end - 1).end;
    let mut rest: Vec<Range<usize>> = vec![before, after];
    rest.retain(|range| !range.is_empty());
    rest.into_iter()
        .all(|range| range.clone().all(|at| scan.is_plain(at)) || is_region(scan, &range, mention))
}

/// Whether a stretch behind the name is a place, country or division, with plain words around it.
fn is_region(scan: &Scan<'_>, range: &Range<usize>, mention: &Mention) -> bool {
    let geographic = |bearer: &Bearer| {
        matches!(bearer, Bearer::Place(_) | Bearer::PlaceAlias(_) | Bearer::Country(_) | Bearer::Division(_))
    };
    let covered = |at: usize| {
        let covers = |other: &&Mention| other.start <= at && at < other.end && range.contains(&other.start);
        scan.mentions.iter().filter(covers).any(|other| scan.bearers(other).iter().any(geographic))
    };
    range.start >= mention.end && range.clone().all(|at| scan.is_plain(at) || covered(at))
}

fn starts_part(scan: &Scan<'_>, mention: &Mention) -> bool {
    let start = scan.part_of(mention.start).start;
    (start..mention.start).all(|at| scan.text.tokens[at].filler || scan.is_number(at))
}

/// A name that a larger place has as well is the place, unless it opens the text.
fn is_place_of_address(scan: &Scan<'_>, mention: &Mention) -> bool {
    let place = |bearer: &Bearer| match *bearer {
        Bearer::Place(at) => scan.index.places[at as usize].population >= 15_000,
        Bearer::Country(_) | Bearer::Division(_) => true,
        _ => false,
    };
    mention.start > 0 && scan.bearers(mention).iter().any(place)
}
