//! A corpus that a generator made up, as the four tables: one whose figures are those of the published study, as far as
//! it printed them. The study's papers are not public; with this corpus the main job can be checked end to end at the
//! size it was built for.
//!
//! The figures of each city are solved from what the study prints of it ([`target`]), those of the others are shaped like
//! open data ([`others`]); then papers are put together so that every city comes out at its figures ([`teams`],
//! [`citations`], [`credit`], [`scholars`], [`fields`]). What does not come out is reported ([`Residuals`]). Names of
//! scholars, institutions and of cities that no table names say that they are synthetic, and so does the citation source
//! of every paper, which the program shows beside every ranking made from it.

#![expect(
    clippy::cast_sign_loss,
    reason = "figures are not negative, and a conversion stops at the integer's ends"
)]

mod block;
mod citations;
mod countries;
mod credit;
mod curve;
mod fields;
mod lists;
mod near;
mod others;
mod plan;
mod published;
mod random;
mod residuals;
mod scholars;
mod slots;
mod tables;
mod target;
mod teams;
mod words;
mod write;

use crate::base::{Error, Result, files};
use block::Block;
use plan::Plan;
use std::path::Path;
use tables::Table;
use write::Writer;

/// Citation source of every generated paper: the program labels what it makes from such papers.
pub use crate::model::record::SYNTHETIC as CITATION_SOURCE;
pub use residuals::{Residual, Residuals};

/// Seed of the demo and of the benchmarks: the year of the study.
pub const SEED: u64 = 2023;
/// Largest size.
pub const MOST: f64 = 1000.0;

/// Which corpus. The same gives the same bytes, on any machine and any day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Like2023 {
    /// Another seed, other papers with the same published figures.
    pub seed: u64,
    /// Size: 1 for that of the study, 0.001 to 1 for a part of it, or a whole number of times: papers, scholars and
    /// institutions grow, cities stay. Only at 1 are the published figures met.
    pub scale: f64,
}

impl Default for Like2023 {
    fn default() -> Self {
        Self { seed: SEED, scale: 1.0 }
    }
}

impl Like2023 {
    /// At another size.
    #[must_use]
    pub fn scaled(scale: f64) -> Self {
        Self { scale, ..Self::default() }
    }

    /// Number of corpora of the published size, or of a part of it.
    fn blocks(self) -> Result<u64> {
        match self.scale {
            part if (0.001..=1.0).contains(&part) => Ok(1),
            whole if whole > 1.0 && whole <= MOST && whole.fract() == 0.0 => Ok(whole as u64),
            other => Err(Error::usage(
                format!("no corpus of {other} times the size"),
                format!("give a part from 0.001 to 1, or a whole number up to {MOST}"),
            )),
        }
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
    /// Scholars; all of them sign a paper.
    pub scholars: u64,
    /// Institutions; all of them have a paper.
    pub institutions: u64,
    /// Cities; those of a metro count each.
    pub cities: u64,
    /// Countries as the study ranks them.
    pub countries: u64,
}

/// What was generated, and how far it is from what was published.
#[derive(Debug, Clone)]
pub struct Generated {
    /// Counts.
    pub summary: Summary,
    /// Of a corpus of the published size.
    pub residuals: Option<Residuals>,
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
///
/// `progress` is told how many papers are written, of how many. Time: about 8 µs a paper. Memory: 250 bytes for each
/// paper of one of these, whatever the scale.
pub fn write(
    like: Like2023,
    dir: &Path,
    packing: Packing,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Generated> {
    let blocks = like.blocks()?;
    files::create_dir(dir)?;
    let plan = Plan::new(like.seed, like.scale)?;
    let mut cities = Table::create(dir, "cities", packing, &CITIES)?;
    let count = write::cities(&plan, &mut cities)?;
    let mut institutions = Table::create(dir, "institutions", packing, &INSTITUTIONS)?;
    let mut papers = Table::create(dir, "papers", packing, &PAPERS)?;
    let mut authorships = Table::create(dir, "authorships", packing, &AUTHORSHIPS)?;
    let mut writer = Writer::new(&plan);
    let mut residuals = None;
    let all = blocks * plan.papers;
    for number in 0..blocks {
        let before = writer.summary().papers;
        progress(before, all);
        let block = Block::new(&plan, number)?;
        let tables = [&mut institutions, &mut papers, &mut authorships];
        writer.write(number, &block, tables, &mut |written| progress(before + written, all))?;
        if like.scale.total_cmp(&1.0).is_eq() {
            residuals = Some(residuals::residuals(&plan, &block, &writer.summary())?);
        }
    }
    progress(all, all);
    [cities, institutions, papers, authorships].into_iter().try_for_each(Table::finish)?;
    let summary = Summary { cities: count, countries: plan.codes.len() as u64, ..writer.summary() };
    Ok(Generated { summary, residuals })
}

#[cfg(test)]
mod tests;
