//! Common fairings, guards, catchers and handlers inside and outside of the book: a test for each sentence of the manual about their
//! order.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::HashMap;
use std::future::pending;
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_compression::tokio::bufread::GzipEncoder;
use errorbook::{Code, Policy, ayanova, primaerp, standard};
use errorbook_rocket::{Error, ErrorBook, Form, Json, Mounted, Result};
use rocket::config::LogLevel;
use rocket::data::{Data, Limits, ToByteUnit as _};
use rocket::error::ErrorKind;
use rocket::fairing::{AdHoc, Fairing, Info, Kind};
use rocket::fs::FileServer;
use rocket::http::{CookieJar, Header, Method, Status};
use rocket::local::blocking::Client;
use rocket::outcome::Outcome;
use rocket::request::{self, FromRequest};
use rocket::response::{Redirect, Responder};
use rocket::route::{self, Handler};
use rocket::shield::{Prefetch, Shield};
use rocket::tokio::io::BufReader;
use rocket::tokio::time::timeout;
use rocket::{Build, Config, Request, Response, Rocket, Route, catch, catchers, get, options, post, routes};
use rocket_cors::{AllowedOrigins, Cors, CorsOptions};

struct ErrorResponse {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl ErrorResponse {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|(given, value)| given.eq_ignore_ascii_case(name).then_some(value.as_str()))
    }

    fn is(&self, code: Code) -> bool {
        (self.status, self.body.as_slice()) == (code.status().as_u16(), code.body())
    }

    fn member(&self, name: &str) -> serde_json::Value {
        let body: serde_json::Value = serde_json::from_slice(&self.body).unwrap();
        body[name].clone()
    }
}

fn send(
    app: &Client,
    method: Method,
    target: &str,
    headers: &[(&'static str, &'static str)],
    body: &str,
) -> ErrorResponse {
    let mut request = app.req(method, target.to_owned()).body(body);
    for (name, value) in headers {
        request.add_header(Header::new(*name, *value));
    }
    let response = request.dispatch();
    let headers = response.headers().iter().map(|header| (header.name().to_string(), header.value().to_owned()));
    ErrorResponse {
        status: response.status().code,
        headers: headers.collect(),
        body: response.into_bytes().unwrap_or_default(),
    }
}

fn ask(app: &Client, target: &str) -> ErrorResponse {
    send(app, Method::Get, target, &[("origin", "https://elsewhere.example"), ("accept-encoding", "gzip")], "")
}

fn build() -> Rocket<Build> {
    let limits = ["json", "form", "string", "bytes"].into_iter().fold(Limits::new(), |limits, name| {
        let limit = 64.bytes();
        limits.limit(name, limit)
    });
    rocket::custom(Config { log_level: LogLevel::Off, limits, ..Config::debug_default() })
}

fn client(rocket: Rocket<Build>) -> Client {
    Client::untracked(rocket).unwrap()
}

fn book() -> Mounted {
    ErrorBook::new(&primaerp::BOOK).mount("/", routes![fine, coded, unenveloped, panics])
}

fn inside(fairing: impl Fairing) -> Client {
    client(build().attach(fairing).attach(book()))
}

fn outside(fairing: impl Fairing) -> Client {
    client(build().attach(book()).attach(fairing))
}

/// A success, an error of the book, an unenveloped response, a panic, and no route.
const PATHS: [&str; 5] = ["/", "/coded", "/unenveloped", "/panic", "/nowhere"];

#[get("/")]
fn fine() -> &'static str {
    "fine"
}

#[get("/coded")]
fn coded() -> Error {
    primaerp::OBJECT_NOT_FOUND.into()
}

#[get("/unenveloped")]
fn unenveloped() -> (Status, String) {
    (Status::Gone, "the handler's own words ".repeat(20))
}

#[get("/panic")]
fn panics() {
    panic!("secret")
}

/// A route whose time-out is over at once.
#[derive(Clone)]
struct Hurried(Box<dyn Handler>);

impl Hurried {
    fn route(mut route: Route) -> Route {
        route.handler = Box::new(Hurried(route.handler));
        route
    }
}

