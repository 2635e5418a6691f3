//! Requests that the HTTP server rejects before the framework sees them, and requests just within its limits.

use std::ffi::OsStr;
use std::fmt;
use std::path::Path;

use errorbook::{Code, Error, ayanova, primaerp, standard};

use crate::raw::{exchange, first_response, opened, request};
use crate::report::chain;
use crate::rules::{Complaint, header};
use crate::server::Server;

/// Sends requests that no HTTP library would send, each on its own connection, and checks which part of the server responds.
///
/// If the HTTP server rejects a request, it sends a status without a body and closes the connection. All other requests get
/// the envelope of their mount. After each request, the server must send the right response to a valid request. It must also
/// exit while idle connections are open. A program with `actix` in its name is expected to run on actix-http, any other
/// program on hyper.
///
/// # Panics
///
/// Panics once, with all failures. This includes a server that does not start or exit as it should.
pub fn run_below_the_framework(program: impl AsRef<OsStr>) {
    let failures = check_below(program.as_ref());
    assert!(failures.is_empty(), "conformance below the framework:\n  {}", failures.join("\n  "));
}

fn check_below(program: &OsStr) -> Vec<String> {
    let server = match Server::start(program) {
        Ok(server) => server,
        Err(error) => return vec![chain(&error)],
    };
    let is_actix = Path::new(program).file_name().is_some_and(|name| name.to_string_lossy().contains("actix"));
    let mut failures = Vec::new();
    for row in rows() {
        let Row { name, sent, cut_off, hyper, actix } = row;
        let expected = if is_actix { actix } else { hyper };
        match exchange(server.address(), &sent, cut_off, expected.closes()) {
            Ok(received) => failures.extend(expected.check(&received).iter().map(|wrong| format!("{name}: {wrong}"))),
            Err(error) => {
                failures.push(format!("{name}: expected {expected} and the end of the connection, got {error}"))
            }
        }
        match exchange(server.address(), &request("GET /health HTTP/1.1", ""), false, false) {
            Ok(received) if received.starts_with(b"HTTP/1.1 200 ") && received.ends_with(br#"{"status":"ok"}"#) => {}
            other => {
                failures.push(format!("{name}: expected status 200 for the valid request that follows, got {other:?}"))
            }
        }
    }
    // Browsers keep spare connections open, and clients can stall. Neither may keep the server from exiting.
    let open = ["", "GET /health HTTP/1.1\r\n"].map(|sent| opened(server.address(), sent));
    failures.extend(server.stop().err().map(|error| chain(&error)));
    failures.extend(open.into_iter().filter_map(Result::err).map(|error| format!("a connection was refused: {error}")));
    failures
}

/// A request, byte for byte, and the expected outcome on each HTTP server.
struct Row {
    name: &'static str,
    sent: Vec<u8>,
    /// True if the client closes its sending side after the request.
    cut_off: bool,
    hyper: Outcome,
    actix: Outcome,
}

#[derive(Clone, Copy)]
enum Outcome {
    /// The HTTP server sends this status without a body, and closes the connection.
    Below(u16),
    /// The server closes the connection without a response.
    Closed,
    /// The response is in the envelope of the mount, with this code and description.
    Enveloped(Code, Option<&'static str>),
}

use Outcome::{Below, Closed, Enveloped};

const REFUSED: Outcome = Below(400);
const TOO_LARGE: Outcome = Below(431);
/// Accepted requests ask for an unknown path, so that their response is an error.
const PASSED: Outcome = Enveloped(primaerp::RESOURCE_NOT_FOUND, None);
const PASSED_IN_AYANOVA: Outcome = Enveloped(ayanova::OBJECT_NOT_FOUND, None);
const PASSED_OUTSIDE: Outcome = Enveloped(standard::NOT_FOUND, None);
const NO_ID: Outcome = Enveloped(
    primaerp::WRONG_PARAMETERS,
    Some("id: expected a whole number from -9223372036854775808 to 9223372036854775807"),
);
const UNREADABLE: Outcome = Enveloped(primaerp::UNRECOGNIZED_REQUEST, Some("the body cannot be read"));
const CUT_SHORT: Outcome = Enveloped(primaerp::UNRECOGNIZED_REQUEST, Some("the body is cut short"));

fn rows() -> Vec<Row> {
    let version = |version: &str| request(&format!("GET /primaerp/x {version}"), "");
    let target = |target: &str| request(&format!("GET {target} HTTP/1.1"), "");
    let long = |length: usize| target(&format!("{:x<length$}", "/primaerp/"));
    let headers = |headers: &str| request("GET /primaerp/x HTTP/1.1", headers);
    let many = |count: usize| headers(&"x: 1\r\n".repeat(count - 1));
    let large = |kibibytes: usize| headers(&format!("x: {}\r\n", "1".repeat(kibibytes * 1024)));
    let post = |headers: &str| [request("POST /primaerp/x HTTP/1.1", headers), b"2\r\n{}\r\n0\r\n\r\n".into()].concat();
    let echo = |length: &str, body: &str| {
        let headers = format!("content-type: application/json\r\n{length}\r\n");
        [request("POST /primaerp/echo HTTP/1.1", &headers), body.into()].concat()
    };
    // The handler needs only the first chunk, so only the bytes after it show that the body is incomplete.
    let part = r#"{"part":{"id":1,"tags":["a"]}}"#;
    let chunked = |more: &str| echo("transfer-encoding: chunked", &format!("1e\r\n{part}\r\n{more}"));

    let row = |name, sent, hyper, actix| Row { name, sent, cut_off: false, hyper, actix };
    let both = |name, sent, outcome| row(name, sent, outcome, outcome);
    let cut_off = |name, sent, outcome| Row { cut_off: true, ..both(name, sent, outcome) };
    vec![
        both("not HTTP at all, such as TLS", b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03".into(), REFUSED),
        both("a request line of one word", b"hello\r\n\r\n".into(), REFUSED),
        both("a malformed method", request("G(T /primaerp/x HTTP/1.1", ""), REFUSED),
        both("no version, as in HTTP/0.9", b"GET /primaerp/x\r\n\r\n".into(), REFUSED),
        both("version 1.7", version("HTTP/1.7"), REFUSED),
        both("version 2.0 in a request line", version("HTTP/2.0"), REFUSED),
        both("version 3.0", version("HTTP/3.0"), REFUSED),
        both("a version that is not a number", version("HTTP/x"), REFUSED),
        both("a target that is not a path", target("primaerp/x"), REFUSED),
        both("a target with a space", target("/primaerp/x y"), REFUSED),
        both("a target with `<`", target("/primaerp/<x>"), REFUSED),
        both("a target with a control character", target("/primaerp/\u{1}"), REFUSED),
        both(
            "a target with a byte that is not UTF-8",
            b"GET /primaerp/\xff HTTP/1.1\r\nhost: a\r\n\r\n".into(),
            REFUSED,
        ),
        row("a target with UTF-8 that is not percent-encoded", target("/primaerp/é"), PASSED, REFUSED),
        both("an invalid percent-encoding", target("/primaerp/%zz"), PASSED),
        both("an invalid percent-encoding in a parameter", target("/primaerp/v1/projects/%zz"), NO_ID),
        both("a percent-encoding that is not UTF-8", target("/ayanova/%FF"), PASSED_IN_AYANOVA),
        both("a percent-encoding that is not UTF-8, outside the mounts", target("/%FF"), PASSED_OUTSIDE),
        both("a target of 65,534 bytes", long(65_534), PASSED),
        row("a target of 65,535 bytes", long(65_535), Below(414), REFUSED),
        both("a header line without a colon", headers("nonsense\r\n"), REFUSED),
        both("a header name with a space", headers("x y: 1\r\n"), REFUSED),
        both("a space before the colon", headers("x : 1\r\n"), REFUSED),
        both("a header folded onto a second line", headers("x: 1\r\n 2\r\n"), REFUSED),
        both("a control character in a header", headers("x: \u{1}\r\n"), REFUSED),
        both("96 headers", many(96), PASSED),
        row("97 headers", many(97), PASSED, TOO_LARGE),
        row("100 headers", many(100), PASSED, TOO_LARGE),
        both("101 headers", many(101), TOO_LARGE),
        both("headers of 96 KiB", large(96), PASSED),
        row("headers of 256 KiB", large(256), PASSED, TOO_LARGE),
        both("headers of 1 MiB", large(1024), TOO_LARGE),
        row("no `host`", b"GET /primaerp/x HTTP/1.1\r\n\r\n".into(), PASSED, REFUSED),
        row("two `host`s", headers("host: b\r\n"), PASSED, REFUSED),
        both("two lengths that differ", post("content-length: 2\r\ncontent-length: 3\r\n"), REFUSED),
        row("the same length twice", post("content-length: 12\r\ncontent-length: 12\r\n"), PASSED, REFUSED),
        both("a length that is not a number", post("content-length: two\r\n"), REFUSED),
        both("a negative length", post("content-length: -2\r\n"), REFUSED),
        both("a length of more than 64 bits", post("content-length: 99999999999999999999\r\n"), REFUSED),
        row(
            "a length together with `chunked`",
            post("content-length: 2\r\ntransfer-encoding: chunked\r\n"),
            PASSED,
            REFUSED,
        ),
        both("an unknown transfer encoding", post("transfer-encoding: secret\r\n"), REFUSED),
        both("chunked under HTTP/1.0", request("POST /primaerp/x HTTP/1.0", "transfer-encoding: chunked\r\n"), REFUSED),
        row("a chunk whose size is not a number", chunked("xx\r\n"), UNREADABLE, CUT_SHORT),
        row("a chunk that is longer than its size", chunked("1\r\n22\r\n0\r\n\r\n"), UNREADABLE, CUT_SHORT),
        cut_off("a body that ends before its length", echo("content-length: 31", part), CUT_SHORT),
        cut_off("a chunked body that ends before its last chunk", chunked(""), CUT_SHORT),
        cut_off(
            "a chunked body of two bytes that ends before its last chunk",
            echo("transfer-encoding: chunked", "2\r\n{}\r\n"),
            CUT_SHORT,
        ),
        cut_off("a head that ends midway", b"GET /primaerp/x HTTP/1.1\r\nhost: a\r\n".into(), Closed),
    ]
}

impl Outcome {
    fn closes(self) -> bool {
        !matches!(self, Enveloped(..))
    }

    fn check(self, received: &[u8]) -> Vec<Complaint> {
        let got = || String::from_utf8_lossy(received).into_owned();
        match (self, first_response(received)) {
            (Closed, _) if received.is_empty() => Vec::new(),
            // Nothing may follow the response: the server must not treat the rest of a rejected request as a new one.
            (Below(status), Some((response, []))) if response.status == status && response.body.is_empty() => {
                [header(&response, "connection", Some("close")), header(&response, "content-type", None)]
                    .into_iter()
                    .flatten()
                    .collect()
            }
            (Enveloped(code, description), Some((response, []))) => {
                let error = match description {
                    Some(description) => Error::from(code).with_description(description),
                    None => code.into(),
                };
                let expected = error.to_response();
                let content_type = header(&response, "content-type", expected.header("content-type"));
                let same = response.status == expected.status().as_u16() && response.body == expected.body();
                let wrong =
                    (!same).then(|| Complaint::new("response", String::from_utf8_lossy(expected.body()), got()));
                wrong.into_iter().chain(content_type).collect()
            }
            _ => vec![Complaint::new("response", self.to_string(), got())],
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Below(status) => write!(f, "{status}"),
            Closed => f.write_str("no response"),
            Enveloped(code, _) => write!(f, "enveloped, {}", code.status().as_u16()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANUAL: &str = include_str!("../../docs/below-the-framework.md");

    #[test]
    fn the_table_of_the_manual_has_every_request() {
        let rows = rows().into_iter().map(|Row { name, hyper, actix, .. }| format!("| {name} | {hyper} | {actix} |"));
        let head = ["| request | hyper | actix-http |", "|---|---|---|"].map(str::to_owned);
        let table = head.into_iter().chain(rows).collect::<Vec<_>>().join("\n");
        let found = MANUAL.lines().filter(|line| line.starts_with('|')).collect::<Vec<_>>().join("\n");
        assert!(found == table, "the table of docs/below-the-framework.md must be:\n{table}");
    }

    #[test]
    fn every_response_that_differs_from_the_expected_outcome_is_reported() {
        let refused = "HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
        let not_found = concat!(
            "HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\ncontent-length: 109\r\n\r\n",
            r#"{"status":404,"code":"PE01-9003","message":"Resource not found","description":null,"constraintViolations":[]}"#
        );
        let complaints = |expected: Outcome, received: &str| expected.check(received.as_bytes()).len();
        assert_eq!(complaints(REFUSED, refused), 0);
        assert_eq!(complaints(PASSED, not_found), 0);
        assert_eq!(complaints(Closed, ""), 0);
        for expected in [REFUSED, PASSED] {
            assert_eq!(complaints(expected, ""), 1);
            assert_eq!(complaints(expected, "HTTP/1.1 400 Bad Request\r\n\r\n"), 1);
        }
        assert_eq!(complaints(Closed, refused), 1);
        assert_eq!(complaints(TOO_LARGE, refused), 1);
        assert_eq!(complaints(REFUSED, not_found), 1);
        assert_eq!(complaints(REFUSED, &refused.repeat(2)), 1);
        assert_eq!(complaints(REFUSED, &refused.replace("close", "keep-alive")), 1);
        assert_eq!(complaints(PASSED, &not_found.repeat(2)), 1);
        assert_eq!(complaints(PASSED, &not_found.replace("9003", "9004")), 1);
        assert_eq!(complaints(PASSED, &not_found.replace("404 Not", "400 Not")), 1);
        assert_eq!(complaints(PASSED, &not_found.replace("application/", "text/")), 1);
        assert_eq!(complaints(CUT_SHORT, not_found), 1);
    }

    #[test]
    fn a_program_that_is_not_a_server_fails() {
        assert_eq!(check_below(OsStr::new("true")).len(), 1);
    }
}
