//! Query results in the W3C's formats, graphs in those of RDF, or a table for people.

use super::evaluate::failed;
use crate::base::{Error, Result};
use crate::rdf::iri;
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfSerializer};
use oxigraph::sparql::QueryResults;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxrdf::{Term, Triple};
use spargebra::Query;
use std::io::{self, Write};

/// Formats of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Aligned columns, for people.
    Table,
    /// SPARQL 1.1 Query Results CSV.
    Csv,
    /// SPARQL 1.1 Query Results TSV.
    Tsv,
    /// SPARQL 1.1 Query Results JSON.
    Json,
    /// SPARQL Query Results XML.
    Xml,
    /// N-Triples, for graphs.
    Nt,
    /// Turtle, for graphs.
    Ttl,
    /// N-Quads, for graphs.
    Nq,
    /// `TriG`, for graphs.
    Trig,
    /// JSON-LD, for graphs.
    Jsonld,
    /// RDF/XML, for graphs.
    Rdf,
}

/// Formats of solutions and answers yes or no, the default first, each with its media type and other names of that.
pub const SOLUTIONS: &[(Format, &[&str])] = &[
    (Format::Json, &["application/sparql-results+json", "application/json"]),
    (Format::Xml, &["application/sparql-results+xml", "application/xml", "text/xml"]),
    (Format::Csv, &["text/csv"]),
    (Format::Tsv, &["text/tab-separated-values"]),
];

/// Formats of graphs, the default first, each with its media type and other names of that.
pub const GRAPHS: &[(Format, &[&str])] = &[
    (Format::Ttl, &["text/turtle", "application/x-turtle"]),
    (Format::Nt, &["application/n-triples", "text/plain"]),
    (Format::Nq, &["application/n-quads"]),
    (Format::Trig, &["application/trig"]),
    (Format::Jsonld, &["application/ld+json", "application/json"]),
    (Format::Rdf, &["application/rdf+xml", "application/xml", "text/xml"]),
];

impl Format {
    /// The media type as it is sent, with its parameters.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Table => "text/plain; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Tsv => "text/tab-separated-values; charset=utf-8; header=present",
            Self::Json => "application/sparql-results+json",
            Self::Xml => "application/sparql-results+xml",
            Self::Nt => "application/n-triples",
            Self::Ttl => "text/turtle; charset=utf-8",
            Self::Nq => "application/n-quads",
            Self::Trig => "application/trig",
            Self::Jsonld => "application/ld+json",
            Self::Rdf => "application/rdf+xml",
        }
    }

    /// Ending of file names, and name of the format in parameters.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Table => "txt",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Json => "json",
            Self::Xml => "xml",
            Self::Nt => "nt",
            Self::Ttl => "ttl",
            Self::Nq => "nq",
            Self::Trig => "trig",
            Self::Jsonld => "jsonld",
            Self::Rdf => "rdf",
        }
    }

    /// The format in which an answer to a query is written: that of a graph is N-Triples where a table is asked for.
    pub fn for_query(self, query: &Query) -> Result<Self> {
        let of_graph = matches!(query, Query::Construct { .. } | Query::Describe { .. });
        let is_of_graphs = GRAPHS.iter().any(|(format, _)| *format == self);
        match (of_graph, is_of_graphs) {
            (true, false) => Ok(Self::Nt),
            (false, true) => {
                let message = format!("{} is a format of graphs, and the query has rows", self.extension());
                Err(Error::usage(message, "use csv, tsv, json or xml"))
            }
            _ => Ok(self),
        }
    }

    /// The format with a name.
    pub fn by_name(name: &str) -> Option<Self> {
        SOLUTIONS.iter().chain(GRAPHS).map(|(format, _)| *format).find(|format| format.extension() == name)
    }

    const fn of_solutions(self) -> Option<QueryResultsFormat> {
        Some(match self {
            Self::Csv => QueryResultsFormat::Csv,
            Self::Tsv => QueryResultsFormat::Tsv,
            Self::Json => QueryResultsFormat::Json,
            Self::Xml => QueryResultsFormat::Xml,
            _ => return None,
        })
    }

    /// A graph asked for as a table of solutions is written as N-Triples.
    const fn of_graphs(self) -> RdfFormat {
        match self {
            Self::Ttl => RdfFormat::Turtle,
            Self::Nq => RdfFormat::NQuads,
            Self::Trig => RdfFormat::TriG,
            Self::Jsonld => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
            Self::Rdf => RdfFormat::RdfXml,
            _ => RdfFormat::NTriples,
        }
    }
}

/// What is counted while results are written.
pub trait Counter {
    /// One more row or triple; an error ends the result.
    fn row(&mut self) -> Result<()>;
}

