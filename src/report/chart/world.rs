//! Drawing of [`World`].

use super::axis::{at_step, ends, least, round_below, sane};
use super::measure::{Area, Font, Spot};
use super::names::Names;
use super::projection::{HALF, Place, bent, bow, equal_earth, is_place};
use super::ramp::Ramp;
use super::svg::{Anchor, Canvas, WIDTH, no_data, rounded};
use super::{Arc, Point, Style, World, coastline};
use crate::report::text::Lang;
use std::sync::LazyLock;

/// Room for the circle of a point at the edge of the world.
const MARGIN: f64 = MOST + 1.0;
const SCALE: f64 = (WIDTH / 2.0 - MARGIN) / HALF.0;
/// Height of the map.
const HEIGHT: f64 = 2.0 * (HALF.1 * SCALE + MARGIN);
/// The largest circle.
const MOST: f64 = 13.0;
/// The smallest circle that is seen and has a colour.
const LEAST: f64 = 2.0;
/// Widths of arcs.
const WIDTHS: (f64, f64) = (0.6, 6.0);

/// A place as a spot on the picture.
fn spot(place: Place) -> Spot {
    on_paper(equal_earth(place))
}

fn on_paper((x, y): Spot) -> Spot {
    (WIDTH / 2.0 + x * SCALE, HEIGHT / 2.0 - y * SCALE)
}

/// A path through spots, with one decimal: a tenth of a pixel is seen by nobody.
fn path(spots: impl IntoIterator<Item = Spot>) -> String {
    let mut path = String::new();
    for (x, y) in spots {
        path.push(if path.is_empty() { 'M' } else { 'L' });
        path.push_str(&rounded(x, 1));
        path.push(' ');
        path.push_str(&rounded(y, 1));
    }
    path
}

/// A line straight in degrees.
fn along(from: Place, to: Place) -> String {
    path(std::iter::once(from).chain(bent(from, to, 5.0)).map(spot))
}

/// What every map shows: the edge of the world, a grid of degrees, and the land.
struct Ground {
    sea: String,
    grid: String,
    land: String,
}

static GROUND: LazyLock<Ground> = LazyLock::new(|| {
    let corners = [(-90.0, -180.0), (90.0, -180.0), (90.0, 180.0), (-90.0, 180.0), (-90.0, -180.0)];
    let edge = corners.windows(2).flat_map(|pair| bent(pair[0], pair[1], 5.0)).map(spot);
    let meridians = (-5..=5_i8).map(|at| f64::from(at) * 30.0).map(|lon| along((-90.0, lon), (90.0, lon)));
    // Parallels are straight lines.
    let parallels =
        (-2..=2_i8).map(|at| f64::from(at) * 30.0).map(|lat| path([spot((lat, -180.0)), spot((lat, 180.0))]));
    Ground {
        sea: path(edge) + "Z",
        grid: meridians.chain(parallels).collect(),
        land: coastline::projected().iter().map(|ring| shore(ring)).collect(),
    }
});

/// A ring of the land without what is too small to be seen.
fn shore(ring: &[Spot]) -> String {
    let mut kept: Vec<Spot> = Vec::new();
    for spot in ring.iter().map(|spot| on_paper(*spot)) {
        let is_near = |last: &Spot| libm::hypot(last.0 - spot.0, last.1 - spot.1) < 0.8;
        if !kept.last().is_some_and(is_near) {
            kept.push(spot);
        }
    }
    if kept.len() < 3 { String::new() } else { path(kept) + "Z" }
}

/// A point that can be drawn.
struct Mark<'a> {
    at: Spot,
    radius: f64,
    value: f64,
    label: &'a str,
    is_named: bool,
}

/// Radius of the circle of the greatest value: many points are smaller, so that they do not cover each other.
fn greatest(points: usize) -> f64 {
    (46.0 / (points as f64).sqrt()).clamp(3.5, MOST)
}

impl World {
    pub(super) fn canvas(&self, lang: Lang) -> Canvas {
        let mut canvas = Canvas::new(HEIGHT);
        canvas.path("ch-sea", &GROUND.sea, "");
        canvas.path("ch-grid", &GROUND.grid, "");
        canvas.path("ch-land", &GROUND.land, "");
        let marks = self.marks(lang);
        let arcs = self.drawn_arcs();
        if marks.is_empty() && arcs.is_empty() {
            canvas.text(Font::Label, "ch-halo", Anchor::Middle, (WIDTH / 2.0, HEIGHT / 2.0), no_data(lang));
            return canvas;
        }
        for (arc, width) in &arcs {
            for run in bow(arc.from, arc.to) {
                canvas.stroke("ch-arc", &path(run.into_iter().map(spot)), *width);
            }
        }
        self.points(&mut canvas, &marks);
        self.legend(&mut canvas, &marks, lang);
        self.width_legend(&mut canvas, &arcs, lang);
        canvas
    }

