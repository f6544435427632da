//! `aicity demo`: the main job on an embedded default, end to end.

use super::generate::tables_with_bar;
use super::load::{bar, progress};
use super::rank_format::{self, Beside, Format};
use super::{demo_table, say};
use crate::base::{Error, Result};
use crate::engine::load::{Job, load};
use crate::engine::rank::{Engine, rank};
use crate::engine::resolve::Means;
use crate::engine::{Source, dump};
use crate::index::Profile;
use crate::sources::tables;
use crate::store::Store;
use crate::synthetic::{self, Like2023, Packing};
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
    #[arg(long, value_name = "N", default_value_t = synthetic::SEED)]
    seed: u64,
    /// Size of the corpus, as `aicity generate --scale`: 1 is that of the study, whose published figures only it meets.
    #[arg(long, value_name = "X", default_value_t = 1.0)]
    scale: f64,
}

/// Generates, loads, ranks by both engines, dumps, ranks the dump, compares, and prints the first 20 beside the published
/// ones.
pub fn run(args: &Args) -> Result<()> {
    let [tables_dir, store, dump_dir] = ["tables", "store", "dump"].map(|name| args.output.join(name));
    let like = Like2023 { seed: args.seed, scale: args.scale };
    let generated = step("generated the corpus", || tables_with_bar(like, &tables_dir, Packing::None))?;
    let label = match &generated.residuals {
        Some(residuals) => {
            let met = residuals.all.iter().filter(|residual| residual.is_met()).count();
            format!(
                "SYNTHETIC corpus: meets the published totals, and {met} of {} published figures.",
                residuals.all.len()
            )
        }
        None => {
            format!("SYNTHETIC corpus of {} times the published size: meets no published figure.", args.scale)
        }
    };
    say(format!(
        "{label}\nEvery paper, scholar and institution is made up, and so is every city that no published table names."
    ));
    let inputs = std::slice::from_ref(&tables_dir);
    step("loaded it into a store", || {
        let bar = progress(inputs);
        let watch = |bytes: u64| {
            bar.inc(bytes);
            Ok(())
        };
        let loaded =
            load(&Job { watch: &watch, ..Job::plain(&tables::FORMAT, inputs, &Means::default()) }, &store);
        bar.finish_and_clear();
        loaded.map(drop)
    })?;
    let profile = Profile::default();
    let from_store = Source::store(&store)?;
    let by_graph = step("ranked it by graph traversal", || rank(&from_store, &profile, Engine::Graph))?;
    let by_sparql = step("ranked it by SPARQL", || {
        let bar = bar(0, "asking the four indicator queries {spinner} {elapsed}");
        let ranked = rank(&from_store, &profile, Engine::Sparql);
        bar.finish_and_clear();
        ranked
    })?;
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
    write_file(&args.output.join("ranking.csv"), &ranking)?;
    let mut out = std::io::stdout().lock();
    demo_table::write(&by_graph, generated.residuals.is_some(), &mut out)?;
    writeln!(out, "\nfiles in {}:", args.output.display())?;
    for (name, what) in [
        ("ranking.csv", "all units, exact figures"),
        ("tables/", "the corpus as four CSV tables"),
        (
            "store/",
            "aicity rank --store, aicity report --store, aicity query --store, aicity explain --store",
        ),
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
