//! A worker as seen from the process that needs its answers.

use super::wire::{self, End, Failure, Head, Job};
use crate::base::{Error, Kind, Result};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How workers of one generation are started.
#[derive(Debug, Clone)]
pub struct Program {
    /// The program: `aicity` itself.
    pub program: PathBuf,
    /// Store folder.
    pub store: PathBuf,
    /// Name of the generation.
    pub generation: String,
    /// Checksum of its manifest.
    pub checksum: String,
    /// Memory of a query beyond the image, in bytes.
    pub memory: u64,
}

/// A worker that waits for a job.
#[derive(Debug)]
pub struct Worker {
    killer: Killer,
    input: ChildStdin,
    output: ChildStdout,
    errors: ChildStderr,
}

/// Ends a worker from another thread.
#[derive(Debug, Clone)]
pub struct Killer(Arc<Mutex<Child>>);

impl Killer {
    /// Kills the worker; whoever reads its answer sees the end of it.
    pub fn kill(&self) {
        // A worker that is gone already is as dead as it can be.
        let _ = self.0.lock().unwrap_or_else(PoisonError::into_inner).kill();
    }

    /// Gives the worker the least priority.
    pub fn slow(&self) {
        let id = self.0.lock().unwrap_or_else(PoisonError::into_inner).id();
        if let Some(process) = i32::try_from(id).ok().and_then(rustix::process::Pid::from_raw) {
            let _ = rustix::process::setpriority_process(Some(process), 19);
        }
    }

    /// Exit code of a worker that ends by itself within two seconds.
    fn exit_code(&self) -> Option<i32> {
        let mut child = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for _ in 0..100 {
            match child.try_wait() {
                Ok(Some(status)) => return status.code(),
                Ok(None) => thread::sleep(Duration::from_millis(20)),
                Err(_) => return None,
            }
        }
        None
    }

    fn reap(&self) -> Option<i32> {
        use std::os::unix::process::ExitStatusExt;
        let mut child = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = child.kill();
        child.wait().ok().and_then(|status| status.signal())
    }
}

/// What became of a job.
#[derive(Debug)]
pub enum Outcome {
    /// A whole answer.
    Done(Head, End),
    /// No answer, and the worker is as good as before.
    Failed(Failure),
    /// The worker is gone.
    Lost(Loss),
}

/// Why a worker is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loss {
    /// It wanted more memory than it may have.
    Memory,
    /// Its stack was not deep enough for the query.
    Depth,
    /// It used more processor time than it may.
    Time,
    /// It was killed, by us or by the system.
    Killed,
    /// Something else; what it said last.
    Other(String),
}

impl Worker {
    /// Starts a worker and waits until it is ready: as long as reading the image takes.
    pub fn start(program: &Program) -> Result<Self> {
        let mut command = Command::new(&program.program);
        command.arg("worker").arg("--store").arg(&program.store);
        command.args(["--generation", &program.generation, "--checksum", &program.checksum]);
        command.args(["--memory", &program.memory.to_string(), "--threads", "1"]);
        // One heap, so that the limit of address space is one of memory.
        command.env("MALLOC_ARENA_MAX", "1").env_remove("AICITY_LOG").env_remove("RUST_BACKTRACE");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let cannot =
            |e: io::Error| Error::limit(format!("cannot start a query process: {e}"), "try again later");
        let mut child = command.spawn().map_err(cannot)?;
        let (Some(input), Some(output), Some(errors)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(Error::Bug("a child without pipes".to_owned()));
        };
        let mut worker = Self { killer: Killer(Arc::new(Mutex::new(child))), input, output, errors };
        match wire::receive(&mut worker.output) {
            Ok(Some((wire::READY, _))) => Ok(worker),
            _ => Err(worker.did_not_start()),
        }
    }

    /// Why it did not start: what it said is what this process would have said of the store.
    fn did_not_start(&mut self) -> Error {
        let code = self.killer.exit_code();
        let words = self.last_words();
        let text = words.strip_prefix("error: ").unwrap_or(&words);
        let (text, hint) = text.split_once('\n').unwrap_or((text, ""));
        let (path, message) = text.split_once(": ").unwrap_or(("store", text));
        if code == Some(Kind::Damaged.exit_code().into()) {
            return Error::damaged(Path::new(path), message, hint.trim());
        }
        Error::limit(format!("a query process did not start: {text}"), hint.trim())
    }

