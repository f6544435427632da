//! `aicity countries`: how many of the first units each country has, and what the first units have together.

use super::load_summary::percent;
use super::output::Output;
use super::rank_format::{Format, by_extension, plural};
use super::selection::{From, Switches};
use crate::base::records::{self, Table};
use crate::base::{Result, table};
use crate::engine::Ranked;
use crate::engine::rank::rank;
use crate::engine::views::countries::{Countries, Country, countries};
use crate::engine::views::tops::{Top, tops};
use crate::model::record::SYNTHETIC_NOTE;
use std::io::Write;

/// Arguments of `countries`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    from: From,
    #[command(flatten)]
    switches: Switches,
    /// Count units among the first N of the ranking.
    #[arg(long, value_name = "N", default_value_t = 500)]
    top: usize,
    /// Say how many countries have at least M units among them.
    #[arg(long, value_name = "M", default_value_t = 4)]
    minimum: u64,
    /// The countries, or what the first 10, 20, 50, … units have together.
    #[arg(long, value_enum, default_value_t)]
    part: Part,
    /// Format; else by the ending of -o, else a table on a terminal and csv elsewhere.
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    output: Output,
}

/// Which table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Part {
    /// A row for each country.
    #[default]
    Countries,
    /// A row for each size of a top.
    Tops,
}

/// Ranks units and writes the table.
pub fn run(args: &Args) -> Result<()> {
    let profile = args.switches.profile()?;
    let ranked = rank(&args.from.open()?, &profile, args.switches.engine)?;
    let by_name = || args.output.extension().and_then(by_extension);
    let default = if args.output.is_terminal() { Format::Table } else { Format::Csv };
    let format = args.format.or_else(by_name).unwrap_or(default);
    match args.part {
        Part::Countries => {
            let all = countries(&ranked, args.top)?;
            let text = Text { names: COUNTRY, cells: all.rows.iter().map(country).collect(), left: &[1, 2] };
            args.output.write(|out| {
                write(&text, &Table::of(&all.rows), format, out, |out| {
                    about(&ranked, &all, args.minimum, out)
                })
            })
        }
        Part::Tops => {
            let all = tops(&ranked)?;
            let text = Text { names: TOP, cells: all.iter().map(top).collect(), left: &[] };
            args.output.write(|out| {
                write(&text, &Table::of(&all), format, out, |out| {
                    writeln!(out)?;
                    shares(&ranked, out)
                })
            })
        }
    }
}

/// A table for people.
struct Text {
    names: &'static [&'static str],
    cells: Vec<Vec<String>>,
    left: &'static [usize],
}

fn write(
    text: &Text,
    exact: &Table,
    format: Format,
    out: &mut dyn Write,
    legend: impl Fn(&mut dyn Write) -> Result<()>,
) -> Result<()> {
    let names: Vec<String> = text.names.iter().map(|name| (*name).to_owned()).collect();
    match format {
        Format::Table => {
            table::write(&names, &text.cells, out)?;
            legend(out)
        }
        Format::Markdown => {
            table::write_markdown(&names, text.left, &text.cells, out)?;
            legend(out)
        }
        Format::Csv => exact.write(records::Format::Csv, out),
        Format::Json => exact.write(records::Format::Json, out),
        Format::Jsonl => exact.write(records::Format::Jsonl, out),
    }
}

const COUNTRY: &[&str] =
    &["#", "country", "", "in top", "share", "best", "papers", "share", "summed", "share", "frac. share"];

fn country(row: &Country) -> Vec<String> {
    let count = |count: Option<u64>| count.map_or_else(|| "–".to_owned(), |count| count.to_string());
    let name = match (row.key.as_str(), row.name_zh.as_str()) {
        ("", _) => "(not known)".to_owned(),
        (_, zh) if zh.is_empty() || zh == row.name => row.name.clone(),
        (_, zh) => format!("{zh} {}", row.name),
    };
    vec![
        row.rank.to_string(),
        table::fit(&table::visible(&name), 26),
        if row.name == row.key { String::new() } else { row.key.clone() },
        row.units_in_top.to_string(),
        percent(row.share_of_top),
        count(row.best_rank.map(u64::from)),
        count(row.papers),
        percent(row.share_of_papers),
        row.papers_summed.to_string(),
        percent(row.share_of_papers_summed),
        percent(row.share_of_papers_fractional),
    ]
}

const TOP: &[&str] = &[
    "first",
    "countries",
    "papers",
    "share",
    "summed",
    "share",
    "frac. share",
    "scholars",
    "share",
    "summed",
    "share",
];

fn top(row: &Top) -> Vec<String> {
    vec![
        row.top.to_string(),
        row.countries.to_string(),
        row.papers.to_string(),
        percent(row.share_of_papers),
        row.papers_summed.to_string(),
        percent(row.share_of_papers_summed),
        percent(row.share_of_papers_fractional),
        row.scholars.to_string(),
        percent(row.share_of_scholars),
        row.scholars_summed.to_string(),
        percent(row.share_of_scholars_summed),
    ]
}

/// What the table of countries says in a sentence, and what its shares mean.
fn about(ranked: &Ranked, all: &Countries, minimum: u64, out: &mut dyn Write) -> Result<()> {
    let units = plural(ranked.profile.unit);
    writeln!(out)?;
    writeln!(
        out,
        "The first {} of {} {units} lie in {} countries; {} of these have {minimum} or more.",
        all.top,
        ranked.ranking.rows.len(),
        all.at_least(1),
        all.at_least(minimum)
    )?;
    shares(ranked, out)
}

fn shares(ranked: &Ranked, out: &mut dyn Write) -> Result<()> {
    if ranked.coverage.synthetic {
        writeln!(out, "{SYNTHETIC_NOTE}")?;
    }
    writeln!(
        out,
        "papers: distinct; share: of all {} selected papers (years {}); those of two are in both",
        ranked.coverage.papers, ranked.profile.years
    )?;
    writeln!(
        out,
        "summed: full counts of the {} added up, as the study does; a paper of two counts twice, shares exceed the truth",
        plural(ranked.profile.unit)
    )?;
    writeln!(
        out,
        "frac. share: papers by fractional counting / all selected papers; adds up to 100 % with what is unresolved"
    )?;
    Ok(())
}
