//! The bench of the server tests: a store, a server over it with a limit of address space, what its processes do, and its end.

use super::wire::{Answer, Wire, percent, query, request};
use crate::faults::lab::{load, succeed, write_corpus};
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, OnceLock, mpsc};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Address space of the server, and of each query process, in KiB: a machine is not taken down by a test.
const ADDRESS_SPACE: u64 = 4 << 20;

/// A query that any server answers.
pub const HONEST: &str = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s a ?class } }";
/// A query that never ends, and needs next to no memory.
pub const ENDLESS: &str = "SELECT (COUNT(*) AS ?n) { { GRAPH ?g { ?a ?b ?c } } { GRAPH ?h { ?d ?e ?f } } \
     { GRAPH ?i { ?j ?k ?l } } FILTER(CONCAT(STR(?c), STR(?f)) = STR(?l)) }";

/// A server that ends with this value.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// What it wrote to standard error.
    pub log: Arc<Mutex<String>>,
}

/// A small store in a folder.
pub fn store_in(dir: &Path) -> PathBuf {
    let (input, store) = (dir.join("in"), dir.join("store"));
    write_corpus(&input, 300, 5);
    succeed(&mut load(&input, &store));
    store
}

/// The command of a server at a free port.
fn serve(program: &Path, store: &Path, args: &[&str]) -> Vec<String> {
    let mut words: Vec<String> = vec![program.to_str().unwrap().into(), "serve".into(), "--store".into()];
    words.push(store.to_str().unwrap().into());
    if !args.contains(&"--bind") {
        words.extend(["--bind".to_owned(), "127.0.0.1:0".to_owned()]);
    }
    words.extend(args.iter().map(|arg| (*arg).to_owned()));
    words
}

impl Server {
    /// Over a store, with options.
    pub fn over(store: &Path, args: &[&str]) -> Self {
        Self::of(Path::new(env!("CARGO_BIN_EXE_aicity")), store, args)
    }

    /// Of a program that is a copy of the real one.
    pub fn of(program: &Path, store: &Path, args: &[&str]) -> Self {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("ulimit -v {ADDRESS_SPACE}; exec \"$0\" \"$@\"")]);
        shell.args(serve(program, store, args));
        Self::started(&mut shell)
    }

    /// Over the store that the tests share and no test changes, with options.
    pub fn with(args: &[&str]) -> Self {
        Self::over(shared_store(), args)
    }

    /// Waits until it serves.
    pub fn started(command: &mut Command) -> Self {
        command.env_remove("AICITY_LOG").env_remove("RUST_BACKTRACE");
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let log = Arc::<Mutex<String>>::default();
        let (told, heard) = mpsc::channel();
        let kept = Arc::clone(&log);
        spawn(move || {
            for line in stderr.lines() {
                let line = line.unwrap();
                if let Some(rest) = line.strip_prefix("serving http://") {
                    let _ = told.send(rest.split('/').next().unwrap().parse::<SocketAddr>().unwrap());
                }
                let mut kept = kept.lock().unwrap();
                kept.push_str(&line);
                kept.push('\n');
            }
        });
        let address = heard.recv_timeout(Duration::from_mins(2));
        let mut server = Self { child, address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), log };
        server.address = address.unwrap_or_else(|_| panic!("it does not serve: {}", server.log()));
        server
    }

    /// What it wrote to standard error so far.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// A connection.
    pub fn wire(&self) -> Wire {
        Wire::open(self.address)
    }

    /// Sends a request on a connection of its own.
    #[track_caller]
    pub fn ask(&self, request: impl AsRef<[u8]>) -> Answer {
        self.wire().send(request).answer()
    }

    /// GET.
    #[track_caller]
    pub fn get(&self, target: &str) -> Answer {
        self.ask(request("GET", target, ""))
    }

    /// Answer to a query that is posted.
    #[track_caller]
    pub fn query(&self, text: &str) -> Answer {
        self.ask(query(text))
    }

    /// Answer to a query in a format, by GET.
    #[track_caller]
    pub fn query_as(&self, text: &str, accept: &str) -> Answer {
        let target = format!("/sparql?query={}", percent(text));
        self.ask(request("GET", &target, &format!("Accept: {accept}\r\n")))
    }

    /// Expects that it lives and answers.
    #[track_caller]
    pub fn assert_fine(&self, after: &str) {
        assert_eq!(self.get("/health").status, 200, "after {after}");
        let answer = self.query(HONEST);
        assert_eq!(answer.status, 200, "after {after}: {}", answer.shown());
    }

    /// Queries that run now, and those that wait.
    pub fn load(&self) -> (u64, u64) {
        let queries = self.get("/health").json()["queries"].clone();
        (queries["running"].as_u64().unwrap(), queries["waiting"].as_u64().unwrap())
    }

    /// Sends a signal.
    pub fn signal(&self, name: &str) {
        kill(name, self.pid());
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Its exit, within a time.
    #[track_caller]
    pub fn wait(&mut self, most: Duration) -> ExitStatus {
        let mut ended = None;
        assert!(until(most, || {
            ended = self.child.try_wait().unwrap();
            ended.is_some()
        }));
        ended.unwrap()
    }

    /// Its query processes.
    pub fn workers(&self) -> Vec<u32> {
        children(self.pid())
    }

    /// Processor time of it and its query processes, in ticks of 10 ms.
    pub fn ticks(&self) -> u64 {
        let mut all = self.workers();
        all.push(self.pid());
        all.iter().filter_map(|pid| stat(*pid)).map(|stat| stat.ticks).sum()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended; then there is nothing to kill.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the tests share: it lives as long as the pipe to the shell that started it, thus as long as the tests.
struct Shared {
    store: PathBuf,
    _keeper: Child,
}

/// Holds a folder until the tests end, however they end, and then removes it.
fn shared() -> &'static Shared {
    static SHARED: OnceLock<Shared> = OnceLock::new();
    SHARED.get_or_init(|| {
        let dir = TempDir::new().unwrap().keep();
        let mut keeper = Command::new("sh");
        keeper.args(["-c", "cat >/dev/null; rm -rf \"$0\""]).arg(&dir).stdin(Stdio::piped());
        let keeper = keeper.stdout(Stdio::null()).spawn().unwrap();
        Shared { store: store_in(&dir), _keeper: keeper }
    })
}

/// The store that tests share and never change.
pub fn shared_store() -> &'static Path {
    &shared().store
}

