//! How wide texts will be on paper, by the fonts. Typst finds it out as well, but sets every cell twice to do so: a table that is
//! known to break no line gets its columns and rows as lengths.

use super::{FONTS, WEIGHTS};
use std::sync::LazyLock;
use typst::layout::Abs;
use typst::text::{FontInstance, FontVariant, FontVariations};
use unicode_width::UnicodeWidthChar;

/// The weights of [`FONTS`].
#[derive(Debug, Clone, Copy)]
pub enum Weight {
    /// Of cells.
    Regular,
    /// Of heads.
    Bold,
}

/// What Typst puts between a Chinese character and a Latin letter or a digit, em.
const BETWEEN: f64 = 0.25;

static INSTANCES: LazyLock<Vec<FontInstance>> = LazyLock::new(|| {
    let (variant, variations) = (FontVariant::default(), FontVariations::default());
    FONTS.iter().map(|font| font.clone().instantiate(variant, Abs::pt(1.0), &variations)).collect()
});

/// Room for kerning, which moves few letters apart.
const KERNING: f64 = 1.01;

/// The most that a text takes on one line, em: its glyphs side by side.
pub fn em(text: &str, weight: Weight) -> f64 {
    let (mut sum, mut before) = (0.0, None);
    for c in text.chars() {
        let mut fonts = INSTANCES.iter().skip(weight as usize).step_by(WEIGHTS);
        let advance = fonts.find_map(|font| font.x_advance(font.ttf().glyph_index(c)?.0));
        sum += advance.map_or(1.0, typst::layout::Em::get);
        let sort = c.is_alphanumeric().then(|| c.width());
        if before.is_some_and(|before| sort.is_some_and(|sort| sort != before)) {
            sum += BETWEEN;
        }
        before = sort;
    }
    sum * KERNING
}
