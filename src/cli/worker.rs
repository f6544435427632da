//! `aicity worker`: the process that queries run in. Started by `serve` and `query`, never by hand.

use crate::base::Result;
use crate::sparql::worker;
use crate::store::Store;
use std::path::PathBuf;

/// Arguments of `worker`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Store folder.
    #[arg(long)]
    store: PathBuf,
    /// Name of the generation to read.
    #[arg(long)]
    generation: String,
    /// Checksum of its manifest.
    #[arg(long)]
    checksum: String,
    /// Memory of a query beyond the graph itself, in bytes.
    #[arg(long)]
    memory: u64,
}

/// Answers jobs until standard input ends.
pub fn run(args: &Args) -> Result<()> {
    let generation = Store::at(&args.store).open_generation(&args.generation, &args.checksum)?;
    worker::run(&generation, args.memory)
}
