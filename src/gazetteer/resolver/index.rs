//! Everything that resolving looks up, built once from a gazetteer and the alias list.

use super::aliases::{self, Alias, Kind};
use super::facts::{Coordinates, Country, InstitutionFacts, Origin, PlaceFacts, kilometres};
use super::names::{Bearer, Names, NamesBuilder, ROOT, Word};
use super::normalise::{self, Text};
use super::words;
use crate::base::Result;
use crate::gazetteer::model::{Gazetteer, Institution, Place};
use rustc_hash::FxHashMap;

/// A place of the same name within so many kilometres is the same place.
const SAME_PLACE: f64 = 60.0;

/// No division.
pub const NO_DIVISION: u32 = u32::MAX;

/// An entry of the alias list: an institution, and the place that is meant by that name.
#[derive(Debug, Clone, Copy)]
pub struct AliasFacts {
    /// Index of the institution.
    pub institution: u32,
    /// GeoNames id of the place; 0: its seat.
    pub place: u32,
}

/// What resolving looks up.
#[derive(Debug, Default)]
pub struct Index {
    /// All names.
    pub names: Names,
    /// Places in the gazetteer's order.
    pub places: Vec<PlaceFacts>,
    /// Index of a place by its GeoNames id.
    pub place_by_id: FxHashMap<u32, u32>,
    /// GeoNames ids of places that count as another.
    pub merges: FxHashMap<u32, u32>,
    /// Country of each division.
    pub divisions: Vec<Country>,
    /// Institutions: those of the gazetteer in its order, then those of the alias list, then those of the source.
    pub institutions: Vec<InstitutionFacts>,
    /// Index of an institution by ROR id.
    pub by_ror: FxHashMap<String, u32>,
    /// Indices of institutions by host name.
    pub by_domain: FxHashMap<String, Vec<u32>>,
    /// Entries of the alias list.
    pub aliases: Vec<AliasFacts>,
    /// Prefixes: word, its letters, and the nodes that it leads to.
    pub prefixes: Vec<(Word, String, Vec<u32>)>,
    /// For each word of the vocabulary: see the constants of [`Flags`].
    pub flags: Vec<u8>,
    /// Places by cell of one degree, for looking up the nearest.
    pub cells: FxHashMap<(i16, i16), Vec<u32>>,
}

/// What is known of a word by itself.
pub struct Flags;

impl Flags {
    /// Tells no institution from another.
    pub const GENERIC: u8 = 1;
    /// A form of companies.
    pub const LEGAL: u8 = 2;
    /// Makes a part of a text look like an institution.
    pub const INSTITUTIONAL: u8 = 4;
    /// Makes a part that starts with it look like a part of an institution.
    pub const SUBUNIT: u8 = 8;
}

impl Index {
    /// Builds the index.
    pub fn new(gazetteer: &Gazetteer) -> Result<Self> {
        let mut builder = Builder::new(gazetteer);
        builder.flag_words();
        builder.countries(gazetteer);
        builder.divisions(gazetteer);
        gazetteer.places.iter().for_each(|place| builder.place(place));
        builder.counts_as(gazetteer);
        let list = aliases::read()?;
        builder.want(&list);
        gazetteer.institutions.iter().for_each(|institution| builder.institution(institution));
        list.iter().for_each(|alias| builder.alias(alias));
        Ok(builder.finish(&list))
    }

    /// Whether a word has one of some flags.
    pub fn is(&self, word: Word, flags: u8) -> bool {
        self.flags.get(word as usize).is_some_and(|own| own & flags != 0)
    }

    /// What a GeoNames id counts as.
    pub fn canonical(&self, id: u32) -> u32 {
        self.merges.get(&id).copied().unwrap_or(id)
    }

    /// The place of a GeoNames id.
    pub fn place(&self, id: u32) -> Option<&PlaceFacts> {
        self.place_by_id.get(&id).map(|&at| &self.places[at as usize])
    }
}

