//! Fuzz target `ror_zip`: see `aicity_fuzz::TARGETS`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| aicity_fuzz::check("ror_zip", bytes));
