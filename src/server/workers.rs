//! Queries in their processes: who may start one, who waits, and what becomes of a process that is lost.

use super::metrics::Metrics;
use super::options::{PATIENCE, SHORT};
use super::problem::{self, Problem, Result};
use super::spool::{Held, Spool};
use crate::sparql::contained::{Killer, Loss, Outcome, Program, Worker};
use crate::sparql::wire::{Cause, Failure, Job};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many queries run and wait. There are two lanes: every query begins in the lane of the short ones, and one that takes
/// longer than [`SHORT`] needs a place in the other. So long queries never keep short ones waiting.
#[derive(Debug)]
pub struct Admission {
    running: Arc<Semaphore>,
    long: Arc<Semaphore>,
    waiting: AtomicUsize,
    most_waiting: usize,
}

impl Admission {
    /// With so many at once, and so many that wait.
    pub fn new(running: usize, waiting: usize) -> Self {
        Self {
            running: Arc::new(Semaphore::new(running)),
            long: Arc::new(Semaphore::new(running)),
            waiting: AtomicUsize::new(0),
            most_waiting: waiting,
        }
    }

    /// Waits for a turn, not longer than [`PATIENCE`].
    pub async fn enter(&self) -> Result<OwnedSemaphorePermit> {
        if let Ok(permit) = Arc::clone(&self.running).try_acquire_owned() {
            return Ok(permit);
        }
        let busy = |what: &str| Problem::new(problem::TOO_MANY, format!("{what}; try again in a moment"));
        let waiting = Waiting::new(&self.waiting);
        if waiting.before >= self.most_waiting {
            return Err(busy("as many requests wait already as may"));
        }
        match tokio::time::timeout(PATIENCE, Arc::clone(&self.running).acquire_owned()).await {
            Ok(Ok(permit)) => Ok(permit),
            _ => Err(busy("no turn came within five seconds")),
        }
    }

    /// A place among the long ones, if there is one.
    fn go_on(&self) -> Result<OwnedSemaphorePermit> {
        Arc::clone(&self.long).try_acquire_owned().map_err(|_| {
            let detail = format!(
                "as many queries as may run longer than {} s already; try again, or make this one smaller",
                SHORT.as_secs()
            );
            Problem { retry_after: Some(5), ..Problem::new(problem::TOO_MANY, detail) }
        })
    }

    /// How many run, and how many wait.
    pub fn load(&self, most_running: usize) -> (usize, usize) {
        let long = most_running - self.long.available_permits().min(most_running);
        (
            long + most_running - self.running.available_permits().min(most_running),
            self.waiting.load(Ordering::Relaxed),
        )
    }
}

/// One more waits, as long as this lives.
struct Waiting<'a> {
    count: &'a AtomicUsize,
    before: usize,
}

impl<'a> Waiting<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        Self { count, before: count.fetch_add(1, Ordering::Relaxed) }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.count.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The workers of one generation.
#[derive(Debug)]
pub struct Workers {
    program: Program,
    idle: Mutex<Vec<Worker>>,
    breaker: Breaker,
    metrics: Arc<Metrics>,
}

/// A job that can be given up.
#[derive(Debug, Default)]
struct Ticket(Mutex<Hold>);

/// What is known of a job's worker.
#[derive(Debug, Default)]
struct Hold {
    killer: Option<Killer>,
    given_up: bool,
    slowed: bool,
}

impl Ticket {
    fn hold(&self) -> MutexGuard<'_, Hold> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Registers the worker; `false` when the job was given up before.
    fn take(&self, killer: Killer) -> bool {
        let mut hold = self.hold();
        hold.killer = Some(killer);
        !hold.given_up
    }

    /// The worker has answered: it is not this ticket's any more. Whether it can be used again.
    fn leave(&self) -> bool {
        let mut hold = self.hold();
        hold.killer = None;
        !hold.given_up && !hold.slowed
    }

    fn is_given_up(&self) -> bool {
        self.hold().given_up
    }

    /// Lets others go first; what was once slowed cannot be made quick again.
    fn slow(&self) {
        let mut hold = self.hold();
        hold.slowed = true;
        if let Some(killer) = &hold.killer {
            killer.slow();
        }
    }

