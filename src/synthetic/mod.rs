//! A corpus that a generator made up, as the four tables: for trying the program out, for tests and for benchmarks.
//!
//! It has the shape of a real one: few large institutions and many small ones, few often-cited papers, partners that are
//! near or in the same country more often than not. Its names say that it is synthetic, and so does the citation source of
//! every paper, which the program shows beside every ranking made from it.

mod papers;
mod places;
mod random;
mod tables;
mod words;

use crate::base::{Result, files};
use places::Places;
use std::path::Path;
use tables::Table;

/// Citation source of every generated paper: the program labels what it makes from such papers.
pub use crate::model::record::SYNTHETIC as CITATION_SOURCE;

/// What to generate. The same shape gives the same bytes, on any machine and any day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Another seed, another corpus.
    pub seed: u64,
    /// Papers.
    pub papers: u32,
    /// Scholars to draw from: a few in a hundred sign nothing.
    pub scholars: u32,
    /// Institutions.
    pub institutions: u32,
}

impl Shape {
    /// Small enough for a first look: 20,000 papers.
    pub const fn demo() -> Self {
        Self { seed: 2023, papers: 20_000, scholars: 30_000, institutions: 600 }
    }

    /// As large as the corpus of the 2023 study: 191,237 papers.
    pub const fn reference() -> Self {
        Self { seed: 2023, papers: 191_237, scholars: 286_713, institutions: 5_783 }
    }

    /// The same proportions at another size; nothing falls below 1.
    #[must_use]
    #[expect(clippy::cast_sign_loss, reason = "a conversion to an integer stops at the integer's ends")]
    pub fn scaled(self, factor: f64) -> Self {
        let scale = |count: u32| ((f64::from(count) * factor).round() as u32).max(1);
        let Self { seed, papers, scholars, institutions } = self;
        Self { seed, papers: scale(papers), scholars: scale(scholars), institutions: scale(institutions) }
    }

    /// Number of cities: 520 in the reference shape, and with the square root of the institutions elsewhere.
    pub fn cities(&self) -> u32 {
        let institutions = u64::from(self.institutions.max(1));
        let cities = (institutions * 520 * 520 / 5_783).isqrt();
        cities.clamp(1, institutions) as u32
    }
}

/// How the tables are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Packing {
    /// As `.csv`.
    #[default]
    None,
    /// As `.csv.zst`.
    Zstd,
}

impl Packing {
    const fn ending(self) -> &'static str {
        match self {
            Self::None => ".csv",
            Self::Zstd => ".csv.zst",
        }
    }
}

/// What was generated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Papers.
    pub papers: u64,
    /// Authorships: authors of papers.
    pub authorships: u64,
    /// Rows of authorships: an author with two affiliations has two.
    pub rows: u64,
    /// Scholars that signed a paper.
    pub scholars: u64,
    /// Institutions.
    pub institutions: u64,
    /// Cities.
    pub cities: u64,
    /// Countries.
    pub countries: u64,
}

const CITIES: [&str; 10] = [
    "city_id",
    "name",
    "name_zh",
    "country_code",
    "admin1_code",
    "lat",
    "lon",
    "population",
    "report_country",
    "metro_id",
];
const INSTITUTIONS: [&str; 9] =
    ["institution_id", "name", "city_id", "country_code", "lat", "lon", "ror", "name_zh", "type"];
const PAPERS: [&str; 13] = [
    "paper_id",
    "title",
    "venue",
    "field",
    "year",
    "citations",
    "citation_source",
    "status",
    "track",
    "doi",
    "source",
    "n_authors",
    "n_authors_with_affiliation",
];
const AUTHORSHIPS: [&str; 6] =
    ["paper_id", "position", "scholar_id", "name", "source_author_id", "institution_id"];

/// Writes a corpus as four tables into a folder, which is made if it is not there. Tables of the same names are replaced.
pub fn write(shape: &Shape, dir: &Path) -> Result<Summary> {
    write_packed(shape, dir, Packing::None)
}

/// As [`write`], compressed or not. Memory: 8 bytes for each pair of cities, a byte a scholar; none a paper.
pub fn write_packed(shape: &Shape, dir: &Path, packing: Packing) -> Result<Summary> {
    files::create_dir(dir)?;
    let places = Places::new(shape);
    let mut cities = Table::create(dir, "cities", packing, &CITIES)?;
    places.write_cities(&mut cities)?;
    let mut institutions = Table::create(dir, "institutions", packing, &INSTITUTIONS)?;
    places.write_institutions(shape.seed, &mut institutions)?;
    let mut summary = Summary {
        institutions: shape.institutions.max(1).into(),
        cities: shape.cities().into(),
        countries: places.countries().into(),
        ..Summary::default()
    };
    let mut papers = Table::create(dir, "papers", packing, &PAPERS)?;
    let mut authorships = Table::create(dir, "authorships", packing, &AUTHORSHIPS)?;
    papers::Generator::new(shape, &places).write(&mut papers, &mut authorships, &mut summary)?;
    [cities, institutions, papers, authorships].into_iter().try_for_each(Table::finish)?;
    Ok(summary)
}

#[cfg(test)]
mod tests;
