//! Every route of the API, in one visible list.

use super::route::Route;

/// Routes by resource.
pub const ROUTES: &[&[Route]] = &[];
