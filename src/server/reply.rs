//! Answers on their way out: status, fields, and a body that is in memory or in a file.

use super::encode::{Coding, Encoder};
use super::problem::Problem;
use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Empty, Full, StreamBody};
use hyper::body::Frame;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{HeaderMap, Response, StatusCode};
use std::fs::File;
use std::io::{self, Read, Seek};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;

/// Body that hyper sends.
pub type Body = UnsyncBoxBody<Bytes, io::Error>;

/// What is sent.
#[derive(Debug)]
pub enum Payload {
    /// Nothing.
    Empty,
    /// Bytes in memory.
    Bytes(Bytes),
    /// Bytes in memory, and then the rest from a file.
    Held(Bytes, File, u64),
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    /// Status.
    pub status: u16,
    /// Fields.
    pub fields: HeaderMap,
    /// Body.
    pub payload: Payload,
}

impl Reply {
    /// An answer without fields.
    pub fn new(status: u16, payload: Payload) -> Self {
        Self { status, fields: HeaderMap::new(), payload }
    }

    /// Bytes of a media type.
    pub fn of(media_type: &str, bytes: impl Into<Bytes>) -> Self {
        Self::new(200, Payload::Bytes(bytes.into())).with(header::CONTENT_TYPE, media_type)
    }

    /// A JSON document on one line.
    pub fn json(value: &serde_json::Value) -> Self {
        Self::of("application/json", format!("{value}\n"))
    }

    /// A problem.
    pub fn problem(problem: &Problem, request_id: &str) -> Self {
        let body = Bytes::from(problem.body(request_id));
        let mut reply = Self::new(problem.sort.status, Payload::Bytes(body))
            .with(header::CONTENT_TYPE, "application/problem+json")
            .with(header::CACHE_CONTROL, "no-store");
        if let Some(seconds) = problem.retry_after {
            reply = reply.with(header::RETRY_AFTER, &seconds.to_string());
        }
        if let Some(allow) = &problem.allow {
            reply = reply.with(header::ALLOW, allow);
        }
        reply
    }

    /// With a field. A value that cannot be one is left out: none is made of a client's text without escaping.
    pub fn with(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.fields.insert(name, value);
        }
        self
    }

    /// Bytes of the body before compression.
    pub fn length(&self) -> u64 {
        match &self.payload {
            Payload::Empty => 0,
            Payload::Bytes(bytes) => bytes.len() as u64,
            Payload::Held(bytes, _, rest) => bytes.len() as u64 + rest,
        }
    }

    /// As hyper sends it. A body that is not sent (HEAD) still says how long it would be.
    pub fn send(mut self, coding: Option<Coding>, without_body: bool) -> Response<Body> {
        let coding = coding.filter(|_| self.is_worth_compressing());
        let length = self.length();
        if let Some(coding) = coding {
            self.fields.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
        } else if self.status != 304 && self.status != 204 {
            self.fields.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
        let body = if without_body { empty() } else { body(self.payload, coding) };
        let mut response = Response::new(body);
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        *response.headers_mut() = self.fields;
        response
    }

    fn is_worth_compressing(&self) -> bool {
        let packed = self.fields.get(header::CONTENT_TYPE).is_some_and(|t| t == "application/zstd");
        self.length() >= 1024 && !packed && !self.fields.contains_key(header::CONTENT_ENCODING)
    }
}

fn empty() -> Body {
    Empty::new().map_err(|never| match never {}).boxed_unsync()
}

fn body(payload: Payload, coding: Option<Coding>) -> Body {
    match (payload, coding) {
        (Payload::Empty, _) => empty(),
        (Payload::Bytes(bytes), None) => Full::new(bytes).map_err(|never| match never {}).boxed_unsync(),
        (Payload::Bytes(bytes), Some(coding)) => streamed(bytes, None, Some(coding)),
        (Payload::Held(bytes, file, length), coding) => streamed(bytes, Some((file, length)), coding),
    }
}

/// Bytes of a body that are read, compressed and sent at once.
const PART: usize = 128 << 10;

/// A body in parts, each made when the last was sent. What breaks off ends the connection without the end of the body.
fn streamed(bytes: Bytes, file: Option<(File, u64)>, coding: Option<Coding>) -> Body {
    let source = Arc::new(Mutex::new(Source { bytes, file, encoder: None, done: false }));
    {
        let mut source = source.lock().unwrap_or_else(PoisonError::into_inner);
        source.encoder = coding.map(Encoder::new);
        if let Some((file, _)) = &mut source.file {
            // A failure shows in the first read.
            let _ = file.rewind();
        }
    }
    let stream = PartStream(source);
    StreamBody::new(stream).boxed_unsync()
}

struct Source {
    bytes: Bytes,
    file: Option<(File, u64)>,
    encoder: Option<Encoder>,
    done: bool,
}

impl Source {
    /// The next part, compressed; `None` at the end.
    fn next(&mut self) -> io::Result<Option<Bytes>> {
        while !self.done {
            let plain = self.plain()?;
            self.done = plain.is_empty();
            let part = match &mut self.encoder {
                None => plain,
                Some(encoder) => encoder.encode(&plain, self.done)?,
            };
            if !part.is_empty() {
                return Ok(Some(part));
            }
        }
        Ok(None)
    }

    fn plain(&mut self) -> io::Result<Bytes> {
        if !self.bytes.is_empty() {
            return Ok(self.bytes.split_to(PART.min(self.bytes.len())));
        }
        let Some((file, left)) = &mut self.file else { return Ok(Bytes::new()) };
        let mut part = vec![0; PART.min(usize::try_from(*left).unwrap_or(PART))];
        file.read_exact(&mut part)?;
        *left -= part.len() as u64;
        Ok(part.into())
    }
}

/// Parts as the stream that hyper polls. Reading what was just written to an unlinked file does not block for long.
struct PartStream(Arc<Mutex<Source>>);

impl futures_core::Stream for PartStream {
    type Item = io::Result<Frame<Bytes>>;

    fn poll_next(self: std::pin::Pin<&mut Self>, _: &mut std::task::Context<'_>) -> Poll<Option<Self::Item>> {
        let next = self.0.lock().unwrap_or_else(PoisonError::into_inner).next();
        Poll::Ready(next.transpose().map(|part| part.map(Frame::data)))
    }
}
