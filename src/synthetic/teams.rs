//! Which cities sign a paper together. International papers come first, because their incidences are published; then
//! those within a country, as many as its distinct papers leave; the rest has one city.

mod domestic;
mod international;

use super::near::Near;
use super::random::Random;
use super::target::Target;

/// What teams must add up to.
pub(super) struct Wanted<'a> {
    /// City → its papers and incidences.
    pub(super) targets: &'a [Target],
    /// City → number of its country.
    pub(super) country: &'a [u16],
    /// Country → distinct papers, where they are published.
    pub(super) papers: &'a [Option<u64>],
    pub(super) near: &'a Near,
}

/// The cities of every paper that has one, each list in the order of its authors. What could not be met is missing.
pub(super) fn teams(wanted: &Wanted<'_>, random: &mut Random) -> Vec<Vec<u16>> {
    let mut teams = international::teams(wanted, random);
    domestic::add(wanted, &mut teams, random);
    random.shuffle(&mut teams);
    teams
}
