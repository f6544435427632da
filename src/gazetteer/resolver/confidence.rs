//! How sure each method is: the share of its answers that the benchmark `resolver` found right, rounded to hundredths.
//!
//! Measured on the gold strings by mentions (`cargo bench --bench resolver`), the whole list resolved at once. A method
//! that the gold list hardly uses takes the share of the one that it is most like, said beside it.

use super::answer::Method;

/// The share of answers of a method that were right.
#[allow(clippy::match_same_arms)] // Each method has its own measured figure, though some are equal.
pub const fn of(method: Method) -> f32 {
    match method {
        // Keys are taken at their word: what is wrong with them is wrong in the source.
        Method::RorId | Method::SourceId => 0.99,
        Method::ExactName => 0.99,
        Method::ExactAlias => 0.9,
        Method::NameInPart => 0.87,
        Method::Alias => 0.97,
        Method::Acronym => 0.84,
        // As acronyms, which they replace.
        Method::Domain => 0.84,
        // As names within a part: somebody read them out of the text.
        Method::HintName => 0.87,
        Method::OtherCountry => 0.8,
        // The name is as printed; whether the gazetteer has that institution by another name is not known.
        Method::NameOnly => 0.5,
        Method::PlaceOnly => 0.5,
        Method::NamedInText => 0.99,
        Method::NamedBesideInstitution => 0.81,
        Method::NamedInName => 0.88,
        // As places beside an institution.
        Method::HintCity => 0.81,
        Method::Campus => 0.74,
        Method::Seat => 0.99,
        Method::NearestToCoordinates => 0.98,
        Method::Learned => 0.56,
        Method::CityState => 0.99,
    }
}
