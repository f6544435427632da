//! The expected answers of the suite.

use super::manifest::{self, node, objects};
use crate::support::answers::{Answer, Row};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput};
use oxrdf::{BlankNode, Graph, Literal, NamedNodeRef, NamedOrBlankNodeRef, Term, TermRef};
use std::path::Path;

const RS: &str = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#";

/// Reads an answer: SPARQL results as XML, JSON or TSV, a result set in RDF, or the graph of a CONSTRUCT.
pub fn read(root: &Path, iri: &str) -> Answer {
    let extension = iri.rsplit('.').next().unwrap_or_default();
    if let Some(format) = QueryResultsFormat::from_extension(extension) {
        return results(&manifest::bytes(root, iri), format).unwrap_or_else(|e| panic!("{iri}: {e}"));
    }
    let graph = manifest::graph(root, iri);
    let class = NamedNodeRef::new_unchecked("http://www.w3.org/1999/02/22-rdf-syntax-ns#type");
    let set = format!("{RS}ResultSet");
    let found = graph.subject_for_predicate_object(class, NamedNodeRef::new_unchecked(&set));
    found.map_or_else(|| Answer::graph(graph.iter().map(Into::into)), |set| result_set(&graph, set))
}

/// Parses results in one of the W3C's formats.
pub fn results(bytes: &[u8], format: QueryResultsFormat) -> Result<Answer, Box<dyn std::error::Error>> {
    Ok(match QueryResultsParser::from_format(format).for_reader(bytes)? {
        ReaderQueryResultsParserOutput::Boolean(answer) => Answer::Boolean(answer),
        ReaderQueryResultsParserOutput::Solutions(solutions) => {
            let names: Vec<String> = solutions.variables().iter().map(|v| v.as_str().to_owned()).collect();
            let rows: Result<Vec<Row>, _> = solutions.map(|s| s.map(|s| s.values().to_vec())).collect();
            Answer::table(&names, rows?)
        }
    })
}

/// The cells of a CSV, whose terms cannot be told: text, or a blank node.
pub fn cells(text: &[u8]) -> Answer {
    let mut reader = csv::Reader::from_reader(text);
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let cell = |text: &str| match text.strip_prefix("_:") {
        Some(label) => Some(BlankNode::new_unchecked(label).into()),
        None => Some(Literal::new_simple_literal(text).into()),
    };
    Answer::table(&names, reader.records().map(|row| row.unwrap().iter().map(cell).collect()).collect())
}

/// A result set in the vocabulary of the first test suite (`rs:`).
fn result_set(graph: &Graph, set: NamedOrBlankNodeRef<'_>) -> Answer {
    let names: Vec<String> = of(graph, set, "resultVariable").into_iter().map(text).collect();
    let row = |solution: TermRef<'_>| {
        let mut row: Row = vec![None; names.len()];
        for binding in of(graph, node(solution), "binding") {
            let name = of(graph, node(binding), "variable").into_iter().map(text).next();
            let column =
                names.iter().position(|n| Some(n) == name.as_ref()).expect("a variable of the result set");
            row[column] = of(graph, node(binding), "value").first().map(|term| term.into_owned());
        }
        row
    };
    let rows = of(graph, set, "solution").into_iter().map(row).collect();
    Answer::table(&names, rows)
}

fn of<'a>(graph: &'a Graph, subject: NamedOrBlankNodeRef<'_>, property: &str) -> Vec<TermRef<'a>> {
    objects(graph, subject, &format!("{RS}{property}"))
}

fn text(term: TermRef<'_>) -> String {
    match term.into_owned() {
        Term::Literal(literal) => literal.value().to_owned(),
        other => panic!("{other} is no name of a variable"),
    }
}
