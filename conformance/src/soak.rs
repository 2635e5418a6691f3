//! A long mix of all kinds of requests: every response is checked, and memory and open descriptors must not grow.

use std::ffi::OsStr;
use std::net::SocketAddr;
use std::thread;

use fastrand::Rng;
use serde_json::Value;

use crate::broken::Broken;
use crate::client::{Client, PATIENCE, Request, Response};
use crate::faults::{HALVES, check, seconds};
use crate::figures::Figures;
use crate::load::{SLACK, asked};
use crate::raw::opened;
use crate::report::chain;
use crate::rules::status;
use crate::server::{Server, ServerError};
use crate::tally::Tally;

/// The number of requests in a test.
const SHORT: usize = 20_000;

/// The number of connections in use at once.
const CONNECTIONS: usize = 8;

/// The number of parts of a run. After each part all connections are closed, and memory and descriptors are measured.
const PARTS: usize = 10;

/// The seed of the random numbers, so that a run can be repeated.
const SEED: u64 = 20_261_127;

/// The highest id of the objects that all clients share. Objects with a higher id belong to one client.
const SHARED: i64 = 100;

/// The maximum number of times that descriptors are counted while the server closes connections.
const LOOKS: usize = 1000;

/// The number of descriptors that may be added after the first part. The server opens up to four more connections to its
/// database when many requests need it at once, and each connection has two files.
const LATE: usize = 8;

/// Sends 20,000 requests of every kind to a server with its database in a file.
///
/// # Panics
///
/// Panics once, with all failures: a wrong response, a server that holds 16 MiB more than after the first tenth, or a server
/// with more descriptors than its database connections explain.
pub fn run_soak(program: impl AsRef<OsStr>) {
    check("a soak", soak(program.as_ref(), SHORT));
}

pub(crate) fn soak(program: &OsStr, requests: usize) -> Figures {
    let mut figures = Figures::default();
    if let Err(error) = measure(program, requests, &mut figures) {
        figures.failures.push(error);
    }
    figures
}

fn measure(program: &OsStr, requests: usize, figures: &mut Figures) -> Result<(), String> {
    let failed = |error: ServerError| chain(&error);
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut server = Server::on_database(program, folder.path().join("depot.db")).map_err(failed)?;
    let mut tally = Tally::default();
    let (mut memory, mut descriptors) = (Vec::new(), Vec::new());
    for part in 0..PARTS {
        tally.add(send_all(server.address(), part, requests.div_ceil(PARTS * CONNECTIONS)));
        let few = descriptors.first().map_or(0, |first| first + LATE);
        descriptors.push(settled(&server, few)?);
        memory.push(server.memory());
    }
    figures.row("requests", (tally.responses() + tally.without_response).to_string());
    figures.row("responses below 400", tally.succeeded.to_string());
    figures.row("responses of 4xx", tally.refused.to_string());
    figures.row("responses of 5xx", tally.failed.to_string());
    figures.row("cut off by the client", tally.without_response.to_string());
    figures.row("wrong responses", tally.failures.len().to_string());
    for (part, bytes) in memory.iter().enumerate() {
        let mebibytes = *bytes as f64 / f64::from(1 << 20);
        figures.row(format!("MiB resident after {}0 %", part + 1), format!("{mebibytes:.1}"));
    }
    let (first, last) = (descriptors.first().copied().unwrap_or(0), descriptors.last().copied().unwrap_or(0));
    figures.row("descriptors after 10 % and at the end", format!("{first}, {last}"));
    figures.failures.extend(tally.failures);
    figures.failures.extend(server.ended().map(|status| format!("the server has ended by itself: {status}")));
    let warm = memory.first().copied().unwrap_or_default();
    if warm == 0 || first == 0 {
        figures.failures.push("the system does not report the server's memory or descriptors".to_owned());
    }
    if memory.iter().any(|bytes| *bytes > warm + SLACK) {
        figures.failures.push(format!("the server's memory in bytes after each tenth: {memory:?}"));
    }
    if last > first + LATE {
        figures.failures.push(format!("the server's descriptors after each tenth: {descriptors:?}"));
    }
    let ended = server.end().map_err(failed)?;
    figures.row("exit after the signal", seconds(ended.after));
    Ok(())
}

/// Counts the descriptors until at most `few` are left, because the server needs time to close connections. Returns the lowest
/// count.
fn settled(server: &Server, few: usize) -> Result<usize, String> {
    let mut client = Client::new(server.address(), PATIENCE).map_err(|error| chain(&error))?;
    let mut fewest = usize::MAX;
    for _ in 0..LOOKS {
        client.send(&get("/health".to_owned())).map_err(|error| chain(&error))?;
        fewest = fewest.min(server.descriptors());
        if fewest <= few {
            break;
        }
    }
    Ok(fewest)
}

