//! A statement read as far as it goes by itself: its institution, the city that it names, its country.

use super::Resolver;
use super::address::{self, Region, Strength};
use super::answer::{Identity, Method, Step};
use super::city::{self, Setting};
use super::facts::{Country, InstitutionFacts, Origin};
use super::index::{Flags, Index};
use super::institution::{self, Candidate, Circumstances, STRONG};
use super::known::ror_id;
use super::learn::Draft;
use super::names::Bearer;
use super::normalise::Text;
use super::pick::{self, Ask};
use super::scan::Scan;
use crate::model::record::Statement;
use std::ops::Range;

/// A place of the text that a company or a list hints at must have so many inhabitants.
const TOWN: u32 = 15_000;

/// Who is meant, and how that was found.
struct Who {
    identity: Identity,
    name: String,
    institution: Option<u32>,
    method: Method,
    /// GeoNames id that the alias list has for the name; 0: none.
    place: u32,
}

/// Reads a statement; notes what each part gave where steps are asked for.
pub fn read(resolver: &Resolver, statement: &Statement<'_>, steps: Option<&mut Vec<Step>>) -> Draft {
    let index = &resolver.index;
    let text = if statement.text.trim().is_empty() { &statement.name } else { &statement.text };
    let scan = Scan::new(index, text);
    let hint = country_code(index, &statement.country);
    let first = address::read(&scan, &[]);
    let around = circumstances(&scan, &first, hint);
    let candidates = institution::candidates(&scan, &around);
    let spans: Vec<Range<usize>> = spans(&candidates);
    let regions = address::read(&scan, &spans);
    let who =
        by_id(resolver, statement).or_else(|| by_name(resolver, statement, &scan, &candidates, &around));
    let who =
        who.or_else(|| by_domain(index, text, &around)).or_else(|| unknown(&scan, &regions, &candidates));
    let institution = who.as_ref().and_then(|who| who.institution);
    let same = |one: &&Candidate| Some(institution::university(index, one.institution)) == institution;
    let chosen = candidates.iter().find(same).copied();
    let facts = institution.map(|at| &index.institutions[at as usize]);
    let setting = Setting { scan: &scan, regions: &regions, candidates: &candidates, chosen, facts, hint };
    let named = setting.named().filter(|found| is_credible(&setting, found) && !is_own_name(statement));
    if let Some(steps) = steps {
        note(steps, &scan, &regions, &candidates, named.as_ref());
    }
    let named = named.map(|(at, method, _)| (index.places[at as usize].canonical, method));
    let asked = source_city(resolver, statement).or_else(|| asked_city(index, statement, hint, facts));
    let country = around.country.unwrap_or(hint);
    // The seat of a branch says nothing about people in another country.
    let here =
        |facts: &&InstitutionFacts| !(facts.company && facts.branch) || country.may_mean(facts.country);
    let home = facts.filter(here).and_then(|facts| city::seat(index, facts));
    let seat = home.map_or(0, |(seat, _)| seat);
    let alias =
        who.as_ref().map(|who| index.canonical(who.place)).filter(|&place| place > 0 && place != seat);
    Draft {
        named,
        campus: alias.map(|place| (place, Method::Campus)),
        asked,
        home,
        country,
        home_country: facts.map_or_else(Country::default, |facts| facts.country),
        company: facts.is_some_and(|facts| facts.company),
        name: who.as_ref().map_or_else(String::new, |who| who.name.clone()),
        institution: who.map(|who| (who.identity, who.method)),
    }
}

/// The institution names that the text's addresses stand behind.
fn spans(candidates: &[Candidate]) -> Vec<Range<usize>> {
    candidates.iter().filter(|one| one.worth > 40).map(|one| one.mention.start..one.mention.end).collect()
}

/// Whether the text is nothing but the name of the institution whose key the source gives: a city in it is part of that
/// name, and where the institution is the source knows.
fn is_own_name(statement: &Statement<'_>) -> bool {
    !statement.institution.is_empty()
        && Text::read(&statement.text).joined() == Text::read(&statement.name).joined()
}

/// The city that the source has for the key that it gives.
fn source_city(resolver: &Resolver, statement: &Statement<'_>) -> Option<(u32, Method)> {
    let known = resolver.by_key.get(&*statement.institution).filter(|known| known.city > 0)?;
    Some((resolver.index.canonical(known.city), Method::SourceId))
}

/// The code of a country given as code or name.
pub fn country_code(index: &Index, text: &str) -> Country {
    let code = Country::new(text.trim());
    if code.is_known() {
        return code;
    }
    let named = index.names.exact(&Text::read(text)).iter().find_map(|bearer| match *bearer {
        Bearer::Country(country) => Some(Country(country)),
        _ => None,
    });
    named.unwrap_or_default()
}

fn circumstances(scan: &Scan<'_>, regions: &[Region], hint: Country) -> Circumstances {
    let address = || regions.iter().filter(|region| region.strength >= Strength::Beside);
    let bearers = address().filter(|region| region.place).flat_map(|region| scan.bearers(&region.mention));
    let places = bearers.filter_map(|bearer| match *bearer {
        Bearer::Place(at) | Bearer::PlaceAlias(at) => Some(scan.index.places[at as usize].at),
        _ => None,
    });
    let places = places.collect();
    Circumstances { country: address().find_map(|region| region.country), hint, places }
}

