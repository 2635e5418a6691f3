//! A client cannot see which framework sent a response.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::PathBuf;

use conformance::{SERVERS, program};

fn programs() -> Vec<PathBuf> {
    SERVERS.iter().map(|name| program(name).unwrap()).collect()
}

#[test]
fn all_servers_send_the_same_bytes_for_every_case() {
    conformance::compare_servers(&programs());
}

#[test]
fn all_servers_send_the_same_envelopes_for_broken_requests() {
    conformance::run_broken_requests(&programs(), 10_000, 20_261_122);
}
