//! Characters that the fonts of the PDF lack. A missing glyph would be an empty box; here it is said which character stood
//! there.

use super::{FONTS, WEIGHTS};
use crate::base::table::visible;
use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character breaks lines, turns them, joins or hides, or stands for one that was lost: nothing to be seen, whatever a font has
/// for it.
fn is_no_letter(c: char) -> bool {
    is_joiner(c)
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        || matches!(c, '\u{fff9}'..='\u{fffd}')
}

/// Whether there is a character in every weight.
fn has(c: char) -> bool {
    let is_in = |at: usize| FONTS[at].info().coverage.contains(u32::from(c));
    let in_weight = |weight: usize| (weight..FONTS.len()).step_by(WEIGHTS).any(is_in);
    // Looking up coverage takes time linear in its gaps, and most characters of charts are these.
    c.is_ascii_graphic() || c == ' ' || (!is_no_letter(c) && (0..WEIGHTS).all(in_weight))
}

/// Whether a character only joins or varies others, and is nothing by itself.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{fe00}'..='\u{fe0f}' | '\u{200c}' | '\u{200d}')
}

/// A text that the fonts can show: `[U+1F600]` for what they cannot.
pub fn shown(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| !c.is_control() && has(c)) {
        return Cow::Borrowed(text);
    }
    let without: String = text.chars().filter(|c| !is_joiner(*c)).collect();
    let mut shown = String::with_capacity(without.len());
    for c in visible(&without).chars() {
        if has(c) {
            shown.push(c);
        } else {
            let _ = write!(shown, "[U+{:04X}]", u32::from(c));
        }
    }
    Cow::Owned(shown)
}

/// The same for a file of markup, whose line ends stay.
pub fn shown_lines(text: &str) -> String {
    text.split('\n').map(shown).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_fonts_lack_is_named() {
        for all in ["北京 Zürich −3–9 ≥ ½ Σ", "Wrocław Boğaziçi Științifică Reẖovot Erdős ℓ₂ Αθήνα Київ"]
        {
            assert_eq!(shown(all), all);
        }
        assert_eq!(shown("a\u{1f600}\u{fe0f}b"), "a[U+1F600]b");
        assert_eq!(shown("a\0b\u{202e}"), "a\\u{0}b\\u{202e}");
        assert_eq!(shown("Univer\u{ad}sität"), "Universität");
        assert_eq!(shown("a\u{2028}b\u{fffd}"), "a[U+2028]b[U+FFFD]");
        assert_eq!(shown_lines("a\nb"), "a\nb");
    }
}
