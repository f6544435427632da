//! Random corpora through a dump and back, by the fast reader and by the way that any RDF goes.

use super::runner;
use crate::support::corpus::{NOTHING, corpora, differences, image};
use aicity::model::builder::{Built, CorpusBuilder};
use aicity::model::record::{Reason, Rejection};
use aicity::rdf::dump::{Dump, GraphWriter};
use aicity::rdf::fast;
use aicity::sources::{Options, rdf};
use aicity::store::export;
use proptest::prelude::*;
use std::path::Path;

/// Writes the graph of a corpus; answers its path.
fn dump(built: &Built, dir: &Path) -> Dump {
    let mut writer = GraphWriter::create(dir).unwrap();
    export::write(&image(built), &mut writer).unwrap();
    writer.finish().unwrap();
    Dump::find(dir).unwrap()
}

fn loaded(dump: &Dump) -> Built {
    let mut builder = CorpusBuilder::default();
    let files = rdf::FORMAT.read(std::slice::from_ref(&dump.graph), &Options::ALL, &mut builder).unwrap();
    files.iter().for_each(|file| builder.source(&file.name, &file.format, &file.sha256, file.bytes));
    builder.finish()
}

/// Whether a rejection says something of the corpus itself, not of how it was written.
fn is_note(rejection: &Rejection) -> bool {
    matches!(rejection.reason, Reason::NoAuthors | Reason::RepeatedAuthor)
}

#[test]
fn a_dump_is_the_corpus_it_was_written_from() {
    let dir = tempfile::tempdir().unwrap();
    let check = |built: Built| {
        let dump = dump(&built, dir.path());
        prop_assert_eq!(differences(&fast::read(&dump).unwrap(), &built.corpus), NOTHING);
        let loaded = loaded(&dump);
        prop_assert_eq!(loaded.rejections.iter().find(|rejection| !is_note(rejection)), None);
        prop_assert_eq!(differences(&loaded.corpus, &built.corpus), NOTHING);
        prop_assert_eq!(loaded.texts, built.texts);
        prop_assert_eq!(loaded.statements, built.statements);
        Ok(())
    };
    runner(128).run(&corpora(), check).unwrap();
}
