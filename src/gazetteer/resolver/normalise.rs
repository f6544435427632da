//! Text of an affiliation as tokens: accents put back on their letters, folded to plain letters, cut into parts.
//!
//! Names of the gazetteer and statements of papers go through the same function, so that both meet.

use super::words;
use std::borrow::Cow;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where its letters stand in [`Text::raw`].
    pub raw: Range<usize>,
    /// Where its folded form stands in [`Text::folded`].
    folded: Range<usize>,
    /// Number of its part: what stands between commas, brackets, dashes.
    pub part: u16,
    /// Number of its segment: what stands between semicolons, slashes, bars.
    pub segment: u16,
    /// Capital letters in it.
    pub capitals: u8,
    /// Whether it only joins words (`of`, `the`, `de`).
    pub filler: bool,
    /// Whether it joins two things (`and`, `&`).
    pub conjunction: bool,
    /// Whether a digit is in it.
    pub digit: bool,
}

/// A text in tokens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The text with its accents put together.
    pub raw: String,
    pub(super) folded: String,
    /// Its words in order.
    pub tokens: Vec<Token>,
}

impl Text {
    /// Takes a text apart.
    pub fn read(text: &str) -> Self {
        let mut reader = Reader {
            text: Self { raw: repaired(text).into_owned(), ..Self::default() },
            ..Reader::default()
        };
        reader.run();
        reader.text
    }

    /// The folded word of a token.
    pub fn word(&self, token: &Token) -> &str {
        words::canonical(&self.folded[token.folded.clone()])
    }

    /// The letters of a token as they stand in the text.
    pub fn letters(&self, token: &Token) -> &str {
        &self.raw[token.raw.clone()]
    }

    /// The text between two tokens, both included.
    pub fn span(&self, tokens: Range<usize>) -> &str {
        match (self.tokens.get(tokens.start), self.tokens.get(tokens.end.wrapping_sub(1))) {
            (Some(first), Some(last)) if first.raw.start <= last.raw.end => {
                &self.raw[first.raw.start..last.raw.end]
            }
            _ => "",
        }
    }

    /// The token ranges of the parts, in order.
    pub fn parts(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut start = 0;
        self.tokens.chunk_by(|a, b| a.part == b.part).map(move |chunk| {
            let range = start..start + chunk.len();
            start = range.end;
            range
        })
    }

    /// The folded words without fillers, joined by blanks: equal for two writings of one name.
    pub fn joined(&self) -> String {
        let words = self.tokens.iter().filter(|token| !token.filler).map(|token| self.word(token));
        words.collect::<Vec<_>>().join(" ")
    }
}

/// State of taking a text apart.
#[derive(Default)]
struct Reader {
    text: Text,
    start: Option<(usize, usize)>,
    capitals: u8,
    digit: bool,
    part: u16,
    segment: u16,
}

/// What stands between two words.
#[derive(PartialEq, Eq)]
enum Mark {
    /// Belongs to the word around it and leaves no trace.
    Inside,
    /// Ends a word.
    Gap,
    /// Ends a part.
    Part,
    /// Ends a segment.
    Segment,
}

impl Reader {
    fn run(&mut self) {
        let raw = std::mem::take(&mut self.text.raw);
        let mut previous = None;
        let mut chars = raw.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|&(_, next)| next);
            if is_ideograph(c) {
                self.end(&raw, at);
                self.letter(at, c);
                self.end(&raw, at + c.len_utf8());
            } else if c.is_alphanumeric() {
                self.letter(at, c);
            } else if !is_combining_mark(c) {
                self.mark(&raw, at, &mark(c, previous, next, &raw[at..]));
            }
            previous = Some(c);
        }
        self.end(&raw, raw.len());
        self.text.raw = raw;
    }

    fn letter(&mut self, at: usize, c: char) {
        if self.start.is_none() {
            self.start = Some((at, self.text.folded.len()));
        }
        self.capitals = self.capitals.saturating_add(u8::from(c.is_uppercase()));
        self.digit |= c.is_ascii_digit();
        fold_into(c, &mut self.text.folded);
    }

    fn mark(&mut self, raw: &str, at: usize, mark: &Mark) {
        if *mark == Mark::Inside {
            return;
        }
        self.end(raw, at);
        match mark {
            Mark::Part => self.part = self.part.saturating_add(1),
            Mark::Segment => {
                self.part = self.part.saturating_add(1);
                self.segment = self.segment.saturating_add(1);
            }
            Mark::Inside | Mark::Gap => {}
        }
    }

    fn end(&mut self, raw: &str, at: usize) {
        let Some((start, folded)) = self.start.take() else { return };
        let folded = folded..self.text.folded.len();
        let word = &self.text.folded[folded.clone()];
        let conjunction = matches!(word, "and" | "et" | "und" | "y");
        if !word.is_empty() {
            let capitals = std::mem::take(&mut self.capitals);
            // `IN`, `DE` and `OF` in capitals may be codes; a word of a heading in capitals still is a filler.
            let code = capitals as usize == word.len() && word.len() == 2 && !matches!(word, "of");
            let filler = words::is_filler(word) && !code;
            self.text.tokens.push(Token {
                raw: start..raw[..at].trim_end_matches(|c: char| !c.is_alphanumeric()).len().max(start),
                part: self.part,
                segment: self.segment,
                capitals,
                filler,
                conjunction,
                digit: self.digit,
                folded,
            });
        }
        (self.capitals, self.digit) = (0, false);
    }
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn mark(c: char, previous: Option<char>, next: Option<char>, rest: &str) -> Mark {
    let between = |test: fn(char) -> bool| previous.is_some_and(test) && next.is_some_and(test);
    match c {
        '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' => {
            if between(char::is_alphabetic) {
                Mark::Inside
            } else {
                Mark::Gap
            }
        }
        // `AT&T`, `A&M`, `R&D`.
        '&' if between(char::is_uppercase) => Mark::Inside,
        '.' if is_inside_abbreviation(previous, rest) => Mark::Inside,
        '-' | '–' | '—' | '‐' | '‑' => {
            if previous == Some(' ') && next == Some(' ') || c == '—' {
                Mark::Part
            } else {
                Mark::Gap
            }
        }
        '+' if previous != Some(' ') || next != Some(' ') => Mark::Gap,
        ',' | '，' | '、' | '(' | ')' | '[' | ']' | '（' | '）' | ':' | '：' | '"' | '“' | '”' | '•'
        | '·' => Mark::Part,
        ';' | '；' | '/' | '|' | '\n' | '\r' | '\t' | '#' | '+' | '\\' => Mark::Segment,
        _ => Mark::Gap,
    }
}

