//! Inputs to a gazetteer: which files there are, in which order they are read, and what they are.

use super::model::Gazetteer;
use super::part::{Feed, Part, Scope, Wanted};
use super::sorts::{self, Head, SORTS, Sort};
use super::{archive, assemble, shipped};
use crate::base::{Error, Result};
use crate::model::record::{Reason, Rejection};
use crate::sources::decode::{Input, Watch, recover};
use crate::sources::{SourceFile, UNWATCHED, file_name, files_in, is_folder};
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

/// How much of a file is looked at to tell what it is.
const HEAD: u64 = 64 << 10;
/// Ends the name, before its extensions, of a list in a folder that is read only when it is named itself.
const OPTIONAL: &str = "_optional";

/// What was read.
#[derive(Debug, Default)]
pub struct Reading {
    /// Everything that was used.
    pub gazetteer: Gazetteer,
    /// Everything that was not, ordered by place.
    pub rejections: Vec<Rejection>,
    /// Input files, as rejections name them.
    pub files: Vec<String>,
}

/// An input file, or a file in an archive, that was told.
struct Told {
    path: PathBuf,
    /// Index in the archive, and name there.
    entry: Option<(usize, String)>,
    rank: usize,
    sort: &'static Sort,
}

impl Told {
    /// As rejections and sources name it.
    fn name(&self) -> String {
        let file = file_name(&self.path);
        self.entry.as_ref().map_or(file.clone(), |(_, name)| format!("{file}: {name}"))
    }
}

/// Reads files and folders of files, whatever their order. The same files give the same gazetteer.
pub fn read(paths: &[PathBuf], watch: Watch<'_>) -> Result<Reading> {
    read_within(paths, Scope::default(), watch)
}

/// Reads what is within a scope.
pub fn read_within(paths: &[PathBuf], scope: Scope, watch: Watch<'_>) -> Result<Reading> {
    let mut inputs = tell(paths)?;
    inputs.sort_by(|a, b| (a.sort.phase, a.rank, &a.path).cmp(&(b.sort.phase, b.rank, &b.path)));
    let mut wanted = Wanted { scope, ..Wanted::default() };
    let mut parts = Vec::new();
    let mut files = Vec::new();
    for part in shipped::parts(!inputs.iter().any(|input| input.sort.holds_metros()))? {
        want(&mut wanted, &part);
        parts.push(part);
    }
    for input in &inputs {
        let part = read_part(input, files.len() as u32, &wanted, watch)?;
        files.push(input.name());
        want(&mut wanted, &part);
        parts.push(part);
    }
    let (gazetteer, rejections) = assemble::assemble(parts, scope);
    Ok(Reading { gazetteer, rejections, files })
}

/// What a part asks of those read after it.
fn want(wanted: &mut Wanted, part: &Part) {
    wanted.named.extend(part.metros.iter().flat_map(|(_, metro)| metro.members.iter().copied()));
    wanted.named.extend(part.merges.iter().map(|(_, _, to)| *to));
    let locations = part.institutions.iter().flat_map(|v| &v.institution.locations);
    wanted.named.extend(locations.map(|location| location.place));
    for (country, capital) in &part.capitals {
        wanted.capitals.entry(country.clone()).or_default().insert(capital.clone());
    }
    wanted.kept.extend(part.places.iter().map(|(_, place)| place.id));
}

/// What each file is. One that is named must be told; in a folder the others are passed over.
fn tell(paths: &[PathBuf]) -> Result<Vec<Told>> {
    let mut told = Vec::new();
    for path in paths {
        if is_folder(path)? {
            told.extend(tell_folder(path)?);
        } else {
            let found = tell_file(path)?;
            if found.is_empty() {
                return Err(unknown(path));
            }
            told.extend(found);
        }
    }
    if told.is_empty() {
        return Err(Error::usage("no input is given", catalogue()));
    }
    Ok(told)
}