    fn give_up(&self) {
        let mut hold = self.hold();
        hold.given_up = true;
        if let Some(killer) = hold.killer.take() {
            killer.kill();
        }
    }
}

/// Gives the job up when nobody waits for it any more: at the deadline, or because the client went away.
struct GiveUp(Arc<Ticket>);

impl Drop for GiveUp {
    fn drop(&mut self) {
        self.0.give_up();
    }
}

impl Workers {
    /// Workers of a generation. None is started yet.
    pub fn new(program: Program, metrics: Arc<Metrics>) -> Self {
        Self { program, idle: Mutex::default(), breaker: Breaker::default(), metrics }
    }

    /// Starts workers ahead of the first queries. A failure shows with the first query.
    pub fn warm(&self, number: usize) {
        for _ in 0..number {
            if let Ok(worker) = Worker::start(&self.program) {
                self.metrics.workers_started.add(1);
                self.put_back(worker);
            }
        }
    }

    fn put_back(&self, worker: Worker) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
    }

    fn take(&self) -> Result<Worker> {
        let waiting = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(worker) = waiting {
            return Ok(worker);
        }
        self.metrics.workers_started.add(1);
        Worker::start(&self.program).map_err(|error| {
            self.breaker.failed();
            let lost = Problem::new(problem::WORKER_LOST, "no process for the query could be started");
            Problem { inside: Some(error.to_string()), ..lost }
        })
    }

    /// Runs a job and holds its whole answer. Dropping the future kills the worker.
    pub async fn run(self: Arc<Self>, admission: &Admission, job: Job, deadline: Duration) -> Result<Held> {
        self.breaker.check()?;
        // A job that was given up counts as running until its process is gone.
        let lane = Arc::new(Mutex::new(Some(admission.enter().await?)));
        let ticket = Arc::new(Ticket::default());
        let _give_up = GiveUp(Arc::clone(&ticket));
        let (own_lane, own_ticket) = (Arc::clone(&lane), Arc::clone(&ticket));
        let mut work = tokio::task::spawn_blocking(move || {
            let answer = self.work(&job, &own_ticket);
            drop(own_lane.lock().unwrap_or_else(PoisonError::into_inner).take());
            answer
        });
        let short = SHORT.min(deadline);
        let mut ended = tokio::time::timeout(short, &mut work).await;
        if ended.is_err() && deadline > short {
            let place = admission.go_on()?;
            *lane.lock().unwrap_or_else(PoisonError::into_inner) = Some(place);
            ticket.slow();
            ended = tokio::time::timeout(deadline.saturating_sub(short), work).await;
        }
        match ended {
            Ok(Ok(answer)) => answer,
            Ok(Err(join)) => Err(Problem::defect(join.to_string())),
            Err(_) => Err(timeout(deadline)),
        }
    }

    fn work(&self, job: &Job, ticket: &Ticket) -> Result<Held> {
        let mut worker = self.take()?;
        if !ticket.take(worker.killer()) {
            self.put_back(worker);
            return Err(gone());
        }
        let mut spool = Spool::default();
        let outcome = worker.run(job, &mut |part| spool.push(part));
        let reusable = ticket.leave();
        match outcome {
            Outcome::Done(head, end) => {
                // One that was killed after its last byte is not used again either.
                if !end.worn && reusable {
                    self.put_back(worker);
                }
                Ok(spool.finish(head, end.rows))
            }
            Outcome::Failed(failure) => {
                if reusable {
                    self.put_back(worker);
                }
                Err(failed(failure))
            }
            Outcome::Lost(_) if ticket.is_given_up() => Err(gone()),
            Outcome::Lost(loss) => Err(self.lost(loss, job.seconds)),
        }
    }

    fn lost(&self, loss: Loss, seconds: u64) -> Problem {
        self.metrics.workers_lost.add(1);
        match loss {
            Loss::Memory => {
                let megabytes = self.program.memory >> 20;
                let detail = format!("the query needs more than {megabytes} MiB; sort, group or select less");
                Problem::new(problem::QUERY_MEMORY, detail)
            }
            Loss::Depth => {
                let detail = "the query nests, or chains operators, deeper than its process can follow";
                Problem::new(problem::QUERY_MEMORY, detail)
            }
            Loss::Time => timeout(Duration::from_secs(seconds)),
            Loss::Killed => Problem::new(problem::WORKER_LOST, "the process of the query was killed"),
            Loss::Other(words) => {
                self.breaker.failed();
                let problem =
                    Problem::new(problem::WORKER_LOST, "the process of the query ended unexpectedly");
                Problem { inside: Some(words), ..problem }
            }
        }
    }
}

