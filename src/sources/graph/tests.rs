//! What is kept of datasets, and what is refused. Expected lines are written by hand.

use super::taker::{Labels, Taker};
use super::*;
use crate::base::{Kind, limits};
use oxrdf::{NamedNodeRef, QuadRef};
use std::fs;
use tempfile::TempDir;

/// Statements as lines of N-Quads.
#[derive(Default)]
struct Lines {
    terms: Vec<String>,
    lines: Vec<String>,
}

impl QuadSink for Lines {
    fn term(&mut self, text: &[u8]) -> u32 {
        self.terms.push(String::from_utf8(text.to_vec()).unwrap());
        self.terms.len() as u32 - 1
    }

    fn quad(&mut self, triple: [u32; 3], graph: Option<u32>) {
        let terms: Vec<&str> =
            triple.into_iter().chain(graph).map(|id| self.terms[id as usize].as_str()).collect();
        self.lines.push(format!("{} .", terms.join(" ")));
    }
}

fn folder(files: &[(&str, &str)]) -> (TempDir, Vec<PathBuf>) {
    let dir = tempfile::tempdir().unwrap();
    let write = |(name, text): &(&str, &str)| {
        let path = dir.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let paths = files.iter().map(write).collect();
    (dir, paths)
}

fn read_paths(paths: &[PathBuf]) -> Result<(Vec<String>, Vec<SourceFile>)> {
    let mut lines = Lines::default();
    let files = read(paths, UNWATCHED, &mut lines)?;
    Ok((lines.lines, files))
}

/// The lines of files, in the order of bytes.
fn kept(files: &[(&str, &str)]) -> Vec<String> {
    let (_dir, paths) = folder(files);
    let mut lines = read_paths(&paths).unwrap().0;
    lines.sort();
    lines
}

/// Kind, line and message of the error that a file ends with.
fn refused(name: &str, text: &str) -> (Kind, u64, String) {
    let (_dir, paths) = folder(&[(name, text)]);
    let error = read_paths(&paths).err().unwrap_or_else(|| panic!("{text:?} is taken"));
    let line = if let Error::Input { line, .. } = &error { *line } else { 0 };
    let message = format!("{error}\n{}", error.hint().unwrap_or_default());
    let shown = message.replace(&paths[0].display().to_string(), name);
    assert!(!shown.contains("aicity-no-base"), "{shown}");
    (error.kind(), line, shown)
}

const EXPECTED: [&str; 4] = [
    r#"<https://a.example/s> <https://a.example/p> "007"^^<http://www.w3.org/2001/XMLSchema#integer> ."#,
    r#"<https://a.example/s> <https://a.example/p> "a \"b\"\n北京"@zh ."#,
    r"<https://a.example/s> <https://a.example/q> _:f1b1 .",
    r"_:f1b1 <https://a.example/q> <https://a.example/s> .",
];

#[test]
fn every_syntax_says_the_same() {
    let lines = "<https://a.example/s> <https://a.example/p> \"007\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n\
        # a comment\n\
        <https://a.example/s>\t<https://a.example/p> \"a \\\"b\\\"\\n\\u5317京\"@ZH .\n\
        <https://a.example/s> <https://a.example/q> _:x .\n_:x <https://a.example/q> <https://a.example/s> .\n";
    let turtle = "@base <https://a.example/> . @prefix : <https://a.example/> .\n\
        <s> :p 007, \"\"\"a \"b\"\n北京\"\"\"@zh ; :q [ :q :s ] .";
    let json = r#"{"@context": {"@vocab": "https://a.example/", "@base": "https://a.example/"}, "@id": "s",
        "p": [{"@value": "007", "@type": "http://www.w3.org/2001/XMLSchema#integer"},
              {"@value": "a \"b\"\n北京", "@language": "ZH"}],
        "q": {"q": {"@id": "s"}}}"#;
    for (name, text) in
        [("a.nt", lines), ("a.nq", lines), ("a.ttl", turtle), ("A.TRIG", turtle), ("a.jsonld", json)]
    {
        assert_eq!(kept(&[(name, text)]), EXPECTED, "{name}");
    }
}

