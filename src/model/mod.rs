//! Papers, authorships, scholars, institutions and places: records as they come in, columns as they are kept.

pub mod record;
