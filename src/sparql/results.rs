//! Query results as CSV, TSV, JSON (W3C formats), N-Triples for graphs, or a table for people.

use super::evaluate::failed;
use crate::base::{Error, Result};
use crate::rdf::iri;
use oxigraph::sparql::QueryResults;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxrdf::Term;
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
}

/// Writes results; a CONSTRUCT or DESCRIBE is written as N-Triples in every format. Answers the number of rows.
pub fn write(results: QueryResults<'_>, format: Format, out: &mut dyn Write) -> Result<u64> {
    let format = match format {
        Format::Table => return table(results, out),
        Format::Csv => QueryResultsFormat::Csv,
        Format::Tsv => QueryResultsFormat::Tsv,
        Format::Json => QueryResultsFormat::Json,
    };
    let serializer = QueryResultsSerializer::from_format(format);
    match results {
        QueryResults::Solutions(solutions) => {
            let variables = solutions.variables().to_vec();
            let mut writer = serializer.serialize_solutions_to_writer(&mut *out, variables)?;
            let mut rows = 0;
            for solution in solutions {
                writer.serialize(&solution.map_err(|e| failed(&e))?)?;
                rows += 1;
            }
            writer.finish()?;
            newline(format, out)?;
            Ok(rows)
        }
        QueryResults::Boolean(answer) => {
            serializer.serialize_boolean_to_writer(&mut *out, answer)?;
            out.write_all(b"\n")?;
            Ok(1)
        }
        graph @ QueryResults::Graph(_) => triples(graph, out),
    }
}

fn newline(format: QueryResultsFormat, out: &mut dyn Write) -> io::Result<()> {
    if format == QueryResultsFormat::Json { out.write_all(b"\n") } else { Ok(()) }
}

fn triples(results: QueryResults<'_>, out: &mut dyn Write) -> Result<u64> {
    let QueryResults::Graph(triples) = results else { return Ok(0) };
    let mut rows = 0;
    for triple in triples {
        writeln!(out, "{} .", triple.map_err(|e| failed(&e))?)?;
        rows += 1;
    }
    Ok(rows)
}

fn table(results: QueryResults<'_>, out: &mut dyn Write) -> Result<u64> {
    match results {
        QueryResults::Boolean(answer) => {
            writeln!(out, "{}", if answer { "yes" } else { "no" })?;
            Ok(1)
        }
        graph @ QueryResults::Graph(_) => triples(graph, out),
        QueryResults::Solutions(solutions) => {
            let variables = solutions.variables().to_vec();
            let mut rows = Vec::new();
            for solution in solutions {
                let solution = solution.map_err(|e| failed(&e))?;
                rows.push(
                    variables.iter().map(|v| solution.get(v).map(readable).unwrap_or_default()).collect(),
                );
            }
            let count = rows.len() as u64;
            let names: Vec<String> = variables.iter().map(|v| v.as_str().to_owned()).collect();
            crate::base::table::write(&names, &rows, out).map_err(Error::from)?;
            Ok(count)
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
