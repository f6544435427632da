//! How rather two cities work together: the nearer the rather.

use libm::{asin, cos, sin, sqrt};

/// Mean radius of the earth, in kilometres.
const RADIUS: f64 = 6371.0088;
/// Distance at which closeness is half of what it is at home, in kilometres.
const HALF: f64 = 1500.0;

/// Closeness of every city to every other: 4 bytes for each pair.
pub(super) struct Near {
    cities: usize,
    closeness: Vec<f32>,
}

impl Near {
    /// From latitudes and longitudes in degrees.
    pub(super) fn new(points: &[(f64, f64)]) -> Self {
        let all = |from: &(f64, f64)| {
            let from = *from;
            points.iter().map(move |&to| (HALF / (HALF + distance(from, to))) as f32)
        };
        Self { cities: points.len(), closeness: points.iter().flat_map(all).collect() }
    }

    /// From one city to all, 1 for itself.
    pub(super) fn of(&self, city: u16) -> &[f32] {
        &self.closeness[usize::from(city) * self.cities..][..self.cities]
    }
}

/// Great-circle distance in kilometres (haversine).
fn distance((lat, lon): (f64, f64), (to_lat, to_lon): (f64, f64)) -> f64 {
    let half = |from: f64, to: f64| sin((to - from).to_radians() / 2.0);
    let (north, east) = (half(lat, to_lat), half(lon, to_lon));
    let chord = north * north + cos(lat.to_radians()) * cos(to_lat.to_radians()) * east * east;
    2.0 * RADIUS * asin(sqrt(chord.min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_cities_are_closer() {
        let [beijing, tianjin, paris] = [(39.9075, 116.3972), (39.1422, 117.1767), (48.8534, 2.3488)];
        assert!((distance(beijing, paris) - 8_220.0).abs() < 20.0);
        let near = Near::new(&[beijing, tianjin, paris]);
        assert!(near.of(0)[1] > 0.9 && near.of(0)[2] < 0.2 && near.of(2)[2] > 0.999);
    }
}
