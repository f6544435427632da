//! In which city an institution is meant: the one that the text names, else its seat.

use super::address::{Region, Strength};
use super::answer::Method;
use super::facts::{Coordinates, Country, InstitutionFacts, kilometres};
use super::index::Index;
use super::institution::Candidate;
use super::names::Bearer;
use super::pick::{self, Ask};
use super::scan::Scan;

/// A town to the left of a city in an address is more exact if it lies within so many kilometres.
const SUBURB: f64 = 60.0;
/// Within so many kilometres a place counts as the seat of the institution.
pub const SAME_CITY: f64 = 20.0;
/// A place that only stands beside or in a name must have so many inhabitants.
const TOWN: u32 = 15_000;
/// A place that is named as its country is must have as many.
const CAPITAL: u32 = 50_000;
/// A place that a name gives by another name than its usual one must have as many.
const CITY: u32 = 500_000;
/// Places of an address without anything that says so must have as many.
const VILLAGE: u32 = 3_000;

/// A text, its regions and its institution: where a city is looked for.
pub struct Setting<'s> {
    /// The text.
    pub scan: &'s Scan<'s>,
    /// What it names.
    pub regions: &'s [Region],
    /// Institutions that it names.
    pub candidates: &'s [Candidate],
    /// The institution that is meant.
    pub chosen: Option<Candidate>,
    /// Facts of the institution, which may be known without the text.
    pub facts: Option<&'s InstitutionFacts>,
    /// The country that the source states.
    pub hint: Country,
}

/// A place by index, how it was found, and the text that says so.
pub type Found<'s> = (u32, Method, &'s Region);