/// Counts without a limit.
#[derive(Debug, Default)]
pub struct Unlimited;

impl Counter for Unlimited {
    fn row(&mut self) -> Result<()> {
        Ok(())
    }
}

/// Writes results; a CONSTRUCT or DESCRIBE is written as N-Triples in every format that is not one of graphs.
pub fn write(results: QueryResults<'_>, format: Format, out: &mut dyn Write) -> Result<()> {
    write_counted(results, format, &mut Unlimited, out)
}

/// Writes results and counts rows.
pub fn write_counted(
    results: QueryResults<'_>,
    format: Format,
    counter: &mut dyn Counter,
    out: &mut dyn Write,
) -> Result<()> {
    match results {
        QueryResults::Graph(found) => {
            triples(found.map(|triple| triple.map_err(|e| failed(&e))), format, counter, out)
        }
        other if format == Format::Table => table(other, counter, out),
        other => {
            let Some(of_solutions) = format.of_solutions() else {
                let message = format!("{} is a format of graphs, and the query has rows", format.extension());
                return Err(Error::usage(message, "use csv, tsv, json or xml"));
            };
            rows(other, of_solutions, counter, out)
        }
    }
}

fn rows(
    results: QueryResults<'_>,
    format: QueryResultsFormat,
    counter: &mut dyn Counter,
    out: &mut dyn Write,
) -> Result<()> {
    let serializer = QueryResultsSerializer::from_format(format);
    match results {
        QueryResults::Solutions(solutions) => {
            let variables = solutions.variables().to_vec();
            let mut writer = serializer.serialize_solutions_to_writer(&mut *out, variables)?;
            for solution in solutions {
                counter.row()?;
                writer.serialize(&solution.map_err(|e| failed(&e))?)?;
            }
            writer.finish()?;
            Ok(newline(format, out)?)
        }
        QueryResults::Boolean(answer) => {
            serializer.serialize_boolean_to_writer(&mut *out, answer)?;
            Ok(out.write_all(b"\n")?)
        }
        QueryResults::Graph(_) => Err(Error::Bug("a graph among the rows".to_owned())),
    }
}

fn newline(format: QueryResultsFormat, out: &mut dyn Write) -> io::Result<()> {
    let open = matches!(format, QueryResultsFormat::Json | QueryResultsFormat::Xml);
    if open { out.write_all(b"\n") } else { Ok(()) }
}

/// Writes triples in a format of graphs.
pub fn triples(
    triples: impl Iterator<Item = Result<Triple>>,
    format: Format,
    counter: &mut dyn Counter,
    out: &mut dyn Write,
) -> Result<()> {
    let mut serializer = RdfSerializer::from_format(format.of_graphs());
    if matches!(format, Format::Ttl | Format::Trig | Format::Rdf) {
        for (prefix, iri) in crate::rdf::vocabulary::PREFIXES {
            let bad = |e| Error::Bug(format!("prefix {prefix}: {e}"));
            serializer = serializer.with_prefix(*prefix, *iri).map_err(bad)?;
        }
    }
    let mut writer = serializer.for_writer(&mut *out);
    for triple in triples {
        counter.row()?;
        writer.serialize_triple(&triple?)?;
    }
    writer.finish()?;
    Ok(())
}

fn table(results: QueryResults<'_>, counter: &mut dyn Counter, out: &mut dyn Write) -> Result<()> {
    match results {
        QueryResults::Boolean(answer) => Ok(writeln!(out, "{}", if answer { "yes" } else { "no" })?),
        QueryResults::Graph(_) => Err(Error::Bug("a graph among the rows".to_owned())),
        QueryResults::Solutions(solutions) => {
            let variables = solutions.variables().to_vec();
            let mut rows = Vec::new();
            for solution in solutions {
                counter.row()?;
                let solution = solution.map_err(|e| failed(&e))?;
                rows.push(
                    variables.iter().map(|v| solution.get(v).map(readable).unwrap_or_default()).collect(),
                );
            }
            let names: Vec<String> = variables.iter().map(|v| v.as_str().to_owned()).collect();
            crate::base::table::write(&names, &rows, out).map_err(Error::from)
        }
    }
}

/// A term as a person reads it: values without quotes, our own IRIs as kind and key.
fn readable(term: &Term) -> String {
    match term {
        Term::Literal(literal) => literal.value().to_owned(),
        Term::NamedNode(node) => match iri::read(node.as_str()) {
            Some((kind, key)) => format!("{}/{key}", kind.segment()),
            None => node.as_str().to_owned(),
        },
        other @ Term::BlankNode(_) => other.to_string(),
    }
}
