//! `/health` and `/metrics`.

use super::reply::Reply;
use super::state::State;
use hyper::header;
use serde_json::json;
use std::sync::Arc;

/// Whether the server serves, and what.
pub fn health(state: &Arc<State>) -> Reply {
    let edition = state.edition();
    let gauges = state.gauges();
    let document = json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "edition": edition.id,
        "generation": edition.generation,
        "uptime_seconds": gauges.uptime,
        "queries": {"running": gauges.running, "waiting": gauges.waiting},
    });
    Reply::json(&document).with(header::CACHE_CONTROL, "no-store")
}

/// Counters for Prometheus.
pub fn metrics(state: &Arc<State>) -> Reply {
    let text = state.metrics.text(&state.gauges());
    Reply::of("text/plain; version=0.0.4; charset=utf-8", text).with(header::CACHE_CONTROL, "no-store")
}