fn timeout(after: Duration) -> Problem {
    let detail = format!("the query ran for {} s; make it smaller, or ask for more time", after.as_secs());
    Problem::new(problem::QUERY_TIMEOUT, detail)
}

/// Nobody sees this: whoever asked has gone.
fn gone() -> Problem {
    Problem::new(problem::SHUTTING_DOWN, "the request was given up")
}

fn failed(failure: Failure) -> Problem {
    let sort = match failure.cause {
        Cause::Malformed => problem::BAD_QUERY,
        Cause::Refused => problem::REFUSED,
        Cause::NotAcceptable => problem::NOT_ACCEPTABLE,
        Cause::NotFound => problem::NOT_FOUND,
        Cause::TooLarge => problem::TOO_LARGE,
        Cause::Defect => return Problem::defect(failure.message),
    };
    let detail = if failure.hint.is_empty() {
        failure.message
    } else {
        format!("{}; {}", failure.message, failure.hint)
    };
    Problem::new(sort, detail)
}

/// Stops trying when processes end again and again for no reason that a query gives.
#[derive(Debug, Default)]
struct Breaker(Mutex<VecDeque<Instant>>);

/// So many losses …
const LOSSES: usize = 5;
/// … within this time, and for this long nothing is tried.
const WINDOW: Duration = Duration::from_secs(10);

impl Breaker {
    fn failed(&self) {
        let mut losses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        losses.push_back(Instant::now());
        if losses.len() > LOSSES {
            losses.pop_front();
        }
        if losses.len() == LOSSES && losses.front().is_some_and(|first| first.elapsed() < WINDOW) {
            tracing::error!(
                "{LOSSES} query processes were lost within {} s: queries are refused for a while",
                WINDOW.as_secs()
            );
        }
    }

    fn check(&self) -> Result<()> {
        let losses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all = losses.len() == LOSSES
            && losses.front().is_some_and(|first| {
                losses
                    .back()
                    .is_some_and(|last| last.duration_since(*first) < WINDOW && last.elapsed() < WINDOW)
            });
        if all {
            return Err(Problem::new(
                problem::WORKER_LOST,
                "query processes end again and again; queries are paused",
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job() -> Job {
        let task = crate::sparql::wire::Task::Statistics;
        Job { task, accept: None, format: None, rows: 1, bytes: 1, seconds: 1 }
    }

    #[test]
    fn a_program_that_ends_at_once_opens_the_breaker() {
        let program = Program {
            program: "/bin/false".into(),
            store: "s".into(),
            generation: "gen-1".into(),
            checksum: String::new(),
            memory: 1,
        };
        let workers = Arc::new(Workers::new(program, Arc::default()));
        let admission = Admission::new(1, 1);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        for tried in 0..LOSSES + 3 {
            let answer = runtime.block_on(Arc::clone(&workers).run(&admission, job(), WINDOW));
            assert_eq!(answer.unwrap_err().sort, problem::WORKER_LOST);
            assert_eq!(workers.metrics.workers_started.get(), tried.min(LOSSES - 1) as u64 + 1);
        }
    }

    #[test]
    fn more_than_may_wait_are_turned_away() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let admission = Arc::new(Admission::new(1, 2));
            let held = admission.enter().await.unwrap();
            let wait = |a: &Arc<Admission>| {
                tokio::spawn({
                    let a = Arc::clone(a);
                    async move { a.enter().await.map(drop) }
                })
            };
            let waiting = [wait(&admission), wait(&admission)];
            tokio::task::yield_now().await;
            assert_eq!(admission.enter().await.unwrap_err().sort, problem::TOO_MANY);
            drop(held);
            for one in waiting {
                assert_eq!(one.await.unwrap(), Ok(()));
            }
            assert_eq!(admission.load(1), (0, 0));
        });
    }
}
