//! What the mounted book promises, with Rocket's own client and, for what that cannot send, over a socket.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::HashMap;
use std::future::ready;
use std::io::{self, Cursor, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::pin::Pin;
use std::sync::mpsc;
use std::task::{Context, Poll};
use std::time::Duration;

use conformance::jsonp;
use errorbook::{ErrorKind, ayanova, primaerp, standard};
use errorbook_rocket::{Error, ErrorBook, Json, Path, Query, Result};
use rocket::config::LogLevel;
use rocket::data::{Limits, ToByteUnit as _};
use rocket::fairing::AdHoc;
use rocket::futures::stream::{self, Stream, StreamExt as _};
use rocket::http::{ContentType, CookieJar, Header, Method, Status};
use rocket::local::blocking::Client;
use rocket::request::FromRequest;
use rocket::response::{Redirect, Responder};
use rocket::shield::Shield;
use rocket::tokio::io::{AsyncRead, AsyncSeek, ReadBuf};
use rocket::{
    Build, Config, Request, Response, Rocket, Route, catch, catchers, delete, get, options, post, put, routes,
};
use serde::Deserialize;
use tokio_util::bytes::Bytes;
use tokio_util::io::StreamReader;

const GONE: &str = r#"{"status":410,"code":null,"message":"Gone","description":"the words","constraintViolations":[]}"#;

struct ErrorResponse {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl ErrorResponse {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|(given, value)| given.eq_ignore_ascii_case(name).then_some(value.as_str()))
    }

    fn count(&self, name: &str) -> usize {
        self.headers.iter().filter(|(given, _)| given.eq_ignore_ascii_case(name)).count()
    }
}

fn quiet() -> Config {
    Config { log_level: LogLevel::Off, port: 0, ..Config::debug_default() }
}

fn build() -> Rocket<Build> {
    rocket::custom(quiet())
}

fn client(rocket: Rocket<Build>) -> Client {
    Client::untracked(rocket).unwrap()
}

fn mounted(layer: ErrorBook, routes: Vec<Route>) -> Client {
    client(build().attach(layer.mount("/", routes)))
}

fn send(
    client: &Client,
    method: Method,
    target: &str,
    headers: &[(&'static str, &'static str)],
    body: &str,
) -> ErrorResponse {
    let mut request = client.req(method, target.to_owned()).body(body);
    for (name, value) in headers {
        request.add_header(Header::new(*name, *value));
    }
    let response = request.dispatch();
    let headers = response.headers().iter().map(|header| (header.name().to_string(), header.value().to_owned()));
    ErrorResponse {
        status: response.status().code,
        headers: headers.collect(),
        body: response.into_string().unwrap_or_default(),
    }
}

fn ask(client: &Client, target: &str) -> ErrorResponse {
    send(client, Method::Get, target, &[], "")
}

