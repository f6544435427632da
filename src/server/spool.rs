//! A result held until it is whole: in memory as long as it is small, then in an unlinked file. So its status is true, its
//! length is known, and a slow client keeps no process waiting.

use super::reply::{Payload, Reply};
use crate::sparql::wire::Head;
use bytes::{Bytes, BytesMut};
use hyper::header;
use std::fs::File;
use std::io::{self, Write};

/// Bytes that are held in memory.
const IN_MEMORY: usize = 1 << 20;

/// A result on its way.
#[derive(Debug, Default)]
pub struct Spool {
    memory: BytesMut,
    file: Option<File>,
    in_file: u64,
}

/// A whole result.
#[derive(Debug)]
pub struct Held {
    /// What it is.
    pub head: Head,
    /// Rows or triples.
    pub rows: u64,
    memory: Bytes,
    file: Option<(File, u64)>,
}

impl Spool {
    /// Takes a part.
    pub fn push(&mut self, part: &[u8]) -> io::Result<()> {
        if self.file.is_none() && self.memory.len() + part.len() <= IN_MEMORY {
            self.memory.extend_from_slice(part);
            return Ok(());
        }
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(tempfile::tempfile()?),
        };
        file.write_all(part)?;
        self.in_file += part.len() as u64;
        Ok(())
    }

    /// The result, now that it is whole.
    pub fn finish(self, head: Head, rows: u64) -> Held {
        let in_file = self.in_file;
        Held { head, rows, memory: self.memory.freeze(), file: self.file.map(|file| (file, in_file)) }
    }
}

impl Held {
    /// As an answer.
    pub fn reply(self) -> Reply {
        let payload = match self.file {
            None => Payload::Bytes(self.memory),
            Some((file, length)) => Payload::Held(self.memory, file, length),
        };
        Reply::new(200, payload).with(header::CONTENT_TYPE, &self.head.media_type)
    }

    /// The bytes, where they are few.
    pub fn bytes(&self) -> Option<&[u8]> {
        self.file.is_none().then_some(&self.memory)
    }
}
