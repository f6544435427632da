//! Axes: round numbers between the ends of the data, and where they stand on the picture.

use super::Style;
use super::measure::{Font, Spot};
use super::svg::{Anchor, Canvas};

/// The values that a chart can show at all: infinite ones and such as would drown all others are none.
pub(super) fn sane(value: f64) -> Option<f64> {
    (value.is_finite() && value.abs() <= 1e15).then_some(value)
}

/// The ends of some values; `None` where there are none.
pub(super) fn ends(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |ends, value| {
        let (low, high) = ends.unwrap_or((value, value));
        Some((low.min(value), high.max(value)))
    })
}

/// A step of 1, 2 or 5 times a power of ten that divides a span into at most about so many parts.
fn step(span: f64, parts: u32, style: Style) -> f64 {
    let raw = (span / f64::from(parts)).max(least(style));
    let power = libm::exp10(libm::floor(libm::log10(raw)));
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * power >= raw * (1.0 - 1e-9));
    factor.unwrap_or(10.0) * power
}

/// The greatest 1, 2 or 5 times a power of ten that is not above a value; `None` below the least power.
pub(super) fn round_below(value: f64) -> Option<f64> {
    let power = libm::exp10(libm::floor(libm::log10(value) + 1e-9));
    let mut rounds = [5.0, 2.0, 1.0].into_iter().map(|factor| factor * power);
    rounds.find(|round| *round > 0.0 && *round <= value * (1.0 + 1e-9))
}

/// The smallest difference that a style of numbers shows.
pub(super) fn least(style: Style) -> f64 {
    match style {
        Style::Whole => 1.0,
        Style::Decimal(decimals) => libm::exp10(-f64::from(decimals)),
        Style::Percent(decimals) => libm::exp10(-f64::from(decimals) - 2.0),
    }
}

/// The style with no more decimals than a step has.
pub(super) fn at_step(style: Style, step: f64) -> Style {
    let needed = |step: f64| {
        (0..=12_u8).find(|n| {
            let scaled = step * libm::exp10(f64::from(*n));
            (scaled - scaled.round()).abs() < 1e-6 * scaled.max(1.0) && scaled > 0.5
        })
    };
    match style {
        Style::Whole => Style::Whole,
        Style::Decimal(decimals) => Style::Decimal(needed(step).unwrap_or(decimals).min(decimals)),
        Style::Percent(decimals) => Style::Percent(needed(step * 100.0).unwrap_or(decimals).min(decimals)),
    }
}

/// Round values around two ends, the outer ones at or beyond them. Equal ends have a step of room on both sides.
pub(super) fn ticks(low: f64, high: f64, parts: u32, style: Style) -> (Vec<f64>, f64) {
    let step = step(high - low, parts, style);
    let (mut first, mut last) = ((low / step + 1e-9).floor(), (high / step - 1e-9).ceil());
    if first >= last {
        (first, last) = if low == 0.0 { (0.0, 1.0) } else { (first - 1.0, first + 1.0) };
    }
    let mut ticks = Vec::new();
    while first <= last {
        ticks.push(first * step);
        first += 1.0;
    }
    (ticks, step)
}

/// A scale from values to pixels.
#[derive(Debug)]
pub(super) struct Scale {
    /// Round values.
    pub ticks: Vec<f64>,
    /// How the ticks are written.
    style: Style,
    /// Values at the ends, and where they stand.
    ends: (f64, f64),
    range: (f64, f64),
}

impl Scale {
    /// A scale for values from one to another, the ends of which are round. Scales of places begin at 1, not at 0, and
    /// end where the last place is.
    pub fn new((low, high): (f64, f64), parts: u32, style: Style, places: bool, range: Spot) -> Self {
        let (mut ticks, step) = ticks(low, high, parts, style);
        let mut ends = (ticks[0], ticks[ticks.len() - 1]);
        if places && low >= 1.0 && style == Style::Whole {
            ends = (ends.0.max(1.0), if high > low { high } else { high + 1.0 });
            ticks.retain(|tick| (ends.0..=ends.1).contains(tick));
            if ticks.first() != Some(&ends.0) {
                ticks.insert(0, ends.0);
            }
        }
        Self { ticks, style: at_step(style, step), ends, range }
    }

    /// A horizontal scale with as many ticks as their labels leave room for.
    pub fn across(ends: (f64, f64), style: Style, places: bool, range: Spot) -> Self {
        let parts = 8_u32;
        (1..=parts)
            .rev()
            .map(|parts| Self::new(ends, parts, style, places, range))
            .find(Self::is_clear)
            .unwrap_or_else(|| Self::new(ends, 1, style, places, range))
    }

