//! See [`errorbook_fuzz::faults`].

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| errorbook_fuzz::faults::check(input));
