//! The target of a request and form bodies: percent-decoding that refuses what it cannot read.

use super::problem::{BAD_REQUEST, Problem, Result};

/// A decoded target.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Target {
    /// Segments of the path, decoded: `/a/b%20c` is `a`, `b c`. The root is one empty segment.
    pub segments: Vec<String>,
    /// Names and values of the query string, in their order.
    pub query: Vec<(String, String)>,
}

/// Decodes a path and a query string.
pub fn read(path: &str, query: Option<&str>) -> Result<Target> {
    let inner = path.strip_prefix('/').ok_or_else(|| bad("the target is no path", path))?;
    let segments = inner.split('/').map(|segment| decode(segment, false)).collect::<Result<_>>()?;
    Ok(Target { segments, query: form(query.unwrap_or_default())? })
}

/// Decodes `application/x-www-form-urlencoded`.
pub fn form(text: &str) -> Result<Vec<(String, String)>> {
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        Ok((decode(name, true)?, decode(value, true)?))
    };
    text.split('&').filter(|part| !part.is_empty()).map(pair).collect()
}

fn decode(text: &str, plus_is_space: bool) -> Result<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = rest.next().and_then(hex).zip(rest.next().and_then(hex));
                let (high, low) = digits.ok_or_else(|| bad("broken percent-encoding", text))?;
                high << 4 | low
            }
            b'+' if plus_is_space => b' ',
            _ => byte,
        });
    }
    let decoded = String::from_utf8(bytes).map_err(|_| bad("not UTF-8 after percent-decoding", text))?;
    if decoded.contains('\0') { Err(bad("a NUL character", text)) } else { Ok(decoded) }
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

fn bad(what: &str, text: &str) -> Problem {
    let shown: String = text.chars().take(80).collect();
    Problem::new(BAD_REQUEST, format!("{what}: {shown:?}"))
}

/// The one value of a name; several are refused.
pub fn once<'a>(pairs: &'a [(String, String)], name: &str) -> Result<Option<&'a str>> {
    let mut values = pairs.iter().filter(|(n, _)| n == name).map(|(_, value)| value.as_str());
    let first = values.next();
    if values.next().is_some() {
        return Err(Problem::new(BAD_REQUEST, format!("{name} is given more than once")));
    }
    Ok(first)
}

/// All values of a name.
pub fn all(pairs: &[(String, String)], name: &str) -> Vec<String> {
    pairs.iter().filter(|(n, _)| n == name).map(|(_, value)| value.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn targets_are_decoded() {
        let target = read("/api/a%2Fb/", Some("q=%E5%8C%97+%2B&q&=x&&")).unwrap();
        assert_eq!(target.segments, ["api", "a/b", ""]);
        let pairs: Vec<(&str, &str)> = target.query.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(pairs, [("q", "北 +"), ("q", ""), ("", "x")]);
        assert!(once(&target.query, "q").is_err() && once(&target.query, "p") == Ok(None));
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for path in ["/%", "/%4", "/%zz", "/%ff", "/%00", "*", "/%+1"] {
            assert!(read(path, None).is_err(), "{path}");
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in "[^\0]{0,30}") {
            let encoded = text.bytes().fold(String::new(), |all, b| all + &format!("%{b:02x}"));
            prop_assert_eq!(form(&format!("a={encoded}")).unwrap(), vec![("a".to_owned(), text.clone())]);
        }

        #[test]
        fn no_text_is_too_odd(text in ".{0,60}") {
            let _ = read(&text, Some(&text));
        }
    }
}
