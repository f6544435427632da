//! A second look at the head of each request, for what the HTTP library mends silently: a message with both
//! `Transfer-Encoding` and `Content-Length` is how requests are smuggled past proxies (RFC 9112, §6.1).

/// Bytes of a connection as they come in.
#[derive(Debug, Default)]
pub struct Watch {
    seen: Vec<u8>,
    /// Bytes of a body that are still to come.
    skip: usize,
    /// After a chunked body nothing more is read from the connection.
    off: bool,
}

/// What the library does not tell of a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Frame {
    /// Both ways of saying how long the body is.
    pub ambiguous: bool,
    /// The body is chunked: the connection is closed after the answer.
    pub chunked: bool,
}

impl Watch {
    /// Bytes that were read.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.off {
            return;
        }
        let skipped = self.skip.min(bytes.len());
        self.skip -= skipped;
        self.seen.extend_from_slice(&bytes[skipped..]);
    }

    /// The head that the library has just read.
    pub fn take(&mut self) -> Frame {
        let Some(end) = end(&self.seen) else {
            // What cannot be followed is the last of its connection.
            self.seen.clear();
            self.off = true;
            return Frame { ambiguous: false, chunked: true };
        };
        let head = String::from_utf8_lossy(&self.seen[..end]).to_ascii_lowercase();
        let field = |name: &str| {
            head.lines()
                .filter_map(|line| line.split_once(':'))
                .find(|(n, _)| n.trim() == name)
                .map(|(_, v)| v.trim())
        };
        let length = field("content-length").and_then(|text| text.parse::<usize>().ok());
        let chunked = field("transfer-encoding").is_some();
        self.off = chunked;
        let body = length.unwrap_or(0).min(self.seen.len() - end);
        self.skip = length.unwrap_or(0) - body;
        self.seen.drain(..end + body);
        Frame { ambiguous: chunked && field("content-length").is_some(), chunked }
    }
}

/// Where a head ends, with the same leniency as the library: empty lines before it, and lines that end in LF alone.
fn end(bytes: &[u8]) -> Option<usize> {
    let start = bytes.iter().position(|byte| !matches!(byte, b'\r' | b'\n'))?;
    memchr::memchr_iter(b'\n', &bytes[start..]).map(|at| start + at + 1).find_map(|line| {
        match &bytes[line..] {
            [b'\n', ..] => Some(line + 1),
            [b'\r', b'\n', ..] => Some(line + 2),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn both_lengths_are_seen_in_either_order() {
        for fields in [
            "Transfer-Encoding: chunked\r\nContent-Length: 3",
            "content-length:3\r\nX: y\r\nTRANSFER-ENCODING : chunked",
        ] {
            let mut watch = Watch::default();
            let head = format!("POST / HTTP/1.1\r\n{fields}\r\n\r\n");
            watch.push(head.as_bytes());
            assert_eq!(watch.take(), Frame { ambiguous: true, chunked: true });
            for dressed in [format!("\r\n\r\n\n{head}"), head.replace("\r\n", "\n")] {
                let mut watch = Watch::default();
                watch.push(dressed.as_bytes());
                assert_eq!(watch.take(), Frame { ambiguous: true, chunked: true }, "{dressed:?}");
            }
        }
    }

    proptest! {
        /// However the bytes of several requests come in, each head is told apart from the bodies before it.
        #[test]
        fn bodies_are_not_taken_for_heads(
            bodies in prop::collection::vec("(content-length: 1\r\n\r\n|transfer-encoding: x\r\n|a){0,4}", 1..4),
            cut in 1usize..40,
        ) {
            for body in &bodies {
                let mut watch = Watch::default();
                let request = format!("POST /x HTTP/1.1\r\nContent-Length: {}\r\n\r\n{body}", body.len());
                for _ in 0..2 {
                    for part in request.as_bytes().chunks(cut) {
                        watch.push(part);
                    }
                    prop_assert_eq!(watch.take(), Frame::default());
                }
            }
        }
    }
}
