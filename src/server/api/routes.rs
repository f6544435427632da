//! Every route of the API, in one visible list.

use super::route::Route;
use super::{behind, catalogue, compare, coverage, editions, network, rankings, resolve, units};

/// Routes by resource.
pub const ROUTES: &[&[Route]] = &[
    catalogue::ROUTES,
    editions::ROUTES,
    rankings::ROUTES,
    units::ROUTES,
    behind::ROUTES,
    network::ROUTES,
    compare::ROUTES,
    coverage::ROUTES,
    resolve::ROUTES,
];
