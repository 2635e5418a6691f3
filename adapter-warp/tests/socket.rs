//! What [`serve`](errorbook_warp::serve) promises on a connection: it stays usable or is closed, and never hangs.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::convert::Infallible;
use std::future::{Future, pending};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use errorbook::{ayanova, primaerp};
use errorbook_warp::{Error, ErrorBook, Result, get, json, serve};
use futures_util::{StreamExt as _, stream};
use serde::Deserialize;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::time::timeout;
use tower::ServiceBuilder;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};
use warp::reply::{self, Reply};
use warp::{Filter, Rejection};

const LAST: &str = "GET /fine HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

#[derive(Deserialize)]
struct Part {
    quantity: u8,
}

fn panics() -> Result<&'static str, Infallible> {
    panic!("secret")
}

/// Its body panics after the first piece, when it is told to.
fn panics_midway(told: impl Future<Output = ()> + Send + Sync + 'static) -> impl Reply {
    let rest = stream::once(async move {
        told.await;
        panics()
    });
    reply::stream(Box::pin(stream::once(async { Ok("first") }).chain(rest)))
}

fn routes(told: Arc<Notify>) -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone + Send + Sync {
    let streamed = || reply::stream(stream::once(async { Ok::<_, Infallible>("streamed") }));
    let midway = move || {
        let told = told.clone();
        panics_midway(async move { told.notified().await })
    };
    (warp::path!("panic").and(get()).map(|| panics().unwrap_or_default()))
        .or(warp::path!("fine").and(get()).map(|| "fine"))
        .or(warp::path!("stream").and(get()).map(streamed))
        .or(warp::path!("midway" / "at-once").map(|| panics_midway(async {})))
        .or(warp::path!("midway" / "when-told").map(midway))
        .or(warp::path!("peer").and(warp::ext::get()).map(|peer: SocketAddr| peer.ip().to_string()))
        .or(warp::path!("parts").and(warp::post()).and(json(40)).map(|part: Part| part.quantity.to_string()))
}

/// A free port.
async fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

async fn connect(address: SocketAddr, sent: &str) -> TcpStream {
    let mut connection = TcpStream::connect(address).await.unwrap();
    connection.write_all(sent.as_bytes()).await.unwrap();
    connection
}

/// What comes until the server closes the connection.
async fn rest(mut connection: TcpStream) -> String {
    let mut received = String::new();
    in_time(connection.read_to_string(&mut received)).await.unwrap();
    received
}

async fn talk(address: SocketAddr, sent: &str) -> String {
    rest(connect(address, sent).await).await
}

async fn in_time<F: Future>(future: F) -> F::Output {
    timeout(Duration::from_secs(10), future).await.unwrap()
}

#[tokio::test]
async fn a_connection_lives_through_panics_and_bodies_over_the_limit() {
    let (listener, address) = listen().await;
    let service = ErrorBook::new(&ayanova::BOOK).service(routes(Arc::default()));
    tokio::spawn(serve(service, listener, pending()));
    let get = |method: &str, path: &str| format!("{method} {path} HTTP/1.1\r\nhost: x\r\n\r\n");
    let long = "x".repeat(41);
    let json = "host: x\r\ncontent-type: application/json\r\n";
    let cases = [
        (get("GET", "/panic"), r#"HTTP/1.1 503"#),
        (get("HEAD", "/panic"), r#"HTTP/1.1 503"#),
        (get("HEAD", "/none"), r#"HTTP/1.1 404"#),
        (get("HEAD", "/stream"), r#"HTTP/1.1 200"#),
        (get("BREW", "/fine"), r#"HTTP/1.1 400"#),
        (format!("POST /parts HTTP/1.1\r\n{json}content-length: 41\r\n\r\n{long}"), "the body is too large"),
        (
            format!("POST /parts HTTP/1.1\r\n{json}transfer-encoding: chunked\r\n\r\n29\r\n{long}\r\n0\r\n\r\n"),
            "the body is too large",
        ),
        (get("GET", "/peer"), "127.0.0.1"),
    ];
    for (first, expected) in cases {
        let received = talk(address, &format!("{first}{LAST}")).await;
        assert!(received.contains(expected), "{first}: {received}");
        assert_eq!(received.matches("HTTP/1.1 ").count(), 2, "{received}");
        assert!(received.ends_with("\r\n\r\nfine") && !received.contains("secret"), "{received}");
    }
}

#[tokio::test]
async fn layers_of_tower_are_served_around_the_service() {
    let (listener, address) = listen().await;
    let service = ErrorBook::new(&primaerp::BOOK).service(routes(Arc::default()));
    let layers = ServiceBuilder::new().layer(CorsLayer::new().allow_origin(Any)).layer(CompressionLayer::new());
    tokio::spawn(serve(layers.service(service), listener, pending()));
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nhost: x\r\norigin: https://elsewhere.example\r\n\r\n");
    let received = talk(address, &[get("/panic"), get("/none"), LAST.to_owned()].concat()).await;
    assert_eq!(received.matches("\r\naccess-control-allow-origin: *\r\n").count(), 3, "{received}");
    assert!(received.contains("HTTP/1.1 500") && received.contains("HTTP/1.1 404"), "{received}");
    assert!(received.ends_with("\r\n\r\nfine"), "{received}");
}

#[tokio::test]
async fn an_open_request_is_finished_when_the_server_is_asked_to_stop() {
    let (listener, address) = listen().await;
    let (started, mut starts) = tokio::sync::mpsc::channel(1);
    let slow = warp::any().then(move || {
        let started = started.clone();
        async move {
            started.send(()).await.unwrap();
            while TcpStream::connect(address).await.is_ok() {}
            Error::from(primaerp::OBJECT_NOT_FOUND)
        }
    });
    let service = ErrorBook::new(&primaerp::BOOK).service(slow);
    let server = tokio::spawn(serve(service, listener, async move { _ = starts.recv().await }));
    let received = talk(address, "GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(received.as_bytes().ends_with(primaerp::OBJECT_NOT_FOUND.body()), "{received}");
    in_time(server).await.unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}
