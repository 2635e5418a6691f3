//! A client cannot tell which framework has answered.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use conformance::{SERVERS, program};

#[test]
fn all_servers_answer_every_case_with_the_same_bytes() {
    conformance::compare_servers(&SERVERS.map(|name| program(name).unwrap()));
}

#[test]
fn all_servers_answer_broken_requests_in_the_envelope_and_alike() {
    conformance::run_broken_requests(&SERVERS.map(|name| program(name).unwrap()), 10_000, 20_261_122);
}
