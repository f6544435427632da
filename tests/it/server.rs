//! The server on the real program: hostile queries, hostile clients, signals, loads meanwhile. `docs/FAULTS.md` names the
//! test for each promise.

mod admission;
mod containment;
mod framing;
mod http;
mod lab;
mod library;
mod nesting;
mod outbound;
mod queries;
mod results;
mod wire;
