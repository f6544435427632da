//! placeholder while the module it translates is being written
#[derive(Debug, clap::Args)]
pub struct Args {}
/// Runs.
pub fn run(_: &Args) -> crate::base::Result<u8> { Err(crate::base::Error::Bug("unfinished".into())) }
