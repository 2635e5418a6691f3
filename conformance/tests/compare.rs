//! A client cannot tell which framework has answered.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::PathBuf;

use conformance::{SERVERS, program};

fn programs() -> Vec<PathBuf> {
    SERVERS.iter().map(|name| program(name).unwrap()).collect()
}

#[test]
fn all_servers_answer_every_case_with_the_same_bytes() {
    conformance::compare_servers(&programs());
}

#[test]
fn all_servers_answer_broken_requests_in_the_envelope_and_alike() {
    conformance::run_broken_requests(&programs(), 10_000, 20_261_122);
}
