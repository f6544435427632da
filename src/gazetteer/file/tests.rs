//! The compact file.
