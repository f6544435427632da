//! Values as steps of the ramp of colours: few classes with round bounds, which a legend can name and print can hold
//! apart.

use super::Style;
use super::axis::{at_step, ends, least, ticks};
use super::measure::{Area, Font, Spot};
use super::svg::{Anchor, Canvas};
use super::theme::STEPS;
use crate::report::text::Lang;

/// Classes of values.
#[derive(Debug)]
pub(super) struct Ramp {
    /// Round values that increase, two at least; a class lies between two of them. Where all values are equal: twice that
    /// one.
    bounds: Vec<f64>,
    style: Style,
    /// Difference between bounds; `None` where they have ratios.
    step: Option<f64>,
}

impl Ramp {
    /// Classes for values; `None` where there are none. Where most values are far below the greatest, as counts of cities
    /// are, bounds have equal ratios: otherwise nearly all values were of one colour.
    pub fn new(values: &[f64], style: Style) -> Option<Self> {
        let (low, high) = ends(values.iter().copied())?;
        if low >= high {
            return Some(Self { bounds: vec![low, high], style, step: None });
        }
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let is_skewed = low >= least(style) && high > 8.0 * sorted[sorted.len() / 2];
        let geometric = if is_skewed { geometric(low, high) } else { None };
        if let Some(bounds) = geometric {
            return Some(Self { bounds, style, step: None });
        }
        let (bounds, step) = ticks(low, high, STEPS as u32 - 2, style);
        Some(Self { bounds, style, step: Some(step) })
    }

    /// How many classes there are.
    pub fn classes(&self) -> usize {
        self.bounds.len() - 1
    }

    /// Class of a value: it begins at its lower bound; the last one has its upper bound, too.
    fn class(&self, value: f64) -> usize {
        self.bounds[1..self.classes()].iter().filter(|bound| value >= **bound).count()
    }

    /// Step of the ramp of a class: few classes are spread over all of it.
    fn colour(&self, class: usize) -> usize {
        match self.classes() {
            1 => STEPS / 2,
            classes => (class * (STEPS - 1) * 2 + classes - 1) / ((classes - 1) * 2),
        }
    }

    /// Step of the ramp of a value.
    pub fn step(&self, value: f64) -> usize {
        self.colour(self.class(value))
    }

    /// A bound as text.
    fn text(&self, bound: f64) -> String {
        at_step(self.style, self.step.unwrap_or(bound)).text(bound)
    }

    /// Each class: its step of the ramp, what stands for it, and its bounds as text.
    pub fn legend(&self, lang: Lang) -> impl Iterator<Item = (usize, f64, String)> + '_ {
        self.bounds.windows(2).enumerate().map(move |(class, pair)| {
            let text = span(&self.text(pair[0]), &self.text(pair[1]), lang);
            (self.colour(class), f64::midpoint(pair[0], pair[1]), text)
        })
    }

    /// The ramp as a strip that begins at a spot, with its bounds below: 28 pixels high.
    pub fn draw(&self, canvas: &mut Canvas, (x, y): Spot) {
        let texts: Vec<String> = self.bounds.iter().map(|bound| self.text(*bound)).collect();
        let width = (Font::Small.widest(texts.iter().map(String::as_str)) + 8.0).max(44.0);
        let start = x + width / 2.0;
        for class in 0..self.classes() {
            let area = Area { x: start + class as f64 * width, y, w: width, h: 12.0 };
            canvas.rect(&format!("ch-step{}", self.colour(class)), area, "");
        }
        let frame = Area { x: start, y, w: width * self.classes() as f64, h: 12.0 };
        canvas.rect("ch-grid", frame, "");
        let is_one = self.bounds[0] >= self.bounds[1];
        if is_one {
            return canvas.text(Font::Small, "ch-muted", Anchor::Middle, (x + width, y + 21.0), &texts[0]);
        }
        for (at, text) in texts.iter().enumerate() {
            let spot = (start + at as f64 * width, y + 21.0);
            canvas.text(Font::Small, "ch-muted", Anchor::Middle, spot, text);
        }
    }
}

/// Two numbers as a text from one to the other. A dash between minus signs could not be read.
pub(super) fn span(low: &str, high: &str, lang: Lang) -> String {
    match lang {
        _ if low == high => low.to_owned(),
        _ if !low.starts_with('−') => format!("{low}–{high}"),
        Lang::Zh => format!("{low} 至 {high}"),
        Lang::En => format!("{low} to {high}"),
    }
}

/// Bounds 1-2-5 from below the lowest value to above the highest, or only powers of ten where those would be too many.
fn geometric(low: f64, high: f64) -> Option<Vec<f64>> {
    [&[1.0, 2.0, 5.0][..], &[1.0], &[0.1]].iter().find_map(|factors| {
        let mut all: Vec<f64> = (-12..=16_i32)
            .filter(|power| factors[0] >= 1.0 || power % 2 == 0)
            .flat_map(|power| factors.iter().map(move |factor| factor * libm::exp10(f64::from(power))))
            .collect();
        let first = all.iter().rposition(|bound| *bound <= low * (1.0 + 1e-9))?;
        let last = all.iter().position(|bound| *bound >= high * (1.0 - 1e-9))?;
        all.truncate(last + 1);
        all.drain(..first);
        (3..=STEPS + 1).contains(&all.len()).then_some(all)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(values: &[f64], style: Style) -> Vec<String> {
        Ramp::new(values, style).unwrap().legend(Lang::En).map(|(.., text)| text).collect()
    }

    #[test]
    fn classes_have_round_bounds() {
        let even = texts(&[61.0, 70.0, 88.0, 97.0], Style::Decimal(2));
        assert_eq!(even, ["60–70", "70–80", "80–90", "90–100"]);
        let skewed = texts(&[3.0, 5.0, 8.0, 12.0, 9000.0], Style::Whole);
        assert_eq!(skewed, ["1–10", "10–100", "100–1,000", "1,000–10,000"]);
        assert_eq!(texts(&[5.0, 5.0], Style::Whole), ["5"]);
        assert!(Ramp::new(&[], Style::Whole).is_none());
    }

    #[test]
    fn spans_below_zero_are_words() {
        assert_eq!(span("1", "3", Lang::En), "1–3");
        assert_eq!(span("1", "1", Lang::En), "1");
        assert_eq!(span("−3", "−1", Lang::En), "−3 to −1");
        assert_eq!(span("−3", "0", Lang::Zh), "−3 至 0");
    }

    #[test]
    fn every_value_has_a_step_and_greater_ones_no_lower_one() {
        for high in [1.0, 2.0, 3.0, 7.0, 50.0, 1e4, 1e9, 1e15] {
            let values: Vec<f64> = (0..50).map(|at| high * f64::from(at * at * at) / 117_649.0).collect();
            let ramp = Ramp::new(&values, Style::Decimal(1)).unwrap();
            let steps: Vec<usize> = values.iter().map(|value| ramp.step(*value)).collect();
            assert!(steps.is_sorted() && steps.iter().all(|step| *step < STEPS), "{high} {steps:?}");
            assert_eq!((steps[0], steps[49]), (0, STEPS - 1), "{high}");
            assert!(ramp.classes() <= STEPS);
        }
    }
}