fn who(index: &Index, at: u32, method: Method, place: u32) -> Who {
    let facts = &index.institutions[at as usize];
    let key = facts.key.clone();
    let identity = match facts.origin {
        Origin::Ror => Identity::Ror(key),
        Origin::Source => Identity::Source(key),
        Origin::Name => Identity::Name(key),
    };
    Who { identity, name: facts.name.clone(), institution: Some(at), method, place }
}

/// The institution by ROR id, else by its key in the source. A ROR id that the gazetteer lacks still is an identity.
fn by_id(resolver: &Resolver, statement: &Statement<'_>) -> Option<Who> {
    let index = &resolver.index;
    let ror = ror_id(&statement.ror);
    let known = resolver.by_key.get(&*statement.institution).map(|known| known.institution);
    if !ror.is_empty() {
        let at = index.by_ror.get(ror).copied();
        let named = known.map(|at| index.institutions[at as usize].name.clone()).unwrap_or_default();
        return Some(at.map_or_else(
            || Who {
                identity: Identity::Ror(ror.to_owned()),
                name: named,
                institution: known,
                method: Method::RorId,
                place: 0,
            },
            |at| who(index, at, Method::RorId, 0),
        ));
    }
    known.map(|at| who(index, at, Method::SourceId, 0))
}

/// By a good name in the text, else by the name beside it, else by whatever the text offers.
fn by_name(
    resolver: &Resolver,
    statement: &Statement<'_>,
    scan: &Scan<'_>,
    candidates: &[Candidate],
    around: &Circumstances,
) -> Option<Who> {
    let index = &resolver.index;
    let chosen = institution::choose(scan, candidates);
    let of =
        |one: Candidate| who(index, institution::university(index, one.institution), one.method, one.place);
    let strong = chosen.filter(|one| one.worth >= STRONG);
    strong
        .map(of)
        .or_else(|| by_source_name(resolver, &scan.text))
        .or_else(|| by_hint(resolver, statement, around))
        .or_else(|| chosen.map(of))
        .or_else(|| {
            let key = &*statement.institution;
            let identity = Identity::Source(key.to_owned());
            let name = statement.name.clone().into_owned();
            (!key.is_empty()).then_some(Who {
                identity,
                name,
                institution: None,
                method: Method::SourceId,
                place: 0,
            })
        })
}

/// A part of the text that is exactly the name of one institution of the source.
fn by_source_name(resolver: &Resolver, text: &Text) -> Option<Who> {
    if resolver.by_name.is_empty() {
        return None;
    }
    let part = |range: Range<usize>| Text { tokens: text.tokens[range].to_vec(), ..text.clone() }.joined();
    let at = text.parts().find_map(|range| resolver.by_name.get(&part(range)).copied().flatten())?;
    Some(who(&resolver.index, at, Method::ExactName, 0))
}

fn by_hint(resolver: &Resolver, statement: &Statement<'_>, around: &Circumstances) -> Option<Who> {
    if statement.name.is_empty() {
        return None;
    }
    let scan = Scan::new(&resolver.index, &statement.name);
    let candidates = institution::candidates(&scan, around);
    let best = institution::choose(&scan, &candidates).filter(|one| one.worth >= STRONG)?;
    Some(who(&resolver.index, best.institution, Method::HintName, best.place))
}

/// By a host name in the text: `ada@cs.example.edu` or `www.example.edu`.
fn by_domain(index: &Index, text: &str, around: &Circumstances) -> Option<Who> {
    let hosts = text
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-'))
        .filter(|word| word.contains('.'));
    let at = hosts.map(str::to_lowercase).find_map(|host| {
        let mut rest = host.trim_matches('.');
        loop {
            if let Some(found) = index.by_domain.get(rest) {
                return only(index, found, around);
            }
            rest = rest.split_once('.')?.1;
        }
    })?;
    Some(who(index, at, Method::Domain, 0))
}

/// The institution of a host name: the only one, or the only one in the country.
fn only(index: &Index, found: &[u32], around: &Circumstances) -> Option<u32> {
    let stated = around.country.unwrap_or(around.hint);
    let inside = |at: &&u32| stated.may_mean(index.institutions[**at as usize].country);
    let mut inside = found.iter().filter(inside);
    inside.next().filter(|_| inside.next().is_none()).copied()
}

