//! What `rank`, `explain` and `network` share: the source, and the switches of the profile.

use crate::base::{Error, Result};
use crate::engine::{Engine, Source};
use crate::graph::Level;
use crate::graph::rules::{CountryScheme, Metros};
use crate::graph::windows::CitationWindow;
use crate::index::Profile;
use crate::index::profile::{MaximumAuthors, Years};
use crate::indicators::{CollaborationRule, Counting};
use std::path::PathBuf;

/// A store or a dump.
#[derive(Debug, Clone, clap::Args)]
#[group(required = true, multiple = false)]
pub struct From {
    /// Store to read.
    #[arg(long, value_name = "DIR")]
    pub store: Option<PathBuf>,
    /// Dump to read: its folder, or a graph file.
    #[arg(long, value_name = "PATH")]
    pub dump: Option<PathBuf>,
}

impl From {
    /// Opens it.
    pub fn open(&self) -> Result<Source> {
        match (&self.store, &self.dump) {
            (Some(store), _) => Source::store(store),
            (None, Some(dump)) => Source::dump(dump),
            (None, None) => Err(Error::usage("no --store and no --dump", "")),
        }
    }
}

/// Switches that say which papers count and what is one place. What is not given is as the profile says.
#[derive(Debug, Clone, clap::Args)]
pub struct Papers {
    /// Profile by name, or a TOML file (`aicity list profiles` prints one).
    #[arg(long, value_name = "NAME|FILE", default_value = "aicity-2023")]
    profile: String,
    /// Years of publication, both ends included: 2013-2022, 2020, or all.
    #[arg(long, value_name = "FROM-TO")]
    years: Option<Years>,
    /// Only papers of a subfield, by key or name (zh or en); may be repeated.
    #[arg(long, value_name = "S")]
    subfield: Vec<String>,
    /// Only papers of a venue; may be repeated.
    #[arg(long, value_name = "V")]
    venue: Vec<String>,
    /// Leave out papers with more authors than N; all: none.
    #[arg(long, value_name = "N")]
    max_authors: Option<MaximumAuthors>,
    /// Cities ranked as one: a CSV list, `none`, or `corpus` (as loaded).
    #[arg(long, value_name = "FILE|none")]
    metros: Option<String>,
    /// Country codes ranked as one.
    #[arg(long, value_enum)]
    country_scheme: Option<CountryScheme>,
}

impl Papers {
    /// The profile with the switches applied.
    pub fn profile(&self) -> Result<Profile> {
        self.over(&self.profile)
    }

    fn over(&self, profile: &str) -> Result<Profile> {
        let mut profile = Profile::load(profile)?;
        let named = |list: &Vec<String>| (!list.is_empty()).then(|| list.clone());
        set(&mut profile.years, self.years);
        set(&mut profile.subfields, named(&self.subfield));
        set(&mut profile.venues, named(&self.venue));
        set(&mut profile.maximum_authors, self.max_authors);
        set(&mut profile.metros, self.metros.clone().map(Metros::from));
        set(&mut profile.country_scheme, self.country_scheme);
        Ok(profile)
    }
}

/// Switches of a ranking. What is not given is as the profile says.
#[derive(Debug, Clone, clap::Args)]
pub struct Switches {
    #[command(flatten)]
    rules: Rules,
    /// How indicators are computed; the answer is the same.
    #[arg(long, value_enum, default_value_t)]
    pub engine: Engine,
}

impl Switches {
    /// The profile with the switches applied.
    pub fn profile(&self) -> Result<Profile> {
        self.rules.profile()
    }
}

/// Switches of the profile. What is not given is as the profile says.
#[derive(Debug, Clone, clap::Args)]
pub struct Rules {
    #[command(flatten)]
    papers: Papers,
    /// What is ranked.
    #[arg(long, value_enum)]
    unit: Option<Level>,
    /// How a paper of several units is credited.
    #[arg(long, value_enum)]
    counting: Option<Counting>,
    /// What one international collaboration is.
    #[arg(long, value_enum)]
    collaboration: Option<CollaborationRule>,
    /// Count citations of the year of publication and the K after it only, where the source has counts by year; all: no limit.
    #[arg(long, value_name = "K")]
    citation_window: Option<CitationWindow>,
}

impl Rules {
    /// The profile with the switches applied.
    pub fn profile(&self) -> Result<Profile> {
        self.over(&self.papers.profile)
    }

    /// Another profile, by name or file, with the same switches applied.
    pub fn over(&self, profile: &str) -> Result<Profile> {
        let mut profile = self.papers.over(profile)?;
        set(&mut profile.unit, self.unit);
        set(&mut profile.counting, self.counting);
        set(&mut profile.collaboration, self.collaboration);
        set(&mut profile.citation_window, self.citation_window);
        Ok(profile)
    }
}

fn set<T>(slot: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *slot = value;
    }
}
