//! A program that cannot listen reports it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::net::TcpListener;
use std::process::Command;

#[test]
fn an_address_in_use_is_reported_in_one_line() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for program in [env!("CARGO_BIN_EXE_cart-axum"), env!("CARGO_BIN_EXE_cart-actix")] {
        let ended = Command::new(program).args(["--listen", &address]).output().unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        assert_eq!((ended.status.code(), said.lines().count(), ended.stdout), (Some(1), 1, vec![]), "{said}");
        assert!(said.starts_with(&format!("cannot serve on {address}: ")), "{said}");
    }
}
