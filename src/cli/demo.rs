//! placeholder while the generator is being written
#[derive(Debug, clap::Args)]
pub struct Args {}
/// Runs.
pub fn run(_: &Args) -> crate::base::Result<()> {
    Err(crate::base::Error::Bug("unfinished".into()))
}
