//! What a reader answers, as text that can be compared.

use super::scratch::Scratch;
use aicity::base::{Error, Kind, Result};
use aicity::model::record::{
    Authorship, City, Institution, Label, Named, Paper, Place, Rejection, Sink, Skipped,
};
use aicity::rdf::quads::QuadSink;
use aicity::rdf::term;
use aicity::sources::{self, Options, Reader, SourceFile};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::path::PathBuf;

/// Everything that a reader handed over.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Log {
    files: u32,
    /// What was handed over, in the order in which it came.
    pub records: Vec<(Place, String)>,
    /// What was not used.
    pub rejections: Vec<Rejection>,
    /// What was passed over.
    pub skipped: BTreeMap<Skipped, u64>,
    /// Terms of statements, by id.
    terms: Vec<String>,
    /// The files that were read, or how the reading ended.
    pub end: Option<std::result::Result<Vec<SourceFile>, (Kind, String)>>,
}

impl Log {
    /// Reads files as a format.
    pub fn read(format: &str, paths: &[PathBuf]) -> Self {
        let mut log = Self::default();
        let format = sources::find(format).unwrap();
        let end = match format.reader {
            Reader::Records(read) => read(paths, &Options::ALL, &mut log),
            Reader::Quads(read) => read(paths, Options::ALL.watch, &mut log),
        };
        log.end = Some(blamed(end));
        log
    }

    /// Reads bytes as a format, twice: the answer must be the same.
    pub fn twice(format: &str, files: &[(&str, &[u8])]) -> Self {
        let (_scratch, paths) = Scratch::with(files);
        let log = Self::read(format, &paths);
        assert_eq!(log, Self::read(format, &paths), "another answer when asked again");
        log
    }

    /// Whether the inputs were read to their end.
    pub fn is_whole(&self) -> bool {
        matches!(self.end, Some(Ok(_)))
    }

    /// What was read, whatever the names and bytes of the files.
    pub fn content(&self) -> impl PartialEq + Debug + '_ {
        let end = self.end.as_ref().map(|end| end.as_ref().map(drop).map_err(|(kind, _)| *kind));
        // Some rejections name the file of another record.
        let detail = |rejection: &Rejection| rejection.detail.replace(".gz:", ":").replace(".zst:", ":");
        let nameless = |r: &Rejection| Rejection { detail: detail(r), ..r.clone() };
        (&self.records, self.rejections.iter().map(nameless).collect::<Vec<_>>(), &self.skipped, end)
    }

    /// What was read, wherever it stood.
    pub fn facts(&self) -> impl PartialEq + Debug + '_ {
        let mut facts: Vec<&str> = self.records.iter().map(|(_, record)| record.as_str()).collect();
        facts.sort_unstable();
        let mut rejections: Vec<_> =
            self.rejections.iter().map(|r| (&r.field, r.reason, &r.detail)).collect();
        rejections.sort();
        (facts, rejections, self.is_whole())
    }

    /// The lines of a file from which something was handed over: a record that begins so, or a rejection.
    pub fn lines(&self, file: u32, record: &str) -> BTreeSet<u64> {
        let records =
            self.records.iter().filter(|(_, text)| text.starts_with(record)).map(|(place, _)| *place);
        let places = records.chain(self.rejections.iter().map(|rejection| rejection.place));
        places.filter(|place| place.file == file).map(|place| place.line).collect()
    }

    /// How many records were passed over.
    pub fn skips(&self) -> u64 {
        self.skipped.values().sum()
    }

    fn note(&mut self, place: Place, record: &dyn Debug) {
        assert!(place.file < self.files, "{record:?} is from a file that nobody registered");
        self.records.push((place, format!("{record:?}")));
    }
}

impl Sink for Log {
    fn file(&mut self, _: &str) -> u32 {
        self.files += 1;
        self.files - 1
    }
    fn paper(&mut self, place: Place, paper: Paper<'_>) {
        self.note(place, &paper);
    }
    fn authorship(&mut self, place: Place, authorship: Authorship<'_>) {
        assert!(authorship.position > 0, "{authorship:?}");
        self.note(place, &authorship);
    }
    fn institution(&mut self, place: Place, institution: Institution<'_>) {
        assert!(institution.coordinates.is_none_or(on_earth), "{institution:?}");
        self.note(place, &institution);
    }
    fn city(&mut self, place: Place, city: City<'_>) {
        assert!(city.coordinates.is_none_or(on_earth), "{city:?}");
        self.note(place, &city);
    }
    fn label(&mut self, place: Place, what: Named, label: Label<'_>) {
        self.note(place, &(what, label));
    }
    fn reject(&mut self, rejection: Rejection) {
        assert!(rejection.place.file < self.files, "{rejection:?} is from a file that nobody registered");
        self.rejections.push(rejection);
    }
    fn skip(&mut self, why: Skipped) {
        *self.skipped.entry(why).or_default() += 1;
    }
}

/// Statements as lines of N-Quads.
impl QuadSink for Log {
    fn term(&mut self, text: &[u8]) -> u32 {
        assert!(term::read(text).is_some(), "{:?} is no term", text.escape_ascii());
        self.terms.push(String::from_utf8(text.to_vec()).unwrap());
        self.terms.len() as u32 - 1
    }
    fn quad(&mut self, triple: [u32; 3], graph: Option<u32>) {
        let terms = triple.into_iter().chain(graph).map(|id| self.terms[id as usize].as_str());
        let line = terms.chain(["."]).collect::<Vec<_>>().join(" ");
        self.records.push((Place::default(), line));
        self.terms.clear();
    }
}

/// Whether degrees are those of a place.
pub fn on_earth((latitude, longitude): (f64, f64)) -> bool {
    (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude)
}

/// An answer; an error must blame the input, because that is all that can be wrong here.
pub fn blamed<T>(answer: Result<T>) -> std::result::Result<T, (Kind, String)> {
    answer.map_err(|error: Error| {
        let kind = error.kind();
        let blames = matches!(kind, Kind::Input | Kind::Limit | Kind::Damaged);
        assert!(blames, "the input is wrong, and the answer is {kind:?}: {error}");
        (kind, error.to_string())
    })
}
