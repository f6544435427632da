//! Connections: how many there may be, and what each may take. One bad connection is one bad connection.

use super::guarded::{Guarded, Handle, IDLE, Phase};
use super::metrics::Count;
use super::options::{HEAD_BYTES, HEAD_FIELDS, RESERVED};
use super::problem::{self, Problem, Sort};
use super::reply::Body;
use super::router::{self, Seen};
use super::state::{Life, State};
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};

/// Time for a whole head on a reserved connection.
const RESERVED_IDLE: Duration = Duration::from_secs(2);

/// Connections that are open, by address.
#[derive(Debug, Default)]
struct Open {
    by_address: BTreeMap<IpAddr, usize>,
    all: usize,
    reserved: usize,
}

/// What a connection was let in as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seat {
    Usual,
    /// Beyond the caps: only `/health` is answered.
    Reserved,
}

/// Holds a connection's seat while it lives.
struct Seated {
    open: Arc<Mutex<Open>>,
    address: IpAddr,
    seat: Seat,
}

impl Seated {
    /// A seat; `None`: turned away. One address may have half of all connections.
    fn take(open: &Arc<Mutex<Open>>, address: IpAddr, most: usize) -> Option<Self> {
        let mut counts = open.lock().unwrap_or_else(PoisonError::into_inner);
        let own = counts.by_address.get(&address).copied().unwrap_or(0);
        let seat = if counts.all < most && own < most.div_ceil(2) {
            counts.all += 1;
            *counts.by_address.entry(address).or_default() += 1;
            Seat::Usual
        } else if counts.reserved < RESERVED {
            counts.reserved += 1;
            Seat::Reserved
        } else {
            return None;
        };
        Some(Self { open: Arc::clone(open), address, seat })
    }
}

impl Drop for Seated {
    fn drop(&mut self) {
        let mut counts = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if self.seat == Seat::Reserved {
            counts.reserved -= 1;
            return;
        }
        counts.all -= 1;
        if let Some(own) = counts.by_address.get_mut(&self.address) {
            *own -= 1;
            if *own == 0 {
                counts.by_address.remove(&self.address);
            }
        }
    }
}

