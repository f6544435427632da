//! Which institution a text means: every name in it is judged, the first good one wins.

use super::answer::Method;
use super::facts::{Country, InstitutionFacts, Origin, kilometres};
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

/// So many names and relations make an institution widely known.
const FAMOUS: u32 = 12;

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
        let mention = &one.mention;
        (Reverse(mention.end - mention.start), mention.start, mention.expanded, Reverse(one.worth))
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
    let chosen = found.iter().find(strong).or_else(best)?;
    Some(*university_of(scan, found, chosen).unwrap_or(chosen))
}

/// The university that is named beside an institute of it.
fn university_of<'c>(scan: &Scan<'_>, found: &'c [Candidate], part: &Candidate) -> Option<&'c Candidate> {
    let facts = |one: &Candidate| &scan.index.institutions[one.institution as usize];
    let parents = &facts(part).parents;
    let whole =
        |one: &&Candidate| one.worth >= STRONG && facts(one).education && parents.contains(&facts(one).key);
    found.iter().filter(|_| !facts(part).education).find(whole)
}

/// The university that an institute belongs to and stands beside, if it is the only one: research of its laboratories
/// is research of the university.
pub fn university(index: &Index, institution: u32) -> u32 {
    let part = &index.institutions[institution as usize];
    if part.education || part.company || part.umbrella || part.origin != Origin::Ror {
        return institution;
    }
    let parents = part.parents.iter().filter_map(|ror| index.by_ror.get(ror).copied());
    // A system of universities is no university.
    let one = |facts: &InstitutionFacts| facts.education && !facts.name.ends_with(" System");
    let mut universities = parents.filter(|&at| one(&index.institutions[at as usize]));
    match (universities.next(), universities.next()) {
        (Some(one), None) if stand_together(part, &index.institutions[one as usize]) => one,
        _ => institution,
    }
}

fn stand_together(a: &InstitutionFacts, b: &InstitutionFacts) -> bool {
    let at = |facts: &InstitutionFacts| facts.locations.first().and_then(|location| location.1);
    at(a).zip(at(b)).is_some_and(|(a, b)| kilometres(a, b) <= SAME_CITY / 2.0)
}

fn judge(scan: &Scan<'_>, mention: &Mention, around: &Circumstances) -> Option<Candidate> {
    if !scan.is_capitalised(mention) || mention.crossing && !may_cross(scan, mention) {
        return None;
    }
    let (bearer, institution, place) = bearer(scan, mention, around)?;
    let facts = &scan.index.institutions[institution as usize];
    if is_within_region(scan, mention) {
        return None;
    }
    let agrees = agrees(facts, around);
    let (worth, method) = worth(scan, mention, bearer, facts, agrees)?;
    Some(Candidate { mention: *mention, institution, place, method, worth })
}

/// `United` within `United States`.
fn is_within_region(scan: &Scan<'_>, mention: &Mention) -> bool {
    let longer = scan.mentions.iter().filter(|other| {
        other.start <= mention.start
            && mention.end <= other.end
            && other.end - other.start > mention.end - mention.start
    });
    let region = |bearer: &Bearer| matches!(bearer, Bearer::Country(_) | Bearer::Division(_));
    longer.filter(|other| !other.crossing).any(|other| scan.bearers(other).iter().any(region))
}

