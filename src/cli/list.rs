//! `aicity list`: what there is, from the same lists that do the work.

use crate::base::{Result, table};
use crate::gazetteer::resolver::Method;
use crate::index::Profile;
use crate::index::ranking::{FORMULAS, INDICES};
use crate::indicators::catalogue::INDICATORS;
use crate::indicators::measures;
use crate::robustness::sensitivity::switches::SWITCHES;
use crate::sources::FORMATS;
use crate::sparql::library::QUERIES;
use std::io::Write;

/// Arguments of `list`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to list.
    #[arg(value_enum)]
    what: What,
}

/// What can be listed.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum What {
    /// Input formats of `load`.
    Formats,
    /// Raw indicators, and the measures of `rank --add`, with their definitions.
    Indicators,
    /// Indices and how they are made.
    Indices,
    /// Ways in which the resolver finds institutions and cities, with the share of answers that were right.
    Methods,
    /// Files that networks can be written to.
    Exports,
    /// Queries of `query --name`.
    Queries,
    /// The default profile with every key, as TOML.
    Profiles,
    /// Switches that `sensitivity` varies, and between which values.
    Switches,
}

/// Lists.
pub fn run(args: &Args) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match args.what {
        What::Formats => rows(FORMATS.iter().map(|f| [f.id, f.title_en, f.title_zh, f.reads]), &mut out),
        What::Indicators => {
            rows(INDICATORS.iter().map(|i| [i.id, i.title_zh, i.definition, i.source]), &mut out)?;
            writeln!(out, "\nMeasures that `rank --add` puts beside them; they enter no index:")?;
            rows(measures::all().map(|m| [m.id, m.title_zh, m.definition, m.source]), &mut out)
        }
        What::Indices => {
            rows(INDICES.iter().zip(FORMULAS).map(|(i, formula)| [i.0, i.2, formula, "METHOD §3"]), &mut out)
        }
        What::Methods => methods(&mut out),
        What::Exports => super::network_list::formats(&mut out),
        What::Queries => queries(&mut out),
        What::Switches => switches(&mut out),
        What::Profiles => Ok(write!(out, "{}", Profile::default().to_toml()?)?),
    }
}

/// A switch of the profile and what it is set to.
fn switches(out: &mut dyn Write) -> Result<()> {
    for switch in &SWITCHES {
        writeln!(out, "{}  {} ({})\n    {}", switch.id, switch.titles[0], switch.titles[1], switch.about)?;
    }
    Ok(())
}

/// A method, its measured confidence, and what it is.
fn methods(out: &mut dyn Write) -> Result<()> {
    let row = |method: &Method| {
        [method.code().to_owned(), method.confidence().to_string(), method.about().to_owned()]
    };
    let rows: Vec<Vec<String>> = Method::ALL.iter().map(|method| row(method).to_vec()).collect();
    let names = ["method", "confidence", "what was found, and how"].map(str::to_owned);
    Ok(table::write(&names, &rows, out)?)
}

/// Things with a name, and below it what is said of them.
fn rows<'a>(rows: impl Iterator<Item = [&'a str; 4]>, out: &mut dyn Write) -> Result<()> {
    for [id, title, about, more] in rows {
        writeln!(out, "{id}  {title}\n    {about}\n    {more}")?;
    }
    Ok(())
}

/// Queries, and below each its Chinese title and its parameters.
fn queries(out: &mut dyn Write) -> Result<()> {
    for query in QUERIES {
        writeln!(out, "{}  {}\n    {}", query.name, query.title(), query.title_zh())?;
        query.parameters().try_for_each(|p| writeln!(out, "    --param {p}"))?;
    }
    Ok(())
}
