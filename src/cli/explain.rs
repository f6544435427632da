//! `aicity explain`.

use super::explain_text;
use super::output::Output;
use super::rank_format;
use super::selection::{From, Switches};
use super::stability::Stability;
use crate::base::records::{self, Cell, Column, Kind, Table};
use crate::base::{Error, Result};
use crate::engine::Ranked;
use crate::engine::explain::stability::Sure;
use crate::engine::explain::{self, Depth, Explanation};
use crate::engine::rank;
use crate::graph::Units;
use crate::index::ranking::INDICES;
use crate::robustness::gain::WAYS;
use serde_json::{Value, json};
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
    /// Papers, scholars and institutions that the place rests on most: so many of each.
    #[arg(long, value_name = "N", default_value_t = 3)]
    most: usize,
    #[command(flatten)]
    stability: Stability,
    /// Format: text, json (everything), or csv (one part).
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Part that csv holds.
    #[arg(long, value_enum, default_value_t)]
    part: Part,
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
    /// One part.
    Csv,
}

/// Parts of an explanation.
#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
pub enum Part {
    /// Its papers, most cited first.
    #[default]
    Papers,
    /// Each indicator on its way into the index.
    Terms,
    /// What it would take to gain a place.
    Gain,
    /// Without what it would stand lower.
    RestsOn,
    /// The query that gives each number.
    Queries,
    /// How sure rank and figures are (with --intervals).
    Intervals,
}

/// Explains one unit.
pub fn run(args: &Args) -> Result<()> {
    let depth = Depth { most: args.most, intervals: args.stability.options() };
    if matches!((args.part, depth.intervals), (Part::Intervals, None)) {
        return Err(Error::usage("--part intervals without --intervals", "add --intervals"));
    }
    let source = args.from.open()?;
    let profile = args.switches.profile()?;
    let ranked = rank::rank(&source, &profile, args.switches.engine)?;
    rank_format::say_window(&ranked);
    let unit = explain::find(&ranked, &args.name)?;
    let (_, texts) = source.full()?;
    let explanation = explain::explain(&ranked, &texts, unit, depth)?;
    args.output.write(|out| match args.format {
        Format::Text => explain_text::write(&ranked, &explanation, args.papers, out),
        Format::Json => as_json(&ranked, &explanation, out),
        Format::Csv => part(&explanation, args.part).write(records::Format::Csv, out),
    })
}

fn as_json(ranked: &Ranked, e: &Explanation, out: &mut dyn Write) -> Result<()> {
    let units = ranked.units();
    let indices: serde_json::Map<_, _> =
        INDICES.iter().zip(e.row.indices).map(|(i, v)| (i.0.to_owned(), v.into())).collect();
    let all = json!({
        "key": units.key(e.row.unit), "name": units.name(e.row.unit), "name_zh": units.name_zh(e.row.unit),
        "country": units.country_code(e.row.unit), "rank": e.row.rank, "ranked": ranked.ranking.rows.len(),
        "profile": ranked.profile.name, "synthetic": ranked.coverage.synthetic, "indices": indices,
        "terms": part(e, Part::Terms), "papers": part(e, Part::Papers), "to_gain_a_place": gain(&units, e),
        "rests_on": part(e, Part::RestsOn), "queries": e.queries.iter().map(query).collect::<Vec<_>>(),
        "intervals": e.sure.as_ref().map(sure),
    });
    writeln!(out, "{all:#}")?;
    Ok(())
}

fn gain(units: &Units<'_>, e: &Explanation) -> Value {
    e.gain.as_ref().map_or(Value::Null, |gain| {
        json!({
            "above": {"key": units.key(gain.above.unit), "name": units.name(gain.above.unit), "rank": gain.above.rank,
                      "innovation_index": gain.above.indices[4]},
            "any_one_of": part(e, Part::Gain),
        })
    })
}

fn sure(sure: &Sure) -> Value {
    let (stability, place) = (&sure.stability, &sure.stability.place);
    json!({
        "replicates": sure.options.replicates, "seed": sure.options.seed, "tier": stability.tier,
        "p_top20": place.top[0], "p_top100": place.top[1], "ranked_share": place.ranked,
        "p_above_next": stability.above_next, "figures": Table::of(&sure.figures),
    })
}

fn query(behind: &explain::queries::Behind) -> Value {
    let parameters: serde_json::Map<_, _> =
        behind.parameters.iter().map(|(name, value)| ((*name).to_owned(), value.clone().into())).collect();
    json!({"indicator": behind.indicator, "query": behind.query, "parameters": parameters})
}

/// A part as a table.
fn part(e: &Explanation, part: Part) -> Table {
    match part {
        Part::Papers => Table::of(&e.papers),
        Part::Terms => Table::of(&e.terms),
        Part::RestsOn => Table::of(&e.rests_on),
        Part::Queries => Table::of(&e.queries),
        Part::Gain => gains(e),
        Part::Intervals => Table::of(e.sure.iter().flat_map(|sure| &sure.figures)),
    }
}

fn gains(e: &Explanation) -> Table {
    const COLUMNS: &[Column] = &[
        Column::new("more", Kind::Text, ["more", "增加"], "what is added"),
        Column::new(
            "needed",
            Kind::Integer,
            ["needed", "所需"],
            "the smallest number; empty: it does not do alone",
        ),
        Column::new("definition", Kind::Text, ["definition", "定义"], "what comes with it"),
    ];
    let needed = e.gain.iter().flat_map(|gain| WAYS.iter().zip(gain.needed));
    let row = |(way, needed): (&crate::robustness::gain::Way, Option<u64>)| -> Vec<Cell> {
        vec![way.id.into(), needed.into(), way.definition.into()]
    };
    Table { columns: COLUMNS.into(), rows: needed.map(row).collect() }
}
