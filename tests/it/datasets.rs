//! Datasets that are kept statement by statement (`load --format graph`), beside what oxttl and oxigraph's own store make
//! of the same bytes; and their dumps.

use crate::faults::lab::{aicity, run, succeed};
use crate::support::answers::value;
use crate::support::shared;
use aicity::engine::load::{self, Job};
use aicity::engine::resolve::Means;
use aicity::rdf::dump::Holds;
use aicity::sources;
use aicity::store::export;
use aicity::store::{Generation, Store};
use oxrdf::dataset::CanonicalizationAlgorithm;
use oxrdf::{BlankNode, Dataset, GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};
use oxttl::{NQuadsParser, TurtleParser};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

/// Loads files as the product does, and opens what was written.
fn load(inputs: &[PathBuf], store: &Path) -> Generation {
    let (format, means) = (sources::find("graph").unwrap(), Means::default());
    load::load(&Job::plain(format, inputs, &means), store).unwrap_or_else(|e| panic!("{inputs:?}: {e}"));
    let generation = Store::at(store).open().unwrap();
    generation.verify().unwrap();
    assert_eq!(generation.manifest.holds, Holds::Graph);
    generation
}

/// The quads of a generation, by the lines that a dump has.
fn quads(generation: &Generation) -> Vec<Quad> {
    let (image, mut lines) = (generation.image().unwrap(), Vec::new());
    for graph in &image.graphs {
        graph.spo.iter().for_each(|triple| export::line(&image, triple, graph.name, &mut lines));
    }
    NQuadsParser::new().for_slice(&lines).map(Result::unwrap).collect()
}

/// A dataset that is equal to any other one that says the same with other names of blank nodes.
fn canonical(quads: impl IntoIterator<Item = Quad>) -> Dataset {
    let mut dataset: Dataset = quads.into_iter().collect();
    dataset.canonicalize(CanonicalizationAlgorithm::Unstable);
    dataset
}

fn turtle_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            turtle_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "ttl") {
            found.push(path);
        }
    }
    found.sort();
}

/// The Turtle files of the W3C's suite, each with a base of its own, in a folder.
fn suite(dir: &Path) -> Option<Vec<PathBuf>> {
    let mut files = Vec::new();
    turtle_files(&shared("rdf-tests/sparql/sparql11")?, &mut files);
    let copy = |(number, path): (usize, PathBuf)| {
        let copy = dir.join(format!("{number}.ttl"));
        let text = fs::read_to_string(path).unwrap();
        fs::write(&copy, format!("@base <https://a.example/{number}/> .\n{text}")).unwrap();
        copy
    };
    Some(files.into_iter().enumerate().map(copy).collect())
}

fn by_oxttl(path: &Path) -> Vec<Quad> {
    let text = fs::read(path).unwrap();
    TurtleParser::new()
        .for_slice(&text)
        .map(|triple| triple.unwrap().in_graph(GraphName::DefaultGraph))
        .collect()
}

/// Quads as oxigraph's store holds them: values, not their spelling.
fn as_values(quads: impl IntoIterator<Item = Quad>) -> Dataset {
    canonical(quads.into_iter().map(|quad| Quad { object: value(&quad.object), ..quad }))
}

#[test]
fn every_turtle_file_of_the_w3c_suite_is_kept_as_other_parsers_read_it() {
    let dir = tempfile::tempdir().unwrap();
    let Some(files) = suite(dir.path()) else { return };
    assert!(files.len() > 100, "{} files", files.len());
    let mut all = 0;
    for path in &files {
        let ours = quads(&load(std::slice::from_ref(path), &dir.path().join("store")));
        all += ours.len();
        assert_eq!(canonical(ours.iter().cloned()), canonical(by_oxttl(path)), "{}", path.display());
        let store = oxigraph::store::Store::new().unwrap();
        let parser = oxigraph::io::RdfParser::from_format(oxigraph::io::RdfFormat::Turtle);
        store.load_from_slice(parser, &fs::read(path).unwrap()).unwrap();
        let theirs = store.iter().map(Result::unwrap);
        assert_eq!(as_values(ours), as_values(theirs), "{}", path.display());
    }
    println!("{} files, {all} statements", files.len());
}

