//! The worker: a process that holds one generation of a store, answers one job after the other, and has limits of its own
//! of memory and processor time. Whatever a query does to it, only that query is lost.

use super::evaluate::{self, Graphs};
use super::guard::{self, Refusal};
use super::results::{self, Counter, Format, GRAPHS, SOLUTIONS};
use super::statistics;
use super::wire::{self, Cause, End, Failure, Head, Job, Task};
use crate::base::{Error, Kind, Result, media};
use crate::store::{Generation, Image};
use oxigraph::sparql::QueryResults;
use rustix::process::{Resource, Rlimit};
use spargebra::Query;
use std::io::{self, Write};
use std::sync::mpsc;
use std::thread;

/// Stack of the thread that parses and evaluates: as deep as the longest text that [`guard`] lets through can make it.
const STACK: usize = 256 << 20;
/// Bytes of an answer that go in one message.
const CHUNK: usize = 64 << 10;

/// Answers jobs from standard input until it ends. `memory` is in bytes, beyond what the image itself takes.
pub fn run(generation: &Generation, memory: u64) -> Result<()> {
    let _ = rustix::process::setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    let image = generation.image()?;
    let (jobs, queue) = mpsc::sync_channel(1);
    thread::scope(|scope| {
        let work = move || serve(&image, memory, &queue);
        let started =
            thread::Builder::new().name("query".to_owned()).stack_size(STACK).spawn_scoped(scope, work);
        started.map_err(|e| Error::limit(format!("cannot start a thread: {e}"), ""))?;
        // Reading goes on while a job is worked on: the end of the input means that nobody waits for an answer.
        while let Ok(Some((wire::JOB, payload))) = wire::receive(&mut io::stdin().lock()) {
            let Ok(job) = wire::value::<Job>(&payload) else { break };
            if jobs.send(job).is_err() {
                break;
            }
        }
        std::process::exit(0);
    })
}

fn serve(image: &Image, memory: u64, queue: &mpsc::Receiver<Job>) {
    let own_size = size();
    if let Some(own) = own_size {
        limit(Resource::As, own.saturating_add(memory));
    }
    let _ = wire::send(&mut io::stdout().lock(), wire::READY, &[]);
    while let Ok(job) = queue.recv() {
        limit(Resource::Cpu, processor_seconds() + job.seconds + 1);
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| answer(image, &job)));
        let defect =
            || Failure { cause: Cause::Defect, message: "the engine panicked".into(), hint: String::new() };
        let result = caught.unwrap_or_else(|_| Err(defect()));
        let mut out = io::stdout().lock();
        let sent = match result {
            Ok(rows) => {
                let worn = size().zip(own_size).is_some_and(|(now, own)| now - own.min(now) > memory / 4);
                wire::send_value(&mut out, wire::END, &End { rows, worn })
            }
            Err(failure) => wire::send_value(&mut out, wire::FAILURE, &failure),
        };
        if sent.is_err() {
            break;
        }
    }
    std::process::exit(0);
}

/// Size of this process's address space in bytes, where the system says.
fn size() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = text.split_whitespace().next()?.parse().ok()?;
    Some(pages * rustix::param::page_size() as u64)
}

/// Lowers the soft limit, as far as the hard one lets.
fn limit(resource: Resource, value: u64) {
    let hard = rustix::process::getrlimit(resource).maximum;
    let current = Some(hard.map_or(value, |hard| value.min(hard)));
    let _ = rustix::process::setrlimit(resource, Rlimit { current, maximum: hard });
}

/// Processor time of this process so far, in seconds.
fn processor_seconds() -> u64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    u64::try_from(time.tv_sec).unwrap_or_default()
}

/// Answers a job in messages; the number of rows.
fn answer(image: &Image, job: &Job) -> std::result::Result<u64, Failure> {
    let mut out = Chunks { left: job.bytes, buffer: Vec::with_capacity(CHUNK), refused: None };
    let mut rows = Rows { done: 0, most: job.rows };
    let answered = match &job.task {
        Task::Query { text, base, default_graphs, named_graphs } => {
            let query = guard::check(text, base.as_deref()).map_err(refused)?;
            let graphs = Graphs::new(default_graphs, named_graphs).map_err(|e| failure(&e))?;
            query_into(image, &query, graphs, job, &mut rows, &mut out)
        }
        Task::Named { name, parameters } => {
            let query = super::library::find(name).and_then(|named| named.with_parameters(parameters));
            query_into(image, &query.map_err(|e| failure(&e))?, Graphs::default(), job, &mut rows, &mut out)
        }
        Task::Graph { name } => graph_into(image, name.as_deref(), job, &mut rows, &mut out),
        Task::Statistics => {
            head(&mut out, "application/json", "json", true)?;
            statistics::write(image, &mut out)
        }
    };
    answered
        .and_then(|()| Ok(out.flush()?))
        .map_err(|error| out.refused.take().map_or_else(|| failure(&error), |e| failure(&e)))?;
    Ok(rows.done)
}

