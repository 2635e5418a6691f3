//! See [`errorbook_fuzz::callback`].

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| errorbook_fuzz::callback::check(input));
