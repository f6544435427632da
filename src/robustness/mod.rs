//! How sure a ranking is: resampled papers, varied switches, differences between editions.

pub mod bootstrap;
pub mod contributions;
mod distinct;
pub mod gain;
pub mod intervals;
mod linear;
pub mod multiplicity;
pub mod replicate;
mod shares;
pub mod what_if;
pub mod without;
