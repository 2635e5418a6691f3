//! The layer's promises, on axum routers and on a plain tower service.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashMap;
use std::convert::Infallible;
use std::future::Ready;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::{from_fn, map_response};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, on, on_service};
use conformance::layer::{App, BODY_LIMIT, Call, Framework, Handler, Part, Received, Reply, Route};
use errorbook::{Code, Policy, primaerp};
use errorbook_axum::{Error, ErrorBook, Json, Path, Query, Result};
use tower::{Service, ServiceExt as _, service_fn};
use tower_layer::Layer as _;

struct Axum;

impl Framework for Axum {
    const NOT_FOUND: &[(&str, Code)] = &[("/primaerp/v1//me", primaerp::RESOURCE_NOT_FOUND)];

    fn respond(app: &App, call: &Call) -> Received {
        ask(router(app), call).unwrap_or_else(|never| match never {})
    }
}

conformance::layer_tests!(Axum);
conformance::extractor_tests!(Axum);

#[tokio::main(flavor = "current_thread")]
async fn ask<S, B>(service: S, call: &Call) -> Result<Received, S::Error>
where
    S: Service<Request, Response = Response<B>>,
    B: http_body::Body<Data = Bytes, Error: Into<axum::BoxError>> + Send + 'static,
{
    let mut request = Request::builder().method(call.method.as_str()).uri(&call.target);
    for (name, value) in &call.headers {
        request = request.header(name, value);
    }
    let (head, body) = service.oneshot(request.body(Body::from(call.body.clone())).unwrap()).await?.into_parts();
    let body = Body::new(body).into_data_stream();
    Ok(Received::read(head.status.as_u16(), &head.headers, None, body).await)
}

fn router(app: &App) -> Router {
    let mut router = Router::new();
    for Route { path, methods } in &app.routes {
        for (method, handler) in methods {
            let method = HttpMethod::from_bytes(method.as_bytes()).unwrap().try_into().unwrap();
            router = router.route(path, serve(method, handler.clone()));
        }
    }
    for (path, inner) in &app.mounts {
        router = match *path {
            "" => router.fallback_service(router_below(inner)),
            path => router.nest_service(path, router_below(inner)),
        };
    }
    let router = router.layer(DefaultBodyLimit::max(BODY_LIMIT));
    match app.policy {
        Some(policy) => router.layer(ErrorBook::from(policy)),
        None => router,
    }
}
