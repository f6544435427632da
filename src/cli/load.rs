//! `aicity load`.

use super::say;
use crate::base::Result;
use crate::base::files::AtomicFile;
use crate::engine::load::{self, Loaded, Strictness};
use crate::sources::{self, reject::RejectionWriter};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

/// Arguments of `load`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Input files or folders.
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Input format; told from the file names if not given (`aicity list formats`).
    #[arg(long, value_name = "F")]
    format: Option<String>,
    /// Store to write; made if it is not there.
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
    /// Write every record that was not used, with file, line, reason, field and detail, as CSV.
    #[arg(long, value_name = "FILE")]
    rejections: Option<PathBuf>,
    /// Refuse an input that loses any record.
    #[arg(long)]
    strict: bool,
}

/// Loads, and says what was loaded and what was not.
pub fn run(args: &Args) -> Result<()> {
    let format = match &args.format {
        Some(id) => sources::find(id)?,
        None => sources::detect(&args.inputs)?,
    };
    // Before the load: a place that cannot be written to is found out before anything changes.
    let rejections = args.rejections.as_deref().map(AtomicFile::create).transpose()?;
    let strictness = if args.strict { Strictness::Strict } else { Strictness::Lenient };
    let bar = progress(&args.inputs);
    let watch = |bytes: u64| {
        bar.inc(bytes);
        Ok(())
    };
    let loaded = load::load(format, &args.inputs, &args.store, strictness, &watch);
    bar.finish_and_clear();
    let loaded = loaded?;
    if let Some(file) = rejections {
        file.fill(|out| write_rejections(&loaded, out))?;
    }
    summary(args, &loaded);
    Ok(())
}

/// A bar over the bytes of the inputs; hidden where standard error is no terminal.
fn progress(inputs: &[PathBuf]) -> ProgressBar {
    let size = |path: &PathBuf| {
        let inside =
            |dir: std::fs::ReadDir| dir.flatten().filter_map(|e| Some(e.metadata().ok()?.len())).sum();
        std::fs::read_dir(path).map_or_else(|_| std::fs::metadata(path).map_or(0, |m| m.len()), inside)
    };
    let bar = ProgressBar::new(inputs.iter().map(size).sum());
    let style = ProgressStyle::with_template("reading {wide_bar} {bytes}/{total_bytes}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn write_rejections(loaded: &Loaded, out: &mut dyn Write) -> Result<()> {
    let mut writer = RejectionWriter::new(out)?;
    for rejection in &loaded.rejections {
        let name = loaded.files.get(rejection.place.file as usize).map_or("", String::as_str);
        writer.write(name, rejection)?;
    }
    writer.finish().map(drop)
}

fn summary(args: &Args, loaded: &Loaded) {
    let count = |name: &str| loaded.manifest.counts.get(name).copied().unwrap_or(0);
    if count("papers") == 0 {
        say("warning: the inputs hold no paper; the store is empty");
    }
    say(format!(
        "loaded {} papers, {} authorships, {} scholars, {} institutions, {} cities: {} statements in {}",
        count("papers"),
        count("authorships"),
        count("scholars"),
        count("institutions"),
        count("cities"),
        count("quads"),
        args.store.display()
    ));
    let c = &loaded.coverage;
    say(format!(
        "coverage: {} of papers and {} of authorships have a city; unresolved: {} of {} affiliations; {} papers without citations count as 0",
        percent(c.paper_share()),
        percent(c.authorship_share()),
        c.unresolved(),
        c.affiliations,
        c.papers_without_citations
    ));
    let counts = load::count(&loaded.rejections);
    let lost: u64 = counts.iter().filter(|(reason, _)| !reason.keeps_record()).map(|(_, n)| n).sum();
    let noted: u64 = counts.values().sum::<u64>() - lost;
    say(format!("rejected: {lost} records or parts of records; noted without loss: {noted}"));
    for (reason, count) in &counts {
        say(format!("  {:>9}  {}", count, reason.code()));
    }
    if !loaded.rejections.is_empty() && args.rejections.is_none() {
        say("  each one with its place: aicity load … --rejections FILE");
    }
}

/// A share as a percentage with one decimal.
pub fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{:.1} %", share * 100.0))
}
