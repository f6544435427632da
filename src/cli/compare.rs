//! `aicity compare`: two or more units side by side, as the study puts China beside the United States.

use super::load_summary::percent;
use super::output::Output;
use super::rank_format::{plural, shown};
use super::selection::{From, Switches};
use crate::base::records::{self, Cell, Column, Kind, Table};
use crate::base::{Result, table};
use crate::engine::rank::rank_corpus;
use crate::engine::views::compare::{Compared, Comparison, Shared, Subfield, compare};
use crate::engine::{Ranked, explain, rank};
use crate::graph::Level;
use crate::index::Profile;
use crate::index::ranking::INDICES;
use crate::indicators::catalogue::INDICATORS;
use crate::indicators::measures::{self, SHARE};
use crate::model::record::SYNTHETIC_NOTE;
use std::io::Write;
use std::sync::Arc;

/// Arguments of `compare`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Units by key, or by their full names in zh or en: two or more.
    #[arg(value_name = "UNIT", required = true, num_args = 2..)]
    names: Vec<String>,
    #[command(flatten)]
    from: From,
    #[command(flatten)]
    switches: Switches,
    /// Measures of each unit, with commas between them, or all (`aicity list indicators`).
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_value = measures::USUAL)]
    add: Vec<String>,
    /// Format: table, markdown, csv (one figure a line, exact), or json (everything, exact).
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    output: Output,
}

/// Formats of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// For people: figures, subfields, years, common papers.
    #[default]
    Table,
    /// The same in Markdown.
    Markdown,
    /// Section, item, unit, figure, value: one figure a line, exact.
    Csv,
    /// Everything, exact.
    Json,
}

/// Compares units.
pub fn run(args: &Args) -> Result<()> {
    let profile = args.switches.profile()?;
    let chosen = measures::named(&args.add)?;
    let ranked = rank::rank(&args.from.open()?, &profile, args.switches.engine)?;
    let units = ranked.units();
    let key = |name: &String| explain::find(&ranked, name).map(|unit| units.key(unit).to_owned());
    let keys: Vec<String> = args.names.iter().map(key).collect::<Result<_>>()?;
    let mut comparison = compare(&ranked, &keys)?.with_measures(&ranked, chosen)?;
    if profile.unit == Level::Country {
        let of_metros = Profile { unit: Level::Metro, ..profile };
        comparison = comparison.with_places(&rank_corpus(Arc::clone(&ranked.corpus), &of_metros)?)?;
    }
    args.output.write(|out| match args.format {
        Format::Table | Format::Markdown => text(&ranked, &comparison, args.format, out),
        Format::Csv => exact(&comparison).write(records::Format::Csv, out),
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &comparison).map_err(std::io::Error::from)?;
            Ok(writeln!(out)?)
        }
    })
}

/// One figure a line.
fn exact(comparison: &Comparison) -> Table {
    const COLUMNS: &[Column] = &[
        Column::new("section", Kind::Text, ["section", "部分"], "unit, subfield, year or shared"),
        Column::new(
            "item",
            Kind::Text,
            ["item", "项目"],
            "key of the subfield, the year, or key of the other unit",
        ),
        Column::new("unit", Kind::Text, ["unit", "单元"], "key of the unit; empty: all selected papers"),
        Column::new("figure", Kind::Text, ["figure", "指标"], "name of the figure"),
        Column::new("value", Kind::Number, ["value", "数值"], "its value"),
    ];
    let mut rows = Vec::new();
    let mut put = |section: &str, item: &str, unit: &str, figure: &str, value: Cell| {
        rows.push(vec![section.into(), item.into(), unit.into(), figure.into(), value]);
    };
    for unit in &comparison.units {
        for (figure, value) in figures(unit) {
            put("unit", "", key(unit), &figure, value.into());
        }
    }
    for subfield in &comparison.subfields {
        put("subfield", &subfield.key, "", "papers", subfield.papers.into());
        put("subfield", &subfield.key, "", "share", subfield.share.into());
        for (unit, own) in comparison.units.iter().zip(&subfield.units) {
            let mut own_figure =
                |figure: &str, value: Cell| put("subfield", &subfield.key, key(unit), figure, value);
            own_figure("papers", own.papers.into());
            own_figure("citations", own.citations.into());
            own_figure("credit", own.credit.into());
            own_figure("share", own.share.into());
            own_figure("rca", own.rca.into());
            own_figure("symmetric_rca", own.symmetric_rca.into());
        }
    }
    for unit in &comparison.units {
        for point in &unit.series {
            let year = point.year.map(|year| year.to_string()).unwrap_or_default();
            for (indicator, value) in INDICATORS.iter().zip(point.indicators.0) {
                put("year", &year, key(unit), indicator.id, value.into());
            }
        }
    }
    for pair in &comparison.shared {
        put("shared", &pair.b, &pair.a, "papers", pair.papers.into());
    }
    put("shared", "", "", "papers_of_all", comparison.papers_of_all.into());
    Table { columns: COLUMNS.into(), rows }
}

