//! Tests of the format: records of every generation, in every container.

mod columns;
mod containers;
mod faults;
mod quirks;
mod real;

use super::*;
use crate::base::{Error, Result};
use crate::model::record::{
    Affiliation, Authorship, City, Institution, Label, Named, Paper, Place, Rejection, Skipped,
};
use crate::sources::UNWATCHED;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

/// Notes everything in words, in order; an empty word is a text that is not given.
#[derive(Debug, Default, Clone, PartialEq)]
struct Notes {
    files: Vec<String>,
    papers: Vec<String>,
    authorships: Vec<String>,
    institutions: Vec<String>,
    cities: Vec<String>,
    labels: Vec<String>,
    rejections: Vec<Rejection>,
    skipped: BTreeMap<Skipped, u64>,
    places: Vec<Place>,
}

impl Sink for Notes {
    fn file(&mut self, name: &str) -> u32 {
        self.files.push(name.to_owned());
        self.files.len() as u32 - 1
    }
    fn paper(&mut self, place: Place, p: Paper<'_>) {
        assert_eq!((&*p.citation_source, &*p.source), ("openalex", "openalex"));
        let (subfields, year, citations) = (p.subfields.join("+"), p.year, p.citations);
        let number = |number: Option<u64>| number.map_or(String::new(), |number| number.to_string());
        let (year, citations) = (number(year.map(u64::from)), number(citations));
        let words = [&*p.id, &*p.title, &*p.venue, &subfields, &year, &citations, &*p.doi].join(" | ");
        // Only where the work says it: an empty list is another thing than none.
        let by_year = p.citations_by_year.map_or(String::new(), |list| format!(" | by year {list}"));
        self.papers.push(words + &by_year);
        self.places.push(place);
    }
    fn authorship(&mut self, _: Place, a: Authorship<'_>) {
        let affiliation = match &a.affiliation {
            Affiliation::None => "none".to_owned(),
            Affiliation::Stated(s) => {
                assert_eq!(s.city, "");
                [&*s.text, &*s.institution, &*s.ror, &*s.name, &*s.country].join(" / ")
            }
            other => panic!("{other:?}"),
        };
        let position = a.position.to_string();
        let words = [&*a.paper, &position, &*a.scholar, &*a.orcid, &*a.name, &affiliation];
        self.authorships.push(words.join(" | "));
    }
    fn institution(&mut self, _: Place, i: Institution<'_>) {
        let place = i.coordinates.map_or(String::new(), |(lat, lon)| format!("{lat},{lon}"));
        let words = [&*i.id, &*i.name, &*i.city, &*i.country, &*i.ror, &*i.kind, &place];
        self.institutions.push(words.join(" | "));
    }
    fn city(&mut self, _: Place, c: City<'_>) {
        assert_eq!((c.coordinates, c.population, &*c.admin1), (None, None, ""));
        self.cities.push([&*c.id, &*c.name, &*c.country].join(" | "));
    }
    fn label(&mut self, _: Place, what: Named, label: Label<'_>) {
        self.labels.push(format!("{what:?} {} {}", label.id, label.name));
    }
    fn reject(&mut self, rejection: Rejection) {
        self.rejections.push(rejection);
    }
    fn skip(&mut self, why: Skipped) {
        *self.skipped.entry(why).or_default() += 1;
    }
}

fn read_all(paths: &[PathBuf]) -> Result<(Notes, Vec<SourceFile>)> {
    read_selected(paths, &Selection::ALL)
}

fn read_selected(paths: &[PathBuf], selection: &Selection) -> Result<(Notes, Vec<SourceFile>)> {
    let mut notes = Notes::default();
    let files = read(paths, &Options { selection, watch: UNWATCHED }, &mut notes)?;
    let names: Vec<_> = files.iter().map(|file| file.name.clone()).collect();
    assert_eq!(names, notes.files);
    Ok((notes, files))
}

/// What a text of works reads as.
fn read_text(text: &str) -> Notes {
    read_text_selected(text, &Selection::ALL)
}

fn read_text_selected(text: &str, selection: &Selection) -> Notes {
    let dir = folder(&[("works.jsonl", text.as_bytes())]);
    read_selected(&[dir.path().join("works.jsonl")], selection).unwrap().0
}

/// A folder with files; the names of those to be compressed end in `.gz`.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let packed =
            if path.extension().is_some_and(|ending| ending == "gz") { gzip(bytes) } else { bytes.to_vec() };
        fs::write(&path, packed).unwrap();
    }
    dir
}

/// Lines of numbered texts.
fn lines(numbers: std::ops::Range<u32>, line: impl Fn(u32) -> String) -> String {
    numbers.map(line).collect::<Vec<_>>().join("\n") + "\n"
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Real data, or a word that it is missing.
fn shared(what: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(what);
    if path.exists() {
        return Some(path);
    }
    println!("SKIPPED: {} is not there", path.display());
    None
}
