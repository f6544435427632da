//! How much of a corpus can be credited to a place: said beside every ranking, and by data source, venue, year and
//! country in `aicity coverage` and the manifest of a dump.

use crate::model::Corpus;
use crate::model::corpus::NONE;
use crate::model::record::SYNTHETIC;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Papers to a task.
const CHUNK: usize = 8192;

/// Counts that tell what a ranking stands on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// Papers.
    pub papers: u64,
    /// Papers with at least one affiliation whose institution is known.
    pub papers_with_institution: u64,
    /// Papers with at least one affiliation in a city.
    pub papers_with_city: u64,
    /// Papers whose citation count is not known; it counts as 0.
    pub papers_without_citations: u64,
    /// Papers without a year: outside any year window.
    pub papers_without_year: u64,
    /// Authorships.
    pub authorships: u64,
    /// Authorships with an affiliation in a city.
    pub authorships_with_city: u64,
    /// Affiliations that authors gave, one for each institution or unresolved statement of an authorship.
    pub affiliations: u64,
    /// Affiliations whose institution is known.
    pub affiliations_with_institution: u64,
    /// Affiliations in a city. What is left of all is the `unresolved` bucket.
    pub affiliations_with_city: u64,
    /// Whether citations were made up by a generator.
    #[serde(skip)]
    pub synthetic: bool,
}

impl Coverage {
    /// Of a whole corpus. O(affiliations).
    pub fn of(corpus: &Corpus) -> Self {
        Self::of_selected(corpus, |_| true)
    }

    /// Of the selected papers. O(affiliations), in parallel.
    pub fn of_selected(corpus: &Corpus, selected: impl Fn(usize) -> bool + Sync) -> Self {
        let synthetic = corpus.citation_sources.iter().any(|source| source == SYNTHETIC);
        let papers = (0..corpus.papers.len()).into_par_iter().with_min_len(CHUNK);
        let parts = papers.filter(|&paper| selected(paper)).fold(Self::default, |mut coverage, paper| {
            coverage.add(corpus, paper, |_| true);
            coverage
        });
        Self { synthetic, ..parts.reduce(Self::default, Self::and) }
    }

    /// Of the papers of both, which share none.
    fn and(self, other: Self) -> Self {
        Self {
            synthetic: self.synthetic || other.synthetic,
            papers: self.papers + other.papers,
            papers_with_institution: self.papers_with_institution + other.papers_with_institution,
            papers_with_city: self.papers_with_city + other.papers_with_city,
            papers_without_citations: self.papers_without_citations + other.papers_without_citations,
            papers_without_year: self.papers_without_year + other.papers_without_year,
            authorships: self.authorships + other.authorships,
            authorships_with_city: self.authorships_with_city + other.authorships_with_city,
            affiliations: self.affiliations + other.affiliations,
            affiliations_with_institution: self.affiliations_with_institution
                + other.affiliations_with_institution,
            affiliations_with_city: self.affiliations_with_city + other.affiliations_with_city,
        }
    }

    /// Adds a paper. `counts` says of an affiliation, by its institution or `None`, whether it is looked at.
    fn add(&mut self, corpus: &Corpus, paper: usize, counts: impl Fn(Option<u32>) -> bool) {
        let before = *self;
        for authorship in corpus.papers.authorships(paper) {
            let institutions = corpus.authorships.institutions.row(authorship);
            let unknown = if counts(None) { corpus.authorships.unresolved[authorship] } else { 0 };
            let (mut known, mut located) = (0, 0);
            for &institution in institutions.iter().filter(|&&institution| counts(Some(institution))) {
                known += 1;
                located += u64::from(corpus.institutions.city[institution as usize] != NONE);
            }
            self.affiliations += known + u64::from(unknown);
            self.affiliations_with_institution += known;
            self.affiliations_with_city += located;
            self.authorships_with_city += u64::from(located > 0);
        }
        self.papers += 1;
        self.papers_with_institution +=
            u64::from(self.affiliations_with_institution > before.affiliations_with_institution);
        self.papers_with_city += u64::from(self.affiliations_with_city > before.affiliations_with_city);
        self.papers_without_citations += u64::from(corpus.papers.citations(paper).is_none());
        self.papers_without_year += u64::from(corpus.papers.year(paper).is_none());
        self.authorships += corpus.papers.authorships(paper).len() as u64;
    }

    /// Affiliations without a city: the bucket that no unit is credited with.
    pub fn unresolved(&self) -> u64 {
        self.affiliations - self.affiliations_with_city
    }

    /// Share of papers with a city, from 0 to 1; `None` without papers.
    pub fn paper_share(&self) -> Option<f64> {
        share(self.papers_with_city, self.papers)
    }

    /// Share of authorships with a city, from 0 to 1; `None` without authorships.
    pub fn authorship_share(&self) -> Option<f64> {
        share(self.authorships_with_city, self.authorships)
    }
}

