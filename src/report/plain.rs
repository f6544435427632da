//! Texts of others as they may stand in a file: what cannot be seen, or turns the direction of writing, cannot hide.

use crate::base::table::visible;
use std::borrow::Cow;

/// A text on one line: breaks and tabs are spaces, spaces without width are gone, and what else steers or has no sign of
/// its own is written as `\u{..}`. The joiners stay: Persian words and many emoji are written with them.
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_plain) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(shown).collect())
    }
}

/// Lines that stay lines.
pub fn lines(text: &str) -> String {
    text.lines().map(plain).collect::<Vec<_>>().join("\n")
}

/// Whether a spreadsheet might take a text for a formula: it looks past spaces, and in Chinese systems at wide signs.
pub fn is_like_a_formula(text: &str) -> bool {
    if text.starts_with(['\t', '\r', '\n']) {
        return true;
    }
    let skipped = |c: char| c.is_whitespace() || c.is_control() || is_widthless(c);
    text.trim_start_matches(skipped).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a1}'..='\u{ff}' | '\u{4e00}'..='\u{9fff}')
        || shown(c).as_ref() == c.encode_utf8(&mut [0; 4])
}

fn is_widthless(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

fn shown(c: char) -> Cow<'static, str> {
    match c {
        '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Cow::Borrowed(" "),
        _ if is_widthless(c) => Cow::Borrowed(""),
        '\u{200c}' | '\u{200d}' => c.to_string().into(),
        // A mark of direction, and what Unicode says is no character: no document may hold the latter.
        '\u{61c}' | '\u{fdd0}'..='\u{fdef}' => c.escape_unicode().to_string().into(),
        _ if u32::from(c) & 0xfffe == 0xfffe => c.escape_unicode().to_string().into(),
        _ => visible(c.encode_utf8(&mut [0; 4])).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hides_in_a_text() {
        assert_eq!(plain("北京 <b>Ω é"), "北京 <b>Ω é");
        assert_eq!(
            plain("a\0b\u{1b}[31m\u{9b}\u{202e}c\u{61c}\u{fffe}"),
            r"a\u{0}b\u{1b}[31m\u{9b}\u{202e}c\u{61c}\u{fffe}"
        );
        assert_eq!(plain("a\r\nb\tc\u{2028}d\u{200b}e\u{feff}"), "a  b c de");
        assert_eq!(plain("👩\u{200d}🔬"), "👩\u{200d}🔬");
        assert_eq!(lines("a\n\u{7}b\n"), "a\n\\u{7}b");
    }

    #[test]
    fn formulas_are_known_behind_spaces_and_in_wide_signs() {
        for text in ["=1", "+1", "-1", "@a", "\ta", "\ra", " =1", "\u{200b}=1", "＝1", "＠a", "\u{a0}-1"] {
            assert!(is_like_a_formula(text), "{text:?}");
        }
        for text in ["", "a=1", "北京", "1-2", "'=1"] {
            assert!(!is_like_a_formula(text), "{text:?}");
        }
    }
}