/// The institution among those of one name that the circumstances speak for.
fn bearer(scan: &Scan<'_>, mention: &Mention, around: &Circumstances) -> Option<(Bearer, u32, u32)> {
    let index = scan.index;
    let named = scan.bearers(mention).iter().filter_map(|&bearer| {
        let (institution, place) = match bearer {
            Bearer::Institution(at) | Bearer::InstitutionAlias(at) | Bearer::Derived(at) => (at, 0),
            Bearer::Acronym(at) if scan.is_acronym(mention) || mention.words > 1 => (at, 0),
            Bearer::Alias(at) => (index.aliases[at as usize].institution, index.aliases[at as usize].place),
            _ => return None,
        };
        Some((bearer, institution, place))
    });
    let all: Vec<(Bearer, u32, u32)> = named.collect();
    let rank = |&(bearer, at, _): &(Bearer, u32, u32)| {
        let facts = &index.institutions[at as usize];
        // A name of the list is that of an institution which the gazetteer lacks, unless it has one of that name there.
        let listed =
            matches!(bearer, Bearer::Alias(_)) && (facts.origin == Origin::Ror || agrees(facts, around) < 2);
        let usual = matches!(bearer, Bearer::Institution(_));
        let sound = !matches!(bearer, Bearer::Acronym(_) | Bearer::Derived(_));
        let near = is_near(facts, around);
        (
            agrees(facts, around),
            listed,
            sound,
            near,
            facts.active,
            usual,
            facts.education,
            facts.weight,
            Reverse(at),
        )
    };
    let best = all.iter().max_by_key(|one| rank(one)).copied()?;
    let unsure = match best.0 {
        Bearer::Acronym(_) => !is_certain_acronym(scan, mention, &all, best.1, around),
        Bearer::Derived(_) => {
            agrees(&index.institutions[best.1 as usize], around) == 0
                || has_rival(index, &all, best.1, around)
        }
        _ => false,
    };
    (!unsure).then_some(best)
}

/// An acronym counts if the country is known and no other institution there has it, or if the city speaks for it. Three
/// letters stand for so many things that only a university or a widely known institution is meant without its city.
fn is_certain_acronym(
    scan: &Scan<'_>,
    mention: &Mention,
    all: &[(Bearer, u32, u32)],
    best: u32,
    around: &Circumstances,
) -> bool {
    let facts = &scan.index.institutions[best as usize];
    let known = around.country.is_some() || around.hint.is_known();
    let near = is_near(facts, around);
    let short =
        mention.words == 1 && scan.text.letters(&scan.text.tokens[mention.start]).chars().count() <= 3;
    let famous = !short || facts.education || facts.weight >= FAMOUS;
    agrees(facts, around) > 0 && (known && famous || near) && !has_rival(scan.index, all, best, around)
}

/// Whether another institution of that name fits the circumstances as well.
fn has_rival(index: &Index, all: &[(Bearer, u32, u32)], best: u32, around: &Circumstances) -> bool {
    let facts = &index.institutions[best as usize];
    all.iter().any(|&(_, at, _)| {
        let other = &index.institutions[at as usize];
        at != best
            && agrees(other, around) == agrees(facts, around)
            && is_near(other, around) == is_near(facts, around)
    })
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
        // `UBTECH Sydney AI Centre` may be anything of UBTECH; a university beside it says more.
        Bearer::Alias(_) if mention.words == 1 && facts.company && !whole => {
            Some((STRONG - 2, Method::Alias))
        }
        Bearer::Alias(_) if agrees > 0 || facts.company || mention.words > 1 => Some((90, Method::Alias)),
        Bearer::Alias(_) => Some((40, Method::Alias)),
        Bearer::Acronym(_) => Some((if whole { 60 } else { 55 }, Method::Acronym)),
        _ if plain && facts.education && mention.words > 3 && agrees > 0 && whole => Some((80, usual)),
        _ if plain => (agrees == 2 && whole && !subunit).then_some((45, usual)),
        _ if agrees == 0 && !facts.company => {
            (whole && (mention.words > 1 || facts.education)).then_some((62, Method::OtherCountry))
        }
        // `United` of `United, Inc. (Japan)` is no company elsewhere.
        Bearer::InstitutionAlias(_) if agrees == 0 && mention.words == 1 => None,
        _ if is_place_of_address(scan, mention) => Some((30, usual)),
        _ if whole && subunit => Some((70, usual)),
        _ if whole => Some((100, usual)),
        _ if mention.words > 1 => Some((if subunit { 58 } else { 80 }, Method::NameInPart)),
        _ => (agrees > 0 && starts_part(scan, mention)).then_some((50, Method::NameInPart)),
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

/// A name that reaches over a comma opens its part or has two words before the comma that tell something: in
/// `Yale University, New Haven` nobody means the University of New Haven.
fn may_cross(scan: &Scan<'_>, mention: &Mention) -> bool {
    let end = scan.part_of(mention.start).end.min(mention.end);
    let words = (mention.start..end).filter(|&at| !scan.text.tokens[at].filler);
    starts_part(scan, mention) || words.clone().count() > 1 && words.into_iter().any(|at| !scan.is_plain(at))
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
