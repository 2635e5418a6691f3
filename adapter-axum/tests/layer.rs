//! The layer's promises, on axum routers and around them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashMap;
use std::convert::Infallible;
use std::future::Ready;
use std::net::{SocketAddr, TcpListener};

use axum::Router;
use axum::body::{Body, HttpBody as _};
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::StatusCode;
use axum::middleware::{from_fn, map_response};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, on, on_service};
use conformance::layer::{App, BODY_LIMIT, Call, Framework, Handler, Order, Page, Part, Received, Reply, Route, Serve};
use errorbook::{Code, Policy, primaerp};
use errorbook_axum::{Error, ErrorBook, Form, Json, Path, Query, Result};
use tower::util::BoxCloneSyncService;
use tower::{Layer as _, ServiceExt as _, service_fn};

const MORE: &[(&str, Code)] = &[("/primaerp/v1//me", primaerp::RESOURCE_NOT_FOUND)];

/// Layers that are added with `Router::layer`.
struct Axum;

impl Framework for Axum {
    const ROUTE: Option<&str> = if cfg!(feature = "matched-path") { Some("/in/parts/{id}") } else { None };
    const NOT_FOUND: &[(&str, Code)] = MORE;

    fn respond(app: &App, call: &Call) -> Received {
        send(service(app, |router, policy| BoxService::new(router.layer(ErrorBook::from(policy)))), call)
    }
}

conformance::layer_tests!(Axum);
conformance::extractor_tests!(Axum);
conformance::connection_tests!(Axum);
conformance::promise_tests!(errorbook_axum);

impl Serve for Axum {
    fn serve(app: &App) -> SocketAddr {
        let service = service(app, |router, policy| BoxService::new(router.layer(ErrorBook::from(policy))));
        let router = Router::new().fallback_service(service);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        listener.set_nonblocking(true).unwrap();
        std::thread::spawn(move || run(listener, router));
        address
    }
}

#[tokio::main(flavor = "current_thread")]
async fn run(listener: TcpListener, router: Router) -> std::io::Result<()> {
    axum::serve(tokio::net::TcpListener::from_std(listener)?, router).await
}

mod around {
    use super::*;

    /// Layers around a router, which strips the bodies of a HEAD before the layer sees them.
    struct Around;

    impl Framework for Around {
        const STATES_LENGTH_TO_HEAD: bool = false;
        const NOT_FOUND: &[(&str, Code)] = MORE;

        fn respond(app: &App, call: &Call) -> Received {
            send(service(app, |router, policy| BoxService::new(ErrorBook::from(policy).layer(router))), call)
        }
    }

    conformance::layer_tests!(Around);
}

type BoxService = BoxCloneSyncService<Request, Response, Infallible>;

#[tokio::main(flavor = "current_thread")]
async fn send(service: BoxService, call: &Call) -> Received {
    let mut request = Request::builder().method(call.method.as_str()).uri(&call.target);
    for (name, value) in &call.headers {
        request = request.header(name, value);
    }
    let response = service.oneshot(request.body(Body::from(call.body.clone())).unwrap()).await;
    let (head, body) = response.unwrap_or_else(|never| match never {}).into_parts();
    // The server sets the length of a body that it sends.
    let length = if call.method == "HEAD" { None } else { body.size_hint().exact() };
    Received::read(head.status.as_u16(), &head.headers, length, body.into_data_stream()).await
}

fn service(app: &App, layer: fn(Router, Policy) -> BoxService) -> BoxService {
    let mut router = Router::new();
    for Route { path, methods } in &app.routes {
        for (method, handler) in methods {
            let filter = if *method == "GET" { MethodFilter::GET } else { MethodFilter::POST };
            router = router.route(path, serve(filter, handler.clone()));
        }
    }
    for (path, inner) in &app.mounts {
        let inner = service(inner, layer);
        router = if path.is_empty() { router.fallback_service(inner) } else { router.nest_service(path, inner) };
    }
    let router = router.layer(DefaultBodyLimit::max(BODY_LIMIT));
    match app.policy {
        Some(policy) => layer(router, policy),
        None => BoxService::new(router),
    }
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
        Handler::PanicsBefore => on_service(
            filter,
            service_fn(|_: Request| -> Ready<std::result::Result<Response, Infallible>> { panic!("secret") }),
        ),
        Handler::Unserialisable => on(filter, async || Json(HashMap::from([((1, 2), "secret")]))),
        Handler::UnserialisableCreated => {
            on(filter, async || (StatusCode::CREATED, Json(HashMap::from([((1, 2), "secret")]))))
        }
        Handler::ReadsPath => on(filter, async |_: Path<u32>| ()),
        Handler::ReadsAll => on(filter, async |_: Path<u32>, _: Query<Part>, _: Json<Part>| ()),
        Handler::ReadsJson => on(filter, async |_: Json<Part>| ()),
        Handler::ReadsOrder => on(filter, async |_: Query<Page>, _: Json<Order>| ()),
        Handler::ReadsForm => on(filter, async |_: Form<Page>| ()),
    }
}

fn response(reply: Reply) -> Response {
    let mut response = Response::builder().status(StatusCode::from_u16(reply.status).unwrap());
    for (name, value) in reply.headers {
        response = response.header(name, value);
    }
    response.body(Body::new(reply.body)).unwrap()
}
