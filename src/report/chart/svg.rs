//! SVG as text: elements with classes, numbers with at most two decimals, every text escaped. Colours are only in the
//! style sheet ([`super::theme`]).

use super::measure::{Area, Font, Spot};
use super::theme;
use crate::report::text::Lang;
use maud::{Markup, PreEscaped};
use std::fmt::Write as _;

/// Width of every chart: what fits a column of text on paper with letters that are still read.
pub(super) const WIDTH: f64 = 720.0;

/// Width of a chart of which two stand beside each other.
pub(super) const NARROW: f64 = 420.0;

/// A drawn chart.
#[derive(Debug, Clone)]
pub struct Svg {
    /// Natural width in pixels.
    pub width: u32,
    /// Natural height in pixels.
    pub height: u32,
    id: String,
    lang: Lang,
    title: String,
    alt: String,
    body: String,
}

impl Svg {
    pub(super) fn new(canvas: Canvas, lang: Lang, id: &str, title: &str, alt: &str) -> Self {
        let [width, height] = [canvas.width, canvas.height].map(pixels);
        let [id, title, alt] = [id, title, alt].map(escaped);
        Self { width, height, id, lang, title, alt, body: canvas.body }
    }

    /// The element as it stands in HTML. Its colours are those of [`theme::style`].
    pub fn inline(&self) -> Markup {
        PreEscaped(format!("<svg class=\"chart\" lang=\"{}\"{}", self.lang.tag(), self.rest("")))
    }

    /// A file, with the colours of paper. All of it is understood by programs that know little CSS, such as usvg.
    pub fn standalone(&self) -> String {
        let ground = format!(
            "<style>{}</style><rect class=\"ch-ground\" width=\"{}\" height=\"{}\"/>",
            theme::print(),
            self.width,
            self.height
        );
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" xml:lang=\"{}\"{}\n",
            self.lang.tag(),
            self.rest(&ground)
        )
    }

    /// Everything behind the attributes in which the two forms differ.
    fn rest(&self, ground: &str) -> String {
        let Self { width, height, id, title, alt, body, .. } = self;
        format!(
            " width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
             aria-labelledby=\"{id}-title {id}-desc\"><title id=\"{id}-title\">{title}</title>\
             <desc id=\"{id}-desc\">{alt}</desc>{ground}{body}</svg>"
        )
    }
}

/// A length as whole pixels, rounded up.
#[allow(clippy::cast_sign_loss)] // Lengths are positive; `as` turns others into 0.
fn pixels(length: f64) -> u32 {
    length.ceil() as u32
}

/// Where a text stands relative to its spot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    /// To the right of it.
    Start,
    /// Across it.
    Middle,
    /// To the left of it.
    End,
}

impl Anchor {
    fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// A picture that is being drawn, from the back to the front.
#[derive(Debug)]
pub(super) struct Canvas {
    /// How wide it is.
    pub width: f64,
    /// How tall it has become.
    pub height: f64,
    body: String,
}

impl Canvas {
    /// An empty picture of a height.
    pub fn new(height: f64) -> Self {
        Self::wide(WIDTH, height)
    }

    /// An empty picture of a width and height.
    pub fn wide(width: f64, height: f64) -> Self {
        Self { width, height, body: String::new() }
    }

    /// The picture of a chart without anything to draw.
    pub fn empty(width: f64, lang: Lang) -> Self {
        let mut canvas = Self::wide(width, 96.0);
        canvas.rect("ch-band", Area { x: 0.5, y: 0.5, w: width - 1.0, h: 95.0 }, "");
        canvas.middle(Font::Label, (width / 2.0, 48.0), no_data(lang));
        canvas
    }

    /// An element of nothing but numbers, with a text that shows when pointed at.
    pub fn shape(&mut self, name: &str, class: &str, numbers: &[(&str, f64)], tip: &str) {
        let _ = write!(self.body, "<{name} class=\"{class}\"");
        for (key, value) in numbers {
            let _ = write!(self.body, " {key}=\"{}\"", number(*value));
        }
        self.close(name, tip);
    }

    fn close(&mut self, name: &str, tip: &str) {
        let _ = match tip {
            "" => write!(self.body, "/>"),
            tip => write!(self.body, "><title>{}</title></{name}>", escaped(tip)),
        };
    }

    /// A rectangle.
    pub fn rect(&mut self, class: &str, area: Area, tip: &str) {
        let Area { x, y, w, h } = area;
        self.shape("rect", class, &[("x", x), ("y", y), ("width", w), ("height", h)], tip);
    }

    /// A straight line.
    pub fn line(&mut self, class: &str, from: Spot, to: Spot) {
        self.shape("line", class, &[("x1", from.0), ("y1", from.1), ("x2", to.0), ("y2", to.1)], "");
    }

