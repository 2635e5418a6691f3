//! The service on Rocket.

use errorbook::{Error, Policy, primaerp};
use errorbook_rocket::{ErrorBook, Result};
use observed::rocket::Traced;
use rocket::config::LogLevel;
use rocket::http::{Header, Status};
use rocket::local::asynchronous::Client;
use rocket::{Config, get, routes};

use crate::telemetry::request_span;
use crate::{Request, Response};

#[get("/fine")]
fn fine() -> &'static str {
    "fine"
}

#[get("/parts/<id>")]
fn part(id: &str) -> Result<String> {
    Err(Error::from(primaerp::OBJECT_NOT_FOUND).with_cause(format!("row {id} is locked")))?
}

#[get("/panic")]
fn panics() -> &'static str {
    panic!("secret")
}

#[get("/broken")]
fn broken() -> Status {
    Status::ServiceUnavailable
}

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn respond(policy: Policy, request: &Request) -> Response {
    let mounted = ErrorBook::from(policy).mount("/", routes![fine, part, panics, broken]);
    let open = |request: &rocket::Request<'_>| request_span(request.headers().get_one("traceparent"));
    let config = Config { log_level: LogLevel::Off, ..Config::debug_default() };
    let client = Client::untracked(rocket::custom(config).attach(Traced::new(mounted, open))).await.unwrap();
    let target = client.get(request.target);
    let request = request
        .traceparent
        .into_iter()
        .fold(target, |request, given| request.header(Header::new("traceparent", given)));
    let response = request.dispatch().await;
    let headers = response.headers().iter().map(|header| (header.name().to_string(), header.value().to_owned()));
    Response { status: response.status().code, headers: headers.collect(), body: response.into_string().await.unwrap() }
}
