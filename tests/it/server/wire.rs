//! A small HTTP client over a plain socket: bytes out, one answer after the other in. Every error that any test meets is
//! looked at: it tells nothing of the inside.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Longest time that any read or write of a test waits.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Names in small letters, and values.
    pub fields: Vec<(String, String)>,
    /// Body, decoded from chunks.
    pub body: Vec<u8>,
}

impl Answer {
    /// The one value of a field.
    pub fn field(&self, name: &str) -> Option<&str> {
        let mut values = self.fields.iter().filter(|(n, _)| n == name).map(|(_, value)| value.as_str());
        let first = values.next();
        assert_eq!(values.next(), None, "{name} twice: {self:?}");
        first
    }

    /// Body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// Body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// Sort of the problem; empty when it is none.
    pub fn problem(&self) -> String {
        if self.field("content-type") != Some("application/problem+json") || self.body.is_empty() {
            return String::new();
        }
        self.json()["type"].as_str().unwrap().trim_start_matches("urn:aicity:problem:").to_owned()
    }

    /// Expects a problem of a status and a sort.
    #[track_caller]
    pub fn expect(&self, status: u16, problem: &str) -> &Self {
        assert_eq!((self.status, self.problem().as_str()), (status, problem), "{}", self.shown());
        self
    }

    /// Expects 200.
    #[track_caller]
    pub fn ok(&self) -> &Self {
        assert_eq!(self.status, 200, "{}", self.shown());
        self
    }

    /// Whether the server closes the connection after this answer.
    pub fn closes(&self) -> bool {
        self.field("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"))
    }

    /// Status and the beginning of the body.
    pub fn shown(&self) -> String {
        format!("{} {}", self.status, String::from_utf8_lossy(&self.body[..self.body.len().min(600)]))
    }

    /// What no error may do, whichever test meets it: tell of the inside, or be no problem. Only a defect is a 500.
    fn inspect(&self) {
        if self.status < 400 {
            return;
        }
        let text = self.text();
        for inside in [
            "src/",
            ".rs",
            "backtrace",
            "panicked",
            "RUST",
            "/tmp",
            "/root",
            "/home",
            "/proc",
            "/dev",
            "/usr",
            "/var",
            "target/debug",
            "gen-",
            "os error",
            "thread '",
        ] {
            assert!(!text.contains(inside), "{inside:?} in {text}");
        }
        assert_ne!(self.status, 500, "a defect: {text}");
        if self.body.is_empty() {
            // The HTTP library refuses what is no HTTP at all without a body.
            assert!(
                matches!(self.status, 400 | 431) || self.field("content-length") != Some("0"),
                "{self:?}"
            );
            return;
        }
        assert_eq!(self.field("content-type"), Some("application/problem+json"), "{text}");
        let body = self.json();
        assert_eq!(body["status"].as_u64(), Some(u64::from(self.status)), "{text}");
        let has = |name: &str| body[name].as_str().is_some();
        assert!(has("type") && has("title") && has("detail") && has("request_id"), "{text}");
        if matches!(self.status, 429 | 503) {
            assert!(self.field("retry-after").is_some_and(|s| s.parse::<u32>().is_ok()), "{self:?}");
        }
    }
}

/// A connection.
pub struct Wire(BufReader<TcpStream>);

impl Wire {
    /// Connects.
    pub fn open(address: SocketAddr) -> Self {
        Self::over(TcpStream::connect_timeout(&address, PATIENCE).unwrap())
    }

    /// Over a connection that is there.
    pub fn over(stream: TcpStream) -> Self {
        stream.set_nonblocking(false).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream.set_nodelay(true).unwrap();
        Self(BufReader::new(stream))
    }

