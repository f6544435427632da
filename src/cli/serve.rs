//! `aicity serve`.

use super::say;
use crate::base::{Error, Result, limits};
use crate::server::{self, Options};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// Arguments of `serve`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Store to serve. A new generation is picked up while serving, without dropping a request.
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
    /// Address and port to listen at; port 0: any free one.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:7878")]
    bind: SocketAddr,
    /// Mean it when --bind is an address that others can reach. There is no authentication.
    #[arg(long)]
    public: bool,
    /// Name that the Host field may have, beside localhost and the address; may be repeated.
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// Origin whose pages may read answers, such as `https://data.example`; may be repeated.
    #[arg(long, value_name = "ORIGIN", value_parser = origin)]
    cors_origin: Vec<String>,
    /// Gazetteer file that `resolve` uses; else the one that ships.
    #[arg(long, value_name = "FILE")]
    gazetteer: Option<PathBuf>,
    /// Seconds that a query may take, unless it asks for another time.
    #[arg(long, value_name = "SECONDS", default_value_t = limits::QUERY_SECONDS, value_parser = clap::value_parser!(u64).range(1..=limits::QUERY_SECONDS_MOST))]
    query_time: u64,
    /// MiB that a query may take beyond the graph.
    #[arg(long, value_name = "MIB", default_value_t = limits::QUERY_MEMORY >> 20, value_parser = clap::value_parser!(u64).range(16..=1 << 20))]
    query_memory: u64,
    /// Rows of a result.
    #[arg(long, value_name = "N", default_value_t = limits::RESULT_ROWS, value_parser = clap::value_parser!(u64).range(1..))]
    result_rows: u64,
    /// MiB of a result.
    #[arg(long, value_name = "MIB", default_value_t = limits::RESULT_BYTES >> 20, value_parser = clap::value_parser!(u64).range(1..=1 << 14))]
    result_size: u64,
    /// Queries that run at once, each in a process of its own.
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=256))]
    queries: u16,
    /// Connections that are open at once; one address may have half of them.
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u16).range(2..=16384))]
    connections: u16,
}

fn origin(text: &str) -> std::result::Result<String, String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let whole = host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '*', '?', '#', '@']));
    if whole { Ok(text.to_owned()) } else { Err("an origin is a scheme, a host and maybe a port".to_owned()) }
}

/// Serves until a signal ends it.
pub fn run(args: &Args) -> Result<u8> {
    let program =
        std::env::current_exe().map_err(|e| Error::Bug(format!("cannot find this program: {e}")))?;
    let options = Options {
        public: args.public,
        hosts: args.host.clone(),
        cors_origins: args.cors_origin.clone(),
        gazetteer: args.gazetteer.clone(),
        time: Duration::from_secs(args.query_time),
        memory: args.query_memory << 20,
        rows: args.result_rows,
        bytes: args.result_size << 20,
        running: usize::from(args.queries),
        connections: usize::from(args.connections),
        ..Options::new(args.store.clone(), args.bind, program)
    };
    server::serve(options, |address| {
        if !address.ip().is_loopback() {
            say("warning: others can reach this address, and there is no authentication");
        }
        say(format!("serving http://{address}/ (end with Ctrl-C)"));
    })
}
