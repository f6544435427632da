//! `aicity rank`.

use super::history;
use super::output::Output;
use super::rank_format::{self, Beside, Format};
use super::say;
use super::selection::{From, Switches};
use super::stability::Stability;
use crate::base::Result;
use crate::engine::added::Added;
use crate::engine::intervals::intervals;
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
    #[command(flatten)]
    cut: history::Cut,
    /// Format; else by the ending of -o, else a table on a terminal and csv elsewhere.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Columns after the others: measures by name, with commas between them, or all (`aicity list indicators`).
    #[arg(long, value_name = "LIST", value_delimiter = ',', conflicts_with_all = ["by", "window"])]
    add: Vec<String>,
    #[command(flatten)]
    stability: Stability,
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
    let measures = measures::named(&args.add)?;
    let format = args.format();
    if let Some(periods) = args.cut.periods() {
        let history = args.cut.rank(&args.from.open()?, &profile, periods, args.switches.engine)?;
        return args.output.write(|out| history::write(&history, args.top, format, out));
    }
    let mut ranked = rank(&args.from.open()?, &profile, args.switches.engine)?;
    if ranked.left_out > 0 {
        let all = ranked.left_out + ranked.coverage.papers;
        let most =
            profile.maximum_authors.0.map(|most| format!(", at most {most} authors")).unwrap_or_default();
        say(format!(
            "{} of {all} papers are selected (years {}{most})",
            ranked.coverage.papers, profile.years
        ));
    }
    rank_format::say_window(&ranked);
    let every_figure = matches!(format, Format::Json | Format::Jsonl);
    let draw = |options| intervals(&ranked, options, every_figure);
    let intervals = args.stability.options().map(draw).transpose()?;
    let beside = Beside { intervals, added: Added::new(&ranked, measures)? };
    // Intervals stand on all rows, so those that were not asked for go last.
    args.cut.keep(&mut ranked)?;
    let top = args.top.unwrap_or(usize::MAX);
    args.output.write(|out| rank_format::write(&ranked, &beside, top, format, out))
}
