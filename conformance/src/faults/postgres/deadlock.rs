//! Two transactions that wait for each other. PostgreSQL cancels the transaction of the server.

use std::ffi::OsStr;
use std::thread;

use super::ended_with_log;
use crate::client::{Client, PATIENCE, Request};
use crate::faults::place::PlaceError;
use crate::faults::seconds;
use crate::figures::Figures;
use crate::postgres::Postgres;
use crate::report::chain;
use crate::server::Server;
use crate::tally::Tally;

pub(in crate::faults) const NAME: &str = "a deadlock with another session";

/// Counts the sessions that wait for a lock.
const WAITING: &str =
    "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";

/// A part of the order.
const PART: &str = "/ayanova/api/v8/part/2";

pub(super) fn play(postgres: &Postgres, program: &OsStr) -> Figures {
    let mut figures = Figures::default();
    let mut tally = Tally::default();
    match deadlock(postgres, program, &mut tally) {
        Ok(()) => figures.row(NAME, format!("{} of {}, {}", tally.failed, tally.responses(), seconds(tally.slowest))),
        Err(error) => figures.fail(NAME, [chain(&error)]),
    }
    figures.fail(NAME, tally.failures);
    figures
}

fn deadlock(postgres: &Postgres, program: &OsStr, tally: &mut Tally) -> Result<(), PlaceError> {
    let database = postgres.database()?;
    let server = Server::on_database(program, &database)?;
    let mut client = Client::new(server.address(), PATIENCE)?;
    tally.response(&mut client, &stock());
    let (mut other, mut watch) = (postgres.session(&database)?, postgres.session(&database)?);
    // The timeout is long, so that the server finds the deadlock first.
    other.execute("SET deadlock_timeout = '1min'; BEGIN; SELECT 1 FROM part WHERE id = 2 FOR UPDATE")?;
    let address = server.address();
    let asking = thread::spawn(move || {
        let mut tally = Tally::default();
        match Client::new(address, PATIENCE) {
            Ok(mut client) => drop(tally.response(&mut client, &order())),
            Err(error) => tally.failures.push(chain(&error)),
        }
        tally
    });
    while !asking.is_finished() && watch.number(WAITING)? == 0 {}
    // The server has locked part 1 and waits for part 2.
    other.execute("SELECT 1 FROM part WHERE id = 1 FOR UPDATE; ROLLBACK")?;
    let asked = asking.join().unwrap_or_default();
    if asked.failed != 1 {
        tally.failures.push("the order did not fail, so there was no deadlock".to_owned());
    }
    tally.add(asked);
    // The failed order must not change the stock, and the next order must succeed.
    let left = tally.response(&mut client, &request("GET", PART, ""));
    if !left.is_some_and(|left| left.contains(r#""concurrency":2,"name":"Relay","serial":"R-1","quantity":9"#)) {
        tally.failures.push("the stock has changed".to_owned());
    }
    if tally.response(&mut client, &order()).is_none_or(|ordered| ordered.status != 201) {
        tally.failures.push("the order still fails after the deadlock".to_owned());
    }
    ended_with_log(server, tally)
}

/// Returns a request that puts part 2 in stock.
fn stock() -> Request {
    request("PUT", PART, r#"{"id":2,"concurrency":1,"name":"Relay","serial":"R-1","quantity":9}"#)
}

fn order() -> Request {
    request(
        "POST",
        "/ayanova/api/v8/workorder",
        r#"{"name":"n","start":"2026-01-05T08:00:00Z","end":"2026-01-05T09:00:00Z","parts":[{"partId":1,"quantity":1},{"partId":2,"quantity":1}]}"#,
    )
}

fn request(method: &str, target: &str, body: &str) -> Request {
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    let (method, target, body) = (method.to_owned(), target.to_owned(), body.as_bytes().to_vec());
    Request { method, target, headers, body, chunked: false }
}
