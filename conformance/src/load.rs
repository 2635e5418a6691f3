//! Many clients at once: each gets its own responses, no worker dies, and memory does not grow.

use std::ffi::OsStr;
use std::net::SocketAddr;
use std::thread;

use crate::client::{Client, PATIENCE, Request};
use crate::report::chain;
use crate::server::Server;

/// The number of connections that are open at once.
const CONNECTIONS: usize = 200;

/// The number of times that each client sends all requests in a wave.
const ROUNDS: usize = 5;

/// The memory that may stay allocated after a later wave, in bytes. Allocators keep some memory; a leak would exceed this.
pub(crate) const SLACK: u64 = 16 * 1024 * 1024;

/// Sends mixed errors over 200 connections at once, twice, and checks every response and the server's memory.
///
/// # Panics
///
/// Panics once, with all failures: a response to another request, a request without a response, or a server that holds 16 MiB
/// more after the second wave than after the first.
pub fn run_load(program: impl AsRef<OsStr>) {
    let failures = check_load(program.as_ref());
    assert!(failures.is_empty(), "conformance under load:\n  {}", failures.join("\n  "));
}

fn check_load(program: &OsStr) -> Vec<String> {
    let server = match Server::start(program) {
        Ok(server) => server,
        Err(error) => return vec![chain(&error)],
    };
    let mut failures = wave(server.address());
    let after_one = server.memory();
    failures.extend(wave(server.address()));
    let after_two = server.memory();
    if after_one == 0 {
        failures.push("the system does not report the server's memory".to_owned());
    }
    if after_two > after_one + SLACK {
        failures.push(format!("the server holds {after_one} bytes after one wave and {after_two} after two"));
    }
    failures.extend(server.stop().err().map(|error| chain(&error)));
    failures
}

fn wave(address: SocketAddr) -> Vec<String> {
    let clients: Vec<_> = (0..CONNECTIONS).map(|number| thread::spawn(move || one_client(address, number))).collect();
    let died = |_| vec!["a client panicked".to_owned()];
    clients.into_iter().flat_map(|client| client.join().unwrap_or_else(died)).collect()
}

fn one_client(address: SocketAddr, number: usize) -> Vec<String> {
    let mut client = match Client::new(address, PATIENCE) {
        Ok(client) => client,
        Err(error) => return vec![chain(&error)],
    };
    let mut failures = Vec::new();
    for round in 0..ROUNDS {
        for (target, status, own) in asked(1_000_000 + number * ROUNDS + round, round == 0) {
            let request =
                Request { method: "GET".to_owned(), target, headers: Vec::new(), body: Vec::new(), chunked: false };
            match client.send(&request) {
                Ok(response) if response.status == status && response.contains(&own) => {}
                Ok(response) => failures.push(format!(
                    "{request}: expected {status} with `{own}`, got {} with {}",
                    response.status,
                    String::from_utf8_lossy(&response.body)
                )),
                Err(error) => failures.push(format!("{request}: {}", chain(&error))),
            }
        }
    }
    failures
}

/// Returns requests of a client: the target, the expected status, and a text that only the right response contains.
pub(crate) fn asked(id: usize, with_panic: bool) -> Vec<(String, u16, String)> {
    let mut asked = vec![
        (format!("/primaerp/v1/projects/{id}"), 404, format!("no project {id}")),
        (format!("/primaerp/v1/projects/{id}?suppress_response_code=true"), 200, format!("no project {id}")),
        (
            format!("/primaerp/v1/projects/{id}?callback=show{id}"),
            200,
            format!(
                "/**/show{id}({{\"status\":404,\"code\":\"PE01-1101\",\"message\":\"Object not found\",\"description\":\"no project {id}\""
            ),
        ),
        (format!("/ayanova/api/v8/part/{id}"), 404, format!("no part {id}")),
        ("/primaerp/raise/PE01-1012".to_owned(), 301, "PE01-1012".to_owned()),
        ("/ayanova/raise/2212".to_owned(), 400, "2212".to_owned()),
        ("/http/text/404".to_owned(), 404, "the handler's own words".to_owned()),
        (format!("/http/{id}"), 404, "not_found".to_owned()),
        ("/http/private".to_owned(), 500, "internal_server_error".to_owned()),
        ("/http/plain".to_owned(), 200, "plain".to_owned()),
    ];
    if with_panic {
        asked.push(("/primaerp/panic".to_owned(), 500, "PE01-9001".to_owned()));
        asked.push(("/ayanova/panic?suppress_response_code=1".to_owned(), 200, "2002".to_owned()));
    }
    asked
}