#[test]
fn files_of_the_w3c_suite_together_are_the_merge_of_each() {
    let dir = tempfile::tempdir().unwrap();
    let Some(mut files) = suite(dir.path()) else { return };
    let mut merge = Dataset::new();
    for (number, path) in files.iter().enumerate() {
        let apart = |label: &str| BlankNode::new_unchecked(format!("f{number}_{label}"));
        for mut quad in by_oxttl(path) {
            if let NamedOrBlankNode::BlankNode(node) = &quad.subject {
                quad.subject = apart(node.as_str()).into();
            }
            if let Term::BlankNode(node) = &quad.object {
                quad.object = apart(node.as_str()).into();
            }
            merge.insert(&quad);
        }
    }
    let one = load(&files, &dir.path().join("one"));
    assert_eq!(quads(&one).len(), merge.len());
    files.reverse();
    let other = load(&files, &dir.path().join("other"));
    assert!(one.image().unwrap() == other.image().unwrap(), "the order of files decides");
}

fn name() -> impl Strategy<Value = NamedNode> {
    "https://[a-c]\\.example/[a-zé]{0,3}(#[a-z]{1,2})?".prop_map(|iri| NamedNode::new(iri).unwrap())
}

fn node() -> impl Strategy<Value = NamedOrBlankNode> {
    prop_oneof![
        2 => name().prop_map(NamedOrBlankNode::from),
        1 => "[a-z]{1,2}|[a-f]{1,3}[0-9]".prop_map(|label| BlankNode::new(label).unwrap().into()),
    ]
}

fn literal() -> impl Strategy<Value = Literal> {
    let text = || "[a-z \"\\\\\n\r\t<>é京\u{202e}]{0,8}";
    prop_oneof![
        text().prop_map(Literal::from),
        (text(), "en|de-ch|zh")
            .prop_map(|(text, tag)| Literal::new_language_tagged_literal(text, tag).unwrap()),
        (text(), name()).prop_map(|(text, datatype)| Literal::new_typed_literal(text, datatype)),
        "-?0{0,2}[0-9]{1,3}".prop_map(|n| Literal::new_typed_literal(n, oxrdf::vocab::xsd::INTEGER)),
    ]
}

fn quad() -> impl Strategy<Value = Quad> {
    let object = prop_oneof![node().prop_map(Term::from), literal().prop_map(Term::from)];
    let graph = prop_oneof![
        2 => Just(GraphName::DefaultGraph),
        1 => node().prop_map(GraphName::from),
    ];
    (node(), name(), object, graph).prop_map(|(s, p, o, g)| Quad::new(s, p, o, g))
}

