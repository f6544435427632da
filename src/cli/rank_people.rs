//! The rounded columns of a ranking, for people.

use super::rank_format::{Beside, both_names, shown};
use crate::base::table::{fit, visible};
use crate::base::{Result, table};
use crate::engine::added::Added;
use crate::graph::Units;
use crate::index::ranking::Row;
use std::io::Write;

const TITLES: [&str; 10] = ["#", "name", "", "innov", "paper", "schol", "inst", "collab", "papers", "intl"];
/// Columns of names.
const NAMES: [usize; 2] = [1, 2];
/// Where papers and collaborations stand.
const INDICES_END: usize = 8;

/// Place, name, country, five indices, papers and collaborations; or the place with its interval, and tiers instead of the
/// last two; then the measures that were asked for.
pub struct People {
    titles: Vec<String>,
    lines: Vec<Vec<String>>,
}

impl People {
    /// The columns of some rows of a ranking.
    pub fn new(units: &Units<'_>, beside: &Beside, rows: &[Row]) -> Self {
        let titles = TITLES.map(str::to_owned).to_vec();
        let mut made = Self { titles, lines: rows.iter().map(|row| cells(units, row)).collect() };
        made.say_how_sure(beside, rows);
        made.add(&beside.added, rows);
        made
    }

    fn say_how_sure(&mut self, beside: &Beside, rows: &[Row]) {
        let Some(intervals) = &beside.intervals else { return };
        self.titles.splice(INDICES_END.., ["tier".to_owned()]);
        let widest = self.lines.iter().map(|line| line[0].len()).max().unwrap_or(0);
        for (line, row) in self.lines.iter_mut().zip(rows) {
            let (place, tier) = intervals.of(row.unit).map(|row| (row.place, row.tier)).unzip();
            let range = place.map(|place| format!(" ({}–{})", place.low, place.high)).unwrap_or_default();
            line[0] = format!("{:>widest$}{range}", line[0]);
            line.splice(INDICES_END.., [tier.map(|tier| tier.to_string()).unwrap_or_default()]);
        }
    }

    fn add(&mut self, added: &Added, rows: &[Row]) {
        for (i, measure) in added.measures.iter().enumerate() {
            self.titles.push(measure.id.to_owned());
            let values = rows.iter().map(|row| added.of(row.unit).nth(i).flatten());
            let cells = shown(measure.unit, values);
            self.lines.iter_mut().zip(cells).for_each(|(line, cell)| line.push(cell));
        }
    }

    /// Writes aligned columns. Beside the name, a line is at most so wide that together they have 80 columns, without the
    /// measures.
    pub fn table(mut self, out: &mut dyn Write) -> Result<()> {
        let usual = self.titles.len().min(TITLES.len());
        let others: usize = (0..usual).filter(|&i| i != 1).map(|i| self.widest(i) + 2).sum();
        let room = 80usize.saturating_sub(others).max(10);
        self.lines.iter_mut().for_each(|line| line[1] = fit(&visible(&line[1]), room));
        Ok(table::write(&self.titles, &self.lines, out)?)
    }

    fn widest(&self, column: usize) -> usize {
        let cells = self.lines.iter().map(|line| line[column].chars().count());
        cells.chain([self.titles[column].len()]).max().unwrap_or(0)
    }

    /// Writes a Markdown table.
    pub fn markdown(mut self, out: &mut dyn Write) -> Result<()> {
        self.lines.iter_mut().for_each(|line| line[0] = line[0].trim().to_owned());
        Ok(table::write_markdown(&self.titles, &NAMES, &self.lines, out)?)
    }
}

fn cells(units: &Units<'_>, row: &Row) -> Vec<String> {
    let index = |i: usize| format!("{:.2}", row.indices[i]);
    let count = |i: usize| row.values[i].map_or_else(|| "–".to_owned(), |v| format!("{v:.0}"));
    let country = units.country_code(row.unit).to_owned();
    let mut cells = vec![row.rank.to_string(), both_names(units, row.unit), country];
    cells.extend([index(4), index(0), index(1), index(2), index(3)]);
    cells.extend([count(0), count(6)]);
    cells
}
