//! A ranking as text: one function a format, over the same columns.

use super::load_summary::percent;
use super::rank_people::People;
use super::say;
use crate::base::Result;
use crate::base::records as machine;
use crate::engine::added::Added;
use crate::engine::intervals::Intervals;
use crate::engine::{Ranked, interval_table, ranking_table};
use crate::graph::{Level, Units, windows};
use crate::indicators::measures::SHARE;
use crate::indicators::{CollaborationRule, Counting};
use crate::model::record::SYNTHETIC_NOTE;
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

/// What stands beside a ranking.
#[derive(Debug, Default)]
pub struct Beside {
    /// How sure it is, if that was asked for.
    pub intervals: Option<Intervals>,
    /// Further measures.
    pub added: Added,
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
    beside: &Beside,
    top: usize,
    format: Format,
    out: &mut dyn Write,
) -> Result<()> {
    let units = ranked.units();
    let rows = &ranked.ranking.rows[..top.min(ranked.ranking.rows.len())];
    let mut write = |format| {
        let mut table = ranking_table::table(ranked, &units, 0..top);
        let shown = || rows.iter().map(|row| row.unit);
        if let Some(intervals) = &beside.intervals {
            interval_table::append(&mut table, intervals, shown());
        }
        beside.added.append(&mut table, shown());
        table.write(format, out)
    };
    match format {
        Format::Csv => write(machine::Format::Csv),
        Format::Json => write(machine::Format::Json),
        Format::Jsonl => write(machine::Format::Jsonl),
        Format::Table => {
            People::new(&units, beside, rows).table(out)?;
            about(ranked, beside, rows.len(), out)
        }
        Format::Markdown => {
            People::new(&units, beside, rows).markdown(out)?;
            about(ranked, beside, rows.len(), out)
        }
    }
}

/// Chinese and English name.
pub fn both_names(units: &Units<'_>, unit: u32) -> String {
    let (name, zh) = (units.name(unit), units.name_zh(unit));
    if zh.is_empty() || zh == name { name.to_owned() } else { format!("{zh} {name}") }
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

/// What all columns mean and stand on.
fn about(ranked: &Ranked, beside: &Beside, shown: usize, out: &mut dyn Write) -> Result<()> {
    legend(ranked, beside.intervals.as_ref(), shown, out)?;
    coverage(ranked, out)?;
    about_added(&beside.added, out)
}

/// What the figures mean.
fn legend(ranked: &Ranked, intervals: Option<&Intervals>, shown: usize, out: &mut dyn Write) -> Result<()> {
    let p = &ranked.profile;
    let c = &ranked.coverage;
    let total = ranked.ranking.units.len();
    writeln!(out)?;
    if c.synthetic {
        writeln!(out, "{SYNTHETIC_NOTE}")?;
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
    Ok(writeln!(out, "{counted} {rule}")?)
}

/// How much the figures stand on, and whose data the places are.
pub fn coverage(ranked: &Ranked, out: &mut dyn Write) -> Result<()> {
    let (p, c) = (&ranked.profile, &ranked.coverage);
    writeln!(
        out,
        "coverage: {} of papers, {} of authorships have a city; unresolved: {} of {} affiliations;",
        percent(c.paper_share()),
        percent(c.authorship_share()),
        c.unresolved(),
        c.affiliations
    )?;
    let missing = match p.citation_window.0 {
        None => "citation count",
        Some(_) => "complete citation window",
    };
    writeln!(
        out,
        "  {} papers without {missing} (taken as 0) · definitions: aicity list indicators",
        c.papers_without_citations
    )?;
    if let Some(years) = p.citation_window.0 {
        writeln!(out, "citations: of the year of publication and the {years} after it; {}", window(ranked))?;
    }
    let places = ranked.corpus.cities.labels.id.iter().any(|id| id.bytes().all(|b| b.is_ascii_digit()));
    if places && p.unit != Level::Institution && !c.synthetic {
        writeln!(out, "place names and keys: GeoNames.org, CC BY 4.0")?;
    }
    Ok(())
}

/// What citation windows stand on.
fn window(ranked: &Ranked) -> String {
    let spans = windows::spans(&ranked.corpus);
    format!("counts by year of {}, the last not over", windows::said(&ranked.corpus, &spans))
}

/// Says how many papers have no complete citation window, if there is one.
pub fn say_window(ranked: &Ranked) {
    let Some(years) = ranked.profile.citation_window.0 else { return };
    let (without, all) = (ranked.coverage.papers_without_citations, ranked.coverage.papers);
    let spans = window(ranked);
    say(format!(
        "{without} of {all} papers have no complete citation window of {years} years: they count as uncited ({spans})"
    ));
}

/// What intervals and tiers are.
fn say_how_sure(unit: Level, intervals: &Intervals, out: &mut dyn Write) -> Result<()> {
    let Options { replicates, seed } = intervals.options;
    writeln!(out, "# (low–high) = rank and its 95 % stability interval: papers drawn with replacement,")?;
    writeln!(out, "  jointly for all {}, {replicates} times (seed {seed}), and ranked again", plural(unit))?;
    writeln!(out, "tier = {} whose order to the first of the tier the data cannot decide:", plural(unit))?;
    Ok(writeln!(out, "  it is above them in fewer than 97.5 % of the draws")?)
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

/// Units of a level, as prose has them.
pub const fn plural(level: Level) -> &'static str {
    match level {
        Level::Metro => "metros",
        Level::City => "cities",
        Level::Country => "countries",
        Level::Institution => "institutions",
    }
}
