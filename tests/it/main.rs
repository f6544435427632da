//! The program as a whole, run from outside, and its engines beside a reference.

// `cfg(test)` tells clippy that unwrapping is fine here, also in helper functions.
#[cfg(test)]
mod api;
#[cfg(test)]
mod cases;
#[cfg(test)]
mod datasets;
#[cfg(test)]
mod differential;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod intervals;
#[cfg(test)]
mod networks;
#[cfg(test)]
mod open_inputs;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod report;
#[cfg(test)]
mod server;
#[cfg(test)]
mod support;
#[cfg(test)]
mod w3c;
