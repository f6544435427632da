//! What an edition is: how much it holds, what it was made from, and how much of it can be credited to a place.

use crate::base::strings::Strings;
use crate::engine::coverage::Coverage;
use crate::model::Corpus;
use crate::model::corpus::{Labels, NONE};
use crate::rdf::dump::hex;
use crate::store::generations::Manifest;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// An input file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceFile {
    /// File name without folder.
    pub name: String,
    /// Input format.
    pub format: String,
    /// SHA-256 of the bytes as read, lower-case hexadecimal.
    pub sha256: String,
    /// Bytes as read.
    pub bytes: u64,
}

/// A venue or subfield.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Topic {
    /// Key.
    pub key: String,
    /// English name; may be empty.
    pub name: String,
    /// Chinese name; may be empty.
    pub name_zh: String,
    /// Its papers.
    pub papers: u64,
}

/// First and last year of the papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Span {
    /// First.
    pub first: u32,
    /// Last.
    pub last: u32,
}

/// What an edition is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EditionView {
    /// Version of the program that loaded it.
    pub program: String,
    /// Number of entities of each sort.
    pub counts: BTreeMap<String, u64>,
    /// First and last year; `None`: no paper says.
    pub years: Option<Span>,
    /// Input files, and what affiliations were resolved with.
    pub sources: Vec<SourceFile>,
    /// Data sets that records of papers are from.
    pub data_sources: Vec<String>,
    /// Who counted citations.
    pub citation_sources: Vec<String>,
    /// Venues in the order of their keys.
    pub venues: Vec<Topic>,
    /// Subfields in the order of their keys.
    pub subfields: Vec<Topic>,
    /// How much can be credited to a place.
    pub coverage: Coverage,
    /// Rejected records by reason.
    pub rejections: BTreeMap<String, u64>,
    /// Sound records outside what was asked for, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// Whether figures were made up by a generator.
    pub synthetic: bool,
}

/// Describes an edition. O(affiliations).
pub fn edition(corpus: &Corpus, manifest: &Manifest) -> EditionView {
    let papers = &corpus.papers;
    let known = |paper: usize| papers.year(paper);
    let first = (0..papers.len()).filter_map(known).min();
    let last = (0..papers.len()).filter_map(known).max();
    let venues = papers.venue.iter().copied().filter(|&venue| venue != NONE);
    let subfields = papers.subfields.targets().iter().copied();
    let coverage = Coverage::of(corpus);
    let names = |strings: &Strings| strings.iter().map(str::to_owned).collect();
    EditionView {
        program: manifest.program.clone(),
        counts: manifest.counts.clone(),
        years: first.zip(last).map(|(first, last)| Span { first, last }),
        sources: sources(corpus),
        data_sources: names(&corpus.data_sources),
        citation_sources: names(&corpus.citation_sources),
        venues: topics(&corpus.venues, venues),
        subfields: topics(&corpus.subfields, subfields),
        coverage,
        rejections: manifest.rejections.clone(),
        skipped: manifest.skipped.clone(),
        synthetic: coverage.synthetic,
    }
}

/// The input files of a corpus, and what its affiliations were resolved with.
pub fn sources(corpus: &Corpus) -> Vec<SourceFile> {
    let from = &corpus.sources;
    let file = |(i, &bytes): (usize, &u64)| SourceFile {
        name: from.name.get(i).to_owned(),
        format: from.format.get(i).to_owned(),
        sha256: from.sha256.get(i).to_owned(),
        bytes,
    };
    from.bytes.iter().enumerate().map(file).collect()
}

/// What edition a corpus is: the first 16 digits of the SHA-256 over its input files, a line `<sha256>  <name>` each as the
/// manifest of its dump lists them, and how much it holds. The same for a store and for its dump.
pub fn identity(corpus: &Corpus) -> String {
    let sources = &corpus.sources;
    let mut lines = String::new();
    for (sha256, name) in sources.sha256.iter().zip(sources.name.iter()) {
        let _ = writeln!(lines, "{sha256}  {name}");
    }
    let digest = hex(&Sha256::digest(&lines)[..8]);
    let counts: Vec<String> = corpus.counts().iter().map(|(what, count)| format!("{count} {what}")).collect();
    format!("sources {digest}: {}", counts.join(", "))
}

fn topics(labels: &Labels, of_papers: impl Iterator<Item = u32>) -> Vec<Topic> {
    let mut papers = vec![0; labels.len()];
    of_papers.for_each(|topic| papers[topic as usize] += 1);
    let topic = |(i, papers): (usize, u64)| Topic {
        key: labels.id.get(i).to_owned(),
        name: labels.name.get(i).to_owned(),
        name_zh: labels.name_zh.get(i).to_owned(),
        papers,
    };
    papers.into_iter().enumerate().map(topic).collect()
}
