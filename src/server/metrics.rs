//! Counters, and their text for Prometheus (exposition format 0.0.4).

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A number that only grows.
#[derive(Debug, Default)]
pub struct Count(AtomicU64);

impl Count {
    /// Adds.
    pub fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    /// Takes away: for what is counted while it lasts.
    pub fn sub(&self, less: u64) {
        self.0.fetch_sub(less, Ordering::Relaxed);
    }

    /// Its value.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Upper bounds of the histogram of durations, in seconds.
const BOUNDS: [f64; 10] = [0.001, 0.005, 0.02, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 60.0];

/// Durations by upper bound.
#[derive(Debug, Default)]
pub struct Histogram {
    buckets: [Count; BOUNDS.len()],
    count: Count,
    microseconds: Count,
}

impl Histogram {
    /// Adds a duration.
    pub fn observe(&self, duration: Duration) {
        let seconds = duration.as_secs_f64();
        for (bound, bucket) in BOUNDS.iter().zip(&self.buckets) {
            bucket.add(u64::from(seconds <= *bound));
        }
        self.count.add(1);
        self.microseconds.add(u64::try_from(duration.as_micros()).unwrap_or(u64::MAX));
    }
}

/// What is counted.
#[derive(Debug, Default)]
pub struct Metrics {
    /// Requests by class of status: 1xx to 5xx.
    pub requests: [Count; 5],
    /// Durations of requests, until the answer begins.
    pub durations: Histogram,
    /// Panics of handlers.
    pub panics: Count,
    /// Connections that were accepted.
    pub connections: Count,
    /// Connections that were turned away.
    pub connections_refused: Count,
    /// Connections that are open.
    pub connections_open: Count,
    /// Processes of queries that were started.
    pub workers_started: Count,
    /// Processes of queries that were lost.
    pub workers_lost: Count,
    /// Answers that came from the cache.
    pub cache_hits: Count,
    /// Generations that were opened.
    pub editions_opened: Count,
}

/// What is measured when somebody looks.
#[derive(Debug, Clone)]
pub struct Gauges {
    /// Id of the edition.
    pub edition: String,
    /// Queries that run.
    pub running: usize,
    /// Queries that wait.
    pub waiting: usize,
    /// Seconds since the start.
    pub uptime: u64,
}

impl Metrics {
    /// Counts a request.
    pub fn request(&self, status: u16, duration: Duration) {
        if let Some(class) = self.requests.get(usize::from(status / 100).saturating_sub(1)) {
            class.add(1);
        }
        self.durations.observe(duration);
    }

    /// The text for Prometheus.
    pub fn text(&self, gauges: &Gauges) -> String {
        let mut out = String::new();
        let mut put = |name: &str, sort: &str, help: &str, lines: &[(String, String)]| {
            // Writing to a String cannot fail.
            let _ = writeln!(out, "# HELP aicity_{name} {help}\n# TYPE aicity_{name} {sort}");
            for (suffix, value) in lines {
                let _ = writeln!(out, "aicity_{name}{suffix} {value}");
            }
        };
        let one = |value: u64| vec![(String::new(), value.to_string())];
        let classes: Vec<_> = self
            .requests
            .iter()
            .enumerate()
            .map(|(i, count)| (format!("{{status=\"{}xx\"}}", i + 1), count.get().to_string()))
            .collect();
        put("http_requests_total", "counter", "Requests by class of status.", &classes);
        put("http_request_duration_seconds", "histogram", "Time until an answer begins.", &self.buckets());
        put("http_panics_total", "counter", "Handlers that panicked.", &one(self.panics.get()));
        put("connections_total", "counter", "Connections accepted.", &one(self.connections.get()));
        put(
            "connections_refused_total",
            "counter",
            "Connections turned away.",
            &one(self.connections_refused.get()),
        );
        put("connections_open", "gauge", "Connections open.", &one(self.connections_open.get()));
        put(
            "query_workers_started_total",
            "counter",
            "Query processes started.",
            &one(self.workers_started.get()),
        );
        put("query_workers_lost_total", "counter", "Query processes lost.", &one(self.workers_lost.get()));
        put("queries_running", "gauge", "Queries that run.", &one(gauges.running as u64));
        put("queries_waiting", "gauge", "Queries that wait for their turn.", &one(gauges.waiting as u64));
        put("cache_hits_total", "counter", "Answers from the cache.", &one(self.cache_hits.get()));
        put("editions_opened_total", "counter", "Generations opened.", &one(self.editions_opened.get()));
        put("uptime_seconds", "gauge", "Seconds since the start.", &one(gauges.uptime));
        let info = (
            format!("{{id=\"{}\",version=\"{}\"}}", gauges.edition, env!("CARGO_PKG_VERSION")),
            "1".to_owned(),
        );
        put("edition_info", "gauge", "The edition that is served.", &[info]);
        out
    }

    fn buckets(&self) -> Vec<(String, String)> {
        let durations = &self.durations;
        let bounded = BOUNDS.iter().zip(&durations.buckets);
        let mut lines: Vec<_> = bounded
            .map(|(bound, count)| (format!("_bucket{{le=\"{bound}\"}}"), count.get().to_string()))
            .collect();
        lines.push(("_bucket{le=\"+Inf\"}".to_owned(), durations.count.get().to_string()));
        lines.push(("_sum".to_owned(), (durations.microseconds.get() as f64 / 1e6).to_string()));
        lines.push(("_count".to_owned(), durations.count.get().to_string()));
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_has_a_line_for_everything() {
        let metrics = Metrics::default();
        metrics.request(200, Duration::from_millis(3));
        metrics.request(503, Duration::from_secs(7));
        let gauges = Gauges { edition: "e".into(), running: 1, waiting: 2, uptime: 3 };
        let text = metrics.text(&gauges);
        for line in [
            "aicity_http_requests_total{status=\"2xx\"} 1",
            "aicity_http_requests_total{status=\"5xx\"} 1",
            "aicity_http_request_duration_seconds_bucket{le=\"0.005\"} 1",
            "aicity_http_request_duration_seconds_bucket{le=\"10\"} 2",
            "aicity_http_request_duration_seconds_sum 7.003",
            "aicity_queries_waiting 2",
        ] {
            assert!(text.lines().any(|l| l == line), "{line} is not in\n{text}");
        }
    }
}
