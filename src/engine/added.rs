//! Measures beside a ranking: columns that change neither its rows nor their order.

use super::Ranked;
use crate::base::Result;
use crate::base::records::{Cell, Column, Kind, Table};
use crate::indicators::measures::{Input, Measure};

/// Measures of every unit of a ranking.
#[derive(Debug, Default)]
pub struct Added {
    /// What was measured.
    pub measures: Vec<&'static Measure>,
    /// For each measure the value of each unit, by number.
    values: Vec<Vec<Option<f64>>>,
    /// Selected papers without normalised citations, if some measure needs them.
    pub not_normalised: Option<u64>,
}

impl Added {
    /// Measures the units of a ranking, by the papers that it selected and its counting scheme. Each measure costs what it
    /// says; what several need is computed once.
    ///
    /// # Errors
    /// As the measures.
    pub fn new(ranked: &Ranked, measures: Vec<&'static Measure>) -> Result<Self> {
        let units = ranked.units();
        let request = ranked.request();
        let input = Input::new(&ranked.corpus, &units, &request);
        let values = measures.iter().map(|measure| (measure.values)(&input)).collect::<Result<_>>()?;
        let not_normalised = input.normalised_if_used().map(|normalised| normalised.without);
        Ok(Self { measures, values, not_normalised })
    }

    /// Values of a unit, in the order of the measures.
    pub fn of(&self, unit: u32) -> impl Iterator<Item = Option<f64>> + '_ {
        self.values.iter().map(move |values| values[unit as usize])
    }

    /// Appends a column for each measure to a table whose rows are these units.
    pub fn append(&self, table: &mut Table, units: impl IntoIterator<Item = u32>) {
        if self.measures.is_empty() {
            return;
        }
        table.columns.to_mut().extend(self.measures.iter().map(|measure| column(measure)));
        for (row, unit) in table.rows.iter_mut().zip(units) {
            row.extend(self.of(unit).map(Cell::from));
        }
    }
}

/// A measure as a column.
pub const fn column(of: &Measure) -> Column {
    Column::new(of.id, Kind::Number, [of.title, of.title_zh], of.definition).in_unit(of.unit)
}
