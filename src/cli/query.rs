//! `aicity query`.

use super::output::Output;
use crate::base::{Error, Result, files};
use crate::sparql::contained::{self, Program};
use crate::sparql::results::Format;
use crate::sparql::wire::{Job, Task};
use crate::sparql::{guard, library};
use crate::store::Store;
use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Arguments of `query`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Query file; `-` is standard input.
    #[arg(value_name = "FILE", required_unless_present = "name", conflicts_with = "name")]
    file: Option<PathBuf>,
    /// Store to query.
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
    /// A query that comes with the program (`aicity list queries`).
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// A parameter of a named query: the key or <IRI> of a place, a number or a text, as `aicity list queries` says.
    #[arg(long, value_name = "K=V", requires = "name", value_parser = parameter)]
    param: Vec<(String, String)>,
    /// Format of the answer; else a table on a terminal and csv elsewhere.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Seconds that the query may take.
    #[arg(long, value_name = "SECONDS", default_value_t = 600, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: u64,
    /// MiB that the query may take beyond the graph.
    #[arg(long, value_name = "MIB", default_value_t = 4096, value_parser = clap::value_parser!(u64).range(16..=1 << 20))]
    memory: u64,
    #[command(flatten)]
    output: Output,
}

fn parameter(text: &str) -> std::result::Result<(String, String), String> {
    let pair = text.split_once('=').ok_or_else(|| format!("{text:?} is not NAME=VALUE"))?;
    Ok((pair.0.to_owned(), pair.1.to_owned()))
}

/// Runs a query, in a process of its own that may be killed.
pub fn run(args: &Args) -> Result<()> {
    let (query, task) = match (&args.name, &args.file) {
        (Some(name), _) => {
            let query = library::find(name)?.with_parameters(&args.param)?;
            (query, Task::Named { name: name.clone(), parameters: args.param.clone() })
        }
        (None, Some(path)) => {
            let text = text(path)?;
            let query = guard::parse(&path.display().to_string(), &text)?;
            (query, Task::Query { text, base: None, default_graphs: Vec::new(), named_graphs: Vec::new() })
        }
        (None, None) => return Err(Error::usage("no query file and no --name", "")),
    };
    let by_name = args.output.extension().and_then(|ext| clap::ValueEnum::from_str(ext, true).ok());
    let default = if args.output.is_terminal() { Format::Table } else { Format::Csv };
    let format = args.format.or(by_name).unwrap_or(default).for_query(&query)?;
    let job = Job {
        task,
        accept: None,
        format: Some(format.extension().to_owned()),
        rows: u64::MAX,
        bytes: u64::MAX,
        seconds: args.timeout,
    };
    let generation = Store::at(&args.store).open()?;
    let program = Program {
        program: std::env::current_exe().map_err(|e| Error::Bug(format!("cannot find this program: {e}")))?,
        store: args.store.clone(),
        generation: generation.name(),
        checksum: generation.checksum.clone(),
        memory: args.memory << 20,
    };
    args.output.write(|out| contained::run_once(&program, &job, Duration::from_secs(args.timeout), out))
}

fn text(path: &Path) -> Result<String> {
    if path != Path::new("-") {
        return files::read_text(path);
    }
    let mut stdin = std::io::stdin();
    if stdin.is_terminal() {
        super::say("reading a query from the terminal; end it with Ctrl-D");
    }
    let mut text = String::new();
    stdin.read_to_string(&mut text).map_err(Error::io("read", Path::new("standard input")))?;
    Ok(text)
}
