//! Where the fields of a CSV record begin and end: a state machine that can stop anywhere and go on with more bytes.
//! It only looks; nothing is copied and nothing is rewritten.
//!
//! A quote opens a quoted field only as the first byte of a field; elsewhere it stands for itself (as in the `csv` crate).

use crate::base::limits;
use memchr::memchr3;

/// A field: offsets from the start of its record, without its quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bound {
    pub start: u32,
    pub end: u32,
    /// It holds doubled quotes or carriage returns.
    pub rewrite: bool,
}

impl Bound {
    pub(super) fn len(self) -> usize {
        (self.end - self.start) as usize
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first byte of a field.
    Start,
    /// Inside a field without quotes.
    Plain,
    /// Inside quotes.
    Quoted,
    /// After a quote inside quotes: the end of the field, or the first half of a doubled one.
    Closing,
}

/// What a look at the bytes came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The record ends before [`Scan::len`], where its line terminator stands.
    End,
    /// The record goes on after the bytes at hand.
    More,
    /// A quoted field is over its limits: its quote was meant to be closed long ago.
    Unclosed,
}

/// The scan of one record.
#[derive(Debug)]
pub(super) struct Scan {
    state: State,
    position: usize,
    field: usize,
    rewrite: bool,
    opened: u64,
    keep: usize,
    /// The first fields, as many as [`Scan::new`] was told.
    pub bounds: Vec<Bound>,
    /// Number of fields.
    pub fields: usize,
    /// Line breaks inside quotes.
    pub newlines: u64,
    /// A field after whose closing quote something follows, counted from 0.
    pub stray: Option<usize>,
    /// The record is over the limit of a line: its bounds are void.
    pub overlong: bool,
}

impl Scan {
    /// A scan that remembers the bounds of at most `keep` fields, whatever a line holds.
    pub(super) fn new(keep: usize) -> Self {
        Self {
            state: State::Start,
            position: 0,
            field: 0,
            rewrite: false,
            opened: 0,
            keep,
            bounds: Vec::new(),
            fields: 0,
            newlines: 0,
            stray: None,
            overlong: false,
        }
    }

    /// Starts the next record.
    pub(super) fn reset(&mut self, keep: usize) {
        let mut bounds = std::mem::take(&mut self.bounds);
        bounds.clear();
        *self = Self { bounds, ..Self::new(keep) };
    }

    /// Length of the record so far.
    pub(super) fn len(&self) -> usize {
        self.position
    }

    /// Whether nothing of a record was seen.
    pub(super) fn is_blank(&self) -> bool {
        self.position == 0 && !self.overlong
    }

    /// Line breaks of the record before the last quote that opened.
    pub(super) fn opened(&self) -> u64 {
        self.opened
    }

    /// Goes on. `bytes` starts where the record does and holds what the last call held and more.
    pub(super) fn run(&mut self, bytes: &[u8]) -> Step {
        while let Some(&byte) = bytes.get(self.position) {
            let rest = &bytes[self.position..];
            let step = match self.state {
                State::Start if byte == b'"' => self.open(),
                State::Start | State::Plain => self.plain(rest),
                State::Quoted => self.quoted(rest, bytes[self.position - 1]),
                State::Closing => self.closing(byte),
            };
            if let Some(step) = step {
                return step;
            }
        }
        Step::More
    }

    /// The bytes are at their end.
    pub(super) fn end(&mut self) -> Step {
        match self.state {
            State::Quoted => return Step::Unclosed,
            State::Closing => self.push(self.position - 1),
            State::Start | State::Plain => self.push(self.position),
        }
        Step::End
    }

    /// Gives up a record that is too long; answers how many of its bytes are no longer needed. The next call of
    /// [`Scan::run`] gets the bytes without them.
    pub(super) fn discard(&mut self) -> usize {
        self.overlong = true;
        self.bounds.clear();
        let quoted = matches!(self.state, State::Quoted | State::Closing);
        // The byte before a quoted field stays, because the machine may look back at it.
        let count = if quoted { self.field - 1 } else { self.position };
        self.position -= count;
        self.field = self.field.saturating_sub(count);
        count
    }

    fn open(&mut self) -> Option<Step> {
        self.position += 1;
        self.field = self.position;
        self.opened = self.newlines;
        self.state = State::Quoted;
        None
    }

    fn plain(&mut self, rest: &[u8]) -> Option<Step> {
        let Some(length) = memchr3(b',', b'\n', b'\r', rest) else {
            self.state = State::Plain;
            self.position += rest.len();
            return None;
        };
        self.position += length;
        self.push(self.position);
        self.separate(rest[length])
    }

    fn quoted(&mut self, rest: &[u8], before: u8) -> Option<Step> {
        let found = memchr3(b'"', b'\n', b'\r', rest);
        let before = match found {
            Some(length) if length > 0 => rest[length - 1],
            _ => before,
        };
        self.position += found.unwrap_or(rest.len());
        if self.position - self.field > limits::FIELD {
            return Some(Step::Unclosed);
        }
        self.inside(rest[found?], before)
    }

    /// A quote or line break inside quotes. CR, LF and CR LF are one line break each.
    fn inside(&mut self, byte: u8, before: u8) -> Option<Step> {
        self.position += 1;
        match byte {
            b'"' => self.state = State::Closing,
            b'\n' if before == b'\r' => {}
            _ => {
                self.rewrite |= byte == b'\r';
                self.newlines += 1;
            }
        }
        (self.newlines - self.opened > limits::FIELD_NEWLINES as u64).then_some(Step::Unclosed)
    }

    fn closing(&mut self, byte: u8) -> Option<Step> {
        match byte {
            b'"' => {
                self.rewrite = true;
                self.position += 1;
                self.state = State::Quoted;
                None
            }
            b',' | b'\n' | b'\r' => {
                self.push(self.position - 1);
                self.separate(byte)
            }
            _ => {
                self.stray = self.stray.or(Some(self.fields));
                self.state = State::Plain;
                None
            }
        }
    }

    fn separate(&mut self, byte: u8) -> Option<Step> {
        if byte != b',' {
            return Some(Step::End);
        }
        self.position += 1;
        self.field = self.position;
        self.state = State::Start;
        None
    }

    fn push(&mut self, end: usize) {
        if self.fields < self.keep && !self.overlong {
            // A record that is not overlong is far below 4 GiB.
            self.bounds.push(Bound { start: self.field as u32, end: end as u32, rewrite: self.rewrite });
        }
        self.fields += 1;
        self.rewrite = false;
    }
}
