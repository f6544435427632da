//! A ranking as text: one function a format, over the same columns.

use super::load_summary::percent;
use crate::base::records as machine;
use crate::base::table::{fit, visible};
use crate::base::{Result, table};
use crate::engine::added::Added;
use crate::engine::{Ranked, ranking_table};
use crate::graph::{Level, Units};
use crate::index::ranking::Row;
use crate::indicators::measures::{Measure, SHARE};
use crate::indicators::{CollaborationRule, Counting};
use std::io::Write;

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
pub fn write(ranked: &Ranked, added: &Added, top: usize, format: Format, out: &mut dyn Write) -> Result<()> {
    let units = ranked.units();
    let rows = &ranked.ranking.rows[..top.min(ranked.ranking.rows.len())];
    let mut write = |format| {
        let mut table = ranking_table::table(ranked, &units, 0..top);
        added.append(&mut table, rows.iter().map(|row| row.unit));
        table.write(format, out)
    };
    match format {
        Format::Table => {
            table(&units, added, rows, out)?;
            legend(ranked, rows.len(), out)?;
            about_added(added, out)
        }
        Format::Csv => write(machine::Format::Csv),
        Format::Json => write(machine::Format::Json),
        Format::Jsonl => write(machine::Format::Jsonl),
        Format::Markdown => {
            markdown(&units, added, rows, out)?;
            legend(ranked, rows.len(), out)?;
            about_added(added, out)
        }
    }
}

/// Values of a measure for people: shares in percent, numbers whole if all of them are, else with two digits.
pub fn shown(unit: &str, values: impl Iterator<Item = Option<f64>> + Clone) -> Vec<String> {
    let whole = !unit.is_empty() && values.clone().flatten().all(|value| value.fract() == 0.0);
    let digits = if whole { 0 } else { 2 };
    let cell = |value: Option<f64>| match value {
        None => "–".to_owned(),
        _ if unit == SHARE => percent(value),
        Some(value) => format!("{value:.digits$}"),
    };
    values.map(cell).collect()
}

/// Cells of the added measures, a column after the other.
fn added_cells(added: &Added, rows: &[Row]) -> Vec<Vec<String>> {
    let column = |(i, measure): (usize, &&Measure)| {
        shown(measure.unit, rows.iter().map(move |row| added.of(row.unit).nth(i).flatten()))
    };
    added.measures.iter().enumerate().map(column).collect()
}

/// Rows of all columns.
fn lines(units: &Units<'_>, added: &Added, rows: &[Row]) -> Vec<Vec<String>> {
    let more = added_cells(added, rows);
    let line = |(i, row): (usize, &Row)| {
        cells(units, row).into_iter().chain(more.iter().map(|column| column[i].clone())).collect()
    };
    rows.iter().enumerate().map(line).collect()
}

/// What the added columns mean.
fn about_added(added: &Added, out: &mut dyn Write) -> Result<()> {
    for measure in &added.measures {
        writeln!(out, "{} = {}", measure.id, measure.definition)?;
    }
    if let Some(without) = added.not_normalised {
        writeln!(
            out,
            "{without} of the selected papers have no subfield, no year or no citation count: they are in no normalised figure"
        )?;
    }
    Ok(())
}

/// Rounded columns for people: place, name, country, five indices, papers and collaborations.
fn cells(units: &Units<'_>, row: &Row) -> Vec<String> {
    let (name, zh) = (units.name(row.unit), units.name_zh(row.unit));
    let both = if zh.is_empty() || zh == name { name.to_owned() } else { format!("{zh} {name}") };
    let index = |i: usize| format!("{:.2}", row.indices[i]);
    let count = |i: usize| row.values[i].map_or_else(|| "–".to_owned(), |v| format!("{v:.0}"));
    let country = units.country_code(row.unit).to_owned();
    let mut cells = vec![row.rank.to_string(), both, country];
    cells.extend([index(4), index(0), index(1), index(2), index(3)]);
    cells.extend([count(0), count(6)]);
    cells
}

const TITLES: [&str; 10] = ["#", "name", "", "innov", "paper", "schol", "inst", "collab", "papers", "intl"];

fn table(units: &Units<'_>, added: &Added, rows: &[Row], out: &mut dyn Write) -> Result<()> {
    let mut lines = lines(units, added, rows);
    // Beside the name, a line is at most this wide: together 80 columns, without those that were asked for.
    let others: usize = (0..TITLES.len()).filter(|&i| i != 1).map(|i| widest(&lines, i) + 2).sum();
    let room = 80usize.saturating_sub(others).max(10);
    lines.iter_mut().for_each(|line| line[1] = fit(&visible(&line[1]), room));
    Ok(table::write(&titles(added), &lines, out)?)
}

fn titles(added: &Added) -> Vec<String> {
    TITLES.iter().copied().chain(added.measures.iter().map(|m| m.id)).map(str::to_owned).collect()
}

fn widest(lines: &[Vec<String>], column: usize) -> usize {
    let cells = lines.iter().map(|line| line[column].chars().count());
    cells.chain([TITLES[column].len()]).max().unwrap_or(0)
}

fn markdown(units: &Units<'_>, added: &Added, rows: &[Row], out: &mut dyn Write) -> Result<()> {
    Ok(table::write_markdown(&titles(added), &[1, 2], &lines(units, added, rows), out)?)
}

/// What the figures mean and what they stand on.
fn legend(ranked: &Ranked, shown: usize, out: &mut dyn Write) -> Result<()> {
    let p = &ranked.profile;
    let c = &ranked.coverage;
    let total = ranked.ranking.rows.len();
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

/// Units of a level in a sentence.
pub const fn plural(level: Level) -> &'static str {
    match level {
        Level::Metro => "metros",
        Level::City => "cities",
        Level::Country => "countries",
        Level::Institution => "institutions",
    }
}
