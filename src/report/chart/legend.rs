//! Legends of series: a sign and a name for each, in as many lines as they need.

use super::measure::{Area, Font, Spot};
use super::svg::{Anchor, Canvas};

/// Room for the sign before a name.
pub(super) const SIGN: f64 = 30.0;
const LINE: f64 = 17.0;
const GAP: f64 = 14.0;

/// Draws names with their signs, line by line below `top`; gives where they end. A sign is drawn around the spot that it
/// gets.
pub(super) fn draw(
    canvas: &mut Canvas,
    names: &[&str],
    top: f64,
    sign: impl Fn(&mut Canvas, usize, Spot),
) -> f64 {
    let most = canvas.width / 2.0 - SIGN - GAP;
    let (mut x, mut y) = (4.0, top + LINE / 2.0);
    for (at, name) in names.iter().enumerate() {
        let width = Font::Small.width(name).min(most);
        if x > 4.0 && x + SIGN + width > canvas.width - 4.0 {
            (x, y) = (4.0, y + LINE);
        }
        sign(canvas, at, (x + SIGN / 2.0 - 2.0, y));
        canvas.fitted(Font::Small, "", Anchor::Start, (x + SIGN, y), name, most);
        x += SIGN + width + GAP;
    }
    if names.is_empty() { top } else { y + LINE / 2.0 + 4.0 }
}

/// The sign of an area in a colour of categories.
pub(super) fn swatch(canvas: &mut Canvas, class: &str, (x, y): Spot) {
    canvas.rect(class, Area { x: x - 9.0, y: y - 5.0, w: 18.0, h: 10.0 }, "");
}
