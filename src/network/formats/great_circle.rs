//! Great circles as lines on a map of longitudes and latitudes, cut at the antimeridian.

use crate::base::formula::EARTH_RADIUS;
use std::f64::consts::PI;

/// Length of a segment at most, in km.
const SEGMENT: f64 = 500.0;

/// A point of an arc, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    /// East of Greenwich, from -180 to 180.
    pub longitude: f64,
    /// North of the equator.
    pub latitude: f64,
    /// Whether it is the position of a node, not computed.
    pub exact: bool,
}

/// An arc, as lines that do not cross the antimeridian. It is drawn anew for each edge, in the same memory.
#[derive(Debug, Default)]
pub(super) struct Arc {
    points: Vec<Point>,
    /// Where lines begin, but for the first.
    cuts: Vec<usize>,
}

impl Arc {
    /// The lines, one after the other; each has two points or more.
    pub(super) fn lines(&self) -> impl Iterator<Item = &[Point]> {
        let starts = std::iter::once(0).chain(self.cuts.iter().copied());
        let ends = self.cuts.iter().copied().chain(std::iter::once(self.points.len()));
        starts.zip(ends).map(|(start, end)| &self.points[start..end])
    }

    /// Draws the shortest way from `a` to `b`, given as degrees north and east. Between antipodes, where every way is the
    /// shortest, it goes over the North Pole; between the poles along the meridian of `a`.
    pub(super) fn draw(&mut self, a: (f64, f64), b: (f64, f64)) {
        self.points.clear();
        self.cuts.clear();
        self.points.push(Point { longitude: a.1, latitude: a.0, exact: true });
        let (from, to) = (vector(a), vector(b));
        let angle = between(from, to);
        // At most 41: half of the Earth's circumference.
        let segments = (angle * EARTH_RADIUS / SEGMENT).ceil().clamp(1.0, 41.0);
        let aside = direction(from, to, angle, a.1);
        let step = (angle / segments).sin_cos();
        let (mut sin, mut cos) = step;
        for _ in 1..segments as i32 {
            self.reach(point([0, 1, 2].map(|axis| from[axis] * cos + aside[axis] * sin)));
            // One step further round: addition theorems are quicker than the functions, and exact enough for 41 steps.
            (sin, cos) = (sin * step.1 + cos * step.0, cos * step.1 - sin * step.0);
        }
        self.reach(Point { longitude: b.1, latitude: b.0, exact: true });
    }

    /// Goes on to a point, over the antimeridian or a pole if it lies beyond.
    fn reach(&mut self, mut to: Point) {
        let Some(&last) = self.points.last() else { return };
        if to.latitude.abs() > 90.0 - 1e-9 && !to.exact {
            to.longitude = last.longitude;
        }
        if to.longitude.abs() >= 180.0 {
            // The antimeridian is 180 degrees east and west: here, on the side that is come from.
            to.longitude = 180_f64.copysign(last.longitude);
        }
        let turn = (to.longitude - last.longitude).abs();
        if (turn - 180.0).abs() < 1e-6 {
            self.over_the_pole(last, to);
        } else if turn > 180.0 {
            self.over_the_antimeridian(last, to);
        }
        self.points.push(to);
    }

    /// The pole between two points of opposite meridians, once on each of them.
    fn over_the_pole(&mut self, from: Point, to: Point) {
        let latitude = 90_f64.copysign(from.latitude + to.latitude);
        for longitude in [from.longitude, to.longitude] {
            self.points.push(Point { longitude, latitude, exact: false });
        }
    }

    /// Ends a line at the antimeridian and begins one on its other side.
    fn over_the_antimeridian(&mut self, from: Point, to: Point) {
        let mut end = from;
        if from.longitude.abs() < 180.0 {
            let longitude = 180_f64.copysign(from.longitude);
            end = Point { longitude, latitude: crossing(from, to), exact: false };
            self.points.push(end);
        }
        self.cut(Point { longitude: -end.longitude, ..end });
    }

    /// Begins a line, in place of one that has a single point.
    fn cut(&mut self, begun: Point) {
        let start = self.cuts.last().copied().unwrap_or(0);
        if self.points.len() - start == 1 {
            self.points.pop();
        } else {
            self.cuts.push(self.points.len());
        }
        self.points.push(begun);
    }
}

type Vector = [f64; 3];

fn vector((latitude, longitude): (f64, f64)) -> Vector {
    let ((sin, cos), (east, front)) = (latitude.to_radians().sin_cos(), longitude.to_radians().sin_cos());
    [cos * front, cos * east, sin]
}

fn point([x, y, z]: Vector) -> Point {
    let latitude = z.atan2((x * x + y * y).sqrt()).to_degrees();
    Point { longitude: y.atan2(x).to_degrees(), latitude, exact: false }
}

fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// Angle between two unit vectors, exact for small and for large ones.
fn between(a: Vector, b: Vector) -> f64 {
    let cross = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
    dot(cross, cross).sqrt().atan2(dot(a, b))
}

/// The unit vector at right angles to `from`, towards `to`.
fn direction(from: Vector, to: Vector, angle: f64, longitude: f64) -> Vector {
    let is_pole = from[0].hypot(from[1]) < 1e-12;
    let towards = match PI - angle < 1e-9 {
        true if is_pole => vector((0.0, longitude)),
        true => [0.0, 0.0, 1.0],
        false => to,
    };
    let along = dot(from, towards);
    let aside = [0, 1, 2].map(|axis| towards[axis] - along * from[axis]);
    let length = dot(aside, aside).sqrt();
    if length == 0.0 { [0.0; 3] } else { aside.map(|value| value / length) }
}

/// Latitude at which the great circle through two points on either side of the antimeridian crosses it.
fn crossing(from: Point, to: Point) -> f64 {
    let (a, b) = (vector((from.latitude, from.longitude)), vector((to.latitude, to.longitude)));
    // Where y is 0 between the two; both y are distances from the meridian's plane.
    let share = a[1] / (a[1] - b[1]);
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    point([0, 1, 2].map(|axis| a[axis] + share * (b[axis] - a[axis]))).latitude
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::formula::great_circle;
    use proptest::prelude::*;

    fn drawn(a: (f64, f64), b: (f64, f64)) -> Vec<Vec<(f64, f64)>> {
        let mut arc = Arc::default();
        arc.draw((1.0, 2.0), (3.0, -4.0));
        arc.draw(a, b);
        arc.lines().map(|line| line.iter().map(|p| (p.latitude, p.longitude)).collect()).collect()
    }

    fn check(a: (f64, f64), b: (f64, f64)) {
        let lines = drawn(a, b);
        let kilometres: f64 =
            lines.iter().flat_map(|line| line.windows(2)).map(|w| great_circle(w[0], w[1])).sum();
        let expected = great_circle(a, b);
        assert!(
            (kilometres - expected).abs() < 1e-3 + 1e-7 * expected,
            "{a:?} {b:?}: {kilometres} {expected}"
        );
        for line in &lines {
            assert!(line.len() > 1, "{lines:?}");
            for w in line.windows(2) {
                assert!((w[0].1 - w[1].1).abs() <= 180.0 + 1e-6, "{lines:?}");
                assert!(great_circle(w[0], w[1]) <= SEGMENT + 1e-6);
            }
            assert!(line.iter().all(|p| p.0.abs() <= 90.0 && p.1.abs() <= 180.0), "{lines:?}");
        }
        for w in lines.windows(2) {
            let (end, start) = (w[0][w[0].len() - 1], w[1][0]);
            assert!(is_same(end.0, start.0) && is_same(end.1.abs(), 180.0), "{lines:?}");
            assert!(is_same(start.1, -end.1), "{lines:?}");
        }
        let (first, last) = (lines[0][0], lines.last().unwrap().last().copied().unwrap());
        for (node, end) in [(a, first), (b, last)] {
            let turned = is_same(node.1.abs(), 180.0) && is_same(node.1, -end.1);
            assert!(is_same(node.0, end.0) && (is_same(node.1, end.1) || turned), "{lines:?}");
        }
    }

    fn is_same(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12
    }

    #[test]
    fn arcs_in_odd_places() {
        let places = [
            (0.0, 0.0),
            (0.0, 180.0),
            (0.0, -180.0),
            (90.0, 12.0),
            (-90.0, 0.0),
            (35.7, 139.7),
            (37.8, -122.4),
            (-36.8, 174.8),
            (36.8, -5.2),
            (10.0, -180.0),
            (-20.0, 179.9999),
            (80.0, 30.0),
            (80.0, -150.0),
            (65.0, -179.99999),
            (0.0, 90.0),
        ];
        for a in places {
            for b in places {
                check(a, b);
            }
        }
    }

    #[test]
    fn tokyo_to_san_francisco_is_cut_once() {
        let lines = drawn((35.6895, 139.6917), (37.7749, -122.4194));
        assert_eq!(lines.len(), 2);
        // The highest latitude of that great circle is 48.3 degrees; a straight line on the map never goes above 37.8.
        let top = lines.iter().flatten().map(|p| p.0).fold(0.0, f64::max);
        assert!((47.0..49.5).contains(&top), "{top}");
    }

    proptest! {
        #[test]
        fn arcs_are_as_long_as_they_should_be(
            a in (-90.0..=90.0_f64, -180.0..=180.0_f64),
            b in (-90.0..=90.0_f64, -180.0..=180.0_f64),
        ) {
            check(a, b);
        }
    }
}
