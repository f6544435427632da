//! Drawing of [`Lines`].

use super::axis::{Scale, ends, sane};
use super::legend::SIGN;
use super::measure::{Font, Spot};
use super::spread::spread;
use super::svg::{Anchor, Canvas, NARROW, WIDTH, no_data, number};
use super::theme::CATEGORIES;
use super::{Lines, legend};
use crate::report::text::{Bi, Lang};

/// Distance of labels at the ends of lines.
const GAP: f64 = 15.0;
/// More lines than this are named in a legend below.
const DIRECT: usize = 26;
/// The most room for labels at the ends of lines.
const LABELS: f64 = 170.0;
/// More years than this, and only some points have marks.
const MARKED: usize = 20;

/// Where everything stands.
struct Layout {
    /// The series that have values, by their place.
    drawn: Vec<usize>,
    first: u32,
    last: u32,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    scale: Scale,
}

impl Layout {
    fn year(&self, year: u32) -> f64 {
        let margin = 10.0;
        let width = self.right - self.left - 2.0 * margin;
        let share = match self.last - self.first {
            0 => 0.5,
            span => f64::from(year - self.first) / f64::from(span),
        };
        self.left + margin + share * width
    }
}

impl Lines {
    pub(super) fn canvas(&self, lang: Lang) -> Canvas {
        let Some(layout) = self.layout(lang) else { return Canvas::empty(self.width(), lang) };
        let mut canvas = Canvas::wide(self.width(), 0.0);
        canvas.fitted(Font::Label, "", Anchor::Start, (4.0, 12.0), self.axis.get(lang), self.width() - 8.0);
        frame(&mut canvas, &layout);
        self.years(&mut canvas, &layout, lang);
        // The first series are on top.
        for series in layout.drawn.iter().rev() {
            self.series(&mut canvas, &layout, *series, lang);
        }
        canvas.height = layout.bottom + 44.0;
        if layout.drawn.len() <= DIRECT {
            self.direct(&mut canvas, &layout, lang);
        }
        self.legend(&mut canvas, &layout, lang);
        canvas
    }

    fn width(&self) -> f64 {
        if self.narrow { NARROW } else { WIDTH }
    }

    fn layout(&self, lang: Lang) -> Option<Layout> {
        let has_values = |at: &usize| self.points(*at).next().is_some();
        let drawn: Vec<usize> = (0..self.series.len()).filter(has_values).collect();
        let all = || drawn.iter().flat_map(|at| self.points(*at));
        let (low, high) = ends(all().map(|(_, value)| value))?;
        let (first, last) = (self.years.iter().min()?, self.years.iter().max()?);
        let height = (drawn.len() as f64 * GAP + 20.0).clamp(if self.narrow { 170.0 } else { 260.0 }, 440.0);
        let (top, bottom) = (30.0, 30.0 + height);
        // Zero belongs to the picture where the values are near it, compared with their differences.
        let low = if low > 0.0 && low < 0.4 * high && !self.reversed { 0.0 } else { low };
        let range = if self.reversed { (top + 6.0, bottom - 6.0) } else { (bottom - 6.0, top + 6.0) };
        let scale = Scale::new((low, high), 6, self.style, self.reversed, range);
        let texts: Vec<String> = scale.ticks.iter().map(|tick| scale.text(*tick)).collect();
        let left = 4.0 + Font::Small.widest(texts.iter().map(String::as_str)) + 6.0;
        let labels = drawn.iter().map(|at| self.series[*at].0.get(lang));
        let room = Font::Small.widest(labels).min(LABELS);
        let right =
            if drawn.len() > DIRECT { self.width() - 12.0 } else { self.width() - 4.0 - room - SIGN - 14.0 };
        Some(Layout { first: *first, last: *last, left, right, top, bottom, scale, drawn })
    }

    /// The values of a series in the order of years.
    fn points(&self, series: usize) -> impl Iterator<Item = (u32, f64)> {
        self.entries(series).into_iter().filter_map(|(year, value)| Some((year, value?)))
    }

    fn entries(&self, series: usize) -> Vec<(u32, Option<f64>)> {
        let values = self.series[series].1.iter().map(|value| value.and_then(sane));
        let mut entries: Vec<_> = self.years.iter().copied().zip(values).collect();
        entries.sort_by_key(|(year, _)| *year);
        entries
    }

    /// Labels of years, as many as there is room for, the last one surely.
    fn years(&self, canvas: &mut Canvas, layout: &Layout, lang: Lang) {
        let mut years = self.years.clone();
        years.sort_unstable();
        let mut free = f64::MAX;
        for year in years.into_iter().rev() {
            let (x, text) = (layout.year(year), year.to_string());
            let half = Font::Small.width(&text) / 2.0;
            if x + half + 8.0 <= free {
                canvas.line("ch-axis", (x, layout.bottom), (x, layout.bottom + 4.0));
                let spot = (x, layout.bottom + 13.0);
                canvas.text(Font::Small, "ch-muted", Anchor::Middle, spot, &text);
                free = x - half;
            }
        }
        let title = match lang {
            Lang::Zh => "年份",
            Lang::En => "Year",
        };
        canvas.middle(Font::Label, (f64::midpoint(layout.left, layout.right), layout.bottom + 31.0), title);
    }

