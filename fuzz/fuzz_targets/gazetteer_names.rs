//! Fuzz target `gazetteer_names`: see `aicity_fuzz::TARGETS`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| aicity_fuzz::check("gazetteer_names", bytes));
