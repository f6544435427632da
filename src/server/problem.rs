//! Errors as `application/problem+json` (RFC 9457): one list of types, and which error of the program is which.

use crate::base::{Error, Kind};
use serde_json::json;

/// Sort of a problem: its name in `type`, its status and its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// Name: the last part of the type URI.
    pub name: &'static str,
    /// HTTP status.
    pub status: u16,
    /// What it is, in one line.
    pub title: &'static str,
}

macro_rules! sorts {
    ($($(#[$doc:meta])* $constant:ident = $name:literal, $status:literal, $title:literal;)*) => {
        $($(#[$doc])* pub const $constant: Sort = Sort { name: $name, status: $status, title: $title };)*
        /// Every sort of problem.
        pub const SORTS: &[Sort] = &[$($constant),*];
    };
}

sorts! {
    /// The request is not understood.
    BAD_REQUEST = "bad-request", 400, "The request is not understood";
    /// The query is not SPARQL 1.1, or nests too deep.
    BAD_QUERY = "bad-query", 400, "The query is not one that can be run";
    /// An operation that this server never does.
    REFUSED = "refused", 403, "The operation is refused";
    /// Nothing is at this path or has this key.
    NOT_FOUND = "not-found", 404, "There is no such thing";
    /// The method is not one of this resource.
    METHOD = "method-not-allowed", 405, "The method is not allowed here";
    /// No format is acceptable.
    NOT_ACCEPTABLE = "not-acceptable", 406, "No acceptable format";
    /// The request did not arrive in time.
    SLOW_REQUEST = "request-timeout", 408, "The request did not arrive in time";
    /// The cursor belongs to another edition or request.
    CONFLICT = "conflict", 409, "The request does not fit the edition";
    /// The body, the query or the result is too large.
    TOO_LARGE = "too-large", 413, "Too large";
    /// The target is too long.
    LONG_TARGET = "uri-too-long", 414, "The target is too long";
    /// The body has a type that is not read here.
    MEDIA_TYPE = "unsupported-media-type", 415, "The type of the body is not read here";
    /// The Host field names another server.
    MISDIRECTED = "misdirected", 421, "This server does not answer for that host";
    /// Too many requests at once.
    TOO_MANY = "too-many-requests", 429, "Too many requests at once";
    /// The header is too large.
    LARGE_HEADER = "header-too-large", 431, "The header is too large";
    /// A defect of the server.
    DEFECT = "internal-error", 500, "A defect of the server";
    /// The query took longer than it may.
    QUERY_TIMEOUT = "query-timeout", 503, "The query took too long";
    /// The query needed more memory than it may.
    QUERY_MEMORY = "query-memory", 503, "The query needed too much memory";
    /// The process of the query ended.
    WORKER_LOST = "worker-lost", 503, "The process of the query ended";
    /// The server is ending.
    SHUTTING_DOWN = "shutting-down", 503, "The server is ending";
    /// The server has more connections than it may.
    OVERLOADED = "overloaded", 503, "The server has too many connections";
}

/// A problem to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Sort.
    pub sort: Sort,
    /// What is wrong, with the offending value; no path of the file system.
    pub detail: String,
    /// Seconds after which to try again.
    pub retry_after: Option<u32>,
    /// Methods of a 405.
    pub allow: Option<String>,
    /// What the log says beyond the detail; never sent.
    pub inside: Option<String>,
}

/// Result of handling a request.
pub type Result<T> = std::result::Result<T, Problem>;

impl Problem {
    /// A problem.
    pub fn new(sort: Sort, detail: impl Into<String>) -> Self {
        let retry_after = match sort.status {
            429 => Some(1),
            503 => Some(5),
            _ => None,
        };
        Self { sort, detail: detail.into(), retry_after, allow: None, inside: None }
    }

    /// A defect: the reason goes to the log alone.
    pub fn defect(reason: impl Into<String>) -> Self {
        let detail = "the log tells more under this request's id; please report it";
        Self { inside: Some(reason.into()), ..Self::new(DEFECT, detail) }
    }

    /// A method that is not one of the resource's.
    pub fn method(allow: &str) -> Self {
        Self { allow: Some(allow.to_owned()), ..Self::new(METHOD, format!("use one of {allow}")) }
    }

    /// The body, one line of JSON.
    pub fn body(&self, request_id: &str) -> Vec<u8> {
        let mut body = json!({
            "type": format!("urn:aicity:problem:{}", self.sort.name),
            "title": self.sort.title,
            "status": self.sort.status,
            "detail": self.detail,
            "request_id": request_id,
        })
        .to_string()
        .into_bytes();
        body.push(b'\n');
        body
    }
}

impl From<Error> for Problem {
    /// What the program says of a request is sent; what it says of its own files is not.
    fn from(error: Error) -> Self {
        let sort = match error.kind() {
            Kind::Usage | Kind::Input => BAD_REQUEST,
            Kind::NotFound => NOT_FOUND,
            Kind::Conflict => CONFLICT,
            Kind::Limit => TOO_LARGE,
            Kind::Bug | Kind::Io | Kind::Damaged => return Self::defect(error.to_string()),
        };
        let detail = match error.hint() {
            Some(hint) => format!("{error}; {hint}"),
            None => error.to_string(),
        };
        Self::new(sort, detail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn nothing_of_the_inside_is_sent() {
        let io = Error::io("read", Path::new("/secret/place"))(std::io::Error::other("disk /dev/sda"));
        let damaged = Error::damaged(Path::new("/secret/place"), "is missing", "look into /secret");
        for error in [io, damaged, Error::Bug("src/x.rs panicked".to_owned())] {
            let problem = Problem::from(error);
            let body = String::from_utf8(problem.body("7")).unwrap();
            assert!(problem.sort == DEFECT && problem.inside.is_some());
            assert!(!body.contains('/') && !body.contains("src"), "{body}");
        }
    }

    #[test]
    fn every_sort_has_a_name_of_its_own() {
        let mut names: Vec<&str> = SORTS.iter().map(|sort| sort.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), SORTS.len());
    }
}