/// The first dot of `U.S.A.` or `P.R.`: one letter before it, one letter and another dot after it.
fn is_inside_abbreviation(previous: Option<char>, rest: &str) -> bool {
    let mut after = rest.chars().skip(1);
    let single = after.next().is_some_and(char::is_alphabetic);
    let then = after.next();
    previous.is_some_and(char::is_uppercase) && single && then.is_none_or(|c| !c.is_alphanumeric())
}

/// Appends the plain lower-case form of a letter: no accents, no ligatures, full-width forms as usual ones.
pub fn fold_into(c: char, into: &mut String) {
    if c.is_ascii() {
        into.push(c.to_ascii_lowercase());
        return;
    }
    for part in c.to_lowercase().nfkd().filter(|&part| !is_combining_mark(part)) {
        match part {
            'ß' => into.push_str("ss"),
            'æ' => into.push_str("ae"),
            'œ' => into.push_str("oe"),
            'þ' => into.push_str("th"),
            'ø' => into.push('o'),
            'ł' => into.push('l'),
            'đ' | 'ð' => into.push('d'),
            'ħ' => into.push('h'),
            'ı' => into.push('i'),
            other => into.extend(other.to_lowercase().filter(|c| c.is_alphanumeric())),
        }
    }
}

/// The spelling of German and Nordic names without their letters: `ü` as `ue`; `None` where nothing changes.
pub fn transliterated(name: &str) -> Option<String> {
    let changed =
        name.replace(['ä', 'æ'], "ae").replace(['ö', 'ø'], "oe").replace('ü', "ue").replace('å', "aa");
    let changed = changed.replace('Ä', "Ae").replace(['Ö', 'Ø'], "Oe").replace('Ü', "Ue").replace('Å', "Aa");
    (changed != name).then_some(changed)
}