#[test]
fn graphs_keep_their_names_also_where_they_have_none() {
    let trig = "@prefix : <https://a.example/> . :s :p 1 . :g { :s :p 2 } _:g { _:g :p 3 } GRAPH :empty { }";
    let number = |n, graph: &str| {
        let subject = if graph == "_:f1b1 " { "_:f1b1" } else { "<https://a.example/s>" };
        format!(
            "{subject} <https://a.example/p> \"{n}\"^^<http://www.w3.org/2001/XMLSchema#integer> {graph}."
        )
    };
    let expected = [number(1, ""), number(2, "<https://a.example/g> "), number(3, "_:f1b1 ")];
    assert_eq!(kept(&[("a.trig", trig)]), expected);
    let json = r#"{"@context": {"@vocab": "https://a.example/"}, "@graph": [
        {"@id": "https://a.example/s", "p": 1},
        {"@id": "https://a.example/g", "@graph": {"@id": "https://a.example/s", "p": 2}},
        {"@id": "_:g", "@graph": {"@id": "_:g", "p": 3}}]}"#;
    assert_eq!(kept(&[("a.jsonld", json)]), expected);
}

#[test]
fn blank_nodes_of_two_files_are_never_one() {
    let one = ("one.nt", "_:x <https://a.example/p> _:y .\n_:x <https://a.example/p> _:x .\n");
    let two = ("two.ttl", "_:x <https://a.example/q> _:f1b1 .\n");
    let lines = kept(&[one, two]);
    assert_eq!(lines, kept(&[two, one]), "the order of files decides nothing");
    // The order is that of SHA-256: that of `one.nt` begins with 007f, that of `two.ttl` with 07ff.
    assert_eq!(
        lines,
        [
            "_:f1b1 <https://a.example/p> _:f1b1 .",
            "_:f1b1 <https://a.example/p> _:f1b2 .",
            "_:f2b1 <https://a.example/q> _:f2b2 .",
        ]
    );
    let (_dir, paths) = folder(&[one]);
    let twice = read_paths(&[paths[0].clone(), paths[0].clone()]).unwrap().0;
    assert_eq!(twice.len(), 4);
    assert!(twice[2].contains("_:f2b1 ") && !twice[2].contains("_:f1"), "{twice:?}");
}

#[test]
fn a_folder_is_its_files_and_compression_does_not_matter() {
    let (dir, paths) = folder(&[("b.ttl", "<a:s> <a:p> <a:b> ."), ("c.txt", "no RDF")]);
    let gzip = {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut encoder, b"<a:s> <a:p> <a:a> .\n").unwrap();
        encoder.finish().unwrap()
    };
    fs::write(dir.path().join("a.nq.gz"), gzip).unwrap();
    let (mut lines, mut files) = read_paths(&[dir.path().to_owned()]).unwrap();
    lines.sort();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    assert_eq!(lines, ["<a:s> <a:p> <a:a> .", "<a:s> <a:p> <a:b> ."]);
    assert_eq!(files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["a.nq.gz", "b.ttl"]);
    assert_eq!((files[1].format.as_str(), files[1].bytes), ("graph", 19));
    assert_eq!(refused_path(&paths[1]).0, Kind::Usage);
    let (empty, _) = folder(&[("c.txt", "no RDF")]);
    assert_eq!(refused_path(empty.path()).0, Kind::Input);
}

fn refused_path(path: &Path) -> (Kind, String) {
    let error = read_paths(&[path.to_owned()]).err().unwrap();
    (error.kind(), error.to_string())
}

#[test]
fn xml_is_refused_by_its_name_also_in_a_folder() {
    for name in ["a.rdf", "a.owl.gz", "a.XML"] {
        let (kind, _, message) = refused(name, "<rdf:RDF/>");
        assert_eq!(kind, Kind::Usage);
        assert!(message.contains("no XML input is accepted"), "{message}");
    }
    let (dir, _) = folder(&[("a.nt", ""), ("b.rdf", "")]);
    assert!(refused_path(dir.path()).1.contains("b.rdf is named like RDF/XML"));
    let (kind, line, _) = refused("a.ttl", "<?xml version=\"1.0\"?>\n<rdf:RDF/>");
    assert_eq!((kind, line), (Kind::Input, 1));
}

