//! `aicity rank`.

use super::output::Output;
use super::rank_format::{self, Format};
use super::say;
use super::selection::{From, Switches};
use crate::base::Result;
use crate::engine::added::Added;
use crate::engine::rank::rank;
use crate::indicators::measures;

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
    /// Format; else by the ending of -o, else a table on a terminal and csv elsewhere.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Columns after the others: measures by name, with commas between them, or all (`aicity list indicators`).
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    add: Vec<String>,
    #[command(flatten)]
    output: Output,
}

/// Ranks and writes the table.
pub fn run(args: &Args) -> Result<()> {
    let profile = args.switches.profile()?;
    let measures = measures::named(&args.add)?;
    let ranked = rank(&args.from.open()?, &profile, args.switches.engine)?;
    let by_name = || args.output.extension().and_then(rank_format::by_extension);
    let default = if args.output.is_terminal() { Format::Table } else { Format::Csv };
    let format = args.format.or_else(by_name).unwrap_or(default);
    if ranked.left_out > 0 {
        let all = ranked.left_out + ranked.coverage.papers;
        let most =
            profile.maximum_authors.0.map(|most| format!(", at most {most} authors")).unwrap_or_default();
        say(format!(
            "{} of {all} papers are selected (years {}{most})",
            ranked.coverage.papers, profile.years
        ));
    }
    let added = Added::new(&ranked, measures)?;
    args.output.write(|out| rank_format::write(&ranked, &added, args.top.unwrap_or(usize::MAX), format, out))
}
