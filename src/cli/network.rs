//! `aicity network`.

use super::network_list;
use super::network_output::{self, Chosen, Rows};
use super::output::Output;
use super::say;
use super::selection::{From, Papers};
use crate::base::{Error, Result};
use crate::engine::network::{Ask, By, Material, network, slices};
use crate::graph::measures::Leiden;
use crate::network::change::{Windows, change};
use crate::network::measures::{self, MEASURES, Measure};
use crate::network::missing::missing;
use crate::network::normalisation::NORMALISATIONS;
use crate::network::weight::WEIGHTINGS;
use crate::network::{Counting, Derived, NodeLevel, Scope, Thresholds};

/// Arguments of `network`.
#[derive(Debug, clap::Args)]
#[command(mut_group("From", |group| group.required(false)))]
pub struct Args {
    #[command(flatten)]
    from: From,
    /// List formats, weights, normalisations and measures with their definitions.
    #[arg(long, exclusive = true)]
    list: bool,
    /// Who the nodes are.
    #[arg(long, value_enum, default_value_t)]
    level: NodeLevel,
    #[command(flatten)]
    counted: Counted,
    #[command(flatten)]
    papers: Papers,
    #[command(flatten)]
    left: Left,
    #[command(flatten)]
    measured: Measured,
    /// One network for each year, subfield or venue: -o is a folder then.
    #[arg(long, value_enum, conflicts_with_all = ["change", "missing", "part"])]
    by: Option<By>,
    /// Edges that are new, lost, growing or shrinking between two windows of years, such as 2013-2017,2018-2022.
    #[arg(long, value_name = "FROM-TO,FROM-TO", conflicts_with_all = ["missing", "years", "measures"])]
    change: Option<Windows>,
    /// The N pairs that collaborate least beside what their strengths let expect.
    #[arg(long, value_name = "N", conflicts_with = "measures")]
    missing: Option<usize>,
    /// Format (see --list; table, csv, json or jsonl with --change and --missing); else by the ending of -o, else a table on a terminal
    /// and csv elsewhere.
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// Only this part of a format that consists of several files (see --list).
    #[arg(long, value_name = "PART")]
    part: Option<String>,
    #[command(flatten)]
    output: Output,
}

/// How edges are counted.
#[derive(Debug, clap::Args)]
struct Counted {
    /// What an edge weighs (see --list).
    #[arg(long, default_value = WEIGHTINGS[0].id, value_parser = names(WEIGHTINGS.iter().map(|weight| weight.id)))]
    weight: String,
    /// How weights are made comparable between large and small nodes (see --list).
    #[arg(long, visible_alias = "normalize", default_value = NORMALISATIONS[0].id, value_parser = names(NORMALISATIONS.iter().map(|n| n.id)))]
    normalise: String,
    /// Between whom edges are.
    #[arg(long, value_enum, default_value_t)]
    scope: Scope,
}

/// What is left in.
#[derive(Debug, clap::Args)]
struct Left {
    /// Only nodes of this ranked country, by code; may be repeated.
    #[arg(long, value_name = "CODE")]
    country: Vec<String>,
    /// Only the N nodes of most papers.
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Only edges of at least N shared papers.
    #[arg(long, value_name = "N", default_value_t = 1)]
    minimum_shared: u32,
    /// Only edges of at least this weight, after normalisation.
    #[arg(long, value_name = "W", default_value_t = 0.0, value_parser = not_negative)]
    minimum_weight: f64,
    /// Only edges that the disparity filter finds significant at level ALPHA (0.05, say) at one of their ends.
    #[arg(long, value_name = "ALPHA", value_parser = probability)]
    backbone: Option<f64>,
    /// Only edges that are among the N strongest of one of their ends.
    #[arg(long, value_name = "N")]
    edges_per_node: Option<usize>,
    /// Only nodes that an edge is left of.
    #[arg(long)]
    connected: bool,
}

/// What is measured.
#[derive(Debug, clap::Args)]
struct Measured {
    /// Measures, with commas between them, `all` or `none` (see --list).
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_values_t = measures::DEFAULT.map(str::to_owned))]
    measures: Vec<String>,
    /// Resolution of communities: above 1 more and smaller ones.
    #[arg(long, value_name = "R", default_value_t = Leiden::default().resolution, value_parser = positive)]
    resolution: f64,
    /// Seed of the random choices behind communities.
    #[arg(long, value_name = "N", default_value_t = Leiden::default().seed)]
    seed: u64,
}

