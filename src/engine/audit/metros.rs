//! Half-merged metros: cities close to a metro that do not belong to it, and close cities that are ranked apart.

use super::{Apart, Auditor};
use crate::gazetteer::lookup::distance;
use crate::model::corpus::NONE;
use std::cmp::Reverse;

/// Degrees of latitude in a kilometre, a little too many.
const DEGREES: f64 = 1.0 / 110.0;

impl Auditor<'_> {
    /// Pairs of cities with papers, in one country, within a distance, that are ranked apart. Of a pair the smaller is
    /// the one to be joined. Those beside a metro first, then most papers.
    pub(super) fn apart(&self, kilometres: f64) -> Vec<Apart> {
        let cities = &self.corpus.cities;
        let city_of = |i: u32| Some(self.corpus.institutions.city[i as usize]).filter(|&city| city != NONE);
        let papers = self.papers_of(city_of);
        let mut placed: Vec<(u32, (f64, f64))> =
            papers.keys().filter_map(|&city| Some((city, cities.coordinates.get(city as usize)?))).collect();
        placed.sort_by(|a, b| a.1.0.total_cmp(&b.1.0).then(a.0.cmp(&b.0)));
        let mut found = Vec::new();
        for (i, &(a, here)) in placed.iter().enumerate() {
            let close =
                placed[i + 1..].iter().take_while(|(_, there)| there.0 - here.0 <= kilometres * DEGREES);
            for &(b, there) in close {
                let km = distance(here, there);
                if km <= kilometres && self.are_ranked_apart(a, b) {
                    found.push(self.pair((a, papers[&a]), (b, papers[&b]), km));
                }
            }
        }
        found.sort_by_key(|pair| (!pair.metro, Reverse(pair.papers), pair.city, pair.near));
        found
    }

    fn are_ranked_apart(&self, a: u32, b: u32) -> bool {
        let cities = &self.corpus.cities;
        let (one, other) = (cities.metro[a as usize], cities.metro[b as usize]);
        cities.country[a as usize] == cities.country[b as usize] && (one == NONE || one != other)
    }

    /// The one outside a metro is joined to the one inside; otherwise the smaller to the larger.
    fn pair(&self, a: (u32, u64), b: (u32, u64), kilometres: f64) -> Apart {
        let in_metro = |city: u32| self.corpus.cities.metro[city as usize] != NONE;
        let a_is_joined = match (in_metro(a.0), in_metro(b.0)) {
            (true, false) => false,
            (false, true) => true,
            _ => (a.1, b.0) < (b.1, a.0),
        };
        let (city, near) = if a_is_joined { (a, b) } else { (b, a) };
        Apart { city: city.0, near: near.0, kilometres, papers: city.1, metro: in_metro(near.0) }
    }
}
