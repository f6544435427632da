//! Collaboration networks of a source: whole, in slices, changed between windows, and what is missing in them.

use super::coverage::Coverage;
use super::rank::{request, ruled};
use super::views::edition::identity;
use super::{Ranked, Source};
use crate::base::Result;
use crate::graph::Selection;
use crate::graph::measures::Leiden;
use crate::index::Profile;
use crate::index::profile::Years;
use crate::model::corpus::Labels;
use crate::model::{Corpus, Texts};
use crate::network::measures::{self, Measure};
use crate::network::times::{times, window};
use crate::network::{Counting, Derived, Fact, Network, NodeLevel, Nodes, Thresholds};
use std::sync::Arc;

/// What networks are made of: a corpus under a metro rule and country scheme, and the selected papers.
#[derive(Debug, Clone)]
pub struct Material {
    /// The corpus.
    pub corpus: Arc<Corpus>,
    /// Keys and names of scholars; empty where no network of scholars is asked for.
    pub texts: Arc<Texts>,
    /// The selected papers.
    pub selection: Selection,
    /// The profile that selected them.
    pub profile: Profile,
}

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// Who the nodes are.
    pub level: NodeLevel,
    /// How edges are counted.
    pub counting: Counting,
    /// What is left in.
    pub thresholds: Thresholds,
    /// What is measured.
    pub measures: Vec<&'static Measure>,
    /// How communities are found.
    pub communities: Leiden,
    /// Whether to look at the years one by one as well.
    pub by_year: bool,
    /// Most work of a measure, in nodes · edges; `None`: any.
    pub most_work: Option<u64>,
}

impl Material {
    /// Opens a source under a profile. The texts are only read for networks of scholars.
    pub fn open(source: &Source, profile: &Profile, level: NodeLevel) -> Result<Self> {
        let (corpus, texts) = match level {
            NodeLevel::Scholar => source.full()?,
            _ => (source.corpus()?, Texts::default()),
        };
        let corpus = ruled(&Arc::new(corpus), profile)?;
        let selection = request(&corpus, profile)?.selection;
        Ok(Self { corpus, texts: Arc::new(texts), selection, profile: profile.clone() })
    }

    /// What a ranking was made of.
    pub fn of_ranked(ranked: &Ranked) -> Self {
        Self {
            corpus: Arc::clone(&ranked.corpus),
            texts: Arc::default(),
            selection: ranked.selection.clone(),
            profile: ranked.profile.clone(),
        }
    }

    /// The nodes of a level.
    pub fn nodes(&self, level: NodeLevel) -> Nodes<'_> {
        match level.of_units() {
            Some(level) => Nodes::units(&self.corpus, level),
            None => Nodes::scholars(&self.corpus, &self.texts, &self.selection),
        }
    }

    /// The same with other papers.
    #[must_use]
    pub fn with(&self, selection: Selection) -> Self {
        Self { selection, ..self.clone() }
    }
}

/// Makes a network. What is expensive is on request: see the costs of [`measures::MEASURES`].
///
/// # Errors
/// Wrong use, such as a normalisation that does not go with the weight.
pub fn network<'a>(material: &Material, nodes: &'a Nodes<'a>, ask: &Ask) -> Result<Network<'a>> {
    let derived = Derived::new(nodes, &material.selection, ask.counting)?;
    let (mut network, chosen) = derived.network(&ask.thresholds);
    if ask.by_year {
        network.times = times(&derived, &material.selection, &network, &chosen)?;
    }
    network.about = about(material, ask, &derived, &network);
    measures::measure(&mut network, &derived, &chosen, &ask.measures, ask.communities, ask.most_work)?;
    Ok(network)
}

/// A part of the selected papers, and what to call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice {
    /// Key of the year, subfield or venue.
    pub key: String,
    /// Its papers.
    pub selection: Selection,
}

/// By what the selected papers are parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum By {
    /// Years of publication; papers without a year are in none.
    Year,
    /// Subfields; a paper of several is in each.
    Subfield,
    /// Venues; papers without a venue are in none.
    Venue,
}