    /// Whether no label of a tick meets the next.
    fn is_clear(&self) -> bool {
        self.ticks.windows(2).all(|pair| {
            let widths = Font::Small.width(&self.text(pair[0])) + Font::Small.width(&self.text(pair[1]));
            (self.at(pair[1]) - self.at(pair[0])).abs() >= widths / 2.0 + 8.0
        })
    }

    /// A tick as text.
    pub fn text(&self, value: f64) -> String {
        self.style.text(value)
    }

    /// Where a value stands. What is beyond the ends stands at them.
    pub fn at(&self, value: f64) -> f64 {
        let ((low, high), (from, to)) = (self.ends, self.range);
        from + ((value - low) / (high - low)).clamp(0.0, 1.0) * (to - from)
    }

    /// Vertical lines at the ticks from `top` to `bottom`, and their labels below.
    pub fn draw_across(&self, canvas: &mut Canvas, top: f64, bottom: f64) {
        for tick in &self.ticks {
            let x = self.at(*tick);
            let class = if *tick == 0.0 { "ch-axis" } else { "ch-grid" };
            canvas.line(class, (x, top), (x, bottom));
            self.label(canvas, *tick, bottom + 11.0);
        }
    }

    /// The labels of the ticks alone, at a height.
    pub fn labels(&self, canvas: &mut Canvas, y: f64) {
        self.ticks.iter().for_each(|tick| self.label(canvas, *tick, y));
    }

    fn label(&self, canvas: &mut Canvas, tick: f64, y: f64) {
        canvas.text(Font::Small, "ch-muted", Anchor::Middle, (self.at(tick), y), &self.text(tick));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(low: f64, high: f64, style: Style) -> Vec<String> {
        let scale = Scale::new((low, high), 5, style, false, (0.0, 1.0));
        scale.ticks.iter().map(|tick| scale.text(*tick)).collect()
    }

    #[test]
    fn ticks_are_ones_twos_and_fives_and_hold_the_data() {
        assert_eq!(values(0.0, 97.0, Style::Whole), ["0", "20", "40", "60", "80", "100"]);
        assert_eq!(values(61.2, 93.9, Style::Decimal(2)), ["60", "70", "80", "90", "100"]);
        assert_eq!(values(0.0, 0.31, Style::Percent(1)), ["0%", "10%", "20%", "30%", "40%"]);
        assert_eq!(values(-3.0, 7.0, Style::Whole), ["−4", "−2", "0", "2", "4", "6", "8"]);
        assert_eq!(values(0.1, 0.3, Style::Decimal(2)), ["0.10", "0.15", "0.20", "0.25", "0.30"]);
    }

    #[test]
    fn equal_and_tiny_ends_still_make_a_scale() {
        assert_eq!(values(0.0, 0.0, Style::Whole), ["0", "1"]);
        assert_eq!(values(7.0, 7.0, Style::Whole), ["6", "7", "8"]);
        assert_eq!(values(1e-300, 2e-300, Style::Decimal(1)), ["−0.1", "0.0", "0.1"]);
        for (low, high) in [(5.0, 5.0), (-1e15, 1e15), (0.3, 0.3), (1e14, 1e14 + 1.0), (-7.0, -7.0)] {
            let scale = Scale::new((low, high), 5, Style::Decimal(1), false, (0.0, 100.0));
            assert!((2..12).contains(&scale.ticks.len()), "{low} {high}");
            assert!(scale.ticks[0] <= low && scale.ticks[scale.ticks.len() - 1] >= high, "{low} {high}");
            assert!(scale.at(low) <= scale.at(high));
        }
    }

    #[test]
    fn round_values_are_not_above() {
        let below = [1.0, 0.9, 7.0, 1000.0, 1999.0, 0.05].map(|value| round_below(value).unwrap());
        let wanted = [1.0, 0.5, 5.0, 1000.0, 1000.0, 0.05];
        assert!(below.iter().zip(wanted).all(|(own, wanted)| (own / wanted - 1.0).abs() < 1e-9), "{below:?}");
        assert!(round_below(0.0).is_none());
    }

    #[test]
    fn places_begin_at_one() {
        let scale = Scale::new((1.0, 97.0), 5, Style::Whole, true, (0.0, 96.0));
        assert_eq!(scale.ticks, [1.0, 20.0, 40.0, 60.0, 80.0]);
        assert!(scale.at(1.0).abs() < 1e-9 && (scale.at(97.0) - 96.0).abs() < 1e-9);
        let alone = Scale::new((1.0, 1.0), 5, Style::Whole, true, (0.0, 96.0));
        assert_eq!(alone.ticks, [1.0, 2.0]);
    }

    #[test]
    fn labels_across_keep_their_distance() {
        for high in [1.0, 12.0, 1234.0, 9_876_543.0, 1e15] {
            let scale = Scale::across((0.0, high), Style::Whole, false, (100.0, 340.0));
            assert!(scale.is_clear(), "{high}");
        }
    }
}
