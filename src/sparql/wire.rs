//! What goes between a process and its worker: jobs one way, frames the other.
//!
//! A message is a letter, a length (u32, little-endian) and that many bytes. The worker says `R` once, when it is ready.
//! It answers each job with either `F` (failed), or `H` (head), `D` (data) any number of times, and `E` (end): what stops
//! before `E` is not an answer.

use crate::base::Error;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// Longest message that is believed.
const LONGEST: u32 = 16 << 20;

/// Ready; `J`ob, `H`ead, `D`ata, `E`nd and `F`ailure.
pub const READY: u8 = b'R';
/// A job.
pub const JOB: u8 = b'J';
/// Beginning of an answer.
pub const HEAD: u8 = b'H';
/// A part of an answer.
pub const DATA: u8 = b'D';
/// End of a whole answer.
pub const END: u8 = b'E';
/// Why there is no answer.
pub const FAILURE: u8 = b'F';

/// What is asked of a worker.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Job {
    /// What to do.
    pub task: Task,
    /// `Accept` field that chooses among the formats of what is found.
    pub accept: Option<String>,
    /// Name of a format (`csv`), instead of `accept`.
    pub format: Option<String>,
    /// Most rows.
    pub rows: u64,
    /// Most bytes.
    pub bytes: u64,
    /// Most seconds of processor time.
    pub seconds: u64,
}

/// What to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Task {
    /// Run a query text.
    Query {
        /// The text.
        text: String,
        /// IRI that relative IRIs are read against.
        base: Option<String>,
        /// IRIs of the graphs that make up the default graph.
        default_graphs: Vec<String>,
        /// IRIs of the named graphs.
        named_graphs: Vec<String>,
    },
    /// Run a query of the library.
    Named {
        /// Its name.
        name: String,
        /// Its parameters.
        parameters: Vec<(String, String)>,
    },
    /// Write a graph.
    Graph {
        /// IRI of its name; `None`: the default graph.
        name: Option<String>,
    },
    /// Count what the image holds.
    Statistics,
}

/// Beginning of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Media type.
    pub media_type: String,
    /// Ending for a file name.
    pub extension: String,
    /// Whether the same job has the same answer as long as the edition is the same.
    pub deterministic: bool,
}

/// End of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// Rows or triples.
    pub rows: u64,
    /// Whether the worker is too large to be used again.
    pub worn: bool,
}

/// Sort of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    /// The text is wrong.
    Malformed,
    /// The text is right, and not allowed here.
    Refused,
    /// No format of what is found is acceptable.
    NotAcceptable,
    /// Nothing has that name.
    NotFound,
    /// A limit of the text or of the answer.
    TooLarge,
    /// A defect.
    Defect,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Sort.
    pub cause: Cause,
    /// What is wrong.
    pub message: String,
    /// What to do about it; may be empty.
    pub hint: String,
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        let Failure { cause, message, hint } = failure;
        match cause {
            Cause::Malformed | Cause::Refused | Cause::NotAcceptable => Self::usage(message, hint),
            Cause::NotFound => Self::not_found(message, hint),
            Cause::TooLarge => Self::limit(message, hint),
            Cause::Defect => Self::Bug(message),
        }
    }
}

/// Sends a message.
pub fn send(out: &mut dyn Write, letter: u8, payload: &[u8]) -> io::Result<()> {
    let length = u32::try_from(payload.len()).map_err(io::Error::other)?;
    out.write_all(&[letter])?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(payload)?;
    out.flush()
}

/// Sends a value.
pub fn send_value<T: Serialize>(out: &mut dyn Write, letter: u8, value: &T) -> io::Result<()> {
    send(out, letter, &serde_json::to_vec(value)?)
}

/// Receives a message; `None` at the end of the stream.
pub fn receive(input: &mut dyn Read) -> io::Result<Option<(u8, Vec<u8>)>> {
    let mut head = [0; 5];
    match input.read_exact(&mut head) {
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let length = u32::from_le_bytes([head[1], head[2], head[3], head[4]]);
    if length > LONGEST {
        return Err(io::Error::other(format!("a message of {length} bytes")));
    }
    let mut payload = vec![0; length as usize];
    input.read_exact(&mut payload)?;
    Ok(Some((head[0], payload)))
}

/// Reads a value.
pub fn value<T: DeserializeOwned>(payload: &[u8]) -> io::Result<T> {
    Ok(serde_json::from_slice(payload)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn messages_come_back_and_cut_ones_do_not(payload in prop::collection::vec(any::<u8>(), 0..300), cut in 0usize..300) {
            let mut stream = Vec::new();
            send(&mut stream, DATA, &payload).unwrap();
            prop_assert_eq!(receive(&mut stream.as_slice()).unwrap(), Some((DATA, payload)));
            let cut = cut.min(stream.len() - 1);
            let received = receive(&mut &stream[..cut]);
            prop_assert!(!matches!(received, Ok(Some(_))));
        }
    }

    #[test]
    fn a_length_that_cannot_be_is_no_allocation() {
        assert!(receive(&mut [DATA, 255, 255, 255, 255, 0].as_slice()).is_err());
    }
}
