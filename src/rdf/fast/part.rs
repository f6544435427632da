//! What one frame of a dump says.

use crate::model::by_year::ByYear;
use crate::model::corpus::{NO_CITATIONS, NONE};
use crate::rdf::scan;
use memchr::memchr;
use xxhash_rust::xxh3::xxh3_128;

/// Hash of an IRI with its brackets.
pub(super) type Key = u128;

/// Hash of a term.
pub(super) fn key(iri: &[u8]) -> Key {
    xxh3_128(iri)
}

/// One frame, its references still hashes.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub papers: Vec<Paper>,
    pub subfields: Vec<Key>,
    /// Citations by year of the papers that have them, in their order.
    pub by_year: Vec<ByYear>,
    pub scholars: Vec<Key>,
    pub authorships: Vec<Authorship>,
    pub institutions: Vec<Key>,
    /// Who counted citations, and which data sets papers are from: literals as they stand, few.
    pub origins: [Vec<Vec<u8>>; 2],
    /// Lines of everything else, for the general reader.
    pub others: Vec<u8>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Paper {
    pub key: Key,
    pub venue: Key,
    pub citations: u64,
    pub year: u32,
    /// Whether it has citations by year in [`Part::by_year`].
    pub by_year: bool,
    /// Indices into [`Part::origins`], or [`NONE`].
    pub origins: [u32; 2],
    /// End of its subfields in [`Part::subfields`].
    pub subfields: u32,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Authorship {
    pub paper: Key,
    pub scholar: Key,
    pub position: u32,
    pub unresolved: u32,
    /// End of its institutions in [`Part::institutions`].
    pub institutions: u32,
}

/// No reference.
pub(super) const NO_KEY: Key = 0;

macro_rules! iri {
    ($local:literal) => {
        concat!("<https://aicity.example/ontology#", $local, ">").as_bytes()
    };
}

const AUTHORSHIP: &[u8] = b"<https://aicity.example/authorship/";
const PAPER: &[u8] = b"<https://aicity.example/paper/";
const SCHOLAR: &[u8] = b"<https://aicity.example/scholar/";
const AFFILIATION: &[u8] = b"<https://aicity.example/affiliation/";
const COLLABORATION: &[u8] = b"<https://aicity.example/collaboration/";
const DERIVED: &[u8] = b"<https://aicity.example/graph/derived> .";
const INSTITUTION_OF: &[u8] = iri!("institution");
const PAPER_OF: &[u8] = iri!("paper");
const POSITION: &[u8] = iri!("position");
const SCHOLAR_OF: &[u8] = iri!("scholar");
const UNRESOLVED: &[u8] = iri!("unresolvedAffiliations");
const YEAR: &[u8] = iri!("year");
const COUNTER: &[u8] = iri!("citationSource");
const DATA_SOURCE: &[u8] = iri!("dataSource");
const CITATIONS: &[u8] = iri!("citations");
const BY_YEAR: &[u8] = iri!("citationsByYear");
const VENUE: &[u8] = iri!("venue");
const SUBFIELD: &[u8] = iri!("subfield");

impl Part {
    /// Scans the text of a frame, which holds every line of each of its subjects; `None` when it is not canonical.
    pub(super) fn scan(text: &[u8]) -> Option<Self> {
        let mut part = Self::default();
        let mut rest = text;
        while !rest.is_empty() {
            let end = memchr(b' ', rest)?;
            let subject = &rest[..end];
            let group = group_length(rest, subject)?;
            let (lines, after) = rest.split_at(group);
            part.subject(subject, lines)?;
            rest = after;
        }
        Some(part)
    }

    fn subject(&mut self, subject: &[u8], lines: &[u8]) -> Option<()> {
        if subject.starts_with(AUTHORSHIP) {
            self.authorship(lines, subject.len())
        } else if subject.starts_with(PAPER) {
            self.paper(subject, lines)
        } else if subject.starts_with(SCHOLAR) {
            self.scholars.push(key(subject));
            Some(())
        } else {
            // Neither what is derived nor what was stated changes a ranking.
            if !subject.starts_with(COLLABORATION) && !subject.starts_with(AFFILIATION) {
                self.others.extend_from_slice(lines);
            }
            Some(())
        }
    }

    fn authorship(&mut self, lines: &[u8], subject: usize) -> Option<()> {
        let mut row =
            Authorship { paper: NO_KEY, scholar: NO_KEY, position: 0, unresolved: 0, institutions: 0 };
        for statement in statements(lines, subject) {
            let (predicate, object) = statement?;
            match predicate {
                INSTITUTION_OF => self.institutions.push(key(object)),
                PAPER_OF => row.paper = key(object),
                POSITION => row.position = integer(object)?.try_into().ok()?,
                SCHOLAR_OF => row.scholar = key(object),
                UNRESOLVED => row.unresolved = integer(object)?.try_into().ok()?,
                _ => {}
            }
        }
        row.institutions = self.institutions.len() as u32;
        self.authorships.push(row);
        (row.paper != NO_KEY && row.scholar != NO_KEY && row.position > 0).then_some(())
    }

    fn paper(&mut self, subject: &[u8], lines: &[u8]) -> Option<()> {
        let mut row = Paper {
            key: key(subject),
            venue: NO_KEY,
            citations: NO_CITATIONS,
            year: 0,
            by_year: false,
            origins: [NONE; 2],
            subfields: 0,
        };
        for statement in statements(lines, subject.len()) {
            let (predicate, object) = statement?;
            match predicate {
                CITATIONS => row.citations = integer(object)?,
                YEAR => row.year = integer(object)?.try_into().ok()?,
                BY_YEAR => {
                    self.by_year.push(list(object)?);
                    row.by_year = true;
                }
                COUNTER => row.origins[0] = origin(&mut self.origins[0], object),
                DATA_SOURCE => row.origins[1] = origin(&mut self.origins[1], object),
                VENUE => row.venue = key(object),
                SUBFIELD => self.subfields.push(key(object)),
                _ => {}
            }
        }
        row.subfields = self.subfields.len() as u32;
        self.papers.push(row);
        Some(())
    }

    /// Lines of the general kind as statements: subject, predicate, object, graph.
    pub(super) fn other_lines(&self) -> impl Iterator<Item = Option<scan::Line<'_>>> {
        self.others.split(|&b| b == b'\n').filter(|line| !line.is_empty()).map(scan::split)
    }
}

