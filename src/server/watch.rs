//! What comes from outside while the server runs: signals, and new generations of the store.

use super::state::{Life, State};
use crate::base::{Error, Result};
use std::sync::Arc;
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::Mutex;

/// How often the store is looked at.
const INTERVAL: Duration = Duration::from_millis(500);

/// What ended the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// SIGINT.
    Interrupt,
    /// SIGTERM.
    Terminate,
}

/// The signals that the server listens to.
#[derive(Debug)]
pub struct Signals {
    ending: Mutex<(Signal, Signal)>,
    reload: Mutex<Signal>,
}

impl Signals {
    /// Listens from now on.
    pub fn new() -> Result<Self> {
        let listen =
            |kind| signal(kind).map_err(|e| Error::limit(format!("cannot listen to signals: {e}"), ""));
        let ending = (listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?);
        Ok(Self { ending: Mutex::new(ending), reload: Mutex::new(listen(SignalKind::hangup())?) })
    }

    /// Waits for the signal that ends the server; SIGHUP reads the store again meanwhile.
    pub async fn wait(&self, state: &Arc<State>) -> End {
        let mut reload = self.reload.lock().await;
        loop {
            tokio::select! {
                end = self.again() => return end,
                _ = reload.recv() => state.reload().await,
            }
        }
    }

    /// Waits for a signal that ends the server.
    pub async fn again(&self) -> End {
        let mut ending = self.ending.lock().await;
        let (interrupt, terminate) = &mut *ending;
        tokio::select! {
            _ = interrupt.recv() => End::Interrupt,
            _ = terminate.recv() => End::Terminate,
        }
    }
}

/// Looks for a new generation again and again.
pub async fn store(state: Arc<State>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(INTERVAL) => state.reload().await,
            () = state.until(Life::Draining) => return,
        }
    }
}