/// An index under construction.
struct Builder {
    index: Index,
    names: NamesBuilder,
    admin1: FxHashMap<(Country, String), u32>,
    /// Names of countries and divisions: no place has such a name as a second one.
    regions: FxHashMap<String, Vec<Bearer>>,
    /// Institution, number of its location, name of a place that the gazetteer lacks.
    unplaced: Vec<(u32, usize, String)>,
    /// Institutions of the alias list by folded name and country, and what the gazetteer has under that name there.
    wanted: FxHashMap<(String, Country), Option<u32>>,
}

impl Builder {
    fn new(gazetteer: &Gazetteer) -> Self {
        let names = gazetteer.places.len() * 3 + gazetteer.institutions.len() * 8;
        Self {
            index: Index::default(),
            names: NamesBuilder::with_capacity(names),
            admin1: FxHashMap::default(),
            regions: FxHashMap::default(),
            unplaced: Vec::new(),
            wanted: FxHashMap::default(),
        }
    }

    fn flag_words(&mut self) {
        let lists = [
            (words::GENERIC, Flags::GENERIC),
            (words::LEGAL, Flags::LEGAL),
            (words::INSTITUTIONAL, Flags::INSTITUTIONAL),
            (words::SUBUNIT, Flags::SUBUNIT),
        ];
        for (list, flag) in lists {
            for word in list.split_ascii_whitespace() {
                let number = self.names.word(words::canonical(word)) as usize;
                self.index.flags.resize(self.index.flags.len().max(number + 1), 0);
                self.index.flags[number] |= flag;
            }
        }
    }

    fn countries(&mut self, gazetteer: &Gazetteer) {
        for country in &gazetteer.countries {
            let names = [&country.name, &country.name_zh, &country.alpha3]
                .into_iter()
                .chain(&country.alternate_names);
            for name in names.filter(|name| name.len() > 2) {
                self.region(name, Bearer::Country(Country::new(&country.code).0));
            }
        }
    }

    fn divisions(&mut self, gazetteer: &Gazetteer) {
        for division in &gazetteer.divisions {
            let country = Country::new(&division.country);
            let number = self.index.divisions.len() as u32;
            self.index.divisions.push(country);
            self.admin1.insert((country, division.code.clone()), number);
            division.names.iter().for_each(|name| self.region(name, Bearer::Division(number)));
        }
    }

    fn region(&mut self, name: &str, bearer: Bearer) {
        let text = Text::read(name);
        self.names.add(&text, bearer);
        self.regions.entry(text.joined()).or_default().push(bearer);
    }

    fn place(&mut self, place: &Place) {
        let country = Country::new(&place.country);
        let at = (place.coordinates.0 as f32, place.coordinates.1 as f32);
        let number = self.index.places.len() as u32;
        self.index.places.push(PlaceFacts {
            id: place.id,
            canonical: place.id,
            country,
            admin1: self.admin1.get(&(country, place.admin1.clone())).copied().unwrap_or(NO_DIVISION),
            at,
            population: u32::try_from(place.population).unwrap_or(u32::MAX),
        });
        self.index.place_by_id.insert(place.id, number);
        self.index.cells.entry(cell(at)).or_default().push(number);
        self.place_names(place, number);
    }

    fn place_names(&mut self, place: &Place, number: u32) {
        let usual = Text::read(&place.name);
        self.add_place_name(&usual, Bearer::Place(number));
        if !place.ascii_name.is_empty() && place.ascii_name != place.name {
            self.add_place_name(&Text::read(&place.ascii_name), Bearer::Place(number));
        }
        let other = place.alternate_names.iter().filter(|name| is_place_alias(name));
        for name in other.map(String::as_str).chain(spellings(&place.name_zh)) {
            let name = Text::read(name);
            if name != usual && !self.is_region(&name, self.index.places[number as usize].admin1) {
                self.add_place_name(&name, Bearer::PlaceAlias(number));
            }
        }
    }

    /// Whether a name is that of a country or of another division than the place's own.
    fn is_region(&self, name: &Text, own: u32) -> bool {
        let bearers = self.regions.get(&name.joined());
        bearers.is_some_and(|bearers| !bearers.contains(&Bearer::Division(own)))
    }

    /// A place that is called `University` or `Research` is not what an affiliation means.
    fn add_place_name(&mut self, name: &Text, bearer: Bearer) {
        if !self.is_generic(name) {
            self.names.add(name, bearer);
        }
    }

