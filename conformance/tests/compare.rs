//! A client cannot see which framework sent a response.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use conformance::{SERVERS, program};

#[test]
fn all_servers_send_the_same_bytes_for_every_case() {
    conformance::compare_servers(&SERVERS.map(|name| program(name).unwrap()));
}

#[test]
fn all_servers_send_the_same_envelopes_for_broken_requests() {
    conformance::run_broken_requests(&SERVERS.map(|name| program(name).unwrap()), 10_000, 20_261_122);
}
