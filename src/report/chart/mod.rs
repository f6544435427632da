//! Charts: what is drawn, and how. A chart is data with labels in both languages; each sort draws itself as SVG, which
//! HTML embeds, files hold, and the PDF takes in.

mod axis;
mod bars;
mod coastline;
mod legend;
mod lines;
mod matrix;
mod measure;
mod names;
mod projection;
mod ramp;
mod ranges;
mod spread;
mod svg;
#[cfg(test)]
mod tests;
mod theme;
mod world;

pub use svg::Svg;
pub use theme::style;

use super::text::{Bi, Lang, decimal, percent, whole};

/// A chart.
#[derive(Debug, Clone)]
pub enum Chart {
    /// Horizontal bars, one or more for each row.
    Bars(Bars),
    /// Places with their intervals.
    Ranges(Ranges),
    /// Values by year.
    Lines(Lines),
    /// Points on a map of the world, with or without arcs between them.
    World(World),
    /// Rows by columns, shaded.
    Matrix(Matrix),
}

impl Chart {
    /// The chart drawn in a language. The title and what it shows in words are read to those who do not see it; ids in
    /// the markup begin with `id`.
    pub fn draw(&self, lang: Lang, id: &str, title: &str, alt: &str) -> Svg {
        let canvas = match self {
            Self::Bars(bars) => bars.canvas(lang),
            Self::Ranges(ranges) => ranges.canvas(lang),
            Self::Lines(lines) => lines.canvas(lang),
            Self::World(world) => world.canvas(lang),
            Self::Matrix(matrix) => matrix.canvas(lang),
        };
        Svg::new(canvas, lang, id, title, alt)
    }
}

/// How the numbers of an axis or label are written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Style {
    /// Whole numbers.
    Whole,
    /// With so many decimals.
    Decimal(u8),
    /// Shares of 1 as percentages with so many decimals.
    Percent(u8),
}

impl Style {
    /// A value as text.
    pub fn text(self, value: f64) -> String {
        match self {
            Self::Whole => whole(value.round() as i128),
            Self::Decimal(decimals) => decimal(value, decimals),
            Self::Percent(decimals) => percent(value, decimals),
        }
    }
}

/// Horizontal bars from zero. With several series the bars of a row stand below each other.
#[derive(Debug, Clone)]
pub struct Bars {
    /// What is measured, with its unit.
    pub axis: Bi,
    /// How values are written.
    pub style: Style,
    /// Whether it stands beside another one, half as wide.
    pub narrow: bool,
    /// Names of the series; one without a name needs no legend.
    pub series: Vec<Bi>,
    /// The rows from the top: label, and a value for each series. A negative value goes to the left of zero.
    pub rows: Vec<(Bi, Vec<Option<f64>>)>,
}

/// A dot for each row between the ends of its interval.
#[derive(Debug, Clone)]
pub struct Ranges {
    /// What is measured, with its unit.
    pub axis: Bi,
    /// How values are written.
    pub style: Style,
    /// The rows from the top.
    pub rows: Vec<RangeRow>,
}

/// A row of [`Ranges`].
#[derive(Debug, Clone)]
pub struct RangeRow {
    /// Label.
    pub label: Bi,
    /// Where the dot stands.
    pub value: f64,
    /// Ends of the interval.
    pub low: f64,
    /// The upper one.
    pub high: f64,
    /// Rows of one group stand together, on one ground: tiers.
    pub group: u32,
}

/// Lines over years.
#[derive(Debug, Clone)]
pub struct Lines {
    /// What is measured, with its unit.
    pub axis: Bi,
    /// How values are written.
    pub style: Style,
    /// The years.
    pub years: Vec<u32>,
    /// Whether small values stand at the top: places.
    pub reversed: bool,
    /// Whether it stands beside another one, half as wide.
    pub narrow: bool,
    /// The lines: label, and a value for each year.
    pub series: Vec<(Bi, Vec<Option<f64>>)>,
}

/// Points on a map.
#[derive(Debug, Clone)]
pub struct World {
    /// The points; the first are drawn last, on top.
    pub points: Vec<Point>,
    /// What the colour says, with its unit.
    pub colour: Bi,
    /// How colour values are written.
    pub style: Style,
    /// How many points carry their names.
    pub named: usize,
    /// Bows between places.
    pub arcs: Vec<Arc>,
    /// What the width of an arc says.
    pub width: Bi,
}

/// A point of a map.
#[derive(Debug, Clone)]
pub struct Point {
    /// Name.
    pub label: Bi,
    /// Degrees north and east.
    pub at: (f64, f64),
    /// What its area and colour say.
    pub value: f64,
}

/// An arc of a map.
#[derive(Debug, Clone)]
pub struct Arc {
    /// One end, degrees north and east.
    pub from: (f64, f64),
    /// The other.
    pub to: (f64, f64),
    /// What its width says.
    pub value: f64,
}

/// A matrix: shaded cells with their values in them.
#[derive(Debug, Clone)]
pub struct Matrix {
    /// What is measured, with its unit.
    pub axis: Bi,
    /// How values are written.
    pub style: Style,
    /// Labels of rows and columns alike.
    pub labels: Vec<Bi>,
    /// Values by row and column; `None`: nothing is said, as on the diagonal.
    pub cells: Vec<Vec<Option<f64>>>,
}
