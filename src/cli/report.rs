//! `aicity report`: every table and figure, in Chinese and English, as files.

use super::load::bar;
use super::say;
use super::selection::{From, Rules};
use crate::base::{Error, Result};
use crate::engine::Source;
use crate::report::data::{Ask, gather};
use crate::report::tables::Texts;
use crate::report::text::Lang;
use crate::report::write::{Format, make, write};
use crate::robustness::bootstrap;
use std::path::PathBuf;

/// Arguments of `report`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    from: From,
    #[command(flatten)]
    rules: Rules,
    /// Language.
    #[arg(long, value_enum, default_value_t)]
    lang: Language,
    /// Countries put side by side, by code: CN,US. Left out: these two, where the corpus has both.
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    compare: Option<Vec<String>>,
    /// So many units are listed, each with a page of its own.
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..))]
    top: u32,
    /// Formats, with commas between them; left out: all that this build writes.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "LIST")]
    format: Option<Vec<Format>>,
    /// Another edition, a store or a dump: the report says what moved since.
    #[arg(long, value_name = "PATH")]
    since: Option<PathBuf>,
    /// How often papers are drawn for the intervals of ranks.
    #[arg(long, value_name = "N", default_value_t = bootstrap::Options::default().replicates, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    replicates: u32,
    /// Seed of the draws.
    #[arg(long, value_name = "N", default_value_t = bootstrap::Options::default().seed)]
    seed: u64,
    /// Samples of the sensitivity study; 0: none.
    #[arg(long, value_name = "N", default_value_t = 256)]
    samples: u32,
    /// No pages of single units.
    #[arg(long)]
    no_profiles: bool,
    /// In CSV leave texts that a spreadsheet would take for formulas as they are, without the `'` before them.
    #[arg(long)]
    raw: bool,
    /// Folder for the files; made if it is not there.
    #[arg(short, long, value_name = "DIR", required = true)]
    output: PathBuf,
    /// Replace a report that lies there.
    #[arg(long)]
    force: bool,
}

/// Languages of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Language {
    /// Chinese.
    Zh,
    /// English.
    En,
    /// Both: a file each.
    #[default]
    Both,
}

impl Language {
    fn all(self) -> &'static [Lang] {
        match self {
            Self::Zh => &[Lang::Zh],
            Self::En => &[Lang::En],
            Self::Both => &Lang::ALL,
        }
    }
}

/// Makes the report, checks it, and writes it.
pub fn run(args: &Args) -> Result<()> {
    let mut formats = args.format.clone().unwrap_or_else(|| Format::BUILT.to_vec());
    formats.sort_unstable();
    formats.dedup();
    Format::check(&formats)?;
    let profile = args.rules.profile()?;
    let source = args.from.open()?;
    let since = args.since.as_deref().map(Source::at).transpose()?;
    let ask = Ask {
        top: args.top as usize,
        compare: args.compare.clone(),
        bootstrap: bootstrap::Options { replicates: args.replicates, seed: args.seed },
        samples: args.samples,
        profiles: !args.no_profiles,
        date: date()?,
        command: command(),
    };
    let bar = bar(0, "{spinner} {msg} {elapsed}");
    let tell = |what: &str| {
        bar.set_message(what.to_owned());
        bar.tick();
    };
    let data = gather(&source, since.as_ref(), &profile, ask, &tell)?;
    let texts = if args.raw { Texts::Exact } else { Texts::Guarded };
    let report = make(&data, args.lang.all(), &formats, texts, &tell)?;
    tell("writing the files");
    write(&report, &args.output, args.force)?;
    bar.finish_and_clear();
    if data.synthetic() {
        say(crate::model::record::SYNTHETIC_NOTE);
    }
    let bytes: usize = report.files.values().map(Vec::len).sum();
    say(format!(
        "{} files, {:.1} MB, in {}; checked: {}",
        report.files.len(),
        bytes as f64 / 1e6,
        args.output.display(),
        crate::edition::lint::summary(&report.findings, crate::edition::render::Language::En)
    ));
    if !formats.contains(&Format::Pdf) && args.format.is_none() {
        say("no PDF: this build is without it (cargo build --release --features pdf)");
    }
    Ok(())
}

/// The day of `SOURCE_DATE_EPOCH`, seconds since 1970 as reproducible-builds.org defines it.
fn date() -> Result<Option<String>> {
    let Ok(text) = std::env::var("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let seconds: i64 = text.parse().map_err(|_| {
        Error::usage(format!("SOURCE_DATE_EPOCH is {text:?}"), "it is a whole number of seconds since 1970")
    })?;
    Ok(Some(crate::report::text::day(seconds)))
}

/// The command as it was given, without what changes no byte: where the files go, whether they replace others, threads.
fn command() -> String {
    let given = std::env::args_os().skip(1).map(|arg| arg.to_string_lossy().into_owned());
    told(given)
}

fn told(given: impl Iterator<Item = String>) -> String {
    let mut said = vec!["aicity".to_owned()];
    let mut given = given;
    while let Some(arg) = given.next() {
        let name = arg.split_once('=').map_or(arg.as_str(), |(name, _)| name);
        match name {
            "--force" => {}
            "-o" | "--output" | "--threads" => {
                if !arg.contains('=') {
                    given.next();
                }
            }
            _ if arg.starts_with("-o") && !arg.starts_with("--") => {}
            _ => said.push(quoted(&arg)),
        }
    }
    said.extend(["-o".to_owned(), "DIR".to_owned()]);
    said.join(" ")
}

fn quoted(arg: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_=./,:+@".contains(c);
    if !arg.is_empty() && arg.chars().all(plain) {
        arg.to_owned()
    } else {
        format!("'{}'", arg.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_the_same_wherever_the_files_go() {
        let told = |line: &str| told(line.split(' ').map(str::to_owned));
        let wanted = "aicity report --store s --top 20 -o DIR";
        for line in [
            "report --store s --top 20 -o out",
            "report --store s -o /tmp/x --top 20 --force",
            "--threads 4 report --output=out --store s --top 20",
            "report --store s --top 20 -oout",
        ] {
            assert_eq!(told(line), wanted);
        }
        assert_eq!(told("report --store it's -o x"), "aicity report --store 'it'\\''s' -o DIR");
    }
}
