//! A client cannot tell which framework has answered.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::PathBuf;

/// Every server of the depot.
const SERVERS: [&str; 4] = ["depot-axum", "depot-actix", "depot-rocket", "depot-warp"];

/// The programs of the workspace, which are built before its tests run, stand beside the folder of the tests.
fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let program = test.parent().and_then(|deps| deps.parent()).unwrap().join(name);
    assert!(program.exists(), "{} is not built: run `cargo build --workspace` first", program.display());
    program
}

#[test]
fn all_servers_answer_every_case_with_the_same_bytes() {
    conformance::compare(&SERVERS.map(program));
}

#[test]
fn all_servers_answer_broken_requests_in_the_envelope_and_alike() {
    conformance::run_broken(&SERVERS.map(program), 10_000, 20_261_122);
}