fn key(unit: &Compared) -> &str {
    &unit.profile.identity.key
}

/// Every figure of a unit by its name.
fn figures(unit: &Compared) -> Vec<(String, Option<f64>)> {
    let profile = &unit.profile;
    let mut all = vec![("rank".to_owned(), profile.rank.map(f64::from))];
    let indices = |i: usize| profile.indices.map(|indices| indices.0[i]);
    all.extend(INDICES.iter().enumerate().map(|(i, index)| (index.0.to_owned(), indices(i))));
    all.extend(INDICATORS.iter().zip(profile.indicators.0).map(|(of, value)| (of.id.to_owned(), value)));
    all.push(("share_of_papers".to_owned(), unit.share_of_papers));
    all.push(("share_of_full_counts".to_owned(), unit.share_of_full_counts));
    all.extend(unit.measures.0.iter().map(|&(id, value)| (id.to_owned(), value)));
    if let Some(places) = &unit.places {
        all.push((format!("{}_ranked", plural(places.level)), Some(places.units as f64)));
        all.push(("best_rank".to_owned(), places.best_rank.map(f64::from)));
        for top in &places.tops {
            all.push((format!("{}_in_top_{}", plural(places.level), top.top), Some(top.units as f64)));
        }
        all.push(("papers_summed".to_owned(), Some(places.papers_summed as f64)));
        all.push(("share_of_papers_summed".to_owned(), places.share_of_papers_summed));
        all.push(("share_of_summed".to_owned(), places.share_of_summed));
    }
    all
}

/// A figure of all units for people: shares in percent, indices with two digits, counts whole.
fn cells(name: &str, values: &[Option<f64>]) -> Vec<String> {
    let measure = measures::all().find(|measure| measure.id == name);
    let unit = match measure {
        Some(measure) => measure.unit,
        None if name.contains(SHARE) => SHARE,
        None if name.ends_with("_index") => "",
        None => "counted",
    };
    shown(unit, values.iter().copied())
}

