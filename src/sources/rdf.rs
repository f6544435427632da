//! The format `rdf`: our own vocabulary as N-Quads, N-Triples, Turtle or TriG, such as a dump.
//!
//! N-Quads and N-Triples are read line by line: our own scanner takes the lines it is sure of, oxttl every other one, and
//! a line that neither can read is one rejection. Turtle and TriG are read by oxttl; there the first error ends the load,
//! because what follows it cannot be trusted.

use super::decode::{Input, Watch};
use super::{Format, Options, Reader, SourceFile, file_name};
use crate::base::limits::LINE;
use crate::base::{Error, Result};
use crate::model::record::{Place, Reason, Sink};
use crate::rdf::collect::Collector;
use crate::rdf::dump::{self, Dump};
use crate::rdf::scan;
use crate::rdf::term::{self, Parsed};
use oxrdf::{GraphName, Quad, Term};
use oxttl::{NQuadsParser, TriGParser};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// The format's entry in the list.
pub const FORMAT: Format = Format {
    id: "rdf",
    title_en: "RDF in the vocabulary of aicity, such as a dump",
    title_zh: "采用 aicity 词汇的 RDF，例如导出的数据",
    reads: "N-Quads, N-Triples, Turtle or TriG, plain, .gz or .zst; or the folder of a dump",
    extensions: &["nq", "nt", "ttl", "trig"],
    recognises: Some(is_dump),
    prepared: true,
    reader: Reader::Records(read),
};

fn read(paths: &[PathBuf], options: &Options<'_>, sink: &mut dyn Sink) -> Result<Vec<SourceFile>> {
    let mut collector = Collector::default();
    let mut files = Vec::new();
    for path in paths {
        let dump = dump(path)?;
        dump.iter().try_for_each(|dump| refuse_bare(dump, path))?;
        for path in graphs(path)? {
            let file = read_file(&path, sink, &mut collector, options.watch)?;
            dump.iter()
                .filter(|dump| dump.graph == path)
                .try_for_each(|dump| dump.check(&file.sha256, file.bytes))?;
            files.push(file);
        }
    }
    let named = collector.finish(sink);
    if named.is_empty() {
        return Ok(files);
    }
    // A dump says what its corpus was made from: that, not the dump, is the source.
    let source = |s: crate::rdf::collect::Source| SourceFile {
        name: s.name,
        format: s.format,
        sha256: s.sha256,
        bytes: s.bytes,
    };
    Ok(named.into_iter().map(source).collect())
}

/// The dump that a folder is: its graph must be the one that its manifest names.
fn dump(path: &Path) -> Result<Option<Dump>> {
    if is_dump(path)? { Dump::find(path).map(Some) } else { Ok(None) }
}

/// A dump of a graph without a corpus has nothing that this format could read.
fn refuse_bare(dump: &Dump, path: &Path) -> Result<()> {
    if dump.holds().is_corpus() {
        return Ok(());
    }
    let message = format!("{} is a dump of a graph without a corpus", path.display());
    Err(Error::usage(message, "load it with --format graph"))
}

/// Whether a folder is a dump. Its manifest alone could be anything.
#[expect(clippy::unnecessary_wraps, reason = "the signature of Recognises")]
fn is_dump(path: &Path) -> Result<bool> {
    Ok(path.join(dump::MANIFEST).exists() && path.join(dump::GRAPH).exists())
}

