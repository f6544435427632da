//! Names of venues and prefixes of DOIs, made comparable.
//!
//! A name is reduced to its telling words: lower case, without accents, without years, ordinals, what stands in
//! parentheses, and words that sponsors and publishers add (`IEEE`, `Proceedings`, `Annual`). Two names are the same
//! when these words are, in order. Nothing is matched by likeness.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words that do not tell venues apart.
const NOISE: [&str; 26] = [
    "the",
    "of",
    "on",
    "in",
    "and",
    "for",
    "a",
    "an",
    "proceedings",
    "proc",
    "annual",
    "ieee",
    "acm",
    "cvf",
    "rsj",
    "usenix",
    "sigda",
    "volume",
    "vol",
    "edition",
    "st",
    "nd",
    "rd",
    "th",
    "innovative",
    "applications",
];
/// A name with one of these is of something beside the venue.
const BESIDE: [&str; 10] = [
    "workshop",
    "workshops",
    "companion",
    "adjunct",
    "findings",
    "tutorial",
    "demonstrations",
    "student",
    "doctoral",
    "posters",
];
const ORDINALS: [&str; 19] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];
const TENS: [&str; 8] = ["twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet"];

/// The telling words of a name.
pub(super) fn words(name: &str) -> Vec<String> {
    let all = split(name);
    let telling: Vec<String> = all.iter().filter(|word| !is_noise(word)).cloned().collect();
    // A name of nothing but noise, such as `USENIX`, is what it is.
    if telling.is_empty() { all } else { telling }
}

/// Whether a name is of a workshop or the like beside a venue.
pub(super) fn is_beside(words: &[String]) -> bool {
    words.iter().any(|word| BESIDE.contains(&word.as_str()))
}

/// Words without accents and parentheses; `*` stays a word of its own.
fn split(name: &str) -> Vec<String> {
    let mut depth = 0_u32;
    let mut text = String::with_capacity(name.len());
    for letter in name.nfkd().filter(|c| !is_combining_mark(*c)) {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => continue,
            '*' => text.push_str(" * "),
            _ if letter.is_alphanumeric() => text.extend(letter.to_lowercase()),
            // "Field-Programmable" and "Field Programmable" are one name, and so are "Int'l" and "Intl".
            '\'' | '’' => continue,
            _ => text.push(' '),
        }
        if depth > 0 || matches!(letter, ')' | ']') {
            text.push(' ');
        }
    }
    text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn is_noise(word: &str) -> bool {
    NOISE.contains(&word) || is_number(word) || is_ordinal(word)
}

/// `2019`, `33rd`, `08`.
fn is_number(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit())
        && matches!(&word[digits.len()..], "" | "st" | "nd" | "rd" | "th")
}

/// `Ninth`, `Twentieth`, and the `Thirty` of `Thirty-First`.
fn is_ordinal(word: &str) -> bool {
    ORDINALS.contains(&word) || TENS.iter().any(|ten| matches!(word.strip_prefix(ten), Some("y" | "ieth")))
}

/// Whether words fit a pattern, in which `*` stands for any run of words.
pub(super) fn fits(pattern: &[String], words: &[String]) -> bool {
    match pattern.split_first() {
        None => words.is_empty(),
        Some((star, rest)) if star == "*" => (0..=words.len()).any(|skip| fits(rest, &words[skip..])),
        Some((word, rest)) => words.first() == Some(word) && fits(rest, &words[1..]),
    }
}

/// Whether a DOI begins with a pattern, in which `#` stands for a run of digits, and goes on with something other than a
/// letter: `10.1109/cvpr` is not `10.1109/CVPRW.2019`.
pub(super) fn doi_fits(pattern: &str, doi: &str) -> bool {
    let mut rest = doi.bytes().map(|b| b.to_ascii_lowercase()).peekable();
    for expected in pattern.bytes() {
        if expected == b'#' {
            let mut digits = 0;
            while rest.next_if(u8::is_ascii_digit).is_some() {
                digits += 1;
            }
            if digits == 0 {
                return false;
            }
        } else if rest.next() != Some(expected) {
            return false;
        }
    }
    rest.next().is_none_or(|next| !next.is_ascii_alphabetic())
}
