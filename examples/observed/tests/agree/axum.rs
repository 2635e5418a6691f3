//! The service on axum.

use axum::Router;
use axum::body::Body;
use axum::extract::Request as AxumRequest;
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::routing::get;
use errorbook::{Error, Policy, primaerp};
use errorbook_axum::{ErrorBook, Result};
use http_body_util::BodyExt as _;
use observed::opentelemetry::traceparent;
use tower::ServiceExt as _;
use tracing::Instrument as _;

use crate::telemetry::request_span;
use crate::{Request, Response};

async fn part() -> Result<&'static str> {
    Err(Error::from(primaerp::OBJECT_NOT_FOUND).with_cause("row 7 is locked"))?
}

async fn panics() -> &'static str {
    panic!("secret")
}

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn respond(policy: Policy, request: &Request) -> Response {
    let spans = from_fn(|mut request: AxumRequest, next: Next| {
        let span = request_span(request.headers().get("traceparent").map(|given| given.to_str().unwrap()));
        request.headers_mut().insert("traceparent", traceparent(&span).unwrap().try_into().unwrap());
        next.run(request).instrument(span)
    });
    let app = Router::new()
        .route("/fine", get(async || "fine"))
        .route("/parts/{id}", get(part))
        .route("/panic", get(panics))
        .route("/broken", get(async || StatusCode::SERVICE_UNAVAILABLE))
        .layer(ErrorBook::from(policy))
        .layer(spans);
    let target = AxumRequest::get(request.target);
    let request = request.traceparent.into_iter().fold(target, |request, given| request.header("traceparent", given));
    let (head, body) = app.oneshot(request.body(Body::empty()).unwrap()).await.unwrap().into_parts();
    let headers = head.headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    let body = body.collect().await.unwrap().to_bytes();
    Response { status: head.status.as_u16(), headers: headers.collect(), body: String::from_utf8(body.into()).unwrap() }
}