fn send_all(address: SocketAddr, part: usize, requests: usize) -> Tally {
    let clients: Vec<_> = (0..CONNECTIONS)
        .map(|number| {
            let number = part * CONNECTIONS + number;
            thread::spawn(move || Soaker::new(number).send(address, requests))
        })
        .collect();
    let mut all = Tally::default();
    for client in clients {
        match client.join() {
            Ok(tally) => all.add(tally),
            Err(_) => all.failures.push("a client panicked".to_owned()),
        }
    }
    all
}

/// A client. It sends the same requests in every run.
struct Soaker {
    number: usize,
    random: Rng,
    tally: Tally,
    /// The project that this client has stored and not yet deleted.
    project: Option<Value>,
}

impl Soaker {
    fn new(number: usize) -> Soaker {
        let random = Rng::with_seed(SEED.wrapping_add(number as u64));
        Soaker { number, random, tally: Tally::default(), project: None }
    }

    fn send(mut self, address: SocketAddr, requests: usize) -> Tally {
        let mut client = match Client::new(address, PATIENCE) {
            Ok(client) => client,
            Err(error) => {
                self.tally.failures.push(chain(&error));
                return self.tally;
            }
        };
        for turn in 0..requests {
            match self.random.u8(..20) {
                0..12 => self.send_broken(&mut client),
                12..17 => self.send_asked(&mut client, turn),
                17..19 => self.write(&mut client, turn),
                _ => self.cut_off(address),
            }
        }
        self.tally
    }

    /// Sends a generated request, which can be broken, suppressed or a script.
    fn send_broken(&mut self, client: &mut Client) {
        let broken = Broken::new(&mut self.random);
        match client.send(&broken.request) {
            Ok(response) => {
                self.tally.count_judged(&response);
                if let Err(wrong) = broken.judge(&response) {
                    self.tally.complain(&broken.request, &response, &format!("{wrong}, {}", broken.shown()));
                }
            }
            Err(error) => self.tally.failures.push(format!("{}: {}", broken.shown(), chain(&error))),
        }
    }

    /// Sends a request with exactly one right response: errors of all mounts, panics and private failures.
    fn send_asked(&mut self, client: &mut Client, turn: usize) {
        let mut all = asked(1_000_000 + turn, true);
        let (target, status, own) = all.swap_remove(self.random.usize(..all.len()));
        let request = get(target);
        match client.send(&request) {
            Ok(response) => {
                self.tally.count_judged(&response);
                if response.status != status || !response.contains(&own) {
                    self.tally.complain(&request, &response, &format!("expected {status} with `{own}`"));
                }
            }
            Err(error) => self.tally.failures.push(format!("{request}: {}", chain(&error))),
        }
    }

    /// Stores a project, changes it or deletes it.
    fn write(&mut self, client: &mut Client, turn: usize) {
        let stored = self.project.take();
        let id = stored.as_ref().and_then(|project| project.get("id")?.as_i64());
        let is_new = stored.as_ref().and_then(|project| project.get("version")?.as_i64()) == Some(1);
        let projects = "/primaerp/v1/projects";
        let (request, status) = match (stored, id) {
            (Some(project), Some(id)) if is_new => (write("PUT", format!("{projects}/{id}"), project.to_string()), 200),
            (_, Some(id)) => (write("DELETE", format!("{projects}/{id}"), String::new()), 204),
            _ => {
                let name = format!("soak {}, {turn}", self.number);
                (write("POST", projects.to_owned(), format!(r#"{{"name":"{name}","owner":"eva"}}"#)), 201)
            }
        };
        let Some(response) = self.tally.response(client, &request) else { return };
        if response.status != status {
            self.tally.complain(&request, &response, &format!("expected {status}"));
        }
        self.project = own_project(&response);
    }

    fn cut_off(&mut self, address: SocketAddr) {
        let half = HALVES.get(self.random.usize(..HALVES.len())).copied().unwrap_or_default();
        match opened(address, half) {
            Ok(_) => self.tally.without_response += 1,
            Err(error) => self.tally.failures.push(format!("a connection was refused: {error}")),
        }
    }
}

/// Returns the project that a response has stored, unless it is a shared project.
fn own_project(response: &Response) -> Option<Value> {
    let project: Value = serde_json::from_slice(&response.body).ok()?;
    (status(response) < 400 && project.get("id")?.as_i64()? > SHARED).then_some(project)
}

fn get(target: String) -> Request {
    Request { method: "GET".to_owned(), target, headers: Vec::new(), body: Vec::new(), chunked: false }
}

fn write(method: &str, target: String, body: String) -> Request {
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    Request { method: method.to_owned(), target, headers, body: body.into_bytes(), chunked: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_not_a_server_fails() {
        assert_eq!(soak(OsStr::new("true"), SHORT).failures.len(), 1);
    }
}
