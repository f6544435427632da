//! Lines of fields with tabs between them, as GeoNames and the tables made from it write them.

use crate::base::{Result, limits};
use crate::model::record::Reason;
use crate::sources::cells::Refused;
use crate::sources::decode::recover;
use memchr::memchr2;
use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read};

const BUFFER: usize = 1 << 20;

/// Reader of lines. CR, LF and CR LF end a line; blank lines are passed over.
pub(super) struct Lines<R> {
    reader: BufReader<R>,
    name: String,
    number: u64,
    after_cr: bool,
    line: Vec<u8>,
}

/// A line, or why it is none.
pub(super) type Line<'a> = (u64, std::result::Result<&'a str, Refused>);

impl<R: Read> Lines<R> {
    /// Takes an input; `name` stands in errors.
    pub fn new(reader: R, name: &str) -> Self {
        let reader = BufReader::with_capacity(BUFFER, reader);
        Self { reader, name: name.to_owned(), number: 0, after_cr: false, line: Vec::new() }
    }

    /// The next line that is not blank; `None` at the end.
    pub fn next_line(&mut self) -> Result<Option<Line<'_>>> {
        loop {
            let Some(long) = self.advance()? else { return Ok(None) };
            if long {
                let detail = format!("a line of more than {} bytes", limits::LINE);
                return Ok(Some((self.number, Err(Refused::new("", Reason::TooLong, detail)))));
            }
            if !self.line.is_empty() {
                return Ok(Some((self.number, check(&self.line))));
            }
        }
    }

    /// Reads to the end of the line; answers whether it is over the limit, or `None` at the end of the input.
    fn advance(&mut self) -> Result<Option<bool>> {
        self.line.clear();
        let mut long = false;
        loop {
            let name = &self.name;
            let mut buffer = self.reader.fill_buf().map_err(|error| recover(error, name))?;
            let feed = usize::from(self.after_cr && buffer.first() == Some(&b'\n'));
            buffer = &buffer[feed..];
            if buffer.is_empty() && feed == 0 {
                let open = !self.line.is_empty() || long;
                self.number += u64::from(open);
                return Ok(open.then_some(long));
            }
            self.after_cr = false;
            let end = memchr2(b'\n', b'\r', buffer);
            let part = &buffer[..end.unwrap_or(buffer.len())];
            long |= self.line.len() + part.len() > limits::LINE;
            if long {
                self.line.clear();
            } else {
                self.line.extend_from_slice(part);
            }
            self.after_cr = end.is_some_and(|at| buffer[at] == b'\r');
            let used = feed + part.len() + usize::from(end.is_some());
            self.reader.consume(used);
            if end.is_some() {
                self.number += 1;
                return Ok(Some(long));
            }
        }
    }
}

fn check(line: &[u8]) -> std::result::Result<&str, Refused> {
    let text = std::str::from_utf8(line).map_err(|error| {
        let at = error.valid_up_to();
        let detail = format!("byte {} of the line, 0x{:02X}, is not UTF-8", at + 1, line[at]);
        Refused::new("", Reason::Encoding, detail)
    })?;
    match line.iter().position(|byte| *byte < 0x20 && *byte != b'\t') {
        None => Ok(text),
        Some(at) => {
            let detail = format!("U+{:04X} at byte {}", line[at], at + 1);
            Err(Refused::new("", Reason::ControlCharacter, detail))
        }
    }
}

/// The fields of a line, of which there must be `N`.
pub(super) fn fields<const N: usize>(line: &str) -> std::result::Result<[&str; N], Refused> {
    let mut parts = line.split('\t');
    let fields: [&str; N] = std::array::from_fn(|_| parts.next().unwrap_or("\0"));
    let found = line.split('\t').count();
    if found == N { Ok(fields) } else { Err(width(found, N)) }
}

/// Another number of fields than expected.
pub(super) fn width(found: usize, expected: usize) -> Refused {
    Refused::new("", Reason::FieldCount, format!("{found} fields instead of {expected}"))
}

