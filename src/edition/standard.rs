//! Standardisation as the study does it: the logarithm of a figure, stretched to 0..100 between the extremes.

use super::interval::Interval;
use super::load::Edition;
use super::spec::{Max, Part};
use super::table::{Row, Table};
use super::zero::Zero;

/// The parts of an index with the distance between the extremes of each.
pub struct Scale<'a> {
    zero: Zero,
    parts: Vec<(&'a Part, Interval)>,
}

impl<'a> Scale<'a> {
    /// The scale of the index that a table is ordered by: what is printed, and the unseen constant inferred.
    pub fn new(edition: &'a Edition, table: &Table) -> Self {
        let parts = edition.spec.column(&table.spec.index).map_or(&[][..], |index| &index.parts);
        let parts = parts.iter().map(|part| (part, published_range(edition, part))).collect();
        let mut scale = Self { zero: edition.spec.zero, parts };
        if let Some(place) = scale.unseen() {
            scale.parts[place].1 = scale.infer(table, place);
        }
        scale
    }

    /// Place of the part whose largest value is not printed.
    fn unseen(&self) -> Option<usize> {
        self.parts.iter().position(|(part, _)| part.max == Max::Unseen)
    }

    /// That part, the range of its logarithm, and the largest value that follows.
    pub fn constant(&self) -> Option<(&'a Part, Interval, Interval)> {
        let (part, range) = self.parts[self.unseen()?];
        let least = self.zero.ln(part.min);
        Some((part, range, range.rising(|ln| self.zero.exp(least + ln))))
    }

    /// The range that most rows share; without any, the one that the largest printed value has.
    fn infer(&self, table: &Table, unseen: usize) -> Interval {
        let floor = Interval { high: f64::INFINITY, ..self.parts[unseen].1 };
        let of_rows = table.rows.iter().filter_map(|row| self.range_of_row(table, row, unseen)?.meet(floor));
        let of_rows: Vec<Interval> = of_rows.collect();
        Interval::most_shared(&of_rows).unwrap_or(Interval::exact(floor.low))
    }

    /// The ranges of the unseen part that make a row's printed index right.
    fn range_of_row(&self, table: &Table, row: &Row, unseen: usize) -> Option<Interval> {
        let seen = self.parts.iter().enumerate().filter(|(place, _)| *place != unseen);
        let seen = seen
            .map(|(_, (part, range))| self.standardised(part, table.interval(row, &part.column)?, *range));
        let rest = table.interval(row, &table.spec.index)? - seen.sum::<Option<Interval>>()?;
        let part = self.parts[unseen].0;
        let figure = table.interval(row, &part.column)?;
        (above_min(self.zero, part, figure) * (100.0 * part.weight)).over(rest)
    }

    /// What the index of a row can be, given what its printed figures can stand for.
    pub fn index(&self, table: &Table, row: &Row) -> Option<Interval> {
        let part = |(part, range): &(&Part, Interval)| {
            self.standardised(part, table.interval(row, &part.column)?, *range)
        };
        self.parts.iter().map(part).sum()
    }

    /// The index of a row from its figures as printed and the middle of the inferred range.
    pub fn point(&self, table: &Table, row: &Row) -> Option<f64> {
        let part = |(part, range): &(&Part, Interval)| {
            self.standardised(part, table.cell(row, &part.column)?.exact(), Interval::exact(range.middle()))
        };
        Some(self.parts.iter().map(part).sum::<Option<Interval>>()?.middle())
    }

    fn standardised(&self, part: &Part, figure: Interval, range: Interval) -> Option<Interval> {
        standardised(self.zero, part, figure, range)
    }
}

/// The distance of a figure's logarithm from that of the smallest value.
fn above_min(zero: Zero, part: &Part, figure: Interval) -> Interval {
    figure.rising(|x| zero.ln(x) - zero.ln(part.min))
}

/// A standardised part of an index times its weight; `range` is the distance between the extremes.
pub fn standardised(zero: Zero, part: &Part, figure: Interval, range: Interval) -> Option<Interval> {
    Some(above_min(zero, part, figure).over(range)? * (100.0 * part.weight))
}

/// How far the logarithm of the largest printed value lies above that of the smallest. The largest value of all is
/// never below the printed one, so an unseen range is at least this. Where the edition states it, that it is.
pub fn published_range(edition: &Edition, part: &Part) -> Interval {
    if let Max::Known(largest) = part.max {
        return above_min(edition.spec.zero, part, Interval::exact(largest));
    }
    let tables = edition.tables.iter();
    let figures = tables.flat_map(|t| t.rows.iter().filter_map(|r| t.interval(r, &part.column)));
    let largest = figures.max_by(|a, b| a.middle().total_cmp(&b.middle()));
    largest.map_or(Interval::exact(0.0), |figure| above_min(edition.spec.zero, part, figure))
}

/// An index that is the weighted sum of other indices, from those of the same row; `None` where one is not printed.
pub fn composed(edition: &Edition, table: &Table, row: &Row, index: &str) -> Option<Interval> {
    let index = edition.spec.column(index).filter(|index| edition.spec.is_composite(index))?;
    index.parts.iter().map(|p| Some(table.interval(row, &p.column)? * p.weight)).sum()
}
