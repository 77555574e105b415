//! Any bytes come out of their compression and their archive, or are refused, in bounded memory.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| search_fuzz::open(bytes));
