//! The wrapper's promises, on filters and on the services made of them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashMap;
use std::convert::Infallible;
use std::fmt::Display;
use std::future::{pending, ready};
use std::net::{SocketAddr, TcpListener};

use bytes::Bytes;
use conformance::layer::{App, BODY_LIMIT, Call, Framework, Handler, Part, Received, Reply, Route, Serve};
use errorbook::{Code, primaerp, standard};
use errorbook_warp::{Error, ErrorBook, Json, get, json, param, query};
use http_body::Body;
use http_body_util::BodyExt as _;
use tokio::runtime::Builder;
use tower::{Service, ServiceExt as _};
use warp::filters::BoxedFilter;
use warp::http::{HeaderName, HeaderValue, Request, StatusCode};
use warp::reply::{self, Reply as _, Response};
use warp::{Filter, Rejection};

#[path = "layer/own.rs"]
mod own;

struct Warp;

impl Framework for Warp {
    const KNOWS_ALLOW: bool = false;
    const KNOWN_LENGTHS_CAN_FAIL: bool = false;
    const NOT_FOUND: &[(&str, Code)] = &[
        ("/primaerp/v1//me", primaerp::RESOURCE_NOT_FOUND),
        ("/%70rimaerp", standard::NOT_FOUND),
        ("//primaerp", standard::NOT_FOUND),
    ];

    fn respond(app: &App, call: &Call) -> Received {
        match app.policy {
            Some(policy) => send(ErrorBook::from(policy).service(filter(app)), call),
            None => send(warp::service(filter(app)), call),
        }
    }
}

conformance::layer_tests!(Warp);
conformance::extractor_tests!(Warp);
conformance::connection_tests!(Warp);
conformance::promise_tests!(errorbook_warp);

impl Serve for Warp {
    fn serve(app: &App) -> SocketAddr {
        let service = ErrorBook::from(app.policy.unwrap()).service(filter(app));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        listener.set_nonblocking(true).unwrap();
        std::thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                errorbook_warp::serve(service, listener, pending()).await;
            });
        });
        address
    }
}

#[tokio::main(flavor = "current_thread")]
async fn send<S, B>(service: S, call: &Call) -> Received
where
    S: Service<Request<String>, Response = warp::http::Response<B>, Error = Infallible>,
    B: Body<Data = Bytes, Error: Display>,
{
    let mut request = Request::builder().method(call.method.as_str()).uri(&call.target);
    for (name, value) in &call.headers {
        request = request.header(name, value);
    }
    let response = service.oneshot(request.body(call.body.clone()).unwrap()).await;
    let (head, body) = response.unwrap_or_else(|never| match never {}).into_parts();
    // The server states the length of a body that it sends.
    let length = if call.method == "HEAD" { None } else { body.size_hint().exact() };
    Received::read(head.status.as_u16(), &head.headers, length, body.into_data_stream()).await
}

type Filtered = BoxedFilter<(Response,)>;

/// The routes and the mounts, without the app's own layer.
fn filter(app: &App) -> Filtered {
    let nothing = warp::any().and_then(async || Err::<Response, _>(warp::reject())).boxed();
    let routes = app.routes.iter().flat_map(|Route { path, methods }| {
        methods.iter().map(|(method, handler)| serve(path, *method == "GET", handler.clone()))
    });
    let mounts = app.mounts.iter().map(|(path, inner)| {
        let wrapped = match inner.policy {
            Some(policy) => ErrorBook::from(policy).wrap(filter(inner)).boxed(),
            None => filter(inner),
        };
        below(path).and(wrapped).boxed()
    });
    routes.chain(mounts).fold(nothing, |either, next| either.or(next).unify().boxed())
}

/// The segments of the path, but for a parameter.
fn below(path: &str) -> BoxedFilter<()> {
    let segments = path.split('/').filter(|segment| !segment.is_empty() && *segment != "{id}");
    segments.fold(warp::any().boxed(), |before, segment| before.and(warp::path(segment.to_owned())).boxed())
}

fn serve(path: &str, is_get: bool, handler: Handler) -> Filtered {
    let method = || if is_get { get().boxed() } else { warp::post().boxed() };
    let route = below(path).and(warp::path::end()).and(method()).boxed();
    let id =
        || below(path).and(warp::path::param::<String>()).and(warp::path::end()).and(method()).and_then(param("id"));
    match handler {
        Handler::Reply(reply) => route.map(move || response(reply.clone())).boxed(),
        Handler::Fails(error) => route.map(move || Error::from(error()).into_response()).boxed(),
        Handler::Refused(error) => {
            let reject = move || ready(Err::<Response, Rejection>(Error::from(error()).into()));
            route.and_then(reject).boxed()
        }
        Handler::Rebuilt(error) => route.map(move || rebuilt(Error::from(error()).into_response())).boxed(),
        Handler::Panics => route
            .then(async || {
                tokio::task::yield_now().await;
                panics()
            })
            .boxed(),
        Handler::PanicsBefore => route.map(panics).boxed(),
        Handler::Unserialisable => route.map(|| Json(HashMap::from([((1, 2), "secret")])).into_response()).boxed(),
        Handler::UnserialisableCreated => {
            let json = || Json(HashMap::from([((1, 2), "secret")]));
            route.map(move || reply::with_status(json(), StatusCode::CREATED).into_response()).boxed()
        }
        Handler::ReadsPath => id().map(|_: u32| "".into_response()).boxed(),
        Handler::ReadsAll => {
            id().and(query()).and(json(BODY_LIMIT)).map(|_: u32, _: Part, _: Part| "".into_response()).boxed()
        }
        Handler::ReadsJson => route.and(json(BODY_LIMIT)).map(|_: Part| "".into_response()).boxed(),
    }
}

fn panics() -> Response {
    panic!("secret")
}

fn rebuilt(made: Response) -> Response {
    let (head, body) = made.into_parts();
    let mut rebuilt = Response::new(body);
    *rebuilt.status_mut() = head.status;
    *rebuilt.headers_mut() = head.headers;
    rebuilt
}

fn response(reply: Reply) -> Response {
    let mut response = match reply.body.to_bytes() {
        Some(bytes) => warp::http::Response::new(bytes).into_response(),
        None => reply::stream(reply.body).into_response(),
    };
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap();
    for (name, value) in reply.headers {
        response.headers_mut().append(HeaderName::from_static(name), HeaderValue::try_from(value).unwrap());
    }
    response
}