/// An institution that is in no gazetteer, by the part of the text that looks most like one. Departments are none.
fn unknown(scan: &Scan<'_>, regions: &[Region], candidates: &[Candidate]) -> Option<Who> {
    if !candidates.is_empty() {
        return None;
    }
    let parts = || {
        scan.text.parts().map(|part| without_address(scan, &part, regions)).filter(|part| !part.is_empty())
    };
    let telling = |part: &Range<usize>| part.clone().any(|at| !scan.is_plain(at));
    let flagged = |at: usize, flag| scan.index.is(scan.words[at], flag);
    let subunit = |part: &Range<usize>| flagged(part.start, Flags::SUBUNIT);
    let institutional = |part: &Range<usize>| part.clone().any(|at| flagged(at, Flags::INSTITUTIONAL));
    let part = parts()
        .find(|part| telling(part) && !subunit(part) && institutional(part))
        .or_else(|| parts().find(|part| telling(part) && !subunit(part)))
        .or_else(|| parts().find(telling))?;
    let name = scan.text.span(part.clone()).to_owned();
    let key = name_key(scan, &part);
    (!key.is_empty()).then_some(Who {
        identity: Identity::Name(key),
        name,
        institution: None,
        method: Method::NameOnly,
        place: 0,
    })
}

fn without_address(scan: &Scan<'_>, part: &Range<usize>, regions: &[Region]) -> Range<usize> {
    let address = |at: &usize| {
        let covers = |region: &Region| {
            region.strength >= Strength::Beside && region.mention.start <= *at && *at < region.mention.end
        };
        regions.iter().any(covers) || scan.is_number(*at)
    };
    let end = part.clone().rev().find(|at| !address(at)).map_or(part.start, |last| last + 1);
    part.start..end
}

fn name_key(scan: &Scan<'_>, part: &Range<usize>) -> String {
    let tokens = part
        .clone()
        .filter(|&at| !scan.text.tokens[at].filler && !scan.index.is(scan.words[at], Flags::LEGAL));
    tokens.map(|at| scan.text.word(&scan.text.tokens[at])).collect::<Vec<_>>().join(" ")
}

/// A place far from where the institution is known to be needs an institution that may well be there.
fn is_credible(setting: &Setting<'_>, found: &city::Found<'_>) -> bool {
    let Some(facts) = setting.facts else { return true };
    if setting.chosen.is_some() || setting.candidates.iter().all(|one| one.worth < STRONG) {
        return true;
    }
    // The id says one institution and the text another: the address may be that of the other one.
    let at = setting.scan.index.places[found.0 as usize].at;
    let near = |location: &(u32, Option<(f32, f32)>)| {
        location.1.is_some_and(|own| super::facts::kilometres(own, at) <= city::SAME_CITY)
    };
    facts.locations.iter().any(near)
}

/// The city that the source gives beside the text.
fn asked_city(
    index: &Index,
    statement: &Statement<'_>,
    hint: Country,
    facts: Option<&InstitutionFacts>,
) -> Option<(u32, Method)> {
    let scan = Scan::new(index, &statement.city);
    let whole = scan.mentions.iter().find(|mention| mention.start == 0 && mention.end == scan.words.len())?;
    address::region(&scan, whole).filter(|region| region.place)?;
    let near = facts
        .map_or_else(Vec::new, |facts| facts.locations.iter().filter_map(|location| location.1).collect());
    let home = facts.map_or_else(Country::default, |facts| facts.country);
    let ask = Ask { hint, near, home, least: TOWN, ..Ask::default() };
    let at = pick::pick(index, whole.node, &ask)?;
    Some((index.places[at as usize].canonical, Method::HintCity))
}

fn note(
    steps: &mut Vec<Step>,
    scan: &Scan<'_>,
    regions: &[Region],
    candidates: &[Candidate],
    named: Option<&city::Found<'_>>,
) {
    for one in candidates {
        let facts = &scan.index.institutions[one.institution as usize];
        let gave =
            format!("institution {} ({}, {}), worth {}", facts.name, facts.key, one.method.code(), one.worth);
        steps.push(step(scan, one.mention.start..one.mention.end, gave));
    }
    for region in regions {
        let sorts =
            [(region.country.is_some(), "country"), (region.division, "division"), (region.place, "place")];
        let sorts: Vec<&str> = sorts.into_iter().filter(|sort| sort.0).map(|sort| sort.1).collect();
        let gave = format!("{} ({:?})", sorts.join(" or "), region.strength).to_lowercase();
        steps.push(step(scan, region.mention.start..region.mention.end, gave));
    }
    if let Some((at, method, region)) = named {
        let id = scan.index.places[*at as usize].id;
        steps.push(step(
            scan,
            region.mention.start..region.mention.end,
            format!("city {id} ({})", method.code()),
        ));
    }
}

fn step(scan: &Scan<'_>, tokens: Range<usize>, gave: String) -> Step {
    Step { text: scan.text.span(tokens).to_owned(), gave }
}

/// Every populated place that a text names, canonical, each once.
pub fn places_named(resolver: &Resolver, text: &str, stated: &str) -> Vec<u32> {
    let index = &resolver.index;
    let scan = Scan::new(index, text);
    let hint = country_code(index, stated);
    let mut found = Vec::new();
    for region in address::read(&scan, &[]).iter().filter(|region| region.place) {
        let ask = Ask { hint, loose: true, ..Ask::default() };
        let place =
            pick::pick(index, region.mention.node, &ask).map(|at| index.places[at as usize].canonical);
        found.extend(place.filter(|id| !found.contains(id)));
    }
    found
}
