//! A ranking as text: one function a format, over the same columns.

use super::load_summary::percent;
use crate::base::records as machine;
use crate::base::table::{fit, visible};
use crate::base::{Result, table};
use crate::engine::{Ranked, ranking_table};
use crate::graph::{Level, Units};
use crate::index::ranking::Row;
use crate::indicators::{CollaborationRule, Counting};
use std::io::Write;
use std::ops::Range;

/// Formats of a ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Aligned columns, rounded, with the definitions below.
    Table,
    /// RFC 4180; every figure is the shortest text that reads back to the same double.
    Csv,
    /// One array of objects.
    Json,
    /// One object a line.
    Jsonl,
    /// A Markdown table, rounded.
    Markdown,
}

/// Format by the ending of a file name.
pub fn by_extension(extension: &str) -> Option<Format> {
    Some(match extension {
        "csv" => Format::Csv,
        "json" => Format::Json,
        "jsonl" => Format::Jsonl,
        "md" => Format::Markdown,
        "txt" => Format::Table,
        _ => return None,
    })
}

/// Writes the first `top` rows.
pub fn write(ranked: &Ranked, top: usize, format: Format, out: &mut dyn Write) -> Result<()> {
    let units = ranked.units();
    let rows = &ranked.ranking.rows[..top.min(ranked.ranking.rows.len())];
    let mut write = |format| ranking_table::table(ranked, &units, 0..top).write(format, out);
    match format {
        Format::Table => {
            table(&units, rows, out)?;
            legend(ranked, rows.len(), out)
        }
        Format::Csv => write(machine::Format::Csv),
        Format::Json => write(machine::Format::Json),
        Format::Jsonl => write(machine::Format::Jsonl),
        Format::Markdown => {
            markdown(&units, rows, out)?;
            legend(ranked, rows.len(), out)
        }
    }
}

/// Chinese and English name.
pub(super) fn both_names(units: &Units<'_>, unit: u32) -> String {
    let (name, zh) = (units.name(unit), units.name_zh(unit));
    if zh.is_empty() || zh == name { name.to_owned() } else { format!("{zh} {name}") }
}

/// Rounded columns for people: place, name, country, five indices, papers and collaborations.
fn cells(units: &Units<'_>, row: &Row) -> Vec<String> {
    let index = |i: usize| format!("{:.2}", row.indices[i]);
    let count = |i: usize| row.values[i].map_or_else(|| "–".to_owned(), |v| format!("{v:.0}"));
    let country = units.country_code(row.unit).to_owned();
    let mut cells = vec![row.rank.to_string(), both_names(units, row.unit), country];
    cells.extend([index(4), index(0), index(1), index(2), index(3)]);
    cells.extend([count(0), count(6)]);
    cells
}

const TITLES: [&str; 10] = ["#", "name", "", "innov", "paper", "schol", "inst", "collab", "papers", "intl"];

fn table(units: &Units<'_>, rows: &[Row], out: &mut dyn Write) -> Result<()> {
    let mut lines: Vec<Vec<String>> = rows.iter().map(|row| cells(units, row)).collect();
    // Beside the name, a line is at most this wide: together 80 columns.
    let others: usize = (0..TITLES.len()).filter(|&i| i != 1).map(|i| widest(&lines, i) + 2).sum();
    let room = 80usize.saturating_sub(others).max(10);
    lines.iter_mut().for_each(|line| line[1] = fit(&visible(&line[1]), room));
    let titles: Vec<String> = TITLES.iter().map(|t| (*t).to_owned()).collect();
    Ok(table::write(&titles, &lines, out)?)
}

fn widest(lines: &[Vec<String>], column: usize) -> usize {
    let cells = lines.iter().map(|line| line[column].chars().count());
    cells.chain([TITLES[column].len()]).max().unwrap_or(0)
}

fn markdown(units: &Units<'_>, rows: &[Row], out: &mut dyn Write) -> Result<()> {
    let lines: Vec<Vec<String>> = rows.iter().map(|row| cells(units, row)).collect();
    write_markdown(&TITLES.map(str::to_owned), &lines, 1..3, out)
}

/// A Markdown table; all columns but `texts` are numbers, to the right.
pub(super) fn write_markdown(
    titles: &[String],
    lines: &[Vec<String>],
    texts: Range<usize>,
    out: &mut dyn Write,
) -> Result<()> {
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let rule = |i: usize| if texts.contains(&i) { "---|" } else { "--:|" };
    writeln!(out, "{}", line(titles.to_vec()))?;
    writeln!(out, "|{}", (0..titles.len()).map(rule).collect::<String>())?;
    for cells in lines {
        let escaped = cells.iter().map(|cell| visible(cell).replace('|', "\\|").replace('<', "&lt;"));
        writeln!(out, "{}", line(escaped.collect()))?;
    }
    Ok(())
}

/// What the figures mean and what they stand on.
fn legend(ranked: &Ranked, shown: usize, out: &mut dyn Write) -> Result<()> {
    let p = &ranked.profile;
    let c = &ranked.coverage;
    let total = ranked.ranking.units.len();
    writeln!(out)?;
    if c.synthetic {
        writeln!(out, "SYNTHETIC corpus: generated figures that say nothing about any real place.")?;
    }
    writeln!(
        out,
        "{shown} of {total} {} · profile {} · {} papers, years {}",
        plural(p.unit),
        p.name,
        c.papers,
        p.years
    )?;
    writeln!(
        out,
        "innov = {} paper + {} scholar + {} inst + {} collab; each standardised over",
        p.weights.paper, p.weights.scholar, p.weights.institution, p.weights.collaboration
    )?;
    writeln!(
        out,
        "  all {total} as {} of ln (zero rule {}), counts and citations weighed inside",
        p.scale, p.zero
    )?;
    let counting = match p.counting {
        Counting::Full => "full counting: a paper counts whole in every unit, so sums exceed totals",
        Counting::Fractional => {
            "fractional counting: an affiliation weighs 1/(authors · its author's affiliations)"
        }
    };
    writeln!(out, "{counting}")?;
    let rule = match p.collaboration {
        CollaborationRule::Incidences => "(paper, unit of another country) pairs",
        CollaborationRule::Papers => "papers with a unit of another country",
        CollaborationRule::Countries => "(paper, other country) pairs",
    };
    writeln!(out, "intl = {rule}")?;
    coverage(ranked, out)
}

/// How much the figures stand on, and whose data the places are.
pub(super) fn coverage(ranked: &Ranked, out: &mut dyn Write) -> Result<()> {
    let (p, c) = (&ranked.profile, &ranked.coverage);
    writeln!(
        out,
        "coverage: {} of papers, {} of authorships have a city; unresolved: {} of {} affiliations;",
        percent(c.paper_share()),
        percent(c.authorship_share()),
        c.unresolved(),
        c.affiliations
    )?;
    writeln!(
        out,
        "  {} papers without citation count (taken as 0) · definitions: aicity list indicators",
        c.papers_without_citations
    )?;
    let places = ranked.corpus.cities.labels.id.iter().any(|id| id.bytes().all(|b| b.is_ascii_digit()));
    if places && p.unit != Level::Institution && !c.synthetic {
        writeln!(out, "place names and keys: GeoNames.org, CC BY 4.0")?;
    }
    Ok(())
}

pub(super) const fn plural(level: Level) -> &'static str {
    match level {
        Level::Metro => "metros",
        Level::City => "cities",
        Level::Country => "countries",
        Level::Institution => "institutions",
    }
}