impl<'s> Setting<'s> {
    /// The city that the text names.
    pub fn named(&self) -> Option<Found<'s>> {
        let end = self.scan.text.tokens.len();
        let umbrella = self.facts.is_some_and(|facts| facts.umbrella);
        let windows = [self.behind(), self.around(), if umbrella { 0..end } else { 0..0 }];
        let by = |least: Strength| windows.iter().find_map(|window| self.address(window.clone(), least));
        by(Strength::Address).or_else(|| by(Strength::Beside)).or_else(|| self.in_name())
    }

    /// From the institution to the next one that is set apart from it.
    fn behind(&self) -> std::ops::Range<usize> {
        let end = self.scan.text.tokens.len();
        let Some(chosen) = self.chosen else { return 0..end };
        let start = chosen.mention.end;
        let other =
            self.candidates.iter().filter(|one| one.mention.start >= start && self.is_apart(start, one));
        start..other.map(|one| one.mention.start).min().unwrap_or(end)
    }

    /// The segment of the institution, and other segments as long as they name no institution.
    fn around(&self) -> std::ops::Range<usize> {
        let Some(chosen) = self.chosen else { return 0..0 };
        let start = chosen.mention.start;
        let before = self
            .candidates
            .iter()
            .filter(|one| one.mention.end <= start && self.is_apart(one.mention.end, &chosen));
        before.map(|one| one.mention.end).max().unwrap_or(0)..start
    }

    /// Whether `and` or the end of a segment stands between a token and an institution.
    fn is_apart(&self, from: usize, other: &Candidate) -> bool {
        let tokens = &self.scan.text.tokens;
        let to = other.mention.start;
        other.worth >= 50
            && from > 0
            && (tokens[from..to].iter().any(|token| token.conjunction)
                || tokens[from - 1].segment != tokens[to].segment)
    }

    /// The city of an address within a window: the rightmost one, or the town left of it that lies in it.
    fn address(&self, window: std::ops::Range<usize>, least: Strength) -> Option<Found<'s>> {
        let inside = |region: &&Region| {
            region.place
                && region.strength >= least
                && window.contains(&region.mention.start)
                && !self.in_institution(region)
        };
        let usable: Vec<&Region> = self.regions.iter().filter(inside).collect();
        let regions = self.first_address(&usable);
        let (rightmost, at) =
            regions.iter().enumerate().rev().find_map(|(i, region)| Some((i, self.pick(region)?)))?;
        let method = |region: &Region| match region.strength {
            Strength::Address => Method::NamedInText,
            _ => Method::NamedBesideInstitution,
        };
        let mut found = (at, method(regions[rightmost]), regions[rightmost]);
        for region in regions[..rightmost].iter().rev() {
            match self.suburb(region, found.0) {
                Some(suburb) => found = (suburb, method(region), region),
                None => break,
            }
        }
        Some(found)
    }

    /// Regions up to an `and` behind the first: what stands there is another address.
    fn first_address<'r>(&self, regions: &'r [&'s Region]) -> &'r [&'s Region] {
        let tokens = &self.scan.text.tokens;
        let apart = |pair: &[&Region]| {
            tokens[pair[0].mention.end..pair[1].mention.start.max(pair[0].mention.end)]
                .iter()
                .any(|token| token.conjunction)
        };
        let cut = regions.windows(2).position(|pair| pair[0].strength == Strength::Address && apart(pair));
        &regions[..cut.map_or(regions.len(), |at| at + 1)]
    }

    fn in_institution(&self, region: &Region) -> bool {
        let mut institutions = self.candidates.iter().filter(|one| one.worth > 30);
        institutions
            .any(|one| one.mention.start <= region.mention.start && region.mention.end <= one.mention.end)
    }

    /// The place of a region, unless the region is the division of an address.
    fn pick(&self, region: &Region) -> Option<u32> {
        let index = self.scan.index;
        let mut ask = self.ask(region);
        if region.strength < Strength::Address {
            ask.least = TOWN;
        } else if !region.followed {
            ask.least = VILLAGE;
        }
        let at = pick::pick(index, region.mention.node, &ask)?;
        let place = &index.places[at as usize];
        // A town may be named as its country is; only a capital or a city state is meant.
        if region.country.is_some_and(|country| country != place.country || place.population < CAPITAL) {
            return None;
        }
        if region.strength < Strength::Address && place.population < TOWN {
            return None;
        }
        let is_division = region.division && self.is_division(region, at, &ask);
        (!is_division).then_some(at)
    }

    /// Of a name that is a division and a place: whether the division is meant, because a town in it stands to the left,
    /// or the institution is in the division and nowhere near the place.
    fn is_division(&self, region: &Region, at: u32, ask: &Ask) -> bool {
        let index = self.scan.index;
        let divisions: Vec<u32> = pick::divisions(index, region.mention.node).collect();
        let left = self.regions.iter().filter(|other| {
            other.place && other.strength == Strength::Address && other.mention.end <= region.mention.start
        });
        let within = |place: u32| divisions.contains(&index.places[place as usize].admin1);
        let town_in_it = left.rev().take(1).any(|other| {
            let asked = Ask { divisions: divisions.clone(), least: 0, ..self.ask(other) };
            pick::pick(index, other.mention.node, &asked).is_some_and(within)
        });
        let place = &index.places[at as usize];
        let away = !ask.near.is_empty() && ask.near.iter().all(|&near| kilometres(near, place.at) > SUBURB);
        let seat_in_it = away && self.seats().any(within);
        let small = place.population < 100_000 && !within(at);
        town_in_it || seat_in_it || small && ask.near.iter().all(|&near| kilometres(near, place.at) > SUBURB)
    }

    fn seats(&self) -> impl Iterator<Item = u32> + '_ {
        let locations = self.facts.map_or(&[][..], |facts| &facts.locations);
        locations.iter().filter_map(|(id, _)| self.scan.index.place_by_id.get(id).copied())
    }

    /// A town of an address in or beside the city to its right.
    fn suburb(&self, region: &Region, city: u32) -> Option<u32> {
        let index = self.scan.index;
        if region.strength < Strength::Address || region.country.is_some() {
            return None;
        }
        let city = &index.places[city as usize];
        let ask = Ask { near: vec![city.at], country: Some(city.country), ..self.ask(region) };
        let at = pick::pick(index, region.mention.node, &ask)?;
        let place = &index.places[at as usize];
        let inside = kilometres(place.at, city.at) <= SUBURB && place.population >= 1000;
        (inside && !(region.division && place.population < city.population)).then_some(at)
    }

    /// What is known about the place that a region names.
    fn ask(&self, region: &Region) -> Ask {
        let (country, divisions) = self.behind_region(region);
        Ask {
            country,
            divisions,
            hint: self.hint,
            near: self
                .facts
                .map_or_else(Vec::new, |facts| facts.locations.iter().filter_map(|l| l.1).collect()),
            home: self.facts.map_or_else(Country::default, |facts| facts.country),
            least: 0,
            loose: false,
        }
    }

    /// Whether another institution stands between two regions: then the second says nothing about the first.
    fn is_interrupted(&self, region: &Region, other: &Region) -> bool {
        let between = region.mention.end..other.mention.start;
        self.candidates.iter().any(|one| one.worth > 40 && between.contains(&one.mention.start))
    }

    /// The country and the divisions that stand behind a region, up to the next place.
    fn behind_region(&self, region: &Region) -> (Option<Country>, Vec<u32>) {
        let mut divisions = Vec::new();
        for other in self.regions.iter().filter(|other| other.mention.start >= region.mention.end) {
            if other.strength < Strength::Beside {
                continue;
            }
            if self.is_interrupted(region, other) {
                break;
            }
            if other.country.is_some() {
                return (other.country, divisions);
            }
            if other.division {
                divisions.extend(pick::divisions(self.scan.index, other.mention.node));
            }
        }
        (None, divisions)
    }

    /// A place within the name of an organisation that is not known, or of a company.
    fn in_name(&self) -> Option<Found<'s>> {
        let known = self.facts.is_some_and(|facts| !facts.company && !facts.umbrella);
        let places = self
            .regions
            .iter()
            .filter(|region| region.place && (!region.division || region.strength == Strength::Weak));
        let usable = places.filter(|region| !self.in_institution(region) && self.is_usable_in_name(region));
        let picked = usable.filter_map(|region| {
            let ask = Ask { least: TOWN, ..self.ask(region) };
            let at = pick::pick(self.scan.index, region.mention.node, &ask)?;
            let place = &self.scan.index.places[at as usize];
            // Other names of small places are too often something else: "Manning College" is not in Wanning.
            let usual = self.scan.bearers(&region.mention).contains(&Bearer::Place(at));
            (place.population >= if usual { TOWN } else { CITY }).then_some((at, Method::NamedInName, region))
        });
        let all: Vec<Found<'s>> = picked.collect();
        if known {
            // A known institution with several places: the name of one of them says which.
            return all.into_iter().find(|found| self.is_secondary(found.0));
        }
        all.into_iter().max_by_key(|found| self.scan.index.places[found.0 as usize].population)
    }

    fn is_usable_in_name(&self, region: &Region) -> bool {
        let behind = |one: &Candidate| region.mention.start >= one.mention.end;
        self.chosen
            .is_none_or(|chosen| behind(&chosen) && !self.scan.text.tokens[region.mention.start].filler)
    }

    fn is_secondary(&self, place: u32) -> bool {
        let at = self.scan.index.places[place as usize].at;
        let close = |location: &(u32, Option<Coordinates>)| {
            location.1.is_some_and(|l| kilometres(l, at) <= SAME_CITY)
        };
        self.facts.is_some_and(|facts| facts.locations.iter().skip(1).any(close))
    }
}

