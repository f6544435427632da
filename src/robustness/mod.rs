//! How sure a ranking is: resampled papers, varied switches, differences between editions.

pub mod board;
pub mod bootstrap;
pub mod contributions;
pub mod correlation;
pub mod difference;
mod distinct;
pub mod gain;
pub mod intervals;
mod linear;
pub mod multiplicity;
mod poisson;
pub mod replicate;
pub mod sensitivity;
mod shares;
pub mod sobol;
pub mod what_if;
pub mod without;