    /// Sends bytes.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        self.try_send(bytes.as_ref()).unwrap();
        self
    }

    /// Sends bytes, to whom may not listen any more.
    pub fn try_send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.get_mut().write_all(bytes)
    }

    /// The next answer to a request with a method.
    #[track_caller]
    pub fn answer_to(&mut self, method: &str) -> Answer {
        self.try_answer(method == "HEAD").unwrap_or_else(|error| panic!("no answer to {method}: {error}"))
    }

    /// The next answer.
    #[track_caller]
    pub fn answer(&mut self) -> Answer {
        self.answer_to("GET")
    }

    /// The next answer, whole; an error when the connection ends before its end.
    pub fn try_answer(&mut self, is_head: bool) -> io::Result<Answer> {
        let (status, fields) = loop {
            let head = self.head()?;
            if head.0 >= 200 {
                break head;
            }
        };
        let mut answer = Answer { status, fields, body: Vec::new() };
        if !is_head && status != 204 && status != 304 {
            self.body(&mut answer)?;
        }
        answer.inspect();
        Ok(answer)
    }

    fn head(&mut self) -> io::Result<(u16, Vec<(String, String)>)> {
        let status = self.line()?;
        let code = status.split(' ').nth(1).and_then(|code| code.parse().ok());
        let code = code.filter(|_| status.starts_with("HTTP/1.")).ok_or_else(|| io::Error::other(status))?;
        let mut fields = Vec::new();
        loop {
            let line = self.line()?;
            if line.is_empty() {
                return Ok((code, fields));
            }
            let (name, value) = line.split_once(':').ok_or_else(|| io::Error::other(line.clone()))?;
            fields.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
    }

    fn body(&mut self, answer: &mut Answer) -> io::Result<()> {
        if answer.field("transfer-encoding").is_some() {
            assert_eq!(answer.field("transfer-encoding"), Some("chunked"));
            assert_eq!(answer.field("content-length"), None);
            return self.chunks(&mut answer.body);
        }
        match answer.field("content-length") {
            Some(length) => {
                answer.body = vec![0; length.parse().unwrap()];
                self.0.read_exact(&mut answer.body)
            }
            None => self.0.read_to_end(&mut answer.body).map(|_| ()),
        }
    }

    fn chunks(&mut self, body: &mut Vec<u8>) -> io::Result<()> {
        loop {
            let line = self.line()?;
            let size = usize::from_str_radix(&line, 16).map_err(io::Error::other)?;
            let from = body.len();
            body.resize(from + size, 0);
            self.0.read_exact(&mut body[from..])?;
            assert_eq!(self.line()?, "", "a chunk has another size than it says");
            if size == 0 {
                return Ok(());
            }
        }
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = Vec::new();
        self.0.read_until(b'\n', &mut line)?;
        if line.pop() != Some(b'\n') || line.pop() != Some(b'\r') {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        String::from_utf8(line).map_err(io::Error::other)
    }

    /// Expects that the server has closed the connection, or closes it soon, and sends nothing more.
    #[track_caller]
    pub fn expect_end(&mut self) {
        let mut rest = Vec::new();
        match self.0.read_to_end(&mut rest) {
            Ok(_) => {}
            Err(error) => assert_eq!(error.kind(), io::ErrorKind::ConnectionReset, "it is not closed"),
        }
        assert!(rest.is_empty(), "{}", String::from_utf8_lossy(&rest));
    }
}

/// Percent-encodes everything but letters and digits.
pub fn percent(text: &str) -> String {
    let encode = |byte: u8| {
        if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    text.bytes().map(encode).collect()
}

/// A request without a body, on a connection that goes on.
pub fn request(method: &str, target: &str, fields: &str) -> String {
    format!("{method} {target} HTTP/1.1\r\nHost: localhost\r\n{fields}\r\n")
}

/// A POST of a body.
pub fn post(target: &str, media_type: &str, body: &str) -> String {
    let fields = format!("Content-Type: {media_type}\r\nContent-Length: {}\r\n", body.len());
    request("POST", target, &fields) + body
}

/// A query as the body of a POST.
pub fn query(text: &str) -> String {
    post("/sparql", "application/sparql-query", text)
}
