//! `aicity dump`.

use super::say;
use crate::base::Result;
use crate::engine::dump;
use crate::store::Store;
use std::path::PathBuf;

/// Arguments of `dump`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Store to dump.
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
    /// Folder to write graph.nq.zst and manifest.json to; made if it is not there.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Replace a dump that is there already.
    #[arg(long)]
    force: bool,
    /// Generation to dump, instead of the current one: `serve` holds one while another is loaded.
    #[arg(long, hide = true, requires = "checksum")]
    generation: Option<String>,
    /// Checksum of its manifest.
    #[arg(long, hide = true)]
    checksum: Option<String>,
}

/// Dumps a store.
pub fn run(args: &Args) -> Result<()> {
    let store = Store::at(&args.store);
    let generation = match (&args.generation, &args.checksum) {
        (Some(name), Some(checksum)) => store.open_generation(name, checksum)?,
        _ => store.open()?,
    };
    let manifest = dump::dump(&generation, &args.output, args.force)?;
    let quads = manifest.counts.get("quads").copied().unwrap_or(0);
    say(format!("dumped {quads} statements, {} bytes, edition {}", manifest.bytes, manifest.edition));
    say(format!("sha256 {}  {}", manifest.sha256, args.output.join(crate::rdf::dump::GRAPH).display()));
    Ok(())
}
