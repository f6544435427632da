//! The format `graph`: any RDF dataset, kept statement by statement.
//!
//! All of an input is taken or nothing: a dataset that lost a statement is another one, so the first fault ends the load,
//! where the format `rdf` would reject a line and go on. Memory: the labels of blank nodes of one file, and a JSON-LD
//! document as a whole.

mod json_ld;
mod taker;

use super::decode::{Digest, Input, UNWATCHED, Watch, recover};
use super::raw::Raw;
use super::{Format, Reader, SourceFile, file_name, records};
use crate::base::limits::LINE;
use crate::base::{Error, Result};
use crate::rdf::dump::{self, Dump};
use crate::rdf::quads::QuadSink;
use oxrdf::{GraphNameRef, Quad, Triple};
use oxttl::{NQuadsParser, NTriplesParser, TriGParser, TurtleParseError, TurtleParser};
use std::io;
use std::path::{Path, PathBuf};
use taker::{Labels, Taker};

/// The format's entry in the list.
pub const FORMAT: Format = Format {
    id: "graph",
    title_en: "any RDF dataset, kept statement by statement, for SPARQL; no corpus, no ranking",
    title_zh: "任意 RDF 数据集，逐条保留，供 SPARQL 查询；不含语料库，不能排名",
    reads: "N-Triples, N-Quads, Turtle, TriG or JSON-LD, plain, .gz or .zst; only with --format graph",
    // Told by nothing: these files are taken for the format `rdf` unless somebody says otherwise.
    extensions: &[],
    recognises: None,
    prepared: true,
    reader: Reader::Quads(read),
};

/// How statements are written down.
#[derive(Clone, Copy)]
enum Syntax {
    NTriples,
    NQuads,
    Turtle,
    TriG,
    JsonLd,
}

/// Syntaxes by the extensions of their files.
const SYNTAXES: [(&str, Syntax); 5] = [
    ("nt", Syntax::NTriples),
    ("nq", Syntax::NQuads),
    ("ttl", Syntax::Turtle),
    ("trig", Syntax::TriG),
    ("jsonld", Syntax::JsonLd),
];

/// What RDF as XML is named like.
const XML: &[&str] = &["rdf", "rdfs", "owl", "xml", "trix"];

/// A file to read, and the dump that it belongs to.
struct Source {
    path: PathBuf,
    dump: Option<Dump>,
}

fn read(paths: &[PathBuf], watch: Watch<'_>, sink: &mut dyn QuadSink) -> Result<Vec<SourceFile>> {
    let mut taker = Taker::new(sink);
    let sources = sources(paths)?;
    if let [Source { path, dump: Some(dump) }] = &sources[..] {
        // Its labels are ours already: a dump of the store that it makes is this one, byte for byte.
        let file = read_file(path, Labels::Kept, watch, &mut taker)?;
        dump.check(&file.sha256, file.bytes)?;
        return Ok(dump.manifest.as_ref().map_or_else(|| vec![file], origins));
    }
    let mut files = Vec::new();
    for (number, (source, before)) in (1..).zip(in_order(sources)?) {
        let file = read_file(&source.path, Labels::numbered(number), watch, &mut taker)?;
        source.dump.iter().try_for_each(|dump| dump.check(&file.sha256, file.bytes))?;
        if before.is_some_and(|digest| dump::hex(&digest.sha256) != file.sha256) {
            let name = source.path.display().to_string();
            return Err(Error::input(name, 0, "changed while it was read", "nothing was loaded"));
        }
        files.push(file);
    }
    Ok(files)
}

/// What a dump was made from: that, not the dump, is the source.
fn origins(manifest: &dump::Manifest) -> Vec<SourceFile> {
    let origin = |s: &dump::SourceEntry| SourceFile {
        name: s.name.clone(),
        format: s.format.clone(),
        sha256: s.sha256.clone(),
        bytes: s.bytes,
    };
    manifest.sources.iter().map(origin).collect()
}

/// The files of inputs. RDF/XML is among those of a folder, so that it is refused there too and not left out.
fn sources(paths: &[PathBuf]) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for path in paths {
        if let Some(dump) = dump_at(path)? {
            sources.push(Source { path: dump.graph.clone(), dump: Some(dump) });
            continue;
        }
        let fits = |file: &Path| {
            SYNTAXES.iter().any(|(extension, _)| records::has_extension(file, &[extension]))
                || records::has_extension(file, XML)
        };
        let files = records::files(std::slice::from_ref(path), fits)?;
        files.iter().try_for_each(|file| syntax(file).map(drop))?;
        sources.extend(files.into_iter().map(|path| Source { path, dump: None }));
    }
    Ok(sources)
}

