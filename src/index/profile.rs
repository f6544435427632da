//! A profile: every switch of the method, by name. `aicity-2023` is the study's and the default.

use super::standardise::{Scale, ZeroRule};
use crate::base::{Error, Result, files};
use crate::graph::Level;
use crate::graph::rules::{CountryScheme, Metros};
use crate::graph::windows::CitationWindow;
use crate::indicators::{CollaborationRule, Counting};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::Path;
use std::str::FromStr;

/// Every switch of METHOD §3. A key that a file leaves out has the study's value; an unknown key is an error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Profile {
    /// Name of the profile.
    pub name: String,
    /// Zero rule of the standardisation.
    pub zero: ZeroRule,
    /// Scale of the standardisation.
    pub scale: Scale,
    /// Counting scheme.
    pub counting: Counting,
    /// Collaboration rule.
    pub collaboration: CollaborationRule,
    /// Ranked unit.
    pub unit: Level,
    /// Metro rule.
    pub metros: Metros,
    /// Country scheme.
    pub country_scheme: CountryScheme,
    /// Year window.
    pub years: Years,
    /// Venues; empty: all of the corpus.
    pub venues: Vec<String>,
    /// Subfields; empty: all of the corpus.
    pub subfields: Vec<String>,
    /// Papers with more authors are left out.
    pub maximum_authors: MaximumAuthors,
    /// Years after publication in which citations count.
    pub citation_window: CitationWindow,
    /// Papers that a unit needs to be ranked (fractional counting: their weight).
    pub minimum_papers: f64,
    /// Weights of the tree of indices.
    pub weights: Weights,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            name: "aicity-2023".into(),
            zero: ZeroRule::default(),
            scale: Scale::default(),
            counting: Counting::default(),
            collaboration: CollaborationRule::default(),
            unit: Level::default(),
            metros: Metros::default(),
            country_scheme: CountryScheme::default(),
            years: Years(Some((2013, 2022))),
            venues: Vec::new(),
            subfields: Vec::new(),
            maximum_authors: MaximumAuthors::default(),
            citation_window: CitationWindow::default(),
            minimum_papers: 0.0,
            weights: Weights::default(),
        }
    }
}

/// A window of years, both ends included; `all` is no window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Years(pub Option<(u32, u32)>);

impl FromStr for Years {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        if text == "all" {
            return Ok(Self(None));
        }
        let year = |text: &str| text.parse::<u32>().ok().filter(|y| (1000..=9999).contains(y));
        let window = match text.split_once('-') {
            Some((from, to)) => year(from).zip(year(to)),
            None => year(text).map(|y| (y, y)),
        };
        let valid = window.filter(|(from, to)| from <= to).map(|window| Self(Some(window)));
        valid.ok_or_else(|| Error::usage(format!("years {text:?}"), "use 2013-2022, 2020 or all"))
    }
}

impl fmt::Display for Years {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None => f.write_str("all"),
            Some((from, to)) if from == to => write!(f, "{from}"),
            Some((from, to)) => write!(f, "{from}-{to}"),
        }
    }
}

impl TryFrom<String> for Years {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<Years> for String {
    fn from(years: Years) -> Self {
        years.to_string()
    }
}

/// Most authors that a paper may have; `all` is no limit. Files may write the number as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "NumberOrText", into = "String")]
pub struct MaximumAuthors(pub Option<u32>);

/// How a file may write a limit.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a number of authors, or \"all\"")]
enum NumberOrText {
    Number(i64),
    Text(String),
}

impl FromStr for MaximumAuthors {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let limit = || text.parse().ok().filter(|&most: &u32| most > 0).map(|most| Self(Some(most)));
        if text == "all" { Some(Self(None)) } else { limit() }.ok_or_else(|| {
            Error::usage(format!("maximum of authors {text:?}"), "use a whole number from 1, or all")
        })
    }
}

impl fmt::Display for MaximumAuthors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None => f.write_str("all"),
            Some(most) => write!(f, "{most}"),
        }
    }
}