/// The seat of an institution: its GeoNames id, or the populated place nearest to its coordinates.
pub fn seat(index: &Index, facts: &InstitutionFacts) -> Option<(u32, Method)> {
    let &(id, at) = facts.locations.first()?;
    let canonical = index.canonical(id);
    if index.place_by_id.contains_key(&canonical) {
        return Some((canonical, Method::Seat));
    }
    let near = at.and_then(|at| pick::nearest(index, at, 30.0, 1000));
    let nearest = near.map(|place| (index.places[place as usize].canonical, Method::NearestToCoordinates));
    // Without any places the id of the institution's record is all there is; with them it is that of a region.
    nearest.or((id > 0 && index.places.is_empty()).then_some((canonical, Method::Seat)))
}

/// Whether a place counts as the seat of an institution, or is the same place.
pub fn is_at(index: &Index, place: u32, seat: u32) -> bool {
    place == seat
        || index.place(place).zip(index.place(seat)).is_some_and(|(a, b)| kilometres(a.at, b.at) <= SAME_CITY)
}

/// The largest place of a country that is one city.
pub fn city_state(index: &Index, country: Country) -> Option<u32> {
    if !["SG", "HK", "MO", "MC", "GI", "VA"].iter().any(|code| Country::new(code) == country) {
        return None;
    }
    let inside = index.places.iter().filter(|place| place.country == country);
    inside.max_by_key(|place| place.population).map(|place| place.canonical)
}