/// Accepts connections until the server ends. Returns when all connections are closed, or given up.
pub async fn accept(listener: TcpListener, state: Arc<State>) {
    let open = Arc::<Mutex<Open>>::default();
    let mut connections = tokio::task::JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = state.until(Life::Draining) => break,
            Some(_) = connections.join_next(), if !connections.is_empty() => continue,
        };
        match accepted {
            Ok((stream, peer)) => {
                state.metrics.connections.add(1);
                match Seated::take(&open, peer.ip(), state.options.connections) {
                    Some(seat) => drop(connections.spawn(serve(stream, peer, seat, Arc::clone(&state)))),
                    None => turn_away(&stream, &state),
                }
            }
            // Out of file descriptors, or a connection that was reset before it was accepted.
            Err(error) => {
                tracing::warn!("cannot accept a connection: {error}");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

fn turn_away(stream: &TcpStream, state: &State) {
    state.metrics.connections_refused.add(1);
    say(stream, problem::OVERLOADED, "");
}

/// Writes a problem without waiting; the connection is closed afterwards.
fn say(stream: &TcpStream, sort: Sort, request_id: &str) {
    let problem = Problem::new(sort, sort.title);
    let body = problem.body(request_id);
    let retry = problem.retry_after.map(|seconds| format!("Retry-After: {seconds}\r\n")).unwrap_or_default();
    let head = format!(
        "HTTP/1.1 {} {}\r\nContent-Type: application/problem+json\r\nContent-Length: {}\r\n{retry}Connection: close\r\n\r\n",
        sort.status,
        sort.title,
        body.len()
    );
    // Nobody is left to tell when this fails.
    let _ = stream.try_write(&[head.as_bytes(), &body].concat());
}

async fn serve(stream: TcpStream, peer: SocketAddr, seat: Seated, state: Arc<State>) {
    state.metrics.connections_open.add(1);
    let _ = stream.set_nodelay(true);
    let idle = if seat.seat == Seat::Reserved { RESERVED_IDLE } else { IDLE };
    let (guarded, handle) = Guarded::new(stream, idle);
    let only_health = seat.seat == Seat::Reserved;
    let shared = (Arc::clone(&state), handle.clone());
    let service = service_fn(move |request| {
        let (state, handle) = shared.clone();
        answer(state, handle, request, peer, only_health)
    });
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(None)
        .max_header_size(HEAD_BYTES)
        .max_headers(HEAD_FIELDS)
        .half_close(false);
    let mut connection = builder.serve_connection(TokioIo::new(guarded), service);
    let ended = tokio::select! {
        ended = poll_fn(|cx| connection.poll_without_shutdown(cx)) => Some(ended),
        () = state.until(Life::Draining) => None,
    };
    let ended = if let Some(ended) = ended {
        ended
    } else {
        Pin::new(&mut connection).graceful_shutdown();
        let drained = poll_fn(|cx| connection.poll_without_shutdown(cx));
        // Answers that were given up are sent as 503 by the router; a client that does not read them is left.
        tokio::select! {
            ended = drained => ended,
            () = over(&state) => Ok(()),
        }
    };
    let stream = connection.into_parts().io.into_inner().into_inner();
    close(stream, ended, &handle).await;
    state.metrics.connections_open.sub(1);
    drop(seat);
}

/// A moment after the server's end.
async fn over(state: &State) {
    state.until(Life::Over).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
}

/// Says what the HTTP library does not say, and closes.
async fn close(stream: TcpStream, ended: hyper::Result<()>, handle: &Handle) {
    if let Err(error) = &ended {
        let sort = if error.is_timeout() || is_late(error) {
            (handle.phase() == Phase::Head).then_some(problem::SLOW_REQUEST)
        } else {
            // The preface of HTTP/2, which the library leaves without an answer.
            error.is_parse_version_h2().then_some(problem::BAD_REQUEST)
        };
        if let Some(sort) = sort {
            say(&stream, sort, "");
        }
    }
    // What the client still sends is read for a moment: else the answer may be lost to a reset.
    let Ok(stream) = stream.into_std().and_then(|stream| {
        stream.shutdown(std::net::Shutdown::Write)?;
        TcpStream::from_std(stream)
    }) else {
        return;
    };
    let drain = async {
        let mut sink = [0; 4096];
        let mut left = 64usize;
        while left > 0 && stream.readable().await.is_ok() {
            match stream.try_read(&mut sink) {
                Ok(0) => break,
                Ok(_) => left -= 1,
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
                Err(_) => break,
            }
        }
    };
    let _ = tokio::time::timeout(Duration::from_millis(500), drain).await;
}

fn is_late(error: &hyper::Error) -> bool {
    let source = std::error::Error::source(error).and_then(|source| source.downcast_ref::<io::Error>());
    source.is_some_and(|error| error.kind() == io::ErrorKind::TimedOut)
}

type Answering = Pin<Box<dyn Future<Output = Result<hyper::Response<Body>, Infallible>> + Send>>;

/// Answers a request. A panic is one 500.
fn answer(
    state: Arc<State>,
    handle: Handle,
    request: Request<Incoming>,
    peer: SocketAddr,
    only_health: bool,
) -> Answering {
    let frame = handle.begin();
    let id = state.request_id();
    let seen = Seen { id: id.clone(), peer, frame, only_health };
    let handling = router::handle(Arc::clone(&state), request, seen);
    Box::pin(async move {
        let response = survive(handling, &state.metrics.panics, &id).await;
        handle.end();
        Ok(response)
    })
}

/// The answer of a handler, or of its panic, which is counted.
async fn survive(
    handling: impl Future<Output = hyper::Response<Body>>,
    panics: &Count,
    id: &str,
) -> hyper::Response<Body> {
    let mut handling = Box::pin(handling);
    poll_fn(|cx| {
        let polled = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| handling.as_mut().poll(cx)));
        polled.unwrap_or_else(|_| {
            panics.add(1);
            Poll::Ready(router::panicked(id))
        })
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::reply::Reply;
    use http_body_util::BodyExt;

    /// Serves three requests on one connection with a handler that panics at the second; what the client reads.
    async fn converse(panics: Arc<Count>) -> String {
        let (client, server) = tokio::io::duplex(1 << 16);
        let service = service_fn(move |request: Request<Incoming>| {
            let panics = Arc::clone(&panics);
            async move {
                let handling = async move {
                    tokio::task::yield_now().await;
                    assert!(request.uri().path() != "/panic", "a secret of src/server");
                    Reply::of("text/plain", "fine").send(None, false)
                };
                Ok::<_, Infallible>(survive(handling, &panics, "id-7").await)
            }
        });
        let serving = tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(server), service));
        let (mut reading, mut writing) = tokio::io::split(client);
        for path in ["/", "/panic", "/last"] {
            let close = if path == "/last" { "Connection: close\r\n" } else { "" };
            let request = format!("GET {path} HTTP/1.1\r\n{close}\r\n");
            tokio::io::AsyncWriteExt::write_all(&mut writing, request.as_bytes()).await.unwrap();
        }
        let mut text = String::new();
        tokio::io::AsyncReadExt::read_to_string(&mut reading, &mut text).await.unwrap();
        serving.await.unwrap().unwrap();
        text
    }

    #[test]
    fn a_panic_of_a_handler_is_one_answer_on_a_connection_that_goes_on() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let panics = Arc::<Count>::default();
        let text = runtime.block_on(converse(Arc::clone(&panics)));
        let statuses: Vec<&str> = text.split("HTTP/1.1 ").skip(1).map(|answer| &answer[..3]).collect();
        assert_eq!(statuses, ["200", "500", "200"], "{text}");
        assert!(text.contains("urn:aicity:problem:internal-error") && text.contains("\"id-7\""), "{text}");
        assert!(!text.contains("secret") && !text.contains("src/"), "{text}");
        assert_eq!(panics.get(), 1);
    }

    #[test]
    fn a_panic_before_the_first_wait_is_an_answer_too() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let panics = Count::default();
        let handling = async { std::panic::resume_unwind(Box::new("a secret")) };
        let answer = runtime.block_on(survive(handling, &panics, "id-8"));
        assert_eq!((answer.status().as_u16(), panics.get()), (500, 1));
        let body = runtime.block_on(answer.into_body().collect()).unwrap().to_bytes();
        assert!(String::from_utf8_lossy(&body).contains("\"id-8\""));
    }
}
