//! What all requests share: the current edition, admission, counters, and whether the server is ending.

use super::api::resolve::Resolving;
use super::edition::Edition;
use super::metrics::{Gauges, Metrics};
use super::options::Options;
use super::workers::Admission;
use crate::base::Result;
use crate::store::Store;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::{Mutex, watch};

/// How far the server is from its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Life {
    /// It serves.
    Serving,
    /// It answers what it has begun, and nothing else.
    Draining,
    /// What is not answered is given up.
    Over,
}

/// What all requests share.
pub struct State {
    /// Options of the start.
    pub options: Options,
    /// Counters.
    pub metrics: Arc<Metrics>,
    /// Admission of SPARQL queries.
    pub queries: Admission,
    /// Admission of computations of the API.
    pub computations: Admission,
    /// The resolver, opened when it is needed first.
    pub resolving: Resolving,
    life: watch::Sender<Life>,
    edition: RwLock<Arc<Edition>>,
    reload: Mutex<()>,
    started: Instant,
    boot: u64,
    requests: AtomicU64,
}

/// Computations of the API that run at once.
const COMPUTATIONS: usize = 2;
/// Computations of the API that wait.
const COMPUTATIONS_WAITING: usize = 48;

impl State {
    /// Opens the store.
    pub fn new(options: Options) -> Result<Self> {
        let metrics = Arc::new(Metrics::default());
        let edition = Edition::open(&options, &metrics)?;
        let boot = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        Ok(Self {
            queries: Admission::new(options.running, options.waiting),
            computations: Admission::new(COMPUTATIONS, COMPUTATIONS_WAITING),
            resolving: Resolving::new(options.gazetteer.clone()),
            life: watch::channel(Life::Serving).0,
            edition: RwLock::new(Arc::new(edition)),
            reload: Mutex::new(()),
            started: Instant::now(),
            requests: AtomicU64::new(0),
            boot,
            metrics,
            options,
        })
    }

    /// The current edition: a request keeps the one that it began with.
    pub fn edition(&self) -> Arc<Edition> {
        Arc::clone(&self.edition.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Opens a new generation, if there is one. Requests under way keep theirs; when the new one cannot be opened, the
    /// old one goes on being served.
    pub async fn reload(self: &Arc<Self>) {
        let _one_at_a_time = self.reload.lock().await;
        let served = self.edition();
        let named = Store::at(&self.options.store).current();
        if matches!(&named, Ok((name, sum)) if *name == served.generation && *sum == served.id) {
            return;
        }
        let state = Arc::clone(self);
        let opened = tokio::task::spawn_blocking(move || {
            let edition = Edition::open(&state.options, &state.metrics)?;
            edition.workers.warm(state.options.running);
            Ok::<_, crate::base::Error>(edition)
        });
        match opened.await {
            Ok(Ok(edition)) => {
                tracing::info!(
                    generation = edition.generation,
                    edition = edition.id,
                    "serving a new generation"
                );
                *self.edition.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(edition);
            }
            Ok(Err(error)) => {
                tracing::error!("cannot open the new generation, the old one is served: {error}");
            }
            Err(error) => tracing::error!("cannot open the new generation, the old one is served: {error}"),
        }
    }

    /// An id for a request, unique as long as the server is not started twice in a second.
    pub fn request_id(&self) -> String {
        format!("{:x}-{:x}", self.boot, self.requests.fetch_add(1, Ordering::Relaxed))
    }

    /// Waits until the server is at least so far.
    pub async fn until(&self, far: Life) {
        // The sender lives in this state: it cannot be gone.
        let _ = self.life.subscribe().wait_for(|life| *life >= far).await;
    }

    /// Goes a step towards the end.
    pub fn go(&self, life: Life) {
        self.life.send_if_modified(|now| {
            let further = life > *now;
            *now = life.max(*now);
            further
        });
    }

    /// What is measured now.
    pub fn gauges(&self) -> Gauges {
        let (running, waiting) = self.queries.load(self.options.running);
        Gauges {
            edition: self.edition().id.clone(),
            running,
            waiting,
            uptime: self.started.elapsed().as_secs(),
        }
    }
}
