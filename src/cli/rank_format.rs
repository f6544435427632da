//! A ranking as text: one function a format, over the same columns.

use super::load_summary::percent;
use crate::base::records as machine;
use crate::base::table::{fit, visible};
use crate::base::{Result, table};
use crate::engine::intervals::Intervals;
use crate::engine::{Ranked, interval_table, ranking_table};
use crate::graph::{Level, Units};
use crate::index::ranking::Row;
use crate::indicators::{CollaborationRule, Counting};
use crate::robustness::bootstrap::Options;
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
pub fn write(
    ranked: &Ranked,
    intervals: Option<&Intervals>,
    top: usize,
    format: Format,
    out: &mut dyn Write,
) -> Result<()> {
    let units = ranked.units();
    let shown = top.min(ranked.ranking.rows.len());
    let people = || People::new(ranked, &units, intervals, shown);
    let mut write = |format| {
        let table = match intervals {
            None => ranking_table::table(ranked, &units, 0..top),
            Some(intervals) => interval_table::table(ranked, &units, intervals, 0..top),
        };
        table.write(format, out)
    };
    match format {
        Format::Table => {
            people().table(out)?;
            legend(ranked, intervals, shown, out)
        }
        Format::Csv => write(machine::Format::Csv),
        Format::Json => write(machine::Format::Json),
        Format::Jsonl => write(machine::Format::Jsonl),
        Format::Markdown => {
            people().markdown(out)?;
            legend(ranked, intervals, shown, out)
        }
    }
}

/// Rounded columns for people: place, name, country, five indices, papers and collaborations; or the place with its interval,
/// and tiers instead of the last two.
struct People {
    titles: Vec<String>,
    lines: Vec<Vec<String>>,
}

impl People {
    fn new(ranked: &Ranked, units: &Units<'_>, intervals: Option<&Intervals>, shown: usize) -> Self {
        let mut titles = TITLES.map(str::to_owned).to_vec();
        let mut lines: Vec<Vec<String>> =
            ranked.ranking.rows[..shown].iter().map(|row| cells(units, row)).collect();
        if let Some(intervals) = intervals {
            titles.splice(INDICES_END.., ["tier".to_owned()]);
            let widest = lines.iter().map(|line| line[0].len()).max().unwrap_or(0);
            for (line, row) in lines.iter_mut().zip(&intervals.rows) {
                line[0] = format!("{:>widest$} ({}–{})", line[0], row.place.low, row.place.high);
                line.splice(INDICES_END.., [row.tier.to_string()]);
            }
        }
        Self { titles, lines }
    }

    fn table(mut self, out: &mut dyn Write) -> Result<()> {
        // Beside the name, a line is at most this wide: together 80 columns.
        let others: usize = (0..self.titles.len()).filter(|&i| i != 1).map(|i| self.widest(i) + 2).sum();
        let room = 80usize.saturating_sub(others).max(10);
        self.lines.iter_mut().for_each(|line| line[1] = fit(&visible(&line[1]), room));
        Ok(table::write(&self.titles, &self.lines, out)?)
    }

    fn widest(&self, column: usize) -> usize {
        let cells = self.lines.iter().map(|line| line[column].chars().count());
        cells.chain([self.titles[column].len()]).max().unwrap_or(0)
    }

    fn markdown(&self, out: &mut dyn Write) -> Result<()> {
        let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
        writeln!(out, "{}", line(self.titles.clone()))?;
        let aligned = |i: usize| if i == 1 || i == 2 { "---|" } else { "--:|" };
        writeln!(out, "|{}", (0..self.titles.len()).map(aligned).collect::<String>())?;
        for cells in &self.lines {
            let escaped =
                cells.iter().map(|cell| visible(cell.trim()).replace('|', "\\|").replace('<', "&lt;"));
            writeln!(out, "{}", line(escaped.collect()))?;
        }
        Ok(())
    }
}

/// Where papers and collaborations stand.
const INDICES_END: usize = 8;
const TITLES: [&str; 10] = ["#", "name", "", "innov", "paper", "schol", "inst", "collab", "papers", "intl"];

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

/// What the figures mean and what they stand on.
fn legend(ranked: &Ranked, intervals: Option<&Intervals>, shown: usize, out: &mut dyn Write) -> Result<()> {
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
    if let Some(intervals) = intervals {
        say_how_sure(p.unit, intervals, out)?;
    }
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
    let counted = if intervals.is_some() { "collab counts" } else { "intl =" };
    writeln!(out, "{counted} {rule}")?;
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

/// What intervals and tiers are.
fn say_how_sure(unit: Level, intervals: &Intervals, out: &mut dyn Write) -> Result<()> {
    let Options { replicates, seed } = intervals.options;
    writeln!(out, "# (low–high) = rank and its 95 % stability interval: papers drawn with replacement,")?;
    writeln!(out, "  jointly for all {}, {replicates} times (seed {seed}), and ranked again", plural(unit))?;
    writeln!(out, "tier = {} whose order to the first of the tier the data cannot decide:", plural(unit))?;
    Ok(writeln!(out, "  it is above them in fewer than 97.5 % of the draws")?)
}

/// Units of a level, as prose has them.
pub const fn plural(level: Level) -> &'static str {
    match level {
        Level::Metro => "metros",
        Level::City => "cities",
        Level::Country => "countries",
        Level::Institution => "institutions",
    }
}
