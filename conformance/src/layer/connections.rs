//! On a connection, a response is complete or the connection ends, and the server keeps running.

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use errorbook::{Error, ErrorKind, Policy, ayanova, primaerp};

use super::app::{App, BODY_LIMIT, Framework, Handler};
use super::call::body_of;
use super::reply::{Piece, Reply};

/// A framework with a server that the tests can start.
pub trait Serve: Framework {
    /// True if a client can detect a stream that broke off. Otherwise the client takes it for complete.
    const CUTS_STREAMS: bool = true;

    /// Serves the app on a free port, with one worker, until the test ends.
    fn serve(app: &App) -> SocketAddr;
}

fn request(line: &str) -> String {
    format!("{line} HTTP/1.1\r\nhost: a\r\n\r\n")
}

/// The last request of a connection.
const LAST: &str = "GET /plain HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";

/// Sends these bytes, and reads until the server closes the connection.
fn talk(address: SocketAddr, sent: &str) -> String {
    let connection = TcpStream::connect(address).and_then(|connection| {
        connection.set_read_timeout(Some(Duration::from_secs(10)))?;
        connection.set_write_timeout(Some(Duration::from_secs(10)))?;
        Ok(connection)
    });
    let mut connection = connection.unwrap_or_else(|error| panic!("{address}: {error}"));
    // A server may close the connection before it has read a body that it rejects.
    let _ = connection.write_all(sent.as_bytes());
    let mut received = Vec::new();
    if let Err(error) = connection.read_to_end(&mut received) {
        assert_eq!(error.kind(), io::ErrorKind::ConnectionReset, "the connection hangs after {sent:.200}");
    }
    String::from_utf8_lossy(&received).into_owned()
}

fn statuses(received: &str) -> Vec<&str> {
    received.split("HTTP/1.1 ").filter_map(|response| response.get(..3)).collect()
}

fn app(policy: Policy) -> App {
    App::new(policy).get("/plain", Reply::text("plain"))
}

pub fn a_panic_gets_a_response_and_the_connection_stays_open<S: Serve>() {
    let app = app(Policy::new(&primaerp::BOOK)).get("/panics", Handler::Panics).get("/before", Handler::PanicsBefore);
    let address = S::serve(&app);
    for path in ["/panics", "/before"] {
        let get = request(&format!("GET {path}"));
        let received = talk(address, &[&*get, &get, LAST].concat());
        assert_eq!(statuses(&received), ["500", "500", "200"], "{received}");
        assert_eq!(received.matches(&body_of(primaerp::UNHANDLED_ERROR)).count(), 2, "{received}");
        assert!(received.ends_with("\r\n\r\nplain") && !received.contains("secret"), "{received}");
    }
}

pub fn a_head_on_a_connection_has_the_length_of_its_get_and_no_body<S: Serve>() {
    let app = app(Policy::new(&primaerp::BOOK))
        .get("/panics", Handler::Panics)
        .get("/gone", Reply::empty(410))
        .get("/coded", Handler::fails(|| primaerp::OBJECT_NOT_FOUND.into()))
        .get("/stream", Reply::text("").streamed(["first".into(), "second".into()]));
    let address = S::serve(&app);
    for path in ["/plain", "/panics", "/gone", "/coded", "/stream", "/nowhere"] {
        let (head, get) = (request(&format!("HEAD {path}")), request(&format!("GET {path}")));
        let received = talk(address, &[&*head, &head, &get, LAST].concat());
        let seen = statuses(&received);
        assert_eq!(seen.len(), 4, "{path}: {received}");
        assert!(seen.iter().take(3).all(|status| Some(status) == seen.first()), "{path}: {received}");
        let responses: Vec<_> = received.split("HTTP/1.1 ").skip(1).collect();
        let [first, second, got, _] = &*responses else { panic!("{received}") };
        let (_, body) = got.split_once("\r\n\r\n").unwrap_or_default();
        for head in [first, second] {
            let (lines, rest) = head.split_once("\r\n\r\n").unwrap_or_default();
            assert_eq!(rest, "", "{path}: {received}");
            let stated = lines.lines().find_map(|line| line.strip_prefix("content-length: "));
            assert!(stated.is_none_or(|stated| stated == body.len().to_string()), "{path}: {received}");
        }
        assert!(received.ends_with("\r\n\r\nplain"), "{path}: {received}");
    }
}

