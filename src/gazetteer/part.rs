//! What one input file holds, before it is put together with the others.

use super::model::{Country, Division, Institution, Metro, Place, Source};
use crate::model::record::{self, Reason, Rejection};
use crate::sources::cells::{self, Refused};
use rustc_hash::{FxHashMap, FxHashSet};

/// What is taken from the inputs of a gazetteer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scope {
    /// Places with fewer inhabitants are left out, unless another input names them: members of metros, targets of
    /// merges, capitals, places of institutions.
    pub min_population: u64,
    /// Which other names of places are kept.
    pub names: Names,
}

/// Which other names of places are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Names {
    /// Every one.
    #[default]
    All,
    /// Those in Latin letters or Han script that do not look like codes.
    Few,
}

/// What the inputs read so far ask of those still to be read.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    pub scope: Scope,
    /// Places that are kept whatever their size.
    pub named: FxHashSet<u32>,
    /// Names of capitals in lower case by country code.
    pub capitals: FxHashMap<String, FxHashSet<String>>,
    /// Places that were kept: alternate names of others are passed over.
    pub kept: FxHashSet<u32>,
}

impl Wanted {
    /// Whether a place is taken.
    pub fn takes(&self, place: &Place) -> bool {
        place.population >= self.scope.min_population
            || self.named.contains(&place.id)
            || self.capitals.get(&place.country).is_some_and(|capitals| is_one_of(place, capitals))
    }
}

/// Whether a place has one of these names, written in lower case.
fn is_one_of(place: &Place, names: &FxHashSet<String>) -> bool {
    let own = [&place.name, &place.ascii_name].into_iter().chain(&place.alternate_names);
    own.into_iter().any(|name| names.contains(&name.to_lowercase()))
}

/// A record of ROR with what decides between versions of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Versioned {
    pub institution: Institution,
    /// Version of the schema, 1 or 2, and date of the last change; empty where the schema has none.
    pub version: (u8, String),
    /// ROR does not want it to be used.
    pub withdrawn: bool,
    pub line: u64,
}

/// A Chinese name; the lowest weight is taken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NameZh {
    pub place: u32,
    pub weight: u8,
    pub name: String,
}

/// What a file holds. Everything is in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub source: Source,
    /// Index of the file in the reading's list.
    pub file: u32,
    /// Place of its sort in the list of sorts: where files contradict each other, the first one counts.
    pub rank: usize,
    /// Ships with the program: comes after all others.
    pub shipped: bool,
    pub places: Vec<(u64, Place)>,
    pub alternate_names: Vec<(u32, String)>,
    pub names_zh: Vec<NameZh>,
    pub divisions: Vec<Division>,
    pub countries: Vec<Country>,
    pub capitals: Vec<(String, String)>,
    pub institutions: Vec<Versioned>,
    /// Line, from, to.
    pub merges: Vec<(u64, u32, u32)>,
    /// Line and a metro with one member.
    pub metros: Vec<(u64, Metro)>,
    pub rejections: Vec<Rejection>,
}

impl Part {
    /// How many records were taken.
    pub fn records(&self) -> u64 {
        let lists = self.divisions.len() + self.countries.len() + self.merges.len() + self.metros.len();
        let records = self.places.len() + self.alternate_names.len() + self.institutions.len() + lists;
        // Names that stand in records of their own.
        (if records == 0 { self.names_zh.len() } else { records }) as u64
    }

    /// Notes that something on a line is not used.
    pub fn reject(&mut self, line: u64, refused: Refused) {
        let Refused { field, reason, detail } = refused;
        let place = record::Place { file: self.file, line };
        self.rejections.push(Rejection { place, field: field.to_owned(), reason, detail });
    }

    /// A name in NFC without spaces around it; empty, and a note, when it holds control characters.
    pub fn name(&mut self, line: u64, field: &'static str, text: &str) -> String {
        if text.contains(char::is_control) {
            let detail = format!("{text:?} holds a control character");
            self.reject(line, Refused::new(field, Reason::ControlCharacter, detail));
            return String::new();
        }
        cells::name(text.trim()).into_owned()
    }
}

/// Adds a text that is new and not empty.
pub(super) fn add(list: &mut Vec<String>, text: String) {
    if !text.is_empty() && !list.contains(&text) {
        list.push(text);
    }
}

/// What a reader of a file works on.
pub(super) struct Feed<'a> {
    pub part: &'a mut Part,
    /// The input as the user named it, for errors.
    pub name: &'a str,
    pub wanted: &'a Wanted,
}

/// A GeoNames id.
pub(super) fn geonames_id(field: &'static str, text: &str) -> Result<u32, Refused> {
    let id = cells::count(field, text)?.and_then(|id| u32::try_from(id).ok()).filter(|id| *id > 0);
    id.ok_or_else(|| {
        let (reason, detail) = match text {
            "" => (Reason::Missing, "is empty".to_owned()),
            _ => (Reason::Number, format!("{text:?} is no GeoNames id")),
        };
        Refused::new(field, reason, detail)
    })
}

/// Coordinates that must be there: a place that is nowhere is no place. The reason is not that of coordinates, which
/// stands for a record that is kept without them.
pub(super) fn position(latitude: &str, longitude: &str) -> Result<(f64, f64), Refused> {
    let missing = || Refused::new("lat", Reason::Missing, "is empty".to_owned());
    let found = cells::coordinates(latitude, longitude);
    found.map_err(|refused| Refused { reason: Reason::Number, ..refused })?.ok_or_else(missing)
}
