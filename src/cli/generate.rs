//! `aicity generate`.

use super::load::bar;
use super::output::Output;
use super::{generate_text, say};
use crate::base::{Error, Result};
use crate::engine::dump;
use crate::engine::load::{Job, load};
use crate::engine::resolve::Means;
use crate::sources::tables;
use crate::store::Store;
use crate::synthetic::{self, Generated, Like2023, Packing};
use std::path::{Path, PathBuf};

/// Arguments of `generate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What the corpus is to be like: the published study of 2023, whose papers are not public.
    #[arg(long, value_enum, default_value_t)]
    like: Study,
    /// Folder to write to; made if it is not there.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Seed of the generator: the same seed gives the same bytes.
    #[arg(long, value_name = "N", default_value_t = synthetic::SEED)]
    seed: u64,
    /// Size: 1 is that of the study, whose published figures only it meets; 0.001 to 1 for a part of it, or a whole number
    /// of times. Papers, scholars and institutions grow; cities stay. Memory does not grow beyond 1.
    #[arg(long, value_name = "X", default_value_t = 1.0)]
    scale: f64,
    /// Four CSV tables, or a dump: sorted N-Quads with a manifest.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Compress the tables with zstd.
    #[arg(long)]
    compress: bool,
    /// Write every published figure beside the generated one, as CSV.
    #[arg(long, value_name = "FILE")]
    residuals: Option<PathBuf>,
}

/// A study that a corpus can be like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Study {
    /// The 500 cities of June 2023.
    #[default]
    #[value(name = "2023")]
    Of2023,
}

/// What to write.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// cities.csv, institutions.csv, papers.csv, authorships.csv.
    #[default]
    Tables,
    /// graph.nq.zst and manifest.json.
    Dump,
}

/// Generates, and says how far it is from what was published.
pub fn run(args: &Args) -> Result<()> {
    let Study::Of2023 = args.like;
    if args.compress && args.format == Format::Dump {
        return Err(Error::usage("--compress is for tables", "a dump is always compressed"));
    }
    let like = Like2023 { seed: args.seed, scale: args.scale };
    let packing = if args.compress { Packing::Zstd } else { Packing::None };
    let generated = match args.format {
        Format::Tables => tables_with_bar(like, &args.output, packing)?,
        Format::Dump => dumped(like, &args.output)?,
    };
    if let (Some(output), Some(residuals)) = (&args.residuals, &generated.residuals) {
        let output = Output { output: output.clone() };
        output.write(|out| generate_text::csv(residuals, out))?;
    }
    generate_text::write(&generated, like, &mut std::io::stdout().lock())?;
    say(format!("written to {}", args.output.display()));
    Ok(())
}

/// Generates tables, with a bar where standard error is a terminal.
pub(super) fn tables_with_bar(like: Like2023, dir: &Path, packing: Packing) -> Result<Generated> {
    let bar = bar(0, "generating {wide_bar} {human_pos}/{human_len} papers");
    let generated = synthetic::write(like, dir, packing, &mut |done, all| {
        bar.set_length(all);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    generated
}

/// Generates a dump, by way of tables and a store that are gone afterwards.
fn dumped(like: Like2023, dir: &Path) -> Result<Generated> {
    let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let work = tempfile::tempdir_in(parent).map_err(Error::io("create a folder in", parent))?;
    let [tables_dir, store] = ["tables", "store"].map(|name| work.path().join(name));
    let generated = tables_with_bar(like, &tables_dir, Packing::Zstd)?;
    load(&Job::plain(&tables::FORMAT, &[tables_dir], &Means::default()), &store)?;
    dump::dump(&Store::at(&store).open()?, dir, false)?;
    Ok(generated)
}
