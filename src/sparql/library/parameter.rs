//! Parameters of a shipped query: how a comment line declares one, and what a value of it may be.

use crate::base::{Error, Result};
use crate::rdf::iri::{self, Kind as Entity};
use crate::rdf::vocabulary::BASE;
use oxrdf::{Literal, NamedNode};
use serde::Serialize;
use spargebra::term::GroundTerm;
use std::fmt;

/// A parameter, as a line `# param NAME (TYPE): English | 中文 = example` declares it. TYPE may be followed by `, required`
/// or `, default VALUE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Parameter {
    /// Name of the variable that it fixes.
    pub name: &'static str,
    /// What a value is.
    pub kind: Kind,
    /// Whether a value must be given.
    pub required: bool,
    /// The value where none is given. Without it the variable stays open.
    pub default: Option<&'static str>,
    /// English description.
    pub en: &'static str,
    /// Chinese description.
    pub zh: &'static str,
    /// A value to try.
    pub example: Option<&'static str>,
}

/// What a value of a parameter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Any IRI.
    Iri,
    /// A city.
    City,
    /// A metro.
    Metro,
    /// What is ranked by default: a metro, or a city in no metro.
    Unit,
    /// A country.
    Country,
    /// An institution.
    Institution,
    /// A subfield.
    Subfield,
    /// A venue.
    Venue,
    /// A scholar.
    Scholar,
    /// A paper.
    Paper,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A year, 1000 to 9999.
    Year,
    /// Any text.
    Text,
}

/// Every kind.
pub const KINDS: [Kind; 14] = [
    Kind::Iri,
    Kind::City,
    Kind::Metro,
    Kind::Unit,
    Kind::Country,
    Kind::Institution,
    Kind::Subfield,
    Kind::Venue,
    Kind::Scholar,
    Kind::Paper,
    Kind::Integer,
    Kind::Number,
    Kind::Year,
    Kind::Text,
];

