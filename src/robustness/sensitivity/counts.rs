//! Counts of scenarios: each that several scenarios share is made once.

use super::scenario::{Ground, LeftOut, Scenario};
use crate::base::Result;
use crate::graph::rules::{self, CountryScheme, Metros};
use crate::graph::{Level, Selection, Units, windows};
use crate::index::Profile;
use crate::indicators::count::count_papers;
use crate::indicators::{CollaborationRule, Counting, Tallies};
use crate::model::Corpus;
use std::borrow::Cow;
use std::sync::Arc;

/// The counts of a scenario.
#[derive(Debug)]
pub struct Counted {
    /// The corpus under the scenario's metro rule and country scheme.
    pub corpus: Arc<Corpus>,
    /// Counts of every unit.
    pub tallies: Tallies,
}

/// What of a scenario decides its counts, beside what all scenarios have.
#[derive(Debug, Clone, PartialEq)]
struct Basis {
    counting: Counting,
    collaboration: CollaborationRule,
    metros: Metros,
    country_scheme: CountryScheme,
    without: Option<LeftOut>,
}

impl Basis {
    fn of(scenario: &Scenario) -> Self {
        let profile = &scenario.profile;
        Self {
            counting: profile.counting,
            collaboration: profile.collaboration,
            metros: profile.metros.clone(),
            country_scheme: profile.country_scheme,
            without: scenario.without,
        }
    }
}

/// Counts papers under scenarios of one profile. What is left out of the papers is not kept: it is asked for once.
#[derive(Debug)]
pub struct Counts {
    corpus: Arc<Corpus>,
    level: Level,
    selection: Selection,
    mask: Vec<bool>,
    ruled: Vec<((Metros, CountryScheme), Arc<Corpus>)>,
    known: Vec<(Basis, Arc<Counted>)>,
}

impl Counts {
    /// Counts of a corpus as it was loaded, with the citations in the window of the profile.
    pub fn new(corpus: Arc<Corpus>, profile: &Profile) -> Result<Self> {
        let corpus = windows::apply(corpus, profile.citation_window)?;
        let selection = Selection::new(&corpus, profile.years.0, &profile.venues, &profile.subfields)?;
        let mask = selection.mask(&corpus);
        Ok(Self { corpus, level: profile.unit, selection, mask, ruled: Vec::new(), known: Vec::new() })
    }

    /// The selected papers.
    pub fn ground(&self) -> Ground<'_> {
        Ground { corpus: &self.corpus, selection: &self.selection, mask: &self.mask }
    }

    /// The counts of a scenario. Cost: as `indicators::count::count` where they are not known yet.
    pub fn of(&mut self, scenario: &Scenario) -> Result<Arc<Counted>> {
        let basis = Basis::of(scenario);
        if let Some((_, counted)) = self.known.iter().find(|(known, _)| *known == basis) {
            return Ok(Arc::clone(counted));
        }
        let corpus = self.ruled(&scenario.profile)?;
        let mask = match scenario.without {
            None => Cow::Borrowed(&self.mask),
            Some(part) => Cow::Owned(self.ground().mask_without(part)),
        };
        let units = Units::new(&corpus, self.level);
        let tallies = count_papers(&corpus, &units, &mask, (basis.counting, basis.collaboration))?;
        let counted = Arc::new(Counted { corpus, tallies });
        if basis.without.is_none() {
            self.known.push((basis, Arc::clone(&counted)));
        }
        Ok(counted)
    }

    fn ruled(&mut self, profile: &Profile) -> Result<Arc<Corpus>> {
        let rule = (profile.metros.clone(), profile.country_scheme);
        if let Some((_, corpus)) = self.ruled.iter().find(|(known, _)| *known == rule) {
            return Ok(Arc::clone(corpus));
        }
        let corpus = match rules::apply(&self.corpus, &profile.metros, profile.country_scheme)? {
            Cow::Borrowed(_) => Arc::clone(&self.corpus),
            Cow::Owned(changed) => Arc::new(changed),
        };
        self.ruled.push((rule, Arc::clone(&corpus)));
        Ok(corpus)
    }
}
