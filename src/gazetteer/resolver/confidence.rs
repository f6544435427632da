//! How sure each method is: the share of its answers that the benchmark `resolver` found right, rounded to hundredths.
//!
//! Measured on the gold strings by mentions (`cargo bench --bench resolver`), the whole list resolved at once. A method
//! that the gold list hardly uses takes the share of the one that it is most like, said beside it.

use super::answer::Method;

/// The share of answers of a method that were right.
pub const fn of(method: Method) -> f32 {
    match method {
        // Keys are taken at their word: what is wrong with them is wrong in the source.
        Method::RorId | Method::SourceId => 0.99,
        Method::ExactName => 0.99,
        Method::ExactAlias => 0.98,
        Method::NameInPart => 0.97,
        Method::Alias => 0.97,
        Method::Acronym => 0.9,
        Method::Domain => 0.9,
        Method::HintName => 0.9,
        Method::OtherCountry => 0.8,
        Method::NameOnly => 0.8,
        Method::PlaceOnly => 0.9,
        Method::NamedInText => 0.99,
        Method::NamedBesideInstitution => 0.95,
        Method::NamedInName => 0.9,
        Method::HintCity => 0.9,
        Method::Campus => 0.95,
        Method::Seat => 0.98,
        Method::NearestToCoordinates => 0.95,
        Method::Learned => 0.9,
        Method::CityState => 0.98,
    }
}
