//! RDF: our vocabulary, quads from a corpus and a corpus from quads, canonical dumps.

pub mod collect;
pub mod dump;
pub mod fast;
pub mod iri;
pub mod quads;
pub mod scan;
pub mod term;
pub mod vocabulary;
