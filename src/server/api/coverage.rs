//! Coverage: how much of the edition can be credited to a place.

use super::parameter::{Kind, Parameter, query};
use super::route::{Answer, Call, Route};
use crate::base::Result;
use crate::base::records::{Record, Table};
use crate::engine::coverage::Breakdown;
use crate::engine::views::coverage::{Dimension, Row, rows};

const BY: &[Parameter] = &[query(
    "by",
    Kind::Choice(&["source", "venue", "year", "country"]),
    "Only this dimension; else all of them. The total comes first.",
)];

/// Routes.
pub const ROUTES: &[Route] = &[Route {
    path: "/api/v1/coverage",
    id: "coverage",
    title: "How much can be credited to a place",
    description: "The rows of `aicity coverage`: counts in total, and by data source, venue, year and country. A paper \
                  counts in each of its countries.",
    parameters: &[BY],
    body: None,
    answer: Answer::Table { columns: || Row::COLUMNS, make },
}];

// The type is that of every handler.
#[allow(clippy::unnecessary_wraps)]
fn make(call: &Call<'_>) -> Result<Table> {
    let wanted = call.values.text("by");
    let by = Dimension::ALL.into_iter().find(|dimension| Some(dimension.name()) == wanted);
    Ok(Table::of(&rows(&Breakdown::of(&call.edition.corpus), by)))
}
