//! `aicity rank`.

use super::history;
use super::output::Output;
use super::rank_format::{self, Format};
use super::say;
use super::selection::{From, Switches};
use crate::base::Result;
use crate::engine::rank::rank;

/// Arguments of `rank`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    from: From,
    #[command(flatten)]
    switches: Switches,
    /// Only the first N rows; the indices still stand on all units.
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    #[command(flatten)]
    cut: history::Cut,
    /// Format; else by the ending of -o, else a table on a terminal and csv elsewhere.
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    output: Output,
}

impl Args {
    fn format(&self) -> Format {
        let by_name = || self.output.extension().and_then(rank_format::by_extension);
        let default = if self.output.is_terminal() { Format::Table } else { Format::Csv };
        self.format.or_else(by_name).unwrap_or(default)
    }
}

/// Ranks and writes the table.
pub fn run(args: &Args) -> Result<()> {
    let profile = args.switches.profile()?;
    if let Some(periods) = args.cut.periods() {
        let engine = args.switches.engine;
        let history = args.cut.rank(&args.from.open()?, &profile, periods, engine)?;
        let format = args.format();
        return args.output.write(|out| history::write(&history, args.top, format, out));
    }
    let mut ranked = rank(&args.from.open()?, &profile, args.switches.engine)?;
    args.cut.keep(&mut ranked)?;
    let format = args.format();
    if ranked.left_out > 0 {
        let all = ranked.left_out + ranked.coverage.papers;
        say(format!("{} of {all} papers are selected (years {})", ranked.coverage.papers, profile.years));
    }
    args.output.write(|out| rank_format::write(&ranked, args.top.unwrap_or(usize::MAX), format, out))
}
