//! What a server is started with.

use crate::base::limits;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

/// Options of a server.
#[derive(Debug, Clone)]
pub struct Options {
    /// Store folder.
    pub store: PathBuf,
    /// Address to listen at; port 0: any free one.
    pub bind: SocketAddr,
    /// Whether an address that others can reach is meant.
    pub public: bool,
    /// Names that the Host field may have, beside those of the loopback and the address itself.
    pub hosts: Vec<String>,
    /// Origins whose pages may read answers.
    pub cors_origins: Vec<String>,
    /// Gazetteer for `resolve`; `None`: the one that ships.
    pub gazetteer: Option<PathBuf>,
    /// The program that workers are.
    pub program: PathBuf,
    /// Time of a query that does not ask for another.
    pub time: Duration,
    /// Memory of a query beyond the image, in bytes.
    pub memory: u64,
    /// Rows of a result.
    pub rows: u64,
    /// Bytes of a result.
    pub bytes: u64,
    /// Queries that run at once.
    pub running: usize,
    /// Queries that wait for their turn.
    pub waiting: usize,
    /// Connections.
    pub connections: usize,
}

/// How long a query is a short one.
pub const SHORT: Duration = Duration::from_secs(2);
/// How long a query waits for its turn.
pub const PATIENCE: Duration = Duration::from_secs(5);
/// Connections beyond the cap, for `/health` alone.
pub const RESERVED: usize = 8;
/// Bytes of a head.
pub const HEAD_BYTES: usize = 8 << 10;
/// Fields of a head.
pub const HEAD_FIELDS: usize = 100;
/// Bytes of a body: a query text, percent-encoded at worst.
pub const BODY_BYTES: usize = 3 * limits::QUERY_TEXT + 4096;
/// Bytes of a JSON body: as many texts as may be resolved at once, each as long as it may be.
pub const JSON_BYTES: usize = 16 << 20;
/// Time for a body.
pub const BODY_TIME: Duration = Duration::from_secs(30);
/// Time for requests under way when the server is told to end.
pub const GRACE: Duration = Duration::from_secs(5);

impl Options {
    /// Defaults, for a store at an address.
    pub fn new(store: PathBuf, bind: SocketAddr, program: PathBuf) -> Self {
        Self {
            store,
            bind,
            public: false,
            hosts: Vec::new(),
            cors_origins: Vec::new(),
            gazetteer: None,
            program,
            time: Duration::from_secs(limits::QUERY_SECONDS),
            memory: limits::QUERY_MEMORY,
            rows: limits::RESULT_ROWS,
            bytes: limits::RESULT_BYTES,
            running: 2,
            waiting: 16,
            connections: 64,
        }
    }

    /// Whether a Host field may name this server. A page that a foreign name leads to (DNS rebinding) has that name there;
    /// an address of numbers cannot be rebound.
    pub fn answers_for(&self, host: &str) -> bool {
        let name = without_port(host);
        let listed = self.hosts.iter().any(|own| own.eq_ignore_ascii_case(name));
        match name.trim_matches(['[', ']']).parse::<IpAddr>() {
            Ok(address) => listed || address.is_loopback() || address == self.bind.ip() || self.public,
            Err(_) => listed || name.eq_ignore_ascii_case("localhost"),
        }
    }
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !name.ends_with(':') => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_names_are_not_answered() {
        let bind = "127.0.0.1:7878".parse().unwrap();
        let mut options = Options::new("s".into(), bind, "p".into());
        for host in ["localhost", "LOCALHOST:80", "127.0.0.1:7878", "[::1]:1", "[::1]", "127.8.9.1"] {
            assert!(options.answers_for(host), "{host}");
        }
        for host in [
            "evil.example",
            "evil.example:7878",
            "localhost.evil.example",
            "10.0.0.1",
            "",
            ":80",
            "127.0.0.1.nip.io",
        ] {
            assert!(!options.answers_for(host), "{host}");
        }
        options.hosts.push("data.example".into());
        options.public = true;
        assert!(options.answers_for("Data.Example:443") && options.answers_for("10.0.0.1"));
        assert!(!options.answers_for("evil.example"));
    }
}
