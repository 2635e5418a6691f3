//! axum: its responses and its service.

use std::convert::Infallible;
use std::io;

use axum::body::{Body, Bytes};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use errorbook::IntoError;
use errorbook_axum::{Error, ErrorBook, ErrorBookService};
use futures_util::FutureExt as _;
use http::{HeaderValue, Request, StatusCode, header};
use tower::layer::util::Identity;
use tower::make::Shared;
use tower::{Layer as _, Service, ServiceExt as _};

use super::Around;
use crate::errors;

/// Returns the floor: a response with the status, one header and static bytes.
pub fn by_hand() -> Response {
    let mut response = Response::new(Body::from(Bytes::from_static(errors::PLAIN_BODY)));
    *response.status_mut() = StatusCode::NOT_FOUND;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

/// Returns the response for a code without details.
pub fn code() -> Response {
    Error::from(errors::PLAIN).into_response()
}

/// The only error of a handler that promises it.
#[derive(Debug, IntoError)]
#[code(errors::PLAIN)]
struct NotFound;

/// Returns the response for a code without details that the handler promises.
pub fn promised_code() -> Response {
    Error::<NotFound>::from(NotFound).into_response()
}

/// Returns the response for any error.
pub fn error(error: errorbook::Error) -> Response {
    Error::from(error).into_response()
}

/// Returns the service.
pub fn app(around: Around) -> Router {
    let router = Router::new()
        .route(super::FINE, get(async || "fine"))
        .route(super::CODE, get(async || Error::from(errors::PLAIN)))
        .route(super::STATIC, get(async || by_hand()));
    match around {
        Around::Nothing | Around::Outside => router,
        Around::Identity => router.layer(Identity::new()),
        Around::ErrorBook => router.layer(ErrorBook::from(errors::POLICY)),
    }
}

/// Responds to a request in this process.
pub fn ask<S>(app: &S, target: &str) -> Response
where
    S: Service<Request<Body>, Response = Response, Error = Infallible> + Clone,
{
    let request = Request::get(target).body(Body::empty()).unwrap();
    app.clone().oneshot(request).now_or_never().expect("nothing waits").unwrap()
}

/// Returns the service with a layer around the whole router. [`Router::layer`] would put the layer around each route.
pub fn outside() -> ErrorBookService<Router> {
    // Without its state, a router would convert its handlers to services again for each request.
    ErrorBook::from(errors::POLICY).layer(app(Around::Outside).with_state(()))
}

/// Returns a program with a route that responds with 1 KiB of JSON, or with a script if the request names a function.
pub fn with_jsonp() -> Router {
    let parts = async || Json([super::PART; 22]);
    Router::new().route(super::PARTS, get(parts)).layer(ErrorBook::from(errors::POLICY.jsonp("callback")))
}

/// Serves until the process ends, and passes the port to `listening`.
///
/// # Errors
///
/// Fails if no port is available.
pub fn serve(around: Around, listening: fn(u16)) -> io::Result<()> {
    super::runtime()?.block_on(async {
        let listener = tokio::net::TcpListener::bind(super::ADDRESS).await?;
        listening(listener.local_addr()?.port());
        match around {
            Around::Outside => axum::serve(listener, Shared::new(outside())).await,
            _ => axum::serve(listener, app(around)).await,
        }
    })
}