    fn series(&self, canvas: &mut Canvas, layout: &Layout, series: usize, lang: Lang) {
        let spots: Vec<Option<Spot>> = self
            .entries(series)
            .into_iter()
            .map(|(year, value)| Some((layout.year(year), layout.scale.at(value?))))
            .collect();
        let label = self.series[series].0.get(lang);
        let path = path(&spots);
        if !path.is_empty() {
            canvas.path(&stroke(series), &path, label);
        }
        let every = spots.len().div_ceil(MARKED).max(1);
        let is_alone = |at: usize| {
            let has = |at: Option<usize>| at.and_then(|at| spots.get(at)).is_some_and(Option::is_some);
            !has(at.checked_sub(1)) && !has(Some(at + 1))
        };
        for (at, spot) in spots.iter().enumerate() {
            if let Some(spot) = spot
                && (at % every == 0 || at + 1 == spots.len() || is_alone(at))
            {
                mark(canvas, series, *spot);
            }
        }
    }

    /// Names of the lines beside their ends.
    fn direct(&self, canvas: &mut Canvas, layout: &Layout, lang: Lang) {
        let last: Vec<(u32, f64)> =
            layout.drawn.iter().filter_map(|series| self.points(*series).last()).collect();
        let wanted: Vec<f64> = last.iter().map(|(_, value)| layout.scale.at(*value)).collect();
        let heights = spread(&wanted, GAP, layout.top + 6.0, layout.bottom - 6.0);
        let start = layout.right + 12.0;
        for (((series, (year, _)), wanted), y) in layout.drawn.iter().zip(&last).zip(&wanted).zip(heights) {
            if *year == layout.last {
                canvas.line("ch-lead", (layout.year(*year) + 5.0, *wanted), (start - 2.0, y));
            }
            sign(canvas, *series, (start + SIGN / 2.0 - 2.0, y));
            let spot = (start + SIGN - 2.0, y);
            canvas.fitted(Font::Small, "", Anchor::Start, spot, self.series[*series].0.get(lang), LABELS);
        }
    }

    /// Below: the lines whose names do not stand at their ends, and those that have no values.
    fn legend(&self, canvas: &mut Canvas, layout: &Layout, lang: Lang) {
        let is_direct = layout.drawn.len() <= DIRECT;
        let is_listed = |at: &usize| !(is_direct && layout.drawn.contains(at));
        let listed: Vec<usize> = (0..self.series.len()).filter(is_listed).collect();
        let names: Vec<String> = listed.iter().map(|at| self.name(*at, layout, lang)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let end = legend::draw(canvas, &names, canvas.height, |canvas, at, spot| {
            if layout.drawn.contains(&listed[at]) {
                sign(canvas, listed[at], spot);
            }
        });
        canvas.height = end;
    }

    fn name(&self, series: usize, layout: &Layout, lang: Lang) -> String {
        let name: &Bi = &self.series[series].0;
        let lacks =
            if layout.drawn.contains(&series) { String::new() } else { format!(" ({})", no_data(lang)) };
        format!("{}{lacks}", name.get(lang))
    }
}

/// Horizontal lines at the ticks, with their labels.
fn frame(canvas: &mut Canvas, layout: &Layout) {
    for tick in &layout.scale.ticks {
        let y = layout.scale.at(*tick);
        canvas.line("ch-grid", (layout.left, y), (layout.right, y));
        let text = layout.scale.text(*tick);
        canvas.text(Font::Small, "ch-muted", Anchor::End, (layout.left - 6.0, y), &text);
    }
    canvas.line("ch-axis", (layout.left, layout.bottom), (layout.right, layout.bottom));
}

/// A line through spots that breaks where there is none.
fn path(spots: &[Option<Spot>]) -> String {
    let mut path = String::new();
    for run in spots.split(Option::is_none).filter(|run| run.len() > 1) {
        for (at, (x, y)) in run.iter().flatten().enumerate() {
            path.push(if at == 0 { 'M' } else { 'L' });
            path.extend([&number(*x), " ", &number(*y)]);
        }
    }
    path
}

/// Colours and marks change by periods without a common divisor, so that lines of one colour differ in their marks; from
/// the second round of colours on lines are dashed, too.
fn stroke(series: usize) -> String {
    let dash = match series / CATEGORIES % 4 {
        0 => String::new(),
        dash => format!(" ch-dash{dash}"),
    };
    format!("ch-line ch-line{}{dash}", series % CATEGORIES)
}

/// Line and mark of a series, around a spot.
fn sign(canvas: &mut Canvas, series: usize, (x, y): Spot) {
    canvas.line(&stroke(series), (x - 12.0, y), (x + 12.0, y));
    mark(canvas, series, (x, y));
}

fn mark(canvas: &mut Canvas, series: usize, (x, y): Spot) {
    let class = format!("ch-mark ch-fill{}", series % CATEGORIES);
    let corners: &[Spot] = match series % 5 {
        0 => return canvas.circle(&class, (x, y), 3.4, ""),
        1 => &[(-3.0, -3.0), (3.0, -3.0), (3.0, 3.0), (-3.0, 3.0)],
        2 => &[(0.0, -4.0), (4.0, 3.0), (-4.0, 3.0)],
        3 => &[(0.0, -4.4), (4.4, 0.0), (0.0, 4.4), (-4.4, 0.0)],
        _ => &[(0.0, 4.0), (4.0, -3.0), (-4.0, -3.0)],
    };
    let spots: Vec<Option<Spot>> = corners.iter().map(|(dx, dy)| Some((x + dx, y + dy))).collect();
    canvas.path(&class, &format!("{}Z", path(&spots)), "");
}
