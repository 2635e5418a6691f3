//! Every server sends the pages with the same headers and bytes. This test needs no browser.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::io::{Read, Write};
use std::net::TcpStream;

use browser::each_server;

/// Returns the status line and the headers in lower case, and the body.
fn send(depot: &str, method: &str, path: &str) -> (String, String) {
    let mut stream = TcpStream::connect(depot.strip_prefix("http://").unwrap()).unwrap();
    write!(stream, "{method} {path} HTTP/1.1\r\nhost: depot\r\nconnection: close\r\n\r\n").unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    (head.to_ascii_lowercase() + "\r\n", body.to_owned())
}

#[test]
fn every_server_sends_the_pages_unchanged() {
    each_server(|name, depot| {
        for (path, page) in [("/try", depot::try_page()), ("/try/elsewhere", depot::try_elsewhere())] {
            let length = ("content-length", &*page.text().len().to_string());
            for (method, text) in [("GET", page.text()), ("HEAD", "")] {
                let (head, body) = send(depot, method, path);
                assert!(head.starts_with("http/1.1 200 "), "{name}: {method} {path}: {head}");
                for (header, value) in page.headers().into_iter().chain([length]) {
                    let line = format!("\r\n{header}: {value}\r\n").to_ascii_lowercase();
                    let count = head.matches(&format!("\r\n{header}: ")).count();
                    assert!(head.contains(&line) && count == 1, "{name}: {method} {path}: {header}: {head}");
                }
                assert!(body == text, "{name}: {method} {path} has other bytes");
            }
        }
    });
}