/// A part of a whole, from 0 to 1; `None` of nothing.
pub fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Coverage in total and by each dimension. Keys are those of the corpus; the empty key stands for papers that do not
/// say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Breakdown {
    /// Everything.
    pub total: Coverage,
    /// By the data set that records are from.
    pub sources: BTreeMap<String, Coverage>,
    /// By venue.
    pub venues: BTreeMap<String, Coverage>,
    /// By year.
    pub years: BTreeMap<String, Coverage>,
    /// By country of the institution, ISO 3166-1 alpha-2. A paper counts in each of its countries, with the
    /// affiliations there; the empty key holds affiliations whose country is not known.
    pub countries: BTreeMap<String, Coverage>,
}

impl Breakdown {
    /// Of a whole corpus. O(affiliations), and for each paper once more for each of its countries.
    pub fn of(corpus: &Corpus) -> Self {
        let mut found = Self { total: Coverage::of(corpus), ..Self::default() };
        let text = |column: &[u32], names: &crate::base::strings::Strings, paper: usize| match column[paper] {
            NONE => String::new(),
            index => names.get(index as usize).to_owned(),
        };
        for paper in 0..corpus.papers.len() {
            let source = text(&corpus.papers.data_source, &corpus.data_sources, paper);
            let venue = text(&corpus.papers.venue, &corpus.venues.id, paper);
            let year = corpus.papers.year(paper).map(|year| year.to_string()).unwrap_or_default();
            let keys = [(&mut found.sources, source), (&mut found.venues, venue), (&mut found.years, year)];
            for (map, key) in keys {
                map.entry(key).or_default().add(corpus, paper, |_| true);
            }
            found.add_countries(corpus, paper);
        }
        found
    }

    fn add_countries(&mut self, corpus: &Corpus, paper: usize) {
        let country = |institution: Option<u32>| institution.map_or(NONE, |i| country_of(corpus, i));
        let authorships = corpus.papers.authorships(paper);
        let known = authorships.clone().flat_map(|a| corpus.authorships.institutions.row(a));
        let mut countries: BTreeSet<u32> = known.map(|&i| country_of(corpus, i)).collect();
        if authorships.clone().any(|a| corpus.authorships.unresolved[a] > 0) {
            countries.insert(NONE);
        }
        for index in countries {
            let key = if index == NONE { "" } else { corpus.countries.id.get(index as usize) };
            let entry = self.countries.entry(key.to_owned()).or_default();
            entry.add(corpus, paper, |institution| country(institution) == index);
        }
    }
}

/// Country of an institution: that of its city, or its own.
fn country_of(corpus: &Corpus, institution: u32) -> u32 {
    match corpus.institutions.city[institution as usize] {
        NONE => corpus.institutions.country[institution as usize],
        city => corpus.cities.country[city as usize],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::builder::CorpusBuilder;
    use crate::model::record::{Affiliation, Authorship, City, Institution, Paper, Place, Sink};

    /// Two papers: one with an author in Beijing and one whose institution has no city, one with an unresolved
    /// affiliation only.
    fn corpus() -> Corpus {
        let mut builder = CorpusBuilder::default();
        let at = Place::default();
        builder.city(at, City { id: "1816670".into(), country: "CN".into(), ..City::default() });
        let (city, country) = ("1816670".into(), "CN".into());
        builder.institution(at, Institution { id: "thu".into(), city, country, ..Institution::default() });
        builder.institution(
            at,
            Institution { id: "mit".into(), country: "US".into(), ..Institution::default() },
        );
        let paper = |id: &'static str, citations| Paper {
            id: id.into(),
            citations,
            year: Some(2020),
            source: "made-up".into(),
            ..Paper::default()
        };
        builder.paper(at, paper("p", Some(1)));
        builder.paper(at, Paper { venue: "ACL".into(), ..paper("q", None) });
        let rows = [
            ("p", 1, Affiliation::Institution("thu".into())),
            ("p", 2, Affiliation::Institution("mit".into())),
            ("p", 2, Affiliation::Unresolved),
            ("q", 1, Affiliation::Unresolved),
            ("q", 2, Affiliation::None),
        ];
        for (paper, position, affiliation) in rows {
            let scholar = format!("{paper}{position}").into();
            let (paper, name) = (paper.into(), "".into());
            builder
                .authorship(at, Authorship { paper, position, scholar, name, affiliation, orcid: "".into() });
        }
        builder.finish().corpus
    }

    #[test]
    fn every_affiliation_is_in_one_bucket() {
        let found = Breakdown::of(&corpus());
        let t = found.total;
        assert_eq!((t.papers, t.papers_with_institution, t.papers_with_city), (2, 1, 1));
        assert_eq!((t.authorships, t.authorships_with_city), (4, 1));
        assert_eq!((t.affiliations, t.affiliations_with_institution, t.affiliations_with_city), (4, 2, 1));
        assert_eq!((t.unresolved(), t.papers_without_citations), (3, 1));
        let sum: u64 = found.countries.values().map(|c| c.affiliations).sum();
        assert_eq!(sum, t.affiliations);
        assert_eq!(found.countries.keys().collect::<Vec<_>>(), ["", "CN", "US"]);
        assert_eq!(found.countries[""].papers, 2);
        assert_eq!(found.countries["US"].affiliations_with_city, 0);
        assert_eq!(found.venues["ACL"].papers_without_citations, 1);
        assert_eq!((found.sources["made-up"], found.years["2020"]), (t, t));
    }
}
