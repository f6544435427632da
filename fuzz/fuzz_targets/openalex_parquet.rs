//! Fuzz target `openalex_parquet`: see `aicity_fuzz::TARGETS`. The reader catches what the library asserts, and libFuzzer's
//! hook would end the program at each such panic: here only one that gets out does.
#![no_main]

use std::panic::{catch_unwind, set_hook};
use std::sync::Mutex;

static LAST: Mutex<String> = Mutex::new(String::new());

libfuzzer_sys::fuzz_target!(
    init: set_hook(Box::new(|info| {
        let trace = std::backtrace::Backtrace::force_capture();
        *LAST.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = format!("{info}\n{trace}");
    })),
    |bytes: &[u8]| {
        if catch_unwind(|| aicity_fuzz::check("openalex_parquet", bytes)).is_err() {
            eprintln!("{}", LAST.lock().unwrap_or_else(|poisoned| poisoned.into_inner()));
            std::process::abort();
        }
    }
);
