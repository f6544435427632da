//! Drawing of [`Matrix`].

use super::Matrix;
use super::axis::sane;
use super::measure::{Area, Font, Spot};
use super::ramp::Ramp;
use super::svg::{Anchor, Canvas, WIDTH};
use crate::report::text::Lang;

/// The most room for labels of rows, and along those of columns.
const LABELS: f64 = 150.0;
/// The widest and tallest cell.
const CELL: (f64, f64) = (72.0, 30.0);

/// Where everything stands.
struct Layout {
    left: f64,
    top: f64,
    cell: (f64, f64),
    /// Angle of the labels of columns, and the room along them.
    turn: (f64, f64),
}

impl Layout {
    fn new(labels: &[&str]) -> Self {
        let count = labels.len() as f64;
        let widest = Font::Label.widest(labels.iter().copied()).min(LABELS);
        let left = 4.0 + widest + 8.0;
        let upright = ((WIDTH - 4.0 - left) / count).min(CELL.0);
        if widest + 6.0 <= upright {
            return Self::with(left, 22.0, upright, (0.0, widest));
        }
        // Slanted labels reach beyond the last column, by less than their length.
        let reach = widest * COS + 8.0;
        let slanted = ((WIDTH - 4.0 - left - reach) / count).min(CELL.0);
        if slanted >= 24.0 {
            return Self::with(left, widest * COS + 16.0, slanted, (45.0, widest));
        }
        Self::with(left, widest + 10.0, upright, (90.0, widest))
    }

    fn with(left: f64, top: f64, width: f64, turn: (f64, f64)) -> Self {
        Self { left, top, cell: (width, width.min(CELL.1)), turn }
    }

    fn area(&self, row: usize, column: usize) -> Area {
        let (w, h) = self.cell;
        Area { x: self.left + column as f64 * w, y: self.top + row as f64 * h, w, h }
    }

    /// Labels that do not fit beside each other are drawn for every so many rows.
    fn every(&self) -> usize {
        let line = Font::Label.size() + 1.0;
        (1..1000).find(|every| *every as f64 * self.cell.1 >= line).unwrap_or(1000)
    }
}

/// Of 45 degrees.
const COS: f64 = std::f64::consts::FRAC_1_SQRT_2;

impl Matrix {
    pub(super) fn canvas(&self, lang: Lang) -> Canvas {
        let count = self.labels.len();
        let values: Vec<f64> =
            (0..count * count).filter_map(|at| self.value(at / count, at % count)).collect();
        let Some(ramp) = Ramp::new(&values, self.style) else { return Canvas::empty(WIDTH, lang) };
        let labels: Vec<&str> = self.labels.iter().map(|label| label.get(lang)).collect();
        let layout = Layout::new(&labels);
        let mut canvas = Canvas::new(0.0);
        for (at, label) in labels.iter().enumerate().step_by(layout.every()) {
            row_label(&mut canvas, &layout, at, label);
            column_label(&mut canvas, &layout, at, label);
        }
        let does_fit = values.iter().all(|value| self.short(*value, layout.cell.0).is_some());
        for row in 0..count {
            for column in 0..count {
                let pair = format!("{} – {}", labels[row], labels[column]);
                self.cell(&mut canvas, &ramp, &layout, (row, column), &pair, does_fit);
            }
        }
        let bottom = layout.area(count, 0).y;
        canvas.fitted(
            Font::Small,
            "ch-muted",
            Anchor::Start,
            (4.0, bottom + 16.0),
            self.axis.get(lang),
            WIDTH - 8.0,
        );
        ramp.draw(&mut canvas, (0.0, bottom + 28.0));
        canvas.height = bottom + 60.0;
        canvas
    }

    fn value(&self, row: usize, column: usize) -> Option<f64> {
        self.cells.get(row)?.get(column).copied().flatten().and_then(sane)
    }

    /// A value as short as a cell needs: without the zero before the point where that does not fit. `None`: does not fit.
    fn short(&self, value: f64, room: f64) -> Option<String> {
        let text = self.style.text(value);
        let bare = text.replacen("0.", ".", usize::from(text.trim_start_matches('−').starts_with("0.")));
        [text, bare].into_iter().find(|text| Font::Tiny.width(text) <= room - 1.0)
    }

    fn cell(
        &self,
        canvas: &mut Canvas,
        ramp: &Ramp,
        layout: &Layout,
        (row, column): (usize, usize),
        pair: &str,
        does_fit: bool,
    ) {
        let area = layout.area(row, column);
        let inner = Area { x: area.x + 0.5, y: area.y + 0.5, w: area.w - 1.0, h: area.h - 1.0 };
        let Some(value) = self.value(row, column) else {
            return canvas.rect("ch-grid", inner, "");
        };
        let step = ramp.step(value);
        canvas.rect(&format!("ch-step{step}"), inner, &format!("{pair}: {}", self.style.text(value)));
        // All cells have their values, or none: single gaps would be read as missing data.
        if let Some(text) =
            self.short(value, area.w).filter(|_| does_fit && area.h >= Font::Tiny.size() + 2.0)
        {
            let middle = (area.x + area.w / 2.0, area.y + area.h / 2.0);
            canvas.text(Font::Tiny, &format!("ch-on{step}"), Anchor::Middle, middle, &text);
        }
    }
}

fn row_label(canvas: &mut Canvas, layout: &Layout, row: usize, label: &str) {
    let Area { y, h, .. } = layout.area(row, 0);
    canvas.fitted(Font::Label, "", Anchor::End, (layout.left - 6.0, y + h / 2.0), label, LABELS);
}

fn column_label(canvas: &mut Canvas, layout: &Layout, column: usize, label: &str) {
    let Area { x, y, w, .. } = layout.area(0, column);
    let (degrees, room) = layout.turn;
    let foot: Spot = (x + w / 2.0, y - 8.0);
    if degrees == 0.0 {
        canvas.fitted(Font::Label, "", Anchor::Middle, foot, label, room);
    } else {
        canvas.turned(Font::Label, degrees, foot, label, room);
    }
}
