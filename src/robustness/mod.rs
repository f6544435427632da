//! How sure a ranking is: resampled papers, varied switches, differences between editions.
