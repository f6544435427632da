//! Figures of a unit by their names, and credit as a number beside its exact text.

use crate::base::records::Cell;
use crate::index::ranking::INDICES;
use crate::indicators::catalogue::{self, INDICATORS};
use crate::indicators::{Sum, Tally};
use serde::{Serialize, Serializer};

/// The seven indicators, in the order of [`INDICATORS`]; serialised as an object by their ids.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Indicators(pub [Option<f64>; 7]);

impl Indicators {
    /// Those of a tally.
    pub fn of(tally: &Tally) -> Self {
        Self(catalogue::values(tally))
    }
}

impl Serialize for Indicators {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(
            INDICATORS.iter().zip(self.0).map(|(indicator, value)| (indicator.id, Cell::from(value))),
        )
    }
}

/// The five indices, in the order of [`INDICES`]; serialised as an object by their names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Indices(pub [f64; 5]);

impl Serialize for Indices {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(INDICES.iter().zip(self.0).map(|(index, value)| (index.0, Cell::from(value))))
    }
}

/// What a unit is credited with for something: a sum of fractions, exact.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Credit(pub Sum);

impl Credit {
    /// As a number.
    pub fn value(&self) -> f64 {
        self.0.value()
    }

    /// Exactly: `3`, `5/12`.
    pub fn exact(&self) -> String {
        self.0.to_string()
    }

    /// Its two cells: number, and exact text.
    pub fn cells(&self) -> [Cell; 2] {
        [self.value().into(), Cell::Text(self.exact())]
    }
}

/// Serialises a double as tables do: whole ones without a fraction.
///
/// # Errors
/// What the serialiser says.
pub fn number<S: Serializer>(value: &f64, to: S) -> Result<S::Ok, S::Error> {
    Cell::from(*value).serialize(to)
}

/// The same where there may be none.
///
/// # Errors
/// What the serialiser says.
pub fn optional<S: Serializer>(value: &Option<f64>, to: S) -> Result<S::Ok, S::Error> {
    Cell::from(*value).serialize(to)
}
