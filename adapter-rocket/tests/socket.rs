//! The book's promises on a connection, and the failures of Rocket that get no response.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::pin::Pin;
use std::sync::{Mutex, mpsc};
use std::task::{Context, Poll};
use std::time::Duration;

use errorbook::{ObservedResponse, Policy, ayanova, primaerp, standard};
use errorbook_rocket::ErrorBook;
use rocket::config::LogLevel;
use rocket::data::Data;
use rocket::fairing::{AdHoc, Fairing, Info, Kind};
use rocket::http::Header;
use rocket::response::stream::{ByteStream, ReaderStream};
use rocket::tokio::io::{AsyncRead, AsyncReadExt, ReadBuf};
use rocket::{Config, Request, Responder, Response, get, routes};

#[get("/plain")]
fn plain() -> &'static str {
    "plain"
}

#[get("/stream")]
fn stream() -> ByteStream![&'static str] {
    ByteStream! {
        yield "first";
        panic!("secret");
    }
}

/// A body that fails.
struct Fails;

impl AsyncRead for Fails {
    fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, _: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Err(io::Error::other("secret")))
    }
}

#[get("/reader")]
fn reader() -> ReaderStream![impl AsyncRead] {
    ReaderStream::one(AsyncReadExt::chain(b"first".as_slice(), Fails))
}

#[derive(Responder)]
struct WithHeader<R> {
    response: R,
    header: Header<'static>,
}

#[get("/stream-with-length")]
fn stream_with_length() -> WithHeader<ByteStream![&'static str]> {
    WithHeader { response: stream(), header: Header::new("content-length", "11") }
}

#[get("/reader-with-length")]
fn reader_with_length() -> WithHeader<ReaderStream![impl AsyncRead]> {
    WithHeader { response: reader(), header: Header::new("content-length", "11") }
}

#[get("/header")]
fn header() -> WithHeader<&'static str> {
    WithHeader { response: "plain", header: Header::new("x-own", "a\r\nb") }
}

/// Adds a header to every response, and panics if the path asks for it.
struct Marks;

#[rocket::async_trait]
impl Fairing for Marks {
    fn info(&self) -> Info {
        Info { name: "marks", kind: Kind::Request | Kind::Response }
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        assert_ne!(request.uri().path(), "/fairing/request", "secret");
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        assert_ne!(request.uri().path(), "/fairing/response", "secret");
        response.set_raw_header("x-mark", "1");
    }
}

/// The facts that the observer received: the method, the path, the code and the status.
type Observed = (String, String, Option<&'static str>, u16);

static OBSERVED: Mutex<Vec<Observed>> = Mutex::new(Vec::new());

fn observe(response: &ObservedResponse<'_>) {
    let (method, path) = (response.method.to_owned(), response.path.to_owned());
    OBSERVED.lock().unwrap().push((method, path, response.code, response.status));
}

/// A server that runs as long as the test. It has one worker, so a panic that ends the worker fails the test.
fn serve() -> u16 {
    let (started, port) = mpsc::channel();
    let config = Config { log_level: LogLevel::Off, port: 0, workers: 1, ..Config::debug_default() };
    let routes = routes![plain, stream, stream_with_length, reader, reader_with_length, header];
    let rocket = rocket::custom(config)
        .attach(ErrorBook::new(&primaerp::BOOK).mount("/", routes))
        .attach(ErrorBook::new(&standard::BOOK).mount("/http", routes![]))
        .attach(ErrorBook::from(Policy::new(&ayanova::BOOK).observer(&observe)).mount("/observed", routes![plain]))
        .attach(Marks)
        .attach(AdHoc::on_liftoff("port", move |rocket| {
            Box::pin(async move { started.send(rocket.config().port).unwrap() })
        }));
    std::thread::spawn(|| drop(rocket::execute(rocket.launch())));
    port.recv_timeout(Duration::from_secs(10)).unwrap()
}

/// Sends this and reads until the server closes the connection.
fn exchange(port: u16, sent: &str) -> String {
    let mut connection = TcpStream::connect(("127.0.0.1", port)).unwrap();
    connection.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    connection.write_all(sent.as_bytes()).unwrap();
    let mut received = String::new();
    connection.read_to_string(&mut received).unwrap();
    received
}

fn request(line: &str) -> String {
    format!("{line} HTTP/1.1\r\nhost: a\r\n\r\n")
}

fn last(line: &str) -> String {
    format!("{line} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
}

fn lives_on(port: u16) -> bool {
    exchange(port, &last("GET /plain")).ends_with("\r\n\r\nplain")
}

#[test]
fn a_body_without_a_length_that_panics_or_fails_looks_complete() {
    let port = serve();
    for path in ["/stream", "/reader"] {
        let received = exchange(port, &[request(&format!("GET {path}")), last("GET /plain")].concat());
        let (streamed, plain) = received.split_once("\r\n0\r\n\r\n").unwrap();
        assert!(streamed.starts_with("HTTP/1.1 200 ") && streamed.ends_with("\r\n\r\n5\r\nfirst"), "{received}");
        assert!(plain.starts_with("HTTP/1.1 200 ") && plain.ends_with("\r\n\r\nplain"), "{received}");
    }
}

#[test]
fn a_body_with_a_length_that_panics_or_fails_is_cut_off_and_the_server_continues() {
    let port = serve();
    for path in ["/stream-with-length", "/reader-with-length"] {
        let received = exchange(port, &request(&format!("GET {path}")));
        // Data that was not flushed before the failure is lost.
        let (head, body) = received.split_once("\r\n\r\n").unwrap_or_default();
        assert!(head.is_empty() || head.contains("\r\ncontent-length: 11\r\n"), "{received}");
        assert!("first".starts_with(body), "{received}");
        assert!(lives_on(port), "{path}");
    }
}

#[test]
fn a_failure_between_the_handler_and_the_connection_ends_only_the_connection() {
    let port = serve();
    for path in ["/fairing/request", "/fairing/response", "/header"] {
        assert_eq!(exchange(port, &request(&format!("GET {path}"))), "", "{path}");
        assert!(lives_on(port), "{path}");
    }
}

#[test]
fn a_request_that_rocket_cannot_read_gets_an_envelope_without_the_headers_of_fairings() {
    let port = serve();
    let cases = [("GET /nowhere", primaerp::RESOURCE_NOT_FOUND, true), ("BREW /http/x", standard::BAD_REQUEST, false)];
    for (line, code, is_marked) in cases {
        let received = exchange(port, &last(line));
        let body = std::str::from_utf8(code.body()).unwrap();
        assert!(received.starts_with(&format!("HTTP/1.1 {} ", code.status())), "{received}");
        assert!(received.ends_with(&format!("\r\n\r\n{body}")), "{received}");
        assert_eq!(received.contains("\r\nx-mark: 1\r\n"), is_marked, "{received}");
    }
}

#[test]
fn an_observer_is_told_of_what_rocket_cannot_read_but_not_its_method() {
    let port = serve();
    for line in ["BREW /observed/plain", "GET /observed/plain", "HEAD /observed/plain", "POST /observed/plain"] {
        exchange(port, &last(line));
    }
    let observed = [("", Some("2030"), 400), ("GET", None, 200), ("HEAD", None, 200), ("POST", Some("2030"), 400)];
    let observed =
        observed.map(|(method, code, status)| (method.to_owned(), "/observed/plain".to_owned(), code, status));
    assert_eq!(*OBSERVED.lock().unwrap(), observed);
}
