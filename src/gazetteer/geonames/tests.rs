//! The dump files of GeoNames.
