//! Reading a snapshot of OpenAlex, measured against `zcat … | jq`: writes a made-up snapshot in the layout of 2026, selects
//! the works of two sources in ten years from it with both, and compares what they find and what it costs.
//!
//! ```text
//! openalex run FOLDER [WORKS]        writes 2,000,000 works unless told otherwise, reads them with both
//! openalex generate FOLDER [WORKS]   only writes them
//! openalex compare FOLDER            only reads them
//! openalex read FOLDER               reads them with our reader; the others start this in a process of its own
//! ```
//!
//! Every work is marked as synthetic in its title and DOI, and its ids are invented. One work in a hundred is of one of the
//! two sources. A record has the keys and about the size of a real one (5 to 10 kB).

#[path = "openalex/generate.rs"]
mod generate;

use aicity::base::{Error, Result};
use aicity::model::record::{
    Authorship, City, Institution, Label, Named, Paper, Place, Rejection, Sink, Skipped,
};
use aicity::sources::{self, Options, Selection, UNWATCHED};
use generate::{SOURCES, YEARS};
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Works of a full run.
const WORKS: u64 = 2_000_000;
/// Most memory that our reader may take, in bytes.
const MEMORY: u64 = 500_000_000;
/// Ticks of the processor clock in `/proc` are hundredths of a second on every Linux.
const TICKS: f64 = 100.0;

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let answer = match words[..] {
        ["run", folder] => run(Path::new(folder), WORKS)?,
        ["run", folder, count] => run(Path::new(folder), number(count)?)?,
        ["generate", folder] => generate::write(Path::new(folder), WORKS)?,
        ["generate", folder, count] => generate::write(Path::new(folder), number(count)?)?,
        ["compare", folder] => compare(Path::new(folder))?,
        ["read", folder] => read(Path::new(folder))?,
        // `cargo test --all-targets` runs every benchmark without arguments.
        _ => json!({ "usage": "see the head of benches/openalex.rs" }),
    };
    Ok(writeln!(std::io::stdout(), "{answer:#}")?)
}

fn number(text: &str) -> Result<u64> {
    text.parse().map_err(|_| Error::usage(format!("{text:?} is no number"), ""))
}

fn run(folder: &Path, works: u64) -> Result<Value> {
    let written = generate::write(folder, works)?;
    let compared = compare(folder)?;
    Ok(json!({ "written": written, "compared": compared }))
}

/// Reads a snapshot with both, each in processes of its own.
fn compare(folder: &Path) -> Result<Value> {
    let program = std::env::current_exe().map_err(Error::io("find", Path::new("this program")))?;
    let (ours, our_times) = timed(Command::new(program).arg("read").arg(folder))?;
    let ours: Value = serde_json::from_str(&ours).map_err(|error| Error::Bug(error.to_string()))?;
    let (theirs, their_times) = timed(Command::new("sh").arg("-c").arg(peer(folder)))?;
    let theirs = number(theirs.trim())?;
    let ratio =
        |what: &str| our_times[what].as_f64().unwrap_or_default() / their_times[what].as_f64().unwrap_or(1.0);
    Ok(json!({
        "ours": { "found": ours, "times": our_times },
        "jq": { "papers": theirs, "times": their_times },
        "same_papers": ours["papers"] == theirs,
        "wall_ours_to_jq": ratio("wall"), "cpu_ours_to_jq": ratio("cpu"),
        "memory_within_limit": ours["peak_memory"].as_u64().is_some_and(|peak| peak < MEMORY),
    }))
}

/// The same question for jq.
fn peer(folder: &Path) -> String {
    let sources = SOURCES.map(|(_, source)| format!("\"https://openalex.org/{source}\"")).join(", ");
    let filter = format!(
        "select((.is_xpac or .is_paratext or .is_retracted | not) and .publication_year >= {} and .publication_year <= {} \
         and ([.primary_location.source.id, .locations[].source.id] | any(IN({sources}))))",
        YEARS.start(),
        YEARS.end()
    );
    let parts = folder.join("data/jsonl/works");
    format!("find '{}' -name '*.gz' | sort | xargs zcat | jq -c '{filter}' | wc -l", parts.display())
}

/// Runs a program; answers what it prints, and the time that it and what it starts take.
fn timed(command: &mut Command) -> Result<(String, Value)> {
    let (clock, before) = (Instant::now(), processor_time(15));
    let output = command.stderr(std::process::Stdio::inherit()).output();
    let output = output.map_err(Error::io("run", Path::new(command.get_program())))?;
    let times = json!({ "wall": clock.elapsed().as_secs_f64(), "cpu": processor_time(15) - before });
    if !output.status.success() {
        return Err(Error::Bug(format!("{command:?} ended with {}", output.status)));
    }
    Ok((String::from_utf8_lossy(&output.stdout).into_owned(), times))
}

/// Processor time in seconds, user and system: of this process from field 13 after its id, of ended children from 15.
fn processor_time(field: usize) -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program, in brackets, may hold spaces; what follows begins with the third field.
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace();
    fields.skip(field - 2).take(2).filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / TICKS
}

/// Reads a snapshot with our reader in this process.
fn read(folder: &Path) -> Result<Value> {
    let venues = SOURCES.map(|(venue, source)| (venue, "synthetic", source));
    let selection = Selection::of_sources(&venues).within(Some(YEARS));
    let mut count = Count::default();
    let options = Options { selection: &selection, watch: UNWATCHED };
    let files = sources::find("openalex")?.read(&[PathBuf::from(folder)], &options, &mut count)?;
    Ok(json!({
        "files": files.len(), "papers": count.papers, "authorships": count.authorships, "skipped": count.skipped,
        "rejected": count.rejected, "peak_memory": peak_memory(),
    }))
}

/// Most memory that this process held at once, in bytes.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? << 10)
}

/// Counts what comes.
#[derive(Default)]
struct Count {
    papers: u64,
    authorships: u64,
    skipped: u64,
    rejected: u64,
}

impl Sink for Count {
    fn file(&mut self, _: &str) -> u32 {
        0
    }
    fn paper(&mut self, _: Place, _: Paper<'_>) {
        self.papers += 1;
    }
    fn authorship(&mut self, _: Place, _: Authorship<'_>) {
        self.authorships += 1;
    }
    fn institution(&mut self, _: Place, _: Institution<'_>) {}
    fn city(&mut self, _: Place, _: City<'_>) {}
    fn label(&mut self, _: Place, _: Named, _: Label<'_>) {}
    fn reject(&mut self, _: Rejection) {
        self.rejected += 1;
    }
    fn skip(&mut self, _: Skipped) {
        self.skipped += 1;
    }
}
