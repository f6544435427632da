//! `aicity coverage`: what of a corpus can be credited to a place, and where it cannot.

use super::load_summary::percent;
use super::output::Output;
use super::selection::From;
use crate::base::records::{self, Table};
use crate::base::{Result, table as text};
use crate::engine::coverage::{Breakdown, share};
use crate::engine::views::coverage::{Dimension, Row, TOTAL, rows};
use crate::model::record::SYNTHETIC_NOTE;
use std::io::Write;

/// Arguments of `coverage`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    from: From,
    /// Only this dimension; all of them if not given.
    #[arg(long, value_enum)]
    by: Option<Dimension>,
    /// Format: table (shares), csv or json (exact counts).
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    output: Output,
}

/// Formats of coverage.
#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Table,
    /// Exact counts.
    Csv,
    /// Exact counts.
    Json,
}

/// Prints coverage.
pub fn run(args: &Args) -> Result<()> {
    let rows = rows(&Breakdown::of(&args.from.open()?.corpus()?), args.by);
    args.output.write(|out| match args.format {
        Format::Table => as_table(&rows, out),
        Format::Csv => Table::of(&rows).write(records::Format::Csv, out),
        Format::Json => Table::of(&rows).write(records::Format::Json, out),
    })
}

fn as_table(rows: &[Row], out: &mut dyn Write) -> Result<()> {
    let names =
        ["", "", "papers", "with city", "without cit.", "affiliations", "institution", "city", "unresolved"];
    let cells = |row: &Row| {
        let c = &row.coverage;
        let of = |part, whole| percent(share(part, whole));
        let unknown = row.key.is_empty() && row.dimension != TOTAL;
        let key = if unknown { "(not known)" } else { &row.key };
        vec![
            row.dimension.to_owned(),
            key.to_owned(),
            c.papers.to_string(),
            of(c.papers_with_city, c.papers),
            of(c.papers_without_citations, c.papers),
            c.affiliations.to_string(),
            of(c.affiliations_with_institution, c.affiliations),
            of(c.affiliations_with_city, c.affiliations),
            c.unresolved().to_string(),
        ]
    };
    let lines: Vec<Vec<String>> = rows.iter().map(cells).collect();
    text::write(&names.map(str::to_owned), &lines, out)?;
    writeln!(out)?;
    if rows.iter().any(|row| row.coverage.synthetic) {
        writeln!(out, "{SYNTHETIC_NOTE}")?;
    }
    writeln!(
        out,
        "institution, city: share of affiliations whose institution and city are known; unresolved: affiliations"
    )?;
    writeln!(
        out,
        "without a city, credited to no unit. A paper counts in each of its countries. Exact counts: --format csv"
    )?;
    Ok(())
}