fn tell_folder(folder: &Path) -> Result<Vec<Told>> {
    let mut told = Vec::new();
    for path in files_in(folder)? {
        let name = file_name(&path);
        if name.split('.').next().is_some_and(|stem| stem.ends_with(OPTIONAL)) {
            tracing::info!(file = name, "is read only when it is named itself");
            continue;
        }
        let found = tell_file(&path)?;
        if found.is_empty() {
            tracing::info!(file = name, "is no input of a gazetteer");
        }
        told.extend(found);
    }
    if told.is_empty() {
        return Err(Error::input(
            folder.display().to_string(),
            0,
            "holds no input of a gazetteer",
            catalogue(),
        ));
    }
    Ok(told)
}

fn tell_file(path: &Path) -> Result<Vec<Told>> {
    if archive::is_archive(path)? {
        return tell_archive(path);
    }
    let mut input = Input::open(path, UNWATCHED)?;
    let found = recognise(&peek(&mut input, path)?);
    Ok(found
        .map(|(rank, sort)| Told { path: path.to_owned(), entry: None, rank, sort })
        .into_iter()
        .collect())
}

/// The files of an archive that are inputs. ROR packs the same records in several forms: the best one is read.
fn tell_archive(path: &Path) -> Result<Vec<Told>> {
    let mut told = Vec::new();
    let mut best: Option<(u8, Told)> = None;
    for entry in archive::entries(path, HEAD)? {
        let Some((rank, sort)) = recognise(strip_mark(&entry.head)) else { continue };
        let found = Told { path: path.to_owned(), entry: Some((entry.index, entry.name)), rank, sort };
        match sorts::preference(sort, &entry.head) {
            None => told.push(found),
            Some(form) if best.as_ref().is_none_or(|(known, _)| form < *known) => best = Some((form, found)),
            Some(_) => {}
        }
    }
    told.extend(best.map(|(_, found)| found));
    Ok(told)
}

fn peek(reader: &mut dyn Read, path: &Path) -> Result<Vec<u8>> {
    let mut head = Vec::new();
    reader.take(HEAD).read_to_end(&mut head).map_err(|error| explain(error, path))?;
    Ok(head)
}

/// What went wrong with reading a file.
pub(super) fn explain(error: std::io::Error, path: &Path) -> Error {
    recover(error, &path.display().to_string())
}

fn strip_mark(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head)
}

fn recognise(head: &[u8]) -> Option<(usize, &'static Sort)> {
    let text = String::from_utf8_lossy(head);
    let line = text.split(['\n', '\r']).find(|line| !line.is_empty()).unwrap_or_default();
    sorts::recognise(&Head { text: &text, line })
}

fn unknown(path: &Path) -> Error {
    let message = "cannot tell what this is";
    Error::input(path.display().to_string(), 0, message, catalogue())
}

fn catalogue() -> String {
    let titles: Vec<&str> = SORTS.iter().map(|sort| sort.title).collect();
    format!("inputs of a gazetteer: {}", titles.join("; "))
}

fn read_part(told: &Told, file: u32, wanted: &Wanted, watch: Watch<'_>) -> Result<Part> {
    let name = told.path.display().to_string();
    let mut part = Part { file, rank: told.rank, ..Part::default() };
    let mut feed = Feed { part: &mut part, name: &name, wanted };
    let mut take = |reader: &mut dyn Read| {
        let head = peek(reader, &told.path)?;
        (told.sort.read)(&mut Cursor::new(strip_mark(&head)).chain(reader), &mut feed)
    };
    let digest = if let Some((index, _)) = &told.entry {
        archive::read(&told.path, *index, watch, take)?
    } else {
        let mut input = Input::open(&told.path, watch)?;
        take(&mut input)?;
        input.finish()?
    };
    let SourceFile { sha256, .. } = SourceFile::new(String::new(), "", digest);
    part.source = told.sort.source(told.name(), sha256, part.records());
    if part.source.records == 0 && part.rejections.is_empty() {
        tracing::warn!(file = name, "holds no records");
    }
    Ok(part)
}

/// Rejections by reason.
pub fn count(rejections: &[Rejection]) -> std::collections::BTreeMap<Reason, u64> {
    let mut counts = std::collections::BTreeMap::new();
    for rejection in rejections {
        *counts.entry(rejection.reason).or_default() += 1;
    }
    counts
}

#[cfg(test)]
pub(super) mod tests;
