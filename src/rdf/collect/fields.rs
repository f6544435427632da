//! Which property of which entity goes where: one visible list.

use crate::base::limits;
use crate::model::by_year::ByYear;
use crate::model::record::Reason;
use crate::rdf::iri::Kind;
use crate::rdf::vocabulary as v;
use std::borrow::Cow;

/// What is said of one entity, whatever its kind.
#[derive(Debug, Default)]
pub(super) struct Entity {
    /// Name or title.
    pub name: Option<String>,
    /// Chinese name.
    pub name_zh: Option<String>,
    /// Citation source, first-level division, sort of institution, or format: each kind has one.
    pub text: Option<String>,
    /// The data set that a paper's record is from.
    pub data_source: Option<String>,
    /// DOI, or the same thing elsewhere.
    pub same_as: Option<String>,
    /// Its country, or the one that a country is ranked as.
    pub country: Option<String>,
    pub city: Option<String>,
    pub metro: Option<String>,
    pub venue: Option<String>,
    pub paper: Option<String>,
    pub scholar: Option<String>,
    /// Subfields or institutions.
    pub many: Vec<String>,
    /// Citations, population, position or bytes: each kind has one.
    pub number: Option<u64>,
    pub year: Option<u16>,
    pub by_year: Option<ByYear>,
    pub unresolved: u32,
    /// What only affiliations, and authorships that state them, have.
    pub about: Option<Box<About>>,
    pub lat: Option<f64>,
    pub long: Option<f64>,
}

/// What is said of an affiliation, or of an authorship's.
#[derive(Debug, Default)]
pub(super) struct About {
    /// Source's institution, ROR id, name, city, country; resolved country; methods of institution and city.
    pub texts: [Option<String>; 8],
    pub institution: Option<String>,
    pub confidences: [Option<f64>; 2],
    /// Statements of an authorship.
    pub stated: Vec<String>,
}

/// Where a value goes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Field {
    Name,
    LanguageName,
    Text,
    DataSource,
    Doi,
    SameAs,
    Link(Kind),
    Metro,
    Many(Kind),
    Number,
    Year,
    ByYear,
    Unresolved,
    /// A text of [`About`], by its index.
    About(usize),
    Confidence(usize),
    Resolved,
    Stated,
    Lat,
    Long,
    /// Known, and said again by something else.
    Nothing,
}

