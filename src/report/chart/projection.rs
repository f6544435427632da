//! From the globe to paper: the Equal Earth projection.

use super::measure::Spot;

/// Degrees north and east, as [`super::Point`] has them.
pub(super) type Place = (f64, f64);

/// Half the width and height of the world on a sphere of radius 1.
pub(super) const HALF: (f64, f64) = (2.706_629_984, 1.317_362_760);

/// Whether a place is on the globe.
pub(super) fn is_place((lat, lon): Place) -> bool {
    (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon)
}

/// A place on the Equal Earth projection of a sphere of radius 1, to the right and up. Areas keep their proportions.
///
/// Formula and coefficients: B. Šavrič, T. Patterson, B. Jenny: "The Equal Earth map projection", International Journal
/// of Geographical Information Science 33(3), 2019 (online 2018), <https://doi.org/10.1080/13658816.2018.1504949>.
pub(super) fn equal_earth((lat, lon): Place) -> Spot {
    const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
    let root = 3.0_f64.sqrt();
    let theta = libm::asin(root / 2.0 * libm::sin(lat.to_radians()));
    let (square, cosine) = (theta * theta, libm::cos(theta));
    let sixth = square * square * square;
    let slope = A[0] + 3.0 * A[1] * square + sixth * (7.0 * A[2] + 9.0 * A[3] * square);
    let x = 2.0 * root * lon.to_radians() * cosine / (3.0 * slope);
    (x, theta * (A[0] + A[1] * square + sixth * (A[2] + A[3] * square)))
}

/// How far the bend of a bow is from the straight line, as a part of its length.
const BEND: f64 = 0.2;
/// Nothing is drawn further north: there meridians meet, and lines with them.
const NORTH: f64 = 80.0;

/// A bow from place to place, the shorter way around and to the north of it, as runs of places that do not cross the
/// antimeridian. A line to see, no route: great circles between the east of Asia and the west of America all go along the pole.
pub(super) fn bow(from: Place, to: Place) -> Vec<Vec<Place>> {
    let (lat, lon) = (to.0 - from.0, around(to.1 - from.1));
    let side = BEND.copysign(lon);
    let bend = (from.0 + lat / 2.0 + side * lon, from.1 + lon / 2.0 - side * lat);
    let parts = (libm::hypot(lat, lon) / 3.0).ceil().clamp(2.0, 64.0) as i8;
    let at = |part: i8| {
        let t = f64::from(part) / f64::from(parts);
        let through =
            |start: f64, bend: f64, end: f64| (1.0 - t) * ((1.0 - t) * start + 2.0 * t * bend) + t * t * end;
        let north = through(from.0, bend.0, to.0);
        // Ends stay where they are.
        (north.min(NORTH.max(from.0).max(to.0)), around(through(from.1, bend.1, from.1 + lon)))
    };
    let places: Vec<Place> =
        std::iter::once(from).chain((1..parts).map(at)).chain(std::iter::once(to)).collect();
    cut(&places)
}

/// Degrees of longitude as those between -180 and 180.
fn around(lon: f64) -> f64 {
    if lon > 180.0 {
        lon - 360.0
    } else if lon < -180.0 {
        lon + 360.0
    } else {
        lon
    }
}

/// Parts a line where it crosses the antimeridian; both parts reach it.
fn cut(places: &[Place]) -> Vec<Vec<Place>> {
    let mut runs = vec![vec![places[0]]];
    for pair in places.windows(2) {
        let [(lat, lon), (next_lat, next_lon)] = [pair[0], pair[1]];
        if (next_lon - lon).abs() > 180.0 {
            let side = 180.0_f64.copysign(lon);
            let ahead = side - lon;
            let whole = ahead.abs() + (180.0 - next_lon.abs());
            // Both ends may lie on the antimeridian.
            let share = if whole > 0.0 { ahead.abs() / whole } else { 0.0 };
            let crossing = lat + share * (next_lat - lat);
            last(&mut runs).push((crossing, side));
            runs.push(vec![(crossing, -side)]);
        }
        last(&mut runs).push((next_lat, next_lon));
    }
    runs
}

