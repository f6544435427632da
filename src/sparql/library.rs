//! The queries that come with the program, in one visible list.

mod parameter;

use super::{guard, rewrite};
use crate::base::{Error, Result};
use spargebra::Query;

pub use parameter::{KINDS, Kind, Parameter};

/// A shipped query. The comment lines that it begins with say what it answers: an English title, the Chinese one (`# zh: …`),
/// a description, and its parameters (`# param …`, see [`Parameter`]).
#[derive(Debug, Clone, Copy)]
pub struct Named {
    /// Name: folder and file without ending.
    pub name: &'static str,
    /// The text, which runs unchanged on any SPARQL 1.1 endpoint that holds the graph.
    pub text: &'static str,
}

/// What a Chinese title begins with.
const CHINESE: &str = "zh: ";
/// What the declaration of a parameter begins with.
const PARAMETER: &str = "param ";

macro_rules! queries {
    ($($name:literal)*) => {
        &[$(Named { name: $name, text: include_str!(concat!("../../queries/", $name, ".rq")) }),*]
    };
}

/// Every shipped query.
pub const QUERIES: &[Named] = queries! {
    "indicators/papers"
    "indicators/scholars"
    "indicators/institutions"
    "indicators/collaborations-incidences"
    "indicators/collaborations-papers"
    "indicators/collaborations-countries"
    "indicators/fractional-papers"
    "indicators/fractional-scholars"
    "indicators/fractional-weights"
    "indicators/fractional-collaborations-incidences"
    "indicators/fractional-collaborations-papers"
    "indicators/fractional-collaborations-countries"
    "network/metros"
    "examples/top-metros"
    "examples/top-units-by-papers"
    "examples/top-units-by-scholars"
    "examples/top-units-by-institutions"
    "examples/city-profile"
    "examples/unit-papers"
    "examples/unit-scholars"
    "examples/unit-institutions"
    "examples/unit-collaborations"
    "examples/index-papers"
    "examples/index-innovation"
    "examples/partners"
    "examples/foreign-partners"
    "examples/partner-countries"
    "examples/partners-by-distance"
    "examples/collaborations-by-distance"
    "examples/institutions"
    "examples/city-by-year"
    "examples/city-subfields"
    "examples/city-venues"
    "examples/scholars-who-moved"
    "examples/papers-within-metros"
    "examples/papers-by-country"
    "examples/international-share"
    "examples/country-comparison"
    "examples/country-subfields"
    "examples/papers-by-subfield"
    "examples/subfield-papers"
    "examples/papers-by-year"
    "examples/institution-confidence"
    "examples/resolution-of-city"
    "examples/unlocated-institutions"
    "examples/unresolved-affiliations"
    "examples/coverage-by-venue"
    "examples/classes"
    "examples/provenance"
};

/// Every shipped mapping of foreign RDF to our vocabulary: CONSTRUCT queries for [`super::stage`], which find nothing in
/// an edition.
pub const MAPPINGS: &[Named] = queries! {
    "mappings/semopenalex"
    "mappings/semopenalex-2023"
};

impl Named {
    /// First comment line: what the query answers.
    pub fn title(&self) -> &'static str {
        self.header().next().unwrap_or_default()
    }

    /// The same in Chinese, from the line `# zh: …`; empty where there is none.
    pub fn title_zh(&self) -> &'static str {
        self.header().find_map(|line| line.strip_prefix(CHINESE)).unwrap_or_default()
    }

    /// The further comment lines, as one paragraph; may be empty.
    pub fn description(&self) -> String {
        let plain =
            |line: &&str| !line.is_empty() && !line.starts_with(CHINESE) && !line.starts_with(PARAMETER);
        self.header().skip(1).filter(plain).collect::<Vec<_>>().join(" ")
    }

    /// Declared parameters.
    pub fn parameters(&self) -> impl Iterator<Item = Parameter> + use<> {
        self.text.lines().take_while(|line| line.starts_with('#')).filter_map(Parameter::read)
    }

    /// The comment lines that the text begins with.
    fn header(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.text
            .lines()
            .map_while(|line| line.strip_prefix('#'))
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
    }

    /// The parsed query.
    pub fn parse(&self) -> Result<Query> {
        guard::parse(self.name, self.text)
    }

    /// The parsed query with its parameters fixed to values or defaults ([`Parameter::term`]). One that has neither stays
    /// open, or is an error where it is required; so is a value for what is no parameter, and a second one.
    pub fn with_parameters(&self, values: &[(String, String)]) -> Result<Query> {
        let known: Vec<Parameter> = self.parameters().collect();
        self.check_names(&known, values)?;
        let mut query = self.parse()?;
        for parameter in known {
            let given =
                values.iter().find(|(name, _)| name == parameter.name).map(|(_, value)| value.as_str());
            match given.or(parameter.default) {
                Some(value) => rewrite::fix(&mut query, parameter.name, &parameter.term(value)?),
                None if parameter.required => return Err(self.missing(&parameter)),
                None => {}
            }
        }
        Ok(query)
    }

    fn check_names(&self, known: &[Parameter], values: &[(String, String)]) -> Result<()> {
        for (i, (name, value)) in values.iter().enumerate() {
            if !known.iter().any(|parameter| parameter.name == name) {
                let names: Vec<&str> = known.iter().map(|parameter| parameter.name).collect();
                let hint = if names.is_empty() {
                    "it has none".into()
                } else {
                    format!("it has: {}", names.join(", "))
                };
                return Err(Error::usage(format!("query {} has no parameter {name:?}", self.name), hint));
            }
            if let Some((_, first)) = values[..i].iter().find(|(other, _)| other == name) {
                let message = format!("parameter {name} is given twice: {first:?} and {value:?}");
                return Err(Error::usage(message, "give it once"));
            }
        }
        Ok(())
    }

    fn missing(&self, parameter: &Parameter) -> Error {
        let example = parameter.example.map(|value| format!(" ({value})")).unwrap_or_default();
        Error::usage(
            format!("query {} needs parameter {}", self.name, parameter.name),
            format!("{} is {}{example}", parameter.name, parameter.kind.expected()),
        )
    }
}

/// A mapping by name, parsed.
pub fn mapping(name: &str) -> Result<Query> {
    let found = MAPPINGS.iter().find(|mapping| mapping.name == name);
    found.ok_or_else(|| Error::Bug(format!("no mapping {name:?}")))?.parse()
}

/// A query by name.
pub fn find(name: &str) -> Result<&'static Named> {
    QUERIES.iter().find(|query| query.name == name).ok_or_else(|| {
        let names: Vec<&str> = QUERIES.iter().map(|q| q.name).collect();
        Error::not_found(format!("no query {name:?}"), format!("there is: {}", names.join(", ")))
    })
}

#[cfg(test)]
mod tests;