#[rocket::async_trait]
impl Handler for Hurried {
    async fn handle<'r>(&self, request: &'r Request<'_>, data: Data<'r>) -> route::Outcome<'r> {
        let handled = timeout(Duration::ZERO, self.0.handle(request, data)).await;
        handled.unwrap_or(Outcome::Error(Status::GatewayTimeout))
    }
}

#[test]
fn a_time_out_goes_inside() {
    #[get("/coded")]
    async fn coded() -> Result<()> {
        let late = |_| errorbook::Error::from(standard::SERVICE_UNAVAILABLE).with_retry_after(Duration::from_secs(1));
        Ok(timeout(Duration::ZERO, pending()).await.map_err(late)?)
    }

    #[get("/unenveloped")]
    async fn unenveloped() -> std::result::Result<(), Status> {
        timeout(Duration::ZERO, pending()).await.map_err(|_| Status::GatewayTimeout)
    }

    struct Slow;

    #[rocket::async_trait]
    impl<'r> FromRequest<'r> for Slow {
        type Error = ();

        async fn from_request(_: &'r Request<'_>) -> request::Outcome<Slow, ()> {
            match timeout(Duration::ZERO, pending()).await {
                Ok(()) => Outcome::Success(Slow),
                Err(_) => Outcome::Error((Status::GatewayTimeout, ())),
            }
        }
    }

    #[get("/guard")]
    fn guarded(_slow: Slow) {}

    #[get("/never")]
    async fn never() {
        pending().await
    }

    let hurried = || routes![fine, never].into_iter().map(Hurried::route).collect::<Vec<_>>();
    let routes = [routes![coded, unenveloped, guarded], hurried()].concat();
    let app = client(build().attach(ErrorBook::new(&standard::BOOK).mount("/", routes)).mount("/elsewhere", hurried()));
    for path in ["/unenveloped", "/guard", "/never", "/elsewhere/never"] {
        assert!(ask(&app, path).is(standard::GATEWAY_TIMEOUT), "{path}");
    }
    for path in ["/", "/elsewhere"] {
        assert_eq!(ask(&app, path).body, b"fine", "{path}");
    }
    let coded = ask(&app, "/coded");
    assert!(coded.is(standard::SERVICE_UNAVAILABLE));
    assert_eq!(coded.header("retry-after"), Some("1"));
}

#[test]
fn a_body_limit_gives_an_error_of_the_book_except_for_rockets_own_strings_and_bytes() {
    #[post("/json", data = "<_body>")]
    fn json(_body: Json<String>) {}

    #[post("/form", data = "<_body>")]
    fn form(_body: Form<HashMap<String, String>>) {}

    #[post("/own-form", data = "<_body>")]
    fn own_form(_body: rocket::form::Form<String>) {}

    #[post("/string", data = "<_body>")]
    fn string(_body: String) {}

    #[post("/bytes", data = "<_body>")]
    fn bytes(_body: Vec<u8>) {}

    let form_type = "application/x-www-form-urlencoded";
    let (too_large, unreadable) = ("PE01-1109", "PE01-9004");
    let cases = [
        ("/json", "application/json", "\"", "\"", 412, too_large),
        ("/form", form_type, "a=", "", 412, too_large),
        ("/own-form", form_type, "=", "", 412, too_large),
        ("/string", "text/plain", "", "", 400, unreadable),
        ("/bytes", "text/plain", "", "", 400, unreadable),
    ];
    let routes = routes![json, form, own_form, string, bytes];
    let app = client(build().attach(ErrorBook::new(&primaerp::BOOK).mount("/", routes)));
    for (path, content_type, start, end, status, code) in cases {
        let post = |length: usize| {
            let body = [start, &"a".repeat(length - start.len() - end.len()), end].concat();
            send(&app, Method::Post, path, &[("content-type", content_type)], &body)
        };
        assert_eq!(post(64).status, 200, "{path}");
        let over = post(65);
        assert_eq!((over.status, over.member("code")), (status, code.into()), "{path}");
    }
}

/// Fails as the request asks.
struct User;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for User {
    type Error = Option<Error>;

