//! How sure a ranking is: resampled papers, varied switches, differences between editions.

pub mod correlation;
pub mod gain;
pub mod sensitivity;
pub mod sobol;
pub mod what_if;
pub mod without;