    fn is_generic(&mut self, name: &Text) -> bool {
        name.tokens.iter().filter(|token| !token.filler).all(|token| {
            let word = self.names.word(name.word(token)) as usize;
            self.index.flags.get(word).is_some_and(|flags| flags & Flags::GENERIC != 0)
        })
    }

    fn counts_as(&mut self, gazetteer: &Gazetteer) {
        self.index.merges = gazetteer.merges.iter().copied().collect();
        for place in &mut self.index.places {
            place.canonical = self.index.merges.get(&place.id).copied().unwrap_or(place.id);
        }
    }

    fn institution(&mut self, institution: &Institution) {
        let number = self.index.institutions.len() as u32;
        let facts = institution_facts(institution);
        let (company, education) = (facts.company, facts.education);
        self.index.institutions.push(facts);
        self.index.by_ror.insert(institution.ror.clone(), number);
        for domain in &institution.domains {
            self.index.by_domain.entry(domain.to_lowercase()).or_default().push(number);
        }
        self.institution_name(&institution.name, Bearer::Institution(number), company);
        for name in institution.names.iter().map(String::as_str).chain(spellings(&institution.name_zh)) {
            let acronym =
                name.len() <= 5 && name.is_ascii() && name.chars().filter(|c| c.is_uppercase()).count() >= 2;
            let bearer = if acronym { Bearer::Acronym(number) } else { Bearer::InstitutionAlias(number) };
            self.institution_name(name, bearer, company);
        }
        for acronym in institution.acronyms.iter().filter(|acronym| acronym.chars().count() > 2) {
            self.names.add(&Text::read(acronym), Bearer::Acronym(number));
        }
        if education {
            self.derived_names(institution, number);
        }
        self.unplaced(institution, number);
    }

    fn institution_name(&mut self, name: &str, bearer: Bearer, company: bool) {
        let base = self.without_country(name);
        let text = Text::read(base);
        // Two letters are everybody's.
        if text.tokens.len() == 1 && text.joined().len() <= 2 {
            return;
        }
        let length = self.names.add(&text, bearer);
        if length > 0 {
            self.meet(&text, bearer);
        }
        if let Some(other) = normalise::transliterated(base) {
            self.names.add(&Text::read(&other), bearer);
        }
        let kept = self.without_company_form(&text);
        if company && kept > 0 && kept < text.tokens.len() && length > 1 {
            self.names.add_part(&text, 0..kept, demoted(bearer));
        }
    }

    fn want(&mut self, list: &[Alias]) {
        let unknown = list.iter().filter(|alias| alias.ror.is_empty() && alias.kind != Kind::Prefix);
        for alias in unknown {
            self.wanted.insert((Text::read(&alias.means).joined(), Country::new(&alias.country)), None);
        }
    }

    /// An institution that the alias list names without its ROR id.
    fn meet(&mut self, name: &Text, bearer: Bearer) {
        let (Bearer::Institution(at) | Bearer::InstitutionAlias(at)) = bearer else { return };
        let facts = &self.index.institutions[at as usize];
        if let Some(found) = self.wanted.get_mut(&(name.joined(), facts.country)).filter(|_| facts.active) {
            let usual = matches!(bearer, Bearer::Institution(_));
            *found = if usual { Some(at) } else { found.or(Some(at)) };
        }
    }

