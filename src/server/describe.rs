//! What the server says of itself as RDF: the service description of the endpoint, and `VoID` and DCAT of the dataset.

use super::etag;
use super::problem::{Problem, Result};
use super::reply::Reply;
use super::router::Asked;
use super::state::State;
use crate::base::media;
use crate::rdf::vocabulary;
use crate::sparql::functions::FUNCTIONS;
use crate::sparql::results::{Format, GRAPHS, SOLUTIONS, Unlimited, triples};
use crate::sparql::statistics::{GraphStatistics, Statistics};
use crate::sparql::wire::{Job, Task};
use hyper::header;
use oxrdf::{BlankNode, Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use std::sync::Arc;

const SD: &str = "http://www.w3.org/ns/sparql-service-description#";
const VOID: &str = "http://rdfs.org/ns/void#";
const DCAT: &str = "http://www.w3.org/ns/dcat#";
const DCT: &str = "http://purl.org/dc/terms/";
const FORMATS: &str = "http://www.w3.org/ns/formats/";
const RDFS_LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";
const RDFS_COMMENT: &str = "http://www.w3.org/2000/01/rdf-schema#comment";
const PROV: &str = "http://www.w3.org/ns/prov#";

/// Statements under way.
#[derive(Default)]
struct Builder {
    triples: Vec<Triple>,
    nodes: usize,
}

impl Builder {
    fn iri(&mut self, subject: &NamedOrBlankNode, predicate: &str, object: &str) {
        self.add(subject, predicate, NamedNode::new_unchecked(object).into());
    }

    fn text(&mut self, subject: &NamedOrBlankNode, predicate: &str, text: &str, language: &str) {
        let literal = match language {
            "" => Literal::new_simple_literal(text),
            language => Literal::new_language_tagged_literal_unchecked(text, language),
        };
        self.add(subject, predicate, literal.into());
    }

    fn number(&mut self, subject: &NamedOrBlankNode, predicate: &str, number: u64) {
        self.add(subject, predicate, Literal::from(number).into());
    }

    fn add(&mut self, subject: &NamedOrBlankNode, predicate: &str, object: Term) {
        let predicate = NamedNode::new_unchecked(predicate);
        self.triples.push(Triple { subject: subject.clone(), predicate, object });
    }

    /// A new node of a class, which another one points to.
    fn node(&mut self, from: &NamedOrBlankNode, predicate: &str, class: &str) -> NamedOrBlankNode {
        self.nodes += 1;
        let node = BlankNode::new_unchecked(format!("n{}", self.nodes));
        self.add(from, predicate, node.clone().into());
        let node = node.into();
        self.iri(&node, vocabulary::TYPE, class);
        node
    }
}

fn named(iri: &str) -> NamedOrBlankNode {
    NamedNode::new_unchecked(iri).into()
}

fn term(namespace: &str, local: &str) -> String {
    format!("{namespace}{local}")
}

/// Service description (SPARQL 1.1 Service Description): what the endpoint can do, and what it holds.
pub async fn service(state: &Arc<State>, asked: &Asked) -> Result<Reply> {
    let statistics = statistics(state).await?;
    let url = format!("http://{}", asked.host);
    let service = named(&format!("{url}/sparql"));
    let mut to = Builder::default();
    to.iri(&service, vocabulary::TYPE, &term(SD, "Service"));
    to.iri(&service, &term(SD, "endpoint"), &format!("{url}/sparql"));
    to.iri(&service, &term(SD, "supportedLanguage"), &term(SD, "SPARQL11Query"));
    for (format, _) in SOLUTIONS.iter().chain(GRAPHS).filter(|(format, _)| *format != Format::Html) {
        to.iri(&service, &term(SD, "resultFormat"), &term(FORMATS, format_name(*format)));
    }
    to.iri(&service, &term(SD, "feature"), &term(SD, "EmptyGraphs"));
    for function in FUNCTIONS {
        let node = named(function.iri);
        to.iri(&service, &term(SD, "extensionFunction"), function.iri);
        to.iri(&node, vocabulary::TYPE, &term(SD, "Function"));
        to.text(&node, RDFS_LABEL, function.title_en, "en");
        to.text(&node, RDFS_LABEL, function.title_zh, "zh");
        to.text(&node, RDFS_COMMENT, &format!("{}: {}", function.signature, function.formula), "en");
    }
    let dataset = to.node(&service, &term(SD, "defaultDataset"), &term(SD, "Dataset"));
    to.iri(&dataset, vocabulary::TYPE, &term(VOID, "Dataset"));
    for graph in &statistics.graphs {
        let node = match &graph.name {
            None => to.node(&dataset, &term(SD, "defaultGraph"), &term(SD, "Graph")),
            Some(name) => {
                let entry = to.node(&dataset, &term(SD, "namedGraph"), &term(SD, "NamedGraph"));
                to.iri(&entry, &term(SD, "name"), name);
                to.node(&entry, &term(SD, "graph"), &term(SD, "Graph"))
            }
        };
        to.number(&node, &term(VOID, "triples"), graph.triples);
    }
    answer(state, asked, to.triples)
}

const fn format_name(format: Format) -> &'static str {
    match format {
        Format::Csv => "SPARQL_Results_CSV",
        Format::Tsv => "SPARQL_Results_TSV",
        Format::Json => "SPARQL_Results_JSON",
        Format::Xml => "SPARQL_Results_XML",
        Format::Ttl => "Turtle",
        Format::Nq => "N-Quads",
        Format::Trig => "TriG",
        Format::Jsonld => "JSON-LD",
        Format::Rdf => "RDF_XML",
        Format::Nt | Format::Table | Format::Html => "N-Triples",
    }
}

