//! The study's first table beside the ranking of the demo.

use super::rank_format::{self, Beside, Format};
use crate::base::{Error, Result, table};
use crate::edition::Edition;
use crate::engine::Ranked;
use crate::index::ranking::INDICES;
use std::io::Write;

/// Table of the summary: 20 cities with all indices.
const TABLE: &str = "1";
/// Indices in the order of the columns, innovation first.
const ORDER: [usize; 5] = [4, 0, 1, 2, 3];
const TITLES: [&str; 7] = ["#", "city", "innovation", "paper", "scholar", "institution", "collab"];

/// Writes the published table beside the computed one, if the corpus is to meet it, then the ranking as usual.
pub(super) fn write(ranked: &Ranked, as_published: bool, out: &mut dyn Write) -> Result<()> {
    if as_published {
        beside(ranked, out)?;
    }
    rank_format::write(ranked, &Beside::default(), 20, Format::Table, out)
}

fn beside(ranked: &Ranked, out: &mut dyn Write) -> Result<()> {
    let edition = Edition::load("2023")?;
    let published = edition.table(TABLE).ok_or_else(|| Error::Bug("no table 1".into()))?;
    let units = ranked.units();
    let mut lines = Vec::new();
    let mut largest = [0.0_f64; INDICES.len()];
    let mut in_place = 0;
    for (printed, row) in published.rows.iter().zip(&ranked.ranking.rows) {
        let name = units.name_zh(row.unit);
        in_place += usize::from(name == printed.city && row.rank == printed.rank);
        let mut line = vec![row.rank.to_string(), format!("{}/{name}", printed.city)];
        if name == printed.city {
            line[1].clone_from(&printed.city);
        }
        for index in ORDER {
            let computed = row.indices[index];
            let figure = published.cell(printed, INDICES[index].0).map_or(f64::NAN, |figure| figure.value);
            largest[index] = largest[index].max((computed - figure).abs());
            line.push(format!("{figure:.2}/{computed:.2}"));
        }
        lines.push(line);
    }
    writeln!(out, "Table 1 of the study: published / computed from the generated papers\n")?;
    table::write(&TITLES.map(str::to_owned), &lines, out)?;
    let differences: Vec<String> =
        ORDER.iter().map(|&i| format!("{} {:.3}", INDICES[i].1, largest[i])).collect();
    writeln!(
        out,
        "\n{in_place} of {} ranks are the same. Largest differences: {}.",
        lines.len(),
        differences.join(", ")
    )?;
    writeln!(
        out,
        "Scholar indices follow table 7, which contradicts tables 1 and 4; innovation indices with them.\n\
         All published figures beside the generated ones: aicity generate --like 2023 -o DIR\n"
    )?;
    Ok(())
}