/// The fields of a line where a field that holds a quote stands in quotes, with its quotes doubled (Python's
/// `excel-tab`).
pub(super) fn quoted_fields(line: &str) -> std::result::Result<Vec<Cow<'_, str>>, Refused> {
    if !line.contains('"') {
        return Ok(line.split('\t').map(Cow::Borrowed).collect());
    }
    let mut fields = Vec::new();
    let mut rest = Some(line);
    while let Some(text) = rest {
        let (field, after) = match text.strip_prefix('"') {
            Some(inner) => unquote(inner)?,
            None => text.split_once('\t').map_or((text.into(), None), |(f, after)| (f.into(), Some(after))),
        };
        fields.push(field);
        rest = after;
    }
    Ok(fields)
}

/// The text of a quoted field, and what follows its tab.
fn unquote(inner: &str) -> std::result::Result<(Cow<'_, str>, Option<&str>), Refused> {
    let refuse = |what: &str| Refused::new("", Reason::Syntax, what.to_owned());
    let mut from = 0;
    loop {
        let at = inner[from..].find('"').ok_or_else(|| refuse("a quote is not closed on its line"))? + from;
        let after = &inner[at + 1..];
        if after.starts_with('"') {
            from = at + 2;
            continue;
        }
        let field = Cow::Owned(inner[..at].replace("\"\"", "\""));
        return match after.strip_prefix('\t') {
            Some(rest) => Ok((field, Some(rest))),
            None if after.is_empty() => Ok((field, None)),
            None => Err(refuse("text after the closing quote")),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &[u8]) -> Vec<(u64, std::result::Result<String, Reason>)> {
        let mut lines = Lines::new(text, "a.tsv");
        let mut found = Vec::new();
        while let Some((number, line)) = lines.next_line().unwrap() {
            found.push((number, line.map(str::to_owned).map_err(|refused| refused.reason)));
        }
        found
    }

    #[test]
    fn any_line_ending_and_blank_lines() {
        let want = [(1, Ok("a\tb".to_owned())), (3, Ok("c".to_owned()))];
        for text in ["a\tb\n\nc\n", "a\tb\r\n\r\nc", "a\tb\r\rc\r", "a\tb\n\r\nc\r\n"] {
            assert_eq!(lines(text.as_bytes()), want, "{text:?}");
        }
    }

    #[test]
    fn a_bad_line_is_one_rejection() {
        let found = lines(b"a\xFF\nb\0\nc\n");
        let want = [(1, Err(Reason::Encoding)), (2, Err(Reason::ControlCharacter)), (3, Ok("c".to_owned()))];
        assert_eq!(found, want);
        let mut long = vec![b'x'; limits::LINE + 1];
        long.extend(b"\nb\n");
        assert_eq!(lines(&long), [(1, Err(Reason::TooLong)), (2, Ok("b".to_owned()))]);
    }

    #[test]
    fn quotes_are_taken_off_only_where_they_enclose() {
        let fields = |line| quoted_fields(line).map(|f| f.join("|")).map_err(|refused| refused.detail);
        assert_eq!(fields("\"a \"\"b\"\"\"\tc"), Ok("a \"b\"|c".to_owned()));
        assert_eq!(fields("a \"b\"\t\"x\ty\"\t"), Ok("a \"b\"|x\ty|".to_owned()));
        assert!(fields("\"a").unwrap_err().contains("not closed"));
        assert!(fields("\"a\"b\tc").unwrap_err().contains("after the closing"));
        assert_eq!(super::fields::<2>("a\tb"), Ok(["a", "b"]));
        assert_eq!(super::fields::<2>("a").unwrap_err().detail, "1 fields instead of 2");
    }

    proptest! {
        #[test]
        fn reads_what_was_quoted(texts in prop::collection::vec("[a\"\t é]{0,8}", 1..5)) {
            let quote = |t: &String| if t.contains(['"', '\t']) {
                format!("\"{}\"", t.replace('"', "\"\""))
            } else {
                t.clone()
            };
            let line = texts.iter().map(quote).collect::<Vec<_>>().join("\t");
            prop_assert_eq!(quoted_fields(&line).unwrap(), texts);
        }
    }
}
