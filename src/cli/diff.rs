//! `aicity diff`.

use super::diff_text as text;
use super::output::Output;
use super::rank_format::{self, Format};
use super::say;
use super::selection::Rules;
use crate::base::records as machine;
use crate::base::records::Table;
use crate::base::{Error, Result};
use crate::engine::Source;
use crate::engine::diff::{Ask, Difference, Edition, UnitChange, diff, table};
use crate::index::Profile;
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `diff`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The edition to start from: a store or a dump.
    #[arg(value_name = "A")]
    a: PathBuf,
    /// The edition to arrive at: a store or a dump. If not given, A under the profile of B.
    #[arg(value_name = "B")]
    b: Option<PathBuf>,
    #[command(flatten)]
    rules: Rules,
    /// Another profile for B, by name or file; the switches above apply to it too.
    #[arg(long, value_name = "NAME|FILE")]
    profile_b: Option<String>,
    /// One more switch for B only, by its key in a profile, such as years=2014-2023 or counting=fractional; may be repeated.
    #[arg(long, value_name = "KEY=VALUE")]
    set_b: Vec<String>,
    /// Compare although nearly all scholars have other keys in B; they then count as other authors.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    shown: Shown,
    /// Format; else by the ending of -o, else a table on a terminal and csv elsewhere.
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    output: Output,
}

/// Of which units.
#[derive(Debug, clap::Args)]
struct Shown {
    /// Only the N units that moved most; in a table 20 if not given.
    #[arg(long, value_name = "N", conflicts_with = "only")]
    top: Option<usize>,
    /// Only this unit, by key or full name; may be repeated. Ranks and indices still stand on all units.
    #[arg(long, value_name = "UNIT")]
    only: Vec<String>,
    #[command(flatten)]
    what: What,
    /// What the others did, by stage, instead of in one column.
    #[arg(long)]
    split_others: bool,
}

/// What is shown instead of the rank and innovation index of each unit.
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
struct What {
    /// With --only: the papers behind the causes, instead of the unit's change.
    #[arg(long, requires = "only", conflicts_with = "split_others")]
    papers: bool,
    /// How much is different, instead of units: papers, what differs on them, places, rules.
    #[arg(long, conflicts_with_all = ["top", "only", "split_others"])]
    summary: bool,
    /// A row for each measure: the rank, five indices and seven indicators.
    #[arg(long)]
    long: bool,
}

/// Compares and writes.
pub fn run(args: &Args) -> Result<()> {
    let (a, b) = args.editions()?;
    let papers_of = if args.shown.what.papers { args.shown.only.clone() } else { Vec::new() };
    let mut found = diff(&a, &b, &Ask { force: args.force, papers_of })?;
    found.warnings.iter().for_each(|warning| say(format!("note: {warning}")));
    if !args.shown.only.is_empty() {
        found.units = only(&found.units, &args.shown.only)?;
    }
    let by_name = || args.output.extension().and_then(rank_format::by_extension);
    let default = if args.output.is_terminal() { Format::Table } else { Format::Csv };
    match args.format.or_else(by_name).unwrap_or(default) {
        Format::Table => args.output.write(|out| args.for_people(&found, text::Style::Aligned, out)),
        Format::Markdown => args.output.write(|out| args.for_people(&found, text::Style::Markdown, out)),
        Format::Csv => args.for_programs(&found, machine::Format::Csv),
        Format::Json => args.for_programs(&found, machine::Format::Json),
        Format::Jsonl => args.for_programs(&found, machine::Format::Jsonl),
    }
}

impl Args {
    fn editions(&self) -> Result<(Edition, Edition)> {
        let profile = self.rules.profile()?;
        let of_b = self.profile_of_b(&profile)?;
        if self.b.is_none() && self.profile_b.is_none() && self.set_b.is_empty() {
            let hint = "name a second store or dump, or give B other rules: --profile-b, --set-b";
            return Err(Error::usage("there is nothing to compare A with", hint));
        }
        let a = Edition::read(&Source::at(&self.a)?, profile)?;
        let b = match &self.b {
            Some(path) => Edition::read(&Source::at(path)?, of_b)?,
            None => a.under(of_b),
        };
        Ok((a, b))
    }

    fn profile_of_b(&self, profile: &Profile) -> Result<Profile> {
        let profile =
            self.profile_b.as_ref().map_or_else(|| Ok(profile.clone()), |name| self.rules.over(name))?;
        let changed = self.set_b.iter().try_fold(profile, |profile, switch| {
            let (key, value) = switch.split_once('=').ok_or_else(|| {
                Error::usage(format!("--set-b {switch:?} has no ="), "use KEY=VALUE, such as years=2014-2023")
            })?;
            profile.with(key.trim(), value.trim())
        })?;
        changed.check()?;
        Ok(changed)
    }

    fn for_programs(&self, found: &Difference, format: machine::Format) -> Result<()> {
        if !self.shown.what.summary {
            text::summary(found).iter().for_each(say);
        }
        let units = &found.units[..self.shown.top.unwrap_or(usize::MAX).min(found.units.len())];
        let table = if self.shown.what.summary {
            Table::of(&found.edits.list())
        } else if self.shown.what.papers {
            Table::of(&found.papers)
        } else if self.shown.what.long {
            table::long(units, self.shown.split_others)
        } else {
            table::wide(units, self.shown.split_others)
        };
        self.output.write(|out| table.write(format, out))
    }

    fn for_people(&self, found: &Difference, style: text::Style, out: &mut dyn Write) -> Result<()> {
        if self.shown.what.summary {
            return text::summary(found).iter().try_for_each(|line| Ok(writeln!(out, "{line}")?));
        }
        if self.shown.what.papers {
            return text::papers(found, style, out);
        }
        if self.shown.what.long || !self.shown.only.is_empty() {
            let top = self.shown.top.unwrap_or(if self.shown.only.is_empty() { 20 } else { usize::MAX });
            return text::measures(found, top, self.shown.split_others, style, out);
        }
        text::movers(found, self.shown.top.unwrap_or(20), self.shown.split_others, style, out)
    }
}

/// The units of these keys or full names.
fn only(units: &[UnitChange], names: &[String]) -> Result<Vec<UnitChange>> {
    let find = |name: &String| {
        let by_key: Vec<&UnitChange> = units.iter().filter(|unit| unit.key == *name).collect();
        let same = |unit: &&UnitChange| unit.name.eq_ignore_ascii_case(name) || unit.name_zh == *name;
        let found = if by_key.is_empty() { units.iter().filter(same).collect() } else { by_key };
        match found[..] {
            [unit] => Ok(unit.clone()),
            [] => {
                let hint = "give the key or the full name, as `aicity rank --format csv` prints them";
                Err(Error::not_found(format!("no unit {name:?} is ranked in A or in B"), hint))
            }
            _ => {
                let keys: Vec<&str> = found.iter().map(|unit| unit.key.as_str()).collect();
                let message = format!("{name:?} names {} units", found.len());
                Err(Error::usage(message, format!("give a key: {}", keys.join(", "))))
            }
        }
    };
    names.iter().map(find).collect()
}
