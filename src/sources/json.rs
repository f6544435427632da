//! Text inputs of JSON objects, one record at a time: one object a line, objects after each other, or one array of them,
//! pretty-printed or not. Only the bounds of each object are found here; whoever takes it parses it.
//!
//! Finding bounds needs no valid JSON: constructs such as `NumberInt(5)` pass through. Cost: one look at each byte; memory:
//! one record, at most [`limits::LINE`] bytes, whatever the length of the input.

use crate::base::{Error, Result, limits};
use crate::model::record::{Place, Reason, Rejection};
use crate::sources::decode::recover;
use memchr::{memchr, memchr2, memchr3};
use std::io::{BufRead, BufReader, Read};

/// Bytes that are read at once.
const BUFFER: usize = 1 << 20;

/// What stands at the next place of an input.
#[derive(Debug)]
pub enum Item<'a> {
    /// The bytes of an object, from `{` to `}`, and the line on which it begins.
    Object(u64, &'a [u8]),
    /// Something that is no object, or an object over the limit.
    Rejected(Rejection),
}

/// The objects of an input.
pub struct Objects<R> {
    reader: BufReader<R>,
    name: String,
    file: u32,
    /// Line of the next byte, from 1.
    line: u64,
    /// Whether an array is open.
    array: bool,
    /// Whether each object has a line of its own, as the first one has: then a line that is cut off spoils only itself.
    by_line: Option<bool>,
    object: Vec<u8>,
}

impl<R: Read> Objects<R> {
    /// Takes an input; `name` stands in errors, `file` in rejections.
    pub fn new(reader: R, name: &str, file: u32) -> Self {
        let reader = BufReader::with_capacity(BUFFER, reader);
        Self { reader, name: name.to_owned(), file, line: 1, array: false, by_line: None, object: Vec::new() }
    }

    /// The next object; `None` at the end.
    pub fn next_object(&mut self) -> Result<Option<Item<'_>>> {
        loop {
            let Some(byte) = self.skip_space()? else { return self.end() };
            match byte {
                b'{' => break,
                b',' => self.reader.consume(1),
                b'[' if !self.array => {
                    self.array = true;
                    self.reader.consume(1);
                }
                b']' if self.array => {
                    self.array = false;
                    self.reader.consume(1);
                }
                _ => return self.skip_line().map(Some),
            }
        }
        let line = self.line;
        match self.take_object()? {
            Taken::Whole => Ok(Some(Item::Object(line, &self.object))),
            Taken::TooLong => {
                let detail = format!("an object of more than {} bytes", limits::LINE);
                Ok(Some(Item::Rejected(self.rejection(line, Reason::TooLong, detail))))
            }
            Taken::CutOff => {
                let detail = "the line or the input ends inside this object".to_owned();
                Ok(Some(Item::Rejected(self.rejection(line, Reason::Syntax, detail))))
            }
        }
    }

    /// Gives the reader back.
    pub fn into_reader(self) -> R {
        self.reader.into_inner()
    }

    fn rejection(&self, line: u64, reason: Reason, detail: String) -> Rejection {
        Rejection { place: Place { file: self.file, line }, field: String::new(), reason, detail }
    }

    /// An array that is never closed was cut off: nobody knows what is missing.
    fn end(&mut self) -> Result<Option<Item<'_>>> {
        if self.array {
            let hint = "get a complete copy of it";
            return Err(Error::input(&self.name, self.line, "ends early: its array is not closed", hint));
        }
        Ok(None)
    }

    fn fill(&mut self) -> Result<&[u8]> {
        let name = &self.name;
        self.reader.fill_buf().map_err(|error| recover(error, name))
    }

    /// Skips white space; answers the byte after it, which is still there.
    fn skip_space(&mut self) -> Result<Option<u8>> {
        loop {
            let buffer = self.fill()?;
            if buffer.is_empty() {
                return Ok(None);
            }
            let space = buffer.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count();
            let lines = memchr::memchr_iter(b'\n', &buffer[..space]).count();
            let next = buffer.get(space).copied();
            self.line += lines as u64;
            self.reader.consume(space);
            if next.is_some() {
                return Ok(next);
            }
        }
    }

    /// Skips to the end of the line: what stands there is no object.
    fn skip_line(&mut self) -> Result<Item<'_>> {
        let line = self.line;
        let mut start: Vec<u8> = Vec::new();
        loop {
            let buffer = self.fill()?;
            if buffer.is_empty() {
                break;
            }
            let end = memchr(b'\n', buffer);
            let part = &buffer[..end.unwrap_or(buffer.len())];
            start.extend(part.iter().take(60 - start.len().min(60)));
            let used = part.len();
            self.reader.consume(used);
            if end.is_some() {
                break;
            }
        }
        let detail = format!("no object: {:?}", String::from_utf8_lossy(&start));
        Ok(Item::Rejected(self.rejection(line, Reason::Syntax, detail)))
    }

    /// Moves an object from the input into the buffer. One over the limit is passed over without being kept.
    fn take_object(&mut self) -> Result<Taken> {
        self.object.clear();
        let mut scan = Scan::default();
        let mut long = false;
        loop {
            let name = &self.name;
            let buffer = self.reader.fill_buf().map_err(|error| recover(error, name))?;
            if buffer.is_empty() {
                return Ok(Taken::CutOff);
            }
            let line_end = if self.by_line == Some(true) { memchr(b'\n', buffer) } else { None };
            let (used, done) = scan.advance(&buffer[..line_end.unwrap_or(buffer.len())]);
            long |= self.object.len() + used > limits::LINE;
            if long {
                self.object.clear();
            } else {
                self.object.extend_from_slice(&buffer[..used]);
            }
            self.line += memchr::memchr_iter(b'\n', &buffer[..used]).count() as u64;
            self.reader.consume(used);
            match done {
                true if long => return Ok(Taken::TooLong),
                true => {
                    self.by_line.get_or_insert(memchr(b'\n', &self.object).is_none());
                    return Ok(Taken::Whole);
                }
                false if line_end.is_some() => return Ok(Taken::CutOff),
                false => {}
            }
        }
    }
}

