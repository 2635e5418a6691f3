//! The layer's promises, with Rocket's own client, or over a socket for requests that this client cannot send.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashMap;
use std::io::{self, Cursor};
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use conformance::layer::{
    App, BODY_LIMIT, Call, Framework, Handler, Order, Page, Part, Pieces, Received, Reply, Route, Serve,
};
use errorbook::{Code, ayanova, primaerp, standard};
use errorbook_rocket::{Error, ErrorBook, Form, Json, Path, Query};
use rocket::config::LogLevel;
use rocket::data::{Limits, ToByteUnit as _};
use rocket::http::{Header, Method, Status};
use rocket::local::asynchronous::Client;
use rocket::response::Responder;
use rocket::route::{BoxFuture, Outcome};
use rocket::shield::Shield;
use rocket::tokio::io::{AsyncRead, AsyncSeek, ReadBuf};
use rocket::tokio::runtime::Builder;
use rocket::{Build, Config, Data, Request, Response, Rocket, get, post, routes};
use tokio_util::bytes::Bytes;
use tokio_util::io::{ReaderStream, StreamReader};

#[path = "layer/app.rs"]
mod app;
#[path = "layer/own.rs"]
mod own;
#[path = "layer/sockets.rs"]
mod sockets;

use self::app::{create, mount, part};

struct RocketRs;

impl Framework for RocketRs {
    const LAYERS_NEST: bool = false;
    const ROUTE: Option<&str> = Some("/in/parts/<id>");
    const STATES_LENGTH_TO_HEAD: bool = false;
    const NOT_FOUND: &[(&str, Code)] = &[
        ("//primaerp//v1/you", primaerp::RESOURCE_NOT_FOUND),
        ("/%70rimaerp/v1", primaerp::RESOURCE_NOT_FOUND),
        ("/primaerp%2Fx", standard::NOT_FOUND),
    ];

    fn respond(app: &App, call: &Call) -> Received {
        // Rocket's shield would add headers to every response. JSONP adds one of them itself.
        send(mount(build().attach(Shield::new()), "/", app), call)
    }
}

conformance::layer_tests!(RocketRs);
conformance::extractor_tests!(RocketRs);
conformance::connection_tests!(RocketRs);
conformance::promise_tests!(errorbook_rocket);

impl Serve for RocketRs {
    // Rocket ends a failed stream like a complete one.
    const CUTS_STREAMS: bool = false;

    fn serve(app: &App) -> SocketAddr {
        ([127, 0, 0, 1], sockets::serve(mount(build(), "/", app))).into()
    }
}

fn build() -> Rocket<Build> {
    let limits = Limits::new().limit("json", BODY_LIMIT.bytes());
    rocket::custom(Config { log_level: LogLevel::Off, port: 0, workers: 1, limits, ..Config::debug_default() })
}

fn send(rocket: Rocket<Build>, call: &Call) -> Received {
    Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
        let client = Client::untracked(rocket).await.unwrap();
        let mut request = client.req(call.method.parse::<Method>().unwrap(), &*call.target).body(&call.body);
        for (name, value) in &call.headers {
            request.add_header(Header::new(name.clone(), value.clone()));
        }
        let response = request.dispatch().await;
        let headers = response.headers().iter().filter(|header| header.name() != "server");
        let headers: Vec<_> = headers.map(|header| (header.name().to_string(), header.value().to_owned())).collect();
        let (status, length) = (response.status().code, response.body().preset_size());
        Received::read(status, headers, length.map(|length| length as u64), ReaderStream::new(response)).await
    })
}
