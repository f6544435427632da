//! Formulas that more than one layer computes, and SPARQL queries too: each stands here once.

/// Mean radius R₁ of the Earth in km, (2a + b)/3 of the ellipsoid: 6371008.7714 m (Moritz, Geodetic Reference System 1980,
/// Journal of Geodesy 74, 2000), rounded to decimetres as the IUGG gives it.
pub const EARTH_RADIUS: f64 = 6371.0088;

/// Logarithm of a value that may be 0: ln(x + epsilon), the study's x′ with epsilon = 1e-10 (METHOD §3).
pub fn ln0(x: f64, epsilon: f64) -> f64 {
    (x + epsilon).ln()
}

/// 100 · (y − low)/(high − low), the study's scale (METHOD §3); 50 where all values are equal.
pub fn minmax(y: f64, low: f64, high: f64) -> f64 {
    if high <= low { 50.0 } else { 100.0 * (y - low) / (high - low) }
}

/// (y − mean)/deviation; 0 where all values are equal.
pub fn zscore(y: f64, mean: f64, deviation: f64) -> f64 {
    if deviation == 0.0 { 0.0 } else { (y - mean) / deviation }
}

/// Great-circle distance in km between two points (latitude, longitude) in degrees, by the haversine formula on a sphere of
/// [`EARTH_RADIUS`].
pub fn great_circle(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat, other) = (a.0.to_radians(), b.0.to_radians());
    let half = |x: f64| (x / 2.0).sin().powi(2);
    let h = half(other - lat) + lat.cos() * other.cos() * half((b.1 - a.1).to_radians());
    2.0 * EARTH_RADIUS * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The special case of Vincenty's formula for a sphere, well-conditioned everywhere: another formula than haversine.
    fn vincenty(from: (f64, f64), to: (f64, f64)) -> f64 {
        let (lat, other, turn) = (from.0.to_radians(), to.0.to_radians(), (to.1 - from.1).to_radians());
        let north = lat.cos() * other.sin() - lat.sin() * other.cos() * turn.cos();
        let across = (other.cos() * turn.sin()).hypot(north);
        EARTH_RADIUS * across.atan2(lat.sin() * other.sin() + lat.cos() * other.cos() * turn.cos())
    }

    #[test]
    fn known_distances() {
        // By the spherical law of cosines, in decimals of 60 digits (Python's decimal).
        let (beijing, london) = ((39.9075, 116.39723), (51.50853, -0.12574));
        assert!((great_circle(beijing, london) - 8_140.075_423_346_743).abs() < 1e-9);
        // A quarter and half of the circumference.
        let quarter = EARTH_RADIUS * std::f64::consts::FRAC_PI_2;
        assert!((great_circle((0.0, 0.0), (90.0, 0.0)) - quarter).abs() < 1e-9);
        assert!((great_circle((0.0, 0.0), (0.0, 180.0)) - 2.0 * quarter).abs() < 1e-9);
        // Over the date line.
        assert!((great_circle((0.0, 179.5), (0.0, -179.5)) - quarter / 90.0).abs() < 1e-9);
    }

    fn point() -> impl Strategy<Value = (f64, f64)> {
        (-90.0..=90.0, -180.0..=180.0)
    }

    proptest! {
        #[test]
        fn distances_are_those_of_vincenty_the_same_both_ways_and_bounded(a in point(), b in point()) {
            let km = great_circle(a, b);
            prop_assert!((km - vincenty(a, b)).abs() < 1e-3, "{km} {}", vincenty(a, b));
            prop_assert!((km - great_circle(b, a)).abs() < 1e-9);
            prop_assert!((0.0..=EARTH_RADIUS * std::f64::consts::PI + 1e-9).contains(&km));
            prop_assert!(great_circle(a, a).abs() < f64::EPSILON);
        }

        #[test]
        fn scales_put_the_ends_at_their_ends(low in -1e6..1e6f64, span in 1e-3..1e6f64, share in 0.0..=1.0f64) {
            let high = low + span;
            prop_assert!(minmax(low, low, high).abs() < f64::EPSILON);
            prop_assert!((minmax(high, low, high) - 100.0).abs() < 1e-9);
            let y = low + share * (high - low);
            prop_assert!((0.0..=100.0 + 1e-9).contains(&minmax(y, low, high)));
        }
    }

    #[test]
    fn equal_values_have_a_place_on_each_scale() {
        assert_eq!((minmax(3.0, 3.0, 3.0), zscore(3.0, 3.0, 0.0)), (50.0, 0.0));
        assert!((ln0(0.0, 1e-10) + 23.025_850_929_940_457).abs() < 1e-12);
    }
}
