//! How much room texts take: estimated without a font, rather too wide than too narrow, because which font draws them is
//! known only later.

use std::borrow::Cow;
use unicode_width::UnicodeWidthChar;

/// A place on the picture, in pixels from its upper left corner.
pub(super) type Spot = (f64, f64);

/// Sizes of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Font {
    /// Labels of rows and lines.
    Label,
    /// Numbers at axes, names on maps, legends.
    Small,
    /// Numbers in cells: the smallest that is still read in print.
    Tiny,
}

impl Font {
    /// Height of a line, in pixels.
    pub const fn size(self) -> f64 {
        match self {
            Self::Label => 12.0,
            Self::Small => 11.0,
            Self::Tiny => 10.0,
        }
    }

    /// Class in the style sheet.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Label => "ch-label",
            Self::Small => "ch-small",
            Self::Tiny => "ch-tiny",
        }
    }

    /// From the middle of a line down to where its letters stand.
    pub fn drop(self) -> f64 {
        self.size() * 0.36
    }

    /// Width of a text.
    pub fn width(self, text: &str) -> f64 {
        text.chars().map(ems).sum::<f64>() * self.size()
    }

    /// Width of the widest of some texts.
    pub fn widest<'a>(self, texts: impl IntoIterator<Item = &'a str>) -> f64 {
        texts.into_iter().map(|text| self.width(text)).fold(0.0, f64::max)
    }

    /// The text, or as much of its beginning as fits, and an ellipsis.
    pub fn fit(self, text: &str, room: f64) -> Cow<'_, str> {
        // What does not fit anyway need not be measured to its end.
        let limit = room / self.size();
        let (mut used, mut kept) = (0.0, 0);
        for (at, char) in text.char_indices() {
            used += ems(char);
            if used + ELLIPSIS <= limit {
                kept = at + char.len_utf8();
            }
            if used > limit {
                let start = text[..kept].trim_end_matches(['\u{200d}', ' ']);
                return Cow::Owned(format!("{start}…"));
            }
        }
        Cow::Borrowed(text)
    }
}

/// Fonts for Chinese give the ellipsis a whole square.
const ELLIPSIS: f64 = 1.0;

/// Width of a character as a share of the font's size.
fn ems(char: char) -> f64 {
    match char {
        'i' | 'j' | 'l' | 'f' | 't' | 'r' | 'I' | ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '(' | ')' => 0.4,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.95,
        'A'..='Z' | '&' | '−' | '+' | '<' | '>' | '=' => 0.72,
        ' '..='~' | '–' => 0.6,
        // Letters of the alphabets, small and capital.
        '\u{a0}'..='\u{52f}' => {
            if UnicodeWidthChar::width(char) == Some(0) {
                0.0
            } else {
                0.72
            }
        }
        // A character that breaks the line is drawn as a blank or a sign of its own.
        _ => match UnicodeWidthChar::width(char) {
            Some(0) => 0.0,
            // Dashes, quotation marks, arrows, emoji: the square that fonts for Chinese give them.
            _ => 1.0,
        },
    }
}

/// A rectangle on the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Area {
    /// Whether two rectangles have more than an edge in common.
    pub fn meets(&self, other: &Self) -> bool {
        self.x < other.x + other.w
            && other.x < self.x + self.w
            && self.y < other.y + other.h
            && other.y < self.y + self.h
    }

    /// Whether the other one lies inside.
    pub fn holds(&self, other: &Self) -> bool {
        self.x <= other.x
            && self.y <= other.y
            && other.x + other.w <= self.x + self.w
            && other.y + other.h <= self.y + self.h
    }

    /// The rectangle with a margin around it.
    pub fn wider(&self, margin: f64) -> Self {
        let Self { x, y, w, h } = *self;
        Self { x: x - margin, y: y - margin, w: w + 2.0 * margin, h: h + 2.0 * margin }
    }

    /// The point of the rectangle that is nearest to a spot.
    pub fn nearest(&self, (x, y): Spot) -> Spot {
        (x.clamp(self.x, self.x + self.w), y.clamp(self.y, self.y + self.h))
    }

    /// The square around a circle.
    pub fn around((x, y): Spot, radius: f64) -> Self {
        Self { x: x - radius, y: y - radius, w: 2.0 * radius, h: 2.0 * radius }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_a_square_and_latin_about_half_of_one() {
        assert!((Font::Small.width("北京") - 22.0).abs() < 1e-9);
        let latin = Font::Tiny.width("Johannesburg") / 12.0 / 10.0;
        assert!((0.5..0.7).contains(&latin), "{latin}");
        assert!(Font::Tiny.width("e\u{301}") < Font::Tiny.width("ee"), "combining marks take no room");
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis_and_fits() {
        assert_eq!(Font::Label.fit("北京", 24.0), "北京");
        assert_eq!(Font::Label.fit("北京大学", 36.0), "北京…");
        assert_eq!(Font::Label.fit("abc", 1.0), "…");
        assert_eq!(Font::Label.fit("", 0.0), "");
        for room in 12..200 {
            let room = f64::from(room);
            let text = Font::Label.fit("Llanfairpwllgwyngyll 兰韦尔 👩\u{200d}🔬 Straße", room).into_owned();
            assert!(Font::Label.width(&text) <= room, "{text} in {room}");
            assert!(!text.contains("\u{200d}…"));
        }
    }

    #[test]
    fn areas_that_share_an_edge_do_not_meet() {
        let area = |x, y| Area { x, y, w: 10.0, h: 10.0 };
        assert!(!area(0.0, 0.0).meets(&area(10.0, 0.0)));
        assert!(area(0.0, 0.0).meets(&area(9.0, 9.0)));
        assert!(area(0.0, 0.0).holds(&Area { x: 1.0, y: 1.0, w: 9.0, h: 2.0 }));
        assert_eq!(area(0.0, 0.0).nearest((20.0, 5.0)), (10.0, 5.0));
    }
}
