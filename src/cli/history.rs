//! `aicity rank --by`, `--window` and `--only`: rankings of periods, and rows of some units.

use super::rank_format::{self, Format};
use super::say;
use crate::base::records as machine;
use crate::base::table::{fit, visible};
use crate::base::{Error, Result, table};
use crate::engine::history::{self, History, Periods};
use crate::engine::{Engine, Ranked, Source, explain};
use crate::index::Profile;
use crate::index::profile::Years;
use crate::index::ranking::Row;
use crate::model::record::SYNTHETIC_NOTE;
use std::io::Write;

/// Switches of `rank` that cut by period or by unit.
#[derive(Debug, Clone, clap::Args)]
pub struct Cut {
    /// A ranking of each year by itself, within --years.
    #[arg(long, value_enum, conflicts_with_all = ["window", "intervals"])]
    by: Option<By>,
    /// A ranking of each window of N years by itself, within --years: 2013-2016, 2014-2017, ...
    #[arg(long, value_name = "N", conflicts_with = "intervals", value_parser = clap::value_parser!(u32).range(1..=9999))]
    window: Option<u32>,
    /// Only the rows of this unit, by key or full name; may be repeated. Ranks and indices still stand on all units.
    #[arg(long, value_name = "UNIT", conflicts_with = "top")]
    only: Vec<String>,
}

/// What periods are cut by.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum By {
    /// The year of publication.
    Year,
}

impl Cut {
    /// The periods that are asked for.
    pub fn periods(&self) -> Option<Periods> {
        self.by.map(|By::Year| Periods::Year).or(self.window.map(Periods::Window))
    }

    /// Ranks each period.
    pub fn rank(
        &self,
        source: &Source,
        profile: &Profile,
        periods: Periods,
        engine: Engine,
    ) -> Result<History> {
        if engine == Engine::Sparql {
            let hint = "leave --engine out, or ask for one period: --years";
            return Err(Error::usage("periods are counted by the engine `graph` only", hint));
        }
        let mut history = history::history(source.corpus()?, profile, periods)?;
        if history.undated > 0 {
            say(format!("{} selected papers have no year and are in no period", history.undated));
        }
        if !self.only.is_empty() {
            let units = self.units(&history.whole)?;
            history.keep(&units);
        }
        Ok(history)
    }

    /// Leaves the rows of the units that are named, if any is.
    pub fn keep(&self, ranked: &mut Ranked) -> Result<()> {
        if !self.only.is_empty() {
            let units = self.units(ranked)?;
            ranked.keep(&units);
        }
        Ok(())
    }

    fn units(&self, ranked: &Ranked) -> Result<Vec<u32>> {
        self.only.iter().map(|name| explain::find(ranked, name)).collect()
    }
}

/// Writes the rankings of all periods: one long table, or for people the ranks of each unit side by side.
pub fn write(history: &History, top: Option<usize>, format: Format, out: &mut dyn Write) -> Result<()> {
    let top = top.unwrap_or(usize::MAX);
    match format {
        Format::Csv => history.table(top).write(machine::Format::Csv, out),
        Format::Json => history.table(top).write(machine::Format::Json, out),
        Format::Jsonl => history.table(top).write(machine::Format::Jsonl, out),
        Format::Table => {
            let (titles, mut lines) = matrix(history, top);
            shorten(&titles, &mut lines);
            table::write(&titles, &lines, out)?;
            legend(history, top, out)
        }
        Format::Markdown => {
            let (titles, lines) = matrix(history, top);
            table::write_markdown(&titles, &[0, 1], &lines, out)?;
            legend(history, top, out)
        }
    }
}

/// Ranks, units by periods, with the number of ranked units in the last line.
fn matrix(history: &History, top: usize) -> (Vec<String>, Vec<Vec<String>>) {
    let units = history.whole.units();
    let periods = history.periods.iter();
    let titles = ["name", ""].map(str::to_owned).into_iter().chain(periods.map(|(years, _)| short(*years)));
    let line = |(unit, rows): (u32, Vec<Option<&Row>>)| {
        let ranks = rows.into_iter().map(|row| row.map_or("–".to_owned(), |row| row.rank.to_string()));
        [rank_format::both_names(&units, unit), units.country_code(unit).to_owned()]
            .into_iter()
            .chain(ranks)
            .collect()
    };
    let mut lines: Vec<Vec<String>> = history.by_unit().into_iter().take(top).map(line).collect();
    let ranked = history.periods.iter().map(|(_, ranked)| ranked.ranking.units.len().to_string());
    lines.push(["(ranked units)".to_owned(), String::new()].into_iter().chain(ranked).collect());
    (titles.collect(), lines)
}

/// A period that leaves room for others: `2013`, or `13-16` for 2013 to 2016.
fn short(years: Years) -> String {
    match years.0 {
        Some((from, to)) if from != to => format!("{:02}-{:02}", from % 100, to % 100),
        _ => years.to_string(),
    }
}

/// Cuts names so that a line has 80 columns where it can.
fn shorten(titles: &[String], lines: &mut [Vec<String>]) {
    let widest = |i: usize| {
        let cells = lines.iter().map(|line| line[i].chars().count());
        cells.chain([titles[i].chars().count()]).max().unwrap_or(0)
    };
    let others: usize = (1..titles.len()).map(|i| widest(i) + 2).sum();
    let room = 80usize.saturating_sub(others).max(16);
    lines.iter_mut().for_each(|line| line[0] = fit(&visible(&line[0]), room));
}

fn legend(history: &History, top: usize, out: &mut dyn Write) -> Result<()> {
    let whole = &history.whole;
    let units = history.by_unit().len();
    writeln!(out)?;
    if whole.coverage.synthetic {
        writeln!(out, "{SYNTHETIC_NOTE}")?;
    }
    writeln!(
        out,
        "{} of {} {} · profile {} · {} papers, years {}",
        units.min(top),
        whole.ranking.units.len(),
        rank_format::plural(whole.profile.unit),
        whole.profile.name,
        whole.coverage.papers,
        whole.profile.years
    )?;
    writeln!(
        out,
        "ranks by innovation index; each column is a ranking of the papers of its years alone, as"
    )?;
    writeln!(out, "  --years gives it: counts, scales and places stand on the units with a paper in them")?;
    writeln!(out, "–: no rank there · rows by the last column · indices of each period: --format csv")?;
    rank_format::coverage(whole, out)
}
