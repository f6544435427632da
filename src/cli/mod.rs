//! The command line: translates arguments into calls of the façade and answers into text. One file a command.

mod audit_places;
mod compare;
mod completions;
mod countries;
mod coverage;
mod demo;
mod demo_table;
mod diff;
mod diff_text;
mod dump;
mod explain;
mod explain_text;
mod gazetteer;
mod generate;
mod generate_text;
mod history;
mod lint;
mod list;
mod load;
mod load_summary;
mod network;
mod network_list;
mod network_output;
mod output;
mod query;
mod rank;
mod rank_format;
mod rank_people;
mod report;
mod reproduce;
mod resolve;
mod selection;
mod sensitivity;
mod sensitivity_format;
mod serve;
mod stability;
mod verify;
mod worker;

use crate::base::{Error, Kind, Result};
use clap::{CommandFactory, Parser, Subcommand};
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

/// Ranks cities by their research, from a graph of papers, scholars, institutions and places.
#[derive(Debug, Parser)]
#[command(name = "aicity", version, after_help = EXIT_CODES, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Say more on standard error; twice for everything.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
    /// Say nothing on standard error but errors.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Threads to use, at most 512; 0: one for each core. The answer is the same for any number.
    #[arg(long, global = true, default_value_t = 0, value_name = "N", value_parser = clap::value_parser!(u16).range(..=512))]
    threads: u16,
}

const EXIT_CODES: &str = "Exit codes: 0 ok · 1 defect of aicity · 2 wrong use · 3 input refused, or findings with `lint --strict` · 4 not found · \
5 conflict · 6 limit · 7 input/output · 8 store or dump damaged\n\nFirst steps: aicity demo";

#[derive(Debug, Subcommand)]
enum Command {
    /// Read inputs into a store: all of them, or nothing changes.
    Load(load::Args),
    /// Rank units by their innovation index.
    Rank(rank::Args),
    /// Countries by their number of units among the first n, with shares of distinct papers and of full counts.
    Countries(countries::Args),
    /// Two or more units side by side: figures, subfields, years, common papers.
    Compare(compare::Args),
    /// Every index of one unit, down to its terms and papers.
    Explain(explain::Args),
    /// How far the ranking depends on the choices behind it: every switch and weight varied, alone and together.
    Sensitivity(Box<sensitivity::Args>),
    /// What moved between two editions, and why: causes that add up to every change.
    Diff(Box<diff::Args>),
    /// The collaboration network, as a file for the programs that draw and measure networks.
    Network(Box<network::Args>),
    /// What may be wrong with the places of a corpus, and what putting it right would do to the ranking.
    AuditPlaces(audit_places::Args),
    /// What of a corpus can be credited to a place: by data source, venue, year and country.
    Coverage(coverage::Args),
    /// Write a store as sorted N-Quads with a manifest: the same bytes every time.
    Dump(dump::Args),
    /// Check every byte of a store or dump.
    Verify(verify::Args),
    /// Run a SPARQL query on a store.
    Query(query::Args),
    /// Build or show the file that affiliations are resolved with.
    Gazetteer(gazetteer::Args),
    /// Affiliation strings to institution, city and country, each with its method and confidence.
    Resolve(resolve::Args),
    /// Serve a store: SPARQL endpoint, JSON API, queries by name, and a page.
    Serve(serve::Args),
    /// The report: every table and figure, in Chinese and English, as HTML, PDF, workbook, CSV and Markdown.
    Report(Box<report::Args>),
    /// Recompute the indices of the published 2023 edition from its counts.
    Reproduce(reproduce::Args),
    /// Find what contradicts itself in a published edition.
    Lint(lint::Args),
    /// List what there is: formats, indicators, indices, queries, profiles.
    List(list::Args),
    /// Make up a corpus whose figures are those that the study published, for trying out, testing and benchmarks.
    Generate(generate::Args),
    /// Print shell completions.
    Completions(completions::Args),
    /// The whole way on a synthetic corpus: generate, load, rank, dump, rank the dump. No downloads.
    Demo(demo::Args),
    /// Answer queries from standard input: a process of `serve` and `query`.
    #[command(hide = true)]
    Worker(worker::Args),
}

