//! The edition that is served: one generation, its corpus in memory, its query processes, and what was computed from it.

use super::cache::Cache;
use super::metrics::Metrics;
use super::options::Options;
use super::workers::Workers;
use crate::base::Result;
use crate::engine::Ranked;
use crate::engine::rank::{Basis, rank_corpus};
use crate::index::Profile;
use crate::model::Corpus;
use crate::model::builder::CorpusBuilder;
use crate::model::corpus::Texts;
use crate::rdf::dump::Holds;
use crate::sparql::contained::Program;
use crate::sparql::statistics::Statistics;
use crate::store::generations::Manifest;
use crate::store::{Generation, Store};
use lru::LruCache;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Rankings of different counts that are kept: each is some bytes for each unit.
const RANKINGS: NonZeroUsize = NonZeroUsize::new(64).unwrap();

/// An edition.
pub struct Edition {
    /// Its identity: the checksum of the generation's manifest. The same inputs give the same one.
    pub id: String,
    /// Name of the generation in the store.
    pub generation: String,
    /// What the generation is.
    pub manifest: Manifest,
    /// The corpus.
    pub corpus: Arc<Corpus>,
    /// Titles and names.
    pub texts: Arc<Texts>,
    /// The query processes.
    pub workers: Arc<Workers>,
    /// Whole answers by request.
    pub answers: Cache,
    /// What the graph holds, once it was counted.
    pub statistics: OnceLock<Statistics>,
    /// The dump of this edition, once it was made.
    pub dump: tokio::sync::OnceCell<tempfile::TempDir>,
    rankings: Mutex<LruCache<Basis, Arc<Ranked>>>,
    /// The generation stays on disk while this lives.
    held: Generation,
}

impl Edition {
    /// Opens the current generation of a store: reads and checks what rankings need, and starts query processes.
    pub fn open(options: &Options, metrics: &Arc<Metrics>) -> Result<Self> {
        let held = Store::at(&options.store).open()?;
        let (corpus, texts) = match held.manifest.holds {
            Holds::Corpus => {
                let corpus = held.corpus()?;
                let texts = held.texts(&corpus)?;
                (corpus, texts)
            }
            // There is nothing to rank; SPARQL is answered by the query processes.
            Holds::Graph => {
                let empty = CorpusBuilder::default().finish();
                (empty.corpus, empty.texts)
            }
        };
        let generation =
            held.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let program = Program {
            program: options.program.clone(),
            store: options.store.clone(),
            generation: generation.clone(),
            checksum: held.checksum.clone(),
            memory: options.memory,
        };
        let workers = Arc::new(Workers::new(program, Arc::clone(metrics)));
        metrics.editions_opened.add(1);
        Ok(Self {
            id: held.checksum.clone(),
            generation,
            manifest: held.manifest.clone(),
            corpus: Arc::new(corpus),
            texts: Arc::new(texts),
            workers,
            answers: Cache::default(),
            statistics: OnceLock::new(),
            dump: tokio::sync::OnceCell::new(),
            rankings: Mutex::new(LruCache::new(RANKINGS)),
            held,
        })
    }

    /// A ranking. Counts are made once for each selection and rule: O(papers + affiliations); other weights, scales and
    /// zero rules only compose again: O(units log units).
    pub fn ranked(&self, profile: &Profile) -> Result<Arc<Ranked>> {
        profile.check()?;
        let basis = Basis::of(profile);
        let lock = || self.rankings.lock().unwrap_or_else(PoisonError::into_inner);
        let counted = lock().get(&basis).cloned();
        let counted = if let Some(ranked) = counted {
            ranked
        } else {
            let ranked = Arc::new(rank_corpus(Arc::clone(&self.corpus), profile)?);
            lock().put(basis, Arc::clone(&ranked));
            ranked
        };
        if counted.profile == *profile { Ok(counted) } else { Ok(Arc::new(counted.again(profile)?)) }
    }

    /// Folder of the generation, for programs that read it.
    pub fn path(&self) -> &PathBuf {
        &self.held.path
    }
}
