//! See [`errorbook_fuzz::round_trip`].

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| errorbook_fuzz::round_trip::check(input));
