//! The HTTP server: SPARQL 1.1 Protocol, JSON API, pages. Translates requests into calls of the façade; never dies of one.

pub mod api;
mod body;
mod cache;
mod connection;
mod describe;
mod dump;
pub mod edition;
mod encode;
mod etag;
mod graph_store;
mod guarded;
mod head;
mod metrics;
pub mod options;
mod page;
pub mod problem;
mod queries;
mod reply;
mod resources;
mod router;
mod sparql;
mod spool;
pub mod state;
mod status;
mod target;
mod watch;
mod workers;

pub use options::Options;

use crate::base::{Error, Result};
use state::{Life, State};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use watch::End;

/// Serves until a signal ends it; answers the exit code. `started` is told the address once connections are accepted.
pub fn serve(options: Options, started: impl FnOnce(SocketAddr)) -> Result<u8> {
    check(&options)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        // Each query that runs, and each computation, waits on one of these.
        .max_blocking_threads(options.running + 16)
        .enable_all()
        .build()
        .map_err(|e| Error::limit(format!("cannot start the threads of the server: {e}"), ""))?;
    let ended = runtime.block_on(run(options, started));
    // What still waits for a process that was killed, or computes for nobody.
    runtime.shutdown_timeout(Duration::from_secs(1));
    ended
}

fn check(options: &Options) -> Result<()> {
    if !options.bind.ip().is_loopback() && !options.public {
        return Err(Error::usage(
            format!("{} can be reached by others", options.bind),
            "add --public if that is meant; there is no authentication",
        ));
    }
    Ok(())
}

async fn run(options: Options, started: impl FnOnce(SocketAddr)) -> Result<u8> {
    let listener = bind(options.bind).await?;
    let address = listener.local_addr().map_err(Error::io("ask the address of", &options.store))?;
    let state = tokio::task::spawn_blocking(move || State::new(Options { bind: address, ..options }));
    let state = Arc::new(state.await.map_err(|e| Error::Bug(e.to_string()))??);
    let signals = watch::Signals::new()?;
    let (edition, running) = (state.edition(), state.options.running);
    let warm = tokio::task::spawn_blocking(move || edition.workers.warm(running));
    warm.await.map_err(|e| Error::Bug(e.to_string()))?;
    started(address);
    let watching = tokio::spawn(watch::store(Arc::clone(&state)));
    let accepting = tokio::spawn(connection::accept(listener, Arc::clone(&state)));
    let end = signals.wait(&state).await;
    tracing::info!("ending: requests under way have {} s", options::GRACE.as_secs());
    state.go(Life::Draining);
    let drained = drain(&state, accepting, &signals).await;
    watching.abort();
    if !drained {
        tracing::warn!("ended with requests under way");
    }
    Ok(end.exit_code())
}

/// Waits until all connections are closed: the grace, then a moment for what was given up.
async fn drain(
    state: &Arc<State>,
    mut accepting: tokio::task::JoinHandle<()>,
    signals: &watch::Signals,
) -> bool {
    tokio::select! {
        _ = &mut accepting => return true,
        () = tokio::time::sleep(options::GRACE) => {}
        _ = signals.again() => return false,
    }
    state.go(Life::Over);
    tokio::time::timeout(Duration::from_secs(2), accepting).await.is_ok()
}

async fn bind(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => Error::conflict(format!("{address} is in use"), "try --bind with port 0"),
        io::ErrorKind::PermissionDenied => {
            Error::usage(format!("may not listen at {address}: {error}"), "use a port above 1023")
        }
        _ => Error::usage(format!("cannot listen at {address}: {error}"), "use an address of this machine"),
    })
}

impl End {
    const fn exit_code(self) -> u8 {
        match self {
            Self::Interrupt => 130,
            Self::Terminate => 143,
        }
    }
}
