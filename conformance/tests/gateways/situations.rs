//! The requests that every gateway gets, and the expected outcomes.

use std::fmt;

use crate::gateway::Kind;

/// A situation in which a gateway may respond by itself.
pub(crate) struct Situation {
    pub(crate) name: &'static str,
    /// The end of the path, after the mount's prefix.
    pub(crate) path: &'static str,
    pub(crate) request: fn(target: &str) -> Vec<u8>,
    /// The number of times that the request is sent. Only the last response is checked.
    pub(crate) times: usize,
    /// The challenge that the gateway itself sends.
    pub(crate) challenge: Option<&'static str>,
    /// False if a gateway cannot read a path from the request. Then it is sent once, and the root's book applies.
    pub(crate) has_path: bool,
    /// True if the request is sent to the TLS port.
    pub(crate) is_for_tls: bool,
    outcomes: [Outcome; 3],
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Outcome {
    /// The gateway sends the error of the mount's book for this status.
    Book(u16),
    /// The gateway sends its own page with this status. No configuration changes that.
    Own(u16),
    /// The gateway sends the error of the mount's book, but never suppresses its status.
    Plain(u16),
    /// The gateway sends bytes that are not an HTTP/1 response.
    Headless,
    /// The gateway closes the connection without a response.
    Nothing,
    /// The request reaches the service, and the service's response is not changed.
    Passes,
    /// The gateway has no such feature.
    Absent,
}

use Outcome::{Absent, Book, Headless, Nothing, Own, Passes, Plain};

impl Situation {
    pub(crate) fn outcome(&self, kind: Kind) -> Outcome {
        let [nginx, haproxy, caddy] = self.outcomes;
        match kind {
            Kind::Nginx => nginx,
            Kind::HAProxy => haproxy,
            Kind::Caddy => caddy,
        }
    }
}

/// Returns the head of a request: the request line, a `host`, and more headers, each with its line end.
fn head(line: &str, headers: &str) -> Vec<u8> {
    format!("{line}\r\nhost: gateway.test\r\nconnection: close\r\n{headers}\r\n").into_bytes()
}

fn get(target: &str) -> Vec<u8> {
    head(&format!("GET {target} HTTP/1.1"), "")
}

fn with(headers: &str, target: &str) -> Vec<u8> {
    head(&format!("GET {target} HTTP/1.1"), headers)
}

fn post(headers: &str, body: &str, target: &str) -> Vec<u8> {
    [head(&format!("POST {target} HTTP/1.1"), headers), body.into()].concat()
}

/// Adds a text to the query of a target.
fn longer(target: &str, more: &str) -> String {
    format!("{target}{}{more}", if target.contains('?') { '&' } else { '?' })
}

#[rustfmt::skip] // One situation per line.
pub(crate) fn situations() -> Vec<Situation> {
    let sent = |name, path, request, outcomes| Situation { name, path, request, times: 1, challenge: None, has_path: true, is_for_tls: false, outcomes };
    let at = |name, path, outcomes| sent(name, path, get as fn(&str) -> Vec<u8>, outcomes);
    let bad = |name, request, outcomes| sent(name, "x", request, outcomes);
    let pathless = |name, request, outcomes| Situation { has_path: false, ..bad(name, request, outcomes) };
    vec![
        at("the service is down: its port refuses connections", "refused", [Book(502), Book(503), Book(502)]),
        sent("`HEAD`, while the service is down", "refused", |target| head(&format!("HEAD {target} HTTP/1.1"), ""), [Book(502), Book(503), Book(502)]),
        sent("`POST`, while the service is down", "refused", |target| post("content-length: 2\r\n", "{}", target), [Book(502), Book(503), Book(502)]),
        at("the service does not accept the connection in time", "full", [Book(504), Book(503), Book(502)]),
        // Caddy stops using a server after a failure.
        Situation { times: 2, ..at("no server is in service", "none-up", [Book(502), Book(503), Book(503)]) },
        at("the service's host name cannot be resolved", "no-name", [Book(502), Book(503), Book(502)]),
        at("the service closes the connection without a response", "closes", [Book(502), Book(502), Book(502)]),
        at("the service disconnects in the middle of its head", "resets", [Book(502), Book(502), Book(502)]),
        at("the service is too slow", "hangs", [Book(504), Book(504), Book(504)]),
        at("the service does not speak HTTP", "no-http", [Headless, Book(502), Book(502)]),
        at("the service sends a status that is not a number", "bad-status", [Headless, Book(502), Book(502)]),
        at("the service sends a length that is not a number", "bad-length", [Passes, Book(502), Book(502)]),
        at("the service sends headers of 256 KiB", "large-head", [Book(502), Book(502), Passes]),
        at("the service's own 502, as JSON", "own", [Passes, Passes, Passes]),
        at("the service's own 404, as HTML", "own-page", [Passes, Passes, Passes]),
        at("a page that the administrator wrote", "own-return", [Passes, Passes, Passes]),
        at("an address, method or path that is not allowed", "denied", [Book(403), Book(403), Book(403)]),
        at("a request that is not signed in", "signed-out", [Book(401), Book(401), Book(401)]),
        Situation { challenge: Some("Basic realm=\"shop\""), ..at("a password is missing", "password", [Book(401), Book(401), Book(401)]) },
        at("the service that checks tokens is down", "asks", [Book(500), Absent, Book(502)]),
        Situation { times: 2, ..at("too many requests", "limited", [Book(429), Book(429), Book(429)]) },
        at("closed for maintenance", "closed", [Book(503), Book(503), Book(503)]),
        at("a path that is gone", "gone", [Book(410), Book(410), Book(410)]),
        at("a path that the law forbids", "legal", [Book(451), Absent, Book(451)]),
        at("a rule that sends 425", "early", [Book(425), Book(425), Book(425)]),
        at("a rule that sends 500", "broken", [Book(500), Book(500), Book(500)]),
        at("a rewrite that never ends", "turns", [Own(500), Absent, Absent]),
        sent("a method that is not allowed", "readable", |target| head(&format!("DELETE {target} HTTP/1.1"), ""), [Book(405), Book(405), Book(405)]),
        sent("a host that is not served", "x", |target| format!("GET {target} HTTP/1.1\r\nhost: elsewhere.test\r\n\r\n").into(), [Book(404), Book(404), Book(404)]),
        sent("a body over the limit", "small", |target| post("content-length: 20\r\n", "01234567890123456789", target), [Book(413), Book(413), Book(413)]),
        sent("a chunked body over the limit", "small", |target| post("transfer-encoding: chunked\r\n", "14\r\n01234567890123456789\r\n0\r\n\r\n", target), [Book(413), Book(413), Book(413)]),
        at("a missing file", "files/none.txt", [Book(404), Absent, Book(404)]),
        at("a folder without an index", "files/", [Book(403), Absent, Book(404)]),
        sent("`POST` to a file", "files/here.txt", |target| post("content-length: 0\r\n", "", target), [Book(405), Absent, Absent]),
        sent("a range outside a file", "files/here.txt", |target| with("range: bytes=90-99\r\n", target), [Book(416), Absent, Own(416)]),
        sent("a file that is not the expected version", "files/here.txt", |target| with("if-match: \"x\"\r\n", target), [Plain(412), Absent, Own(412)]),
        bad("`TRACE`", |target| head(&format!("TRACE {target} HTTP/1.1"), ""), [Book(405), Passes, Passes]),
        bad("`CONNECT`", |target| head(&format!("CONNECT {target} HTTP/1.1"), ""), [Book(405), Own(400), Passes]),
        pathless("not HTTP at all, such as TLS", |_| b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03\r\n\r\n".into(), [Book(400), Own(400), Own(400)]),
        pathless("a request line of one word", |_| b"hello\r\n\r\n".into(), [Book(400), Own(400), Own(400)]),
        bad("a malformed method", |target| head(&format!("G(T {target} HTTP/1.1"), ""), [Book(400), Own(400), Own(400)]),
        bad("version 3.0 in a request line", |target| head(&format!("GET {target} HTTP/3.0"), ""), [Book(505), Passes, Own(505)]),
        bad("a version that is not a number", |target| head(&format!("GET {target} HTTP/x"), ""), [Book(400), Own(400), Own(400)]),
        pathless("a target that is not a path", |_| head("GET x HTTP/1.1", ""), [Book(400), Own(400), Own(400)]),
        bad("a target with a space", |target| head(&format!("GET {} HTTP/1.1", longer(target, "a b")), ""), [Book(400), Own(400), Own(400)]),
        bad("a target with a control character", |target| head(&format!("GET {} HTTP/1.1", longer(target, "\u{1}")), ""), [Book(400), Own(400), Own(400)]),
        sent("an invalid percent-encoding", "%zz", get, [Book(400), Passes, Own(400)]),
        bad("a header line without a colon", |target| with("nonsense\r\n", target), [Passes, Own(400), Own(400)]),
        bad("a header name with a space", |target| with("x y: 1\r\n", target), [Book(400), Own(400), Own(400)]),
        bad("a header that the administrator rejects", |target| with("x-refused: 1\r\n", target), [Book(400), Passes, Passes]),
        bad("no `host`", |target| format!("GET {target} HTTP/1.1\r\n\r\n").into(), [Book(400), Book(404), Own(400)]),
        bad("two `host`s", |target| with("host: b\r\n", target), [Book(400), Own(400), Own(400)]),
        bad("two lengths that differ", |target| post("content-length: 2\r\ncontent-length: 3\r\n", "{} ", target), [Book(400), Own(400), Own(400)]),
        bad("a length that is not a number", |target| post("content-length: two\r\n", "{}", target), [Book(400), Own(400), Own(400)]),
        bad("a length together with `chunked`", |target| post("content-length: 2\r\ntransfer-encoding: chunked\r\n", "0\r\n\r\n", target), [Book(400), Passes, Passes]),
        bad("an unknown transfer encoding", |target| post("transfer-encoding: secret\r\n", "", target), [Book(501), Own(400), Own(501)]),
        bad("a chunk whose size is not a number", |target| post("transfer-encoding: chunked\r\n", "xx\r\n", target), [Book(400), Own(400), Book(502)]),
        Situation { is_for_tls: true, ..bad("HTTP on a port for TLS", get, [Book(400), Nothing, Own(400)]) },
        bad("a path that is too long", |target| get(&longer(target, &"x".repeat(40_000))), [Book(414), Own(400), Own(431)]),
        bad("a header that is too large", |target| with(&format!("x: {}\r\n", "x".repeat(40_000)), target), [Book(431), Own(400), Own(431)]),
        bad("200 headers", |target| with(&"x: 1\r\n".repeat(200), target), [Passes, Own(400), Passes]),
        bad("a head that does not arrive in time", |target| format!("GET {target} HTTP/1.1\r\nhost: ").into(), [Nothing, Own(408), Nothing]),
        sent("a body that does not arrive in time", "waits", |target| post("content-length: 9\r\n", "{", target), [Nothing, Book(408), Own(200)]),
    ]
}

/// Formats the outcome as a cell of the manual's table.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Book(status) => write!(f, "{status}"),
            Own(status) => write!(f, "*{status}*"),
            Plain(status) => write!(f, "{status}, not suppressed"),
            Headless => f.write_str("*no head*"),
            Nothing => f.write_str("*nothing*"),
            Passes => f.write_str("passes"),
            Absent => f.write_str("–"),
        }
    }
}
