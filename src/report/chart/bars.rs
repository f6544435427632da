//! Drawing of [`Bars`].

use super::axis::{Scale, ends, sane};
use super::measure::{Area, Font};
use super::svg::{Anchor, Canvas, NARROW, WIDTH};
use super::theme::CATEGORIES;
use super::{Bars, legend};
use crate::report::document::ABSENT;
use crate::report::text::Lang;

/// Rows beyond which the axis stands above them, too: its lower end is on another page.
pub(super) const LONG: usize = 30;
/// The most room for labels.
pub(super) const LABELS: f64 = 230.0;
/// The most room for the text of a value.
const VALUES: f64 = 130.0;
/// Between a bar's end and its value.
const SPACE: f64 = 5.0;

/// Heights of a row and of a bar.
struct Row {
    height: f64,
    pitch: f64,
    bar: f64,
}

impl Row {
    /// Bars of several series are thin, but each is as high as the text at its end.
    fn new(series: usize) -> Self {
        match series {
            0 | 1 => Self { height: 22.0, pitch: 22.0, bar: 14.0 },
            more => Self { height: more as f64 * 12.0 + 8.0, pitch: 12.0, bar: 9.0 },
        }
    }
}

impl Bars {
    pub(super) fn canvas(&self, lang: Lang) -> Canvas {
        let Some((low, high)) = ends(self.values()) else { return Canvas::empty(self.width(), lang) };
        let mut canvas = Canvas::wide(self.width(), 0.0);
        let top = self.legend(&mut canvas, lang);
        let scale = self.scale(low.min(0.0), high.max(0.0), lang);
        let is_long = self.rows.len() > LONG;
        let first = top + if is_long { 22.0 } else { 4.0 };
        let row = Row::new(self.series_count());
        let bottom = first + self.rows.len() as f64 * row.height + 2.0;
        // A narrow chart has its values beside the bars only: a scale would be smaller letters for the same.
        if !self.narrow {
            scale.draw_across(&mut canvas, first, bottom);
        }
        if is_long {
            scale.labels(&mut canvas, first - 11.0);
        }
        for at in 0..self.rows.len() {
            self.row(&mut canvas, &scale, &row, first + at as f64 * row.height, at, lang);
        }
        // Over the bars, which begin at it.
        canvas.line("ch-axis", (scale.at(0.0), first), (scale.at(0.0), bottom));
        title(&mut canvas, self.axis.get(lang), bottom + if self.narrow { 14.0 } else { 30.0 });
        canvas
    }

    fn width(&self) -> f64 {
        if self.narrow { NARROW } else { WIDTH }
    }

    /// Most room for labels.
    fn labels(&self) -> f64 {
        LABELS.min(0.45 * self.width())
    }

    fn series_count(&self) -> usize {
        self.rows.iter().map(|(_, values)| values.len()).max().unwrap_or(0).max(self.series.len())
    }

    fn values(&self) -> impl Iterator<Item = f64> {
        self.rows.iter().flat_map(|(_, values)| values).filter_map(|value| value.and_then(sane))
    }

    fn legend(&self, canvas: &mut Canvas, lang: Lang) -> f64 {
        let names: Vec<&str> = self.series.iter().map(|name| name.get(lang)).collect();
        if names.iter().all(|name| name.is_empty()) {
            return 0.0;
        }
        legend::draw(canvas, &names, 2.0, |canvas, at, spot| legend::swatch(canvas, &fill(at), spot))
    }

    /// The scale between the labels on the left and room for the values beyond the bars' ends.
    fn scale(&self, low: f64, high: f64, lang: Lang) -> Scale {
        let labels =
            Font::Label.widest(self.rows.iter().map(|(label, _)| label.get(lang))).min(self.labels());
        let room = |is_side: fn(f64) -> bool| {
            let texts: Vec<String> =
                self.values().filter(|v| is_side(*v)).map(|v| self.style.text(v)).collect();
            Font::Small.widest(texts.iter().map(String::as_str)).min(VALUES) + SPACE + 3.0
        };
        // The last label of the axis reaches beyond its tick.
        let left = 4.0 + labels + 8.0 + if low < 0.0 { room(|v| v < 0.0) } else { 4.0 };
        let right = self.width() - room(|v| v >= 0.0).max(34.0);
        Scale::across((low, high), self.style, false, (left, right))
    }

    fn row(&self, canvas: &mut Canvas, scale: &Scale, row: &Row, top: f64, at: usize, lang: Lang) {
        let (label, values) = &self.rows[at];
        let label = label.get(lang);
        canvas.fitted(Font::Label, "", Anchor::Start, (4.0, top + row.height / 2.0), label, self.labels());
        let count = self.series_count();
        let first = top + (row.height - count as f64 * row.pitch) / 2.0;
        for series in 0..count {
            let middle = first + (series as f64 + 0.5) * row.pitch;
            let value = values.get(series).copied().flatten().and_then(sane);
            let area = value.map(|value| bar(scale, value, middle, row.bar));
            if let (Some(value), Some(area)) = (value, area) {
                canvas.rect(&fill(series), area, &format!("{label}: {}", self.style.text(value)));
            }
            self.value(canvas, scale, value, middle, count > 1);
        }
    }

    /// The text of a value beyond its bar's end.
    fn value(&self, canvas: &mut Canvas, scale: &Scale, value: Option<f64>, y: f64, is_thin: bool) {
        let font = if is_thin { Font::Tiny } else { Font::Small };
        let (text, class) =
            value.map_or_else(|| (ABSENT.to_owned(), "ch-muted"), |v| (self.style.text(v), ""));
        let x = scale.at(value.unwrap_or(0.0));
        let (anchor, x) = if value.is_some_and(|v| v < 0.0) {
            (Anchor::End, x - SPACE)
        } else {
            (Anchor::Start, x + SPACE)
        };
        canvas.fitted(font, class, anchor, (x, y), &text, VALUES);
    }
}

/// The bar of a value: from zero to it.
fn bar(scale: &Scale, value: f64, middle: f64, height: f64) -> Area {
    let (zero, end) = (scale.at(0.0), scale.at(value));
    Area { x: zero.min(end), y: middle - height / 2.0, w: (end - zero).abs(), h: height }
}

fn fill(series: usize) -> String {
    format!("ch-fill{}", series % CATEGORIES)
}

/// The title of a horizontal axis, below its labels; the picture ends below it.
pub(super) fn title(canvas: &mut Canvas, text: &str, y: f64) {
    canvas.fitted(Font::Label, "", Anchor::Middle, (canvas.width / 2.0, y), text, canvas.width - 8.0);
    canvas.height = y + 11.0;
}
