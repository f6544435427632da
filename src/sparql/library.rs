//! The queries that come with the program, in one visible list.

use super::{guard, rewrite};
use crate::base::{Error, Result};
use oxrdf::{Literal, NamedNode};
use spargebra::Query;
use spargebra::term::GroundTerm;

/// A shipped query. Its comment lines say what it answers; a line `# param NAME: what it is` declares a parameter.
#[derive(Debug, Clone, Copy)]
pub struct Named {
    /// Name: folder and file without ending.
    pub name: &'static str,
    /// The text, which runs unchanged on any SPARQL 1.1 endpoint that holds the graph.
    pub text: &'static str,
}

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
    "examples/papers-by-country"
    "examples/papers-by-subfield"
    "examples/papers-by-year"
    "examples/partners"
    "examples/institutions"
    "examples/unlocated-institutions"
    "examples/unresolved-affiliations"
    "examples/resolution-of-city"
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
        self.text.lines().next().and_then(|line| line.strip_prefix("# ")).unwrap_or_default()
    }

    /// Declared parameters, with what each is.
    pub fn parameters(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.text.lines().filter_map(|line| line.strip_prefix("# param ")?.split_once(": "))
    }

    /// The parsed query.
    pub fn parse(&self) -> Result<Query> {
        guard::parse(self.name, self.text)
    }

    /// The parsed query with its parameters fixed. A value in angle brackets is an IRI, digits are an integer, anything
    /// else is text; a parameter that is not given stays open.
    pub fn with_parameters(&self, values: &[(String, String)]) -> Result<Query> {
        let mut query = self.parse()?;
        for (name, value) in values {
            if !self.parameters().any(|(declared, _)| declared == name) {
                let known: Vec<&str> = self.parameters().map(|(name, _)| name).collect();
                let message = format!("query {} has no parameter {name:?}", self.name);
                return Err(Error::usage(message, format!("it has: {}", known.join(", "))));
            }
            rewrite::fix(&mut query, name, &term(value)?);
        }
        Ok(query)
    }
}

fn term(value: &str) -> Result<GroundTerm> {
    if let Some(iri) = value.strip_prefix('<').and_then(|v| v.strip_suffix('>')) {
        let bad = |e: oxrdf::IriParseError| Error::usage(format!("parameter value <{iri}>: {e}"), "");
        return Ok(GroundTerm::NamedNode(NamedNode::new(iri).map_err(bad)?));
    }
    Ok(GroundTerm::Literal(
        value.parse::<i64>().map_or_else(|_| Literal::new_simple_literal(value), Literal::from),
    ))
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
mod tests {
    use super::*;

    #[test]
    fn every_query_parses_and_says_what_it_answers() {
        for query in QUERIES.iter().chain(MAPPINGS) {
            assert!(query.parse().is_ok(), "{}", query.name);
            assert!(query.title().ends_with('.'), "{}", query.name);
        }
    }
}
