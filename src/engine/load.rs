//! Inputs to a store: read, build, write a generation. All or nothing.

use super::source::image_of;
use crate::base::{Error, Result};
use crate::model::builder::{Built, CorpusBuilder};
use crate::model::record::{Reason, Rejection};
use crate::sources::{Format, Options, Watch};
use crate::store::Store;
use crate::store::generations::{Contents, Manifest};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What a load did.
#[derive(Debug)]
pub struct Loaded {
    /// The new generation.
    pub manifest: Manifest,
    /// Everything that was not used, ordered by place.
    pub rejections: Vec<Rejection>,
    /// Input files, as rejections name them.
    pub files: Vec<String>,
    /// Corpus counts that the summary shows.
    pub coverage: super::coverage::Coverage,
}

/// How a load treats what it cannot use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// Rejections are reported, the rest is loaded.
    Lenient,
    /// Any lost record ends the load.
    Strict,
}

/// Loads inputs into a store. The store is locked before anything is read, so a second load ends at once.
pub fn load(
    format: &Format,
    inputs: &[PathBuf],
    store: &Path,
    strictness: Strictness,
    watch: Watch<'_>,
) -> Result<Loaded> {
    let writer = Store::at(store).writer()?;
    let mut built = read(format, inputs, watch)?;
    if strictness == Strictness::Strict {
        refuse_losses(&built)?;
    }
    crate::indicators::count::check_range(&built.corpus)?;
    tracing::info!("building the graph");
    let image = image_of(&built.corpus, &built.texts, &built.statements);
    tracing::info!("writing the store");
    let rejections =
        count(&built.rejections).into_iter().map(|(reason, n)| (reason.code().to_owned(), n)).collect();
    let skipped = built.skipped.iter().map(|(reason, n)| (reason.code().to_owned(), *n)).collect();
    let manifest = writer.publish(&mut Contents {
        corpus: &mut built.corpus,
        texts: &mut built.texts,
        statements: &mut built.statements,
        image: &image,
        rejections,
        skipped,
    })?;
    let coverage = super::coverage::Coverage::of(&built.corpus);
    Ok(Loaded { manifest, rejections: built.rejections, files: built.files, coverage })
}

/// Reads inputs into a corpus.
pub fn read(format: &Format, inputs: &[PathBuf], watch: Watch<'_>) -> Result<Built> {
    let mut builder = CorpusBuilder::default();
    let files = (format.read)(inputs, &Options { watch, ..Options::ALL }, &mut builder)?;
    files.iter().for_each(|file| builder.source(&file.name, &file.format, &file.sha256, file.bytes));
    tracing::info!("checking references and sorting");
    Ok(builder.finish())
}

/// The first record that was lost is an error, and so is an input without any paper.
fn refuse_losses(built: &Built) -> Result<()> {
    let hint = "--strict refuses an input that loses anything";
    if let Some(lost) = built.rejections.iter().find(|r| !r.reason.keeps_record()) {
        let file = built.files.get(lost.place.file as usize).map_or("input", String::as_str);
        let message = format!("{} {}: {}", lost.reason.code(), lost.field, lost.detail);
        return Err(Error::input(file, lost.place.line, message, hint));
    }
    if built.corpus.papers.is_empty() {
        return Err(Error::input("input", 0, "holds no paper", hint));
    }
    Ok(())
}

/// Rejections by reason.
pub fn count(rejections: &[Rejection]) -> BTreeMap<Reason, u64> {
    let mut counts = BTreeMap::new();
    for rejection in rejections {
        *counts.entry(rejection.reason).or_default() += 1;
    }
    counts
}
