//! The server on the real program: hostile queries, hostile clients, signals, loads meanwhile. `docs/FAULTS.md` names the
//! test for each promise.

mod admission;
mod containment;
mod framing;
mod http;
mod lab;
mod leaks;
mod library;
mod lifecycle;
mod nesting;
mod outbound;
mod queries;
mod reload;
mod results;
mod slow;
mod wire;
