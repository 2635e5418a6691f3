//! A service on axum 0.7, with the layer, an error type and extractors: `cargo run -p errorbook-tower --example axum07`.

#![allow(clippy::print_stdout, reason = "a program tells its address")]

use axum07::Router;
use axum07::async_trait;
use axum07::body::Bytes;
use axum07::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum07::http::HeaderValue;
use axum07::http::StatusCode;
use axum07::http::request::Parts;
use axum07::response::{IntoResponse, Response};
use axum07::routing::{get, post};
use errorbook::adapter::error_type;
use errorbook::{IntoError, extract, header, primaerp};
use errorbook_tower::{ErrorBook, error_to_http};
use serde::de::DeserializeOwned;
use tokio::net::TcpListener;

// axum 0.7 has no adapter of its own. These are its error and two of its extractors.

error_type! {
    /// The error of a handler: `?` makes it of everything that has a code.
    pub struct Error;
}

impl<P: IntoError> IntoResponse for Error<P> {
    fn into_response(self) -> Response {
        error_to_http(&self.0)
    }
}

/// A body of JSON.
struct Json<T>(T);

#[async_trait]
impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Json<T>> {
        extract::check_content_type(request.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes))?;
        let body = Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => extract::body_too_large(),
            _ => extract::unreadable_body(rejection),
        })?;
        Ok(Json(extract::json(&body)?))
    }
}

/// The parameters of the path.
struct Path<T>(T);

#[async_trait]
impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Path<T>> {
        let parameters = RawPathParams::from_request_parts(parts, state).await.map_err(errorbook::Error::internal)?;
        Ok(Path(extract::path(&parameters)?))
    }
}

async fn project(Path(id): Path<u32>) -> Result<String> {
    find(id)
}

async fn create(Json(name): Json<String>) -> String {
    name
}

fn find(id: u32) -> Result<String> {
    match id {
        1 => Ok("Alpha".to_owned()),
        0 => panic!("secret"),
        _ => Err(errorbook::coded!(primaerp::OBJECT_NOT_FOUND, "no project {id}"))?,
    }
}

/// Serves until the listener fails.
pub(crate) async fn serve(listener: TcpListener) -> std::io::Result<()> {
    let app = Router::new()
        .route("/projects/:id", get(project))
        .route("/projects", post(create))
        .layer(ErrorBook::new(&primaerp::BOOK));
    axum07::serve(listener, app).await
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:3000").await?;
    println!("listening on http://{}", listener.local_addr()?);
    serve(listener).await
}
