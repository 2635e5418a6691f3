//! See [`errorbook_fuzz::query`].

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| errorbook_fuzz::query::check(input));
