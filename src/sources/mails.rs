//! E-mail addresses in the texts of a source: they are neither stored nor shown.

use std::borrow::Cow;

/// Words that announce an address and say nothing without it.
const HERALDS: [&str; 4] = ["e-mail", "email", "mail", "emails"];

/// A text without the e-mail addresses in it, and without the brackets and commas that they leave behind. A text without
/// any stays as it is. An `@` before what is no host, as in `Joint Lab@NTU`, is part of a name.
pub fn without(text: &str) -> Cow<'_, str> {
    let mut out = Cow::Borrowed(text);
    let mut from = 0;
    while let Some(at) = out[from..].find(['@', '＠']).map(|offset| from + offset) {
        let Some(end) = end_of(&out, at) else {
            from = at + 1;
            while !out.is_char_boundary(from) {
                from += 1;
            }
            continue;
        };
        let kept = tidy_end(&out[..start_of(&out[..at])]);
        from = kept.len();
        out = Cow::Owned(join(kept, tidy_start(&out[end..])));
    }
    out
}

/// Where the local part before an `@` begins: its word, or the brackets around several names of one host.
fn start_of(before: &str) -> usize {
    let word = before.trim_end();
    let opener = match word.chars().next_back() {
        Some('}') => '{',
        Some(')') => '(',
        Some(']') => '[',
        _ => {
            return word.rfind(is_edge).map_or(0, |i| i + word[i..].chars().next().map_or(1, char::len_utf8));
        }
    };
    word.rfind(opener).unwrap_or(0)
}

/// Where the host after an `@` ends; `None` where none stands there: a host has a dot inside.
fn end_of(text: &str, at: usize) -> Option<usize> {
    let rest = text[at..].trim_start_matches(['@', '＠', ' ']);
    let start = text.len() - rest.len();
    let length =
        rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))).unwrap_or(rest.len());
    let host = rest[..length].trim_matches('.');
    host.contains('.').then_some(start + length)
}

/// What no local part goes across. A `+` parts affiliations before it is part of an address.
fn is_edge(c: char) -> bool {
    c.is_whitespace() || matches!(c, ';' | '<' | '(' | '[' | '{' | '+' | ':' | '"' | '|')
}

fn tidy_end(text: &str) -> &str {
    let mut text = text.trim_end_matches([' ', '<', '(', '[', '{', ',', ':']);
    for herald in HERALDS {
        let cut = text.len().saturating_sub(herald.len());
        let ends = text.get(cut..).is_some_and(|end| end.eq_ignore_ascii_case(herald));
        let is_word = text.get(..cut).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric));
        if ends && is_word {
            text = text[..cut].trim_end_matches([' ', ',', '(', ';']);
        }
    }
    text
}

fn tidy_start(text: &str) -> &str {
    text.trim_start_matches(['>', ')', ']', '}'])
}

fn join(before: &str, after: &str) -> String {
    let apart = before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric);
    let middle = if apart { " " } else { "" };
    format!("{before}{middle}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_go_and_the_rest_stays() {
        for (text, expected) in [
            ("University of X, Y", "University of X, Y"),
            ("University of X, ann@x.edu", "University of X"),
            ("University of X <ann.b-c@cs.x.edu>, Town", "University of X, Town"),
            ("University of X, {ann, bo}@x.edu, Town", "University of X, Town"),
            ("University of X (e-mail: ann@x.edu)", "University of X"),
            ("ann@x.edu", ""),
            ("ann @ x.edu", ""),
            ("X; ann@x.edu; Y", "X;; Y"),
            ("X+ann@x.edu;Y", "X+;Y"),
            ("X, ann@x.edu, bo@y.edu, Town", "X, Town"),
            ("大学＠x.cn", ""),
            ("Rolls-Royce@NTU Corporate Lab, Town", "Rolls-Royce@NTU Corporate Lab, Town"),
            ("Data61 @ CSIRO, ann@x.edu", "Data61 @ CSIRO"),
            ("X, ann@cs.x.edu.", "X"),
        ] {
            assert_eq!(without(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn none_is_left(text in "[a-z@＠{}()<>;+., 大]{0,40}") {
            let left = without(&text);
            for (at, _) in left.match_indices(['@', '＠']) {
                prop_assert_eq!(end_of(&left, at), None, "{}", left);
            }
        }

        #[test]
        fn what_has_no_address_stays(text in "[a-z@＠{}()<>;+, 大]{0,40}") {
            prop_assert_eq!(without(&text), &*text);
        }
    }
}
