//! Inputs to a store: read, build, write a generation. All or nothing.

mod kept;

use super::intake::Intake;
use super::resolve::{self, Means, Resolved};
use super::source::image_of;
use crate::base::{Error, Result};
use crate::model::builder::{Built, CorpusBuilder};
use crate::model::identity::{Identity, ScholarCounts};
use crate::model::record::{Reason, Rejection};
use crate::rdf::dump::Holds;
use crate::sources::{Format, Options, Reader, Selection, UNWATCHED, Watch};
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
    /// Number of scholars by each identity rule.
    pub scholars: ScholarCounts,
    /// What became of stated affiliations.
    pub resolved: Resolved,
}

/// How a load treats what it cannot use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// Rejections are reported, the rest is loaded.
    Lenient,
    /// Any lost record ends the load.
    Strict,
}

/// What is loaded, and how.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// How inputs are read.
    pub format: &'a Format,
    /// Input files or folders.
    pub inputs: &'a [PathBuf],
    /// Which works are taken.
    pub selection: &'a Selection,
    /// Who is one scholar.
    pub identity: Identity,
    /// What affiliations are resolved with.
    pub means: &'a Means,
    /// How losses are treated.
    pub strictness: Strictness,
    /// Told of every read.
    pub watch: Watch<'a>,
}

impl<'a> Job<'a> {
    /// Everything in the inputs, leniently, with the shipped gazetteer, and nobody watches.
    pub fn plain(format: &'a Format, inputs: &'a [PathBuf], means: &'a Means) -> Self {
        Self {
            format,
            inputs,
            selection: &Selection::ALL,
            identity: Identity::Source,
            means,
            strictness: Strictness::Lenient,
            watch: UNWATCHED,
        }
    }
}

/// What was read, and what was concluded on the way.
#[derive(Debug, Default)]
pub struct Read {
    /// The corpus.
    pub built: Built,
    /// Number of scholars by each identity rule.
    pub scholars: ScholarCounts,
    /// What became of stated affiliations.
    pub resolved: Resolved,
}

/// Loads inputs into a store. The store is locked before anything is read, so a second load ends at once.
pub fn load(job: &Job<'_>, store: &Path) -> Result<Loaded> {
    match job.format.reader {
        Reader::Records(_) => load_corpus(job, store),
        Reader::Quads(read) => kept::load(job, read, store),
    }
}

fn load_corpus(job: &Job<'_>, store: &Path) -> Result<Loaded> {
    let writer = Store::at(store).writer()?;
    let Read { mut built, scholars, resolved } = read(job)?;
    if job.strictness == Strictness::Strict {
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
        holds: Holds::Corpus,
        corpus: &mut built.corpus,
        texts: &mut built.texts,
        statements: &mut built.statements,
        image: &image,
        rejections,
        skipped,
    })?;
    let coverage = super::coverage::Coverage::of(&built.corpus);
    Ok(Loaded { manifest, rejections: built.rejections, files: built.files, coverage, scholars, resolved })
}

/// Reads inputs into a corpus.
pub fn read(job: &Job<'_>) -> Result<Read> {
    let mut builder = CorpusBuilder::default();
    let mut intake = Intake::new(&mut builder, job.selection, job.format.prepared, job.identity);
    let options = Options { selection: job.selection, watch: job.watch };
    let files = job.format.read(job.inputs, &options, &mut intake)?;
    let (known, scholars) = intake.finish();
    files.iter().for_each(|file| builder.source(&file.name, &file.format, &file.sha256, file.bytes));
    let resolved = if job.format.prepared {
        Resolved::default()
    } else {
        resolve::resolve(&mut builder, known, job.means)?
    };
    if resolved.mentions > 0 {
        // The same inputs resolved with other means are another corpus: the dump says with which.
        let means = job.means.files()?;
        means.iter().for_each(|file| builder.source(&file.name, &file.format, &file.sha256, file.bytes));
    }
    tracing::info!("checking references and sorting");
    Ok(Read { built: builder.finish(), scholars, resolved })
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
