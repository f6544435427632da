//! A corpus as quads: bulk facts in the default graph, what follows from them in `graph/derived`, where they come from in
//! `graph/provenance`.

mod affiliations;
mod derived;
mod entities;
mod works;

use super::iri::{self, Kind};
use super::vocabulary::{DERIVED, PROVENANCE};
use crate::base::escape;
use crate::model::corpus::NONE;
use crate::model::statements::Statements;
use crate::model::{Corpus, Texts};

/// Receives terms and quads. Terms are canonical N-Triples texts; ids are the receiver's own.
pub trait QuadSink {
    /// Id of a term.
    fn term(&mut self, text: &[u8]) -> u32;
    /// Id of a term that hardly any other quad will name by its text: it may be given another id for each call.
    fn new_term(&mut self, text: &[u8]) -> u32 {
        self.term(text)
    }
    /// A quad; `graph` is the id of its name, `None` the default graph.
    fn quad(&mut self, triple: [u32; 3], graph: Option<u32>);
}

/// Writes every quad of a corpus. Cost: linear in authorships and texts; the derived graph also in the pairs of cities of
/// each paper.
pub fn emit(corpus: &Corpus, texts: &Texts, statements: &Statements, sink: &mut impl QuadSink) {
    let mut out = Emitter { sink, scratch: Vec::new() };
    let places = entities::emit(corpus, &mut out);
    let stated = affiliations::emit(statements, &places, &mut out);
    let papers = works::emit(corpus, texts, &places, (statements, &stated), &mut out);
    derived::emit(corpus, &papers, &places, &mut out);
    provenance(corpus, &mut out);
}

/// Ids of the entities of one kind, by corpus index.
struct Entities {
    cities: Vec<u32>,
    countries: Vec<u32>,
    institutions: Vec<u32>,
    metros: Vec<u32>,
    venues: Vec<u32>,
    subfields: Vec<u32>,
}

struct Emitter<'a, S> {
    sink: &'a mut S,
    scratch: Vec<u8>,
}

impl<S: QuadSink> Emitter<'_, S> {
    fn term(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> u32 {
        self.scratch.clear();
        write(&mut self.scratch);
        self.sink.term(&self.scratch)
    }

    fn entity(&mut self, kind: Kind, id: &str) -> u32 {
        self.term(|out| iri::write(kind, id, out))
    }

    /// An entity that nothing was said of yet, and whose id the caller keeps.
    fn new_entity(&mut self, kind: Kind, id: &str) -> u32 {
        self.scratch.clear();
        iri::write(kind, id, &mut self.scratch);
        self.sink.new_term(&self.scratch)
    }

    fn iri(&mut self, iri: &str) -> u32 {
        self.term(|out| {
            out.push(b'<');
            out.extend_from_slice(iri.as_bytes());
            out.push(b'>');
        })
    }

    /// A literal with what follows its closing quote.
    fn literal(&mut self, text: &str, suffix: &str) -> u32 {
        self.term(|out| {
            out.push(b'"');
            escape::literal(text, out);
            out.push(b'"');
            out.extend_from_slice(suffix.as_bytes());
        })
    }

    fn integer(&mut self, value: u64) -> u32 {
        self.literal(&value.to_string(), "^^<http://www.w3.org/2001/XMLSchema#integer>")
    }

    /// Degrees in the canonical form of `xsd:decimal`: the shortest digits, no exponent.
    fn decimal(&mut self, value: f64) -> u32 {
        // `-0` is not canonical.
        let value = if value == 0.0 { 0.0 } else { value };
        self.literal(&value.to_string(), "^^<http://www.w3.org/2001/XMLSchema#decimal>")
    }

    fn fact(&mut self, subject: u32, predicate: u32, object: u32) {
        self.sink.quad([subject, predicate, object], None);
    }

    /// A fact with a literal, if there is one.
    fn text(&mut self, subject: u32, predicate: u32, text: &str, suffix: &str) {
        if !text.is_empty() {
            let object = self.literal(text, suffix);
            self.fact(subject, predicate, object);
        }
    }

    /// As [`Emitter::text`] with a text that is hardly said of anything else.
    fn own_text(&mut self, subject: u32, predicate: u32, text: &str) {
        if !text.is_empty() {
            self.scratch.clear();
            self.scratch.push(b'"');
            escape::literal(text, &mut self.scratch);
            self.scratch.push(b'"');
            let object = self.sink.new_term(&self.scratch);
            self.fact(subject, predicate, object);
        }
    }

    /// A fact with an entity, if it is known.
    fn link(&mut self, subject: u32, predicate: u32, ids: &[u32], index: u32) {
        if index != NONE {
            self.fact(subject, predicate, ids[index as usize]);
        }
    }
}

fn provenance<S: QuadSink>(corpus: &Corpus, out: &mut Emitter<'_, S>) {
    use super::vocabulary::{BYTES, FORMAT, LABEL, PROV_ENTITY, SHA256, TYPE};
    if corpus.sources.bytes.is_empty() {
        return;
    }
    let graph = Some(out.iri(PROVENANCE));
    let [kind, class, label, sum, format, bytes] =
        [TYPE, PROV_ENTITY, LABEL, SHA256, FORMAT, BYTES].map(|term| out.iri(term));
    for (i, &size) in corpus.sources.bytes.iter().enumerate() {
        let source = out.entity(Kind::Source, corpus.sources.sha256.get(i));
        let objects = [
            (kind, class),
            (label, out.literal(corpus.sources.name.get(i), "")),
            (sum, out.literal(corpus.sources.sha256.get(i), "")),
            (format, out.literal(corpus.sources.format.get(i), "")),
            (bytes, out.integer(size)),
        ];
        for (predicate, object) in objects {
            out.sink.quad([source, predicate, object], graph);
        }
    }
}
