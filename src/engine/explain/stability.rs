//! How sure the place and each figure of one unit is.

use crate::base::Result;
use crate::base::records::{Cell, Column, Kind, Record};
use crate::engine::{Ranked, intervals};
use crate::index::ranking::INDICES;
use crate::indicators::catalogue::INDICATORS;
use crate::robustness::bootstrap::Options;
use crate::robustness::intervals::Interval;

/// What replicates say of a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Sure {
    /// What was drawn.
    pub options: Options,
    /// Place, tier and chances.
    pub stability: intervals::Stability,
    /// Rank, then seven indicators and five indices.
    pub figures: Vec<Figure>,
}

/// A figure with its interval.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Its name.
    pub name: &'static str,
    /// Its value in the ranking.
    pub value: Option<f64>,
    /// Over the replicates.
    pub interval: Interval,
}

impl Record for Figure {
    const COLUMNS: &'static [Column] = &[
        Column::new("figure", Kind::Text, ["figure", "数值"], "rank, an indicator or an index"),
        Column::new("value", Kind::Number, ["value", "值"], "its value in the ranking"),
        Column::new("low", Kind::Number, ["lower", "下限"], "sorted value at ⌊0.025 B⌋ of B replicates"),
        Column::new("high", Kind::Number, ["upper", "上限"], "sorted value at ⌊0.975 B⌋ of B replicates"),
        Column::new(
            "mean",
            Kind::Number,
            ["mean", "均值"],
            "mean over the replicates that rank the unit; of the rank over all",
        ),
        Column::new(
            "standard_error",
            Kind::Number,
            ["standard error", "标准误"],
            "standard deviation over the same",
        ),
    ];

    fn cells(&self) -> Vec<Cell> {
        let Interval { low, high, mean, error } = self.interval;
        let mut cells = vec![self.name.into()];
        cells.extend([self.value, low, high, mean, error].map(Cell::from));
        cells
    }
}

/// Draws papers and asks how sure a unit is. Cost: [`crate::robustness::bootstrap::run`].
pub fn sure(ranked: &Ranked, unit: u32, options: Options) -> Result<Sure> {
    let (_, stability) = intervals::of_unit(ranked, unit, options)?;
    let row = ranked.ranking.rows.iter().find(|row| row.unit == unit);
    let place = &stability.place;
    let rank = Figure {
        name: "rank",
        value: row.map(|row| f64::from(row.rank)),
        interval: Interval {
            low: Some(f64::from(place.low)),
            high: Some(f64::from(place.high)),
            mean: Some(place.mean),
            error: place.error,
        },
    };
    let names = INDICATORS.iter().map(|indicator| indicator.id).chain(INDICES.map(|index| index.0));
    let values = row.into_iter().flat_map(|row| row.values.into_iter().chain(row.indices.map(Some)));
    let figures = stability.figures.into_iter().flatten();
    let figure = |((name, value), interval)| Figure { name, value, interval };
    let figures = std::iter::once(rank).chain(names.zip(values).zip(figures).map(figure)).collect();
    Ok(Sure { options, stability, figures })
}
