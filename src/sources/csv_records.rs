//! CSV records out of a stream, one at a time in one buffer, with the line each begins at. The buffer grows to the limit
//! of a line and no further.

use super::csv_scan::{Bound, Scan, Step};
use super::raw::recover;
use crate::base::{Error, Result, limits};
use std::io::{self, Read};

/// Size of a read.
const CHUNK: usize = 256 << 10;

/// Reader of records. LF, CR LF and CR end a line; blank lines are no records.
pub(super) struct Records<R> {
    reader: R,
    name: String,
    buffer: Vec<u8>,
    /// Where the current record starts, and where the bytes end.
    start: usize,
    end: usize,
    at_end: bool,
    scan: Scan,
    keep: usize,
    /// Line the current record begins at, and whether the one before ended with CR.
    line: u64,
    after_return: bool,
}

impl<R: Read> Records<R> {
    /// Reads records of which at most the first `keep` fields matter. `name` stands in messages.
    pub(super) fn new(reader: R, name: &str, keep: usize) -> Self {
        let buffer = vec![0; CHUNK];
        let (name, scan) = (name.to_owned(), Scan::new(keep));
        Self {
            reader,
            name,
            buffer,
            start: 0,
            end: 0,
            at_end: false,
            scan,
            keep,
            line: 1,
            after_return: false,
        }
    }

    /// From the next record on, at most the first `keep` fields matter.
    pub(super) fn set_keep(&mut self, keep: usize) {
        self.keep = keep;
    }

    /// The input as the user named it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Line at which the current record begins.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// The current record: its bounds and what is wrong with it.
    pub(super) fn scan(&self) -> &Scan {
        &self.scan
    }

    /// The bytes of the current record, without its line terminator; void when it is overlong.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.buffer[self.start..self.start + self.scan.len()]
    }

    /// Steps to the next record, also from the start to the first; false at the end. Forgets the current one.
    pub(super) fn advance(&mut self) -> Result<bool> {
        self.consume();
        loop {
            let step = match self.scan.run(&self.buffer[self.start..self.end]) {
                Step::More if !self.at_end => {
                    self.refill()?;
                    continue;
                }
                Step::More if self.scan.is_blank() => return Ok(false),
                Step::More => self.scan.end(),
                step => step,
            };
            match step {
                Step::End if self.scan.is_blank() => self.consume(),
                Step::End => break,
                Step::More | Step::Unclosed => return Err(self.unclosed()),
            }
        }
        self.scan.overlong |= self.scan.len() > limits::LINE;
        Ok(true)
    }

    /// Makes doubled quotes single and every line break of a quoted field a line feed, in place.
    pub(super) fn unquote(&mut self) {
        let record = &mut self.buffer[self.start..self.start + self.scan.len()];
        for bound in self.scan.bounds.iter_mut().filter(|bound| bound.rewrite) {
            unquote(record, bound);
        }
    }

    /// Gives the reader back.
    pub(super) fn into_reader(self) -> R {
        self.reader
    }

    /// Leaves the current record and its line terminator behind.
    fn consume(&mut self) {
        let terminator = self.buffer[..self.end].get(self.start + self.scan.len()).copied();
        // The second half of CR LF looks like a blank line, but is none.
        let is_half = self.scan.is_blank() && self.after_return && terminator == Some(b'\n');
        if terminator.is_some() && !is_half {
            self.line += self.scan.newlines + 1;
        }
        self.after_return = terminator == Some(b'\r');
        self.start = self.end.min(self.start + self.scan.len() + 1);
        self.scan.reset(self.keep);
    }

    fn refill(&mut self) -> Result<()> {
        if self.scan.overlong || self.scan.len() > limits::LINE {
            self.start += self.scan.discard();
        }
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.end == self.buffer.len() {
            let larger = (self.buffer.len() * 2).min(limits::LINE + CHUNK).max(self.end + CHUNK);
            self.buffer.resize(larger, 0);
        }
        let count =
            read(&mut self.reader, &mut self.buffer[self.end..]).map_err(|e| recover(e, &self.name))?;
        self.end += count;
        self.at_end = count == 0;
        Ok(())
    }

    fn unclosed(&self) -> Error {
        let line = self.line + self.scan.opened();
        let (bytes, newlines) = (limits::FIELD, limits::FIELD_NEWLINES);
        let hint = format!("a quoted field holds at most {bytes} bytes and {newlines} line breaks");
        Error::input(&self.name, line, "quote opened here is never closed", hint)
    }
}

fn read(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match reader.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            answer => return answer,
        }
    }
}

/// Shortens a field in place. What is left over becomes spaces, so that the record stays UTF-8 where it was.
fn unquote(record: &mut [u8], bound: &mut Bound) {
    let field = &mut record[bound.start as usize..bound.end as usize];
    let (mut from, mut to) = (0, 0);
    while from < field.len() {
        let pair = (field[from], field.get(from + 1).copied());
        field[to] = if pair.0 == b'\r' { b'\n' } else { pair.0 };
        from += if matches!(pair, (b'"', Some(b'"')) | (b'\r', Some(b'\n'))) { 2 } else { 1 };
        to += 1;
    }
    field[to..].fill(b' ');
    bound.end = bound.start + to as u32;
    bound.rewrite = false;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_buffer_stays_within_a_line_whatever_comes() {
        let endless: [(&[u8], u8); 3] = [(b"", b'x'), (b"", b','), (b"\"\",\"\" x", b'"')];
        for (start, byte) in endless {
            let reader = start.chain(io::repeat(byte).take(20 << 20)).chain(&b"\nlast\n"[..]);
            let mut records = Records::new(reader, "t.csv", 10);
            assert!(records.advance().unwrap() && records.scan().overlong);
            assert!(records.advance().unwrap());
            assert_eq!((records.line(), records.bytes()), (2, &b"last"[..]));
            assert!(records.buffer.len() <= limits::LINE + CHUNK);
            assert!(records.scan.bounds.capacity() <= 16);
            assert!(!records.advance().unwrap() && !records.advance().unwrap());
        }
    }

    /// Hands over one byte at a time.
    struct Dripping<'a>(&'a [u8]);

    impl Read for Dripping<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0.read(&mut buffer[..1])
        }
    }

    #[test]
    fn a_quoted_field_is_followed_through_a_line_given_up() {
        let rest = Dripping(b",\"\r\n\"\"\n,\",z\r\nlast");
        let mut records = Records::new(io::repeat(b'x').take(17 << 20).chain(rest), "t.csv", 10);
        assert!(records.advance().unwrap() && records.scan().overlong);
        assert!(records.advance().unwrap());
        assert_eq!((records.line(), records.bytes()), (4, &b"last"[..]));
    }

    #[test]
    fn a_line_of_exactly_the_limit_is_read() {
        for more in [0, 1] {
            let text = [&vec![b'x'; limits::LINE + more][..], b"\r\ny"].concat();
            let mut records = Records::new(&text[..], "t.csv", 10);
            assert!(records.advance().unwrap());
            assert_eq!((records.scan().overlong, records.scan().len()), (more == 1, limits::LINE + more));
        }
    }
}
