//! The layer's promises, on filters and on the services made from them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashMap;
use std::convert::Infallible;
use std::fmt::Display;
use std::future::{pending, ready};
use std::net::{SocketAddr, TcpListener};

use bytes::Bytes;
use conformance::layer::{App, BODY_LIMIT, Call, Framework, Handler, Order, Page, Part, Received, Reply, Route, Serve};
use errorbook::{Code, primaerp, standard};
use errorbook_warp::{Error, ErrorBook, Json, form, get, json, param, query};
use http_body::Body;
use http_body_util::BodyExt as _;
use tokio::runtime::Builder;
use tower::{Service, ServiceExt as _};
use warp::filters::BoxedFilter;
use warp::http::{HeaderName, HeaderValue, Request, StatusCode};
use warp::reply::{self, Reply as _, Response};
use warp::{Filter, Rejection};

#[path = "layer/app.rs"]
mod app;
#[path = "layer/own.rs"]
mod own;

use self::app::{filter, panics, response};

struct Warp;

impl Framework for Warp {
    const INNER_LAYERS_READ_HEADERS: bool = false;
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
    // The server sets the length of a body that it sends.
    let length = if call.method == "HEAD" { None } else { body.size_hint().exact() };
    Received::read(head.status.as_u16(), &head.headers, length, body.into_data_stream()).await
}
