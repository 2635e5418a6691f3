//! axum: its answers and its program.

use std::io;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use errorbook_axum::{Error, ErrorBook};
use futures_util::FutureExt as _;
use http::{HeaderValue, Request, StatusCode, header};
use tower::layer::util::Identity;
use tower::{Layer as _, ServiceExt as _};

use super::Around;
use crate::errors;

/// The floor: status, one header and static bytes.
pub fn by_hand() -> Response {
    let mut response = Response::new(Body::from(Bytes::from_static(errors::PLAIN_BODY)));
    *response.status_mut() = StatusCode::NOT_FOUND;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

/// A bare code.
pub fn code() -> Response {
    Error::from(errors::PLAIN).into_response()
}

/// Any error.
pub fn error(error: errorbook::Error) -> Response {
    Error::from(error).into_response()
}

/// The program.
pub fn app(around: Around) -> Router {
    let router = Router::new()
        .route(super::FINE, get(async || "fine"))
        .route(super::CODE, get(async || Error::from(errors::PLAIN)))
        .route(super::STATIC, get(async || by_hand()));
    match around {
        Around::Nothing => router,
        Around::Identity => router.layer(Identity::new()),
        Around::ErrorBook => router.layer(ErrorBook::new(&errorbook::http::BOOK)),
    }
}

/// Answers one request in the process.
pub fn ask(app: &Router, target: &str) -> Response {
    let request = Request::get(target).body(Body::empty()).unwrap();
    app.clone().oneshot(request).now_or_never().expect("nothing waits").unwrap()
}

/// Answers one request in the process under a layer around the whole router, which [`Router::layer`] would put around each
/// of its routes.
pub fn outside(around: Around) -> Box<dyn Fn(&str) -> Response> {
    // Each service is of another type.
    macro_rules! asking {
        ($service:expr) => {{
            let service = $service;
            Box::new(move |target: &str| {
                let request = Request::get(target).body(Body::empty()).unwrap();
                service.clone().oneshot(request).now_or_never().expect("nothing waits").unwrap()
            })
        }};
    }

    match around {
        Around::Nothing | Around::Identity => asking!(app(Around::Nothing)),
        Around::ErrorBook => asking!(ErrorBook::new(&errorbook::http::BOOK).layer(app(Around::Nothing))),
    }
}

/// Serves until the process is ended.
///
/// # Errors
/// If the port cannot be had.
pub fn serve(port: u16) -> io::Result<()> {
    super::runtime()?.block_on(async {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
        axum::serve(listener, app(Around::ErrorBook)).await
    })
}