    /// `Google` of `Google (United States)`; brackets that hold anything else stay.
    fn without_country<'a>(&self, name: &'a str) -> &'a str {
        let inside = name.strip_suffix(')').and_then(|rest| rest.rsplit_once(" ("));
        inside
            .filter(|(_, country)| self.regions.contains_key(&Text::read(country).joined()))
            .map_or(name, |(base, _)| base)
    }

    /// Number of tokens that are left without `Inc.`, `Technologies` and the like.
    fn without_company_form(&mut self, name: &Text) -> usize {
        let mut end = name.tokens.len();
        while end > 1 {
            let word = name.word(&name.tokens[end - 1]);
            let number = self.names.word(word) as usize;
            let legal = self.index.flags.get(number).is_some_and(|flags| flags & Flags::LEGAL != 0);
            if !legal && !matches!(word, "technology" | "electronics" | "software" | "international") {
                break;
            }
            end -= 1;
        }
        let bare = Text { tokens: name.tokens[..end].to_vec(), ..name.clone() };
        if self.is_generic(&bare) { 0 } else { end }
    }

    /// `Oxford University` and `University of Marburg` are said of universities whose names hold their city and otherwise
    /// nothing that tells what is taught there, `Radboud University` of one that is named with its city behind.
    fn derived_names(&mut self, institution: &Institution, number: u32) {
        let Some(location) = institution.locations.first().filter(|location| !location.name.is_empty())
        else {
            return;
        };
        let city = Text::read(&location.name).joined();
        for name in std::iter::once(&institution.name).chain(&institution.names) {
            let text = Text::read(name);
            let joined = text.joined();
            let rest = joined
                .split(' ')
                .filter(|word| !city.split(' ').any(|own| own == *word) && *word != "university");
            let generic: Vec<bool> = rest.map(|word| self.is_generic(&Text::read(word))).collect();
            if !joined.contains("university") || !joined.contains(&city) || generic.contains(&true) {
                continue;
            }
            let short = joined.strip_suffix(&city).filter(|_| !generic.is_empty());
            let forms = [
                format!("{city} university"),
                format!("university {city}"),
                short.unwrap_or_default().to_owned(),
            ];
            for form in forms.iter().filter(|form| **form != joined) {
                self.names.add(&Text::read(form), Bearer::Derived(number));
            }
        }
    }

    /// Notes locations whose place the gazetteer lacks: they are looked up by name when all names are known.
    fn unplaced(&mut self, institution: &Institution, number: u32) {
        for (at, location) in institution.locations.iter().enumerate() {
            if !self.index.place_by_id.contains_key(&location.place) && !location.name.is_empty() {
                self.unplaced.push((number, at, location.name.clone()));
            }
        }
    }

    fn alias(&mut self, alias: &Alias) {
        match alias.kind {
            Kind::Institution | Kind::Umbrella => self.institution_alias(alias),
            Kind::Place => {
                if let Some(&place) = self.index.place_by_id.get(&alias.place) {
                    alias.names.iter().for_each(|name| {
                        self.names.add(&Text::read(name), Bearer::Place(place));
                    });
                }
            }
            Kind::Country => {
                let country = Country::new(&alias.country).0;
                alias.names.iter().for_each(|name| self.region(name, Bearer::Country(country)));
            }
            Kind::Prefix => {}
        }
    }

    fn institution_alias(&mut self, alias: &Alias) {
        let institution = self.aliased(alias);
        self.index.institutions[institution as usize].umbrella |= alias.kind == Kind::Umbrella;
        let number = self.index.aliases.len() as u32;
        // The gazetteer knows better where the seat is; the list's place is that of a laboratory with a name of its own.
        let seat =
            alias.names.iter().any(|name| Text::read(name).joined() == Text::read(&alias.means).joined());
        let known = self.index.institutions[institution as usize].origin == Origin::Ror;
        let place = if seat && known { 0 } else { alias.place };
        self.index.aliases.push(AliasFacts { institution, place });
        for name in &alias.names {
            self.names.add(&Text::read(name), Bearer::Alias(number));
        }
    }

    /// The institution that a line of the list is about; one that the gazetteer lacks is made from its first line.
    fn aliased(&mut self, alias: &Alias) -> u32 {
        let name = Text::read(&alias.means).joined();
        let key = if alias.ror.is_empty() { &name } else { &alias.ror };
        let met = self.wanted.get(&(name.clone(), Country::new(&alias.country))).copied().flatten();
        if let Some(known) =
            met.or_else(|| self.index.by_ror.get(key).or_else(|| self.index.by_ror.get(&name)).copied())
        {
            return known;
        }
        let number = self.index.institutions.len() as u32;
        let at = self.index.place_by_id.get(&alias.place).map(|&place| self.index.places[place as usize].at);
        self.index.institutions.push(InstitutionFacts {
            key: name.clone(),
            origin: Origin::Name,
            name: alias.means.clone(),
            country: Country::new(&alias.country),
            locations: vec![(alias.place, at)],
            company: true,
            active: true,
            ..InstitutionFacts::default()
        });
        self.index.by_ror.insert(name, number);
        number
    }

    fn finish(self, list: &[Alias]) -> Index {
        let mut index = Index { names: self.names.finish(), ..self.index };
        for (institution, at, name) in &self.unplaced {
            place_by_name(&mut index, *institution as usize, *at, name);
        }
        for alias in list.iter().filter(|alias| alias.kind == Kind::Prefix) {
            let expansions =
                alias.means.split('|').filter_map(|means| walk(&index.names, &Text::read(means)));
            let nodes: Vec<u32> = expansions.collect();
            for name in &alias.names {
                let text = Text::read(name);
                if let Some(token) = text.tokens.first() {
                    index.prefixes.push((index.names.word(text.word(token)), name.clone(), nodes.clone()));
                }
            }
        }
        index
    }
}