/// A part of a comparison for people.
struct Section {
    title: &'static str,
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

fn text(ranked: &Ranked, comparison: &Comparison, format: Format, out: &mut dyn Write) -> Result<()> {
    for Section { title, names, rows } in sections(comparison) {
        if format == Format::Markdown {
            writeln!(out, "### {title}\n")?;
            table::write_markdown(&names, &[0], &rows, out)?;
        } else {
            writeln!(out, "{title}")?;
            table::write(&names, &rows, out)?;
        }
        writeln!(out)?;
    }
    legend(ranked, comparison, out)
}

fn sections(comparison: &Comparison) -> [Section; 4] {
    let units: Vec<String> = comparison.units.iter().map(name).collect();
    let headed = |first: &[&str], each: &dyn Fn(&String) -> Vec<String>| -> Vec<String> {
        first.iter().map(|n| (*n).to_owned()).chain(units.iter().flat_map(each)).collect()
    };
    let alone = |unit: &String| vec![unit.clone()];
    let specialised = |unit: &String| vec![unit.clone(), "share".to_owned(), "RCA".to_owned()];
    [
        Section { title: "Figures", names: headed(&[""], &alone), rows: figure_rows(comparison) },
        Section {
            title: "Subfields: papers, share of the papers, RCA",
            names: headed(&["", "all", "share"], &specialised),
            rows: subfields(comparison),
        },
        Section { title: "Papers by year", names: headed(&["year"], &alone), rows: years(comparison) },
        Section {
            title: "Papers of two",
            names: ["", "", "papers"].map(str::to_owned).into(),
            rows: shared(comparison),
        },
    ]
}

fn name(unit: &Compared) -> String {
    let identity = &unit.profile.identity;
    let both = match identity.name_zh.as_str() {
        zh if zh.is_empty() || zh == identity.name => identity.name.clone(),
        zh => format!("{zh} {}", identity.name),
    };
    table::fit(&table::visible(&both), 26)
}

fn figure_rows(comparison: &Comparison) -> Vec<Vec<String>> {
    let mut rows: Vec<(String, Vec<Option<f64>>)> = Vec::new();
    for (i, unit) in comparison.units.iter().enumerate() {
        for (name, value) in figures(unit) {
            let at = rows.iter().position(|row| row.0 == name).unwrap_or_else(|| {
                rows.push((name, vec![None; comparison.units.len()]));
                rows.len() - 1
            });
            rows[at].1[i] = value;
        }
    }
    rows.into_iter().map(|(name, values)| [vec![name.clone()], cells(&name, &values)].concat()).collect()
}

fn subfields(comparison: &Comparison) -> Vec<Vec<String>> {
    let row = |subfield: &Subfield| {
        let named = if subfield.name_zh.is_empty() { &subfield.name } else { &subfield.name_zh };
        let mut cells = vec![table::visible(named), subfield.papers.to_string(), percent(subfield.share)];
        for own in &subfield.units {
            let rca = own.rca.map_or_else(|| "–".to_owned(), |rca| format!("{rca:.2}"));
            cells.extend([own.papers.to_string(), percent(own.share), rca]);
        }
        cells
    };
    comparison.subfields.iter().map(row).collect()
}

fn years(comparison: &Comparison) -> Vec<Vec<String>> {
    let years = comparison.units[0].series.iter().map(|point| point.year);
    let names = years.map(|year| year.map_or_else(|| "–".to_owned(), |year| year.to_string()));
    let papers = |unit: &Compared| shown("papers", unit.series.iter().map(|point| point.indicators.0[0]));
    let columns: Vec<Vec<String>> = comparison.units.iter().map(papers).collect();
    let row = |(i, name): (usize, String)| {
        std::iter::once(name).chain(columns.iter().map(|column| column[i].clone())).collect()
    };
    names.enumerate().map(row).collect()
}

fn shared(comparison: &Comparison) -> Vec<Vec<String>> {
    let named =
        |wanted: &str| comparison.units.iter().find(|unit| key(unit) == wanted).map(name).unwrap_or_default();
    let row = |pair: &Shared| vec![named(&pair.a), named(&pair.b), pair.papers.to_string()];
    let mut rows: Vec<Vec<String>> = comparison.shared.iter().map(row).collect();
    if comparison.units.len() > 2 {
        rows.push(vec!["all of them".to_owned(), String::new(), comparison.papers_of_all.to_string()]);
    }
    rows
}

fn legend(ranked: &Ranked, comparison: &Comparison, out: &mut dyn Write) -> Result<()> {
    if ranked.coverage.synthetic {
        writeln!(out, "{SYNTHETIC_NOTE}")?;
    }
    writeln!(
        out,
        "{} selected papers, years {}, {} counting; ranks are among {} {}",
        ranked.coverage.papers,
        ranked.profile.years,
        match ranked.profile.counting {
            crate::indicators::Counting::Full => "full",
            crate::indicators::Counting::Fractional => "fractional",
        },
        ranked.ranking.rows.len(),
        plural(ranked.profile.unit)
    )?;
    writeln!(out, "share_of_papers: distinct papers / all selected papers; common papers are in both")?;
    writeln!(
        out,
        "share_of_full_counts: papers / the full counts of all {} added up",
        plural(ranked.profile.unit)
    )?;
    if comparison.units.iter().any(|unit| unit.places.is_some()) {
        writeln!(
            out,
            "papers_summed: full counts of its metros added up, as the study does; / all selected papers"
        )?;
    }
    writeln!(
        out,
        "RCA: share of the unit's papers / share of all papers; above 1: more than all do. Definitions: docs/METHOD.md"
    )?;
    Ok(())
}
