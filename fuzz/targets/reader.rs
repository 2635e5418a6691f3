//! See [`errorbook_fuzz::reader`].

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| errorbook_fuzz::reader::check(input));
