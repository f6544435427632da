//! The one list of a corpus's columns, walked by whoever writes, reads or checks them.

use super::corpus::{Coordinates, Corpus, Labels, NONE};
use super::csr::Csr;
use crate::base::strings::Strings;

/// Visits every column under its name; a writer reads the column, a reader fills it.
pub trait Columns {
    /// Why a visit can fail.
    type Error;
    /// A column of indices or small numbers.
    fn u32s(&mut self, name: &str, column: &mut Vec<u32>) -> Result<(), Self::Error>;
    /// A column of counts.
    fn u64s(&mut self, name: &str, column: &mut Vec<u64>) -> Result<(), Self::Error>;
    /// A column of real numbers.
    fn f64s(&mut self, name: &str, column: &mut Vec<f64>) -> Result<(), Self::Error>;
    /// A column of strings.
    fn strings(&mut self, name: &str, column: &mut Strings) -> Result<(), Self::Error>;
}

pub(super) fn csr<C: Columns>(to: &mut C, name: &str, csr: &mut Csr) -> Result<(), C::Error> {
    to.u32s(&format!("{name}.offsets"), &mut csr.offsets)?;
    to.u32s(&format!("{name}.targets"), &mut csr.targets)
}

fn labels<C: Columns>(to: &mut C, name: &str, labels: &mut Labels) -> Result<(), C::Error> {
    to.strings(&format!("{name}.id"), &mut labels.id)?;
    to.strings(&format!("{name}.name"), &mut labels.name)?;
    to.strings(&format!("{name}.name_zh"), &mut labels.name_zh)
}

fn coordinates<C: Columns>(to: &mut C, name: &str, pairs: &mut Coordinates) -> Result<(), C::Error> {
    to.f64s(&format!("{name}.lat"), &mut pairs.lat)?;
    to.f64s(&format!("{name}.lon"), &mut pairs.lon)
}

impl Corpus {
    /// Walks every column in a fixed order.
    pub fn visit<C: Columns>(&mut self, to: &mut C) -> Result<(), C::Error> {
        to.u32s("papers.year", &mut self.papers.years)?;
        to.u64s("papers.citations", &mut self.papers.cited)?;
        to.u32s("papers.cited_in.row", &mut self.papers.cited_in.row)?;
        csr(to, "papers.cited_in.years", &mut self.papers.cited_in.years)?;
        to.u64s("papers.cited_in.counts", &mut self.papers.cited_in.counts)?;
        to.u32s("papers.venue", &mut self.papers.venue)?;
        to.u32s("papers.citation_source", &mut self.papers.citation_source)?;
        to.u32s("papers.data_source", &mut self.papers.data_source)?;
        csr(to, "papers.subfields", &mut self.papers.subfields)?;
        to.u32s("papers.first", &mut self.papers.first)?;
        to.u32s("authorships.scholar", &mut self.authorships.scholar)?;
        to.u32s("authorships.position", &mut self.authorships.position)?;
        to.u32s("authorships.unresolved", &mut self.authorships.unresolved)?;
        csr(to, "authorships.institutions", &mut self.authorships.institutions)?;
        let mut scholars = vec![self.scholars];
        to.u32s("scholars", &mut scholars)?;
        self.scholars = scholars.first().copied().unwrap_or(0);
        self.visit_places(to)
    }

    fn visit_places<C: Columns>(&mut self, to: &mut C) -> Result<(), C::Error> {
        labels(to, "institutions", &mut self.institutions.labels)?;
        to.u32s("institutions.city", &mut self.institutions.city)?;
        to.u32s("institutions.country", &mut self.institutions.country)?;
        coordinates(to, "institutions", &mut self.institutions.coordinates)?;
        to.strings("institutions.ror", &mut self.institutions.ror)?;
        to.strings("institutions.kind", &mut self.institutions.kind)?;
        labels(to, "cities", &mut self.cities.labels)?;
        to.u32s("cities.country", &mut self.cities.country)?;
        to.u32s("cities.metro", &mut self.cities.metro)?;
        coordinates(to, "cities", &mut self.cities.coordinates)?;
        to.u64s("cities.population", &mut self.cities.population)?;
        to.strings("cities.admin1", &mut self.cities.admin1)?;
        labels(to, "metros", &mut self.metros)?;
        labels(to, "countries", &mut self.countries)?;
        to.u32s("countries.ranked_as", &mut self.ranked_as)?;
        labels(to, "venues", &mut self.venues)?;
        labels(to, "subfields", &mut self.subfields)?;
        to.strings("citation_sources", &mut self.citation_sources)?;
        to.strings("data_sources", &mut self.data_sources)?;
        to.strings("sources.name", &mut self.sources.name)?;
        to.strings("sources.format", &mut self.sources.format)?;
        to.strings("sources.sha256", &mut self.sources.sha256)?;
        to.u64s("sources.bytes", &mut self.sources.bytes)
    }

    /// Whether every column has its length and every index points somewhere. O(columns): done on every open.
    pub fn is_consistent(&self) -> bool {
        let papers = self.papers.len();
        let authorships = self.authorships.scholar.len();
        let institutions = self.institutions.labels.len();
        let cities = self.cities.labels.len();
        let countries = self.countries.len();
        let first = &self.papers.first;
        papers == self.papers.cited.len()
            && self.papers.cited_in.is_valid(papers)
            && within(&self.papers.venue, papers, self.venues.len(), true)
            && within(&self.papers.citation_source, papers, self.citation_sources.len(), true)
            && within(&self.papers.data_source, papers, self.data_sources.len(), true)
            && self.papers.subfields.is_valid(papers, self.subfields.len())
            && (first.len() == papers + 1 && first[0] == 0 && first.is_sorted())
            && first[papers] as usize == authorships
            && within(&self.authorships.scholar, authorships, self.scholars as usize, false)
            && self.authorships.position.len() == authorships
            && self.authorships.unresolved.len() == authorships
            && self.authorships.institutions.is_valid(authorships, institutions)
            && within(&self.institutions.city, institutions, cities, true)
            && within(&self.institutions.country, institutions, countries, true)
            && within(&self.cities.country, cities, countries, true)
            && within(&self.cities.metro, cities, self.metros.len(), true)
            && within(&self.ranked_as, countries, countries, false)
            && self.names_are_consistent()
    }

    fn names_are_consistent(&self) -> bool {
        let labels = [
            &self.institutions.labels,
            &self.cities.labels,
            &self.metros,
            &self.countries,
            &self.venues,
            &self.subfields,
        ];
        let institutions = self.institutions.labels.len();
        let cities = self.cities.labels.len();
        let sources = self.sources.name.len();
        labels.iter().all(|l| l.name.len() == l.len() && l.name_zh.len() == l.len())
            && [self.institutions.coordinates.lat.len(), self.institutions.coordinates.lon.len()]
                == [institutions; 2]
            && [self.institutions.ror.len(), self.institutions.kind.len()] == [institutions; 2]
            && [self.cities.coordinates.lat.len(), self.cities.coordinates.lon.len()] == [cities; 2]
            && [self.cities.population.len(), self.cities.admin1.len()] == [cities; 2]
            && [self.sources.format.len(), self.sources.sha256.len(), self.sources.bytes.len()]
                == [sources; 3]
    }
}

pub(super) fn within(column: &[u32], len: usize, bound: usize, optional: bool) -> bool {
    column.len() == len && column.iter().all(|&i| (i as usize) < bound || (optional && i == NONE))
}
