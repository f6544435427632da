//! Names of points on a map, placed where they meet neither each other nor the edge.

use super::measure::{Area, Font, Spot};
use super::svg::Anchor;

/// Where a name came to stand.
#[derive(Debug, PartialEq)]
pub(super) struct Placed {
    /// The room of its text.
    pub area: Area,
    /// Which side of the room the text keeps to: the one that looks at the point.
    pub anchor: Anchor,
    /// A line from the point to the name, where that is not beside it.
    pub lead: Option<(Spot, Spot)>,
}

/// Directions from the point, best ones first: to the right and left letters are read as belonging to it.
const DIRECTIONS: [(f64, f64); 8] = [
    (1.0, 0.0),
    (-1.0, 0.0),
    (0.0, -1.0),
    (0.0, 1.0),
    (0.75, -0.75),
    (0.75, 0.75),
    (-0.75, -0.75),
    (-0.75, 0.75),
];
/// Distances from the edge of the point; beyond the first a line leads to the name.
const DISTANCES: [f64; 5] = [3.0, 12.0, 24.0, 38.0, 54.0];

/// Places names one after the other.
#[derive(Debug)]
pub(super) struct Names {
    frame: Area,
    /// Circles that no name covers.
    points: Vec<Area>,
    taken: Vec<Area>,
    leads: Vec<(Spot, Spot)>,
}

impl Names {
    /// Nothing placed yet. Names keep within the frame, and off the points.
    pub fn new(frame: Area, points: Vec<Area>) -> Self {
        Self { frame, points, taken: Vec::new(), leads: Vec::new() }
    }

    /// Finds room for the name of a point; `None` where there is none.
    pub fn place(&mut self, at: Spot, radius: f64, text: &str) -> Option<Placed> {
        let size = (Font::Small.width(text), Font::Small.size() + 1.0);
        let tries = DISTANCES.iter().flat_map(|distance| DIRECTIONS.map(|direction| (direction, *distance)));
        let placed = tries
            .map(|(direction, distance)| {
                beside(at, direction, radius + distance, size, distance > DISTANCES[0])
            })
            .find(|placed| self.is_free(placed))?;
        self.taken.push(placed.area);
        self.leads.extend(placed.lead);
        Some(placed)
    }

    fn is_free(&self, Placed { area, lead, .. }: &Placed) -> bool {
        let meets = |other: &Area| area.meets(other);
        let crosses = |lead: &(Spot, Spot)| steps(*lead).any(|spot| area.meets(&Area::around(spot, 1.0)));
        let covers = |lead: &(Spot, Spot)| {
            let meets = |spot| {
                self.taken.iter().any(|area| area.meets(&Area::around(spot, 1.0)))
                    || self.points.iter().any(|point| is_in_core(point, spot) && !is_in_core(point, lead.0))
            };
            steps(*lead).any(meets)
        };
        // What a line leads to keeps away from other points, which it would seem to name.
        let apart = if lead.is_some() { area.wider(7.0) } else { *area };
        self.frame.holds(area)
            && !self.taken.iter().any(meets)
            && !self.points.iter().any(|point| apart.meets(point))
            && !self.leads.iter().any(crosses)
            && !lead.as_ref().is_some_and(covers)
    }
}

/// Whether a spot is so near to the middle of a point that a line through it seems to begin there.
fn is_in_core(point: &Area, (x, y): Spot) -> bool {
    let middle = (point.x + point.w / 2.0, point.y + point.h / 2.0);
    libm::hypot(x - middle.0, y - middle.1) < point.w * 0.45
}

/// The room of a text in a direction from a point.
fn beside((x, y): Spot, (dx, dy): Spot, distance: f64, (w, h): Spot, has_lead: bool) -> Placed {
    let (side, upper) = (x + dx * distance, y + dy * distance);
    // The side of the text that looks at the point touches this spot.
    let left = side - w * (0.5 - dx.clamp(-0.5, 0.5));
    let upper = upper - h * (0.5 - dy.clamp(-0.5, 0.5));
    let area = Area { x: left, y: upper, w, h };
    let anchor = match dx {
        0.0 => Anchor::Middle,
        dx if dx > 0.0 => Anchor::Start,
        _ => Anchor::End,
    };
    Placed { area, anchor, lead: has_lead.then(|| ((x, y), area.nearest((x, y)))) }
}

/// Spots along a line, close enough that no letter fits between two.
fn steps(((x, y), (to_x, to_y)): (Spot, Spot)) -> impl Iterator<Item = Spot> {
    (0..=24_u8).map(move |step| {
        let share = f64::from(step) / 24.0;
        (x + share * (to_x - x), y + share * (to_y - y))
    })
}

impl Placed {
    /// Where the text is anchored.
    pub fn spot(&self) -> Spot {
        let share = match self.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => 0.5,
            Anchor::End => 1.0,
        };
        (self.area.x + share * self.area.w, self.area.y + self.area.h / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Area = Area { x: 0.0, y: 0.0, w: 300.0, h: 200.0 };

    #[test]
    fn a_name_stands_to_the_right_of_a_lonely_point_and_to_the_left_at_the_edge() {
        let mut names = Names::new(FRAME, Vec::new());
        let placed = names.place((100.0, 100.0), 5.0, "Paris").unwrap();
        assert_eq!((placed.area.x, placed.lead), (108.0, None));
        let placed = names.place((295.0, 50.0), 4.0, "Suva").unwrap();
        assert!((placed.area.x + placed.area.w - 288.0).abs() < 1e-9);
    }

    #[test]
    fn crowded_names_keep_apart_or_are_left_out() {
        let spots: Vec<Spot> =
            (0..60).map(|at| (130.0 + f64::from(at % 10) * 4.0, 90.0 + f64::from(at / 10) * 4.0)).collect();
        let mut names = Names::new(FRAME, spots.iter().map(|spot| Area::around(*spot, 2.0)).collect());
        let placed: Vec<Placed> =
            spots.iter().filter_map(|spot| names.place(*spot, 2.0, "Frankfurt")).collect();
        assert!(placed.len() > 5 && placed.len() < 60, "{}", placed.len());
        for (at, one) in placed.iter().enumerate() {
            assert!(FRAME.holds(&one.area));
            assert!(placed[..at].iter().all(|other| !other.area.meets(&one.area)));
        }
    }
}
