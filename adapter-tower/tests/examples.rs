//! The programs in `examples/`, over real connections.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "the test has a `main` of its own")]
#[path = "../examples/axum07.rs"]
mod axum07_example;
#[allow(dead_code, reason = "the test has a `main` of its own")]
#[path = "../examples/hyper.rs"]
mod hyper_example;

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

async fn send(address: SocketAddr, line: &str) -> String {
    exchange(address, &format!("{line} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")).await
}

async fn exchange(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    response
}

/// The projects and the errors, which are the same in both programs.
async fn conforms(address: SocketAddr) {
    let not_found = r#"{"status":404,"code":"PE01-1101","message":"Object not found","description":"no project 7","constraintViolations":[]}"#;
    let cases = [
        ("GET /projects/1", "200 OK", "Alpha"),
        ("GET /projects/7", "404 Not Found", not_found),
        ("GET /projects/7?suppress_response_code=true", "200 OK", not_found),
        ("HEAD /projects/7", "404 Not Found", ""),
        (
            "GET /nowhere",
            "404 Not Found",
            r#"{"status":404,"code":"PE01-9003","message":"Resource not found","description":null,"constraintViolations":[]}"#,
        ),
    ];
    for (line, status, body) in cases {
        let response = send(address, line).await;
        assert!(response.starts_with(&format!("HTTP/1.1 {status}\r\n")), "{line}: {response}");
        assert_eq!(response.split_once("\r\n\r\n").unwrap().1, body, "{line}");
        if line.starts_with("HEAD") {
            assert!(response.contains(&format!("content-length: {}\r\n", not_found.len())), "{response}");
        }
    }
}

async fn panics_with(address: SocketAddr, line: &str) {
    let response = send(address, line).await;
    assert!(response.starts_with("HTTP/1.1 500 "), "{response}");
    assert!(response.contains("\"code\":\"PE01-9001\"") && response.contains("\r\nx-error-id: "), "{response}");
    assert!(!response.contains("secret"), "{response}");
}

#[tokio::test]
async fn a_service_on_hyper_follows_the_contract() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(hyper_example::serve(listener));
    conforms(address).await;
    panics_with(address, "GET /panic").await;
}

#[tokio::test]
async fn a_service_on_axum_0_7_follows_the_contract() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(axum07_example::serve(listener));
    conforms(address).await;
    panics_with(address, "GET /projects/0").await;
    let wrong = send(address, "GET /projects/seven").await;
    assert!(wrong.contains("\"code\":\"PE01-1105\"") && wrong.contains("\"description\":\"id: "), "{wrong}");
    for (headers, body, status, part) in [
        ("content-type: application/json\r\n", r#""Alpha""#, 200, "Alpha"),
        ("", r#""Alpha""#, 400, "PE01-9004"),
        ("content-type: application/json\r\n", r#""Alpha"#, 400, "PE01-9004"),
        ("content-type: application/json\r\n", "7", 412, "PE01-1104"),
        ("content-type: application/json\r\n", &"7".repeat(3_000_000), 412, "PE01-1109"),
    ] {
        let request = format!(
            "POST /projects HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{headers}content-length: {}\r\n\r\n{body}",
            body.len()
        );
        let response = exchange(address, &request).await;
        assert!(response.starts_with(&format!("HTTP/1.1 {status} ")) && response.contains(part), "{response}");
    }
}
