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
use conformance::layer::{App, BODY_LIMIT, Call, Framework, Handler, Part, Pieces, Received, Reply, Route, Serve};
use errorbook::{Code, Policy, ayanova, primaerp, standard};
use errorbook_actix::{Error, ErrorBook, Json, Path, Query, Result, get};
use futures_util::Stream;
use futures_util::stream::poll_fn;

#[path = "layer/own.rs"]
mod own;

struct Actix;

impl Framework for Actix {
    const NOT_UTF8: &str = "expected u32";
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

/// Sends a request. The server renders an error of a service to the end, and so does this.
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

fn configure(config: &mut ServiceConfig, app: &App) {
    config.app_data(JsonConfig::default().limit(BODY_LIMIT));
    for Route { path, methods } in &app.routes {
        let mut resource = web::resource(path.as_str());
        for (method, handler) in methods {
            resource = serve(resource, *method == "GET", handler.clone());
        }
        config.service(resource);
    }
    for (path, inner) in &app.mounts {
        let scope = web::scope(path).configure(|config| configure(config, inner));
        match inner.policy {
            Some(policy) => config.service(scope.wrap(ErrorBook::from(policy))),
            None => config.service(scope),
        };
    }
}

fn serve(resource: Resource, is_get: bool, handler: Handler) -> Resource {
    let route = if is_get { get() } else { web::post() };
    match handler {
        Handler::Reply(reply) => resource.route(route.to(move || ready(response(reply.clone())))),
        Handler::Fails(error) => resource.route(route.to(move || ready(Result::<()>::Err(error().into())))),
        Handler::Refused(error) => {
            resource.route(route.to(HttpResponse::Ok).wrap(from_fn(move |_: ServiceRequest, _: Next<BoxBody>| {
                ready(Err::<ServiceResponse, _>(actix_web::Error::from(Error::from(error()))))
            })))
        }
        Handler::Rebuilt(error) => resource.route(route.to(move || ready(Error::from(error()))).wrap(from_fn(
            async |request: ServiceRequest, next: Next<BoxBody>| {
                let made = next.call(request).await?;
                let mut rebuilt = HttpResponse::build(made.status());
                for header in made.headers() {
                    rebuilt.append_header(header);
                }
                let (request, made) = made.into_parts();
                Ok(ServiceResponse::new(request, rebuilt.body(made.into_body())))
            },
        ))),
        Handler::Panics => resource.route(route.to(async || {
            actix_web::rt::task::yield_now().await;
            if true {
                panic!("secret")
            }
            HttpResponse::Ok()
        })),
        Handler::PanicsBefore => resource.route(route.service(fn_service(
            |_: ServiceRequest| -> Ready<actix_web::Result<ServiceResponse>> { panic!("secret") },
        ))),
        Handler::Unserialisable => resource.route(route.to(async || Json(HashMap::from([((1, 2), "secret")])))),
        Handler::UnserialisableCreated => {
            let created = async || (Json(HashMap::from([((1, 2), "secret")])), StatusCode::CREATED);
            resource.route(route.to(created))
        }
        Handler::ReadsPath => resource.route(route.to(async |_: Path<u32>| "")),
        Handler::ReadsAll => resource.route(route.to(async |_: Path<u32>, _: Query<Part>, _: Json<Part>| "")),
        Handler::ReadsJson => resource.route(route.to(async |_: Json<Part>| "")),
    }
}

/// A body of actix-web.
struct Body(Pieces);

impl MessageBody for Body {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        self.0.length().map_or(BodySize::Stream, BodySize::Sized)
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        Pin::new(&mut self.0).poll_next(cx)
    }
}

fn response(reply: Reply) -> HttpResponse {
    let mut response = HttpResponse::build(StatusCode::from_u16(reply.status).unwrap());
    for (name, value) in reply.headers {
        response.append_header((name, value));
    }
    match reply.body.to_bytes() {
        Some(bytes) if bytes.is_empty() => response.finish(),
        Some(bytes) => response.body(bytes),
        None => response.body(Body(reply.body)),
    }
}