pub fn a_body_that_panics_midway_ends_its_connection_and_not_the_server<S: Serve>() {
    let streamed = |pieces: Vec<Piece>| Reply::text("").streamed(pieces);
    let app = app(Policy::new(&primaerp::BOOK))
        .get("/at-once", streamed(vec!["first".into(), Piece::Panics]))
        .get("/later", streamed(vec!["first".into(), Piece::Waits, Piece::Panics]));
    let address = S::serve(&app);
    for (path, expected) in [("/at-once", ""), ("/later", "5\r\nfirst\r\n")] {
        let received =
            talk(address, &request(&format!("GET {path}")).replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n"));
        let (head, body) = received.split_once("\r\n\r\n").unwrap_or_default();
        if S::CUTS_STREAMS {
            // The last chunk never arrives.
            assert_eq!(body, expected, "{path}: {received}");
            assert!(head.starts_with("200 ") || head.starts_with("HTTP/1.1 200 ") || received.is_empty(), "{received}");
        } else {
            assert_eq!(body, "5\r\nfirst\r\n0\r\n\r\n", "{path}: {received}");
        }
        assert!(!received.contains("secret"), "{path}: {received}");
        assert!(talk(address, LAST).ends_with("\r\n\r\nplain"), "{path}");
    }
}

pub fn a_request_body_over_the_limit_gets_a_response_and_never_hangs<S: Serve>() {
    let address = S::serve(&app(Policy::new(&ayanova::BOOK)).post("/parts", Handler::ReadsJson));
    let post = "POST /parts HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n";
    for length in [BODY_LIMIT, BODY_LIMIT + 1, 300_000] {
        let json = r#"{"quantity":1}"#;
        let body = format!("{}{json}", " ".repeat(length - json.len()));
        let (first, second) = body.split_at(length / 2);
        let chunks = [first, second].map(|chunk| format!("{:x}\r\n{chunk}\r\n", chunk.len())).concat();
        let sized = format!("{post}content-length: {length}\r\n\r\n{body}{LAST}");
        let chunked = format!("{post}transfer-encoding: chunked\r\n\r\n{chunks}0\r\n\r\n{LAST}");
        for sent in [sized, chunked] {
            let received = talk(address, &sent);
            let status = if length > BODY_LIMIT { "400" } else { "200" };
            assert_eq!(statuses(&received).first(), Some(&status), "{length}: {received}");
            assert_eq!(received.contains("the body is too large"), length > BODY_LIMIT, "{length}: {received}");
            let is_usable = received.ends_with("\r\n\r\nplain");
            assert!(is_usable || statuses(&received).len() == 1, "{length}: {received}");
        }
    }
}

/// The target has no path, so no route matches it.
pub fn a_request_without_a_path_gets_a_4xx_of_the_book_and_is_not_logged<S: Serve>() {
    let address = S::serve(&app(Policy::new(&primaerp::BOOK)));
    for target in ["CONNECT a:80", "GET a:80", "GET a", "OPTIONS a:80"] {
        let received = talk(address, &request(target).replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n"));
        assert!(statuses(&received).first().is_some_and(|status| status.starts_with('4')), "{target}: {received}");
        assert!(received.contains(r#""code":"PE01-9"#), "{target}: {received}");
        assert!(!received.contains("x-error-id"), "{target}: {received}");
        assert!(talk(address, LAST).ends_with("\r\n\r\nplain"), "{target}");
    }
}

/// A handler that forwards the response of another server also forwards its framing headers.
pub fn the_envelope_removes_the_framing_headers_of_a_proxied_response<S: Serve>() {
    let proxied = |status| Reply::text("upstream").status(status).header("transfer-encoding", "chunked");
    let app = app(Policy::new(&primaerp::BOOK).jsonp("callback"))
        .get("/missing", proxied(404))
        .get("/failed", proxied(502))
        .get("/fine", proxied(200));
    let address = S::serve(&app);
    for (path, status, code) in [
        ("/missing", "404", "PE01-9003"),
        ("/missing?suppress_response_code=true", "200", "PE01-9003"),
        ("/missing?callback=show", "200", "/**/show("),
        ("/failed", "502", r#""code":null"#),
        ("/fine?callback=!!!", "400", "PE01-1105"),
    ] {
        let received = talk(address, &[&*request(&format!("GET {path}")), LAST].concat());
        assert_eq!(statuses(&received), [status, "200"], "{path}: {received}");
        assert!(received.contains(code), "{path}: {received}");
        assert!(received.ends_with("\r\n\r\nplain"), "{path}: {received}");
    }
}

/// Some middleware rebuilds a response from its status, headers and body. Default headers can give an empty error a JSON type.
pub fn middleware_does_not_change_the_book_and_the_body_of_an_error<S: Serve>() {
    let app = app(Policy::new(&primaerp::BOOK).jsonp("callback"))
        .get("/rebuilt", Handler::Rebuilt(Arc::new(|| ErrorKind::BodyTooLarge.into())))
        .get("/moved", Handler::Rebuilt(Arc::new(|| Error::from(primaerp::TENANT_MOVED).with_location("/elsewhere"))))
        .get("/empty", Reply::empty(404).header("content-type", "application/json"));
    let address = S::serve(&app);
    let [too_large, not_found, moved] =
        [primaerp::FILE_TOO_LARGE, primaerp::RESOURCE_NOT_FOUND, primaerp::TENANT_MOVED].map(body_of);
    for (target, status, body) in [
        ("/rebuilt", "412", too_large),
        ("/moved", "301", moved.clone()),
        ("/moved?suppress_response_code=true", "200", moved),
        ("/empty", "404", not_found.clone()),
        ("/empty?suppress_response_code=true", "200", not_found.clone()),
        ("/empty?callback=show", "200", format!("/**/show({not_found});")),
    ] {
        let received = talk(address, &[&*request(&format!("GET {target}")), LAST].concat());
        assert_eq!(statuses(&received), [status, "200"], "{target}: {received}");
        assert!(received.contains(&format!("\r\n\r\n{body}HTTP/1.1 200")), "{target}: {received}");
    }
}
