//! What a gazetteer knows, in memory: populated places, institutions, countries, metros, and where each came from.

/// Index of a place in [`Gazetteer::places`].
pub type PlaceIndex = u32;

/// Everything that an affiliation can be resolved to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gazetteer {
    /// Populated places, by GeoNames id.
    pub places: Vec<Place>,
    /// First-level administrative divisions, by country and code.
    pub divisions: Vec<Division>,
    /// Countries, by code.
    pub countries: Vec<Country>,
    /// Institutions, by ROR id.
    pub institutions: Vec<Institution>,
    /// Places that count as another place (districts, wards, boroughs): GeoNames ids from → to, by the first; one step is
    /// enough.
    pub merges: Vec<(u32, u32)>,
    /// Metros: groups of cities ranked as one.
    pub metros: Vec<Metro>,
    /// What it was made from.
    pub sources: Vec<Source>,
}

/// A populated place. Empty text means "not known".
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Place {
    /// GeoNames id.
    pub id: u32,
    /// Name as GeoNames has it, usually English.
    pub name: String,
    /// Name in ASCII letters.
    pub ascii_name: String,
    /// Chinese name.
    pub name_zh: String,
    /// ISO 3166-1 alpha-2 code.
    pub country: String,
    /// First-level administrative division, GeoNames code.
    pub admin1: String,
    /// Degrees north and east, WGS 84.
    pub coordinates: (f64, f64),
    /// Inhabitants; 0: not known.
    pub population: u64,
    /// Other names, in any language, as the source has them.
    pub alternate_names: Vec<String>,
}

/// A first-level administrative division: a state, province, Land.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Division {
    /// ISO 3166-1 alpha-2 code of its country.
    pub country: String,
    /// GeoNames code within the country.
    pub code: String,
    /// Names and abbreviations, such as `California` and `CA`.
    pub names: Vec<String>,
}

/// A country.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Country {
    /// ISO 3166-1 alpha-2 code.
    pub code: String,
    /// ISO 3166-1 alpha-3 code.
    pub alpha3: String,
    /// English name.
    pub name: String,
    /// Chinese name.
    pub name_zh: String,
    /// Further names, such as `USA` and `P.R. China`.
    pub alternate_names: Vec<String>,
}

/// An institution as ROR has it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Institution {
    /// ROR id without prefix, such as `042nb2s44`.
    pub ror: String,
    /// Name to show.
    pub name: String,
    /// Chinese name.
    pub name_zh: String,
    /// Every other name: labels in other languages and aliases.
    pub names: Vec<String>,
    /// Acronyms.
    pub acronyms: Vec<String>,
    /// Sort of organisation, as ROR v2 names them (lower case).
    pub kinds: Vec<String>,
    /// ISO 3166-1 alpha-2 code.
    pub country: String,
    /// Where it is; the first is its seat.
    pub locations: Vec<Location>,
    /// Host names of its web sites, without `www.`.
    pub domains: Vec<String>,
    /// Institutions it is related to.
    pub relations: Vec<Relation>,
    /// Whether ROR has it as active.
    pub active: bool,
}

/// A place of an institution.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Location {
    /// GeoNames id; 0: not known.
    pub place: u32,
    /// Name of the place as ROR has it.
    pub name: String,
    /// ISO 3166-1 alpha-2 code.
    pub country: String,
    /// Degrees north and east, WGS 84.
    pub coordinates: Option<(f64, f64)>,
}

/// A relation of one institution to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    /// How, as ROR names it: `parent`, `child`, `related`, `predecessor`, `successor`.
    pub kind: String,
    /// ROR id of the other one, without prefix.
    pub ror: String,
}

/// A group of cities that is ranked as one.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Metro {
    /// Key, such as `metro:bay_area`.
    pub id: String,
    /// English name.
    pub name: String,
    /// Chinese name.
    pub name_zh: String,
    /// GeoNames ids of its cities, ascending.
    pub members: Vec<u32>,
}

/// An input of a gazetteer.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// File name without folder.
    pub name: String,
    /// What it was read as.
    pub format: String,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// Records taken from it.
    pub records: u64,
    /// Licence of its data.
    pub licence: String,
    /// The line that its licence asks to be shown; empty: none.
    pub attribution: String,
}