    async fn from_request(request: &'r Request<'_>) -> request::Outcome<User, Option<Error>> {
        match request.uri().path().segments().last() {
            Some("status") => Outcome::Error((Status::Unauthorized, None)),
            Some("forward") => Outcome::Forward(Status::Unauthorized),
            Some("dropped") => Outcome::Error((Status::Unauthorized, Some(primaerp::TOKEN_INVALID.into()))),
            _ => {
                let (status, error) = Error::from(primaerp::TOKEN_INVALID).reject(request);
                Outcome::Error((status, Some(error)))
            }
        }
    }
}

#[get("/guarded/<_>")]
fn guarded(_user: User) {}

/// Replaces every response.
struct Refuse;

#[rocket::async_trait]
impl Fairing for Refuse {
    fn info(&self) -> Info {
        Info { name: "refuse", kind: Kind::Response }
    }

    async fn on_response<'r>(&self, _: &'r Request<'_>, response: &mut Response<'r>) {
        *response = Response::build().status(Status::Unauthorized).finalize();
    }
}

#[test]
fn authentication_goes_inside_and_keeps_its_challenge() {
    #[derive(Responder)]
    #[response(status = 401)]
    struct Challenge {
        body: &'static str,
        challenge: Header<'static>,
    }

    #[catch(401)]
    fn basic() -> Challenge {
        Challenge { body: "", challenge: Header::new("www-authenticate", "Basic realm=\"depot\"") }
    }

    let guarded = || build().attach(ErrorBook::new(&primaerp::BOOK).mount("/", routes![guarded]));
    let (app, with_catcher) = (client(guarded()), client(guarded().register("/", catchers![basic])));
    let cases = [
        ("/guarded/status", primaerp::UNAUTHORIZED),
        ("/guarded/forward", primaerp::UNAUTHORIZED),
        ("/guarded/dropped", primaerp::UNAUTHORIZED),
        ("/guarded/rejected", primaerp::TOKEN_INVALID),
    ];
    for (path, code) in cases {
        let response = ask(&app, path);
        assert!(response.is(code), "{path}");
        assert_eq!(response.header("www-authenticate"), Some("Bearer"), "{path}");
        let response = ask(&with_catcher, path);
        assert!(response.is(primaerp::UNAUTHORIZED), "{path}");
        assert_eq!(response.header("www-authenticate"), Some("Basic realm=\"depot\""), "{path}");
    }
    for path in PATHS {
        let response = ask(&inside(Refuse), path);
        assert!(response.is(primaerp::UNAUTHORIZED), "{path}");
        assert_eq!(response.header("www-authenticate"), Some("Bearer"), "{path}");
        let response = ask(&outside(Refuse), path);
        assert_eq!(
            (response.status, response.body.len(), response.header("www-authenticate")),
            (401, 0, None),
            "{path}"
        );
    }
}

/// The usual fairing for CORS.
fn own_cors() -> impl Fairing {
    AdHoc::on_response("cors", |_, response| {
        Box::pin(async move {
            response.set_raw_header("access-control-allow-origin", "*");
            response.set_raw_header("access-control-allow-methods", "GET");
        })
    })
}

fn cors(options: CorsOptions) -> Cors {
    options.to_cors().unwrap()
}

#[test]
fn cors_headers_are_on_every_response_on_either_side() {
    let origin = Some("https://elsewhere.example");
    let apps = [
        (inside(own_cors()), Some("*")),
        (outside(own_cors()), Some("*")),
        (inside(cors(CorsOptions::default())), origin),
        (outside(cors(CorsOptions::default())), origin),
    ];
    for (app, allowed) in apps {
        for path in PATHS {
            assert_eq!(ask(&app, path).header("access-control-allow-origin"), allowed, "{path}");
        }
        assert!(ask(&app, "/panic").is(primaerp::UNHANDLED_ERROR));
    }
}

