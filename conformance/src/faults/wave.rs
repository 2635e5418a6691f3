//! Many clients at once. They send every request that needs the database, and some requests that do not.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crate::client::{Client, Request, Response};
use crate::report::chain;
use crate::tally::Tally;

/// The number of clients that send requests at the same time.
const CLIENTS: usize = 8;

/// The time that a server has for a response. A request uses the database for at most 9 seconds, and under the AyaNova mount it
/// first waits for the server's state.
const PATIENCE: Duration = Duration::from_secs(20);

/// The effect of a fault on the requests that need the database.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Effect {
    pub(super) on_reads: On,
    pub(super) on_writes: On,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum On {
    /// They get their usual responses.
    Nothing,
    /// All fail.
    All,
    /// Some fail. SQLite decides which.
    Some,
}

impl Effect {
    pub(super) const NONE: Effect = Effect { on_reads: On::Nothing, on_writes: On::Nothing };
    pub(super) const ON_WRITES: Effect = Effect { on_reads: On::Nothing, on_writes: On::All };
    pub(super) const ON_ALL: Effect = Effect { on_reads: On::All, on_writes: On::All };
    pub(super) const ON_SOME: Effect = Effect { on_reads: On::Some, on_writes: On::Some };
}

/// The access to the database that a request needs.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Needs {
    Nothing,
    Reads,
    Writes,
    /// A write of an unchanged value. It waits for the lock, but SQLite does not change the file.
    WritesTheSame,
}

pub(super) struct Asked {
    pub(super) request: Request,
    needs: Needs,
    /// The status of the response without a fault.
    pub(super) status: u16,
}

/// Sends `rounds` rounds from each client, and checks every response.
pub(super) fn wave(address: SocketAddr, rounds: usize, effect: Effect) -> Tally {
    let one = move |number| one_client(address, number, rounds, effect);
    let clients: Vec<_> = (0..CLIENTS).map(|number| thread::spawn(move || one(number))).collect();
    let mut all = Tally::default();
    for client in clients {
        match client.join() {
            Ok(tally) => all.add(tally),
            Err(_) => all.failures.push("a client panicked".to_owned()),
        }
    }
    if effect != Effect::NONE && all.failed == 0 {
        all.failures.push("no request has failed, so the fault has no effect".to_owned());
    }
    all
}

fn one_client(address: SocketAddr, number: usize, rounds: usize, effect: Effect) -> Tally {
    let mut tally = Tally::default();
    let mut client = match Client::new(address, PATIENCE) {
        Ok(client) => client,
        Err(error) => {
            tally.failures.push(chain(&error));
            return tally;
        }
    };
    for round in 0..rounds {
        for Asked { request, needs, status } in asked(number + round) {
            let Some(response) = tally.response(&mut client, &request) else { continue };
            let on = match needs {
                Needs::Nothing => On::Nothing,
                Needs::Reads => effect.on_reads,
                Needs::Writes => effect.on_writes,
                Needs::WritesTheSame if effect.on_writes == On::All => On::Some,
                Needs::WritesTheSame => effect.on_writes,
            };
            if let Err(wrong) = judge(&response, status, on) {
                tally.complain(&request, &response, &format!("{wrong}: {on:?} of these should fail"));
            }
        }
    }
    tally
}

fn judge(response: &Response, well: u16, on: On) -> Result<(), String> {
    // An internal failure has an id under which the log has the cause.
    let failed = response.status >= 500 && !response.header("x-error-id").is_empty();
    match on {
        On::Nothing | On::Some if response.status == well => Ok(()),
        On::All | On::Some if failed => Ok(()),
        _ => Err(format!("expected {well} or a failure with an id")),
    }
}

/// Returns the requests of a round. Each round has only one write, so that the clients write at the same time.
pub(super) fn asked(turn: usize) -> Vec<Asked> {
    // No two requests of this process store the same name or serial.
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let writes = [
        post("/primaerp/v1/projects", format!(r#"{{"name":"wave {number}","owner":"eva"}}"#), 201),
        post("/ayanova/api/v8/part", format!(r#"{{"name":"Bolt","serial":"wave {number}","quantity":5}}"#), 201),
        post(
            "/ayanova/api/v8/workorder",
            r#"{"name":"Order","start":"2026-01-01T00:00:00Z","end":"2026-01-02T00:00:00Z"}"#.to_owned(),
            201,
        ),
        asks("PUT", "/ayanova/api/v8/server-state", r#"{"state":"open"}"#.to_owned(), Needs::WritesTheSame, 200),
    ];
    let mut asked = vec![
        get("/health", Needs::Nothing, 200),
        get("/primaerp/v1/projects?top=2", Needs::Reads, 200),
        get("/primaerp/v1/projects/1", Needs::Reads, 200),
        get("/ayanova/api/v8/part/1", Needs::Reads, 200),
        get("/primaerp/v1/projects/x", Needs::Nothing, 400),
        get("/http/nowhere", Needs::Nothing, 404),
        get("/ayanova/private", Needs::Nothing, 503),
        asks("POST", "/primaerp/echo", r#"{"part""#.to_owned(), Needs::Nothing, 400),
    ];
    asked.extend(writes.into_iter().nth(turn % 4));
    if turn == 0 {
        asked.push(get("/primaerp/panic", Needs::Nothing, 500));
    }
    asked.push(get("/health", Needs::Nothing, 200));
    asked
}

fn get(target: &str, needs: Needs, status: u16) -> Asked {
    asks("GET", target, String::new(), needs, status)
}

fn post(target: &str, body: String, status: u16) -> Asked {
    asks("POST", target, body, Needs::Writes, status)
}

fn asks(method: &str, target: &str, body: String, needs: Needs, status: u16) -> Asked {
    let headers = [("content-type", "application/json"), ("authorization", "Bearer ops")];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let (method, target, body) = (method.to_owned(), target.to_owned(), body.into_bytes());
    Asked { request: Request { method, target, headers, body, chunked: false }, needs, status }
}