#[test]
fn the_first_fault_ends_the_load_with_its_line() {
    let good = "<a:s> <a:p> <a:o> .\n";
    for (name, bad) in [
        ("a.nt", "<a:s> <a:p> <a:o> <a:g> .\n"),
        ("a.nt", "<a:s> <a:p> <a b> .\n"),
        ("a.nt", "<a:s> <a:p> <o> .\n"),
        ("a.nq", "<a:s> <a:p> \"x\"@ .\n"),
        ("a.nq", "<a:s> <a:p> \"x\n"),
        ("a.nq", "<a:s> \"p\" <a:o> .\n"),
        ("a.nq", "<a:s> <a:p> <<( <a:s> <a:p> <a:o> )>> .\n"),
        ("a.nq", "<a:s> <a:p> \"x\"@ar--rtl .\n"),
        ("a.ttl", "<a:s> <a:p> .\n"),
        ("a.ttl", "b:s <a:p> <a:o> .\n"),
        ("a.ttl", "<a:g> { <a:s> <a:p> <a:o> }\n"),
        ("a.trig", "<< <a:s> <a:p> <a:o> >> <a:p> <a:o> .\n"),
    ] {
        let (kind, line, message) = refused(name, &format!("{good}{bad}{good}"));
        assert_eq!((kind, line), (Kind::Input, 2), "{bad:.60}: {message}");
        assert!(message.starts_with(&format!("{name}:2: ")), "{message}");
    }
}

#[test]
fn a_term_over_the_limit_is_refused() {
    for name in ["a.nt", "a.ttl"] {
        let text = format!("<a:s> <a:p> \"{}\" .\n", "x".repeat(limits::LINE + 1));
        let (kind, _, message) = refused(name, &text);
        assert_eq!(kind, Kind::Limit);
        assert!(message.contains("a term of more than 16777216 bytes"), "{message}");
    }
}

#[test]
fn bytes_that_are_no_text_are_refused_by_their_line() {
    for name in ["a.nt", "a.nq", "a.ttl", "a.trig", "a.jsonld"] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(name);
        let json = b"{\"a:p\":\n\"\xFF\"}";
        let lines = b"<a:s> <a:p> <a:o> .\n<a:s> <a:p> \"\xFF\" .\n";
        fs::write(&path, if name == "a.jsonld" { &json[..] } else { &lines[..] }).unwrap();
        let error = read_paths(&[path]).err().unwrap();
        assert!(matches!(error, Error::Input { line: 2, .. }), "{name}: {error}");
    }
}

