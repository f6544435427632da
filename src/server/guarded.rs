//! A connection with deadlines: for the head of a request, for being idle, and for a client that does not read.

use super::head::{Frame, Watch};
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

/// Longest time from the first byte of a head to its last.
pub const HEAD: Duration = Duration::from_secs(10);
/// Longest time between an answer and the next request.
pub const IDLE: Duration = Duration::from_secs(30);
/// How long a client may read less than [`LEAST`] bytes of an answer.
pub const STALL: Duration = Duration::from_secs(30);
/// Bytes that a client has to read within [`STALL`].
const LEAST: u64 = 32 << 10;

/// Where a connection is between one request and the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// No byte of the next request yet.
    Idle,
    /// A part of a head.
    Head,
    /// A request is answered.
    Busy,
}

/// What the connection and the service that answers its requests share.
#[derive(Debug)]
pub struct Shared {
    phase: Phase,
    since: Instant,
    watch: Watch,
    idle: Duration,
    /// Who reads next. The library does not ask again after an answer for what it asked for meanwhile, so nothing would
    /// look at the clock.
    reader: Option<Waker>,
}

/// A handle to [`Shared`].
#[derive(Debug, Clone)]
pub struct Handle(Arc<Mutex<Shared>>);

impl Handle {
    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A request was read: what the library does not tell of its head.
    pub fn begin(&self) -> Frame {
        let mut shared = self.lock();
        shared.phase = Phase::Busy;
        shared.watch.take()
    }

    /// Its answer is on its way.
    pub fn end(&self) {
        let mut shared = self.lock();
        shared.phase = Phase::Idle;
        shared.since = Instant::now();
        if let Some(reader) = shared.reader.take() {
            reader.wake();
        }
    }

    /// Where the connection is.
    pub fn phase(&self) -> Phase {
        self.lock().phase
    }
}

/// A connection with deadlines.
pub struct Guarded<T> {
    inner: T,
    shared: Handle,
    reading: Pin<Box<Sleep>>,
    writing: Option<Stall>,
}

/// A window in which a client has to read.
struct Stall {
    timer: Pin<Box<Sleep>>,
    written: u64,
}

impl<T> Guarded<T> {
    /// Guards a connection that may be idle for so long.
    pub fn new(inner: T, idle: Duration) -> (Self, Handle) {
        let now = Instant::now();
        let shared = Shared { phase: Phase::Idle, since: now, watch: Watch::default(), idle, reader: None };
        let handle = Handle(Arc::new(Mutex::new(shared)));
        let reading = Box::pin(sleep_until(now + idle));
        (Self { inner, shared: handle.clone(), reading, writing: None }, handle)
    }

    /// The connection itself.
    pub fn into_inner(self) -> T {
        self.inner
    }

    /// Ends a read that has waited too long.
    fn poll_deadline(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        loop {
            let deadline = {
                let mut shared = self.shared.lock();
                match shared.phase {
                    Phase::Busy => {
                        shared.reader = Some(cx.waker().clone());
                        return Poll::Pending;
                    }
                    Phase::Idle => shared.since + shared.idle,
                    Phase::Head => shared.since + HEAD.min(shared.idle),
                }
            };
            if deadline <= Instant::now() {
                return Poll::Ready(io::ErrorKind::TimedOut.into());
            }
            self.reading.as_mut().reset(deadline);
            ready!(self.reading.as_mut().poll(cx));
        }
    }

    /// Ends a write that makes no progress.
    fn poll_stall(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        let fresh = || Stall { timer: Box::pin(sleep_until(Instant::now() + STALL)), written: 0 };
        loop {
            let stall = self.writing.get_or_insert_with(fresh);
            ready!(stall.timer.as_mut().poll(cx));
            if stall.written < LEAST {
                return Poll::Ready(io::ErrorKind::TimedOut.into());
            }
            self.writing = None;
        }
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for Guarded<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        if let Poll::Ready(result) = Pin::new(&mut self.inner).poll_read(cx, buf) {
            let mut shared = self.shared.lock();
            if buf.filled().len() > before {
                shared.watch.push(&buf.filled()[before..]);
                if shared.phase == Phase::Idle {
                    shared.phase = Phase::Head;
                    shared.since = Instant::now();
                }
            }
            return Poll::Ready(result);
        }
        self.poll_deadline(cx).map(Err)
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for Guarded<T> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match Pin::new(&mut self.inner).poll_write(cx, bytes) {
            Poll::Ready(Ok(written)) => {
                if let Some(stall) = &mut self.writing {
                    stall.written += written as u64;
                }
                let mut shared = self.shared.lock();
                if shared.phase == Phase::Idle {
                    shared.since = Instant::now();
                }
                Poll::Ready(Ok(written))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => self.poll_stall(cx).map(Err),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
