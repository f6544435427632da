//! How sure a ranking is: resampled papers, varied switches, differences between editions.

pub mod difference;
pub mod gain;
pub mod what_if;
pub mod without;
