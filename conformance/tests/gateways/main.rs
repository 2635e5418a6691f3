//! The exports for gateways, in the real programs: what they send by themselves is what the mount's book says.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod books;
mod configs;
mod exchange;
mod expected;
mod gateway;
mod manual;
mod situations;
mod upstream;

use std::fs;
use std::path::Path;
use std::process::Command;

use errorbook_catalog::Catalog;
use errorbook_catalog::export::gateway::{Mount, Mounts};

use crate::exchange::{Response, exchange};
use crate::expected::{MOUNTS, SUPPRESSED, difference, expected, policy, shown};
use crate::gateway::{Gateway, Kind, installed};
use crate::situations::{Outcome, Situation, situations};
use crate::upstream::{OWN, Upstream};

fn mounts() -> Mounts {
    let root = Mount::new("/", &Catalog::of(policy("").book())).unwrap();
    let primaerp = Mount::new("/primaerp", &Catalog::of(policy("/primaerp").book())).unwrap();
    Mounts::new([root.suppression_parameter("suppress_response_code").unwrap(), primaerp]).unwrap()
}

/// A folder with files to serve, a list of users without anybody, and a certificate, if there is a program to make one.
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

/// Sends each situation to a gateway, plain and suppressed, below both mounts.
fn check(kind: Kind) {
    let upstream = Upstream::start().unwrap();
    let config = |folder: &Path| configs::config(kind, folder, &upstream);
    let Some(gateway) = folder().and_then(|folder| Gateway::start(kind, &mounts(), folder, config)) else { return };
    let mut failures = Vec::new();
    for situation in situations() {
        let socket = if situation.is_for_tls { gateway.tls_socket() } else { gateway.socket() };
        let (mounts, queries): (&[&str], &[&str]) =
            if situation.has_path { (&MOUNTS, &["", SUPPRESSED]) } else { (&[""], &[""]) };
        for (mount, query) in mounts.iter().flat_map(|mount| queries.iter().map(move |query| (*mount, *query))) {
            let query_of = |query: &str| if query.is_empty() { String::new() } else { format!("?{query}") };
            let target = format!("{mount}/{}{}", situation.path, query_of(query));
            let request = (situation.request)(&target);
            let mut came = exchange(&socket, &request);
            for _ in 1..situation.times {
                came = exchange(&socket, &request);
            }
            let wrong = match came {
                Ok(came) => wrong(kind, &situation, mount, query, request.starts_with(b"HEAD "), came),
                Err(error) => Some(error.to_string()),
            };
            failures.extend(wrong.map(|wrong| format!("{} {target:?}: {wrong}", situation.what)));
        }
    }
    assert!(failures.is_empty(), "{kind:?}:\n  {}", failures.join("\n  "));
}

fn wrong(
    kind: Kind,
    situation: &Situation,
    mount: &str,
    query: &str,
    is_to_head: bool,
    came: Option<Response>,
) -> Option<String> {
    let outcome = situation.outcome(kind);
    match (outcome, came) {
        (Outcome::Absent, _) | (Outcome::Nothing, None) => None,
        (Outcome::Book(status) | Outcome::Plain(status), Some(came)) => {
            let query = if outcome == Outcome::Plain(status) { "" } else { query };
            let mut expected = expected(policy(mount), status, query);
            if let Some(challenge) = situation.challenge {
                let given = expected.headers.iter_mut().filter(|(name, _)| name == "www-authenticate");
                given.for_each(|(_, value)| challenge.clone_into(value));
            }
            difference(&came, &expected, is_to_head)
        }
        (Outcome::Own(status), Some(came)) if came.status == status && !came.body.starts_with(b"{") => None,
        (Outcome::Headless, Some(came)) if came.status == 0 => None,
        (Outcome::Passes, Some(came)) if passed(&came) => None,
        (_, came) => Some(format!("expected {outcome:?}, came {}", came.as_ref().map_or("nothing".to_owned(), shown))),
    }
}

/// True if it is a response of the service, whole and unchanged.
fn passed(came: &Response) -> bool {
    let own = (502, &["1"][..], &["application/json"][..], OWN.as_bytes());
    let page = (404, &[][..], &["text/html"][..], &b"<p>"[..]);
    let known = (came.status, &came.header("x-own")[..], &came.header("content-type")[..], &came.body[..]);
    came.header("x-passed") == ["1"] || known == own || known == page
}

#[test]
fn nginx_sends_what_the_books_say() {
    check(Kind::Nginx);
}

#[test]
fn haproxy_sends_what_the_books_say() {
    check(Kind::HAProxy);
}

#[test]
fn caddy_sends_what_the_books_say() {
    check(Kind::Caddy);
}

#[test]
fn nginx_takes_any_book_mount_and_query() {
    books::check(Kind::Nginx);
}

#[test]
fn haproxy_takes_any_book_mount_and_query() {
    books::check(Kind::HAProxy);
}

#[test]
fn caddy_takes_any_book_mount_and_query() {
    books::check(Kind::Caddy);
}