/// Parses the command line, runs the command, and answers the exit code. A panic is a defect: one line, and its code.
pub fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|at| format!(" at {at}")).unwrap_or_default();
        let what = panic.payload_as_str().unwrap_or("no message");
        report(&Error::Bug(format!("panicked{place}: {what}")));
    }));
    std::panic::catch_unwind(parse_and_run).unwrap_or_else(|_| ExitCode::from(Kind::Bug.exit_code()))
}

fn parse_and_run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers, not errors; clap knows where each goes. A closed pipe is no failure.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { Kind::Usage.exit_code() } else { 0 });
        }
    };
    start_log(&cli);
    let done = start_threads(cli.threads).and_then(|()| run(cli.command));
    match done {
        Ok(code) => ExitCode::from(code),
        Err(Error::ClosedPipe) => ExitCode::SUCCESS,
        Err(error) => {
            report(&error);
            ExitCode::from(error.kind().exit_code())
        }
    }
}

fn start_threads(number: u16) -> Result<()> {
    let started = rayon::ThreadPoolBuilder::new().num_threads(number.into()).build_global();
    started.map_err(|e| Error::limit(format!("cannot start the threads: {e}"), "use fewer: --threads 1"))
}

fn run(command: Command) -> Result<u8> {
    match command {
        Command::Load(args) => load::run(&args).map(|()| 0),
        Command::Rank(args) => rank::run(&args).map(|()| 0),
        Command::Countries(args) => countries::run(&args).map(|()| 0),
        Command::Compare(args) => compare::run(&args).map(|()| 0),
        Command::Explain(args) => explain::run(&args).map(|()| 0),
        Command::Sensitivity(args) => sensitivity::run(&args).map(|()| 0),
        Command::Diff(args) => diff::run(&args).map(|()| 0),
        Command::Network(args) => network::run(&args).map(|()| 0),
        Command::AuditPlaces(args) => audit_places::run(&args).map(|()| 0),
        Command::Coverage(args) => coverage::run(&args).map(|()| 0),
        Command::Dump(args) => dump::run(&args).map(|()| 0),
        Command::Verify(args) => verify::run(&args).map(|()| 0),
        Command::Query(args) => query::run(&args).map(|()| 0),
        Command::Gazetteer(args) => gazetteer::run(&args).map(|()| 0),
        Command::Resolve(args) => resolve::run(&args).map(|()| 0),
        Command::Serve(args) => serve::run(&args),
        Command::Report(args) => report::run(&args).map(|()| 0),
        Command::Reproduce(args) => reproduce::run(&args),
        Command::Lint(args) => lint::run(&args),
        Command::List(args) => list::run(&args).map(|()| 0),
        Command::Completions(args) => completions::run(&args, &mut Cli::command()).map(|()| 0),
        Command::Generate(args) => generate::run(&args).map(|()| 0),
        Command::Demo(args) => demo::run(&args).map(|()| 0),
        Command::Worker(args) => worker::run(&args).map(|()| 0),
    }
}

/// Messages go to standard error: warnings always, more with `-v` or `AICITY_LOG`.
fn start_log(cli: &Cli) {
    let level = match (cli.quiet, cli.verbose) {
        (true, _) => "error",
        (false, 0) => "aicity=warn",
        (false, 1) => "aicity=info",
        (false, _) => "trace",
    };
    let filter = tracing_subscriber::EnvFilter::try_from_env("AICITY_LOG");
    tracing_subscriber::fmt()
        .with_env_filter(filter.unwrap_or_else(|_| level.into()))
        .with_writer(io::stderr)
        .with_ansi(
            io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty()),
        )
        .with_target(false)
        .without_time()
        .init();
    QUIET.store(cli.quiet, std::sync::atomic::Ordering::Relaxed);
}

static QUIET: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);

/// A line for the person at the terminal, on standard error; nothing with `--quiet`.
fn say(line: impl AsRef<str>) {
    if !QUIET.load(std::sync::atomic::Ordering::Relaxed) {
        // Nobody is left to tell when standard error is closed.
        let _ = writeln!(anstream::stderr(), "{}", line.as_ref());
    }
}

fn report(error: &Error) {
    let red = anstyle::Style::new().bold().fg_color(Some(anstyle::AnsiColor::Red.into()));
    let message = crate::base::table::visible(&error.to_string());
    let mut err = anstream::stderr();
    let _ = writeln!(err, "{red}error{red:#}: {message}");
    if let Some(hint) = error.hint() {
        let _ = writeln!(err, "  {}", crate::base::table::visible(hint));
    }
}