/// The graph files of an input: itself, or those in a folder.
fn graphs(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let found: Vec<PathBuf> =
        super::files_in(path)?.into_iter().filter(|file| syntax(file).is_some()).collect();
    if found.is_empty() {
        let message = "holds no .nq, .nt, .ttl or .trig file, plain or compressed";
        return Err(Error::input(path.display().to_string(), 0, message, ""));
    }
    Ok(found)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Syntax {
    Lines,
    Turtle,
}

fn syntax(path: &Path) -> Option<Syntax> {
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    match name.rsplit_once('.')?.1 {
        "nq" | "nt" => Some(Syntax::Lines),
        "ttl" | "trig" => Some(Syntax::Turtle),
        _ => None,
    }
}

fn read_file(
    path: &Path,
    sink: &mut dyn Sink,
    collector: &mut Collector,
    watch: Watch<'_>,
) -> Result<SourceFile> {
    let name = path.display().to_string();
    let syntax = syntax(path).ok_or_else(|| {
        Error::usage(
            format!("cannot tell the syntax of {name}"),
            "name it .nq, .nt, .ttl or .trig, with .gz or .zst",
        )
    })?;
    let file = sink.file(&name);
    let mut input = Input::open(path, watch)?;
    match syntax {
        Syntax::Lines => read_lines(&mut input, &name, file, collector)?,
        Syntax::Turtle => read_turtle(&mut input, &name, file, collector)?,
    }
    Ok(SourceFile::new(file_name(path), FORMAT.id, input.finish()?))
}

fn read_lines(input: &mut Input<'_>, name: &str, file: u32, collector: &mut Collector) -> Result<()> {
    let mut reader = BufReader::with_capacity(1 << 20, input);
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        line.clear();
        number += 1;
        let place = Place { file, line: number };
        let read = (&mut reader).take(LINE as u64 + 1).read_until(b'\n', &mut line);
        if read.map_err(|e| super::recover(e, name))? == 0 {
            return Ok(());
        }
        if line.len() > LINE {
            collector.refuse(place, "", Reason::TooLong, format!("line of more than {LINE} bytes"));
            skip_line(&mut reader, name)?;
            continue;
        }
        let text = line.strip_suffix(b"\n").unwrap_or(&line);
        read_line(text.strip_suffix(b"\r").unwrap_or(text), place, collector);
    }
}

fn skip_line(reader: &mut impl BufRead, name: &str) -> Result<()> {
    loop {
        let buffer = reader.fill_buf().map_err(|e| super::recover(e, name))?;
        let end = memchr::memchr(b'\n', buffer);
        let length = end.map_or(buffer.len(), |i| i + 1);
        reader.consume(length);
        if end.is_some() || length == 0 {
            return Ok(());
        }
    }
}

fn read_line(line: &[u8], place: Place, collector: &mut Collector) {
    if let Some(parts) = scan::checked(line) {
        let iri = |text| match term::parse(text) {
            Some(Parsed::Iri(iri)) => iri,
            _ => "",
        };
        if let (Some(subject), Some(object)) = (term::parse(parts.subject), term::parse(parts.object)) {
            collector.statement(place, subject, iri(parts.predicate), object, iri(parts.graph));
        }
        return;
    }
    for quad in NQuadsParser::new().for_slice(line) {
        match quad {
            Ok(quad) => take(&quad, place, collector),
            Err(error) => {
                collector.refuse(place, "", Reason::Syntax, error.to_string());
                return;
            }
        }
    }
}

fn read_turtle(input: &mut Input<'_>, name: &str, file: u32, collector: &mut Collector) -> Result<()> {
    let place = Place { file, line: 0 };
    for quad in TriGParser::new().for_reader(input) {
        match quad {
            Ok(quad) => take(&quad, place, collector),
            Err(oxttl::TurtleParseError::Io(error)) => return Err(super::recover(error, name)),
            Err(oxttl::TurtleParseError::Syntax(error)) => {
                let line = error.location().start.line + 1;
                return Err(Error::input(name, line, error.message(), "nothing was loaded"));
            }
        }
    }
    Ok(())
}

fn take(quad: &Quad, place: Place, collector: &mut Collector) {
    let (mut subject, mut object) = (Vec::new(), Vec::new());
    term::write(&Term::from(quad.subject.clone()), &mut subject);
    term::write(&quad.object, &mut object);
    let graph = match &quad.graph_name {
        GraphName::DefaultGraph => "",
        GraphName::NamedNode(name) => name.as_str(),
        GraphName::BlankNode(_) => "_:",
    };
    if let (Some(subject), Some(object)) = (term::parse(&subject), term::parse(&object)) {
        collector.statement(place, subject, quad.predicate.as_str(), object, graph);
    }
}
