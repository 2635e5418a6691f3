//! What becomes of a panic on a connection: it is answered, or the connection ends, and the server lives on.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::routing::get;
use axum::{Router, serve};
use errorbook::primaerp;
use errorbook_axum::ErrorBook;
use http_body::Frame;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

async fn panics() -> &'static str {
    tokio::task::yield_now().await;
    panic!("secret")
}

/// A body that panics after its first piece: at once, or when that has been sent.
struct Midway {
    first: Option<&'static str>,
    waits: bool,
}

impl http_body::Body for Midway {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(Frame::data(first.into()))));
        }
        assert!(self.waits, "secret");
        self.waits = false;
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

fn midway(waits: bool) -> Body {
    Body::new(Midway { first: Some("first"), waits })
}

async fn listen() -> SocketAddr {
    let app = Router::new()
        .route("/plain", get(|| async { "plain" }))
        .route("/panic", get(panics))
        .route("/midway/at-once", get(|| async { midway(false) }))
        .route("/midway/later", get(|| async { midway(true) }))
        .layer(ErrorBook::new(&primaerp::BOOK));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async { serve(listener, app).await });
    address
}

/// What comes until the server closes the connection.
async fn exchange(address: SocketAddr, sent: &str) -> String {
    let mut connection = TcpStream::connect(address).await.unwrap();
    connection.write_all(sent.as_bytes()).await.unwrap();
    let mut received = String::new();
    timeout(Duration::from_secs(10), connection.read_to_string(&mut received)).await.unwrap().unwrap();
    received
}

fn request(line: &str) -> String {
    format!("{line} HTTP/1.1\r\nhost: a\r\n\r\n")
}

fn last(line: &str) -> String {
    format!("{line} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
}

#[tokio::test]
async fn a_panic_is_answered_and_does_not_cost_the_connection() {
    let sent = [request("GET /panic"), request("GET /panic"), last("GET /plain")].concat();
    let received = exchange(listen().await, &sent).await;
    let statuses: Vec<_> = received.split("HTTP/1.1 ").filter_map(|answer| answer.get(..3)).collect();
    assert_eq!(statuses, ["500", "500", "200"], "{received}");
    let unhandled = std::str::from_utf8(primaerp::UNHANDLED_ERROR.body()).unwrap();
    assert_eq!(received.matches(unhandled).count(), 2, "{received}");
    assert!(received.ends_with("\r\n\r\nplain") && !received.contains("secret"), "{received}");
}

#[tokio::test]
async fn a_panic_midway_in_a_body_ends_the_connection_and_not_the_server() {
    let address = listen().await;
    for (path, came) in [("at-once", ""), ("later", "5\r\nfirst\r\n")] {
        let received = exchange(address, &request(&format!("GET /midway/{path}"))).await;
        let (head, body) = received.split_once("\r\n\r\n").unwrap_or_default();
        // The last chunk never comes: a client can tell that the body is not whole.
        assert_eq!(body, came, "{path}: {received}");
        assert!(head.starts_with("HTTP/1.1 200 ") || received.is_empty(), "{path}: {received}");
        assert!(exchange(address, &last("GET /plain")).await.ends_with("\r\n\r\nplain"), "{path}");
    }
}
