//! A ranking from a source under a profile, by either engine.

use super::Source;
use super::coverage::Coverage;
use super::source::image_of;
use crate::base::{Error, Result};
use crate::graph::rules::{self, CountryScheme, Metros};
use crate::graph::windows::{self, CitationWindow};
use crate::graph::{Level, Selection, Units};
use crate::index::profile::{MaximumAuthors, Years};
use crate::index::{Profile, Ranking, ranking};
use crate::indicators::{CollaborationRule, Counting, Request, Tallies, count, sparql};
use crate::model::statements::Statements;
use crate::model::{Corpus, Texts};
use std::borrow::Cow;
use std::sync::Arc;

/// How indicators are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Engine {
    /// Traversal of the columns in Rust.
    #[default]
    Graph,
    /// `queries/indicators/*.rq` on the graph.
    Sparql,
}

/// A ranking with what it was made from. Everything but the ranking is shared: a copy costs the ranking alone.
#[derive(Debug, Clone)]
pub struct Ranked {
    /// The corpus under the profile's metro rule, country scheme and citation window.
    pub corpus: Arc<Corpus>,
    /// The selected papers.
    pub selection: Selection,
    /// Counts of every unit.
    pub tallies: Arc<Tallies>,
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

    /// What was counted, and how.
    pub fn request(&self) -> Request {
        Request {
            counting: self.profile.counting,
            collaboration: self.profile.collaboration,
            selection: self.selection.clone(),
        }
    }

    /// Whether another profile asks for the same counts, so that [`Ranked::again`] can answer it.
    pub fn counts_for(&self, profile: &Profile) -> bool {
        Basis::of(&self.profile) == Basis::of(profile)
    }

    /// Leaves the rows of some units only: their ranks and indices still stand on all.
    pub fn keep(&mut self, units: &[u32]) {
        self.ranking.rows.retain(|row| units.contains(&row.unit));
    }

    /// The same counts under other weights, zero rule, scale or minimum. O(units log units): no paper is looked at.
    ///
    /// # Errors
    /// A profile that cannot be meant, or one that asks for other counts.
    pub fn again(&self, profile: &Profile) -> Result<Self> {
        profile.check()?;
        if !self.counts_for(profile) {
            return Err(Error::Bug("a ranking was asked again for other counts".to_owned()));
        }
        let ranking = ranking::rank(&self.units(), &self.tallies, profile);
        Ok(Self {
            corpus: Arc::clone(&self.corpus),
            selection: self.selection.clone(),
            tallies: Arc::clone(&self.tallies),
            ranking,
            coverage: self.coverage,
            left_out: self.left_out,
            profile: profile.clone(),
        })
    }
}

/// What of a profile decides the counts; everything else only what is made of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Basis {
    /// Ranked unit.
    pub unit: Level,
    /// Counting scheme.
    pub counting: Counting,
    /// Collaboration rule.
    pub collaboration: CollaborationRule,
    /// Metro rule.
    pub metros: Metros,
    /// Country scheme.
    pub country_scheme: CountryScheme,
    /// Year window.
    pub years: Years,
    /// Venues as they were named.
    pub venues: Vec<String>,
    /// Subfields as they were named.
    pub subfields: Vec<String>,
    /// Papers with more authors are left out.
    pub maximum_authors: MaximumAuthors,
    /// Years after publication in which citations count.
    pub citation_window: CitationWindow,
}

impl Basis {
    /// That of a profile.
    pub fn of(profile: &Profile) -> Self {
        Self {
            unit: profile.unit,
            counting: profile.counting,
            collaboration: profile.collaboration,
            metros: profile.metros.clone(),
            country_scheme: profile.country_scheme,
            years: profile.years,
            venues: profile.venues.clone(),
            subfields: profile.subfields.clone(),
            maximum_authors: profile.maximum_authors,
            citation_window: profile.citation_window,
        }
    }
}

/// Ranks the units of a source.
pub fn rank(source: &Source, profile: &Profile, engine: Engine) -> Result<Ranked> {
    profile.check()?;
    match engine {
        Engine::Graph => rank_corpus(source.corpus()?, profile),
        Engine::Sparql => {
            let (corpus, texts) = source.full()?;
            rank_by_sparql(source, &Arc::new(corpus), &texts, profile)
        }
    }
}

/// Ranks the units of a corpus by traversal. A shared corpus is not copied, unless the profile has a citation window, or
/// another metro rule or country scheme than it was loaded with. Cost: linear in papers and affiliations, plus the square of the units on each
/// paper.
pub fn rank_corpus(corpus: impl Into<Arc<Corpus>>, profile: &Profile) -> Result<Ranked> {
    profile.check()?;
    let windowed = windows::apply(corpus.into(), profile.citation_window)?;
    rank_ruled(ruled(&windowed, profile)?, profile)
}

/// As [`rank_corpus`] for a corpus that is under the profile's rules and citation window already.
pub(super) fn rank_ruled(corpus: Arc<Corpus>, profile: &Profile) -> Result<Ranked> {
    let request = request(&corpus, profile)?;
    let tallies = count::count(&corpus, &Units::new(&corpus, profile.unit), &request)?;
    Ok(finish(corpus, request, tallies, profile))
}

fn rank_by_sparql(source: &Source, corpus: &Arc<Corpus>, texts: &Texts, profile: &Profile) -> Result<Ranked> {
    let ruled = ruled(&windows::apply(Arc::clone(corpus), profile.citation_window)?, profile)?;
    // Another metro rule, country scheme or window of citations is another graph: it is made in memory.
    let image = if Arc::ptr_eq(&ruled, corpus) {
        source.image()?
    } else {
        image_of(&ruled, texts, &Statements::default())
    };
    let request = request(&ruled, profile)?;
    let tallies = sparql::count(&image, &ruled, &Units::new(&ruled, profile.unit), &request)?;
    Ok(finish(ruled, request, tallies, profile))
}

/// The corpus under a profile's metro rule and country scheme: itself where they change nothing.
pub(super) fn ruled(corpus: &Arc<Corpus>, profile: &Profile) -> Result<Arc<Corpus>> {
    Ok(match rules::apply(corpus, &profile.metros, profile.country_scheme)? {
        Cow::Borrowed(_) => Arc::clone(corpus),
        Cow::Owned(changed) => Arc::new(changed),
    })
}

/// What a profile asks of the indicators.
pub fn request(corpus: &Corpus, profile: &Profile) -> Result<Request> {
    let selection = Selection::new(corpus, profile.years.0, &profile.venues, &profile.subfields)?
        .at_most_authors(profile.maximum_authors.0);
    Ok(Request { counting: profile.counting, collaboration: profile.collaboration, selection })
}

fn finish(corpus: Arc<Corpus>, request: Request, tallies: Tallies, profile: &Profile) -> Ranked {
    let units = Units::new(&corpus, profile.unit);
    let ranking = ranking::rank(&units, &tallies, profile);
    let mask = request.selection.mask(&corpus);
    let coverage = Coverage::of_selected(&corpus, |paper| mask[paper]);
    let left_out = mask.iter().filter(|&&selected| !selected).count() as u64;
    Ranked {
        corpus,
        selection: request.selection,
        tallies: Arc::new(tallies),
        ranking,
        coverage,
        left_out,
        profile: profile.clone(),
    }
}