fn text(bytes: &'static [u8]) -> &'static str {
    std::str::from_utf8(bytes).unwrap()
}

/// A server with a real socket, for as long as the test runs.
fn serve(rocket: Rocket<Build>) -> u16 {
    let (started, port) = mpsc::channel();
    let rocket = rocket.attach(AdHoc::on_liftoff("port", move |rocket| {
        Box::pin(async move { started.send(rocket.config().port).unwrap() })
    }));
    std::thread::spawn(|| drop(rocket::execute(rocket.launch())));
    port.recv_timeout(Duration::from_secs(10)).unwrap()
}

/// Sends this and reads until the server closes the connection.
fn exchange(port: u16, sent: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.write_all(sent.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[get("/")]
fn nothing() {}

#[get("/v1/me")]
fn me() {}

#[get("/health")]
fn health() {}

#[test]
fn every_mount_answers_what_is_not_found_in_it_from_its_own_book() {
    let app = client(
        build()
            .attach(ErrorBook::new(&primaerp::BOOK).mount("/primaerp", routes![me]))
            .attach(ErrorBook::new(&standard::BOOK).mount("/", routes![health]))
            .attach(ErrorBook::new(&ayanova::BOOK).mount("/ayanova/", routes![])),
    );
    let cases = [
        ("/primaerp", primaerp::RESOURCE_NOT_FOUND),
        ("/primaerp/", primaerp::RESOURCE_NOT_FOUND),
        ("/primaerp/v1", primaerp::RESOURCE_NOT_FOUND),
        ("//primaerp//v1/you", primaerp::RESOURCE_NOT_FOUND),
        ("/%70rimaerp/v1", primaerp::RESOURCE_NOT_FOUND),
        ("/ayanova", ayanova::OBJECT_NOT_FOUND),
        ("/ayanova/", ayanova::OBJECT_NOT_FOUND),
        ("/ayanova/a/b", ayanova::OBJECT_NOT_FOUND),
        ("/primaerpx", standard::NOT_FOUND),
        ("/primaerp%2Fx", standard::NOT_FOUND),
        ("/", standard::NOT_FOUND),
    ];
    for (path, code) in cases {
        let answer = ask(&app, path);
        assert_eq!((answer.status, answer.body.as_str()), (code.status().as_u16(), text(code.body())), "{path}");
        let suppressed = ask(&app, &format!("{path}?suppress_response_code=true"));
        assert_eq!((suppressed.status, &suppressed.body), (200, &answer.body), "{path}");
        assert_eq!(suppressed.header("x-suppressed-status"), Some(code.status().to_string().as_str()), "{path}");
        assert_eq!(suppressed.count("x-suppressed-status"), 1);
    }
    let answer = send(&app, Method::Post, "/primaerp/v1/me", &[], "");
    assert_eq!((answer.status, answer.body.as_str()), (400, text(primaerp::OPERATION_NOT_ALLOWED.body())));
    assert_eq!(answer.header("allow"), Some("GET,HEAD"));
    let answer = send(&app, Method::Post, "/health", &[], "");
    assert_eq!((answer.status, answer.body.as_str()), (405, text(standard::METHOD_NOT_ALLOWED.body())));
}

#[test]
fn outside_of_every_mount_nothing_is_changed() {
    #[get("/error")]
    fn error() -> Error {
        primaerp::OBJECT_NOT_FOUND.into()
    }

    #[get("/uncoded")]
    fn uncoded() -> Error {
        errorbook::Error::from(ErrorKind::BodyTooLarge).into()
    }

    let app = client(
        build().mount("/", routes![error, uncoded]).attach(ErrorBook::new(&ayanova::BOOK).mount("/api", routes![])),
    );
    let answer = ask(&app, "/x?suppress_response_code=true");
    assert_eq!((answer.status, answer.header("content-type")), (404, Some("text/html; charset=utf-8")));
    assert_eq!(ask(&app, "/error").body, text(primaerp::OBJECT_NOT_FOUND.body()));
    assert_eq!(ask(&app, "/uncoded").body, text(standard::CONTENT_TOO_LARGE.body()));
}

#[get("/panic")]
async fn panics() {
    panic!("secret")
}

struct Panics;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Panics {
    type Error = ();

    async fn from_request(_: &'r Request<'_>) -> rocket::request::Outcome<Panics, ()> {
        panic!("secret")
    }
}

#[get("/guard")]
fn guarded(_guard: Panics) {}

struct Unanswerable;

impl<'r> Responder<'r, 'static> for Unanswerable {
    fn respond_to(self, _: &'r Request<'_>) -> rocket::response::Result<'static> {
        panic!("secret")
    }
}

#[get("/responder")]
fn unanswerable() -> Unanswerable {
    Unanswerable
}

#[test]
fn a_panic_before_the_response_is_answered_wherever_it_happens() {
    let app = client(
        build()
            .attach(ErrorBook::new(&ayanova::BOOK).mount("/ayanova", routes![panics, guarded, unanswerable]))
            .mount("/ayanova/elsewhere", routes![panics, guarded, unanswerable]),
    );
    for route in ["panic", "guard", "responder", "elsewhere/panic", "elsewhere/guard", "elsewhere/responder"] {
        let answer = ask(&app, &format!("/ayanova/{route}"));
        assert_eq!((answer.status, answer.body.as_str()), (503, text(ayanova::INTERNAL_ERROR.body())), "{route}");
        assert_eq!(answer.count("x-error-id"), 1, "{route}");
    }
}

#[test]
fn a_body_that_panics_or_fails_while_a_bare_status_is_read_is_answered() {
    struct Body {
        panics: bool,
        said: bool,
    }

    impl AsyncRead for Body {
        fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
            assert!(!self.panics, "secret");
            if self.said {
                return Poll::Ready(Err(io::Error::other("secret")));
            }
            self.said = true;
            buf.put_slice(b"the words");
            Poll::Ready(Ok(()))
        }
    }

    impl<'r> Responder<'r, 'static> for Body {
        fn respond_to(self, _: &'r Request<'_>) -> rocket::response::Result<'static> {
            Response::build().status(Status::Gone).header(ContentType::Plain).streamed_body(self).ok()
        }
    }

    #[get("/<panics>")]
    fn body(panics: bool) -> Body {
        Body { panics, said: false }
    }

    let app = mounted(ErrorBook::new(&primaerp::BOOK), routes![body]);
    let answer = ask(&app, "/true");
    assert_eq!((answer.status, answer.body.as_str()), (500, text(primaerp::UNHANDLED_ERROR.body())));
    let answer = ask(&app, "/false");
    assert_eq!((answer.status, answer.body.as_str()), (410, GONE));
}