    /// Ends it from another thread.
    pub fn killer(&self) -> Killer {
        self.killer.clone()
    }

    /// Runs a job and hands its answer over in parts; what the parts are worth is known by the outcome. An error of the
    /// receiver ends the worker.
    pub fn run(&mut self, job: &Job, receiver: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> Outcome {
        match self.try_run(job, receiver) {
            Ok(Some(outcome)) => outcome,
            Ok(None) | Err(_) => Outcome::Lost(self.loss()),
        }
    }

    fn try_run(
        &mut self,
        job: &Job,
        receiver: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<Option<Outcome>> {
        wire::send_value(&mut self.input, wire::JOB, job)?;
        let mut head = None;
        while let Some((letter, payload)) = wire::receive(&mut self.output)? {
            match letter {
                wire::HEAD => head = Some(wire::value(&payload)?),
                wire::DATA => receiver(&payload)?,
                wire::END => {
                    let end = wire::value(&payload)?;
                    return Ok(head.map(|head| Outcome::Done(head, end)));
                }
                wire::FAILURE => return Ok(Some(Outcome::Failed(wire::value(&payload)?))),
                _ => return Ok(None),
            }
        }
        Ok(None)
    }

    fn loss(&mut self) -> Loss {
        const KILL: i32 = 9;
        const PROCESSOR_TIME: i32 = 24;
        let signal = self.killer.reap();
        let words = self.last_words();
        match signal {
            Some(PROCESSOR_TIME) => Loss::Time,
            _ if words.contains("memory allocation of") || words.contains("capacity overflow") => {
                Loss::Memory
            }
            _ if words.contains("overflowed its stack") => Loss::Depth,
            Some(KILL) => Loss::Killed,
            _ => Loss::Other(words),
        }
    }

    /// The end of what a dead worker wrote to standard error.
    fn last_words(&mut self) -> String {
        self.killer.reap();
        let mut text = Vec::new();
        let _ = (&mut self.errors).take(1 << 16).read_to_end(&mut text);
        String::from_utf8_lossy(&text).trim().to_owned()
    }
}

/// Runs one job in a worker of its own, which is killed at the deadline. What is written before an error is no answer.
pub fn run_once(program: &Program, job: &Job, deadline: Duration, out: &mut dyn Write) -> Result<()> {
    let mut worker = Worker::start(program)?;
    let killer = worker.killer();
    let (done, waiting) = mpsc::channel::<()>();
    let watch = thread::spawn(move || {
        let late = waiting.recv_timeout(deadline) == Err(RecvTimeoutError::Timeout);
        if late {
            killer.kill();
        }
        late
    });
    let mut failed = None;
    let outcome = worker.run(job, &mut |part| {
        out.write_all(part).map_err(|error| {
            let kind = error.kind();
            failed = Some(error);
            kind.into()
        })
    });
    drop(done);
    let late = watch.join().unwrap_or(false);
    if let Some(error) = failed {
        return Err(error.into());
    }
    match outcome {
        Outcome::Done(..) => Ok(()),
        Outcome::Failed(failure) => Err(failure.into()),
        Outcome::Lost(Loss::Time) => Err(too_long(deadline)),
        Outcome::Lost(_) if late => Err(too_long(deadline)),
        Outcome::Lost(Loss::Memory) => {
            let message = format!("the query needs more than {} MiB", program.memory >> 20);
            Err(Error::limit(message, "sort, group or select less, or give it more: --memory MIB"))
        }
        Outcome::Lost(Loss::Depth) => {
            Err(Error::limit("the query is a longer chain than can be followed", "make it smaller"))
        }
        Outcome::Lost(Loss::Killed) => Err(Error::limit("the process of the query was killed", "")),
        Outcome::Lost(Loss::Other(words)) => {
            Err(Error::Bug(format!("the process of the query ended: {words}")))
        }
    }
}

fn too_long(deadline: Duration) -> Error {
    let message = format!("the query ran for {} s", deadline.as_secs());
    Error::limit(message, "make it smaller, or give it more time: --timeout SECONDS")
}

impl Drop for Worker {
    fn drop(&mut self) {
        // No zombie is left, whatever became of it.
        self.killer.reap();
    }
}
