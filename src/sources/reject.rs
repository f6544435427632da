//! What was not used, as a CSV file for people and scripts, and counted by reason.
//!
//! The file is for machines: a cell that starts with `=`, `+`, `-` or `@` gets no prefix, so that it can be compared with
//! the input. Control characters and invisible marks are escaped as `\n` or `\u{202e}`, so that one rejection is one line
//! and a terminal shows what is there; a backslash stays, because details quote values with escapes in them already.

use crate::base::{Error, Result};
use crate::model::record::{Reason, Rejection};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The columns, in order.
const HEADER: [&str; 5] = ["file", "line", "reason", "field", "detail"];

/// Writes rejections as CSV and counts them.
pub struct RejectionWriter<W: Write> {
    csv: csv::Writer<W>,
    counts: BTreeMap<Reason, u64>,
}

impl<W: Write> RejectionWriter<W> {
    /// Writes the header.
    pub fn new(writer: W) -> Result<Self> {
        let mut csv = csv::Writer::from_writer(writer);
        csv.write_record(HEADER).map_err(failed)?;
        Ok(Self { csv, counts: BTreeMap::new() })
    }

    /// Writes a rejection; `file` is the name of its input file.
    pub fn write(&mut self, file: &str, rejection: &Rejection) -> Result<()> {
        *self.counts.entry(rejection.reason).or_default() += 1;
        let line = if rejection.place.line == 0 { String::new() } else { rejection.place.line.to_string() };
        let (field, detail) = (escaped(&rejection.field), escaped(&rejection.detail));
        let record = [&*escaped(file), &line, rejection.reason.code(), &field, &detail];
        self.csv.write_record(record).map_err(failed)
    }

    /// How often each reason came up.
    pub fn counts(&self) -> &BTreeMap<Reason, u64> {
        &self.counts
    }

    /// Flushes; answers the writer and the counts.
    pub fn finish(self) -> Result<(W, BTreeMap<Reason, u64>)> {
        let writer = self.csv.into_inner().map_err(|error| Error::from(error.into_error()))?;
        Ok((writer, self.counts))
    }
}

/// The counts in words, such as `12 year, 3 missing`, in the order of the reasons.
pub fn summary(counts: &BTreeMap<Reason, u64>) -> String {
    counts.iter().map(|(reason, count)| format!("{count} {}", reason.code())).collect::<Vec<_>>().join(", ")
}

fn failed(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        other => io::Error::other(format!("{other:?}")).into(),
    }
}

/// Controls, and the marks that turn or hide text around them.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.extend(c.escape_default()),
            c if is_hidden(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::record::Place;
    use proptest::prelude::*;

    fn rejection(line: u64, reason: Reason, detail: &str) -> Rejection {
        let (field, detail) = ("year".to_owned(), detail.to_owned());
        Rejection { place: Place { file: 0, line }, field, reason, detail }
    }

    fn written(detail: &str) -> String {
        let mut writer = RejectionWriter::new(Vec::new()).unwrap();
        writer.write("a.csv", &rejection(7, Reason::Year, detail)).unwrap();
        String::from_utf8(writer.finish().unwrap().0).unwrap()
    }

    #[test]
    fn a_rejection_is_a_line() {
        assert_eq!(
            written("=1, \"x\"\n"),
            "file,line,reason,field,detail\na.csv,7,year,year,\"=1, \"\"x\"\"\\n\"\n"
        );
        assert!(written("\u{1b}[2J \u{202e}").ends_with("\\u{1b}[2J \\u{202e}\n"));
    }

    #[test]
    fn reasons_are_counted() {
        let mut writer = RejectionWriter::new(Vec::new()).unwrap();
        for reason in [Reason::Year, Reason::Number, Reason::Year] {
            writer.write("a.csv", &rejection(0, reason, "")).unwrap();
        }
        assert_eq!(summary(writer.counts()), "1 number, 2 year");
    }

    #[test]
    fn a_full_disk_is_an_error() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let error = RejectionWriter::new(Full).and_then(RejectionWriter::finish).err().unwrap();
        assert_eq!(error.kind(), crate::base::Kind::Io);
    }

    proptest! {
        #[test]
        fn every_detail_is_one_line(detail in any::<String>()) {
            prop_assert_eq!(written(&detail).lines().count(), 2);
        }
    }
}
