//! Our image against oxigraph's store, and the graph engine against the SPARQL engine, on random data.

mod brute;
mod brute_network;
mod corpora;
mod differences;
mod dumps;
mod engines;
mod fair;
mod histories;
mod networks;
mod queries;
mod random_query;
mod resampling;
mod sensitivity;
mod views;
mod windows;
mod without;

use proptest::test_runner::{Config, TestRunner};

/// A run of random cases, or of more where `PROPTEST_CASES` says so. A failure prints its smallest case, so no seeds are kept in
/// files.
pub fn runner(cases: u32) -> TestRunner {
    let cases = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|text| text.parse().ok())
        .map_or(cases, |more: u32| more.max(cases));
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
}