#[test]
fn relative_iris_need_a_base_in_the_file() {
    for (name, text) in [
        ("a.nt", "<s> <a:p> <a:o> ."),
        ("a.ttl", "<s> <a:p> <a:o> ."),
        ("a.trig", "<#g> { <a:s> <a:p> <a:o> }"),
        ("a.jsonld", r#"{"@id": "s", "a:p": "x"}"#),
        ("a.jsonld", r#"{"@id": "a:s", "@type": "T"}"#),
        ("a.jsonld", r#"{"@context": {"@vocab": ""}, "@id": "a:s", "p": "x"}"#),
        ("a.jsonld", r#"{"@context": {"@base": "b/"}, "@id": "s", "a:p": "x"}"#),
        ("a.jsonld", r#"{"@id": "a:g", "@graph": {"@id": "//host/s", "a:p": "x"}}"#),
    ] {
        let (kind, _, message) = refused(name, text);
        assert_eq!(kind, Kind::Input);
        assert!(message.contains(RELATIVE), "{text}: {message}");
    }
    assert_eq!(kept(&[("a.ttl", "@base <a:b/> . <s> <p> <../o> .")]), ["<a:b/s> <a:b/p> <a:o> ."]);
}

#[test]
fn what_a_json_ld_parser_leaves_out_is_an_error() {
    for (text, why) in [
        (r#"{"@context": "https://a.example/c", "@id": "a:s"}"#, "nothing is fetched"),
        (r#"{"@context": {"@import": "https://a.example/c"}, "@id": "a:s"}"#, "nothing is fetched"),
        (r#"{"@context": "c.jsonld", "@id": "a:s"}"#, "remote context c.jsonld"),
        (r#"{"@id": "https://a example/", "a:p": "x"}"#, "IRI \"https://a example/\""),
        (r#"{"@id": "a:s", "a:p q": "x"}"#, "IRI \"a:p q\""),
        (r#"{"@id": "_:a b", "a:p": "x"}"#, "blank node \"a b\""),
        (r#"{"@id": "a:s", "_:p": "x"}"#, "IRI \"_:p\""),
        (r#"{"@id": "a:s", "a:p": {"@value": "x", "@language": "e n"}}"#, "language tag \"e n\""),
        (r#"{"@id": "a:s", "a:p": {"@value": "x", "@type": "a:t u"}}"#, "'a:t u' must be an IRI"),
        (r#"{"@id": "a:s", "a:p": {"@value": "x", "@direction": "rtl"}}"#, "directions of texts"),
        (r#"{"@context": {"@direction": "ltr"}, "@id": "a:s", "a:p": "x"}"#, "directions of texts"),
        (
            r#"{"@context": {"dir": "@direction"}, "@id": "a:s", "a:p": {"@value": "x", "dir": "rtl"}}"#,
            "directions of texts",
        ),
        (r#"{"@id": "a:s", "a:p": "x", "a:p": "y"}"#, "the key \"a:p\" stands twice"),
        (r#"{"@id": "a:s", "a:p": {"@value": "x", "@language": 1}}"#, "@language"),
        (r#"{"@id": "a:s", "a:p": 1e400}"#, "number out of range"),
        (r#"{"@id": "a:s""#, "EOF"),
        (r#"{"@id": "a:s"} {}"#, "trailing"),
    ] {
        let (kind, _, message) = refused("a.jsonld", text);
        assert_eq!(kind, Kind::Input);
        assert!(message.contains(why), "{text}: {message}");
    }
    let direction = r#"{"@context": {"@direction": null}, "@id": "a:s", "a:p": "@direction"}"#;
    assert_eq!(kept(&[("a.jsonld", direction)]), [r#"<a:s> <a:p> "@direction" ."#]);
    // A key that the context does not make an IRI says nothing, by the standard.
    let unmapped = r#"{"@id": "a:s", "p": {"@id": "a:x", "a:p": "z"}, "a:p": "y"}"#;
    assert_eq!(kept(&[("a.jsonld", unmapped)]), ["<a:s> <a:p> \"y\" ."]);
}

#[test]
fn json_ld_has_limits() {
    let nested = format!("{{\"a:p\":{}1{}}}", "{\"a:p\":".repeat(200), "}".repeat(200));
    assert!(refused("a.jsonld", &nested).2.contains("recursion limit"));
    let long = format!("{{\"a:p\":\"{}\"}}", "x".repeat(limits::JSON_LD));
    assert_eq!(refused("a.jsonld", &long).0, Kind::Limit);
}

/// A dictionary that is full.
struct Full;

impl QuadSink for Full {
    fn term(&mut self, _: &[u8]) -> u32 {
        limits::GRAPH
    }

    fn quad(&mut self, _: [u32; 3], _: Option<u32>) {
        panic!("a statement without room for its terms");
    }
}

#[test]
fn there_is_an_end_of_terms() {
    let name = NamedNodeRef::new_unchecked("a:s");
    let mut sink = Full;
    let mut taker = Taker::new(&mut sink);
    taker.begin(Labels::numbered(1));
    let error = taker.take(QuadRef::new(name, name, name, GraphNameRef::DefaultGraph)).unwrap_err();
    assert_eq!((error.kind(), error.to_string().contains("4000000000")), (Kind::Limit, true));
}

#[test]
fn nothing_is_told_by_a_name() {
    for name in ["a.nq", "a.nt", "a.ttl", "a.trig"] {
        let (_dir, paths) = folder(&[(name, "")]);
        assert_eq!(crate::sources::detect(&paths).unwrap().id, "rdf");
    }
    let (_dir, paths) = folder(&[("a.jsonld", "")]);
    assert_eq!(crate::sources::detect(&paths).unwrap_err().kind(), Kind::Usage);
}
