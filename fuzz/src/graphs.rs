//! RDF: readers of statements, the scanner of canonical lines beside a general parser, and dumps.

use super::containers::read;
use super::log::{Log, blamed};
use super::scratch::Scratch;
use aicity::model::record::Reason;
use aicity::rdf::dump::{Dump, GraphWriter, Holds, LAYOUT, Manifest};
use aicity::rdf::{fast, scan, term};
use aicity::sources::{self, Options};
use oxrdf::Quad;
use oxttl::NQuadsParser;
use std::fs;

/// The quads of a text by the general parser, line by line; `None` where it refuses something.
fn quads(text: &[u8]) -> Option<Vec<Quad>> {
    let lines = text.split(|&byte| byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let quads = lines.flat_map(|line| NQuadsParser::new().for_slice(line).collect::<Vec<_>>());
    quads.collect::<Result<_, _>>().ok()
}

/// Canonical text of quads: the form that the scanner reads.
fn canonical(quads: &[Quad]) -> String {
    let mut text = Vec::new();
    for quad in quads {
        for part in [quad.subject.clone().into(), quad.predicate.clone().into(), quad.object.clone()] {
            term::write(&part, &mut text);
            text.push(b' ');
        }
        if !quad.graph_name.is_default_graph() {
            text.extend(quad.graph_name.to_string().bytes());
            text.push(b' ');
        }
        text.extend(b".\n");
    }
    String::from_utf8(text).unwrap()
}

/// Our vocabulary, statement by statement. However a line is spelled, it says what its canonical spelling says.
pub fn rdf(bytes: &[u8]) {
    let log = read("rdf", &[("graph.nq", bytes)]);
    let Some(quads) = quads(bytes) else { return };
    let syntax = log.rejections.iter().any(|r| r.reason == Reason::Syntax && r.field.is_empty());
    assert!(!syntax || !log.is_whole(), "oxttl reads what the reader does not: {:?}", log.rejections);
    let again = Log::twice("rdf", &[("graph.nq", canonical(&quads).as_bytes())]);
    assert_eq!(log.facts(), again.facts(), "canonical lines say something else");
    if quads.iter().all(|quad| quad.graph_name.is_default_graph()) {
        let turtle = Log::twice("rdf", &[("graph.ttl", canonical(&quads).as_bytes())]);
        assert_eq!(log.facts(), turtle.facts(), "Turtle says something else");
    }
}

/// Our vocabulary as Turtle.
pub fn turtle(bytes: &[u8]) {
    read("rdf", &[("graph.trig", bytes)]);
    read("rdf", &[("graph.ttl", bytes)]);
}

/// Any dataset in the syntaxes of RDF. What was read says the same when it is written as lines, the names of blank nodes
/// included; and lines are read as the general parser reads them.
pub fn graph(bytes: &[u8]) {
    for name in ["any.nt", "any.nq", "any.ttl", "any.trig"] {
        let log = kept(name, bytes);
        if name == "any.nq" {
            let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            let theirs: Result<Vec<Quad>, _> = NQuadsParser::new().for_slice(bytes).collect();
            assert_eq!(theirs.ok().map(|quads| quads.len()), log.is_whole().then_some(log.records.len()));
        }
    }
}

/// Any dataset as JSON-LD. Its parser goes through the keys of a definition in no order, so that of several faults in one
/// another one may be told when asked again.
pub fn json_ld(bytes: &[u8]) {
    let (_scratch, paths) = Scratch::with(&[("any.jsonld", bytes)]);
    let (log, again) = (Log::read("graph", &paths), Log::read("graph", &paths));
    assert_eq!(log.content(), again.content(), "another answer when asked again");
    comes_back(&log);
}

fn kept(name: &str, bytes: &[u8]) -> Log {
    let log = read("graph", &[(name, bytes)]);
    comes_back(&log);
    log
}

/// Its own lines say the same.
fn comes_back(log: &Log) {
    if log.is_whole() {
        let lines = log.records.iter().map(|(_, line)| line.as_str()).collect::<Vec<_>>().join("\n");
        let again = Log::twice("graph", &[("any.nq", lines.as_bytes())]);
        assert!(again.is_whole(), "{:?}", again.end);
        assert_eq!(log.records, again.records, "its own lines say something else");
    }
}

/// `SemOpenAlex` as lines and as Turtle, which hold the same where both are read to their end.
pub fn semopenalex(bytes: &[u8]) {
    let lines = read("semopenalex", &[("soa.nt", bytes)]);
    let turtle = read("semopenalex", &[("soa.ttl", bytes)]);
    let sound = |log: &Log| log.is_whole() && log.rejections.is_empty();
    if sound(&lines) && sound(&turtle) {
        assert_eq!(lines.facts(), turtle.facts(), "Turtle says something else than lines");
    }
}

/// Lines of a dump: where the scanner answers, the general parser answers the same.
pub fn scanner(bytes: &[u8]) {
    for line in bytes.split(|&byte| byte == b'\n') {
        let split = scan::split(line);
        let Some(ours) = scan::checked(line) else { continue };
        assert_eq!(split, Some(ours));
        let theirs: Vec<_> = NQuadsParser::new().for_slice(line).collect();
        let [Ok(quad)] = &theirs[..] else { panic!("oxttl reads {theirs:?}") };
        let read = |text: &[u8]| term::read(text).unwrap();
        assert_eq!(read(ours.subject), quad.subject.clone().into());
        assert_eq!(read(ours.predicate), quad.predicate.clone().into());
        assert_eq!(read(ours.object), quad.object);
        let graph = std::str::from_utf8(ours.graph).unwrap();
        let theirs =
            if quad.graph_name.is_default_graph() { String::new() } else { quad.graph_name.to_string() };
        assert_eq!(graph, theirs);
    }
}

/// A dump with a good checksum over any text: refused or a corpus, never a panic; and what the general reader makes of it
/// blames the input.
pub fn dump(bytes: &[u8]) {
    let scratch = Scratch::new();
    let mut writer = GraphWriter::create(scratch.path()).unwrap();
    for subject in bytes.split_inclusive(|&byte| byte == b'\n') {
        writer.subject().unwrap();
        writer.buffer().extend_from_slice(subject);
    }
    let written = writer.finish().unwrap();
    let manifest = Manifest {
        layout: LAYOUT,
        program: String::new(),
        holds: Holds::Corpus,
        edition: String::new(),
        sha256: written.compressed.0,
        bytes: written.compressed.1,
        text_sha256: written.text.0,
        text_bytes: written.text.1,
        profile: String::new(),
        counts: std::collections::BTreeMap::new(),
        coverage: serde_json::Value::Null,
        sources: Vec::new(),
        checksum: String::new(),
    };
    manifest.write(scratch.path()).unwrap();
    let dump = Dump::find(scratch.path()).unwrap();
    let corpus = blamed(fast::read(&dump));
    let again = blamed(fast::read(&dump));
    assert_eq!(corpus.is_ok(), again.is_ok());
    let mut log = Log::default();
    let format = sources::find("rdf").unwrap();
    let _ = blamed(format.read(&[scratch.path().to_owned()], &Options::ALL, &mut log));
    // The manifest itself: any bytes.
    fs::write(scratch.path().join(aicity::rdf::dump::MANIFEST), bytes).unwrap();
    assert!(blamed(Dump::find(scratch.path())).is_err());
}
