//! Statements to a store, kept as they are: a graph without a corpus.

use super::{Job, Loaded, Strictness};
use crate::base::{Error, Result};
use crate::engine::coverage::Coverage;
use crate::engine::resolve::Resolved;
use crate::model::builder::{Built, CorpusBuilder};
use crate::model::identity::ScholarCounts;
use crate::rdf::dump::Holds;
use crate::sources::{ReadQuads, SourceFile};
use crate::store::generations::Contents;
use crate::store::{Image, ImageBuilder, Store};
use std::collections::BTreeMap;
use std::path::Path;

/// Loads a dataset. Nothing of it is a rejection: it is taken whole, or the load ends with an error.
pub(super) fn load(job: &Job<'_>, read: ReadQuads, store: &Path) -> Result<Loaded> {
    let writer = Store::at(store).writer()?;
    let mut builder = ImageBuilder::default();
    let files = read(job.inputs, job.watch, &mut builder)?;
    tracing::info!("sorting terms and statements");
    let image = builder.finish();
    if job.strictness == Strictness::Strict && image.is_empty() {
        return Err(Error::input(
            "input",
            0,
            "holds no statement",
            "--strict refuses an input that is empty",
        ));
    }
    tracing::info!("writing the store");
    let mut nothing = without_corpus(&files);
    let manifest = writer.publish(&mut contents(&mut nothing, &image))?;
    Ok(Loaded {
        manifest,
        rejections: Vec::new(),
        files: Vec::new(),
        coverage: Coverage::of(&nothing.corpus),
        scholars: ScholarCounts::default(),
        resolved: Resolved::default(),
    })
}

/// A corpus of nothing but the names of the files.
fn without_corpus(files: &[SourceFile]) -> Built {
    let mut builder = CorpusBuilder::default();
    files.iter().for_each(|file| builder.source(&file.name, &file.format, &file.sha256, file.bytes));
    builder.finish()
}

fn contents<'a>(nothing: &'a mut Built, image: &'a Image) -> Contents<'a> {
    Contents {
        holds: Holds::Graph,
        corpus: &mut nothing.corpus,
        texts: &mut nothing.texts,
        statements: &mut nothing.statements,
        image,
        rejections: BTreeMap::new(),
        skipped: BTreeMap::new(),
    }
}
