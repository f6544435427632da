//! An object of objects as a sequence of them: what stands outside of the inner ones, the keys, is passed over.

use crate::base::Error;
use std::io::{self, Read};

/// Reader of the inner objects one after the other. Line breaks in between stay, so that lines keep their
/// numbers.
pub(super) struct Members<R> {
    reader: R,
    name: String,
    depth: u32,
    in_text: bool,
    is_escaped: bool,
}

impl<R: Read> Members<R> {
    pub fn new(reader: R, name: &str) -> Self {
        Self { reader, name: name.to_owned(), depth: 0, in_text: false, is_escaped: false }
    }

    /// Whether a byte stays. Everything of an inner object does.
    fn keeps(&mut self, byte: u8) -> bool {
        let before = self.depth;
        match byte {
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' if self.in_text => self.is_escaped = true,
            b'"' => self.in_text = !self.in_text,
            b'{' if !self.in_text => self.depth += 1,
            b'}' if !self.in_text => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        before.max(self.depth) > 1 || byte == b'\n'
    }
}

impl<R: Read> Read for Members<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while !out.is_empty() {
            let count = self.reader.read(out)?;
            if count == 0 && self.depth > 0 {
                let hint = "get a complete copy of it";
                let error = Error::input(&self.name, 0, "ends early: its object is not closed", hint);
                return Err(io::Error::other(error));
            }
            let mut kept = 0;
            for at in 0..count {
                if self.keeps(out[at]) {
                    out[kept] = out[at];
                    kept += 1;
                }
            }
            if kept > 0 || count == 0 {
                return Ok(kept);
            }
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(text: &str) -> io::Result<String> {
        let mut found = String::new();
        Members::new(text.as_bytes(), "a.json").read_to_string(&mut found).map(|_| found)
    }

    #[test]
    fn keys_go_and_objects_stay() {
        let text = "{\n\"1\": {\"a\": \"}{\\\"\", \"b\": {}},\n\"2\": {\"c\": [1]}}\n";
        assert_eq!(members(text).unwrap(), "\n{\"a\": \"}{\\\"\", \"b\": {}}\n{\"c\": [1]}\n");
        assert_eq!(members("{}").unwrap(), "");
        assert!(members("{\"1\": {\"a\": 1}").unwrap_err().to_string().contains("ends early"));
    }
}
