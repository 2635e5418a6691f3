//! The layer's promises, on actix-web's apps and scopes, through its test client.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashMap;
use std::future::{Ready, ready};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::mpsc;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{Service as _, ServiceFactory, ServiceRequest, ServiceResponse, fn_service};
use actix_web::http::StatusCode;
use actix_web::middleware::{Next, from_fn};
use actix_web::rt::System;
use actix_web::test::{TestRequest, init_service};
use actix_web::web::{self, Bytes, JsonConfig, ServiceConfig};
use actix_web::{App as ActixApp, HttpResponse, HttpServer, Resource};
use conformance::layer::{
    App, BODY_LIMIT, Call, Framework, Handler, Order, Page, Part, Pieces, Received, Reply, Route, Serve,
};
use errorbook::{Code, Policy, ayanova, primaerp, standard};
use errorbook_actix::{Error, ErrorBook, Form, Json, Path, Query, Result, get};
use futures_util::Stream;
use futures_util::stream::poll_fn;

#[path = "layer/app.rs"]
mod app;
#[path = "layer/own.rs"]
mod own;

use self::app::{configure, response};

struct Actix;

impl Framework for Actix {
    const ROUTE: Option<&str> = Some("/in/parts/{id}");
    const NOT_FOUND: &[(&str, Code)] = &[
        ("/primaerp/v1//me", primaerp::RESOURCE_NOT_FOUND),
        ("/%70rimaerp/v1", primaerp::RESOURCE_NOT_FOUND),
        ("/ayanova/%FF", ayanova::OBJECT_NOT_FOUND),
        ("/primaerp%2Fv1", standard::NOT_FOUND),
        ("//primaerp", standard::NOT_FOUND),
    ];

    fn respond(app: &App, call: &Call) -> Received {
        let actix = ActixApp::new().configure(|config| configure(config, app));
        match app.policy {
            Some(policy) => send(actix.wrap(ErrorBook::from(policy)), call),
            None => send(actix, call),
        }
    }
}

conformance::layer_tests!(Actix);
conformance::extractor_tests!(Actix);
conformance::connection_tests!(Actix);
conformance::promise_tests!(errorbook_actix);

impl Serve for Actix {
    fn serve(app: &App) -> SocketAddr {
        let (app, (started, address)) = (app.clone(), mpsc::channel());
        std::thread::spawn(move || {
            System::new().block_on(async {
                let server = HttpServer::new(move || {
                    let policy = app.policy.unwrap();
                    ActixApp::new().configure(|config| configure(config, &app)).wrap(ErrorBook::from(policy))
                });
                let server = server.workers(1).bind(("127.0.0.1", 0)).unwrap();
                started.send(server.addrs().remove(0)).unwrap();
                server.run().await
            })
        });
        address.recv().unwrap()
    }
}

/// Sends a request. An error of the service is rendered, as the server would do.
fn send<T, B>(app: ActixApp<T>, call: &Call) -> Received
where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<B>,
            Error = actix_web::Error,
            InitError = (),
        > + 'static,
    B: MessageBody + 'static,
{
    System::new().block_on(async {
        let mut request = TestRequest::with_uri(&call.target).method(call.method.parse().unwrap());
        for (name, value) in &call.headers {
            request = request.append_header((name.as_str(), value.as_str()));
        }
        let request = request.set_payload(call.body.clone()).to_request();
        let response = match init_service(app).await.call(request).await {
            Ok(response) => response.into_parts().1.map_into_boxed_body(),
            Err(error) => error.error_response(),
        };
        let (head, mut body) = response.into_parts();
        let length = match body.size() {
            BodySize::None => Some(0),
            BodySize::Sized(length) => Some(length),
            BodySize::Stream => None,
        };
        let length = length.filter(|_| call.method != "HEAD");
        let body = poll_fn(move |cx| Pin::new(&mut body).poll_next(cx));
        let headers = head.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
        Received::read(head.status().as_u16(), headers, length, body).await
    })
}