impl TryFrom<NumberOrText> for MaximumAuthors {
    type Error = Error;

    fn try_from(written: NumberOrText) -> Result<Self> {
        match written {
            NumberOrText::Number(number) => number.to_string().parse(),
            NumberOrText::Text(text) => text.parse(),
        }
    }
}

impl From<MaximumAuthors> for String {
    fn from(most: MaximumAuthors) -> Self {
        most.to_string()
    }
}

/// Weights of the innovation index and inside its three composite parts. Each group adds up to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Weights {
    /// Weight of the paper index.
    pub paper: f64,
    /// Weight of the scholar index.
    pub scholar: f64,
    /// Weight of the institution index.
    pub institution: f64,
    /// Weight of the collaboration index.
    pub collaboration: f64,
    /// Inside the paper index.
    pub paper_index: Halves,
    /// Inside the scholar index.
    pub scholar_index: Halves,
    /// Inside the institution index.
    pub institution_index: Halves,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            paper: 0.3,
            scholar: 0.3,
            institution: 0.3,
            collaboration: 0.1,
            paper_index: Halves::default(),
            scholar_index: Halves::default(),
            institution_index: Halves::default(),
        }
    }
}

/// Weights of a count and of its average citations.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Halves {
    /// Weight of the count.
    pub count: f64,
    /// Weight of the average citations.
    pub citations: f64,
}

impl Default for Halves {
    fn default() -> Self {
        Self { count: 0.5, citations: 0.5 }
    }
}

/// Names of the profiles that come with the program.
pub const PROFILES: [&str; 1] = ["aicity-2023"];

impl Profile {
    /// A profile by name, or from a TOML file.
    pub fn load(source: &str) -> Result<Self> {
        if PROFILES.contains(&source) {
            return Ok(Self::default());
        }
        if !Path::new(source).exists() && !source.contains(['.', '/']) {
            let hint =
                format!("there is {}; a file is named with its folder or extension", PROFILES.join(", "));
            return Err(Error::usage(format!("no profile {source:?}"), hint));
        }
        Self::parse(source, &files::read_text(Path::new(source))?)
    }

