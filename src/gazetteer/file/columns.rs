//! Which columns a gazetteer has, in which order. A change here is a new version of the file.

use super::pack::{Pack, Unpack};
use crate::gazetteer::model::{
    Country, Division, Gazetteer, Institution, Location, Metro, Place, Relation, Source,
};

/// Writes all columns.
pub(super) fn pack(gazetteer: &Gazetteer, out: &mut Pack) {
    let Gazetteer { places, divisions, countries, institutions, merges, metros, sources } = gazetteer;
    pack_sources(sources, out);
    pack_countries(countries, out);
    pack_divisions(divisions, out);
    pack_metros(metros, out);
    out.number(merges.len() as u64);
    out.ascending(merges.iter().map(|(from, _)| (*from).into()));
    out.numbers(merges.iter().map(|(_, to)| (*to).into()));
    pack_places(places, out);
    pack_institutions(institutions, out);
}

/// Reads all columns; `None` when these are none.
pub(super) fn unpack(from: &mut Unpack<'_>) -> Option<Gazetteer> {
    let sources = unpack_sources(from)?;
    let countries = unpack_countries(from)?;
    let divisions = unpack_divisions(from)?;
    let metros = unpack_metros(from)?;
    let n = from.count()?;
    let froms = from.ascending(n)?;
    let merges = froms.into_iter().zip(ids(from.numbers(n)?)?).collect();
    let places = unpack_places(from)?;
    let institutions = unpack_institutions(from)?;
    Some(Gazetteer { places, divisions, countries, institutions, merges, metros, sources })
}

/// Numbers that must fit 32 bits.
fn ids(numbers: Vec<u64>) -> Option<Vec<u32>> {
    numbers.into_iter().map(|number| u32::try_from(number).ok()).collect()
}

fn pack_sources(all: &[Source], out: &mut Pack) {
    out.number(all.len() as u64);
    out.texts(all.iter().flat_map(|s| [&s.name, &s.format, &s.sha256, &s.licence, &s.attribution]));
    out.numbers(all.iter().map(|s| s.records));
}

fn unpack_sources(from: &mut Unpack<'_>) -> Option<Vec<Source>> {
    let n = from.count()?;
    let mut texts = from.texts(n * 5)?.into_iter();
    let mut next = || texts.next();
    let source = |records: u64| {
        let [name, format, sha256, licence, attribution] = [next()?, next()?, next()?, next()?, next()?];
        Some(Source { name, format, sha256, records, licence, attribution })
    };
    from.numbers(n)?.into_iter().map(source).collect()
}

fn pack_countries(all: &[Country], out: &mut Pack) {
    out.number(all.len() as u64);
    out.texts(all.iter().flat_map(|c| [&c.code, &c.alpha3, &c.name, &c.name_zh]));
    out.lists(all.iter().map(|c| &c.alternate_names));
}

fn unpack_countries(from: &mut Unpack<'_>) -> Option<Vec<Country>> {
    let n = from.count()?;
    let mut texts = from.texts(n * 4)?.into_iter();
    let mut next = || texts.next();
    let country = |alternate_names: Vec<String>| {
        let [code, alpha3, name, name_zh] = [next()?, next()?, next()?, next()?];
        Some(Country { code, alpha3, name, name_zh, alternate_names })
    };
    from.lists(n)?.into_iter().map(country).collect()
}

fn pack_divisions(all: &[Division], out: &mut Pack) {
    out.number(all.len() as u64);
    out.texts(all.iter().map(|d| &d.country));
    out.texts(all.iter().map(|d| &d.code));
    out.lists(all.iter().map(|d| &d.names));
}

fn unpack_divisions(from: &mut Unpack<'_>) -> Option<Vec<Division>> {
    let n = from.count()?;
    let (countries, codes, names) = (from.texts(n)?, from.texts(n)?, from.lists(n)?);
    let rows = countries.into_iter().zip(codes).zip(names);
    Some(rows.map(|((country, code), names)| Division { country, code, names }).collect())
}

fn pack_metros(all: &[Metro], out: &mut Pack) {
    out.number(all.len() as u64);
    out.texts(all.iter().flat_map(|m| [&m.id, &m.name, &m.name_zh]));
    for metro in all {
        out.number(metro.members.len() as u64);
        out.ascending(metro.members.iter().map(|id| (*id).into()));
    }
}

fn unpack_metros(from: &mut Unpack<'_>) -> Option<Vec<Metro>> {
    let n = from.count()?;
    let mut texts = from.texts(n * 3)?.into_iter();
    let mut metro = || {
        let [id, name, name_zh] = [texts.next()?, texts.next()?, texts.next()?];
        let count = from.count()?;
        Some(Metro { id, name, name_zh, members: from.ascending(count)? })
    };
    (0..n).map(|_| metro()).collect()
}

fn pack_places(all: &[Place], out: &mut Pack) {
    out.number(all.len() as u64);
    out.ascending(all.iter().map(|p| p.id.into()));
    out.texts(all.iter().map(|p| &p.name));
    // Mostly the same as the name: written only where it differs, by a mark before it.
    out.numbers(all.iter().map(|p| u64::from(p.ascii_name != p.name)));
    out.texts(all.iter().filter(|p| p.ascii_name != p.name).map(|p| &p.ascii_name));
    out.texts(all.iter().map(|p| &p.name_zh));
    out.texts(all.iter().map(|p| &p.country));
    out.texts(all.iter().map(|p| &p.admin1));
    out.degrees(all.iter().map(|p| p.coordinates.0));
    out.degrees(all.iter().map(|p| p.coordinates.1));
    out.numbers(all.iter().map(|p| p.population));
    out.lists(all.iter().map(|p| &p.alternate_names));
}