/// Gives a location the place of its name that lies where the location does.
fn place_by_name(index: &mut Index, institution: usize, at: usize, name: &str) {
    let (_, Some(coordinates)) = index.institutions[institution].locations[at] else { return };
    let near = |bearer: &Bearer| match *bearer {
        Bearer::Place(place) | Bearer::PlaceAlias(place) => Some(index.places[place as usize]),
        _ => None,
    };
    let places = index.names.exact(&Text::read(name)).iter().filter_map(near);
    let close = places.filter(|place| kilometres(place.at, coordinates) <= SAME_PLACE);
    if let Some(place) = close.max_by_key(|place| (place.population, place.id)) {
        index.institutions[institution].locations[at] = (place.id, Some(place.at));
    }
}

fn walk(names: &Names, text: &Text) -> Option<u32> {
    let mut tokens = text.tokens.iter().filter(|token| !token.filler);
    tokens.try_fold(ROOT, |node, token| names.next(node, names.word(text.word(token))))
}

/// The cell of one degree in which a point lies.
pub fn cell(at: Coordinates) -> (i16, i16) {
    (at.0.floor() as i16, at.1.floor() as i16)
}

/// A name without its company form is not the name itself.
fn demoted(bearer: Bearer) -> Bearer {
    match bearer {
        Bearer::Institution(number) => Bearer::InstitutionAlias(number),
        other => other,
    }
}

/// A Chinese name with and without the word for `city`.
fn spellings(name_zh: &str) -> impl Iterator<Item = &str> {
    let short = name_zh.strip_suffix('市').filter(|short| short.chars().count() > 1);
    [Some(name_zh).filter(|name| !name.is_empty()), short].into_iter().flatten()
}

/// Codes of airports, nicknames in capitals and jokes (`Google, Kansas`) are no names of places.
fn is_place_alias(name: &str) -> bool {
    let latin = name.chars().any(|c| c.is_ascii_alphabetic());
    let short = name.chars().count() <= 3;
    let capitals = !name.chars().any(char::is_lowercase);
    !(latin && (short || capitals)) && !name.contains(|c: char| c == ',' || c.is_ascii_digit())
}

fn institution_facts(institution: &Institution) -> InstitutionFacts {
    let is = |kind: &str| institution.kinds.iter().any(|own| own == kind);
    let children = institution.relations.iter().filter(|relation| relation.kind == "child").count();
    let place = |location: &crate::gazetteer::model::Location| {
        (location.place, location.coordinates.map(|(lat, lon)| (lat as f32, lon as f32)))
    };
    InstitutionFacts {
        key: institution.ror.clone(),
        origin: Origin::Ror,
        name: institution.name.clone(),
        country: Country::new(&institution.country),
        locations: institution.locations.iter().map(place).collect(),
        company: is("company"),
        education: is("education"),
        weight: (institution.names.len() + institution.acronyms.len() + 2 * institution.relations.len())
            as u32,
        active: institution.active,
        branch: institution.relations.iter().any(|relation| relation.kind == "parent"),
        parents: institution.relations.iter().filter(|r| r.kind == "parent").map(|r| r.ror.clone()).collect(),
        umbrella: children >= 20 && !is("education") && !is("company"),
    }
}
