//! RDF files, statement by statement, in any of four syntaxes.

use crate::base::limits::LINE;
use crate::base::{Error, Result};
use crate::model::record::{Place, Reason, Rejection, Sink};
use crate::sources::decode::{Input, Watch};
use crate::sources::{SourceFile, file_name, records, recover};
use oxrdf::Quad;
use oxttl::{NQuadsParser, TriGParser, TurtleParseError};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// What becomes of a statement.
pub(super) type Take<'t> = &'t mut dyn FnMut(Quad) -> Result<()>;

const LINES: &[&str] = &["nq", "nt"];
const TURTLE: &[&str] = &["ttl", "trig"];

/// The RDF files of inputs.
pub(super) fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let is_rdf = |path: &Path| records::has_extension(path, LINES) || records::has_extension(path, TURTLE);
    let files = records::files(paths, is_rdf)?;
    match files.iter().find(|path| !is_rdf(path)) {
        None => Ok(files),
        Some(path) => {
            let hint = "name it .nq, .nt, .ttl or .trig, with .gz or .zst";
            Err(Error::usage(format!("cannot tell the syntax of {}", path.display()), hint))
        }
    }
}

/// Reads a file to its end. IRIs are not checked: those of other data sets are seldom all valid, and those that become ours
/// are made new.
pub(super) fn read(path: &Path, watch: Watch<'_>, sink: &mut dyn Sink, take: Take<'_>) -> Result<SourceFile> {
    let name = file_name(path);
    let mut input = Input::open(path, watch)?;
    let file = sink.file(&name);
    let shown = input.name().to_owned();
    if records::has_extension(path, LINES) {
        read_lines(&mut input, &shown, file, sink, take)?;
    } else {
        read_turtle(&mut input, &shown, take)?;
    }
    Ok(SourceFile::new(name, super::FORMAT.id, input.finish()?))
}

fn read_lines(
    input: &mut Input<'_>,
    name: &str,
    file: u32,
    sink: &mut dyn Sink,
    take: Take<'_>,
) -> Result<()> {
    let mut reader = BufReader::with_capacity(1 << 20, input);
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let read = (&mut reader).take(LINE as u64 + 1).read_until(b'\n', &mut line);
        if read.map_err(|error| recover(error, name))? == 0 {
            break;
        }
        let refuse = |reason, detail| {
            let (place, field) = (Place { file, line: number }, String::new());
            Rejection { place, field, reason, detail }
        };
        if line.len() > LINE {
            sink.reject(refuse(Reason::TooLong, format!("line of more than {LINE} bytes")));
            skip_line(&mut reader, name)?;
            continue;
        }
        for quad in NQuadsParser::new().lenient().for_slice(&line) {
            match quad {
                Ok(quad) => take(quad)?,
                Err(error) => sink.reject(refuse(Reason::Syntax, error.to_string())),
            }
        }
    }
    Ok(())
}

fn skip_line(reader: &mut impl BufRead, name: &str) -> Result<()> {
    loop {
        let buffer = reader.fill_buf().map_err(|error| recover(error, name))?;
        let end = memchr::memchr(b'\n', buffer);
        let length = end.map_or(buffer.len(), |at| at + 1);
        reader.consume(length);
        if end.is_some() || length == 0 {
            return Ok(());
        }
    }
}

fn read_turtle(input: &mut Input<'_>, name: &str, take: Take<'_>) -> Result<()> {
    for quad in TriGParser::new().lenient().for_reader(input) {
        match quad {
            Ok(quad) => take(quad)?,
            Err(TurtleParseError::Io(error)) => return Err(recover(error, name)),
            Err(TurtleParseError::Syntax(error)) => {
                let line = error.location().start.line + 1;
                return Err(Error::input(name, line, error.message(), "nothing was loaded"));
            }
        }
    }
    Ok(())
}