/// The object of a statement.
#[derive(Debug)]
pub(super) enum Value<'a> {
    Entity(Kind, Cow<'a, str>),
    Iri(&'a str),
    Text(Cow<'a, str>, &'a str),
}

/// Every property that an entity of a kind can have.
pub(super) fn of(kind: Kind, predicate: &str) -> Option<Field> {
    use Kind as K;
    Some(match (kind, predicate) {
        (K::Paper, v::TITLE)
        | (K::Affiliation, v::AFFILIATION_TEXT)
        | (K::Scholar | K::Institution | K::Source, v::LABEL) => Field::Name,
        (K::City | K::Metro | K::Country | K::Venue | K::Subfield | K::Institution, v::PREF_LABEL) => {
            Field::LanguageName
        }
        (K::Paper, v::CITATION_SOURCE)
        | (K::City, v::ADMIN1)
        | (K::Institution, v::INSTITUTION_TYPE)
        | (K::Source, v::FORMAT) => Field::Text,
        (K::Paper, v::DATA_SOURCE) => Field::DataSource,
        (K::Paper, v::DOI) => Field::Doi,
        (K::Institution, v::SAME_AS) => Field::SameAs,
        (K::City, v::SAME_AS) | (K::Source, v::SHA256) => Field::Nothing,
        (K::City | K::Institution, v::IN_COUNTRY) | (K::Country, v::RANKED_AS_COUNTRY) => {
            Field::Link(K::Country)
        }
        (K::Institution, v::AT_CITY) => Field::Link(K::City),
        (K::City, v::RANKED_AS_METRO) => Field::Metro,
        (K::Paper, v::IN_VENUE) => Field::Link(K::Venue),
        (K::Authorship, v::OF_PAPER) => Field::Link(K::Paper),
        (K::Authorship, v::BY_SCHOLAR) => Field::Link(K::Scholar),
        (K::Paper, v::IN_SUBFIELD) => Field::Many(K::Subfield),
        (K::Authorship, v::AT_INSTITUTION) => Field::Many(K::Institution),
        (K::Paper, v::CITATIONS)
        | (K::City, v::POPULATION)
        | (K::Authorship, v::POSITION)
        | (K::Source, v::BYTES) => Field::Number,
        (K::Affiliation, v::SOURCE_INSTITUTION) => Field::About(0),
        (K::Affiliation, v::SOURCE_ROR) => Field::About(1),
        (K::Affiliation, v::SOURCE_NAME) => Field::About(2),
        (K::Affiliation, v::SOURCE_CITY) => Field::About(3),
        (K::Affiliation, v::SOURCE_COUNTRY) => Field::About(4),
        (K::Affiliation, v::RESOLVED_COUNTRY) => Field::About(5),
        (K::Affiliation, v::INSTITUTION_METHOD) => Field::About(6),
        (K::Affiliation, v::CITY_METHOD) => Field::About(7),
        (K::Affiliation, v::INSTITUTION_CONFIDENCE) => Field::Confidence(0),
        (K::Affiliation, v::CITY_CONFIDENCE) => Field::Confidence(1),
        (K::Affiliation, v::RESOLVED_INSTITUTION) => Field::Resolved,
        (K::Authorship, v::STATED) => Field::Stated,
        (K::Paper, v::YEAR) => Field::Year,
        (K::Paper, v::CITATIONS_BY_YEAR) => Field::ByYear,
        (K::Authorship, v::UNRESOLVED_AFFILIATIONS) => Field::Unresolved,
        (K::City | K::Institution, v::LAT) => Field::Lat,
        (K::City | K::Institution, v::LONG) => Field::Long,
        _ => return None,
    })
}

type Problem = (Reason, String);

impl Entity {
    /// Takes a value. Of two different ones for a property that has one, the smaller stays.
    pub(super) fn set(&mut self, field: Field, value: Value<'_>) -> Result<(), Problem> {
        match (field, value) {
            (Field::Nothing, _) => Ok(()),
            (Field::LanguageName, Value::Text(text, "zh")) => keep(&mut self.name_zh, text.into_owned()),
            (Field::Name, Value::Text(text, _)) | (Field::LanguageName, Value::Text(text, "en")) => {
                keep(&mut self.name, text.into_owned())
            }
            (Field::Text, Value::Text(text, _)) => keep(&mut self.text, text.into_owned()),
            (Field::DataSource, Value::Text(text, _)) => keep(&mut self.data_source, text.into_owned()),
            (Field::Doi, Value::Text(text, _)) => keep(&mut self.same_as, text.into_owned()),
            (Field::SameAs, Value::Iri(iri)) => keep(&mut self.same_as, iri.to_owned()),
            (Field::Metro, Value::Entity(Kind::Metro | Kind::City, key)) => {
                keep(&mut self.metro, key.into_owned())
            }
            (Field::Link(kind), Value::Entity(found, key)) if kind == found => {
                keep(self.link(kind), key.into_owned())
            }
            (Field::Many(kind), Value::Entity(found, key)) if kind == found => {
                if !self.many.iter().any(|other| *other == key) {
                    self.many.push(key.into_owned());
                }
                Ok(())
            }
            (Field::About(index), Value::Text(text, _)) => {
                keep(&mut self.about().texts[index], text.into_owned())
            }
            (Field::Resolved, Value::Entity(Kind::Institution, key)) => {
                keep(&mut self.about().institution, key.into_owned())
            }
            (Field::Stated, Value::Entity(Kind::Affiliation, key)) => {
                let stated = &mut self.about().stated;
                if !stated.iter().any(|other| *other == key) {
                    stated.push(key.into_owned());
                }
                Ok(())
            }
            (field, Value::Text(text, _)) => self.set_number(field, &text),
            (_, value) => Err((Reason::Syntax, format!("{value:?} is no value of this property"))),
        }
    }

    fn about(&mut self) -> &mut About {
        self.about.get_or_insert_default()
    }

    fn link(&mut self, kind: Kind) -> &mut Option<String> {
        match kind {
            Kind::Country => &mut self.country,
            Kind::City => &mut self.city,
            Kind::Venue => &mut self.venue,
            Kind::Paper => &mut self.paper,
            _ => &mut self.scholar,
        }
    }

    fn set_number(&mut self, field: Field, text: &str) -> Result<(), Problem> {
        match field {
            Field::Number => keep(&mut self.number, parse(text, Reason::Number, |n: &u64| *n < u64::MAX)?),
            Field::Year => keep(&mut self.year, parse(text, Reason::Year, |y| (1000..=9999).contains(y))?),
            Field::ByYear => keep(&mut self.by_year, ByYear::parse(text, ' ')?),
            Field::Unresolved => {
                self.unresolved = parse(text, Reason::Number, |n| *n <= limits::AUTHORS)?;
                Ok(())
            }
            Field::Confidence(index) => {
                let share = parse(text, Reason::Number, |x: &f64| (0.0..=1.0).contains(x))?;
                keep(&mut self.about().confidences[index], share)
            }
            Field::Lat => keep(&mut self.lat, parse(text, Reason::Coordinates, |x: &f64| x.abs() <= 90.0)?),
            Field::Long => {
                keep(&mut self.long, parse(text, Reason::Coordinates, |x: &f64| x.abs() <= 180.0)?)
            }
            _ => Err((Reason::Syntax, format!("{text:?} is no value of this property"))),
        }
    }
}

fn parse<T: std::str::FromStr>(text: &str, reason: Reason, valid: impl Fn(&T) -> bool) -> Result<T, Problem> {
    text.parse().ok().filter(valid).ok_or_else(|| (reason, format!("{text:?}")))
}

fn keep<T: PartialOrd + std::fmt::Debug>(slot: &mut Option<T>, value: T) -> Result<(), Problem> {
    let Some(old) = slot else {
        *slot = Some(value);
        return Ok(());
    };
    if *old == value {
        return Ok(());
    }
    let detail = format!("both {old:?} and {value:?}; the smaller was kept");
    if value < *old {
        *old = value;
    }
    Err((Reason::Conflict, detail))
}
