//! The layer's promises, on axum routers, around them, and around a plain tower service.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashMap;
use std::convert::Infallible;
use std::future::Ready;

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::StatusCode;
use axum::middleware::{from_fn, map_response};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, on, on_service};
use axum::{BoxError, Router};
use conformance::layer::{App, BODY_LIMIT, Call, Framework, Handler, Part, Received, Reply, Route};
use errorbook::{Code, Policy, primaerp};
use errorbook_axum::{Error, ErrorBook, Json, Path, Query, Result};
use tower::{Service, ServiceExt as _, service_fn};
use tower_layer::Layer as _;

const MORE: &[(&str, Code)] = &[("/primaerp/v1//me", primaerp::RESOURCE_NOT_FOUND)];

/// Layers that are added with `Router::layer`.
struct Axum;

impl Framework for Axum {
    const NOT_FOUND: &[(&str, Code)] = MORE;

    fn respond(app: &App, call: &Call) -> Received {
        let service = router(app, |router, policy| router.layer(ErrorBook::from(policy)));
        send(service, call).unwrap_or_else(|never| match never {})
    }
}

conformance::layer_tests!(Axum);
conformance::extractor_tests!(Axum);

mod around {
    use super::*;

    /// Layers around a router, which strips the bodies of a HEAD before the layer sees them.
    struct Around;

    impl Framework for Around {
        const NOT_FOUND: &[(&str, Code)] = MORE;

        fn respond(app: &App, call: &Call) -> Received {
            let layer = |router: Router, policy| Router::new().fallback_service(ErrorBook::from(policy).layer(router));
            send(router(app, layer), call).unwrap_or_else(|never| match never {})
        }
    }

    conformance::layer_tests!(Around);
}

#[tokio::main(flavor = "current_thread")]
async fn send<S, B>(service: S, call: &Call) -> Result<Received, S::Error>
where
    S: Service<Request, Response = Response<B>>,
    B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    let mut request = Request::builder().method(call.method.as_str()).uri(&call.target);
    for (name, value) in &call.headers {
        request = request.header(name, value);
    }
    let response = service.oneshot(request.body(Body::from(call.body.clone())).unwrap()).await?;
    let (head, body) = response.into_parts();
    // The server states the length of a body that it sends.
    let length = if call.method == "HEAD" { None } else { body.size_hint().exact() };
    Ok(Received::read(head.status.as_u16(), &head.headers, length, Body::new(body).into_data_stream()).await)
}

fn router(app: &App, layer: fn(Router, Policy) -> Router) -> Router {
    let mut router = Router::new();
    for Route { path, methods } in &app.routes {
        for (method, handler) in methods {
            let filter = if *method == "GET" { MethodFilter::GET } else { MethodFilter::POST };
            router = router.route(path, serve(filter, handler.clone()));
        }
    }
    for (path, inner) in &app.mounts {
        let inner = self::router(inner, layer);
        router = if path.is_empty() { router.fallback_service(inner) } else { router.nest_service(path, inner) };
    }
    let router = router.layer(DefaultBodyLimit::max(BODY_LIMIT));
    app.policy.map_or(router.clone(), |policy| layer(router, policy))
}

fn serve(filter: MethodFilter, handler: Handler) -> MethodRouter {
    match handler {
        Handler::Reply(reply) => on(filter, async move || response(reply)),
        Handler::Fails(error) => on(filter, async move || Result::<()>::Err(error().into())),
        Handler::Refused(error) => on(filter, async || ())
            .layer(from_fn(move |_: Request, _| std::future::ready(Result::<Response>::Err(error().into())))),
        Handler::Rebuilt(error) => {
            on(filter, async move || Error::from(error())).layer(map_response(async |made: Response| {
                let mut rebuilt = Response::builder().status(made.status());
                rebuilt.headers_mut().unwrap().clone_from(made.headers());
                rebuilt.body(made.into_body()).unwrap()
            }))
        }
        Handler::Panics => on(filter, async || {
            tokio::task::yield_now().await;
            if true {
                panic!("secret")
            }
        }),
        Handler::PanicsBefore => {
            on_service(filter, service_fn(|_: Request| -> Ready<Result<Response, Infallible>> { panic!("secret") }))
        }
        Handler::Unserialisable => on(filter, async || Json(HashMap::from([((1, 2), "secret")]))),
        Handler::ReadsPath => on(filter, async |_: Path<u32>| ()),
        Handler::ReadsAll => on(filter, async |_: Path<u32>, _: Query<Part>, _: Json<Part>| ()),
        Handler::ReadsJson => on(filter, async |_: Json<Part>| ()),
    }
}

fn response(reply: Reply) -> Response {
    let mut response = Response::builder().status(StatusCode::from_u16(reply.status).unwrap());
    for (name, value) in reply.headers {
        response = response.header(name, value);
    }
    response.body(Body::new(reply.body)).unwrap()
}

#[test]
fn a_plain_tower_service_is_served_like_a_router() {
    let service = service_fn(async |request: Request| match request.uri().path() {
        "/gone" => Ok(Response::builder().status(410).body(http_body_util::Full::from("the words")).unwrap()),
        "/panic" => panic!("secret"),
        "/error" => Err("the service itself failed"),
        _ => Ok(Response::new(http_body_util::Full::from("fine"))),
    });
    let service = ErrorBook::new(&primaerp::BOOK).layer(service);
    let ask = |path: &str| send(service.clone(), &Call::get(path));
    let gone = r#"{"status":410,"code":null,"message":"Gone","description":"the words","constraintViolations":[]}"#;
    ask("/gone").unwrap().assert_eq(410, gone, "/gone");
    let panicked = ask("/panic").unwrap();
    panicked.assert_is(primaerp::UNHANDLED_ERROR, "/panic");
    assert!(panicked.header("x-error-id").is_some());
    ask("/").unwrap().assert_eq(200, "fine", "/");
    assert_eq!(ask("/error"), Err("the service itself failed"));
}
