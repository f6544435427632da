//! Drawing of [`Ranges`].

use super::axis::{Scale, ends, sane};
use super::bars::{LABELS, LONG, title};
use super::measure::{Area, Font};
use super::ramp::span;
use super::svg::{Anchor, Canvas, WIDTH};
use super::{RangeRow, Ranges};
use crate::report::document::ABSENT;
use crate::report::text::Lang;

const PITCH: f64 = 19.0;
/// The most room for the text of an interval.
const TEXTS: f64 = 150.0;

impl RangeRow {
    /// The ends, in order and around the value, whatever they were called.
    fn bounds(&self) -> (f64, f64) {
        (self.low.min(self.high).min(self.value), self.high.max(self.low).max(self.value))
    }

    /// Whether it can be drawn.
    fn is_sane(&self) -> bool {
        [self.value, self.low, self.high].into_iter().all(|value| sane(value).is_some())
    }
}

impl Ranges {
    pub(super) fn canvas(&self, lang: Lang) -> Canvas {
        let drawn = self.rows.iter().filter(|row| row.is_sane());
        let Some(ends) = ends(drawn.flat_map(|row| <[f64; 2]>::from(row.bounds()))) else {
            return Canvas::empty(WIDTH, lang);
        };
        let mut canvas = Canvas::new(0.0);
        let scale = self.scale(ends, lang);
        let is_long = self.rows.len() > LONG;
        let top = if is_long { 22.0 } else { 4.0 };
        let bottom = top + self.rows.len() as f64 * PITCH;
        self.bands(&mut canvas, top);
        scale.draw_across(&mut canvas, top, bottom);
        if is_long {
            scale.labels(&mut canvas, top - 11.0);
        }
        for (at, row) in self.rows.iter().enumerate() {
            self.row(&mut canvas, &scale, row, top + (at as f64 + 0.5) * PITCH, lang);
        }
        title(&mut canvas, self.axis.get(lang), bottom + 30.0);
        canvas
    }

    fn scale(&self, ends: (f64, f64), lang: Lang) -> Scale {
        let labels = Font::Label.widest(self.rows.iter().map(|row| row.label.get(lang))).min(LABELS);
        let texts: Vec<String> = self.rows.iter().map(|row| self.text(row, lang)).collect();
        let room = Font::Small.widest(texts.iter().map(String::as_str)).min(TEXTS);
        Scale::across(ends, self.style, true, (4.0 + labels + 18.0, WIDTH - 4.0 - room.max(24.0) - 16.0))
    }

    /// The interval as text.
    fn text(&self, row: &RangeRow, lang: Lang) -> String {
        if !row.is_sane() {
            return ABSENT.to_owned();
        }
        let (low, high) = row.bounds();
        let [low, high] = [low, high].map(|end| self.style.text(end));
        span(&low, &high, lang)
    }

    /// Every second group of rows stands on a ground.
    fn bands(&self, canvas: &mut Canvas, top: f64) {
        let mut start = 0;
        for (at, group) in self.rows.chunk_by(|one, next| one.group == next.group).enumerate() {
            if at % 2 == 0 {
                let area =
                    Area { x: 0.0, y: top + start as f64 * PITCH, w: WIDTH, h: group.len() as f64 * PITCH };
                canvas.rect("ch-band", area, "");
            }
            start += group.len();
        }
    }

    fn row(&self, canvas: &mut Canvas, scale: &Scale, row: &RangeRow, y: f64, lang: Lang) {
        let (label, text) = (row.label.get(lang), self.text(row, lang));
        canvas.fitted(Font::Label, "", Anchor::Start, (4.0, y), label, LABELS);
        canvas.fitted(Font::Small, "", Anchor::End, (WIDTH - 4.0, y), &text, TEXTS);
        if row.is_sane() {
            let (low, high) = row.bounds();
            canvas.line("ch-span ch-line0", (scale.at(low), y), (scale.at(high), y));
            let tip = format!("{label}: {} ({text})", self.style.text(row.value));
            canvas.circle("ch-mark ch-fill0", (scale.at(row.value), y), 4.0, &tip);
        }
    }
}
