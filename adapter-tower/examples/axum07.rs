//! A service on axum 0.7, with the layer: `cargo run -p errorbook-tower --example axum07`.

#![allow(clippy::print_stdout, reason = "a program tells its address")]

use axum07::Router;
use axum07::body::Body;
use axum07::extract::Path;
use axum07::response::Response;
use axum07::routing::get;
use errorbook::{Error, primaerp};
use errorbook_tower::{ErrorBook, into_http};
use tokio::net::TcpListener;

/// axum 0.7 has no adapter of its own: a handler renders its error itself.
async fn project(Path(id): Path<u32>) -> Result<String, Response> {
    find(id).map_err(|error| into_http::<Body>(error.to_response()))
}

fn find(id: u32) -> Result<String, Error> {
    match id {
        1 => Ok("Alpha".to_owned()),
        0 => panic!("secret"),
        _ => Err(errorbook::coded!(primaerp::OBJECT_NOT_FOUND, "no project {id}")),
    }
}

/// Serves until the listener fails.
pub(crate) async fn serve(listener: TcpListener) -> std::io::Result<()> {
    let app = Router::new().route("/projects/:id", get(project)).layer(ErrorBook::new(&primaerp::BOOK));
    axum07::serve(listener, app).await
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:3000").await?;
    println!("listening on http://{}", listener.local_addr()?);
    serve(listener).await
}
