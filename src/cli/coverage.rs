//! `aicity coverage`: what of a corpus can be credited to a place, and where it cannot.

use super::load_summary::percent;
use super::output::Output;
use super::selection::From;
use crate::base::{Result, table};
use crate::engine::coverage::{Breakdown, Coverage, share};
use crate::engine::table::csv_failed as failed;
use serde_json::json;
use std::collections::BTreeMap;
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

/// What coverage is broken down by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Dimension {
    /// The data set that records are from.
    Source,
    /// The venue.
    Venue,
    /// The year of publication.
    Year,
    /// The country of the institution.
    Country,
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

/// Name of a count, and where it stands.
type Count = (&'static str, fn(&Coverage) -> u64);

/// The counts, in the order in which they are printed.
const COUNTS: [Count; 10] = [
    ("papers", |c| c.papers),
    ("papers_with_institution", |c| c.papers_with_institution),
    ("papers_with_city", |c| c.papers_with_city),
    ("papers_without_citations", |c| c.papers_without_citations),
    ("papers_without_year", |c| c.papers_without_year),
    ("authorships", |c| c.authorships),
    ("authorships_with_city", |c| c.authorships_with_city),
    ("affiliations", |c| c.affiliations),
    ("affiliations_with_institution", |c| c.affiliations_with_institution),
    ("affiliations_with_city", |c| c.affiliations_with_city),
];

type Group<'a> = (&'static str, &'a BTreeMap<String, Coverage>);

/// Prints coverage.
pub fn run(args: &Args) -> Result<()> {
    let found = Breakdown::of(&args.from.open()?.corpus()?);
    let groups = groups(&found, args.by);
    args.output.write(|out| match args.format {
        Format::Table => as_table(&found, &groups, out),
        Format::Csv => as_csv(&found, &groups, out),
        Format::Json => as_json(&found, &groups, out),
    })
}

fn groups(found: &Breakdown, by: Option<Dimension>) -> Vec<Group<'_>> {
    let all = [
        (Dimension::Source, "source", &found.sources),
        (Dimension::Venue, "venue", &found.venues),
        (Dimension::Year, "year", &found.years),
        (Dimension::Country, "country", &found.countries),
    ];
    let chosen = all.into_iter().filter(|(dimension, ..)| by.is_none_or(|by| by == *dimension));
    chosen.map(|(_, name, map)| (name, map)).collect()
}

/// Every row: dimension, key, counts. The total comes first.
fn rows<'a>(found: &'a Breakdown, groups: &[Group<'a>]) -> Vec<(&'static str, &'a str, &'a Coverage)> {
    let total = std::iter::once(("total", "", &found.total));
    let grouped =
        groups.iter().flat_map(|(name, map)| map.iter().map(move |(key, c)| (*name, key.as_str(), c)));
    total.chain(grouped).collect()
}

fn as_table(found: &Breakdown, groups: &[Group<'_>], out: &mut dyn Write) -> Result<()> {
    let names =
        ["", "", "papers", "with city", "without cit.", "affiliations", "institution", "city", "unresolved"];
    let cells = |(dimension, key, c): (&str, &str, &Coverage)| {
        let of = |part, whole| percent(share(part, whole));
        let key = if key.is_empty() && dimension != "total" { "(not known)" } else { key };
        vec![
            dimension.to_owned(),
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
    let rows: Vec<Vec<String>> = rows(found, groups).into_iter().map(cells).collect();
    table::write(&names.map(str::to_owned), &rows, out)?;
    writeln!(out)?;
    if found.total.synthetic {
        writeln!(out, "SYNTHETIC corpus: generated figures that say nothing about any real place.")?;
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

fn as_csv(found: &Breakdown, groups: &[Group<'_>], out: &mut dyn Write) -> Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(["dimension", "key"].into_iter().chain(COUNTS.map(|(name, _)| name))).map_err(failed)?;
    for (dimension, key, coverage) in rows(found, groups) {
        let counts = COUNTS.map(|(_, of)| of(coverage).to_string());
        csv.write_record([dimension, key].into_iter().chain(counts.iter().map(String::as_str)))
            .map_err(failed)?;
    }
    Ok(csv.flush()?)
}

fn as_json(found: &Breakdown, groups: &[Group<'_>], out: &mut dyn Write) -> Result<()> {
    let object = |(dimension, key, coverage): (&str, &str, &Coverage)| {
        let mut object = json!({ "dimension": dimension, "key": key });
        COUNTS.iter().for_each(|(name, of)| object[*name] = of(coverage).into());
        object
    };
    let rows: Vec<_> = rows(found, groups).into_iter().map(object).collect();
    Ok(writeln!(out, "{}", serde_json::to_string_pretty(&rows).map_err(std::io::Error::from)?)?)
}
