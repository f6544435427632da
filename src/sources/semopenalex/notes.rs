//! What the mappings say that our vocabulary has no word for: it is noted here, and used when records are put together.

use crate::model::record::Skipped;
use crate::rdf::iri::{self, Kind};
use crate::rdf::vocabulary as v;
use oxrdf::{Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use std::collections::BTreeMap;

/// Notes on papers, scholars, venues and authorships, by key.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// Papers that are none, and why.
    pub set_aside: BTreeMap<String, Skipped>,
    /// ORCID of scholars.
    pub orcids: BTreeMap<String, String>,
    /// ISSNs of venues.
    pub issns: BTreeMap<String, Vec<String>>,
    /// For each authorship its paper and its position there, as each is said.
    authorships: BTreeMap<String, (String, Position)>,
}

/// A position as one vocabulary or the other gives it, in the order of the authors. Who stands between the first and the
/// last is not told there; the key decides, so that it is the same every time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Position {
    Number(u64),
    First,
    #[default]
    Middle,
    Last,
}

impl Notes {
    /// Takes a statement that is a note; answers whether it is nothing else.
    pub(super) fn take(&mut self, triple: &Triple) -> bool {
        let NamedOrBlankNode::NamedNode(subject) = &triple.subject else { return false };
        let Some((kind, key)) = iri::read(subject.as_str()) else { return false };
        let key = key.into_owned();
        if let (Kind::Authorship, v::OF_PAPER, Term::NamedNode(paper)) =
            (kind, triple.predicate.as_str(), &triple.object)
        {
            let paper = iri::read(paper.as_str()).map(|(_, paper)| paper.into_owned()).unwrap_or_default();
            self.authorships.entry(key).or_default().0 = paper;
            return false;
        }
        let Term::Literal(value) = &triple.object else { return false };
        self.take_literal(kind, key, local_name(triple.predicate.as_str()), value.value())
    }

    fn take_literal(&mut self, kind: Kind, key: String, property: &str, value: &str) -> bool {
        match (kind, property) {
            (Kind::Paper, "isRetracted" | "isParatext") => {
                let why = if property == "isParatext" { Skipped::Paratext } else { Skipped::Retracted };
                if matches!(value, "true" | "1") {
                    self.set_aside.insert(key, why);
                }
            }
            (Kind::Scholar, "orcidId") => drop(self.orcids.insert(key, local_name(value).to_owned())),
            (Kind::Venue, "issn") => self.issns.entry(key).or_default().push(value.to_owned()),
            (Kind::Authorship, "position") => match position(value) {
                Some(position) => self.authorships.entry(key).or_default().1 = position,
                None => return false,
            },
            _ => return false,
        }
        true
    }

    /// Says the position of every authorship, from 1. The ontology of 2025 counts from 0.
    pub(super) fn positions(&mut self, mut say: impl FnMut(Triple)) {
        let mut papers: BTreeMap<&str, Vec<(Position, &str)>> = BTreeMap::new();
        for (key, (paper, position)) in &self.authorships {
            papers.entry(paper).or_default().push((*position, key));
        }
        for authors in papers.values_mut() {
            authors.sort_unstable();
            let shift = u64::from(authors.first().is_some_and(|(first, _)| *first == Position::Number(0)));
            for ((position, key), rank) in authors.iter().zip(1u64..) {
                let number =
                    if let Position::Number(number) = position { number.saturating_add(shift) } else { rank };
                say(statement(key, number));
            }
        }
        self.authorships.clear();
    }
}

fn position(value: &str) -> Option<Position> {
    Some(match value {
        "first" => Position::First,
        "middle" => Position::Middle,
        "last" => Position::Last,
        number => Position::Number(number.parse().ok()?),
    })
}

/// What stands after the last slash or hash.
fn local_name(iri: &str) -> &str {
    iri.rsplit(['/', '#']).next().unwrap_or(iri)
}

fn statement(authorship: &str, position: u64) -> Triple {
    let mut subject = Vec::new();
    iri::write(Kind::Authorship, authorship, &mut subject);
    let subject = String::from_utf8_lossy(&subject);
    let subject = NamedNode::new_unchecked(subject.trim_start_matches('<').trim_end_matches('>'));
    let integer = NamedNode::from(oxrdf::vocab::xsd::INTEGER);
    Triple::new(
        subject,
        NamedNode::new_unchecked(v::POSITION),
        Literal::new_typed_literal(position.to_string(), integer),
    )
}