#[test]
fn a_preflight_is_not_an_error_on_either_side() {
    #[options("/<_..>")]
    fn preflight() -> Status {
        Status::NoContent
    }

    let own = || build().mount("/", routes![preflight]);
    let ask = |app: &Client, target| {
        let origin = ("origin", "https://elsewhere.example");
        send(app, Method::Options, target, &[origin, ("access-control-request-method", "GET")], "")
    };
    let suppressed = "/coded?suppress_response_code=true";
    let apps = [
        client(own().attach(own_cors()).attach(book())),
        client(own().attach(book()).attach(own_cors())),
        inside(cors(CorsOptions::default())),
    ];
    for app in apps {
        let response = ask(&app, "/coded");
        assert_eq!((response.status, response.body.len(), response.header("content-type")), (204, 0, None));
        assert!(response.header("access-control-allow-methods").unwrap().contains("GET"));
        let response = ask(&app, suppressed);
        assert_eq!((response.status, response.header("x-suppressed-status")), (200, Some("204")));
    }
    // The 204 comes too late to lose the headers of the error from which it is made.
    let late = outside(cors(CorsOptions::default()));
    assert_eq!(ask(&late, "/coded").status, 204);
    let response = ask(&late, suppressed);
    assert_eq!((response.status, response.header("x-suppressed-status")), (204, Some("400")));
}

#[test]
fn an_origin_that_cors_rejects_gets_an_error_of_the_book_of_its_path() {
    let strict = |base: &str| {
        let allowed_origins = AllowedOrigins::some_exact(&["https://ours.example"]);
        cors(CorsOptions { allowed_origins, fairing_route_base: base.to_owned(), ..CorsOptions::default() })
    };
    let book = || ErrorBook::new(&primaerp::BOOK).mount("/api", routes![coded]);
    let refused = "/api/coded?suppress_response_code=true";
    for (inside, outside) in [(Some("/api/cors"), None), (None, Some("/api/cors"))] {
        let mut rocket = build();
        rocket = inside.into_iter().fold(rocket, |rocket, base| rocket.attach(strict(base))).attach(book());
        rocket = outside.into_iter().fold(rocket, |rocket, base| rocket.attach(strict(base)));
        assert!(ask(&client(rocket), refused).is(primaerp::ACCESS_DENIED));
    }
    let response = ask(&client(build().attach(strict("/cors")).attach(book())), refused);
    assert_eq!((response.status, response.header("content-type")), (403, Some("text/html; charset=utf-8")));
}

/// Compresses responses like the usual fairings. Rocket has none of its own.
struct Gzip;

#[rocket::async_trait]
impl Fairing for Gzip {
    fn info(&self) -> Info {
        Info { name: "gzip", kind: Kind::Response }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        if request.headers().get_one("accept-encoding") == Some("gzip") {
            let body = response.body_mut().take();
            response.set_streamed_body(GzipEncoder::new(BufReader::new(body)));
            response.set_raw_header("content-encoding", "gzip");
        }
    }
}

#[test]
fn compression_goes_outside_because_a_compressed_body_cannot_be_read() {
    let within = inside(Gzip);
    let response = ask(&within, "/unenveloped");
    assert_eq!((response.status, response.header("content-encoding")), (410, None));
    assert_eq!(response.member("description"), serde_json::Value::Null);

    let without = outside(Gzip);
    for path in PATHS {
        let response = ask(&without, path);
        assert_eq!((response.header("content-encoding"), &response.body[..2]), (Some("gzip"), b"\x1f\x8b".as_slice()));
    }
    let plain = send(&without, Method::Get, "/unenveloped", &[], "");
    assert_eq!(plain.member("description"), "the handler's own words ".repeat(20));

    let policy = Policy::new(&primaerp::BOOK).jsonp("callback");
    let book = || ErrorBook::from(policy).mount("/", routes![coded]);
    let (within, without) = (build().attach(Gzip).attach(book()), build().attach(book()).attach(Gzip));
    for (app, content_type) in [(within, "application/json"), (without, "text/javascript; charset=utf-8")] {
        let response = ask(&client(app), "/coded?callback=f");
        assert_eq!(
            (response.header("content-type"), &response.body[..2]),
            (Some(content_type), b"\x1f\x8b".as_slice())
        );
    }
}

/// Gives each request an id, and its response the same id.
struct Ids;

struct Id(String);

#[rocket::async_trait]
impl Fairing for Ids {
    fn info(&self) -> Info {
        Info { name: "ids", kind: Kind::Request | Kind::Response }
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        let id = Id(request.uri().path().to_string());
        request.local_cache(|| id);
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        response.set_raw_header("x-request-id", request.local_cache(|| Id(String::new())).0.clone());
    }
}