fn names(names: impl Iterator<Item = &'static str>) -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(names.collect::<Vec<_>>())
}

fn number(text: &str, fits: impl Fn(f64) -> bool, wanted: &str) -> std::result::Result<f64, String> {
    text.parse().ok().filter(|&value| fits(value)).ok_or_else(|| format!("not {wanted}"))
}

fn not_negative(text: &str) -> std::result::Result<f64, String> {
    number(text, |value| value >= 0.0 && value.is_finite(), "a number from 0 on")
}

fn positive(text: &str) -> std::result::Result<f64, String> {
    number(text, |value| value > 0.0 && value.is_finite(), "a number above 0")
}

fn probability(text: &str) -> std::result::Result<f64, String> {
    number(text, |value| value > 0.0 && value <= 1.0, "a number above 0 and at most 1")
}

/// Makes the network, or what is asked about it, and writes it.
pub fn run(args: &Args) -> Result<()> {
    if args.list {
        return network_list::write(&mut std::io::stdout().lock());
    }
    let mut ask = args.ask()?;
    // What cannot be written is said before anything is computed.
    let chosen = match (args.change, args.missing) {
        (None, None) => {
            Some(Chosen::new(args.format.as_deref(), args.part.as_deref(), &args.output, args.by.is_some())?)
        }
        _ => None,
    };
    ask.by_year = chosen.as_ref().is_some_and(Chosen::by_year);
    let material = Material::open(&args.from.open()?, &args.papers.profile()?, args.level)?;
    let nodes = material.nodes(args.level);
    let records = |rows: &Rows| network_output::records(rows, args.format.as_deref(), &args.output);
    if let Some(windows) = args.change {
        let rows = change(&nodes, &material.selection, ask.counting, &ask.thresholds, windows)?;
        return records(&Rows::of(&rows, network_output::about_change(&ask, windows, &rows)));
    }
    if let Some(most) = args.missing {
        let derived = Derived::new(&nodes, &material.selection, ask.counting)?;
        let rows = missing(&derived, &ask.thresholds, most);
        return records(&Rows::of(&rows, network_output::about_missing(&ask, &derived)));
    }
    let Some(chosen) = chosen else { return Ok(()) };
    match args.by {
        None => chosen.write(&network(&material, &nodes, &ask)?, &args.output),
        Some(by) => {
            let parts = slices(&material, by);
            say(format!("{} networks in {}", parts.len(), args.output.output.display()));
            chosen.write_slices(&parts, &material, &ask, &args.output.output)
        }
    }
}

impl Args {
    fn ask(&self) -> Result<Ask> {
        let counted = &self.counted;
        let missing = |what: &str, name: &str| Error::Bug(format!("no {what} {name:?}"));
        let weight = WEIGHTINGS.iter().find(|weight| weight.id == counted.weight);
        let normalisation = NORMALISATIONS.iter().find(|one| one.id == counted.normalise);
        let counting = Counting {
            scope: counted.scope,
            weight: weight.ok_or_else(|| missing("weight", &counted.weight))?,
            normalisation: normalisation.ok_or_else(|| missing("normalisation", &counted.normalise))?,
        };
        counting.check()?;
        let left = &self.left;
        Ok(Ask {
            level: self.level,
            counting,
            thresholds: Thresholds {
                countries: left.country.iter().map(|code| code.to_uppercase()).collect(),
                top: left.top,
                minimum_shared: left.minimum_shared,
                minimum_weight: left.minimum_weight,
                backbone: left.backbone,
                edges_per_node: left.edges_per_node,
                connected: left.connected,
            },
            measures: self.measured.measures()?,
            communities: Leiden {
                resolution: self.measured.resolution,
                seed: self.measured.seed,
                ..Leiden::default()
            },
            by_year: false,
            most_work: None,
        })
    }
}

impl Measured {
    fn measures(&self) -> Result<Vec<&'static Measure>> {
        match self.measures.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["all"] => Ok(MEASURES.iter().collect()),
            ["none"] => Ok(Vec::new()),
            ref names => names.iter().map(|name| measures::find(name)).collect(),
        }
    }
}