/// The parts of the selected papers, in order; those without a paper are left out.
pub fn slices(material: &Material, by: By) -> Vec<Slice> {
    let (corpus, selection) = (&material.corpus, &material.selection);
    let each = |labels: &Labels, chosen: &[u32], narrow: &dyn Fn(u32) -> Selection| {
        let all: Vec<u32> = (0..labels.len() as u32).collect();
        let chosen = if chosen.is_empty() { all } else { chosen.to_vec() };
        let slice =
            |index: u32| Slice { key: labels.id.get(index as usize).to_owned(), selection: narrow(index) };
        chosen.into_iter().map(slice).collect()
    };
    let slices: Vec<Slice> = match by {
        By::Year => {
            let years = window(corpus, selection).into_iter().flat_map(|(first, last)| first..=last);
            let of = |year| Selection { years: Some((year, year)), ..selection.clone() };
            years.map(|year| Slice { key: year.to_string(), selection: of(year) }).collect()
        }
        By::Subfield => each(&corpus.subfields, &selection.subfields, &|subfield| Selection {
            subfields: vec![subfield],
            ..selection.clone()
        }),
        By::Venue => each(&corpus.venues, &selection.venues, &|venue| Selection {
            venues: vec![venue],
            ..selection.clone()
        }),
    };
    let has_paper = |slice: &Slice| (0..corpus.papers.len()).any(|paper| slice.selection.has(corpus, paper));
    slices.into_iter().filter(has_paper).collect()
}

/// How a network was made, for the metadata of its files.
fn about(material: &Material, ask: &Ask, derived: &Derived<'_>, network: &Network<'_>) -> Vec<Fact> {
    let (corpus, counting, profile) = (&*material.corpus, &ask.counting, &material.profile);
    let mask = material.selection.mask(corpus);
    let coverage = Coverage::of_selected(corpus, |paper| mask[paper]);
    let mut facts = Vec::new();
    let mut say = |name: &'static str, value: String| facts.push(Fact { name, value });
    say("program", concat!("aicity ", env!("CARGO_PKG_VERSION")).to_owned());
    if coverage.synthetic {
        say("synthetic", "papers made up by a generator, no evidence about any real place".to_owned());
    }
    say("edition", identity(corpus));
    say("level", ask.level.name().to_owned());
    let (weight, normalisation) = (counting.weight, counting.normalisation);
    say("weight", format!("{}: {} ({})", weight.id, weight.formula, weight.source));
    say(
        "normalisation",
        format!("{}: {} ({})", normalisation.id, normalisation.formula, normalisation.source),
    );
    say("scope", counting.scope.name().to_owned());
    say_selection(material, &mut say);
    say("metros", profile.metros.clone().into());
    say("country_scheme", profile.country_scheme.id().to_owned());
    say_thresholds(&ask.thresholds, &mut say);
    say("papers", mask.iter().filter(|&&selected| selected).count().to_string());
    say("papers_with_node", derived.with_node.to_string());
    say("papers_with_several_nodes", derived.with_several.to_string());
    say("nodes_derived", derived.present().to_string());
    say("edges_derived", derived.edges.len().to_string());
    say("nodes", network.nodes.len().to_string());
    say("edges", network.edges.len().to_string());
    facts
}

/// Which papers were selected, by what selected them.
fn say_selection(material: &Material, say: &mut impl FnMut(&'static str, String)) {
    let (corpus, selection) = (&material.corpus, &material.selection);
    say("years", Years(selection.years).to_string());
    let names = |labels: &Labels, chosen: &[u32]| {
        let names: Vec<&str> = chosen.iter().map(|&index| labels.id.get(index as usize)).collect();
        if names.is_empty() { "all".to_owned() } else { names.join("; ") }
    };
    say("subfields", names(&corpus.subfields, &selection.subfields));
    say("venues", names(&corpus.venues, &selection.venues));
}

/// The thresholds that are set.
fn say_thresholds(thresholds: &Thresholds, say: &mut impl FnMut(&'static str, String)) {
    if !thresholds.countries.is_empty() {
        say("only_countries", thresholds.countries.join(", "));
    }
    let set = [
        ("only_top_nodes", thresholds.top.map(|top| top.to_string())),
        (
            "minimum_shared_papers",
            (thresholds.minimum_shared > 1).then(|| thresholds.minimum_shared.to_string()),
        ),
        ("minimum_weight", (thresholds.minimum_weight > 0.0).then(|| thresholds.minimum_weight.to_string())),
        ("backbone", thresholds.backbone.map(|alpha| format!("disparity filter, alpha {alpha}"))),
        ("edges_per_node", thresholds.edges_per_node.map(|most| most.to_string())),
        ("only_connected", thresholds.connected.then(|| "true".to_owned())),
    ];
    for (name, value) in set {
        if let Some(value) = value {
            say(name, value);
        }
    }
}
