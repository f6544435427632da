//! The land of the world without borders: those of any source are lines of fact that somebody disputes.

use super::projection::{Place, bent, equal_earth};
use std::sync::LazyLock;

/// Natural Earth 1:110m, public domain; `data/README.md` says how it was made.
const LAND: &str = include_str!("../../../data/land-110m.txt");

/// The rings of the land: degrees north and east, the first place not repeated. Lakes are rings within rings.
fn rings() -> impl Iterator<Item = Vec<Place>> {
    LAND.lines().map(|line| line.split(',').filter_map(place).collect())
}

fn place(text: &str) -> Option<Place> {
    let (lon, lat) = text.split_once(' ')?;
    Some((lat.parse().ok()?, lon.parse().ok()?))
}

/// The rings on the Equal Earth projection of a sphere of radius 1, to the right and up.
pub(super) fn projected() -> &'static [Vec<(f64, f64)>] {
    static PROJECTED: LazyLock<Vec<Vec<(f64, f64)>>> = LazyLock::new(|| {
        let sides = |ring: Vec<Place>| {
            let next: Vec<Place> = ring.iter().cycle().skip(1).take(ring.len()).copied().collect();
            ring.into_iter().zip(next).flat_map(|(from, to)| bent(from, to, 4.0)).map(equal_earth).collect()
        };
        rings().map(sides).collect()
    });
    &PROJECTED
}

#[cfg(test)]
mod tests {
    use super::super::projection::is_place;
    use super::*;
    use std::f64::consts::TAU;

    fn is_land(place: Place) -> bool {
        let crosses = |ring: &Vec<Place>| {
            let sides = ring.iter().zip(ring.iter().cycle().skip(1));
            let crossed = sides.filter(|((lat, lon), (next_lat, next_lon))| {
                (*lat > place.0) != (*next_lat > place.0)
                    && place.1 < lon + (place.0 - lat) / (next_lat - lat) * (next_lon - lon)
            });
            crossed.count()
        };
        rings().map(|ring| crosses(&ring)).sum::<usize>() % 2 == 1
    }

    #[test]
    fn every_line_is_a_ring_of_places() {
        let all: Vec<Vec<Place>> = rings().collect();
        let written = LAND.lines().map(|line| line.split(',').count());
        assert!(all.iter().map(Vec::len).eq(written), "every pair of numbers is read");
        assert!(all.iter().all(|ring| ring.len() >= 3 && ring.iter().all(|place| is_place(*place))));
    }

    #[test]
    fn no_side_leaps_over_the_world_but_below_the_south_pole() {
        for ring in rings() {
            for ((lat, lon), (next_lat, next_lon)) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                let is_pole = *lat <= -90.0 && *next_lat <= -90.0;
                assert!((lon - next_lon).abs() < 60.0 || is_pole, "{lat} {lon} – {next_lat} {next_lon}");
            }
        }
    }

    #[test]
    fn cities_are_on_land_and_seas_are_not() {
        let land = [(39.9, 116.4), (48.9, 2.3), (-23.5, -46.6), (66.0, 179.0), (66.0, -175.0), (-85.0, 0.0)];
        let sea = [(0.0, -30.0), (42.0, 51.0), (-50.0, 180.0), (30.0, -140.0), (75.0, 0.0), (-15.0, 85.0)];
        assert!(land.into_iter().all(is_land));
        assert!(!sea.into_iter().any(is_land));
    }

    #[test]
    fn the_land_has_its_share_of_the_earth() {
        // On an equal-area projection the shoelace formula gives areas; lakes run the other way round.
        let area = |ring: &Vec<(f64, f64)>| {
            let sides = ring.iter().zip(ring.iter().cycle().skip(1));
            sides.map(|((x, y), (next_x, next_y))| x * next_y - next_x * y).sum::<f64>() / 2.0
        };
        let share = projected().iter().map(area).sum::<f64>().abs() / (2.0 * TAU);
        // 148.9 of 510.1 million square kilometres.
        assert!((share - 0.2919).abs() < 0.006, "{share}");
    }
}