/// `VoID` and DCAT of the dataset: counts, where it is had, and what it was made from.
pub async fn void(state: &Arc<State>, asked: &Asked) -> Result<Reply> {
    if asked.target.segments[1] != "void" {
        return Err(Problem::new(super::problem::NOT_FOUND, "the description is at /.well-known/void"));
    }
    let statistics = statistics(state).await?;
    let edition = state.edition();
    let url = format!("http://{}", asked.host);
    let dataset = named(&format!("{}edition/{}", vocabulary::BASE, edition.id));
    let mut to = Builder::default();
    let description = named(&format!("{url}/.well-known/void"));
    to.iri(&description, vocabulary::TYPE, &term(VOID, "DatasetDescription"));
    to.iri(&description, "http://xmlns.com/foaf/0.1/primaryTopic", &dataset_iri(&edition.id));
    to.iri(&dataset, vocabulary::TYPE, &term(VOID, "Dataset"));
    to.iri(&dataset, vocabulary::TYPE, &term(DCAT, "Dataset"));
    to.text(&dataset, &term(DCT, "title"), "Research of cities, as a graph", "en");
    to.text(&dataset, &term(DCT, "title"), "城市科研知识图谱", "zh");
    to.text(&dataset, &term(DCT, "identifier"), &edition.id, "");
    to.iri(&dataset, &term(VOID, "sparqlEndpoint"), &format!("{url}/sparql"));
    to.iri(&dataset, &term(VOID, "dataDump"), &format!("{url}/dump/graph.nq.zst"));
    to.iri(&dataset, &term(VOID, "vocabulary"), vocabulary::ONTOLOGY.trim_end_matches('#'));
    to.text(&dataset, &term(VOID, "uriSpace"), vocabulary::BASE, "");
    // The graphs share terms: what is counted once in each is not counted once in all, so only triples are added up.
    to.number(&dataset, &term(VOID, "triples"), statistics.graphs.iter().map(|graph| graph.triples).sum());
    for graph in &statistics.graphs {
        let subset = to.node(&dataset, &term(VOID, "subset"), &term(VOID, "Dataset"));
        match &graph.name {
            Some(name) => to.text(&subset, &term(DCT, "identifier"), name, ""),
            None => to.text(&subset, &term(DCT, "title"), "the default graph", "en"),
        }
        to.number(&subset, &term(VOID, "triples"), graph.triples);
        counts(&mut to, &subset, graph);
    }
    distribution(&mut to, &dataset, &format!("{url}/dump/graph.nq.zst"), "application/zstd");
    distribution(&mut to, &dataset, &format!("{url}/sparql"), "application/sparql-results+json");
    sources(&mut to, &dataset, &edition.corpus);
    answer(state, asked, to.triples)
}