#[test]
fn an_error_without_a_code_takes_the_one_of_the_layer_and_keeps_its_headers() {
    #[get("/")]
    fn fails(cookies: &CookieJar<'_>) -> Result<()> {
        cookies.add(("a", "1"));
        let error = errorbook::Error::from(ErrorKind::BodyTooLarge)
            .with_header("x-own", "1")
            .with_header("x-own", "2")
            .with_retry_after(Duration::from_millis(1_500))
            .with_cause("secret");
        Err(error)?
    }

    for (book, code) in [
        (&primaerp::BOOK, primaerp::FILE_TOO_LARGE),
        (&ayanova::BOOK, ayanova::INVALID_OPERATION),
        (&standard::BOOK, standard::CONTENT_TOO_LARGE),
    ] {
        let app = mounted(ErrorBook::new(book), routes![fails]);
        let answer = ask(&app, "/");
        assert_eq!((answer.status, answer.body.as_str()), (code.status().as_u16(), text(code.body())));
        assert_eq!(answer.count("x-own"), 2);
        assert_eq!(answer.header("retry-after"), Some("2"));
        assert_eq!(answer.count("x-error-id"), 1);
        assert_eq!(answer.header("set-cookie").map(|cookie| cookie.starts_with("a=1")), Some(true));
    }
}

#[test]
fn a_redirect_is_suppressed_when_a_code_made_it() {
    #[get("/code")]
    fn moved() -> Error {
        errorbook::Error::from(primaerp::TENANT_MOVED).with_location("/there").into()
    }

    #[get("/own")]
    fn own() -> Redirect {
        Redirect::to("/there")
    }

    let app = mounted(ErrorBook::new(&primaerp::BOOK), routes![moved, own]);
    let plain = ask(&app, "/code");
    assert_eq!((plain.status, plain.header("location")), (301, Some("/there")));
    let suppressed = ask(&app, "/code?suppress_response_code=1");
    assert_eq!((suppressed.status, suppressed.header("location")), (200, Some("/there")));
    assert_eq!(suppressed.header("x-suppressed-status"), Some("301"));
    assert_eq!(suppressed.header("cache-control"), Some("no-store"));
    assert_eq!(suppressed.body, plain.body);
    let own = ask(&app, "/own?suppress_response_code=1");
    assert_eq!((own.status, own.header("x-suppressed-status")), (303, None));
}

#[get("/made")]
fn made() -> Status {
    Status::Created
}

#[get("/secret")]
fn secret() -> Status {
    Status::Unauthorized
}

struct Other;

impl<'r> Responder<'r, 'static> for Other {
    fn respond_to(self, _: &'r Request<'_>) -> rocket::response::Result<'static> {
        Response::build().status(Status::Unauthorized).raw_header("www-authenticate", "Basic").ok()
    }
}

#[get("/other")]
fn other() -> Other {
    Other
}

#[test]
fn a_service_sets_what_suppression_means_to_it() {
    let app = |layer| mounted(layer, routes![made, secret, other]);
    let book = ErrorBook::new(&standard::BOOK);
    let cases = [
        (book, "/made?suppress_response_code=true", 200),
        (book, "/made?quiet=true", 201),
        (book.suppression_parameter("quiet"), "/made?quiet=true", 200),
        (book.suppression_parameter("quiet"), "/made?suppress_response_code=true", 201),
        (book.without_suppression(), "/secret?suppress_response_code=true", 401),
        (book.suppress_errors_only(), "/made?suppress_response_code=true", 201),
        (book.suppress_errors_only(), "/secret?suppress_response_code=true", 200),
    ];
    for (layer, target, status) in cases {
        assert_eq!(ask(&app(layer), target).status, status, "{target} {layer:?}");
    }
    let challenge = book.challenge("Basic realm=\"depot\"");
    assert_eq!(ask(&app(book), "/secret").header("www-authenticate"), Some("Bearer"));
    let answer = ask(&app(challenge), "/secret?suppress_response_code=true");
    assert_eq!((answer.status, answer.header("www-authenticate")), (200, Some("Basic realm=\"depot\"")));
    assert_eq!(answer.count("www-authenticate"), 1);
    assert_eq!(ask(&app(challenge), "/other").header("www-authenticate"), Some("Basic"));
}

