//! The routes for trying things. They are the same under each mount.

use std::convert::Infallible;

use depot::Mount;
use depot::trial::{self, Echo};
use errorbook_rocket::{Error, Json, Path, Result};
use rocket::http::{Header, Status};
use rocket::outcome::Outcome;
use rocket::request::{self, FromRequest, Request};
use rocket::response::{Redirect, Responder};
use rocket::{Route, get, post, routes};

pub(crate) fn routes() -> Vec<Route> {
    routes![raise, status, text, panics, private, empty, plain, redirect, own, teapot, late, long, echo]
}

#[get("/raise/<code>")]
fn raise(mount: Mounted, code: Path<String>) -> Error {
    mount.0.raise(&code.0).into()
}

#[get("/status/<n>")]
fn status(n: Path<i64>) -> Result<Status> {
    Ok(Status::new(trial::bare_status(n.0)?))
}

#[get("/text/<n>")]
fn text(n: Path<i64>) -> Result<(Status, &'static str)> {
    Ok((Status::new(trial::bare_status(n.0)?), trial::OWN_WORDS))
}

#[get("/panic")]
fn panics() {
    panic!("{}", trial::PANIC)
}

#[get("/private")]
fn private() -> Error {
    trial::private().into()
}

#[get("/empty")]
fn empty() -> Status {
    Status::NoContent
}

#[get("/plain")]
fn plain() -> &'static str {
    trial::PLAIN
}

#[get("/redirect")]
fn redirect() -> Redirect {
    Redirect::found(trial::REDIRECT)
}

#[derive(Responder)]
#[response(status = 409, content_type = "json")]
struct Own {
    body: &'static str,
    header: Header<'static>,
}

#[get("/own")]
fn own() -> Own {
    let (name, value) = trial::OWN_HEADER;
    Own { body: trial::OWN_JSON, header: Header::new(name, value) }
}

#[derive(Responder)]
#[response(status = 418)]
struct Teapot {
    body: (),
    own: Header<'static>,
    etag: Header<'static>,
    cookie: Header<'static>,
}

#[get("/teapot")]
fn teapot() -> Teapot {
    let [own, etag, cookie] = trial::TEAPOT_HEADERS.map(|(name, value)| Header::new(name, value));
    Teapot { body: (), own, etag, cookie }
}

#[get("/late")]
fn late(mount: Mounted) -> Error {
    mount.0.late().into()
}

#[get("/long")]
fn long() -> (Status, String) {
    (Status::BadRequest, trial::long())
}

#[post("/echo", data = "<echo>")]
fn echo(echo: Json<Echo>) -> Json<Echo> {
    echo
}

/// The mount of a route.
struct Mounted(Mount);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Mounted {
    type Error = Infallible;

    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Mounted, Infallible> {
        Outcome::Success(Mounted(Mount::of(request.route().map_or("", |route| route.uri.base()))))
    }
}