fn last(runs: &mut [Vec<Place>]) -> &mut Vec<Place> {
    let at = runs.len() - 1;
    &mut runs[at]
}

/// A line between two places, straight in degrees, as places that are at most so many degrees apart: straight lines on
/// the globe's grid are bent on paper.
pub(super) fn bent(from: Place, to: Place, most: f64) -> impl Iterator<Item = Place> {
    let (lat, lon) = (to.0 - from.0, to.1 - from.1);
    let parts = (lat.abs().max(lon.abs()) / most).ceil().max(1.0);
    let counts = std::iter::successors(Some(1.0), |part| Some(part + 1.0));
    counts.take_while(move |part| *part <= parts).map(move |part| {
        let share = part / parts;
        (from.0 + share * lat, from.1 + share * lon)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Written by PROJ 9.5.1 (`+proj=eqearth +R=1 +lon_0=0`), through pyproj 3.7.2.
    const PROJ: [(Place, Spot); 9] = [
        ((0.0, 0.0), (0.0, 0.0)),
        ((0.0, 180.0), (2.706_629_984, 0.0)),
        ((90.0, 0.0), (0.0, 1.317_362_759)),
        ((39.9042, 116.4074), (1.552_318_872, 0.772_943_133)),
        ((37.7749, -122.4194), (-1.653_659_734, 0.735_306_305)),
        ((-33.8688, 151.2093), (2.087_106_438, -0.664_683_777)),
        ((-90.0, -180.0), (-1.603_588_648, -1.317_362_759)),
        ((-22.9068, -43.1729), (-0.624_585_693, -0.457_513_786)),
        ((69.6492, 18.9553), (0.194_143_759, 1.203_878_023)),
    ];

    #[test]
    fn places_stand_where_proj_puts_them() {
        for (place, (x, y)) in PROJ {
            let own = equal_earth(place);
            assert!((own.0 - x).abs() < 2e-9 && (own.1 - y).abs() < 2e-9, "{place:?}: {own:?}");
        }
    }

    #[test]
    fn a_bow_over_the_pacific_is_cut_once_and_bends_to_the_north() {
        let runs = bow((39.9, 116.4), (37.8, -122.4));
        assert_eq!(runs.len(), 2);
        let (before, after) = (runs[0][runs[0].len() - 1], runs[1][0]);
        assert!((before.1 - 180.0).abs() < 1e-9 && (after.1 + 180.0).abs() < 1e-9);
        assert!((before.0 - after.0).abs() < 1e-9 && (45.0..60.0).contains(&before.0), "{before:?}");
        let steps = runs.iter().flat_map(|run| run.windows(2));
        assert!(steps.clone().all(|pair| (pair[0].1 - pair[1].1).abs() < 10.0));
    }

    #[test]
    fn a_bow_is_the_same_from_either_end_and_its_middle_is_a_tenth_of_its_length_away() {
        let (from, to) = ((0.0, 0.0), (0.0, 40.0));
        let there = bow(from, to).concat();
        let mut back = bow(to, from).concat();
        back.reverse();
        assert_eq!(there.len(), back.len());
        assert!(there.iter().zip(&back).all(|(a, b)| (a.0 - b.0).abs() < 1e-9 && (a.1 - b.1).abs() < 1e-9));
        assert!(
            there.iter().any(|place| (place.0 - 4.0).abs() < 1e-9 && (place.1 - 20.0).abs() < 1e-9),
            "{there:?}"
        );
    }

    #[test]
    fn bows_stay_on_the_globe() {
        for (from, to) in
            [((89.0, 10.0), (70.0, -170.0)), ((10.0, 180.0), (-10.0, -180.0)), ((-33.9, 151.2), (51.5, -0.1))]
        {
            let places = bow(from, to).concat();
            assert!(places.iter().all(|place| is_place(*place)), "{places:?}");
            assert_eq!((places[0], places[places.len() - 1]), (from, to));
        }
    }
}