fn dataset_iri(id: &str) -> String {
    format!("{}edition/{id}", vocabulary::BASE)
}

/// Subjects, objects, and partitions by class and property.
fn counts(to: &mut Builder, dataset: &NamedOrBlankNode, graph: &GraphStatistics) {
    to.number(dataset, &term(VOID, "distinctSubjects"), graph.subjects);
    to.number(dataset, &term(VOID, "distinctObjects"), graph.objects);
    to.number(dataset, &term(VOID, "properties"), graph.properties.len() as u64);
    to.number(dataset, &term(VOID, "classes"), graph.classes.len() as u64);
    for (class, entities) in &graph.classes {
        let part = to.node(dataset, &term(VOID, "classPartition"), &term(VOID, "Dataset"));
        to.iri(&part, &term(VOID, "class"), class);
        to.number(&part, &term(VOID, "entities"), *entities);
    }
    for (property, triples) in &graph.properties {
        let part = to.node(dataset, &term(VOID, "propertyPartition"), &term(VOID, "Dataset"));
        to.iri(&part, &term(VOID, "property"), property);
        to.number(&part, &term(VOID, "triples"), *triples);
    }
}

fn distribution(to: &mut Builder, dataset: &NamedOrBlankNode, url: &str, media_type: &str) {
    let node = to.node(dataset, &term(DCAT, "distribution"), &term(DCAT, "Distribution"));
    to.iri(&node, &term(DCAT, "accessURL"), url);
    to.text(&node, &term(DCAT, "mediaType"), media_type, "");
}

/// The files that the corpus was made from.
fn sources(to: &mut Builder, dataset: &NamedOrBlankNode, corpus: &crate::model::Corpus) {
    let from = &corpus.sources;
    for i in 0..from.bytes.len() {
        let node = to.node(dataset, &term(PROV, "wasDerivedFrom"), &term(PROV, "Entity"));
        to.text(&node, RDFS_LABEL, from.name.get(i), "");
        to.text(&node, vocabulary::FORMAT, from.format.get(i), "");
        to.text(&node, vocabulary::SHA256, from.sha256.get(i), "");
    }
}

/// Counts of the graph, made by a query process when they are needed first.
async fn statistics(state: &Arc<State>) -> Result<Statistics> {
    let edition = state.edition();
    if let Some(statistics) = edition.statistics.get() {
        return Ok(statistics.clone());
    }
    let time = state.options.time;
    let job = Job {
        task: Task::Statistics,
        accept: None,
        format: None,
        rows: u64::MAX,
        bytes: state.options.bytes,
        seconds: time.as_secs(),
    };
    let held = Arc::clone(&edition.workers).run(&state.queries, job, time).await?;
    let bytes = held.bytes().ok_or_else(|| Problem::defect("the counts of the graph are too many"))?;
    let statistics: Statistics = serde_json::from_slice(bytes).map_err(|e| Problem::defect(e.to_string()))?;
    Ok(edition.statistics.get_or_init(|| statistics).clone())
}

/// Writes statements in the format that is asked for.
fn answer(state: &Arc<State>, asked: &Asked, statements: Vec<Triple>) -> Result<Reply> {
    let names: Vec<&[&str]> = GRAPHS.iter().map(|(_, names)| *names).collect();
    let accept = asked.list(header::ACCEPT);
    let chosen = media::choose(accept.as_deref(), &names).ok_or_else(|| {
        let offered: Vec<&str> = names.iter().map(|names| names[0]).collect();
        Problem::new(super::problem::NOT_ACCEPTABLE, format!("this can be sent: {}", offered.join(", ")))
    })?;
    let tag = etag::of(&state.edition().id, asked, accept.as_deref());
    if etag::matches(asked, &tag) {
        return Ok(etag::not_modified(&tag));
    }
    let format = GRAPHS[chosen].0;
    let mut out = Vec::new();
    triples(statements.into_iter().map(Ok), format, &mut Unlimited, &mut out)?;
    Ok(etag::tagged(Reply::of(format.media_type(), out), &tag))
}