#[test]
fn statuses_that_are_no_final_answer_are_left_alone() {
    struct Bare(u16);

    impl<'r> Responder<'r, 'static> for Bare {
        fn respond_to(self, _: &'r Request<'_>) -> rocket::response::Result<'static> {
            let mut response = Response::build();
            response.status(Status::new(self.0));
            if self.0 == 205 {
                response.header(ContentType::Plain).sized_body(None, Cursor::new("words"));
            }
            response.ok()
        }
    }

    #[get("/<status>")]
    fn bare(status: u16) -> Bare {
        Bare(status)
    }

    let app = mounted(ErrorBook::new(&standard::BOOK), routes![bare]);
    for status in [206, 304, 101] {
        let answer = ask(&app, &format!("/{status}?suppress_response_code=true"));
        assert_eq!((answer.status, answer.header("x-suppressed-status")), (status, None));
    }
    for status in [204, 205] {
        let empty = ask(&app, &format!("/{status}?suppress_response_code=true"));
        assert_eq!((empty.status, empty.body.as_str(), empty.header("content-type")), (200, "", None));
    }
    let unknown = ask(&app, "/999");
    assert_eq!((unknown.status, unknown.body.as_str()), (500, text(standard::INTERNAL_SERVER_ERROR.body())));
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only read")]
struct Part {
    quantity: u8,
}

#[get("/parts/<_id>")]
fn part(_id: Path<u32>) {}

#[post("/parts/<_id>", data = "<_part>")]
fn change(_part: Json<Part>, _page: Query<Part>, _id: Path<u32>) {}

#[put("/parts/<_id>", data = "<_part>")]
fn replace(_part: Json<Part>, _id: Path<u32>) {}

#[post("/parts", data = "<_part>")]
fn create(_part: Json<Part>) {}

#[get("/pairs/<_kind>/<_id>")]
fn pair(_kind: Path<String>, _id: Path<u32>) {}

fn parts() -> Rocket<Build> {
    let limits = Limits::new().limit("json", 40.bytes());
    rocket::custom(Config { limits, ..quiet() })
        .attach(ErrorBook::new(&ayanova::BOOK).mount("/", routes![part, change, replace, create, pair]))
}

#[test]
fn extractors_reject_in_the_envelope() {
    let app = client(parts());
    let json = [("content-type", "application/json")].as_slice();
    let wrong_id = r#"{"error":{"code":"2203","message":"_id: expected u32","target":"_id"}}"#;
    let cases = [
        (Method::Get, "/parts/x", json, "", wrong_id),
        (
            Method::Get,
            "/parts/%FF",
            json,
            "",
            r#"{"error":{"code":"2203","message":"_id: expected UTF-8","target":"_id"}}"#,
        ),
        (
            Method::Get,
            "/pairs/%FF/1",
            json,
            "",
            r#"{"error":{"code":"2203","message":"_kind: expected UTF-8","target":"_kind"}}"#,
        ),
        (Method::Get, "/pairs/x/x", json, "", wrong_id),
        (Method::Get, "//pairs//x/x", json, "", wrong_id),
        (Method::Head, "/parts/x", json, "", ""),
        (Method::Put, "/parts/x", &[], "{", wrong_id),
        (
            Method::Post,
            "/parts/1",
            json,
            "",
            r#"{"error":{"code":"2203","message":"quantity: is missing","target":"quantity"}}"#,
        ),
        (
            Method::Post,
            "/parts",
            &[],
            "{}",
            r#"{"error":{"code":"2030","message":"the content type of the body must be application/json"}}"#,
        ),
        (
            Method::Post,
            "/parts",
            json,
            "{\"quantity\":1                                   }",
            r#"{"error":{"code":"2030","message":"the body is too large"}}"#,
        ),
        (
            Method::Post,
            "/parts",
            json,
            "{",
            r#"{"error":{"code":"2030","message":"the body is not readable JSON: EOF while parsing an object at line 1 column 1"}}"#,
        ),
        (
            Method::Post,
            "/parts",
            json,
            "{\"quantity\":-1}",
            r#"{"error":{"code":"2200","details":[{"message":"expected u8","target":"quantity","error":"2203"}],"message":"Validation error"}}"#,
        ),
        (
            Method::Post,
            "/parts",
            json,
            "{}",
            r#"{"error":{"code":"2200","details":[{"message":"is missing","target":"quantity","error":"2205"}],"message":"Validation error"}}"#,
        ),
    ];
    for (method, target, headers, body, expected) in cases {
        let answer = send(&app, method, target, headers, body);
        assert_eq!((answer.status, answer.body.as_str()), (400, expected), "{method} {target}");
    }
    assert_eq!(send(&app, Method::Post, "/parts", json, "{\"quantity\":1                          }").status, 200);
}

