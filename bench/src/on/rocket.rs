//! Rocket: its responses and its service.

use std::io::{self, Cursor};

use errorbook_rocket::{Error, ErrorBook};
use futures_util::FutureExt as _;
use rocket::config::LogLevel;
use rocket::fairing::AdHoc;
use rocket::http::{Header, Status};
use rocket::local::asynchronous::{Client, LocalResponse};
use rocket::response::{self, Responder, Response};
use rocket::{Build, Config, Request, Rocket, get, routes};

use super::Around;
use crate::errors;

/// Returns the floor: a response with the status, one header and static bytes.
pub fn by_hand() -> Response<'static> {
    let mut response = Response::new();
    response.set_status(Status::NotFound);
    response.set_header(Header::new("content-type", "application/problem+json"));
    response.set_sized_body(errors::PLAIN_BODY.len(), Cursor::new(errors::PLAIN_BODY));
    response
}

/// Returns the response for a code without details.
pub fn code(request: &Request<'_>) -> Response<'static> {
    Error::from(errors::PLAIN).respond_to(request).expect("an error has a response")
}

struct ByHand;

impl<'r> Responder<'r, 'static> for ByHand {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        Ok(by_hand())
    }
}

#[get("/fine")]
async fn fine() -> &'static str {
    "fine"
}

#[get("/code")]
async fn failing() -> Error {
    errors::PLAIN.into()
}

#[get("/static")]
async fn statically() -> ByHand {
    ByHand
}

fn rocket(around: Around) -> Rocket<Build> {
    let config = Config { port: 0, workers: 1, log_level: LogLevel::Off, ..Config::release_default() };
    let rocket = rocket::custom(config);
    let routes = routes![fine, failing, statically];
    match around {
        Around::Nothing => rocket.mount("/", routes),
        Around::Identity => {
            let identity = AdHoc::on_response("identity", |_, _| Box::pin(async {}));
            rocket.mount("/", routes).attach(identity)
        }
        Around::ErrorBook | Around::Outside => rocket.attach(ErrorBook::from(errors::POLICY).mount("/", routes)),
    }
}

/// Returns a client that calls the service in this process. It needs a runtime.
pub async fn app(around: Around) -> Client {
    Client::untracked(rocket(around)).await.expect("the program starts")
}

/// Responds to a request in this process.
pub fn ask<'c>(client: &'c Client, target: &'static str) -> LocalResponse<'c> {
    client.get(target).dispatch().now_or_never().expect("nothing waits")
}

/// Serves until the process ends, and passes the port to `listening`.
///
/// # Errors
///
/// Fails if no port is available.
pub fn serve(around: Around, listening: fn(u16)) -> io::Result<()> {
    let listens = AdHoc::on_liftoff("listening", move |rocket| {
        listening(rocket.config().port);
        Box::pin(async {})
    });
    super::runtime()?.block_on(async {
        rocket(around).attach(listens).launch().await.map(drop).map_err(|error| io::Error::other(error.to_string()))
    })
}