/// The dump with a manifest that an input is, by its folder or its graph file.
fn dump_at(path: &Path) -> Result<Option<Dump>> {
    let is_graph = path.file_name().is_some_and(|name| name == dump::GRAPH);
    let folder = if is_graph { path.parent().unwrap_or(Path::new("")) } else { path };
    let all_there = [dump::GRAPH, dump::MANIFEST].iter().all(|name| folder.join(name).is_file());
    if all_there { Dump::find(path).map(Some) } else { Ok(None) }
}

fn syntax(path: &Path) -> Result<Syntax> {
    let named = SYNTAXES.iter().find(|(extension, _)| records::has_extension(path, &[extension]));
    if let Some((_, syntax)) = named {
        return Ok(*syntax);
    }
    let (name, known) = (path.display(), "name it .nt, .nq, .ttl, .trig or .jsonld, with .gz or .zst");
    if records::has_extension(path, XML) {
        let message = format!("{name} is named like RDF/XML, and no XML input is accepted");
        return Err(Error::usage(message, "convert it to N-Triples or Turtle first"));
    }
    Err(Error::usage(format!("cannot tell the syntax of {name}"), known))
}

/// Files by their checksums: the order in which they are named decides nothing, labels of blank nodes included.
fn in_order(sources: Vec<Source>) -> Result<Vec<(Source, Option<Digest>)>> {
    if sources.len() < 2 {
        return Ok(sources.into_iter().map(|source| (source, None)).collect());
    }
    let digest = |source: Source| digest(&source.path).map(|digest| (source, Some(digest)));
    let mut files = sources.into_iter().map(digest).collect::<Result<Vec<_>>>()?;
    files.sort_by_key(|(_, digest)| digest.map(|digest| digest.sha256));
    Ok(files)
}

fn digest(path: &Path) -> Result<Digest> {
    let mut raw = Raw::open(path, UNWATCHED)?;
    let copied = io::copy(&mut raw, &mut io::sink());
    copied.map_err(|error| recover(error, raw.name()))?;
    raw.digest()
}

fn read_file(path: &Path, labels: Labels, watch: Watch<'_>, taker: &mut Taker<'_>) -> Result<SourceFile> {
    let syntax = syntax(path)?;
    let mut input = Input::open(path, watch)?;
    let name = input.name().to_owned();
    taker.begin(labels);
    parse(syntax, &mut input, &name, taker)?;
    Ok(SourceFile::new(file_name(path), FORMAT.id, input.finish()?))
}

fn parse(syntax: Syntax, input: &mut Input<'_>, name: &str, taker: &mut Taker<'_>) -> Result<()> {
    match syntax {
        Syntax::NTriples => triples(NTriplesParser::new().for_reader(input), name, taker),
        Syntax::Turtle => triples(TurtleParser::new().for_reader(input), name, taker),
        Syntax::NQuads => quads(NQuadsParser::new().for_reader(input), name, taker),
        Syntax::TriG => quads(TriGParser::new().for_reader(input), name, taker),
        Syntax::JsonLd => json_ld::read(input, name, taker),
    }
}

type Parsed<T> = std::result::Result<T, TurtleParseError>;

fn triples(parsed: impl Iterator<Item = Parsed<Triple>>, name: &str, taker: &mut Taker<'_>) -> Result<()> {
    for triple in parsed {
        let triple = triple.map_err(|error| explain(error, name))?;
        taker.take(triple.as_ref().in_graph(GraphNameRef::DefaultGraph))?;
    }
    Ok(())
}

fn quads(parsed: impl Iterator<Item = Parsed<Quad>>, name: &str, taker: &mut Taker<'_>) -> Result<()> {
    for quad in parsed {
        taker.take(quad.map_err(|error| explain(error, name))?.as_ref())?;
    }
    Ok(())
}

fn explain(error: TurtleParseError, name: &str) -> Error {
    match error {
        TurtleParseError::Io(error) if error.kind() == io::ErrorKind::OutOfMemory => {
            let message = format!("{name}: a term of more than {LINE} bytes");
            Error::limit(message, "leave it out; a dataset is taken as a whole")
        }
        TurtleParseError::Io(error) => recover(error, name),
        TurtleParseError::Syntax(error) => {
            let line = error.location().start.line + 1;
            let hint = if error.message().contains("No scheme") { RELATIVE } else { NOTHING };
            Error::input(name, line, error.message(), hint)
        }
    }
}

const NOTHING: &str = "nothing was loaded; a dataset is taken as a whole";
const RELATIVE: &str =
    "a relative IRI needs a base in the file itself (@base): where a file lies is no part of it";

#[cfg(test)]
mod tests;
