//! A ranking from a source under a profile, by either engine.

use super::Source;
use super::coverage::Coverage;
use super::source::image_of;
use crate::base::Result;
use crate::graph::rules::{self, CountryScheme, Metros};
use crate::graph::{Selection, Units};
use crate::index::{Profile, Ranking, ranking};
use crate::indicators::{Request, Tallies, count, sparql};
use crate::model::statements::Statements;
use crate::model::{Corpus, Texts};
use std::borrow::Cow;

/// How indicators are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Engine {
    /// Traversal of the columns in Rust.
    #[default]
    Graph,
    /// `queries/indicators/*.rq` on the graph.
    Sparql,
}

/// A ranking with what it was made from.
#[derive(Debug)]
pub struct Ranked {
    /// The corpus under the profile's metro rule and country scheme.
    pub corpus: Corpus,
    /// The selected papers.
    pub selection: Selection,
    /// Counts of every unit.
    pub tallies: Tallies,
    /// The ranking.
    pub ranking: Ranking,
    /// What it stands on: of the selected papers.
    pub coverage: Coverage,
    /// Papers outside the selection.
    pub left_out: u64,
    /// The profile.
    pub profile: Profile,
}

impl Ranked {
    /// The units, by number.
    pub fn units(&self) -> Units<'_> {
        Units::new(&self.corpus, self.profile.unit)
    }
}

/// Ranks the units of a source.
pub fn rank(source: &Source, profile: &Profile, engine: Engine) -> Result<Ranked> {
    profile.check()?;
    match engine {
        Engine::Graph => rank_corpus(source.corpus()?, profile),
        Engine::Sparql => {
            let (corpus, texts) = source.full()?;
            rank_by_sparql(source, &corpus, &texts, profile)
        }
    }
}

/// Ranks the units of a corpus by traversal.
pub fn rank_corpus(corpus: Corpus, profile: &Profile) -> Result<Ranked> {
    let corpus = ruled(corpus, profile)?;
    let request = request(&corpus, profile)?;
    let tallies = count::count(&corpus, &Units::new(&corpus, profile.unit), &request)?;
    Ok(finish(corpus, request, tallies, profile))
}

fn rank_by_sparql(source: &Source, corpus: &Corpus, texts: &Texts, profile: &Profile) -> Result<Ranked> {
    let ruled = rules::apply(corpus, &profile.metros, profile.country_scheme)?;
    // Another metro rule or country scheme is another graph: it is made in memory.
    let image = match &ruled {
        Cow::Borrowed(_) => source.image()?,
        Cow::Owned(changed) => image_of(changed, texts, &Statements::default()),
    };
    let ruled = ruled.into_owned();
    let request = request(&ruled, profile)?;
    let tallies = sparql::count(&image, &ruled, &Units::new(&ruled, profile.unit), &request)?;
    Ok(finish(ruled, request, tallies, profile))
}

fn ruled(corpus: Corpus, profile: &Profile) -> Result<Corpus> {
    // The usual rules change nothing; then nothing is copied.
    if profile.metros == Metros::Corpus && profile.country_scheme == CountryScheme::Study {
        let changed = match rules::apply(&corpus, &profile.metros, profile.country_scheme)? {
            Cow::Borrowed(_) => None,
            Cow::Owned(changed) => Some(changed),
        };
        return Ok(changed.unwrap_or(corpus));
    }
    Ok(rules::apply(&corpus, &profile.metros, profile.country_scheme)?.into_owned())
}

/// What a profile asks of the indicators.
pub fn request(corpus: &Corpus, profile: &Profile) -> Result<Request> {
    let selection = Selection::new(corpus, profile.years.0, &profile.venues, &profile.subfields)?;
    Ok(Request { counting: profile.counting, collaboration: profile.collaboration, selection })
}

fn finish(corpus: Corpus, request: Request, tallies: Tallies, profile: &Profile) -> Ranked {
    let units = Units::new(&corpus, profile.unit);
    let ranking = ranking::rank(&units, &tallies, profile);
    let mask = request.selection.mask(&corpus);
    let coverage = Coverage::of_selected(&corpus, |paper| mask[paper]);
    let left_out = mask.iter().filter(|&&selected| !selected).count() as u64;
    Ranked {
        corpus,
        selection: request.selection,
        tallies,
        ranking,
        coverage,
        left_out,
        profile: profile.clone(),
    }
}
