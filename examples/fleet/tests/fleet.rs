//! The fleet is one service: it passes the contract, and endures faults of its parts.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{BufRead as _, BufReader};
use std::net::{SocketAddr, TcpStream};
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;

use conformance::{PostgresError, not_run};
use fleet::{Fleet, FleetError, GatewayError, ORDEALS, Outcome, endure};

const MANUAL: &str = include_str!("../../../docs/reliability.md");

#[test]
fn four_depots_behind_one_gateway_pass_the_contract() {
    let Some(fleet) = fleet() else { return };
    conformance::run_contract_at(fleet.address(), || Ok(fleet.reset()?));
}

#[test]
fn during_every_fault_all_responses_are_in_the_envelope_and_no_write_is_lost() {
    let Some(mut fleet) = fleet() else { return };
    for outcome in endure(&mut fleet, 1, 100, &AtomicBool::new(false)).unwrap() {
        assert!(outcome.passed(), "{outcome:#?}");
        assert!(outcome.endured.failed > 0, "the fault had no effect: {outcome:#?}");
    }
}

#[test]
fn a_signal_ends_all_processes() {
    if fleet().is_none() {
        return;
    }
    for name in ["TERM", "INT"] {
        let mut fleet = Command::new(env!("CARGO_BIN_EXE_fleet"))
            .args(["--listen", "127.0.0.1:0"])
            // The depots are built already.
            .env_remove("CARGO")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(fleet.stdout.take().unwrap()).lines().take(5);
        let address = |line: String| line.rsplit("http://").next().unwrap().parse().unwrap();
        let addresses: Vec<SocketAddr> = lines.map(|line| address(line.unwrap())).collect();
        assert_eq!(addresses.len(), 5);
        assert!(addresses.iter().all(|address| TcpStream::connect(address).is_ok()));
        assert!(Command::new("kill").args(["-s", name, &fleet.id().to_string()]).status().unwrap().success());
        assert!(fleet.wait().unwrap().success());
        assert!(addresses.iter().all(|address| TcpStream::connect(address).is_err()));
    }
}

#[test]
fn the_manual_has_a_row_for_each_ordeal() {
    assert!(MANUAL.contains(Outcome::HEAD));
    for ordeal in ORDEALS {
        assert!(MANUAL.contains(&format!("\n| {} | ", ordeal.name)), "no row for {}", ordeal.name);
    }
}

/// Starts the fleet. Returns `None` if a program is missing.
fn fleet() -> Option<Fleet> {
    match Fleet::start(([127, 0, 0, 1], 0).into()) {
        Ok(fleet) => Some(fleet),
        Err(error @ FleetError::Postgres(PostgresError::Missing)) => {
            not_run("ERRORBOOK_POSTGRES", &error);
            None
        }
        Err(error @ FleetError::Gateway(GatewayError::Missing)) => {
            not_run("ERRORBOOK_GATEWAYS", &error);
            None
        }
        Err(error) => panic!("{error}"),
    }
}