/// A text in which accents stand apart from their letters, as in `Universit ´e`, `Saarbr ¨ucken`, `Universit\'e` or
/// `T 'el 'ecom`, words are cut by `Univer- sity`, or letters are HTML, put together again.
pub fn repaired(text: &str) -> Cow<'_, str> {
    let suspicious = |c: char| {
        !c.is_ascii() && !c.is_alphabetic() || matches!(c, '\'' | '"' | '\\' | '{' | '-' | '`' | '^' | '&')
    };
    if !text.contains(suspicious) {
        return Cow::Borrowed(text);
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for (i, &c) in chars.iter().enumerate() {
        let next = chars.get(i + 1).copied();
        match c {
            ' ' if is_beside_initials(&chars, i) => {}
            '\u{ad}' | '{' | '}' => {}
            '\\' if next.is_some_and(|n| is_accent(n) || matches!(n, '{' | '\'' | '"')) => {}
            '-' if is_line_break(&chars, i) => {}
            ' ' if is_gap_in_word(&chars, i) => {}
            _ if is_loose_accent(&chars, i) => {}
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// A blank of `A & M` or `AT & T`, which are written without blanks as well.
fn is_beside_initials(chars: &[char], i: usize) -> bool {
    let at = |offset: isize| i.checked_add_signed(offset).and_then(|at| chars.get(at)).copied();
    let capital = |c: Option<char>| c.is_some_and(char::is_uppercase);
    let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let before = at(1) == Some('&') && capital(at(-1)) && at(2) == Some(' ') && capital(at(3)) && ends(at(4));
    let after =
        at(-1) == Some('&') && capital(at(1)) && ends(at(2)) && at(-2) == Some(' ') && capital(at(-3));
    before || after
}

/// Accents that stand for themselves, as PDF text has them.
fn is_accent(c: char) -> bool {
    matches!(c, '´' | '¨' | 'ˆ' | '˜' | '˘' | '¸' | 'ˇ' | '˚' | '˙' | '˝' | '˛' | '`' | '^')
}

/// An accent beside the letter it belongs to; quotes count when a blank before and a small vowel after give them away.
fn is_loose_accent(chars: &[char], i: usize) -> bool {
    let next = chars.get(i + 1).copied();
    let before = i.checked_sub(1).map(|b| chars[b]);
    if is_accent(chars[i]) {
        return next.is_some_and(char::is_alphabetic)
            || before.is_some_and(char::is_alphabetic) && chars[i] != '`';
    }
    let vowel = next.is_some_and(|n| "aeiouAEIOU".contains(n));
    matches!(chars[i], '\'' | '"')
        && vowel
        && (before == Some('\\') || before == Some(' ') && is_gap_in_word(chars, i - 1))
}

/// The blank of `Universit ´e`: a letter before it, an accent after it and then a small letter.
fn is_gap_in_word(chars: &[char], i: usize) -> bool {
    let before = i.checked_sub(1).is_some_and(|b| chars[b].is_lowercase() || chars[b].is_uppercase());
    let accent = chars.get(i + 1).is_some_and(|&c| is_accent(c) || matches!(c, '\'' | '"'));
    let after = chars.get(i + 2).is_some_and(|c| c.is_lowercase());
    let quoted = matches!(chars.get(i + 1), Some('\'' | '"'))
        && !chars.get(i + 2).is_some_and(|c| "aeiou".contains(*c));
    chars[i] == ' ' && before && accent && after && !quoted || is_line_break_blank(chars, i)
}

/// `Univer- sity`: a hyphen at the end of a line of print.
fn is_line_break(chars: &[char], i: usize) -> bool {
    let small = |at: usize| chars.get(at).is_some_and(|c| c.is_lowercase());
    let word: String = chars.iter().skip(i + 2).take_while(|c| c.is_alphabetic()).collect();
    i > 0 && small(i - 1) && chars.get(i + 1) == Some(&' ') && small(i + 2) && !words::is_filler(&word)
}

fn is_line_break_blank(chars: &[char], i: usize) -> bool {
    i > 0 && matches!(chars[i - 1], '-') && is_line_break(chars, i - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> String {
        Text::read(text).joined()
    }

    #[test]
    fn accents_find_their_letters() {
        for (broken, sound) in [
            ("Universit ´e de Montr ´eal", "Université de Montréal"),
            ("Saarbr ¨ucken", "Saarbrücken"),
            ("T´el´ecom ParisTech", "Télécom ParisTech"),
            ("T 'el 'ecom ParisTech", "Télécom ParisTech"),
            ("´Ecole Normale Sup´erieure", "École Normale Supérieure"),
            ("Bo˘gazi¸ci", "Boğaziçi"),
            ("Universit\\'e Laval", "Université Laval"),
            ("Artiﬁcial", "Artificial"),
            ("Univer- sity of Trier", "University of Trier"),
            ("Uni\u{ad}versity", "University"),
            ("Ｔｏｋｙｏ", "Tokyo"),
            ("Xi’an", "Xi'an"),
        ] {
            assert_eq!(joined(broken), joined(sound), "{broken}");
        }
        assert_ne!(joined("Paris 'Inria'"), joined("ParisInria"));
    }

    #[test]
    fn footnotes_are_no_words() {
        assert_eq!((joined("♠ Inria∗"), joined("3D Lab")), ("inria".to_owned(), "3d laboratory".to_owned()));
    }

    #[test]
    fn abbreviations_are_one_word() {
        assert_eq!(joined("U.S.A."), "usa");
        assert_eq!(
            (joined("P.R. China"), joined("AT&T"), joined("Texas A & M")),
            ("pr china".into(), "att".into(), "texas am".into())
        );
        assert_eq!(joined("615 N.Wolfe"), "615 n wolfe");
    }

    #[test]
    fn parts_and_segments() {
        let text = Text::read("A, B (C) / D – E; F-G");
        let numbers: Vec<(u16, u16)> = text.tokens.iter().map(|t| (t.part, t.segment)).collect();
        assert_eq!(numbers.len(), 7);
        assert!(numbers.windows(2).take(5).all(|w| w[0].0 < w[1].0) && numbers[5].0 == numbers[6].0);
        assert_eq!(numbers.iter().map(|n| n.1).collect::<Vec<_>>(), [0, 0, 0, 1, 1, 2, 2]);
        assert_eq!(
            text.parts().map(|range| text.span(range).to_owned()).collect::<Vec<_>>().join("|"),
            "A|B|C|D|E|F-G"
        );
    }

    #[test]
    fn every_ideograph_is_a_word() {
        assert_eq!(joined("清华大学AI"), "清 华 大 学 ai");
        assert_eq!(transliterated("Göttingen").as_deref(), Some("Goettingen"));
    }
}