    /// A profile from TOML.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let bad = |e: toml::de::Error| {
            let line = e.span().map_or(0, |span| text[..span.start].matches('\n').count() + 1);
            Error::usage(format!("{file}:{line}: {}", e.message()), "`aicity list profiles` prints every key")
        };
        let profile: Self = toml::from_str(text).map_err(bad)?;
        profile.check()?;
        Ok(profile)
    }

    /// The profile with one switch changed, by its key in a file: `years`, `weights.paper_index.count`. Weights may add up
    /// to 1 only after several changes: [`Profile::check`] comes after the last.
    ///
    /// # Errors
    /// Wrong use: no such key, no such value.
    pub fn with(&self, key: &str, value: &str) -> Result<Self> {
        let bad = |what: String| Error::usage(what, "`aicity list profiles` prints every key with its value");
        let mut all = toml::Table::try_from(self).map_err(|e| Error::Bug(e.to_string()))?;
        let mut parts = key.split('.');
        let last = parts.next_back().unwrap_or_default();
        let inner = parts.try_fold(&mut all, |table, part| table.get_mut(part)?.as_table_mut());
        let slot = inner.and_then(|table| table.get_mut(last)).filter(|slot| !slot.is_table());
        let slot = slot.ok_or_else(|| bad(format!("no switch {key:?} in a profile")))?;
        // A text needs no quotes here; numbers and lists are as in a file.
        let read = || toml::from_str::<toml::Table>(&format!("value = {value}")).ok()?.remove("value");
        *slot = if slot.is_str() { None } else { read() }
            .unwrap_or_else(|| toml::Value::String(value.to_owned()));
        all.try_into().map_err(|e: toml::de::Error| bad(format!("{key}: {}", e.message())))
    }

    /// Refuses weights that are negative, not finite, or do not add up to 1.
    pub fn check(&self) -> Result<()> {
        let w = &self.weights;
        let groups = [
            ("weights", vec![w.paper, w.scholar, w.institution, w.collaboration]),
            ("weights.paper_index", vec![w.paper_index.count, w.paper_index.citations]),
            ("weights.scholar_index", vec![w.scholar_index.count, w.scholar_index.citations]),
            ("weights.institution_index", vec![w.institution_index.count, w.institution_index.citations]),
        ];
        for (name, weights) in groups {
            let sum: f64 = weights.iter().sum();
            let valid = weights.iter().all(|w| w.is_finite() && *w >= 0.0) && (sum - 1.0).abs() < 1e-9;
            if !valid {
                return Err(Error::usage(
                    format!("{name} are {weights:?}"),
                    "weights are 0 or more and add up to 1",
                ));
            }
        }
        if self.minimum_papers.is_finite() && self.minimum_papers >= 0.0 {
            return Ok(());
        }
        Err(Error::usage(format!("minimum_papers is {}", self.minimum_papers), "use 0 or more"))
    }

    /// Whether a unit with so many papers (fractional counting: their weight) is ranked.
    pub fn ranks(&self, papers: f64) -> bool {
        papers > 0.0 && papers >= self.minimum_papers
    }

    /// Every key with its value, as a file.
    pub fn to_toml(&self) -> Result<String> {
        toml::to_string(self).map_err(|e| Error::Bug(e.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_of_authors_is_a_number_or_none() {
        let read = |value: &str| Profile::parse("p", &format!("maximum_authors = {value}"));
        assert_eq!(read("100").unwrap().maximum_authors, MaximumAuthors(Some(100)));
        assert_eq!(read("'100'").unwrap().maximum_authors, MaximumAuthors(Some(100)));
        assert_eq!(read("'all'").unwrap().maximum_authors, MaximumAuthors(None));
        for wrong in ["0", "-1", "'many'", "5000000000", "1.5"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        let limited = Profile { maximum_authors: MaximumAuthors(Some(7)), ..Profile::default() };
        assert_eq!(Profile::parse("p", &limited.to_toml().unwrap()).unwrap(), limited);
    }

    #[test]
    fn the_default_profile_reads_back() {
        let text = Profile::default().to_toml().unwrap();
        assert_eq!(Profile::parse("p", &text).unwrap(), Profile::default());
        assert_eq!(Profile::parse("p", "").unwrap(), Profile::default());
    }

    #[test]
    fn one_switch_is_changed_by_its_key() {
        let with = |key, value| Profile::default().with(key, value);
        assert_eq!(with("years", "2020").unwrap().years, Years(Some((2020, 2020))));
        assert_eq!(with("minimum_papers", "5").unwrap().minimum_papers.to_bits(), 5.0f64.to_bits());
        assert_eq!(with("venues", "['ICML', 'CVPR']").unwrap().venues, ["ICML", "CVPR"]);
        for (key, value) in
            [("nothing", "1"), ("weights", "1"), ("scale", "minmix"), ("years", "soon"), ("", "")]
        {
            assert_eq!(with(key, value).unwrap_err().kind(), crate::base::Kind::Usage, "{key}={value}");
        }
        let half = with("weights.paper_index.count", "0.75").unwrap();
        assert!(half.check().is_err());
        half.with("weights.paper_index.citations", "0.25").unwrap().check().unwrap();
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_its_place() {
        for (text, what) in [
            ("nmae = 'x'", "nmae"),
            ("\nscale = 'minmix'", "p:2"),
            ("years = '2022-2013'", "2022-2013"),
            ("[weights]\npaper = 0.4", "0.4"),
            ("[weights]\npaper = -0.3\nscholar = 0.9", "-0.3"),
            ("[weights]\npaper = nan", "NaN"),
            ("[weights]\npaper = 0\nscholar = 0\ninstitution = 0\ncollaboration = 0", "0.0"),
            ("minimum_papers = -1", "-1"),
        ] {
            let error = Profile::parse("p", text).unwrap_err();
            assert!(error.to_string().contains(what), "{text}: {error}");
            assert_eq!(error.kind(), crate::base::Kind::Usage);
        }
    }
}
