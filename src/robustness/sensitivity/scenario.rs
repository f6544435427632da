//! A scenario: the profile with some switches changed, or without some of the papers.

use crate::graph::Selection;
use crate::graph::rules::{CountryScheme, Metros};
use crate::index::Profile;
use crate::index::profile::{Halves, Weights};
use crate::index::standardise::{Scale, ZeroRule};
use crate::indicators::{CollaborationRule, Counting};
use crate::model::Corpus;
use crate::model::corpus::NONE;
use std::collections::BTreeSet;

/// One switch set to something.
#[derive(Debug, Clone)]
pub enum Change {
    /// Zero rule.
    Zero(ZeroRule),
    /// Scale.
    Scale(Scale),
    /// Counting scheme.
    Counting(Counting),
    /// Collaboration rule.
    Collaboration(CollaborationRule),
    /// Country scheme.
    CountryScheme(CountryScheme),
    /// Metro rule.
    Metros(Metros),
    /// Minimum papers.
    MinimumPapers(f64),
    /// A weight multiplied.
    Weight(fn(&mut Weights, f64), f64),
    /// Some papers left out.
    Without(LeftOut),
}

/// What is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    /// Papers of a year.
    Year(u32),
    /// Papers of a venue.
    Venue(u32),
    /// Papers of a subfield that are of no other selected one.
    Subfield(u32),
}

/// A profile, and what it is applied to.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// The profile.
    pub profile: Profile,
    /// Papers left out of its selection.
    pub without: Option<LeftOut>,
}

impl Change {
    /// Sets the switch; weights do not add up to 1 afterwards.
    fn apply(&self, to: &mut Scenario) {
        let profile = &mut to.profile;
        match self {
            Self::Zero(zero) => profile.zero = *zero,
            Self::Scale(scale) => profile.scale = *scale,
            Self::Counting(counting) => profile.counting = *counting,
            Self::Collaboration(rule) => profile.collaboration = *rule,
            Self::CountryScheme(scheme) => profile.country_scheme = *scheme,
            Self::Metros(metros) => profile.metros = metros.clone(),
            Self::MinimumPapers(papers) => profile.minimum_papers = *papers,
            Self::Weight(scale, factor) => scale(&mut profile.weights, *factor),
            Self::Without(part) => to.without = Some(*part),
        }
    }

    /// The same switch as a profile has it.
    #[must_use]
    pub fn of(&self, profile: &Profile) -> Self {
        match self {
            Self::Zero(_) => Self::Zero(profile.zero),
            Self::Scale(_) => Self::Scale(profile.scale),
            Self::Counting(_) => Self::Counting(profile.counting),
            Self::Collaboration(_) => Self::Collaboration(profile.collaboration),
            Self::CountryScheme(_) => Self::CountryScheme(profile.country_scheme),
            Self::Metros(_) => Self::Metros(profile.metros.clone()),
            Self::MinimumPapers(_) => Self::MinimumPapers(profile.minimum_papers),
            Self::Weight(scale, _) => Self::Weight(*scale, 1.0),
            Self::Without(part) => Self::Without(*part),
        }
    }

    /// Whether a profile has it already.
    pub fn keeps(&self, profile: &Profile) -> bool {
        Scenario::of(profile, std::slice::from_ref(self)) == Scenario::of(profile, &[])
    }
}

impl Scenario {
    /// A profile with changes. Groups of weights that were changed are divided by their sums.
    pub fn of(profile: &Profile, changes: &[Change]) -> Self {
        let mut scenario = Self { profile: profile.clone(), without: None };
        changes.iter().for_each(|change| change.apply(&mut scenario));
        normalise(&mut scenario.profile.weights, &profile.weights);
        scenario
    }
}

fn normalise(weights: &mut Weights, nominal: &Weights) {
    let four = |w: &Weights| [w.paper, w.scholar, w.institution, w.collaboration];
    if four(weights).map(f64::to_bits) != four(nominal).map(f64::to_bits) {
        let sum: f64 = four(weights).iter().sum();
        let of = four(weights).map(|weight| weight / sum);
        [weights.paper, weights.scholar, weights.institution, weights.collaboration] = of;
    }
    let halves = |halves: &mut Halves, nominal: Halves| {
        if *halves != nominal {
            let sum = halves.count + halves.citations;
            *halves = Halves { count: halves.count / sum, citations: halves.citations / sum };
        }
    };
    halves(&mut weights.paper_index, nominal.paper_index);
    halves(&mut weights.scholar_index, nominal.scholar_index);
    halves(&mut weights.institution_index, nominal.institution_index);
}

/// The papers that a profile selects.
#[derive(Debug)]
pub struct Ground<'a> {
    /// The corpus.
    pub corpus: &'a Corpus,
    /// What the profile selects.
    pub selection: &'a Selection,
    /// For each paper whether it is selected.
    pub mask: &'a [bool],
}

impl Ground<'_> {
    fn papers(&self) -> impl Iterator<Item = usize> {
        (0..self.mask.len()).filter(|&paper| self.mask[paper])
    }

    /// Subfields of a paper that the profile selects.
    fn subfields(&self, paper: usize) -> impl Iterator<Item = u32> {
        let row = self.corpus.papers.subfields.row(paper).iter().copied();
        let selected = &self.selection.subfields;
        row.filter(move |subfield| selected.is_empty() || selected.binary_search(subfield).is_ok())
    }

    /// For each paper whether it is selected and not left out.
    pub fn mask_without(&self, part: LeftOut) -> Vec<bool> {
        let papers = &self.corpus.papers;
        let leaves = |paper: usize| match part {
            LeftOut::Year(year) => papers.year(paper) == Some(year),
            LeftOut::Venue(venue) => papers.venue[paper] == venue,
            LeftOut::Subfield(subfield) => {
                let mut all = self.subfields(paper).peekable();
                all.peek().is_some() && all.all(|own| own == subfield)
            }
        };
        (0..self.mask.len()).map(|paper| self.mask[paper] && !leaves(paper)).collect()
    }

    /// What is left out, by its key.
    pub fn name(&self, part: LeftOut) -> String {
        match part {
            LeftOut::Year(year) => format!("without {year}"),
            LeftOut::Venue(venue) => format!("without {}", self.corpus.venues.id.get(venue as usize)),
            LeftOut::Subfield(subfield) => {
                format!("without {}", self.corpus.subfields.id.get(subfield as usize))
            }
        }
    }
}

/// Parts, if there are two at least: without the only one nothing is left to rank.
fn parts(all: BTreeSet<u32>, part: fn(u32) -> LeftOut) -> Vec<LeftOut> {
    if all.len() < 2 { Vec::new() } else { all.into_iter().map(part).collect() }
}

/// Every year of a selected paper.
pub fn all_years(ground: &Ground<'_>) -> Vec<LeftOut> {
    parts(ground.papers().filter_map(|paper| ground.corpus.papers.year(paper)).collect(), LeftOut::Year)
}

/// Every venue of a selected paper.
pub fn all_venues(ground: &Ground<'_>) -> Vec<LeftOut> {
    let venues = ground.papers().map(|paper| ground.corpus.papers.venue[paper]);
    parts(venues.filter(|&venue| venue != NONE).collect(), LeftOut::Venue)
}

/// Every selected subfield of a selected paper.
pub fn all_subfields(ground: &Ground<'_>) -> Vec<LeftOut> {
    parts(ground.papers().flat_map(|paper| ground.subfields(paper)).collect(), LeftOut::Subfield)
}
