//! `aicity explain`.

use super::output::Output;
use super::selection::{From, Switches};
use crate::base::records::csv_failed as failed;
use crate::base::{Result, table};
use crate::engine::Ranked;
use crate::engine::explain::{self, Explanation};
use crate::engine::rank;
use crate::index::ranking::INDICES;
use serde_json::json;
use std::io::Write;

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Unit by key, or by its full name in zh or en.
    #[arg(value_name = "UNIT")]
    name: String,
    #[command(flatten)]
    from: From,
    #[command(flatten)]
    switches: Switches,
    /// Papers to show in the text; json and csv hold all of them.
    #[arg(long, value_name = "N", default_value_t = 10)]
    papers: usize,
    /// Format: text, json (everything), or csv (the papers).
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    output: Output,
}

/// Formats of an explanation.
#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// Everything, exact.
    Json,
    /// The papers.
    Csv,
}

/// Explains one unit.
pub fn run(args: &Args) -> Result<()> {
    let source = args.from.open()?;
    let profile = args.switches.profile()?;
    let ranked = rank::rank(&source, &profile, args.switches.engine)?;
    let unit = explain::find(&ranked, &args.name)?;
    let (_, texts) = source.full()?;
    let explanation = explain::explain(&ranked, &texts, unit)?;
    args.output.write(|out| match args.format {
        Format::Text => text(&ranked, &explanation, args.papers, out),
        Format::Json => as_json(&ranked, &explanation, out),
        Format::Csv => papers_csv(&explanation, out),
    })
}

fn text(ranked: &Ranked, e: &Explanation, papers: usize, out: &mut dyn Write) -> Result<()> {
    let units = ranked.units();
    let (unit, total) = (e.row.unit, ranked.ranking.rows.len());
    let title = format!(
        "{} {} ({}, key {})",
        units.name_zh(unit),
        units.name(unit),
        units.country_code(unit),
        units.key(unit)
    );
    writeln!(out, "{}", table::visible(title.trim()))?;
    if ranked.coverage.synthetic {
        writeln!(out, "SYNTHETIC corpus: generated figures that say nothing about any real place.")?;
    }
    writeln!(
        out,
        "rank {} of {total} · profile {} · years {}\n",
        e.row.rank, ranked.profile.name, ranked.profile.years
    )?;
    let names: Vec<String> = ["index", "value"].map(str::to_owned).into();
    let indices: Vec<Vec<String>> =
        INDICES.iter().zip(e.row.indices).map(|(i, v)| vec![i.1.to_owned(), format!("{v:.4}")]).collect();
    table::write(&names, &indices, out)?;
    writeln!(out, "\nEach term: value → ln → 100·(ln − min)/(max − min) over all units → weight → points")?;
    terms(e, out)?;
    let c = &ranked.coverage;
    writeln!(
        out,
        "\nunresolved: {} of the {} affiliations of the {} selected papers have no city and are credited to no unit",
        c.unresolved(),
        c.affiliations,
        c.papers
    )?;
    writeln!(out, "\n{} of its {} papers, most cited first:", papers.min(e.papers.len()), e.papers.len())?;
    paper_list(e, papers, out)
}

fn terms(e: &Explanation, out: &mut dyn Write) -> Result<()> {
    let names = ["term", "value", "ln", "min", "max", "score", "weight", "points"].map(str::to_owned);
    let number =
        |v: Option<f64>, digits: usize| v.map_or_else(|| "–".to_owned(), |v| format!("{v:.digits$}"));
    let row = |t: &explain::Term| {
        vec![
            t.indicator.to_owned(),
            number(t.value, 2),
            number(t.log, 4),
            number(t.range.map(|r| r.0), 4),
            number(t.range.map(|r| r.1), 4),
            format!("{:.3}", t.score),
            format!("{:.3}", t.weight),
            format!("{:.3}", t.score * t.weight),
        ]
    };
    let rows: Vec<Vec<String>> = e.terms.iter().map(row).collect();
    Ok(table::write(&names, &rows, out)?)
}

fn paper_list(e: &Explanation, papers: usize, out: &mut dyn Write) -> Result<()> {
    let names = ["cited", "year", "intl", "paper"].map(str::to_owned);
    let row = |p: &explain::Credit| {
        let cited = p.citations.map_or_else(|| "–".to_owned(), |c| c.to_string());
        let year = p.year.map_or_else(|| "–".to_owned(), |y| y.to_string());
        vec![cited, year, p.foreign.to_string(), table::fit(&table::visible(&p.title), 58)]
    };
    let rows: Vec<Vec<String>> = e.papers.iter().take(papers).map(row).collect();
    table::write(&names, &rows, out)?;
    writeln!(out, "\nintl: units of other countries on the paper · all papers: --format csv")?;
    Ok(())
}

fn as_json(ranked: &Ranked, e: &Explanation, out: &mut dyn Write) -> Result<()> {
    let units = ranked.units();
    let terms: Vec<_> = e
        .terms
        .iter()
        .map(|t| {
            json!({"indicator": t.indicator, "value": t.value, "ln": t.log, "min": t.range.map(|r| r.0),
                   "max": t.range.map(|r| r.1), "score": t.score, "weight": t.weight})
        })
        .collect();
    let papers: Vec<_> = e
        .papers
        .iter()
        .map(|p| {
            json!({"id": p.id, "title": p.title, "year": p.year, "citations": p.citations, "foreign_units": p.foreign})
        })
        .collect();
    let indices: serde_json::Map<_, _> =
        INDICES.iter().zip(e.row.indices).map(|(i, v)| (i.0.to_owned(), v.into())).collect();
    let all = json!({
        "key": units.key(e.row.unit), "name": units.name(e.row.unit), "name_zh": units.name_zh(e.row.unit),
        "country": units.country_code(e.row.unit), "rank": e.row.rank, "ranked": ranked.ranking.rows.len(),
        "profile": ranked.profile.name, "synthetic": ranked.coverage.synthetic,
        "indices": indices, "terms": terms, "papers": papers,
    });
    writeln!(out, "{all:#}")?;
    Ok(())
}

fn papers_csv(e: &Explanation, out: &mut dyn Write) -> Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["paper_id", "title", "year", "citations", "foreign_units"]).map_err(failed)?;
    for p in &e.papers {
        let number = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
        let record =
            [&p.id, &p.title, &number(p.year.map(u64::from)), &number(p.citations), &p.foreign.to_string()];
        writer.write_record(record).map_err(failed)?;
    }
    Ok(writer.flush()?)
}