    /// A circle.
    pub fn circle(&mut self, class: &str, at: Spot, radius: f64, tip: &str) {
        self.shape("circle", class, &[("cx", at.0), ("cy", at.1), ("r", radius)], tip);
    }

    /// A path from its data.
    pub fn path(&mut self, class: &str, data: &str, tip: &str) {
        let _ = write!(self.body, "<path class=\"{class}\" d=\"{data}\"");
        self.close("path", tip);
    }

    /// A path as wide as a value says.
    pub fn stroke(&mut self, class: &str, data: &str, width: f64) {
        let _ =
            write!(self.body, "<path class=\"{class}\" d=\"{data}\" stroke-width=\"{}\"/>", number(width));
    }

    /// A text whose letters stand on a spot, in a class beside that of its font, and further attributes.
    fn write(
        &mut self,
        (font, class): (Font, &str),
        anchor: Anchor,
        at: Spot,
        more: &str,
        text: &str,
        tip: &str,
    ) {
        let space = if class.is_empty() { "" } else { " " };
        let _ = write!(
            self.body,
            "<text class=\"{}{space}{class}\" x=\"{}\" y=\"{}\" text-anchor=\"{}\"{more}>{}",
            font.class(),
            number(at.0),
            number(at.1),
            anchor.name(),
            escaped(text)
        );
        // The title is a child of the text: it would be read as a part of it where it came first.
        if !tip.is_empty() {
            let _ = write!(self.body, "<title>{}</title>", escaped(tip));
        }
        self.body.push_str("</text>");
    }

    /// A text, its letters' middle at the spot's height.
    pub fn text(&mut self, font: Font, class: &str, anchor: Anchor, at: Spot, text: &str) {
        self.write((font, class), anchor, (at.0, at.1 + font.drop()), "", text, "");
    }

    /// A text across a spot.
    pub fn middle(&mut self, font: Font, at: Spot, text: &str) {
        self.text(font, "", Anchor::Middle, at, text);
    }

    /// A text in a given room; cut, it shows all of itself when pointed at.
    pub fn fitted(&mut self, font: Font, class: &str, anchor: Anchor, at: Spot, text: &str, room: f64) {
        let short = font.fit(text, room);
        let tip = if short == text { "" } else { text };
        self.write((font, class), anchor, (at.0, at.1 + font.drop()), "", &short, tip);
    }

    /// The same, turned around the spot by degrees against the clock.
    pub fn turned(&mut self, font: Font, degrees: f64, at: Spot, text: &str, room: f64) {
        let short = font.fit(text, room);
        let tip = if short == text { "" } else { text };
        let turn = format!(" transform=\"rotate({} {} {})\"", number(-degrees), number(at.0), number(at.1));
        self.write((font, ""), Anchor::Start, (at.0, at.1 + font.drop()), &turn, &short, tip);
    }
}

/// What a chart without data says.
pub(super) const fn no_data(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "无数据",
        Lang::En => "no data",
    }
}

/// A coordinate: at most two decimals, no sign on zero.
pub(super) fn number(value: f64) -> String {
    rounded(value, 2)
}

/// A number with at most so many decimals, as short as they allow.
pub(super) fn rounded(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A text as it may stand in XML and HTML, in elements and in attributes. Line breaks become blanks. Characters that
/// XML forbids, and other controls, become the replacement character. Those that turn the direction of what follows
/// are left out: a label must not reorder its neighbours.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_latin = false;
    for char in text.chars() {
        match char {
            // In fonts of Chinese it is as wide as a character, and tears a name apart.
            '’' if is_latin => out.push_str("&#39;"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push(' '),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            control if control.is_control() => out.push('\u{fffd}'),
            other => out.push(other),
        }
        is_latin = char.is_ascii_alphabetic();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_short_and_have_no_sign_on_zero() {
        let values = [0.0, -0.0, -0.001, 1.0, 1.5, 100.0, 12.346, -3.999];
        assert_eq!(values.map(number), ["0", "0", "0", "1", "1.5", "100", "12.35", "-4"]);
        assert_eq!(rounded(120.04, 0), "120", "the zero of a whole number stays");
    }

    #[test]
    fn texts_cannot_leave_their_element() {
        assert_eq!(escaped("<script>&\"'"), "&lt;script&gt;&amp;&quot;&#39;");
        assert_eq!(escaped("a\u{0}b\u{7f}c\u{9f}d\u{ffff}"), "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}");
        assert_eq!(escaped("a\nb\u{2028}c\r"), "a b c ");
        assert_eq!(escaped("a\u{202e}b\u{2067}🏙️"), "ab🏙️");
    }

    #[test]
    fn apostrophes_in_latin_names_are_narrow() {
        assert_eq!(escaped("Xi’an 西’ ’"), "Xi&#39;an 西’ ’");
    }
}