/// Index of a literal in a short list, which it joins if it is new.
fn origin(list: &mut Vec<Vec<u8>>, literal: &[u8]) -> u32 {
    let found = list.iter().position(|other| other == literal);
    found.unwrap_or_else(|| {
        list.push(literal.to_owned());
        list.len() - 1
    }) as u32
}

/// Length of the lines that begin with a subject.
fn group_length(text: &[u8], subject: &[u8]) -> Option<usize> {
    let mut length = 0;
    while text[length..].starts_with(subject) && text.get(length + subject.len()) == Some(&b' ') {
        length += memchr(b'\n', &text[length..])? + 1;
    }
    (length > 0).then_some(length)
}

/// Predicate and object of each fact in a subject's lines; what is derived is passed over.
fn statements(lines: &[u8], subject: usize) -> impl Iterator<Item = Option<(&[u8], &[u8])>> {
    let mut rest = lines;
    std::iter::from_fn(move || {
        loop {
            if rest.is_empty() {
                return None;
            }
            let Some(end) = memchr(b'\n', rest) else { return Some(None) };
            // A key may hold a line break, which no canonical line does.
            let Some(line) = rest.get(subject + 1..end) else { return Some(None) };
            rest = &rest[end + 1..];
            if !line.ends_with(DERIVED) {
                return Some(statement(line));
            }
        }
    })
}

fn statement(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = memchr(b' ', line)?;
    Some((&line[..end], line[end + 1..].strip_suffix(b" .")?))
}

fn integer(object: &[u8]) -> Option<u64> {
    let digits =
        object.strip_prefix(b"\"")?.strip_suffix(b"\"^^<http://www.w3.org/2001/XMLSchema#integer>")?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// Citations by year: plain text without escapes.
fn list(object: &[u8]) -> Option<ByYear> {
    let text = object.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    ByYear::parse(std::str::from_utf8(text).ok()?, ' ').ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rdf::vocabulary as v;

    #[test]
    fn predicates_are_those_of_the_vocabulary() {
        for (bytes, term) in [
            (INSTITUTION_OF, v::AT_INSTITUTION),
            (PAPER_OF, v::OF_PAPER),
            (POSITION, v::POSITION),
            (SCHOLAR_OF, v::BY_SCHOLAR),
            (UNRESOLVED, v::UNRESOLVED_AFFILIATIONS),
            (YEAR, v::YEAR),
            (COUNTER, v::CITATION_SOURCE),
            (DATA_SOURCE, v::DATA_SOURCE),
            (CITATIONS, v::CITATIONS),
            (BY_YEAR, v::CITATIONS_BY_YEAR),
            (VENUE, v::IN_VENUE),
            (SUBFIELD, v::IN_SUBFIELD),
        ] {
            assert_eq!(bytes, format!("<{term}>").as_bytes());
        }
        assert_eq!(DERIVED, format!("<{}> .", v::DERIVED).as_bytes());
    }
}