#[test]
fn a_response_that_cannot_be_serialised_is_private() {
    #[get("/")]
    fn unserialisable() -> Json<HashMap<(u8, u8), &'static str>> {
        Json(HashMap::from([((1, 2), "secret")]))
    }

    let app = mounted(ErrorBook::new(&primaerp::BOOK), routes![unserialisable]);
    let answer = ask(&app, "/");
    assert_eq!((answer.status, answer.body.as_str()), (500, text(primaerp::UNHANDLED_ERROR.body())));
    assert!(answer.header("x-error-id").is_some());
}

#[test]
fn a_parameter_that_does_not_fit_makes_rocket_try_the_next_route() {
    #[get("/parts/<name>", rank = 2)]
    fn by_name(name: &str) -> String {
        name.to_owned()
    }

    #[get("/first/<_id>")]
    fn first(_id: Path<u32>) {}

    #[get("/first/<_id>", rank = 2)]
    fn second(_id: Path<u32>, status: Result<Query<Part>>) -> Result<(), Status> {
        status.map(drop).map_err(|_| Status::Gone)
    }

    #[get("/first/<_name>", rank = 3)]
    fn third(_name: &str) -> Status {
        Status::Gone
    }

    let app = mounted(ErrorBook::new(&primaerp::BOOK), routes![part, by_name, first, second, third]);
    assert_eq!(ask(&app, "/parts/relay").body, "relay");
    // What was wrong in a route that was not the last is no answer to what happened in the last.
    assert_eq!(ask(&app, "/first/x").body, GONE.replace("\"the words\"", "null"));
}