/// The server that tests share that need no options.
pub fn common() -> &'static Server {
    static COMMON: OnceLock<Server> = OnceLock::new();
    COMMON.get_or_init(|| {
        // The shell ends the server when the tests end, however they end: its standard input is a pipe from them.
        let script =
            format!("ulimit -v {ADDRESS_SPACE}; \"$0\" \"$@\" & cat >/dev/null; kill -9 $!; wait $!");
        let mut shell = Command::new("sh");
        shell.args(["-c", &script]).stdin(Stdio::piped());
        let program = Path::new(env!("CARGO_BIN_EXE_aicity"));
        let args = ["--cors-origin", "https://listed.example", "--query-memory", "256"];
        shell.args(serve(program, shared_store(), &args));
        Server::started(&mut shell)
    })
}

/// What the system says of a process.
pub struct Stat {
    /// Letter of its state; `Z` is a zombie.
    pub state: char,
    /// Parent.
    pub parent: u32,
    /// Processor time, in ticks.
    pub ticks: u64,
}

/// What the system says of a process; `None` when there is none.
pub fn stat(pid: u32) -> Option<Stat> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let mut words = text.rsplit_once(')')?.1.split_whitespace();
    let (state, parent) = (words.next()?.chars().next()?, words.next()?.parse().ok()?);
    let ticks = words.skip(9).take(2).filter_map(|word| word.parse::<u64>().ok()).sum();
    Some(Stat { state, parent, ticks })
}

/// Children of a process, zombies as well.
pub fn children(parent: u32) -> Vec<u32> {
    let pids =
        fs::read_dir("/proc").unwrap().filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok());
    pids.filter(|pid| stat(*pid).is_some_and(|stat| stat.parent == parent)).collect()
}

/// Whether a process lives.
pub fn lives(pid: u32) -> bool {
    stat(pid).is_some_and(|stat| stat.state != 'Z')
}

/// Sends a signal to a process that these tests started.
pub fn kill(signal: &str, pid: u32) {
    let sent = Command::new("kill").args([format!("-{signal}"), pid.to_string()]).status().unwrap();
    assert!(sent.success(), "kill -{signal} {pid}");
}

/// Waits until something is so, not longer than a time; whether it is.
pub fn until(most: Duration, mut so: impl FnMut() -> bool) -> bool {
    let deadline = Instant::now() + most;
    while !so() {
        if Instant::now() > deadline {
            return false;
        }
        sleep(Duration::from_millis(20));
    }
    true
}
