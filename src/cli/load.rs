//! `aicity load`.

use super::load_summary;
use crate::base::files::AtomicFile;
use crate::base::{Error, Result};
use crate::engine::load::{self, Job, Loaded, Strictness};
use crate::engine::resolve::Means;
use crate::index::profile::Years;
use crate::model::identity::Identity;
use crate::sources::{self, Format, Reader, Selection, reject::RejectionWriter};
use indicatif::{ProgressBar, ProgressStyle};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
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
    /// Which works to read: those in the venues of the study, of a list of your own (a CSV like data/venues.csv), or all.
    #[arg(long, value_name = "study|FILE|all", default_value = "all")]
    venues: String,
    /// Years of publication to read, both ends included: 2013-2022, 2020, or all.
    #[arg(long, value_name = "FROM-TO", default_value = "all")]
    years: Years,
    /// Who is one scholar.
    #[arg(long, value_enum, default_value_t)]
    scholars: Scholars,
    /// What affiliations are resolved with: a file of `aicity gazetteer build`, or a folder of its inputs. The default has
    /// places of 15,000 inhabitants and more, and of institutions only some laboratories and what the input describes.
    #[arg(long, value_name = "PATH")]
    gazetteer: Option<PathBuf>,
    /// Places of affiliations or institutions that were resolved wrongly: a CSV with affiliation, institution, place, note.
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
    /// Write every record that was not used, with file, line, reason, field and detail, as CSV.
    #[arg(long, value_name = "FILE")]
    rejections: Option<PathBuf>,
    /// Refuse an input that loses any record.
    #[arg(long)]
    strict: bool,
}

/// What makes two authors one scholar.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Scholars {
    /// The key of the source; without one, the name.
    #[default]
    Source,
    /// ORCID; without one, the key of the source.
    Orcid,
    /// The name: merges namesakes, splits spellings.
    Name,
}

impl From<Scholars> for Identity {
    fn from(rule: Scholars) -> Self {
        match rule {
            Scholars::Source => Self::Source,
            Scholars::Orcid => Self::Orcid,
            Scholars::Name => Self::Name,
        }
    }
}

/// Loads, and says what was loaded and what was not.
pub fn run(args: &Args) -> Result<()> {
    let format = match &args.format {
        Some(id) => sources::find(id)?,
        None => sources::detect(&args.inputs)?,
    };
    refuse_choices(format, args)?;
    if format.prepared && (args.gazetteer.is_some() || args.corrections.is_some()) {
        let message = format!("there is nothing to resolve in format {}", format.id);
        return Err(Error::usage(
            message,
            "its institutions come with their cities: leave --gazetteer and --corrections away",
        ));
    }
    let selection = selection(args)?;
    let means = Means { gazetteer: args.gazetteer.clone(), corrections: args.corrections.clone() };
    // Before the load: a place that cannot be written to is found out before anything changes.
    let rejections = args.rejections.as_deref().map(AtomicFile::create).transpose()?;
    let bar = progress(&args.inputs);
    let watch = |bytes: u64| {
        bar.inc(bytes);
        Ok(())
    };
    let loaded = load::load(
        &Job {
            format,
            inputs: &args.inputs,
            selection: &selection,
            identity: args.scholars.into(),
            means: &means,
            strictness: if args.strict { Strictness::Strict } else { Strictness::Lenient },
            watch: &watch,
        },
        &args.store,
    );
    bar.finish_and_clear();
    let loaded = loaded?;
    if let Some(file) = rejections {
        file.fill(|out| write_rejections(&loaded, out))?;
    }
    load_summary::print(&loaded, &args.store, args.rejections.is_some());
    Ok(())
}

/// A format that keeps statements has no works to choose from, no scholars to tell apart, and nothing to resolve.
fn refuse_choices(format: &Format, args: &Args) -> Result<()> {
    let all = args.venues == "all" && args.years.0.is_none() && args.scholars == Scholars::default();
    let as_it_is = all && args.gazetteer.is_none() && args.corrections.is_none();
    if as_it_is || matches!(format.reader, Reader::Records(_)) {
        return Ok(());
    }
    let message = format!("format {} takes every statement as it is", format.id);
    let hint = "leave --venues, --years, --scholars, --gazetteer and --corrections away";
    Err(Error::usage(message, hint))
}

fn selection(args: &Args) -> Result<Selection> {
    let selection = match args.venues.as_str() {
        "all" => Selection::ALL,
        "study" => Selection::shipped()?,
        path => {
            let text = fs::read_to_string(path).map_err(Error::io("read", Path::new(path)))?;
            Selection::venues(path, &text)?
        }
    };
    let year = |year: u32| u16::try_from(year).unwrap_or(u16::MAX);
    Ok(selection.within(args.years.0.map(|(from, to)| year(from)..=year(to))))
}

/// A bar over the bytes of the inputs; hidden where standard error is no terminal.
pub(super) fn progress(inputs: &[PathBuf]) -> ProgressBar {
    let size = |path: &PathBuf| {
        let inside =
            |dir: std::fs::ReadDir| dir.flatten().filter_map(|e| Some(e.metadata().ok()?.len())).sum();
        std::fs::read_dir(path).map_or_else(|_| std::fs::metadata(path).map_or(0, |m| m.len()), inside)
    };
    bar(inputs.iter().map(size).sum(), "reading {wide_bar} {bytes}/{total_bytes}")
}

/// A bar of a length; hidden where standard error is no terminal.
pub(super) fn bar(length: u64, template: &str) -> ProgressBar {
    let bar = ProgressBar::new(length);
    let style = ProgressStyle::with_template(template);
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
