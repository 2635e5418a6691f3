//! Tests the exports for gateways with the real programs: their own errors must be those of the mount's book.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod books;
mod configs;
mod exchange;
mod expected;
mod gateway;
mod manual;
mod situations;
mod upstream;

use std::path::Path;
use std::process::Command;
use std::{fs, thread};

use errorbook_catalog::Catalog;
use errorbook_catalog::export::gateway::{Mount, Mounts};

use crate::exchange::{Response, exchange};
use crate::expected::{MOUNTS, QUERIES, difference, expected, policy, shown};
use crate::gateway::{Gateway, Kind, installed};
use crate::situations::{Outcome, Situation, situations};
use crate::upstream::{OWN, Upstream};

fn mounts() -> Mounts {
    let root = Mount::new("/", &Catalog::of(policy("").book())).unwrap();
    let primaerp = Mount::new("/primaerp", &Catalog::of(policy("/primaerp").book())).unwrap();
    Mounts::new([root.suppression_parameter("suppress_response_code").unwrap(), primaerp]).unwrap()
}

/// Returns a folder with files to serve, an empty list of users, and a certificate. Returns `None` without openssl.
fn folder() -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().unwrap();
    let made = Command::new(installed("openssl")?)
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"])
        .args(["-subj", "/CN=gateway.test", "-keyout", "key.pem", "-out", "certificate.pem"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let [certificate, key] =
        ["certificate.pem", "key.pem"].map(|name| fs::read_to_string(folder.path().join(name)).unwrap());
    fs::write(folder.path().join("both.pem"), certificate + &key).unwrap();
    fs::create_dir(folder.path().join("files")).unwrap();
    fs::write(folder.path().join("files/here.txt"), "here").unwrap();
    fs::write(folder.path().join("users"), "").unwrap();
    Some(folder)
}

/// Calls a function for both mounts, plain and suppressed. The four calls run at the same time, because a gateway takes seconds to
/// find that a service does not respond.
fn for_each_mount_and_query<T: Send>(call: impl Fn(&str, &str) -> T + Sync) -> Vec<T> {
    let call = &call;
    thread::scope(|scope| {
        let pairs = MOUNTS.iter().flat_map(|mount| QUERIES.map(|query| (*mount, query)));
        let threads: Vec<_> = pairs.map(|(mount, query)| scope.spawn(move || call(mount, query))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

/// Sends each situation to a gateway, plain and suppressed, under both mounts.
fn check(kind: Kind) {
    let upstream = Upstream::start().unwrap();
    let config = |folder: &Path| configs::config(kind, folder, &upstream);
    let Some(gateway) = folder().and_then(|folder| Gateway::start(kind, &mounts(), folder, config)) else { return };
    let failures = for_each_mount_and_query(|mount, query| {
        let is_first = (mount, query) == (MOUNTS[0], QUERIES[0]);
        let sent = situations().into_iter().filter(|situation| situation.has_path || is_first);
        sent.filter_map(|situation| failure(kind, &gateway, &situation, mount, query)).collect::<Vec<_>>()
    })
    .concat();
    assert!(failures.is_empty(), "{kind:?}:\n  {}", failures.join("\n  "));
}

/// Sends a situation's request, and returns what is wrong with the response.
fn failure(kind: Kind, gateway: &Gateway, situation: &Situation, mount: &str, query: &str) -> Option<String> {
    let socket = if situation.is_for_tls { gateway.tls_socket() } else { gateway.socket() };
    let query_of = |query: &str| if query.is_empty() { String::new() } else { format!("?{query}") };
    let target = format!("{mount}/{}{}", situation.path, query_of(query));
    let request = (situation.request)(&target);
    let mut response = exchange(&socket, &request);
    for _ in 1..situation.times {
        response = exchange(&socket, &request);
    }
    let wrong = match response {
        Ok(response) => wrong(kind, situation, mount, query, request.starts_with(b"HEAD "), response),
        Err(error) => Some(error.to_string()),
    };
    wrong.map(|wrong| format!("{} {target:?}: {wrong}", situation.name))
}

fn wrong(
    kind: Kind,
    situation: &Situation,
    mount: &str,
    query: &str,
    is_to_head: bool,
    response: Option<Response>,
) -> Option<String> {
    let outcome = situation.outcome(kind);
    match (outcome, response) {
        (Outcome::Absent, _) | (Outcome::Nothing, None) => None,
        (Outcome::Book(status) | Outcome::Plain(status), Some(response)) => {
            let query = if outcome == Outcome::Plain(status) { "" } else { query };
            let mut expected = expected(policy(mount), status, query);
            if let Some(challenge) = situation.challenge {
                let given = expected.headers.iter_mut().filter(|(name, _)| name == "www-authenticate");
                given.for_each(|(_, value)| challenge.clone_into(value));
            }
            difference(&response, &expected, is_to_head)
        }
        (Outcome::Own(status), Some(response)) if response.status == status && !response.body.starts_with(b"{") => None,
        (Outcome::Headless, Some(response)) if response.status == 0 => None,
        (Outcome::Passes, Some(response)) if passed(&response) => None,
        (_, response) => {
            Some(format!("expected {outcome:?}, got {}", response.as_ref().map_or("nothing".to_owned(), shown)))
        }
    }
}

/// Returns true if this is a response of the service, complete and unchanged.
fn passed(response: &Response) -> bool {
    let own = (502, &["1"][..], &["application/json"][..], OWN.as_bytes());
    let page = (404, &[][..], &["text/html"][..], &b"<p>"[..]);
    let known =
        (response.status, &response.header("x-own")[..], &response.header("content-type")[..], &response.body[..]);
    response.header("x-passed") == ["1"] || known == own || known == page
}

#[test]
fn nginx_sends_the_errors_of_the_books() {
    check(Kind::Nginx);
}

#[test]
fn haproxy_sends_the_errors_of_the_books() {
    check(Kind::HAProxy);
}

#[test]
fn caddy_sends_the_errors_of_the_books() {
    check(Kind::Caddy);
}

#[test]
fn nginx_accepts_every_book_mount_and_query() {
    books::check(Kind::Nginx);
}

#[test]
fn haproxy_accepts_every_book_mount_and_query() {
    books::check(Kind::HAProxy);
}

#[test]
fn caddy_accepts_every_book_mount_and_query() {
    books::check(Kind::Caddy);
}
