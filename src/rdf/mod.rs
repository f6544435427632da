//! RDF: our vocabulary, quads from a corpus and a corpus from quads, canonical dumps.

pub mod vocabulary;