fn unpack_places(from: &mut Unpack<'_>) -> Option<Vec<Place>> {
    let n = from.count()?;
    let ids = from.ascending(n)?;
    let names = from.texts(n)?;
    let differs = from.numbers(n)?;
    let mut ascii_names = from.texts(differs.iter().filter(|mark| **mark != 0).count())?.into_iter();
    let (chinese, countries, divisions) = (from.texts(n)?, from.texts(n)?, from.texts(n)?);
    let (lats, lons) = (from.degrees(n)?, from.degrees(n)?);
    let populations = from.numbers(n)?;
    let others = from.lists(n)?;
    let mut texts = names.into_iter().zip(differs).zip(chinese).zip(countries).zip(divisions).zip(others);
    let mut place = |at: usize| {
        let (((((name, differs), name_zh), country), admin1), alternate_names) = texts.next()?;
        let ascii_name = if differs == 0 { name.clone() } else { ascii_names.next()? };
        let (coordinates, population) = ((lats[at], lons[at]), populations[at]);
        Some(Place {
            id: ids[at],
            name,
            ascii_name,
            name_zh,
            country,
            admin1,
            coordinates,
            population,
            alternate_names,
        })
    };
    (0..n).map(&mut place).collect()
}

fn pack_institutions(all: &[Institution], out: &mut Pack) {
    out.number(all.len() as u64);
    out.texts(all.iter().map(|i| &i.ror));
    out.texts(all.iter().map(|i| &i.name));
    out.texts(all.iter().map(|i| &i.name_zh));
    out.texts(all.iter().map(|i| &i.country));
    out.lists(all.iter().map(|i| &i.names));
    out.lists(all.iter().map(|i| &i.acronyms));
    out.lists(all.iter().map(|i| &i.kinds));
    out.lists(all.iter().map(|i| &i.domains));
    out.numbers(all.iter().map(|i| u64::from(i.active)));
    out.numbers(all.iter().map(|i| i.locations.len() as u64));
    pack_locations(all.iter().flat_map(|i| &i.locations), out);
    out.numbers(all.iter().map(|i| i.relations.len() as u64));
    out.texts(all.iter().flat_map(|i| i.relations.iter().map(|r| &r.kind)));
    out.texts(all.iter().flat_map(|i| i.relations.iter().map(|r| &r.ror)));
}

fn pack_locations<'a>(all: impl Iterator<Item = &'a Location> + Clone, out: &mut Pack) {
    out.numbers(all.clone().map(|l| l.place.into()));
    out.texts(all.clone().map(|l| &l.name));
    out.texts(all.clone().map(|l| &l.country));
    out.numbers(all.clone().map(|l| u64::from(l.coordinates.is_some())));
    let known = all.filter_map(|l| l.coordinates);
    out.degrees(known.clone().map(|(lat, _)| lat));
    out.degrees(known.map(|(_, lon)| lon));
}

fn unpack_institutions(from: &mut Unpack<'_>) -> Option<Vec<Institution>> {
    let n = from.count()?;
    let (rors, shown, chinese, countries) = (from.texts(n)?, from.texts(n)?, from.texts(n)?, from.texts(n)?);
    let (others, acronyms, kinds, domains) = (from.lists(n)?, from.lists(n)?, from.lists(n)?, from.lists(n)?);
    let active = from.numbers(n)?;
    let mut locations = unpack_locations(n, from)?.into_iter();
    let mut relations = unpack_relations(n, from)?.into_iter();
    let mut lists = others.into_iter().zip(acronyms).zip(kinds).zip(domains);
    let mut texts = rors.into_iter().zip(shown).zip(chinese).zip(countries);
    let institution = |active: u64| {
        let (((ror, name), name_zh), country) = texts.next()?;
        let (((names, acronyms), kinds), domains) = lists.next()?;
        let (locations, relations, active) = (locations.next()?, relations.next()?, active != 0);
        Some(Institution {
            ror,
            name,
            name_zh,
            names,
            acronyms,
            kinds,
            country,
            locations,
            domains,
            relations,
            active,
        })
    };
    active.into_iter().map(institution).collect()
}

fn unpack_locations(n: usize, from: &mut Unpack<'_>) -> Option<Vec<Vec<Location>>> {
    let counts = from.numbers(n)?;
    let total = total(&counts, from)?;
    let places = ids(from.numbers(total)?)?;
    let (names, countries, known) = (from.texts(total)?, from.texts(total)?, from.numbers(total)?);
    let located = known.iter().filter(|mark| **mark != 0).count();
    let mut coordinates = from.degrees(located)?.into_iter().zip(from.degrees(located)?);
    let rows = places.into_iter().zip(names).zip(countries).zip(known);
    let mut all = rows.map(|(((place, name), country), known)| {
        let coordinates = if known == 0 { None } else { coordinates.next() };
        Location { place, name, country, coordinates }
    });
    Some(counts.into_iter().map(|count| all.by_ref().take(count as usize).collect()).collect())
}

fn unpack_relations(n: usize, from: &mut Unpack<'_>) -> Option<Vec<Vec<Relation>>> {
    let counts = from.numbers(n)?;
    let total = total(&counts, from)?;
    let (kinds, rors) = (from.texts(total)?, from.texts(total)?);
    let mut all = kinds.into_iter().zip(rors).map(|(kind, ror)| Relation { kind, ror });
    Some(counts.into_iter().map(|count| all.by_ref().take(count as usize).collect()).collect())
}

/// The sum of counts of things that take at least a byte each.
fn total(counts: &[u64], from: &Unpack<'_>) -> Option<usize> {
    let sum = counts.iter().try_fold(0_u64, |sum, count| sum.checked_add(*count))?;
    usize::try_from(sum).ok().filter(|sum| *sum <= from.left())
}
