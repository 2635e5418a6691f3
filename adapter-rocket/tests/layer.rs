//! The promises of a mounted book, with Rocket's own client and, for what that cannot send, over a socket.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashMap;
use std::io::{self, Cursor};
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use conformance::layer::{App, BODY_LIMIT, Call, Framework, Handler, Part, Pieces, Received, Reply, Route, Serve};
use errorbook::{Code, ayanova, primaerp, standard};
use errorbook_rocket::{Error, ErrorBook, Json, Path, Query};
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

#[path = "layer/own.rs"]
mod own;
#[path = "layer/sockets.rs"]
mod sockets;

struct RocketRs;

impl Framework for RocketRs {
    const LAYERS_NEST: bool = false;
    const STATES_LENGTH_TO_HEAD: bool = false;
    const NOT_FOUND: &[(&str, Code)] = &[
        ("//primaerp//v1/you", primaerp::RESOURCE_NOT_FOUND),
        ("/%70rimaerp/v1", primaerp::RESOURCE_NOT_FOUND),
        ("/primaerp%2Fx", standard::NOT_FOUND),
    ];

    fn respond(app: &App, call: &Call) -> Received {
        // Rocket's shield would add headers to every response, one of which JSONP adds itself.
        send(mount(build().attach(Shield::new()), "/", app), call)
    }
}

conformance::layer_tests!(RocketRs);
conformance::extractor_tests!(RocketRs);
conformance::connection_tests!(RocketRs);
conformance::promise_tests!(errorbook_rocket);

impl Serve for RocketRs {
    // Rocket ends the body of a stream that has failed as if it were whole.
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

fn mount(mut rocket: Rocket<Build>, base: &str, app: &App) -> Rocket<Build> {
    let routes: Vec<_> = app.routes.iter().flat_map(routes).collect();
    rocket = match app.policy {
        Some(policy) => rocket.attach(ErrorBook::from(policy).mount(base, routes)),
        None => rocket.mount(base, routes),
    };
    app.mounts.iter().fold(rocket, |rocket, (path, inner)| mount(rocket, path, inner))
}

fn routes(Route { path, methods }: &Route) -> Vec<rocket::Route> {
    let serve = |(method, handler): &(&str, Handler)| match handler {
        Handler::PanicsBefore => rocket::Route::new(Method::Get, path, panics_before),
        Handler::ReadsPath => routes![part].remove(0),
        Handler::ReadsAll => routes![change].remove(0),
        Handler::ReadsJson => routes![create].remove(0),
        handler => rocket::Route::new(method.parse().unwrap(), path, Served(handler.clone())),
    };
    methods.iter().map(serve).collect()
}

#[get("/parts/<id>")]
fn part(id: Path<u32>) {
    let _ = id;
}

#[post("/parts/<id>", data = "<part>")]
fn change(id: Path<u32>, page: Query<Part>, part: Json<Part>) {
    let _ = (id, page, part);
}

#[post("/parts", data = "<part>")]
fn create(part: Json<Part>) {
    let _ = part;
}

fn panics_before<'r>(_: &'r Request<'_>, _: Data<'r>) -> BoxFuture<'r> {
    panic!("secret")
}

#[derive(Clone)]
struct Served(Handler);

#[rocket::async_trait]
impl rocket::route::Handler for Served {
    async fn handle<'r>(&self, request: &'r Request<'_>, _: Data<'r>) -> Outcome<'r> {
        match &self.0 {
            Handler::Reply(reply) => Outcome::Success(response(reply.clone())),
            Handler::Fails(error) => Outcome::from(request, Error::from(error())),
            Handler::Refused(error) => Outcome::Error(Error::from(error()).reject(request).0),
            Handler::Rebuilt(error) => {
                let mut made = Error::from(error()).respond_to(request).unwrap();
                let mut rebuilt = Response::build();
                rebuilt.status(made.status());
                for header in made.headers().iter() {
                    rebuilt.raw_header_adjoin(header.name().to_string(), header.value().to_owned());
                }
                let body = made.body_mut().take().to_bytes().await.unwrap();
                Outcome::Success(rebuilt.sized_body(body.len(), Cursor::new(body)).finalize())
            }
            Handler::Unserialisable => Outcome::from(request, Json(HashMap::from([((1, 2), "secret")]))),
            Handler::UnserialisableCreated => {
                Outcome::from(request, (Status::Created, Json(HashMap::from([((1, 2), "secret")]))))
            }
            Handler::Panics => {
                rocket::tokio::task::yield_now().await;
                panic!("secret")
            }
            other => unreachable!("{other:?} has a route of its own"),
        }
    }
}

/// A body of known length that can fail.
struct Sized(StreamReader<Pieces, Bytes>);

impl AsyncRead for Sized {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buf)
    }
}

impl AsyncSeek for Sized {
    fn start_seek(self: Pin<&mut Self>, _: io::SeekFrom) -> io::Result<()> {
        Ok(())
    }

    fn poll_complete(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<u64>> {
        Poll::Ready(Ok(0))
    }
}

fn response(reply: Reply) -> Response<'static> {
    let mut response = Response::build();
    response.status(Status::new(reply.status));
    for (name, value) in reply.headers {
        response.raw_header_adjoin(name, value);
    }
    match (reply.body.to_bytes(), reply.body.length()) {
        (Some(bytes), _) if bytes.is_empty() => &mut response,
        (Some(bytes), _) => response.sized_body(bytes.len(), Cursor::new(bytes)),
        (None, Some(length)) => response.sized_body(length as usize, Sized(StreamReader::new(reply.body))),
        (None, None) => response.streamed_body(StreamReader::new(reply.body)),
    };
    response.finalize()
}