#[test]
fn request_ids_are_on_every_response_on_either_side() {
    for app in [inside(Ids), outside(Ids)] {
        for path in PATHS {
            assert_eq!(ask(&app, path).header("x-request-id"), Some(path));
        }
    }
}

#[test]
fn shield_headers_are_on_every_response_on_either_side() {
    let shield = || Shield::default().enable(Prefetch::Off);
    for app in [inside(shield()), outside(shield())] {
        for path in PATHS {
            let response = ask(&app, path);
            let given = ["x-content-type-options", "x-frame-options", "x-dns-prefetch-control"];
            assert_eq!(
                given.map(|name| response.header(name)),
                [Some("nosniff"), Some("SAMEORIGIN"), Some("off")],
                "{path}"
            );
        }
    }
}

#[test]
fn the_envelope_keeps_cookies_and_a_retry_after_header() {
    #[derive(Responder)]
    #[response(status = 410)]
    struct Own {
        body: (),
        retry_after: Header<'static>,
        etag: Header<'static>,
        last_modified: Header<'static>,
    }

    #[get("/")]
    fn own(cookies: &CookieJar<'_>) -> Own {
        cookies.add(("a", "1"));
        let header = Header::new;
        Own {
            body: (),
            retry_after: header("retry-after", "7"),
            etag: header("etag", "\"a\""),
            last_modified: header("last-modified", "never"),
        }
    }

    #[get("/status")]
    fn status(cookies: &CookieJar<'_>) -> Status {
        cookies.add(("a", "1"));
        Status::Gone
    }

    #[get("/coded")]
    fn coded(cookies: &CookieJar<'_>) -> Error {
        cookies.add(("a", "1"));
        primaerp::OBJECT_NOT_FOUND.into()
    }

    let app = client(build().attach(ErrorBook::new(&primaerp::BOOK).mount("/", routes![own, coded, status])));
    let response = ask(&app, "/");
    assert_eq!((response.status, response.header("retry-after")), (410, Some("7")));
    assert_eq!((response.header("etag"), response.header("last-modified")), (None, None));
    for path in ["/", "/coded"] {
        assert!(ask(&app, path).header("set-cookie").unwrap().starts_with("a=1;"), "{path}");
    }
    // Rocket passes no cookies to catchers.
    let response = ask(&app, "/status");
    assert_eq!((response.status, response.header("set-cookie")), (410, None));
}

#[test]
fn a_catcher_of_a_status_takes_precedence_and_its_response_gets_the_envelope() {
    #[catch(404)]
    fn not_found() -> &'static str {
        "the catcher's own words"
    }

    #[catch(409)]
    fn panics() -> &'static str {
        panic!("secret")
    }

    #[catch(default)]
    fn anything() -> (Status, &'static str) {
        (Status::Gone, "the catcher's own words")
    }

    #[get("/conflict")]
    fn conflict() -> Status {
        Status::Conflict
    }

    #[catch(503)]
    fn closed() -> &'static str {
        "the catcher's own words"
    }

    struct Open;

    #[rocket::async_trait]
    impl<'r> FromRequest<'r> for Open {
        type Error = Error;

        async fn from_request(request: &'r Request<'_>) -> request::Outcome<Open, Error> {
            Outcome::Error(Error::from(ayanova::API_CLOSED).reject(request))
        }
    }

    #[get("/open")]
    fn open(_open: Open) {}

    let words = serde_json::Value::from("the catcher's own words");
    let mounted = || build().attach(ErrorBook::new(&primaerp::BOOK).mount("/api", routes![coded, conflict, open]));

    let beside = client(mounted().register("/api", catchers![not_found, panics, closed]));
    assert!(ask(&beside, "/api/open").is(ayanova::API_CLOSED));
    for method in [Method::Get, Method::Post] {
        let path = if method == Method::Get { "/api/nowhere" } else { "/api/coded" };
        let response = send(&beside, method, path, &[], "");
        assert_eq!((response.status, response.member("code")), (404, "PE01-9003".into()), "{path}");
        assert_eq!((response.member("description"), response.header("allow")), (words.clone(), None), "{path}");
    }
    assert!(ask(&beside, "/api/coded").is(primaerp::OBJECT_NOT_FOUND));
    let panicked = ask(&beside, "/api/conflict");
    assert!(panicked.is(primaerp::UNHANDLED_ERROR));
    assert!(panicked.header("x-error-id").is_some());

    let below = client(mounted().register("/api/v1", catchers![anything]));
    let response = ask(&below, "/api/v1/nowhere");
    assert_eq!((response.status, response.member("code"), response.member("description")), (410, ().into(), words));
    assert!(ask(&below, "/api/nowhere").is(primaerp::RESOURCE_NOT_FOUND));

    let above = client(mounted().register("/", catchers![not_found, anything]));
    assert!(ask(&above, "/api/nowhere").is(primaerp::RESOURCE_NOT_FOUND));
    assert_eq!(ask(&above, "/nowhere").body, b"the catcher's own words");

    let twice = Client::untracked(mounted().register("/api", catchers![anything])).err().unwrap();
    assert!(matches!(twice.kind(), ErrorKind::Collisions(_)), "{twice}");
}

