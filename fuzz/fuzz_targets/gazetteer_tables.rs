//! Fuzz target `gazetteer_tables`: see `aicity_fuzz::TARGETS`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| aicity_fuzz::check("gazetteer_tables", bytes));