#[test]
fn a_handler_may_take_what_is_wrong_and_answer_it() {
    #[get("/<_id>")]
    fn taken(_id: Result<Path<u32>>) -> Result<()> {
        _id.map(drop)
    }

    let app = mounted(ErrorBook::new(&ayanova::BOOK), routes![taken]);
    assert_eq!(ask(&app, "/x").body, r#"{"error":{"code":"2203","message":"_id: expected u32","target":"_id"}}"#);
    assert_eq!(ask(&app, "/1").status, 200);
}

#[test]
fn the_routes_of_the_server_say_what_a_path_allows() {
    #[delete("/<_a>/x/<_rest..>")]
    fn rest(_a: &str, _rest: std::path::PathBuf) {}

    #[put("/<_a>/x")]
    fn x(_a: &str) {}

    #[post("/json", format = "json")]
    fn json() {}

    #[get("/html", format = "html")]
    fn html() {}

    #[get("/absent")]
    fn absent() -> Option<()> {
        None
    }

    #[options("/cors/<_..>")]
    fn preflight() {}

    let app = client(
        build()
            .mount("/", routes![x, json, html, absent, preflight])
            .attach(ErrorBook::new(&standard::BOOK).mount("/", routes![rest, nothing])),
    );
    let cases = [
        (Method::Post, "/a/x", &standard::METHOD_NOT_ALLOWED, Some("DELETE,PUT")),
        (Method::Get, "/a/x", &standard::METHOD_NOT_ALLOWED, Some("DELETE,PUT")),
        (Method::Post, "/%61//x/", &standard::METHOD_NOT_ALLOWED, Some("DELETE,PUT")),
        (Method::Post, "/a/x/y/z", &standard::METHOD_NOT_ALLOWED, Some("DELETE")),
        (Method::Post, "/", &standard::METHOD_NOT_ALLOWED, Some("GET,HEAD")),
        (Method::Get, "/json", &standard::METHOD_NOT_ALLOWED, Some("POST")),
        (Method::Post, "/a/y", &standard::NOT_FOUND, None),
        (Method::Post, "/a", &standard::NOT_FOUND, None),
        (Method::Post, "/json", &standard::UNSUPPORTED_MEDIA_TYPE, None),
        (Method::Get, "/absent", &standard::NOT_FOUND, None),
        (Method::Get, "/cors/y", &standard::NOT_FOUND, None),
    ];
    for (method, path, code, allow) in cases {
        let answer = send(&app, method, path, &[], "");
        assert_eq!((answer.body.as_str(), answer.header("allow")), (text(code.body()), allow), "{method} {path}");
    }
    let answer = send(&app, Method::Get, "/html", &[("accept", "text/plain")], "");
    assert_eq!(answer.body, text(standard::NOT_FOUND.body()));
    let head = send(&app, Method::Head, "/a/x", &[], "");
    assert_eq!((head.status, head.body.as_str(), head.header("allow")), (405, "", Some("DELETE,PUT")));
}

#[test]
fn what_rockets_own_guards_and_catchers_answer_is_a_bare_status() {
    #[get("/id/<_id>")]
    fn id(_id: u32) {}

    #[get("/query?<_n>")]
    fn query(_n: u32) {}

    #[get("/text")]
    fn words() -> (Status, &'static str) {
        (Status::Gone, "the words")
    }

    #[get("/teapot")]
    fn teapot() -> Status {
        Status::ImATeapot
    }

    #[catch(418)]
    fn caught() -> (Status, &'static str) {
        (Status::Gone, "the words")
    }

    #[get("/conflict")]
    fn conflict() -> Status {
        Status::Conflict
    }

    #[catch(409)]
    fn own() -> (Status, (ContentType, &'static str)) {
        (Status::Conflict, (ContentType::JSON, r#"{"mine":true}"#))
    }

    let app = client(
        build()
            .attach(ErrorBook::new(&primaerp::BOOK).mount("/", routes![id, query, words, teapot, conflict]))
            .register("/", catchers![caught, own]),
    );
    let wrong = text(primaerp::WRONG_PARAMETERS.body());
    let cases = [
        ("/id/x", 400, wrong),
        ("/query?_n=x", 400, wrong),
        ("/text", 410, GONE),
        ("/teapot", 410, GONE),
        ("/conflict", 409, r#"{"mine":true}"#),
    ];
    for (path, status, body) in cases {
        let answer = ask(&app, path);
        assert_eq!((answer.status, answer.body.as_str()), (status, body), "{path}");
        assert_eq!(
            ask(&app, &format!("{path}{}suppress_response_code=1", if path.contains('?') { '&' } else { '?' })).status,
            200
        );
    }
}

#[test]
fn a_request_that_rocket_cannot_read_is_answered_and_suppressed() {
    let port = serve(
        build()
            .attach(ErrorBook::new(&ayanova::BOOK).mount("/a", routes![nothing]))
            .attach(ErrorBook::new(&standard::BOOK).mount("/", routes![])),
    );
    let rest = "HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let cases = [
        ("FOO /a", "HTTP/1.1 400 ", text(ayanova::INVALID_OPERATION.body())),
        ("FOO /a?suppress_response_code=true", "HTTP/1.1 200 ", text(ayanova::INVALID_OPERATION.body())),
        ("FOO /b?suppress_response_code=true", "HTTP/1.1 200 ", text(standard::BAD_REQUEST.body())),
        ("CONNECT x:80", "HTTP/1.1 400 ", text(standard::BAD_REQUEST.body())),
    ];
    for (request, status, body) in cases {
        let answer = exchange(port, &format!("{request} {rest}"));
        assert!(answer.starts_with(status) && answer.ends_with(&format!("\r\n\r\n{body}")), "{request}: {answer}");
    }
}

#[test]
fn the_limit_holds_with_and_without_a_length() {
    let port = serve(parts());
    let head = "POST /parts HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n";
    let fits = format!("{{\"quantity\":1{}}}", " ".repeat(26));
    let over = format!("{{\"quantity\":1{}}}", " ".repeat(27));
    for (body, status) in [(fits, "HTTP/1.1 200 "), (over, "HTTP/1.1 400 ")] {
        let (first, second) = body.split_at(20);
        let sized = format!("{head}content-length: {}\r\n\r\n{body}", body.len());
        let chunked = format!(
            "{head}transfer-encoding: chunked\r\n\r\n{:x}\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n",
            first.len(),
            second.len(),
        );
        for request in [sized, chunked] {
            let answer = exchange(port, &request);
            assert!(answer.starts_with(status), "{request}: {answer}");
        }
    }
}

#[test]
fn a_body_that_is_cut_short_is_not_taken_for_a_whole_one() {
    #[post("/", data = "<_number>")]
    fn number(_number: Json<u32>) {}

    let port = serve(build().attach(ErrorBook::new(&ayanova::BOOK).mount("/", routes![number])));
    let cut = r#"{"error":{"code":"2030","message":"the body is cut short"}}"#;
    for (length, status, body) in [(2, "HTTP/1.1 200 ", ""), (5, "HTTP/1.1 400 ", cut), (50, "HTTP/1.1 400 ", cut)] {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let head = "POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n";
        write!(stream, "{head}content-length: {length}\r\n\r\n12").unwrap();
        if length > 2 {
            stream.shutdown(Shutdown::Write).unwrap();
        }
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with(status) && answer.ends_with(&format!("\r\n\r\n{body}")), "{length}: {answer}");
    }
}

/// A body of known length that cannot be read.
struct Broken {
    panics: bool,
}

impl AsyncRead for Broken {
    fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, _: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        assert!(!self.panics, "secret");
        Poll::Ready(Err(io::Error::other("secret")))
    }
}

impl AsyncSeek for Broken {
    fn start_seek(self: Pin<&mut Self>, _: io::SeekFrom) -> io::Result<()> {
        Ok(())
    }

    fn poll_complete(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<u64>> {
        Poll::Ready(Ok(0))
    }
}

struct Made(Response<'static>);

impl<'r> Responder<'r, 'static> for Made {
    fn respond_to(self, _: &'r Request<'_>) -> rocket::response::Result<'static> {
        Ok(self.0)
    }
}

fn of(content_type: &'static str, bytes: impl Into<Vec<u8>>) -> rocket::response::Builder<'static> {
    let (mut response, bytes) = (Response::build(), bytes.into());
    response.raw_header("content-type", content_type).sized_body(bytes.len(), Cursor::new(bytes));
    response
}

fn json(bytes: impl Into<Vec<u8>>) -> rocket::response::Builder<'static> {
    of("application/json", bytes)
}

fn stream(
    content_type: &'static str,
    stream: impl Stream<Item = io::Result<Bytes>> + Send + 'static,
) -> rocket::response::Builder<'static> {
    let mut response = Response::build();
    response.raw_header("content-type", content_type).streamed_body(StreamReader::new(Box::pin(stream)));
    response
}

/// A stream that must not be asked for more when it has ended.
fn pieces(pieces: Vec<Result<&'static [u8], &'static str>>) -> impl Stream<Item = io::Result<Bytes>> + Send {
    let mut pieces = pieces.into_iter();
    let mut next = move || pieces.next().map(|piece| piece.map(Bytes::from_static).map_err(io::Error::other));
    stream::unfold((), move |()| ready(next().map(|piece| (piece, ()))))
}

fn streamed() -> impl Stream<Item = io::Result<Bytes>> + Send {
    let whole = Bytes::from(jsonp::long(3 << 20));
    stream::iter((0..48).map(move |at| Ok(whole.slice(at << 16..(at + 1) << 16))))
}

/// The app that the tests of JSONP ask, and three bodies more.
#[get("/<path..>")]
fn bodies(path: std::path::PathBuf) -> Option<Made> {
    let empty = |status| Response::build().status(Status::new(status)).finalize();
    let response = match path.to_str()? {
        "json" => json("[1]").finalize(),
        "created" => json("[1]").status(Status::Created).finalize(),
        "own" => json("[1]").status(Status::Conflict).finalize(),
        "file" => json("[1]").raw_header("content-disposition", "attachment; filename=\"a.json\"").finalize(),
        "206" => json("[1]").status(Status::PartialContent).raw_header("content-range", "bytes 0-2/9").finalize(),
        "303" => Response::build().status(Status::SeeOther).raw_header("location", "/there").finalize(),
        "304" => Response::build().status(Status::NotModified).raw_header("etag", "\"a\"").finalize(),
        "empty" => empty(200),
        "empty/201" => empty(201),
        "empty/204" => empty(204),
        "empty/205" => empty(205),
        "empty/json" => json("").finalize(),
        "empty/text" => of("text/plain", "").finalize(),
        "text" => of("text/plain", "text").finalize(),
        "csv" => stream("text/csv", pieces(vec![Ok(b"1,2")])).finalize(),
        "gzip" => json("the bytes").raw_header("content-encoding", "gzip").finalize(),
        "gzip/own" => json("the bytes").status(Status::Conflict).raw_header("content-encoding", "gzip").finalize(),
        "identity" => json("the bytes").raw_header("content-encoding", "identity").finalize(),
        "pieces" => stream("application/json", pieces(jsonp::PIECES.map(Ok).to_vec())).finalize(),
        "mebibyte" => json(jsonp::long(1 << 20)).finalize(),
        "longer" => json(jsonp::long((1 << 20) + 1)).finalize(),
        "streamed" => stream("application/json", streamed()).finalize(),
        "panics" => json("").sized_body(2, Broken { panics: true }).finalize(),
        "fails" => json("").sized_body(2, Broken { panics: false }).finalize(),
        "fails/midway" => stream("application/json", pieces(vec![Ok(b"[0,"), Err("secret"), Ok(b"]")])).finalize(),
        "endless" => stream("application/json", stream::iter([Ok("[<".into())]).chain(stream::pending())).finalize(),
        _ => return None,
    };
    Some(Made(response))
}

const BOOK: ErrorBook = ErrorBook::new(&primaerp::BOOK).jsonp("callback");

/// Without the headers that Rocket adds to every answer, one of which JSONP adds itself.
fn asking(rocket: Rocket<Build>) -> impl Fn(&str, &str) -> jsonp::ErrorResponse {
    let client = client(rocket.attach(Shield::new()));
    move |method, target| {
        let response = client.req(method.parse::<Method>().unwrap(), target.to_owned()).dispatch();
        let headers = response.headers().iter();
        let mut headers: Vec<_> =
            headers.map(|header| (header.name().as_str().to_lowercase(), header.value().to_owned())).collect();
        headers.retain(|(name, _)| name != "server");
        headers.extend(response.body().preset_size().map(|size| ("content-length".to_owned(), size.to_string())));
        jsonp::ErrorResponse::new(response.status().code, headers, response.into_string().unwrap_or_default())
    }
}

fn below(layer: ErrorBook) -> Rocket<Build> {
    build().attach(layer.mount("/", routes![bodies]))
}

#[test]
fn jsonp_wraps_every_body() {
    jsonp::wraps_every_body(asking(below(BOOK)));
}

#[test]
fn jsonp_answers_a_body_that_panics() {
    jsonp::answers_a_body_that_panics(asking(below(BOOK)));
}

#[test]
fn jsonp_tells_head_what_get_is_told() {
    jsonp::tells_head_what_get_is_told(jsonp::HEADS, asking(below(BOOK)));
}

#[test]
fn jsonp_leaves_alone_what_cannot_be_wrapped() {
    jsonp::leaves_alone_what_cannot_be_wrapped(asking(below(BOOK)));
}

#[test]
fn jsonp_refuses_what_is_no_function() {
    jsonp::refuses_what_is_no_function(asking(below(BOOK)));
}

#[test]
fn jsonp_is_always_a_200() {
    let named = BOOK.jsonp("cb");
    let layers = [BOOK, BOOK.without_suppression(), BOOK.suppress_errors_only(), named, BOOK.jsonp("the.call-back_~")];
    jsonp::is_always_a_200(layers, |layer, method, target| asking(below(layer))(method, target));
}

#[test]
fn jsonp_is_each_layers_own() {
    let book = |book, callback: Option<_>| callback.map_or(book, |callback| ErrorBook::jsonp(book, callback));
    // A mount's answers are its own, and those of no mount around it.
    jsonp::is_each_layers_own(false, |outer, inner, target| {
        let inner = book(ErrorBook::new(&ayanova::BOOK), inner).mount("/in", routes![bodies]);
        let outer = book(ErrorBook::new(&standard::BOOK), outer).mount("/", routes![]);
        asking(build().attach(inner).attach(outer))("GET", target)
    });
}

#[test]
fn jsonp_does_not_wait_for_the_end_of_a_stream() {
    let mut stream = TcpStream::connect(("127.0.0.1", serve(below(BOOK)))).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.write_all(b"GET /endless?callback=show HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    let mut received = Vec::new();
    while !received.ends_with(b"/**/show([\\u003c\r\n") {
        let mut buffer = [0; 1024];
        let length = stream.read(&mut buffer).unwrap();
        assert!(length > 0, "{}", String::from_utf8_lossy(&received));
        received.extend_from_slice(&buffer[..length]);
    }
}

#[test]
fn jsonp_of_a_body_that_fails_fails() {
    let client = client(below(BOOK));
    for (path, begun) in [("/fails", ""), ("/fails/midway", "/**/show([0,")] {
        let mut response = client.get(format!("{path}?callback=show")).dispatch();
        let mut sent = Vec::new();
        let error = response.read_to_end(&mut sent).unwrap_err();
        assert_eq!((text(sent.leak()), error.to_string().as_str()), (begun, "secret"), "{path}");
    }
}
