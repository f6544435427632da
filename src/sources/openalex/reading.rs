//! Parts read by several threads and handed on in their order: the same records in the same order, however many threads.
//!
//! Each thread takes the next part and fills a queue of its own; the caller empties the queues one after the other. A thread
//! whose queue is full waits, so that memory is bounded by threads × [`QUEUE`] batches whatever the parts hold.

use super::batch::{Batch, Delivery};
use super::layout::Part;
use super::{Context, FORMAT, columns, lines, manifest};
use crate::base::{Error, Result};
use crate::model::record::Sink;
use crate::sources::SourceFile;
use crate::sources::decode::{Digest, Input, Watch};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// Batches of a part that wait to be taken.
const QUEUE: usize = 8;
/// How often the caller's watch is told what the threads have read.
const TICK: Duration = Duration::from_millis(100);

/// What a thread sends.
enum Message {
    Batch(Batch),
    Done(Result<(Digest, u64)>),
}

/// What the threads and the caller share.
#[derive(Default)]
struct Shared {
    /// Bytes that were read and of which the watch was not told.
    bytes: AtomicU64,
    stop: AtomicBool,
}

impl Shared {
    /// The watch of a thread.
    fn note(&self, bytes: u64) -> Result<()> {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        if self.stop.load(Ordering::Relaxed) { Err(stopped()) } else { Ok(()) }
    }
}

/// Ends a thread whose work nobody waits for; nobody sees it.
fn stopped() -> Error {
    Error::Bug("the reading was stopped".to_owned())
}

/// Reads parts; `files` are their indices in the sink. Answers what was read, in the same order.
pub fn read(
    parts: &[Part],
    files: &[u32],
    context: Context<'_>,
    watch: Watch<'_>,
    sink: &mut dyn Sink,
) -> Result<Vec<SourceFile>> {
    let (senders, receivers): (Vec<_>, Vec<_>) = parts.iter().map(|_| sync_channel(QUEUE)).unzip();
    let jobs = Mutex::new(parts.iter().zip(files).zip(senders));
    let shared = Shared::default();
    let threads = rayon::current_num_threads().min(parts.len());
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                // Taken in a statement of its own: the lock must not be held while a part is read.
                let next = || jobs.lock().unwrap_or_else(PoisonError::into_inner).next();
                while let Some(((part, file), sender)) = next() {
                    read_one(part, *file, context, &shared, &sender);
                }
            });
        }
        let answer = collect(parts, receivers, &shared, watch, sink);
        shared.stop.store(true, Ordering::Relaxed);
        answer
    })
}

fn read_one(part: &Part, file: u32, context: Context<'_>, shared: &Shared, sender: &SyncSender<Message>) {
    let watch = |bytes| shared.note(bytes);
    let mut hand_over = |batch| sender.send(Message::Batch(batch)).map_err(|_| stopped());
    let read = Input::open(&part.path, &watch).and_then(|input| {
        if part.is_parquet() {
            columns::read(&part.path, input, file, part.entity, context, &mut hand_over)
        } else {
            lines::read(input, file, part.entity, context, &mut hand_over)
        }
    });
    // A caller that has gone away does not want to know.
    let _ = sender.send(Message::Done(read));
}

/// Hands on what the threads send, part by part. The receivers are dropped at the end, which ends threads that wait.
fn collect(
    parts: &[Part],
    receivers: Vec<Receiver<Message>>,
    shared: &Shared,
    watch: Watch<'_>,
    sink: &mut dyn Sink,
) -> Result<Vec<SourceFile>> {
    let mut delivery = Delivery::default();
    let mut read = Vec::new();
    for (part, receiver) in parts.iter().zip(receivers) {
        let (digest, records) = loop {
            let message = receiver.recv_timeout(TICK);
            watch(shared.bytes.swap(0, Ordering::Relaxed))?;
            match message {
                Ok(Message::Batch(batch)) => delivery.deliver(batch, sink),
                Ok(Message::Done(done)) => break done?,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Error::Bug(format!("the thread that read {} ended", part.name)));
                }
            }
        };
        match part.records {
            Some(said) if said != records => return Err(manifest::wrong_count(&part.path, said, records)),
            _ if records == 0 => tracing::warn!(file = part.name, "holds no records"),
            _ => tracing::debug!(file = part.name, records, "read"),
        }
        read.push(SourceFile::new(part.name.clone(), FORMAT.id, digest));
    }
    Ok(read)
}