    fn marks(&self, lang: Lang) -> Vec<Mark<'_>> {
        let is_drawn = |point: &Point| is_place(point.at) && sane(point.value).is_some();
        let drawn = || self.points.iter().enumerate().filter(|(_, point)| is_drawn(point));
        let most = drawn().map(|(_, point)| point.value).fold(0.0, f64::max);
        let largest = greatest(drawn().count());
        drawn()
            .map(|(at, point)| Mark {
                at: spot(point.at),
                radius: radius(point.value, most, largest),
                value: point.value,
                label: point.label.get(lang),
                is_named: at < self.named,
            })
            .collect()
    }

    /// Arcs that can be drawn, with their widths, the widest last.
    fn drawn_arcs(&self) -> Vec<(&Arc, f64)> {
        let is_drawn = |arc: &&Arc| {
            is_place(arc.from)
                && is_place(arc.to)
                && arc.from != arc.to
                && sane(arc.value).is_some_and(|v| v > 0.0)
        };
        let mut arcs: Vec<&Arc> = self.arcs.iter().filter(is_drawn).collect();
        arcs.sort_by(|one, other| one.value.total_cmp(&other.value));
        let most = arcs.last().map_or(1.0, |arc| arc.value);
        arcs.into_iter().map(|arc| (arc, arc_width(arc.value, most))).collect()
    }

    fn points(&self, canvas: &mut Canvas, marks: &[Mark]) {
        let values: Vec<f64> = marks.iter().map(|mark| mark.value).collect();
        let Some(ramp) = Ramp::new(&values, self.style) else { return };
        for mark in marks.iter().rev() {
            let class = format!("ch-point ch-step{}", ramp.step(mark.value));
            canvas.circle(
                &class,
                mark.at,
                mark.radius,
                &format!("{}: {}", mark.label, self.style.text(mark.value)),
            );
        }
        let listed = || marks.iter().filter(|mark| mark.is_named && !mark.label.is_empty());
        let frame = Area { x: 2.0, y: 2.0, w: WIDTH - 4.0, h: HEIGHT - 4.0 };
        let mut names =
            Names::new(frame, listed().map(|mark| Area::around(mark.at, mark.radius * 0.8)).collect());
        for mark in listed() {
            let text = Font::Small.fit(mark.label, 150.0);
            let Some(placed) = names.place(mark.at, mark.radius, &text) else { continue };
            if let Some((from, to)) = placed.lead {
                canvas.line("ch-lead", from, to);
            }
            canvas.text(Font::Small, "ch-halo", placed.anchor, placed.spot(), &text);
        }
    }

    /// Circles of the classes of values, as large and as dark as on the map.
    fn legend(&self, canvas: &mut Canvas, marks: &[Mark], lang: Lang) {
        let values: Vec<f64> = marks.iter().map(|mark| mark.value).collect();
        let (Some(ramp), Some((_, most))) = (Ramp::new(&values, self.style), ends(values.iter().copied()))
        else {
            return;
        };
        let (mut x, y) = (4.0, canvas.height + 32.0);
        let largest = greatest(marks.len());
        canvas.fitted(
            Font::Small,
            "ch-muted",
            Anchor::Start,
            (x, y - 22.0),
            self.colour.get(lang),
            WIDTH - 8.0,
        );
        for (step, value, text) in ramp.legend(lang) {
            let radius = radius(value.min(most), most, largest);
            canvas.circle(&format!("ch-point ch-step{step}"), (x + largest, y), radius, "");
            canvas.text(Font::Small, "", Anchor::Start, (x + 2.0 * largest + 5.0, y), &text);
            x += 2.0 * largest + 5.0 + Font::Small.width(&text) + 10.0;
        }
        canvas.height = y + largest.max(8.0) + 4.0;
    }

    /// Lines as wide as the arcs of some values.
    fn width_legend(&self, canvas: &mut Canvas, arcs: &[(&Arc, f64)], lang: Lang) {
        let Some((_, most)) = ends(arcs.iter().map(|(arc, _)| arc.value)) else { return };
        let is_whole = arcs.iter().all(|(arc, _)| arc.value.fract() == 0.0);
        let style = if is_whole { Style::Whole } else { self.style };
        let (mut x, y) = (4.0, canvas.height + 28.0);
        canvas.fitted(
            Font::Small,
            "ch-muted",
            Anchor::Start,
            (x, y - 17.0),
            self.width.get(lang),
            WIDTH - 8.0,
        );
        for value in round_parts(most, style) {
            canvas.stroke("ch-arc", &path([(x + 4.0, y), (x + 34.0, y)]), arc_width(value, most));
            let text = at_step(style, value).text(value);
            canvas.text(Font::Small, "", Anchor::Start, (x + 42.0, y), &text);
            x += 42.0 + Font::Small.width(&text) + 14.0;
        }
        canvas.height = y + 12.0;
    }
}

/// Radius of a circle whose area is proportional to a value.
fn radius(value: f64, most: f64, largest: f64) -> f64 {
    if most > 0.0 { ((value / most).max(0.0).sqrt() * largest).max(LEAST) } else { LEAST }
}

/// Width of an arc, proportional to its value.
fn arc_width(value: f64, most: f64) -> f64 {
    (value / most * WIDTHS.1).max(WIDTHS.0)
}

/// Round values that stand for small, middle and great ones in a legend; fewer where the style cannot show them.
fn round_parts(most: f64, style: Style) -> Vec<f64> {
    let mut parts: Vec<f64> =
        [0.1, 0.5, 1.0].into_iter().filter_map(|share| round_below(most * share)).collect();
    parts.dedup();
    parts.retain(|part| *part >= least(style));
    if parts.is_empty() { vec![most] } else { parts }
}