/// A dataset written down in each syntax that has graphs, by serializers that are not ours.
fn written(quads: &[Quad]) -> [(&'static str, Vec<u8>); 3] {
    let mut lines = oxttl::NQuadsSerializer::new().for_writer(Vec::new());
    let mut trig = oxttl::TriGSerializer::new().for_writer(Vec::new());
    let mut json = oxjsonld::JsonLdSerializer::new().for_writer(Vec::new());
    for quad in quads {
        lines.serialize_quad(quad).unwrap();
        trig.serialize_quad(quad).unwrap();
        json.serialize_quad(quad).unwrap();
    }
    [("a.nq", lines.finish()), ("a.trig", trig.finish().unwrap()), ("a.jsonld", json.finish().unwrap())]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_dataset_is_kept_in_any_syntax(quads in prop::collection::vec(quad(), 0..25)) {
        let dir = tempfile::tempdir().unwrap();
        let expected = canonical(quads.iter().cloned());
        for (name, bytes) in written(&quads) {
            let path = dir.path().join(name);
            fs::write(&path, bytes).unwrap();
            let kept = load(std::slice::from_ref(&path), &dir.path().join("store"));
            prop_assert_eq!(&canonical(self::quads(&kept)), &expected, "{}", name);
            let graphs = expected.iter().filter(|q| !q.graph_name.is_default_graph()).map(|q| q.graph_name.to_string());
            let graphs = graphs.collect::<std::collections::BTreeSet<_>>().len() as u64;
            prop_assert_eq!(kept.manifest.counts["graphs"], graphs);
            prop_assert_eq!(kept.manifest.counts["quads"], expected.len() as u64);
        }
    }
}

const TRIG: &str = "@prefix : <https://a.example/> . :s :p [ :q ( 1 2 ) ] . _:g { _:g :p \"x\"@en . :a :b _:c10 . :a :b _:c2 }";
const LINES: &str =
    "_:g <https://a.example/p> _:c2 .\n<https://a.example/s> <https://a.example/p> \"007\" .\n";

/// Two files in a store of their own.
fn two_files(dir: &Path) -> PathBuf {
    let (one, two, store) = (dir.join("one.trig"), dir.join("two.nt"), dir.join("store"));
    fs::write(&one, TRIG).unwrap();
    fs::write(&two, LINES).unwrap();
    load(&[one, two], &store);
    store
}

fn files_of(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: PathBuf| (PathBuf::from(path.file_name().unwrap()), fs::read(path).unwrap());
    paths.into_iter().map(read).collect()
}

#[test]
fn a_dump_of_a_graph_comes_back_byte_for_byte() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    let store = two_files(dir.path());
    let arguments = |words: &[&str], paths: &[PathBuf]| {
        let mut command = aicity(words);
        command.args(paths);
        command
    };
    succeed(&mut arguments(&["dump", "-q", "--store"], &[store.clone(), "-o".into(), at("dump")]));
    succeed(&mut arguments(&["verify", "--dump"], &[at("dump")]));
    // By its folder, and by its graph.
    for (name, input) in [("again", at("dump")), ("third", at("dump/graph.nq.zst"))] {
        let to = at(name);
        succeed(&mut arguments(&["load", "-q", "--format", "graph"], &[input, "--store".into(), to.clone()]));
        assert!(files_of(&store.join("gen-1")) == files_of(&to.join("gen-1")), "{name}: another store");
        let dumped = at(&format!("{name}-dump"));
        succeed(&mut arguments(&["dump", "-q", "--store"], &[to, "-o".into(), dumped.clone()]));
        assert!(files_of(&at("dump")) == files_of(&dumped), "{name}: another dump");
    }
    // Beside another file it is a file like any other: its blank nodes get new names, and nothing else changes.
    fs::write(at("more.nt"), "_:f1b1 <https://a.example/more> _:f2b1 .\n").unwrap();
    let both = load(&[at("dump"), at("more.nt")], &at("both"));
    let mut expected = quads(&Store::at(&store).open().unwrap());
    let more = [BlankNode::default(), BlankNode::default()];
    let predicate = NamedNode::new_unchecked("https://a.example/more");
    expected.push(Quad::new(more[0].clone(), predicate, more[1].clone(), GraphName::DefaultGraph));
    assert_eq!(canonical(quads(&both)), canonical(expected));
}

#[test]
fn a_damaged_dump_of_a_graph_is_found_out() {
    let dir = tempfile::tempdir().unwrap();
    let (store, dump) = (two_files(dir.path()), dir.path().join("dump"));
    succeed(aicity(["dump", "-q", "--store"]).arg(&store).arg("-o").arg(&dump));
    for name in ["graph.nq.zst", "manifest.json"] {
        let (path, before) = (dump.join(name), fs::read(dump.join(name)).unwrap());
        for at in (0..before.len()).step_by(before.len() / 40 + 1) {
            let mut flipped = before.clone();
            flipped[at] ^= 4;
            fs::write(&path, flipped).unwrap();
            let verified = run(aicity(["verify", "--dump"]).arg(&dump));
            assert_eq!(verified.code, Some(8), "{name} at {at}: {}", verified.err);
            let to = dir.path().join("again");
            let loaded = run(aicity(["load", "--format", "graph"]).arg(&dump).arg("--store").arg(&to));
            assert!(matches!(loaded.code, Some(3 | 8)), "{name} at {at}: {}", loaded.err);
            assert!(!to.join("CURRENT").exists(), "{name} at {at}");
        }
        fs::write(path, before).unwrap();
    }
    succeed(aicity(["verify", "--dump"]).arg(&dump));
}

#[test]
fn a_dataset_of_many_graphs_takes_no_longer_for_each() {
    let dir = tempfile::tempdir().unwrap();
    let (path, dump) = (dir.path().join("a.nq"), dir.path().join("dump"));
    let line = |n: u32| format!("<a:s{}> <a:p> \"{n}\" <a:g{n}> .\n", n % 100);
    fs::write(&path, (0..50_000).map(line).collect::<Vec<_>>().concat()).unwrap();
    let store = dir.path().join("store");
    let generation = load(&[path], &store);
    assert_eq!(generation.manifest.counts["graphs"], 50_000);
    // Both ways once looked at every graph for every statement: minutes here.
    succeed(aicity(["dump", "-q", "--store"]).arg(&store).arg("-o").arg(&dump));
    succeed(aicity(["verify", "--dump"]).arg(&dump));
}
