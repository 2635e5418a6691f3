//! A service on plain hyper, with the layer: `cargo run -p errorbook-tower --example hyper`.

#![allow(clippy::print_stdout, reason = "a program tells its address")]

use std::convert::Infallible;

use bytes::Bytes;
use errorbook::primaerp;
use errorbook_tower::{ErrorBook, into_http};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tower::{Layer as _, service_fn};

/// The handler: one project, and hyper's own empty 404 for everything else.
async fn project(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    Ok(match request.uri().path() {
        "/projects/1" => Response::new("Alpha".into()),
        "/projects/7" => into_http(errorbook::coded!(primaerp::OBJECT_NOT_FOUND, "no project 7").to_response()),
        "/panic" => panic!("secret"),
        _ => not_found(),
    })
}

fn not_found() -> Response<Full<Bytes>> {
    let mut response = Response::default();
    *response.status_mut() = http::StatusCode::NOT_FOUND;
    response
}

/// Serves connections until the listener fails.
pub(crate) async fn serve(listener: TcpListener) -> std::io::Result<()> {
    let service = TowerToHyperService::new(ErrorBook::new(&primaerp::BOOK).layer(service_fn(project)));
    loop {
        let (stream, _) = listener.accept().await?;
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
        // The client knows what has ended its connection early.
        tokio::spawn(async move { connection.await.ok() });
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:3000").await?;
    println!("listening on http://{}", listener.local_addr()?);
    serve(listener).await
}