fn query_into(
    image: &Image,
    query: &Query,
    graphs: Graphs,
    job: &Job,
    rows: &mut Rows,
    out: &mut Chunks,
) -> Result<()> {
    let is_graph = matches!(query, Query::Construct { .. } | Query::Describe { .. });
    let format = choose(job, if is_graph { GRAPHS } else { SOLUTIONS })?;
    let found: QueryResults<'_> = evaluate::evaluate_on(image, query, graphs)?;
    head(out, format.media_type(), format.extension(), guard::is_deterministic(query))
        .map_err(|f| Error::Bug(f.message))?;
    results::write_counted(found, format, rows, out)
}

fn graph_into(image: &Image, name: Option<&str>, job: &Job, rows: &mut Rows, out: &mut Chunks) -> Result<()> {
    let format = choose(job, GRAPHS)?;
    let graph = statistics::graph(image, name)?;
    let triples = statistics::triples(image, graph);
    head(out, format.media_type(), format.extension(), true).map_err(|f| Error::Bug(f.message))?;
    // A graph is bounded by its bytes alone: whoever asks for it knows that it is large.
    rows.most = u64::MAX;
    results::triples(triples, format, rows, out)
}

/// What a chosen format is refused with; a marker that [`failure`] knows.
const NOT_ACCEPTABLE: &str = "nothing acceptable can be sent";

fn choose(job: &Job, offers: &[(Format, &[&str])]) -> Result<Format> {
    let names: Vec<&[&str]> = offers.iter().map(|(_, names)| *names).collect();
    if job.format.as_deref() == Some(Format::Table.extension()) {
        return Ok(Format::Table);
    }
    let found = match &job.format {
        Some(name) => Format::named(name, offers),
        None => media::choose(job.accept.as_deref(), &names).map(|index| offers[index].0),
    };
    found.ok_or_else(|| {
        let offered: Vec<&str> = offers.iter().map(|(_, names)| names[0]).collect();
        Error::usage(NOT_ACCEPTABLE, format!("this can be sent: {}", offered.join(", ")))
    })
}

fn head(
    out: &mut Chunks,
    media: &str,
    extension: &str,
    deterministic: bool,
) -> std::result::Result<(), Failure> {
    let head = Head { media_type: media.to_owned(), extension: extension.to_owned(), deterministic };
    out.buffer.clear();
    wire::send_value(&mut io::stdout().lock(), wire::HEAD, &head).map_err(|e| failure(&e.into()))
}

fn refused(refusal: Refusal) -> Failure {
    let cause = match refusal {
        Refusal::TooLong(_) => Cause::TooLarge,
        Refusal::Update | Refusal::Service => Cause::Refused,
        Refusal::TooDeep | Refusal::Syntax(_) => Cause::Malformed,
    };
    Failure { cause, ..failure(&refusal.of("query")) }
}

fn failure(error: &Error) -> Failure {
    let message = error.to_string();
    let cause = match error.kind() {
        _ if message == NOT_ACCEPTABLE => Cause::NotAcceptable,
        Kind::Usage | Kind::Input => Cause::Malformed,
        Kind::NotFound => Cause::NotFound,
        Kind::Limit => Cause::TooLarge,
        _ => Cause::Defect,
    };
    Failure { cause, message, hint: error.hint().unwrap_or_default().to_owned() }
}

/// Counts rows up to a limit.
struct Rows {
    done: u64,
    most: u64,
}

impl Counter for Rows {
    fn row(&mut self) -> Result<()> {
        if self.done == self.most {
            let hint = "ask for less with LIMIT and OFFSET, or read the dump";
            return Err(Error::limit(format!("the result has more than {} rows", self.most), hint));
        }
        self.done += 1;
        Ok(())
    }
}

/// An answer cut into messages, up to a limit.
struct Chunks {
    left: u64,
    buffer: Vec<u8>,
    refused: Option<Error>,
}

impl Write for Chunks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() as u64 > self.left {
            let hint = "ask for less with LIMIT and OFFSET, or read the dump";
            self.refused = Some(Error::limit("the result is larger than the limit", hint));
            return Err(io::Error::other("limit"));
        }
        self.left -= bytes.len() as u64;
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= CHUNK {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        wire::send(&mut io::stdout().lock(), wire::DATA, &self.buffer)?;
        self.buffer.clear();
        Ok(())
    }
}
