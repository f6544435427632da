//! `--intervals`: how sure a ranking, or one unit of it, is.

use crate::robustness::bootstrap::Options;

/// Switches of stability intervals.
#[derive(Debug, Clone, clap::Args)]
pub struct Stability {
    /// Say how sure each rank is: a 95 % stability interval, chances of the top 20 and 100, tiers. Papers are drawn with
    /// replacement, and everything is ranked again; json and jsonl have intervals of every figure.
    #[arg(long)]
    intervals: bool,
    /// How often papers are drawn, at most 100,000.
    #[arg(
        long,
        value_name = "N",
        requires = "intervals",
        default_value_t = Options::default().replicates,
        value_parser = clap::value_parser!(u32).range(1..=100_000)
    )]
    replicates: u32,
    /// Another seed, other draws. The same seed gives the same answer for any number of threads.
    #[arg(long, value_name = "N", requires = "intervals", default_value_t = Options::default().seed)]
    seed: u64,
}

impl Stability {
    /// What to draw, if intervals are asked for.
    pub fn options(&self) -> Option<Options> {
        self.intervals.then_some(Options { replicates: self.replicates, seed: self.seed })
    }
}
