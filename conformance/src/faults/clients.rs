//! Clients that do not finish their requests or do not read their responses. They must not affect other clients.

use std::ffi::OsStr;
use std::io::{self, Read as _};
use std::net::{SocketAddr, TcpStream};
use std::thread;

use super::place::{self, Place, PlaceError};
use super::stalled::{HALVES, stalled};
use super::wave::{Effect, wave};
use super::{Extent, seconds};
use crate::client::{Client, PATIENCE, Request};
use crate::envelope::enveloped;
use crate::figures::Figures;
use crate::raw::{exchange, first_response, opened, request};
use crate::report::chain;
use crate::tally::Tally;

pub(super) const NAMES: [&str; 2] =
    ["requests cut off, responses not read, heads at the limits, 200 stalled connections", "no file descriptors left"];

/// The number of connections that are opened, and the number of additional descriptors that the server may have.
const CONNECTIONS: usize = 220;
const DESCRIPTORS: usize = 100;

/// The number of large projects, which make a response too large for any buffer, and the length of a project's owner.
const LARGE: usize = 200;
const OWNER: usize = 60_000;

/// Runs the rounds of everything against a server, and uses up the descriptors of another server.
pub(super) fn play(program: &OsStr, extent: Extent) -> Figures {
    type Play = fn(&OsStr, usize) -> Result<(String, Tally), PlaceError>;
    let plays: [Play; 2] = [hostile, |program, _| no_descriptors(program)];
    let parts: Vec<_> = NAMES.into_iter().zip(plays).collect();
    extent.play(&parts, |(name, play)| {
        let mut figures = Figures::default();
        match play(program, extent.rounds) {
            Ok((figure, tally)) => {
                figures.row(*name, figure);
                figures.fail(name, tally.failures);
            }
            Err(error) => figures.fail(name, [chain(&error)]),
        }
        figures
    })
}

fn hostile(program: &OsStr, rounds: usize) -> Result<(String, Tally), PlaceError> {
    let place = Place::new()?;
    let mut server = place.start(program)?;
    let address = server.address();
    let mut tally = Tally::default();
    let mut client = Client::new(address, PATIENCE)?;
    for number in 0..LARGE {
        tally.response(&mut client, &large_project(number));
    }
    drop(client);

    let stalled = stalled(address)?;
    let hostile: [fn(SocketAddr) -> Result<(), String>; 3] = [cut_off, take_half, reach_the_limits];
    let hostile = hostile.map(|act| thread::spawn(move || (0..rounds).map(|_| act(address)).collect::<Vec<_>>()));
    tally.add(wave(address, rounds, Effect::NONE));
    for acts in hostile {
        match acts.join() {
            Ok(acts) => tally.failures.extend(acts.into_iter().filter_map(Result::err)),
            Err(_) => tally.failures.push("a client panicked".to_owned()),
        }
    }
    tally.add(wave(address, 1, Effect::NONE));
    tally.failures.extend(server.ended().map(|status| format!("the server has ended by itself: {status}")));
    // The server must exit although the stalled connections are still open.
    let ended = server.end()?;
    drop(stalled);
    Ok((format!("{}, {}, exit after {}", tally.responses(), seconds(tally.slowest), seconds(ended.after)), tally))
}

fn large_project(number: usize) -> Request {
    Request {
        method: "POST".to_owned(),
        target: "/primaerp/v1/projects".to_owned(),
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: format!(r#"{{"name":"large {number}","owner":"{}"}}"#, "x".repeat(OWNER)).into_bytes(),
        chunked: false,
    }
}

/// Sends the beginning of each kind of request, and disconnects.
fn cut_off(address: SocketAddr) -> Result<(), String> {
    HALVES.iter().try_for_each(|half| opened(address, half).map(drop)).map_err(|error| error.to_string())
}

/// Reads the beginning of a large response, and disconnects. The unread rest makes the system reset the connection.
fn take_half(address: SocketAddr) -> Result<(), String> {
    let take = || -> io::Result<()> {
        let mut connection = opened(address, request("GET /primaerp/v1/projects HTTP/1.1", ""))?;
        connection.set_read_timeout(Some(PATIENCE))?;
        connection.read_exact(&mut [0; 1000])
    };
    take().map_err(|error| format!("a large response: {error}"))
}

/// Sends heads just within the limits and one above them.
fn reach_the_limits(address: SocketAddr) -> Result<(), String> {
    let headers = |headers: &str| request("GET /primaerp/x HTTP/1.1", headers);
    let long = headers(&format!("x: {}\r\n", "1".repeat(96 * 1024)));
    let target = request(&format!("GET {:x<65534} HTTP/1.1", "/primaerp/"), "");
    for accepted in [headers(&"x: 1\r\n".repeat(95)), long, target] {
        let received = exchange(address, &accepted, false, false).map_err(|error| error.to_string())?;
        let (response, _) = first_response(&received).ok_or("no response to a head within the limits")?;
        let target = "/primaerp/x".to_owned();
        let request =
            Request { method: "GET".to_owned(), target, headers: Vec::new(), body: Vec::new(), chunked: false };
        enveloped(&request, &response, &response.body)?;
        if response.status != 404 {
            return Err(format!("status {} for a head within the limits", response.status));
        }
    }
    let above = headers(&format!("x: {}\r\n", "1".repeat(1024 * 1024)));
    let received = exchange(address, &above, false, true).map_err(|error| error.to_string())?;
    match first_response(&received) {
        // A client that is still sending when the server closes the connection may lose the response.
        None if received.is_empty() => Ok(()),
        Some((response, [])) if response.status == 431 && response.body.is_empty() => Ok(()),
        _ => Err(format!("wrong response to a head above the limits: {}", String::from_utf8_lossy(&received))),
    }
}

/// Opens more connections than the server has descriptors, and closes them. Then the server must accept connections again.
fn no_descriptors(program: &OsStr) -> Result<(String, Tally), PlaceError> {
    let place = Place::seeded(program)?;
    let mut server = place.start(program)?;
    let mut tally = Tally::default();
    let mut kept = Client::new(server.address(), PATIENCE)?;
    let health = health();
    tally.response(&mut kept, &health);
    place::limit(server.id(), "nofile", &(server.descriptors() + DESCRIPTORS).to_string())?;
    let open = (0..CONNECTIONS).map(|_| opened(server.address(), ""));
    let open = open.collect::<io::Result<Vec<TcpStream>>>()?;
    // A client that is already connected gets its response.
    tally.response(&mut kept, &health);
    drop(open);
    tally.add(wave(server.address(), 1, Effect::NONE));
    tally.failures.extend(server.ended().map(|status| format!("the server has ended by itself: {status}")));
    server.stop()?;
    Ok((format!("{}, {}", tally.responses(), seconds(tally.slowest)), tally))
}

fn health() -> Request {
    Request {
        method: "GET".to_owned(),
        target: "/health".to_owned(),
        headers: Vec::new(),
        body: Vec::new(),
        chunked: false,
    }
}
