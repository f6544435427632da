//! Query results in the W3C's formats, graphs in those of RDF, or a table for people.

use super::evaluate::failed;
use crate::base::escape::html;
use crate::base::table::visible;
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
    /// A page with a table, for people with a browser.
    Html,
}

/// Formats of solutions and answers yes or no, the default first, each with its media type and other names of that.
pub const SOLUTIONS: &[(Format, &[&str])] = &[
    (Format::Json, &["application/sparql-results+json", "application/json"]),
    (Format::Xml, &["application/sparql-results+xml", "application/xml", "text/xml"]),
    (Format::Csv, &["text/csv"]),
    (Format::Tsv, &["text/tab-separated-values"]),
    (Format::Html, &["text/html"]),
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
            Self::Html => "text/html; charset=utf-8",
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
            Self::Html => "html",
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

    /// Further names of the format in parameters, as clients of other endpoints use them.
    const fn other_names(self) -> &'static [&'static str] {
        match self {
            Self::Ttl => &["turtle", "n3"],
            Self::Nt => &["ntriples", "n-triples"],
            Self::Nq => &["nquads", "n-quads"],
            Self::Jsonld => &["json-ld", "json"],
            Self::Rdf => &["rdf+xml", "rdfxml", "xml"],
            _ => &[],
        }
    }

    /// The one of some formats that a parameter names: by file ending, by media type, or by another name.
    pub fn named(name: &str, among: &[(Self, &[&str])]) -> Option<Self> {
        let named = |(format, types): &&(Self, &[&str])| {
            format.extension() == name || format.other_names().contains(&name) || types.contains(&name)
        };
        among.iter().find(named).map(|(format, _)| *format)
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
        other if format == Format::Html => page(other, counter, out),
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

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;margin:1.5rem}table{border-collapse:collapse}\
    th,td{text-align:left;vertical-align:top;padding:.25rem .9rem .25rem 0;border-bottom:1px solid #8886}";

/// A page with a table. Only IRIs of the web become links.
fn page(results: QueryResults<'_>, counter: &mut dyn Counter, out: &mut dyn Write) -> Result<()> {
    write!(
        out,
        "<!doctype html><meta charset=\"utf-8\"><title>aicity</title><style>{STYLE}</style><p><a href=\"/\">aicity</a></p>"
    )?;
    match results {
        QueryResults::Boolean(answer) => {
            writeln!(out, "<p><b>{}</b></p>", if answer { "yes" } else { "no" })?;
        }
        QueryResults::Graph(_) => return Err(Error::Bug("a graph among the rows".to_owned())),
        QueryResults::Solutions(solutions) => {
            let variables = solutions.variables().to_vec();
            write!(out, "<table><tr>")?;
            for variable in &variables {
                write!(out, "<th>{}</th>", html(variable.as_str()))?;
            }
            writeln!(out, "</tr>")?;
            let mut rows = 0;
            for solution in solutions {
                counter.row()?;
                rows += 1;
                let solution = solution.map_err(|e| failed(&e))?;
                write!(out, "<tr>")?;
                for variable in &variables {
                    write!(out, "<td>{}</td>", solution.get(variable).map(linked).unwrap_or_default())?;
                }
                writeln!(out, "</tr>")?;
            }
            writeln!(out, "</table><p>{rows} rows</p>")?;
        }
    }
    Ok(())
}

fn linked(term: &Term) -> String {
    let text = html(&visible(&readable(term)));
    match term {
        Term::NamedNode(node)
            if node.as_str().starts_with("https://") || node.as_str().starts_with("http://") =>
        {
            format!("<a href=\"{}\" rel=\"noreferrer\">{text}</a>", html(node.as_str()))
        }
        _ => text,
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
