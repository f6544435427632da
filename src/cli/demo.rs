//! `aicity demo`: the main job on an embedded default, end to end.

use super::rank_format::{self, Beside, Format};
use super::say;
use crate::base::{Error, Result};
use crate::engine::load::{Job, load};
use crate::engine::rank::{Engine, rank};
use crate::engine::resolve::Means;
use crate::engine::{Source, dump};
use crate::index::Profile;
use crate::sources::tables;
use crate::store::Store;
use crate::synthetic::{self, Shape};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Arguments of `demo`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder for the files of the demo; made if it is not there.
    #[arg(short, long, value_name = "DIR", default_value = "aicity-demo")]
    output: PathBuf,
    /// Seed of the generator: the same seed gives the same corpus.
    #[arg(long, value_name = "N", default_value_t = 2023)]
    seed: u64,
    /// Papers of the corpus; everything else grows with them.
    #[arg(long, value_name = "N", default_value_t = Shape::demo().papers, value_parser = clap::value_parser!(u32).range(1..=2_000_000))]
    papers: u32,
}

/// Generates, loads, ranks by both engines, dumps, ranks the dump, compares, and prints the top 20.
pub fn run(args: &Args) -> Result<()> {
    let [tables_dir, store, dump_dir] = ["tables", "store", "dump"].map(|name| args.output.join(name));
    say("SYNTHETIC corpus: every place, scholar and figure below is made up by a generator.");
    let usual = Shape::demo();
    let shape = Shape { seed: args.seed, ..usual.scaled(f64::from(args.papers) / f64::from(usual.papers)) };
    step("generated the corpus", || synthetic::write(&shape, &tables_dir).map(drop))?;
    let inputs = std::slice::from_ref(&tables_dir);
    step("loaded it into a store", || {
        load(&Job::plain(&tables::FORMAT, inputs, &Means::default()), &store).map(drop)
    })?;
    let profile = Profile::default();
    let from_store = Source::store(&store)?;
    let by_graph = step("ranked it by graph traversal", || rank(&from_store, &profile, Engine::Graph))?;
    let by_sparql = step("ranked it by SPARQL", || rank(&from_store, &profile, Engine::Sparql))?;
    step("dumped the store", || dump::dump(&Store::at(&store).open()?, &dump_dir, true).map(drop))?;
    let from_dump = step("ranked the dump", || rank(&Source::dump(&dump_dir)?, &profile, Engine::Graph))?;
    let csv = |ranked| -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        rank_format::write(ranked, &Beside::default(), usize::MAX, Format::Csv, &mut bytes)?;
        Ok(bytes)
    };
    let ranking = csv(&by_graph)?;
    if ranking != csv(&by_sparql)? || ranking != csv(&from_dump)? {
        return Err(Error::Bug("the three rankings differ".into()));
    }
    say("the three rankings are the same, byte for byte\n");
    let path = args.output.join("ranking.csv");
    write_file(&path, &ranking)?;
    let mut out = std::io::stdout().lock();
    rank_format::write(&by_graph, &Beside::default(), 20, Format::Table, &mut out)?;
    writeln!(out, "\nfiles in {}:", args.output.display())?;
    for (name, what) in [
        ("ranking.csv", "all units, exact figures"),
        ("tables/", "the corpus as four CSV tables"),
        ("store/", "aicity rank --store, aicity query --store, aicity explain --store"),
        ("dump/", "sorted N-Quads and manifest: aicity rank --dump, aicity verify --dump"),
    ] {
        writeln!(out, "  {name:<12} {what}")?;
    }
    Ok(())
}

fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let start = Instant::now();
    let done = work()?;
    say(format!("{what:<28} {:>6.2} s", start.elapsed().as_secs_f64()));
    Ok(done)
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = crate::base::files::AtomicFile::create(path)?;
    file.write_all(bytes).map_err(Error::io("write", path))?;
    file.commit()
}