enum Taken {
    Whole,
    TooLong,
    CutOff,
}

/// Where in an object a scan is.
#[derive(Debug, Default)]
struct Scan {
    depth: u32,
    text: bool,
    escaped: bool,
}

impl Scan {
    /// Looks for the end of the object; answers how many bytes belong to it and whether that is all of it.
    fn advance(&mut self, bytes: &[u8]) -> (usize, bool) {
        let mut at = 0;
        while at < bytes.len() {
            if self.escaped {
                self.escaped = false;
                at += 1;
                continue;
            }
            let rest = &bytes[at..];
            let found = if self.text { memchr2(b'"', b'\\', rest) } else { memchr3(b'"', b'{', b'}', rest) };
            let Some(offset) = found else { break };
            at += offset + 1;
            match rest[offset] {
                b'"' => self.text = !self.text,
                b'\\' => self.escaped = true,
                b'{' => self.depth += 1,
                _ => self.depth -= 1,
            }
            if self.depth == 0 {
                return (at, true);
            }
        }
        (bytes.len(), false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn objects(text: &str) -> Vec<(u64, String)> {
        let mut objects = Objects::new(text.as_bytes(), "in.json", 0);
        let mut found = Vec::new();
        while let Some(item) = objects.next_object().unwrap() {
            found.push(match item {
                Item::Object(line, bytes) => (line, String::from_utf8(bytes.to_vec()).unwrap()),
                Item::Rejected(rejection) => (rejection.place.line, format!("! {}", rejection.detail)),
            });
        }
        found
    }

    #[test]
    fn the_same_objects_in_any_container() {
        let object = |line, text: &str| (line, text.to_owned());
        let lines = vec![object(1, "{\"a\": 1}"), object(2, "{\"b\": \"}\\\"{\"}")];
        assert_eq!(objects("{\"a\": 1}\n{\"b\": \"}\\\"{\"}\n"), lines);
        assert_eq!(objects("[{\"a\": 1},\n{\"b\": \"}\\\"{\"}]"), lines);
        assert_eq!(objects("{\"a\": 1}\r\n,{\"b\": \"}\\\"{\"}"), lines);
        assert_eq!(objects("[\n]\n"), []);
        assert_eq!(objects("[\n{ \n\"y\" : NumberInt(5)\n}\n]"), [object(2, "{ \n\"y\" : NumberInt(5)\n}")]);
    }

    #[test]
    fn what_is_no_object_is_rejected_and_the_rest_read() {
        let found = objects("nonsense\n{\"a\": 1}\n");
        assert_eq!(found.len(), 2);
        assert!(found[0].1.starts_with("! no object: \"nonsense\""));
        assert_eq!(objects("{\"a\": [1, ")[0].1, "! the line or the input ends inside this object");
        let found = objects("{\"a\": 1}\n{\"b\": \"x\n{\"c\": 2}\n");
        assert_eq!(found.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 2, 3]);
        assert!(found[1].1.starts_with("! ") && found[2].1 == "{\"c\": 2}");
    }

    #[test]
    fn an_open_array_was_cut_off() {
        let mut objects = Objects::new("[{\"a\": 1},\n".as_bytes(), "in.json", 0);
        objects.next_object().unwrap();
        assert!(objects.next_object().unwrap_err().to_string().contains("ends early"));
    }

    proptest! {
        #[test]
        fn agrees_with_a_json_parser(values in prop::collection::vec("\\PC{0,12}", 0..6), pretty: bool) {
            let objects_in: Vec<_> =
                values.iter().map(|text| serde_json::json!({ "k": text, "n": { text.as_str(): [1] } })).collect();
            let text = if pretty {
                serde_json::to_string_pretty(&objects_in).unwrap()
            } else {
                objects_in.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
            };
            let found: Vec<serde_json::Value> =
                objects(&text).iter().map(|(_, object)| serde_json::from_str(object).unwrap()).collect();
            prop_assert_eq!(found, objects_in);
        }
    }
}
