//! `aicity verify`.

use super::selection::From;
use crate::base::Result;
use crate::engine::dump;
use std::io::Write;

/// Arguments of `verify`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    from: From,
}

/// Verifies, and prints what was counted; damage is an error.
pub fn run(args: &Args) -> Result<()> {
    let counts = dump::verify(&args.from.open()?)?;
    let mut out = std::io::stdout().lock();
    for (name, count) in counts {
        writeln!(out, "{name} {count}")?;
    }
    writeln!(out, "intact")?;
    Ok(())
}
