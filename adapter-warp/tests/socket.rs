//! A connection to [`serve`](errorbook_warp::serve) stays usable or is closed, and never hangs.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::future::{Future, pending};
use std::net::SocketAddr;
use std::time::Duration;

use errorbook::{ayanova, primaerp};
use errorbook_warp::{Error, ErrorBook, get, serve};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tower::ServiceBuilder;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};
use warp::reply::Reply;
use warp::{Filter, Rejection};

const LAST: &str = "GET /fine HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

fn routes() -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone + Send + Sync {
    (warp::path!("panic").and(get()).map(|| -> &'static str { panic!("secret") }))
        .or(warp::path!("fine").and(get()).map(|| "fine"))
        .or(warp::path!("peer").and(warp::ext::get()).map(|peer: SocketAddr| peer.ip().to_string()))
}

/// Returns a free port.
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

/// Returns everything that is received until the server closes the connection.
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
async fn an_unknown_method_is_served_and_the_address_of_the_peer_is_known() {
    let (listener, address) = listen().await;
    let service = ErrorBook::new(&ayanova::BOOK).service(routes());
    tokio::spawn(serve(service, listener, pending()));
    let get = |method: &str, path: &str| format!("{method} {path} HTTP/1.1\r\nhost: x\r\n\r\n");
    let cases = [(get("BREW", "/fine"), "HTTP/1.1 400"), (get("GET", "/peer"), "127.0.0.1")];
    for (first, expected) in cases {
        let received = talk(address, &format!("{first}{LAST}")).await;
        assert!(received.contains(expected), "{first}: {received}");
        assert_eq!(received.matches("HTTP/1.1 ").count(), 2, "{received}");
        assert!(received.ends_with("\r\n\r\nfine") && !received.contains("secret"), "{received}");
    }
}

#[tokio::test]
async fn tower_layers_around_the_service_are_served() {
    let (listener, address) = listen().await;
    let service = ErrorBook::new(&primaerp::BOOK).service(routes());
    let layers = ServiceBuilder::new().layer(CorsLayer::new().allow_origin(Any)).layer(CompressionLayer::new());
    tokio::spawn(serve(layers.service(service), listener, pending()));
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nhost: x\r\norigin: https://elsewhere.example\r\n\r\n");
    let received = talk(address, &[get("/panic"), get("/none"), LAST.to_owned()].concat()).await;
    assert_eq!(received.matches("\r\naccess-control-allow-origin: *\r\n").count(), 3, "{received}");
    assert!(received.contains("HTTP/1.1 500") && received.contains("HTTP/1.1 404"), "{received}");
    assert!(received.ends_with("\r\n\r\nfine"), "{received}");
}

#[tokio::test]
async fn an_open_request_is_finished_after_the_server_is_asked_to_stop() {
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