impl Kind {
    /// Name in a declaration.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Iri => "iri",
            Self::City => "city",
            Self::Metro => "metro",
            Self::Unit => "unit",
            Self::Country => "country",
            Self::Institution => "institution",
            Self::Subfield => "subfield",
            Self::Venue => "venue",
            Self::Scholar => "scholar",
            Self::Paper => "paper",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Year => "year",
            Self::Text => "text",
        }
    }

    /// What a value looks like.
    pub const fn expected(self) -> &'static str {
        match self {
            Self::Iri => "an IRI, such as <https://aicity.example/city/1816670>",
            Self::City => "a city: its key or IRI, such as 1816670",
            Self::Metro => "a metro: its key or IRI, such as metro:bay_area",
            Self::Unit => {
                "a metro, or a city in no metro: its IRI, metro/KEY or city/KEY; digits alone are a city, any other bare key is a metro"
            }
            Self::Country => "a country: its two-letter code or IRI, such as CN",
            Self::Institution => "an institution: its key or IRI, such as ror:03cve4549",
            Self::Subfield => "a subfield: its key or IRI, such as computer-vision",
            Self::Venue => "a venue: its key or IRI, such as NeurIPS",
            Self::Scholar => "a scholar: the key or IRI, such as A5023888391",
            Self::Paper => "a paper: its key or IRI, such as W2741809807",
            Self::Integer => "a whole number",
            Self::Number => "a number, such as 0.5",
            Self::Year => "a year from 1000 to 9999",
            Self::Text => "any text",
        }
    }

    /// The entities that a value can be; none for values that are no entities.
    const fn entities(self) -> &'static [Entity] {
        match self {
            Self::City => &[Entity::City],
            Self::Metro => &[Entity::Metro],
            Self::Unit => &[Entity::Metro, Entity::City],
            Self::Country => &[Entity::Country],
            Self::Institution => &[Entity::Institution],
            Self::Subfield => &[Entity::Subfield],
            Self::Venue => &[Entity::Venue],
            Self::Scholar => &[Entity::Scholar],
            Self::Paper => &[Entity::Paper],
            Self::Iri | Self::Integer | Self::Number | Self::Year | Self::Text => &[],
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Parameter {
    /// Reads a declaration; `None` when the line is not of that form.
    pub(super) fn read(line: &'static str) -> Option<Self> {
        let (name, rest) = line.strip_prefix("# param ")?.split_once(" (")?;
        let (sort, about) = rest.split_once("): ")?;
        let (kind, extra) = sort.split_once(", ").map_or((sort, None), |(kind, extra)| (kind, Some(extra)));
        let (about, example) =
            about.rsplit_once(" = ").map_or((about, None), |(about, example)| (about, Some(example)));
        let (en, zh) = about.split_once(" | ")?;
        let kind = KINDS.into_iter().find(|k| k.name() == kind)?;
        let (required, default) = match extra {
            None => (false, None),
            Some("required") => (true, None),
            Some(extra) => (false, Some(extra.strip_prefix("default ")?)),
        };
        Some(Self { name, kind, required, default, en, zh, example })
    }

    /// The term for a value as a person writes it: `<IRI>`, an IRI or a key where an entity is meant, a number, a text.
    pub fn term(&self, value: &str) -> Result<GroundTerm> {
        let found = match self.kind {
            Kind::Iri => NamedNode::new(unbracketed(value)).ok().map(GroundTerm::NamedNode),
            Kind::Integer => integer(value).map(|v| GroundTerm::Literal(v.into())),
            Kind::Year => {
                integer(value).filter(|y| (1000..=9999).contains(y)).map(|v| GroundTerm::Literal(v.into()))
            }
            Kind::Number => number(value).map(|v| GroundTerm::Literal(v.into())),
            Kind::Text => Some(GroundTerm::Literal(Literal::new_simple_literal(value))),
            kind => entity(kind, value).map(|iri| GroundTerm::NamedNode(NamedNode::new_unchecked(iri))),
        };
        found.ok_or_else(|| {
            let message = format!("parameter {} cannot be {value:?}", self.name);
            Error::usage(message, format!("{} is {}", self.name, self.kind.expected()))
        })
    }
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}", self.name, self.kind)?;
        match (self.required, self.default) {
            (true, _) => f.write_str(", required")?,
            (false, Some(value)) => write!(f, ", default {value}")?,
            (false, None) => {}
        }
        write!(f, "): {} | {}", self.en, self.zh)?;
        self.example.map_or(Ok(()), |value| write!(f, " = {value}"))
    }
}

/// The text within angle brackets, or all of it.
fn unbracketed(value: &str) -> &str {
    value.strip_prefix('<').and_then(|v| v.strip_suffix('>')).unwrap_or(value)
}

/// Digits with a sign at most, as `SPARQL` writes integers.
fn integer(value: &str) -> Option<i64> {
    value.parse().ok()
}

/// A finite number; words such as `inf` are none.
fn number(value: &str) -> Option<f64> {
    let spelt = value.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E'));
    value.parse().ok().filter(|v: &f64| spelt && v.is_finite())
}

/// The IRI of an entity of a kind: from its IRI with or without brackets, from `segment/key`, or from its bare key.
fn entity(kind: Kind, value: &str) -> Option<String> {
    let bare = unbracketed(value);
    if bare.len() != value.len() || bare.starts_with(BASE) {
        let (found, _) = iri::read(bare)?;
        return kind.entities().contains(&found).then(|| bare.to_owned());
    }
    // An IRI that is not of ours is no key, though it could be encoded as one.
    if value.is_empty() || value.contains("://") {
        return None;
    }
    let written = |entity: &Entity| {
        let key = value.strip_prefix(entity.segment())?.strip_prefix('/')?;
        (!key.is_empty()).then_some((*entity, key))
    };
    let of_digits = value.bytes().all(|b| b.is_ascii_digit());
    let plain = || match kind {
        Kind::Unit if of_digits => Some((Entity::City, value)),
        _ => kind.entities().first().map(|&entity| (entity, value)),
    };
    let (entity, key) = kind.entities().iter().find_map(written).or_else(plain)?;
    Some(iri::text(entity, key))
}
