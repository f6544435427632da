//! `aicity sensitivity`.

use super::output::Output;
use super::rank_format;
use super::say;
use super::selection::{From, Switches};
use super::sensitivity_format::{self as format, Answers};
use crate::base::records::{self, Table};
use crate::base::{Error, Result};
use crate::engine::sensitivity::study;
use crate::engine::{Engine, Ranked, explain};
use crate::robustness::sensitivity::shares::Target;
use crate::robustness::sensitivity::switches::SWITCHES;
use crate::robustness::sensitivity::{Options, Study};
use crate::robustness::sobol::MOST_ROWS;

/// Arguments of `sensitivity`.
#[derive(Debug, clap::Args)]
#[command(mut_arg("engine", |engine| engine.hide(true)))]
pub struct Args {
    #[command(flatten)]
    from: From,
    #[command(flatten)]
    switches: Switches,
    #[command(flatten)]
    varied: Varied,
    /// Whose rank the Sobol indices are of, by key or full name; else they are of the mean |rank − nominal rank|.
    #[arg(long, value_name = "UNIT")]
    of: Option<String>,
    /// Which answer.
    #[arg(long, value_enum, default_value_t)]
    part: Part,
    /// Units of the ribbon, best first; in a table 20 if not given, in csv and json all.
    #[arg(long, value_name = "N")]
    rows: Option<usize>,
    /// Format; else by the ending of -o, else a table. csv holds one part.
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    output: Output,
}

/// What is varied, and how often.
#[derive(Debug, clap::Args)]
struct Varied {
    #[arg(long, value_name = "LIST", value_delimiter = ',', help = switches())]
    switches: Vec<String>,
    /// Samples N: N rankings for the ribbon, N·(d + 2) for Sobol indices of d switches. Powers of two are best.
    #[arg(long, value_name = "N", default_value_t = Options::default().samples, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_ROWS)))]
    samples: u32,
    /// Seed of the samples and the intervals.
    #[arg(long, value_name = "N", default_value_t = Options::default().seed)]
    seed: u64,
    /// Weights vary between 1 − F and 1 + F times their value.
    #[arg(long, value_name = "F", default_value_t = Options::default().weight_noise)]
    weight_noise: f64,
    /// The top that units fall out of: those of rank N or better.
    #[arg(long, value_name = "N", default_value_t = Options::default().top)]
    top: usize,
}

/// Help of `--switches`, from their list.
fn switches() -> String {
    let alone = SWITCHES.iter().map(|switch| switch.id).filter(|id| !id.contains('.'));
    let all: Vec<&str> = alone.chain(["weights"]).collect();
    format!(
        "Only these switches, with commas between them [of: {}; see `aicity list switches`]",
        all.join(", ")
    )
}

/// Parts of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Part {
    /// What each alternative of each switch does by itself.
    Tornado,
    /// Between which ranks each unit moves when all vary together.
    Ribbon,
    /// Which switch makes ranks vary: first-order and total Sobol indices.
    Sobol,
    /// All of them.
    #[default]
    All,
}

/// Formats of a sensitivity analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Aligned columns, rounded, with the definitions below.
    Table,
    /// RFC 4180, one part; every figure is the shortest text that reads back to the same double.
    Csv,
    /// One object: what was varied, and the parts.
    Json,
    /// Markdown tables, rounded.
    Markdown,
}

impl Part {
    const fn has(self, other: Self) -> bool {
        matches!(self, Self::All) || self as u8 == other as u8
    }
}

/// Varies and writes.
pub fn run(args: &Args) -> Result<()> {
    let format = args.format();
    args.check(format)?;
    let source = args.from.open()?;
    let (ranked, mut study) = study(&source, &args.switches.profile()?, args.varied.options())?;
    rank_format::say_window(&ranked);
    let answers = args.answers(&ranked, &mut study)?;
    let rows =
        args.rows.unwrap_or(if matches!(format, Format::Table | Format::Markdown) { 20 } else { usize::MAX });
    args.output.write(|out| match format {
        Format::Table => format::people(&ranked, &study, &answers, rows, false, out),
        Format::Markdown => format::people(&ranked, &study, &answers, rows, true, out),
        Format::Json => format::json(&ranked, &study, &answers, rows, out),
        Format::Csv => answers.table(rows)?.write(records::Format::Csv, out),
    })
}

impl Args {
    fn format(&self) -> Format {
        let by_name = || match self.output.extension()? {
            "csv" => Some(Format::Csv),
            "json" => Some(Format::Json),
            "md" => Some(Format::Markdown),
            _ => None,
        };
        self.format.or_else(by_name).unwrap_or(Format::Table)
    }

    /// What cannot be answered is said before anything is computed.
    fn check(&self, format: Format) -> Result<()> {
        let wrong = |message: &str, hint: &str| Err(Error::usage(message, hint));
        if self.switches.engine == Engine::Sparql {
            return wrong(
                "sensitivity counts by traversal only",
                "leave --engine out: both engines count the same",
            );
        }
        if format == Format::Csv && self.part == Part::All {
            return wrong("csv holds one part", "name it: --part tornado, ribbon or sobol");
        }
        if self.of.is_some() && !self.part.has(Part::Sobol) {
            return wrong("--of is for Sobol indices", "use --part sobol or all");
        }
        if self.rows.is_some() && !self.part.has(Part::Ribbon) {
            return wrong("--rows is for the ribbon", "use --part ribbon or all");
        }
        Ok(())
    }

    fn answers(&self, ranked: &Ranked, study: &mut Study) -> Result<Answers> {
        let target = match &self.of {
            None => Target::MeanShift,
            Some(name) => Target::Rank(explain::find(ranked, name)?),
        };
        let mut answers = Answers::default();
        let joint = study.joint().len();
        if self.part.has(Part::Tornado) {
            say(format!("tornado: {} alternatives, one at a time", study.alternatives()));
            answers.tornado = Some(study.tornado()?);
        }
        if self.part.has(Part::Ribbon) {
            say(format!("ribbon: {} rankings, {joint} switches together", self.varied.samples));
            answers.ribbon = Some(study.ribbon()?);
        }
        if self.part.has(Part::Sobol) {
            let rankings = u64::from(self.varied.samples) * (joint as u64 + 2);
            say(format!("Sobol indices: {rankings} rankings"));
            answers.sobol = Some(study.shares(target)?);
        }
        Ok(answers)
    }
}

impl Varied {
    fn options(&self) -> Options {
        Options {
            switches: self.switches.clone(),
            samples: self.samples,
            seed: self.seed,
            weight_noise: self.weight_noise,
            top: self.top,
        }
    }
}

impl Answers {
    /// The one part that there is.
    fn table(&self, rows: usize) -> Result<Table> {
        let tornado = self.tornado.as_ref().map(Table::of);
        let ribbon = self.ribbon.as_ref().map(|bands| Table::of(bands.iter().take(rows)));
        let sobol = self.sobol.as_ref().map(|shares| Table::of(&shares.switches));
        tornado.or(ribbon).or(sobol).ok_or_else(|| Error::Bug("an answer without a part".to_owned()))
    }
}
