//! The manifests of the W3C's test suite as cases.

use oxigraph::io::{RdfFormat, RdfParser};
use oxrdf::{Graph, NamedNode, NamedNodeRef, NamedOrBlankNodeRef, Quad, Term, TermRef};
use std::path::{Path, PathBuf};

/// Where the suite is published: the base of every IRI in it.
pub const SUITE: &str = "https://w3c.github.io/rdf-tests/sparql/sparql11/";

const MF: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
const QT: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// What a case asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Evaluate a query and compare terms.
    Evaluation,
    /// Evaluate a query and compare the text of its CSV.
    Csv,
    /// Accept the text of a query.
    Accept,
    /// Refuse the text of a query.
    Refuse,
    /// Something that this program has no part in, by the name of its class.
    Other(String),
}

/// One test.
#[derive(Debug, Clone)]
pub struct Case {
    /// Folder and local name.
    pub id: String,
    /// What it asks for.
    pub kind: Kind,
    /// IRI of the query.
    pub query: String,
    /// IRIs of the files of the default graph.
    pub data: Vec<String>,
    /// IRIs of the named graphs, each the name of its file.
    pub named: Vec<String>,
    /// IRI of the expected answer.
    pub result: String,
}

/// The suite's cases, and the manifests that are named but not here.
pub fn read(root: &Path) -> (Vec<Case>, Vec<String>) {
    let index = graph(root, &format!("{SUITE}manifest-all.ttl"));
    let (mut cases, mut absent) = (Vec::new(), Vec::new());
    for manifest in list(&index, &format!("{SUITE}manifest-all.ttl"), "include") {
        if file(root, &manifest).is_file() {
            let entries = graph(root, &manifest);
            cases.extend(
                list(&entries, &manifest, "entries").iter().map(|entry| case(&entries, &manifest, entry)),
            );
        } else {
            absent.push(manifest.trim_start_matches(SUITE).to_owned());
        }
    }
    (cases, absent)
}

/// The file that an IRI of the suite names.
pub fn file(root: &Path, iri: &str) -> PathBuf {
    root.join(iri.strip_prefix(SUITE).unwrap_or_else(|| panic!("{iri} is not in the suite")))
}

/// The bytes of a file of the suite.
pub fn bytes(root: &Path, iri: &str) -> Vec<u8> {
    let path = file(root, iri);
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The quads of an RDF file. Blank nodes of two files are never the same.
pub fn quads(root: &Path, iri: &str) -> Vec<Quad> {
    let extension = iri.rsplit('.').next().unwrap_or_default();
    let format = RdfFormat::from_extension(extension).unwrap_or_else(|| panic!("{iri}: no RDF format"));
    let parser = RdfParser::from_format(format).with_base_iri(iri).unwrap().rename_blank_nodes();
    let parsed: Result<Vec<Quad>, _> = parser.for_slice(&bytes(root, iri)).collect();
    parsed.unwrap_or_else(|e| panic!("{iri}: {e}"))
}

/// The triples of an RDF file.
pub fn graph(root: &Path, iri: &str) -> Graph {
    quads(root, iri).into_iter().map(oxrdf::Triple::from).collect()
}

/// Objects of a property, in the order of the file where they are one list, else in byte order.
pub fn objects<'a>(graph: &'a Graph, subject: NamedOrBlankNodeRef<'_>, property: &str) -> Vec<TermRef<'a>> {
    let mut found: Vec<TermRef<'a>> =
        graph.objects_for_subject_predicate(subject, NamedNodeRef::new_unchecked(property)).collect();
    found.sort_by_key(ToString::to_string);
    found
}

/// An object as a subject.
pub fn node(term: TermRef<'_>) -> NamedOrBlankNodeRef<'_> {
    match term {
        TermRef::NamedNode(node) => node.into(),
        TermRef::BlankNode(node) => node.into(),
        TermRef::Literal(literal) => panic!("{literal} has no properties"),
    }
}

/// Members of the RDF list that is a property of something.
pub fn members<'a>(graph: &'a Graph, subject: NamedOrBlankNodeRef<'_>, property: &str) -> Vec<TermRef<'a>> {
    let mut members = Vec::new();
    let mut rest = objects(graph, subject, property).first().copied();
    while let Some(cell) = rest {
        members.extend(objects(graph, node(cell), &format!("{RDF}first")));
        rest = objects(graph, node(cell), &format!("{RDF}rest")).first().copied();
    }
    members
}

fn list(graph: &Graph, manifest: &str, property: &str) -> Vec<String> {
    let manifest = NamedNode::new(manifest).unwrap();
    members(graph, manifest.as_ref().into(), &format!("{MF}{property}")).into_iter().map(iri).collect()
}

/// IRIs of the tests of a manifest.
pub fn entries(graph: &Graph, manifest: &str) -> Vec<String> {
    list(graph, manifest, "entries")
}

fn iri(term: TermRef<'_>) -> String {
    match term.into_owned() {
        Term::NamedNode(node) => node.into_string(),
        other => panic!("{other} is no IRI"),
    }
}

fn case(graph: &Graph, manifest: &str, entry: &str) -> Case {
    let subject = NamedNode::new(entry).unwrap();
    let subject = subject.as_ref().into();
    let class =
        objects(graph, subject, &format!("{RDF}type")).into_iter().map(iri).next().unwrap_or_default();
    let kind = kind(class.trim_start_matches(MF));
    let folder = manifest.trim_start_matches(SUITE).split('/').next().unwrap_or_default();
    let name = entry.rsplit(['#', '/']).next().unwrap_or_default();
    let mut case = Case {
        id: format!("{folder}/{name}"),
        kind,
        query: String::new(),
        data: Vec::new(),
        named: Vec::new(),
        result: String::new(),
    };
    if matches!(case.kind, Kind::Other(_)) {
        return case;
    }
    for action in objects(graph, subject, &format!("{MF}action")) {
        if matches!(case.kind, Kind::Accept | Kind::Refuse) {
            case.query = iri(action);
            continue;
        }
        let all = |property| objects(graph, node(action), &format!("{QT}{property}")).into_iter().map(iri);
        case.query = all("query").next().unwrap_or_default();
        case.data = all("data").collect();
        case.named = all("graphData").collect();
    }
    case.result =
        objects(graph, subject, &format!("{MF}result")).into_iter().map(iri).next().unwrap_or_default();
    case
}

fn kind(class: &str) -> Kind {
    match class {
        "QueryEvaluationTest" => Kind::Evaluation,
        "CSVResultFormatTest" => Kind::Csv,
        "PositiveSyntaxTest11" | "PositiveSyntaxTest" => Kind::Accept,
        "NegativeSyntaxTest11" | "NegativeSyntaxTest" => Kind::Refuse,
        other => Kind::Other(other.to_owned()),
    }
}
