//! From a request to its answer: who may ask, which resource it is, and what is said around every answer.

use super::encode::Coding;
use super::head::Frame;
use super::problem::{self, Problem, Result};
use super::reply::{Body, Payload, Reply};
use super::resources;
use super::state::{Life, State};
use super::target::{self, Target};
use hyper::body::Incoming;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{HeaderMap, Method, Request, Response, Version};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

/// What is known of a request beside the request.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Its id.
    pub id: String,
    /// Who asks.
    pub peer: SocketAddr,
    /// What the HTTP library does not tell of its head.
    pub frame: Frame,
    /// Whether only `/health` is answered.
    pub only_health: bool,
}

/// A request whose head was read and checked.
pub struct Asked {
    /// Method.
    pub method: Method,
    /// Path and query string, decoded.
    pub target: Target,
    /// The target as it was sent.
    pub raw_target: String,
    /// Fields.
    pub fields: HeaderMap,
    /// Host field, or the address that is listened at.
    pub host: String,
    /// Body, still to be read.
    pub body: Incoming,
}

impl Asked {
    /// A field as text.
    pub fn field(&self, name: HeaderName) -> Option<&str> {
        self.fields.get(name).and_then(|value| value.to_str().ok())
    }

    /// All values of a field that is a list, as one.
    pub fn list(&self, name: HeaderName) -> Option<String> {
        let values: Vec<&str> = self.fields.get_all(name).iter().filter_map(|v| v.to_str().ok()).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    /// Whether the answer's body is not sent.
    pub fn is_head(&self) -> bool {
        self.method == Method::HEAD
    }

    /// Refuses other methods than these.
    pub fn only(&self, methods: &[Method]) -> Result<()> {
        if methods.contains(&self.method) {
            return Ok(());
        }
        let names: Vec<&str> = methods.iter().chain([&Method::OPTIONS]).map(Method::as_str).collect();
        Err(Problem::method(&names.join(", ")))
    }
}

/// Handles a request, and says and counts what came of it.
pub async fn handle(state: Arc<State>, request: Request<Incoming>, seen: Seen) -> Response<Body> {
    let began = Instant::now();
    let (method, version) = (request.method().clone(), request.version());
    let path = crate::base::table::visible(request.uri().path());
    let accept =
        request.headers().get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let coding = Coding::choose(accept).filter(|_| version != Version::HTTP_10);
    let origin = request.headers().get(header::ORIGIN).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let answered = tokio::select! {
        answered = answer(&state, request, &seen) => answered,
        () = state.until(Life::Over) => {
            Err(Problem::new(problem::SHUTTING_DOWN, "the server ends before the answer was ready"))
        }
    };
    let inside = answered.as_ref().err().and_then(|problem| problem.inside.clone());
    let mut reply = answered.unwrap_or_else(|problem| Reply::problem(&problem, &seen.id));
    dress(&state, &mut reply, &seen, origin.as_deref(), coding);
    let took = began.elapsed();
    state.metrics.request(reply.status, took);
    let (status, bytes) = (reply.status, reply.length());
    let milliseconds = took.as_secs_f64() * 1000.0;
    let (id, peer) = (&seen.id, seen.peer.ip());
    if let Some(inside) = inside {
        tracing::error!(id, %peer, %method, path, status, bytes, milliseconds, inside, "request");
    } else {
        tracing::info!(id, %peer, %method, path, status, bytes, milliseconds, "request");
    }
    reply.send(coding, method == Method::HEAD)
}

/// The answer when a handler panicked.
pub fn panicked(id: &str) -> Response<Body> {
    Reply::problem(&Problem::defect("panicked"), id).send(None, false)
}

/// Fields that every answer has.
fn dress(state: &State, reply: &mut Reply, seen: &Seen, origin: Option<&str>, coding: Option<Coding>) {
    let fields = &mut reply.fields;
    fields.insert(HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff"));
    fields.entry(HeaderName::from_static("content-security-policy")).or_insert(HeaderValue::from_static(CSP));
    fields.insert(HeaderName::from_static("referrer-policy"), HeaderValue::from_static("no-referrer"));
    if let Ok(id) = HeaderValue::from_str(&seen.id) {
        fields.insert(HeaderName::from_static("x-request-id"), id);
    }
    fields.append(header::VARY, HeaderValue::from_static("Accept, Accept-Encoding, Origin"));
    if let Some(origin) = origin.filter(|origin| state.options.cors_origins.iter().any(|own| own == origin)) {
        if let Ok(origin) = HeaderValue::from_str(origin) {
            fields.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        }
        fields.insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("ETag, Link, Retry-After, X-Request-Id, Content-Disposition"),
        );
    }
    let is_ambiguous = seen.frame.chunked || seen.only_health || closes(reply.status);
    if is_ambiguous {
        reply.fields.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    // One text in two codings is two representations.
    let tag = reply.fields.get(header::ETAG).and_then(|tag| tag.to_str().ok()).map(str::to_owned);
    if let (Some(coding), Some(tag)) = (coding, tag) {
        let coded = format!("{}-{}\"", tag.trim_end_matches('"'), coding.name());
        if let Ok(tag) = HeaderValue::from_str(&coded) {
            reply.fields.insert(header::ETAG, tag);
        }
    }
}

/// After these a body may still be on its way: the connection is not used again.
const fn closes(status: u16) -> bool {
    matches!(status, 408 | 413 | 414 | 415 | 431)
}

const CSP: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

async fn answer(state: &Arc<State>, request: Request<Incoming>, seen: &Seen) -> Result<Reply> {
    if seen.frame.ambiguous {
        return Err(Problem::new(problem::BAD_REQUEST, "both Transfer-Encoding and Content-Length"));
    }
    let (head, body) = request.into_parts();
    let host = host(state, &head.headers, &head.uri, head.version)?;
    let raw_target = head.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
    let target = target::read(head.uri.path(), head.uri.query())?;
    let asked = Asked { method: head.method, target, raw_target, fields: head.headers, host, body };
    if seen.only_health && asked.target.segments != ["health"] {
        return Err(Problem::new(problem::OVERLOADED, "only /health is answered now"));
    }
    check_origin(state, &asked)?;
    if asked.method == Method::OPTIONS {
        return Ok(options(state, &asked));
    }
    resources::answer(state, asked).await
}

fn host(state: &State, fields: &HeaderMap, uri: &hyper::Uri, version: Version) -> Result<String> {
    let mut hosts = fields.get_all(header::HOST).iter();
    let (first, more) = (hosts.next(), hosts.next());
    if more.is_some() {
        return Err(Problem::new(problem::BAD_REQUEST, "several Host fields"));
    }
    let named = uri
        .authority()
        .map(hyper::http::uri::Authority::as_str)
        .or_else(|| first.and_then(|h| h.to_str().ok()));
    match named {
        Some(host) if state.options.answers_for(host) => Ok(host.to_owned()),
        Some(_) => Err(Problem::new(
            problem::MISDIRECTED,
            "start the server with --host NAME to be asked by that name",
        )),
        // Only clients older than any that could be misled send none.
        None if version == Version::HTTP_10 && first.is_none() => Ok(state.options.bind.to_string()),
        None => Err(Problem::new(problem::BAD_REQUEST, "no Host field that can be read")),
    }
}

/// A page of another origin may not make this server work by posting to it.
fn check_origin(state: &State, asked: &Asked) -> Result<()> {
    let Some(origin) = asked.field(header::ORIGIN).filter(|_| asked.method == Method::POST) else {
        return Ok(());
    };
    let own = origin.split_once("://").is_some_and(|(_, host)| host.eq_ignore_ascii_case(&asked.host));
    if own || state.options.cors_origins.iter().any(|listed| listed == origin) {
        return Ok(());
    }
    let detail = "this origin may not post here; start the server with --cors-origin ORIGIN";
    Err(Problem::new(problem::REFUSED, detail))
}

/// Answer to OPTIONS, and to the question of a browser before a request of another origin.
fn options(state: &State, asked: &Asked) -> Reply {
    let methods = resources::methods(&asked.target.segments).join(", ");
    let reply = Reply::new(204, Payload::Empty).with(header::ALLOW, &methods);
    let origin = asked.field(header::ORIGIN);
    let listed = origin.is_some_and(|origin| state.options.cors_origins.iter().any(|own| own == origin));
    if !listed || !asked.fields.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD) {
        return reply;
    }
    reply
        .with(header::ACCESS_CONTROL_ALLOW_METHODS, &methods)
        .with(header::ACCESS_CONTROL_ALLOW_HEADERS, "Accept, Content-Type, If-None-Match")
        .with(header::ACCESS_CONTROL_MAX_AGE, "3600")
}
