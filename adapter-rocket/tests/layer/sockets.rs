//! Requests that Rocket's own client cannot send: requests that Rocket cannot read, chunked bodies, bodies that are cut short.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::sync::mpsc;
use std::time::Duration;

use super::*;
use conformance::layer::body_of;
use rocket::fairing::AdHoc;

/// Starts a server with a real socket, for as long as the test runs.
pub(super) fn serve(rocket: Rocket<Build>) -> u16 {
    let (started, port) = mpsc::channel();
    let rocket = rocket.attach(AdHoc::on_liftoff("port", move |rocket| {
        Box::pin(async move { started.send(rocket.config().port).unwrap() })
    }));
    std::thread::spawn(|| drop(rocket::execute(rocket.launch())));
    port.recv_timeout(Duration::from_secs(10)).unwrap()
}

fn connect(port: u16, sent: &str) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.write_all(sent.as_bytes()).unwrap();
    stream
}

/// Reads until the server closes the connection.
fn rest(mut stream: TcpStream) -> String {
    let mut received = String::new();
    stream.read_to_string(&mut received).unwrap();
    received
}

#[test]
fn a_request_that_rocket_cannot_read_gets_an_error_that_can_be_suppressed() {
    let standard = errorbook::Policy::new(&standard::BOOK).suppression_parameter("suppress_response_code");
    let port = serve(
        build()
            .attach(ErrorBook::new(&ayanova::BOOK).mount("/a", routes![]))
            .attach(ErrorBook::from(standard).mount("/", routes![])),
    );
    for (request, status, code) in [
        ("FOO /a", "HTTP/1.1 400 ", ayanova::INVALID_OPERATION),
        ("FOO /a?suppress_response_code=true", "HTTP/1.1 200 ", ayanova::INVALID_OPERATION),
        ("FOO /b?suppress_response_code=true", "HTTP/1.1 200 ", standard::BAD_REQUEST),
        ("CONNECT x:80", "HTTP/1.1 400 ", standard::BAD_REQUEST),
    ] {
        let received = rest(connect(port, &format!("{request} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")));
        let end = format!("\r\n\r\n{}", body_of(code));
        assert!(received.starts_with(status) && received.ends_with(&end), "{request}: {received}");
    }
}

fn parts() -> u16 {
    serve(build().attach(ErrorBook::new(&ayanova::BOOK).mount("/", routes![create])))
}

const POST: &str = "POST /parts HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n";

#[test]
fn the_body_limit_applies_with_and_without_a_content_length() {
    let port = parts();
    let padded = |length: usize| format!("{}{{\"quantity\":1}}", " ".repeat(length - "{'quantity':1}".len()));
    for (body, status) in [(padded(BODY_LIMIT), "HTTP/1.1 200 "), (padded(BODY_LIMIT + 1), "HTTP/1.1 400 ")] {
        let (first, second) = body.split_at(20);
        let (first_length, second_length) = (first.len(), second.len());
        let chunks = format!("{first_length:x}\r\n{first}\r\n{second_length:x}\r\n{second}\r\n0\r\n\r\n");
        let chunked = format!("{POST}transfer-encoding: chunked\r\n\r\n{chunks}");
        let sized = format!("{POST}content-length: {}\r\n\r\n{body}", body.len());
        for request in [sized, chunked] {
            let received = rest(connect(port, &request));
            assert!(received.starts_with(status), "{request}: {received}");
        }
    }
}

#[test]
fn an_incomplete_body_is_not_taken_for_a_complete_one() {
    let port = parts();
    let cut = r#"{"error":{"code":"2030","message":"the body is cut short"}}"#;
    let body = r#"{"quantity":1}"#;
    for (missing, status, expected) in [(0, "HTTP/1.1 200 ", ""), (3, "HTTP/1.1 400 ", cut), (26, "HTTP/1.1 400 ", cut)]
    {
        let length = body.len() + missing;
        let stream = connect(port, &format!("{POST}content-length: {length}\r\n\r\n{body}"));
        if missing > 0 {
            stream.shutdown(Shutdown::Write).unwrap();
        }
        let received = rest(stream);
        let end = format!("\r\n\r\n{expected}");
        assert!(received.starts_with(status) && received.ends_with(&end), "{length}: {received}");
    }
}

#[test]
fn jsonp_does_not_wait_for_the_end_of_a_stream_on_a_connection() {
    let policy = errorbook::Policy::new(&primaerp::BOOK).jsonp("callback");
    let pieces = ["[<".into(), conformance::layer::Piece::Never];
    let app = App::new(policy).get("/", Reply::json("").streamed(pieces));
    let mut stream = connect(serve(mount(build(), "/", &app)), "GET /?callback=show HTTP/1.1\r\nhost: x\r\n\r\n");
    let mut received = Vec::new();
    while !received.ends_with(b"/**/show([\\u003c\r\n") {
        let mut buffer = [0; 1024];
        let length = stream.read(&mut buffer).unwrap();
        assert!(length > 0, "{}", String::from_utf8_lossy(&received));
        received.extend_from_slice(buffer.get(..length).unwrap_or_default());
    }
}
