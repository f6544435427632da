//! `aicity query`.

use super::output::Output;
use crate::base::{Error, Result, files};
use crate::engine::Source;
use crate::sparql::results::{self, Format};
use crate::sparql::{evaluate, guard, library};
use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};

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
    #[command(flatten)]
    output: Output,
}

fn parameter(text: &str) -> std::result::Result<(String, String), String> {
    let pair = text.split_once('=').ok_or_else(|| format!("{text:?} is not NAME=VALUE"))?;
    Ok((pair.0.to_owned(), pair.1.to_owned()))
}

/// Runs a query.
pub fn run(args: &Args) -> Result<()> {
    let query = match (&args.name, &args.file) {
        (Some(name), _) => library::find(name)?.with_parameters(&args.param)?,
        (None, Some(path)) => guard::parse(&path.display().to_string(), &text(path)?)?,
        (None, None) => return Err(Error::usage("no query file and no --name", "")),
    };
    let image = Source::store(&args.store)?.image()?;
    let by_name = args.output.extension().and_then(|ext| clap::ValueEnum::from_str(ext, true).ok());
    let default = if args.output.is_terminal() { Format::Table } else { Format::Csv };
    let format = args.format.or(by_name).unwrap_or(default);
    args.output.write(|out| results::write(evaluate::evaluate(&image, &query)?, format, out).map(drop))
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