#[test]
fn a_file_is_served_and_a_missing_one_gets_an_error_of_the_book() {
    let files = || FileServer::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
    let api = || build().attach(ErrorBook::new(&primaerp::BOOK).mount("/api", routes![coded]));
    let file = include_bytes!("../src/lib.rs");
    for (base, allow) in [("/api/files", None), ("/api", Some("GET,HEAD"))] {
        let app = client(api().mount(base, files()));
        assert_eq!(ask(&app, &format!("{base}/lib.rs")).body, file, "{base}");
        for path in ["nowhere", "", ".hidden", "..%2flib.rs"] {
            assert!(ask(&app, &format!("{base}/{path}")).is(primaerp::RESOURCE_NOT_FOUND), "{base}/{path}");
        }
        // It has a GET for every path below it, so other methods find every path.
        let post = send(&app, Method::Post, "/api/nowhere", &[], "");
        assert_eq!(post.header("allow"), allow, "{base}");
        assert!(post.is(if allow.is_some() { primaerp::OPERATION_NOT_ALLOWED } else { primaerp::RESOURCE_NOT_FOUND }));
    }
    let elsewhere = ask(&client(api().mount("/files", files())), "/files/nowhere");
    assert_eq!((elsewhere.status, elsewhere.header("content-type")), (404, Some("text/html; charset=utf-8")));
}

#[test]
fn a_redirect_without_a_code_does_not_change_on_either_side() {
    /// Redirects everything to another host.
    struct Elsewhere;

    #[rocket::async_trait]
    impl Fairing for Elsewhere {
        fn info(&self) -> Info {
            Info { name: "elsewhere", kind: Kind::Response }
        }

        async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
            *response = Redirect::permanent("https://elsewhere.example/").respond_to(request).unwrap();
        }
    }

    for app in [inside(Elsewhere), outside(Elsewhere)] {
        for path in PATHS {
            let response = ask(&app, path);
            assert_eq!(
                (response.status, response.header("location")),
                (308, Some("https://elsewhere.example/")),
                "{path}"
            );
        }
        let response = ask(&app, "/?suppress_response_code=true");
        assert_eq!((response.status, response.header("x-suppressed-status")), (308, None));
    }
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_panic_is_logged_once_under_the_id_of_its_response_even_with_a_catcher_of_its_status() {
    #[catch(500)]
    fn own() -> (Status, &'static str) {
        (Status::InternalServerError, "the catcher's own words")
    }

    let catchers = [vec![], catchers![own]];
    for app in catchers.map(|catchers| client(build().attach(book()).register("/", catchers))) {
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
        let response = tracing::subscriber::with_default(subscriber, || ask(&app, "/panic"));
        assert!(response.is(primaerp::UNHANDLED_ERROR));
        let lines = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        assert_eq!(lines.lines().count(), 1, "{lines}");
        assert!(lines.contains("secret") && lines.contains(response.header("x-error-id").unwrap()), "{lines}");
    }
}
