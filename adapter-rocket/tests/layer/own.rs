//! Tests of features that only Rocket has: paths outside of every mount, ranks, guards, catchers and cookies.

use std::path::PathBuf;

use super::*;
use conformance::layer::body_of;
use errorbook::{ErrorKind, Policy};
use errorbook_rocket::Result;
use rocket::http::{ContentType, CookieJar};
use rocket::request::FromRequest;
use rocket::{catch, catchers, delete, options, put};

const GONE: &str = r#"{"status":410,"code":null,"message":"Gone","description":"the words","constraintViolations":[]}"#;

fn mounted(book: impl Into<ErrorBook>, routes: Vec<rocket::Route>) -> Rocket<Build> {
    build().attach(book.into().mount("/", routes))
}

fn ask(rocket: Rocket<Build>, target: &str) -> Received {
    send(rocket, &Call::get(target))
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

#[test]
fn outside_every_mount_nothing_changes() {
    #[get("/error")]
    fn error() -> Error {
        primaerp::OBJECT_NOT_FOUND.into()
    }

    #[get("/uncoded")]
    fn uncoded() -> Error {
        errorbook::Error::from(ErrorKind::BodyTooLarge).into()
    }

    let api = || ErrorBook::new(&ayanova::BOOK).mount("/api", routes![]);
    let app = || build().mount("/", routes![error, uncoded]).attach(api());
    let response = ask(app(), "/x?suppress_response_code=true");
    assert_eq!((response.status, response.header("content-type")), (404, Some("text/html; charset=utf-8")));
    assert_eq!(ask(app(), "/error").body, body_of(primaerp::OBJECT_NOT_FOUND));
    assert_eq!(ask(app(), "/uncoded").body, body_of(standard::CONTENT_TOO_LARGE));
}

#[test]
fn a_panic_gets_a_response_wherever_it_happens_and_wherever_its_route_is_mounted() {
    #[get("/panic")]
    async fn panics() {
        panic!("secret")
    }

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

    let routes = || routes![panics, guarded, unanswerable];
    let book = ErrorBook::new(&ayanova::BOOK);
    let app = || build().attach(book.mount("/ayanova", routes())).mount("/ayanova/elsewhere", routes());
    for route in ["panic", "guard", "responder", "elsewhere/panic", "elsewhere/guard", "elsewhere/responder"] {
        let response = ask(app(), &format!("/ayanova/{route}"));
        response.assert_is(ayanova::INTERNAL_ERROR, route);
        assert!(response.header("x-error-id").is_some(), "{route}");
    }
}

#[test]
fn a_status_goes_through_the_catchers_to_the_book() {
    #[get("/made")]
    fn made() -> Status {
        Status::Created
    }

    #[get("/secret")]
    fn secret() -> Status {
        Status::Unauthorized
    }

    let policy =
        Policy::new(&standard::BOOK).suppression_parameter("suppress_response_code").challenge("Basic realm=\"depot\"");
    let app = || mounted(policy, routes![made, secret]);
    assert_eq!(ask(app(), "/made?suppress_response_code=true").status, 200);
    ask(app(), "/secret").assert_is(standard::UNAUTHORIZED, "/secret");
    let response = ask(app(), "/secret?suppress_response_code=true");
    assert_eq!((response.status, response.header("www-authenticate")), (200, Some("Basic realm=\"depot\"")));
}

#[test]
fn a_number_that_is_not_a_status_is_an_internal_error() {
    #[get("/")]
    fn unknown() -> Status {
        Status::new(999)
    }

    let response = ask(mounted(ErrorBook::new(&standard::BOOK), routes![unknown]), "/");
    response.assert_is(standard::INTERNAL_SERVER_ERROR, "999");
}

#[test]
fn an_error_keeps_the_cookies_of_its_handler() {
    #[get("/")]
    fn fails(cookies: &CookieJar<'_>) -> Result<()> {
        cookies.add(("a", "1"));
        Err(errorbook::Error::from(ErrorKind::BodyTooLarge))?
    }

    let response = ask(mounted(ErrorBook::new(&ayanova::BOOK), routes![fails]), "/");
    response.assert_is(ayanova::INVALID_OPERATION, "/");
    assert!(response.header("set-cookie").is_some_and(|cookie| cookie.starts_with("a=1")));
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
    fn second(_id: Path<u32>, page: Result<Query<Part>>) -> std::result::Result<(), Status> {
        page.map(drop).map_err(|_| Status::Gone)
    }

    #[get("/first/<_name>", rank = 3)]
    fn third(_name: &str) -> Status {
        Status::Gone
    }

    let app = || mounted(ErrorBook::new(&primaerp::BOOK), routes![part, by_name, first, second, third]);
    assert_eq!(ask(app(), "/parts/relay").body, "relay");
    // The error of an earlier route must not become the response of the last one.
    assert_eq!(ask(app(), "/first/x").body, GONE.replace("\"the words\"", "null"));
}

#[test]
fn a_wrong_parameter_is_rejected_by_name_before_the_body() {
    #[get("/pairs/<kind>/<id>")]
    fn pair(kind: Path<String>, id: Path<u32>) {
        let _ = (kind, id);
    }

    #[put("/parts/<id>", data = "<part>")]
    fn replace(part: Json<Part>, id: Path<u32>) {
        let _ = (part, id);
    }

    let app = || mounted(ErrorBook::new(&ayanova::BOOK), routes![pair, replace]);
    let wrong_id =
        r#"{"error":{"code":"2203","message":"id: expected a whole number from 0 to 4294967295","target":"id"}}"#;
    let nameless = r#"{"error":{"code":"2203","message":"Invalid value"}}"#;
    for (call, expected) in [
        (Call::get("/pairs/x/y"), wrong_id),
        // It is unknown which of the two parameters was refused.
        (Call::get("/pairs/x/x"), nameless),
        (Call::get("//pairs//x/y"), wrong_id),
        (Call::new("PUT", "/parts/x").body("{"), wrong_id),
    ] {
        send(app(), &call).assert_eq(400, expected, &call.target);
    }
}

#[test]
fn a_handler_may_receive_an_extractor_error_and_respond_to_it() {
    #[get("/<id>")]
    fn taken(id: Result<Path<u32>>) -> Result<()> {
        id.map(drop)
    }

    let app = || mounted(ErrorBook::new(&ayanova::BOOK), routes![taken]);
    assert_eq!(
        ask(app(), "/x").body,
        r#"{"error":{"code":"2203","message":"id: expected a whole number from 0 to 4294967295","target":"id"}}"#
    );
    assert_eq!(ask(app(), "/1").status, 200);
}

#[test]
fn the_allowed_methods_of_a_path_come_from_the_routes_of_the_server() {
    #[get("/")]
    fn nothing() {}

    #[delete("/<_a>/x/<_rest..>")]
    fn rest(_a: &str, _rest: PathBuf) {}

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

    let app = || {
        let book = ErrorBook::new(&standard::BOOK).mount("/", routes![rest, nothing]);
        build().mount("/", routes![x, json, html, absent, preflight]).attach(book)
    };
    for (method, path, code, allow) in [
        ("POST", "/a/x", standard::METHOD_NOT_ALLOWED, Some("DELETE,PUT")),
        ("GET", "/a/x", standard::METHOD_NOT_ALLOWED, Some("DELETE,PUT")),
        ("POST", "/%61//x/", standard::METHOD_NOT_ALLOWED, Some("DELETE,PUT")),
        ("POST", "/a/x/y/z", standard::METHOD_NOT_ALLOWED, Some("DELETE")),
        ("POST", "/", standard::METHOD_NOT_ALLOWED, Some("GET,HEAD")),
        ("GET", "/json", standard::METHOD_NOT_ALLOWED, Some("POST")),
        ("POST", "/a/y", standard::NOT_FOUND, None),
        ("POST", "/a", standard::NOT_FOUND, None),
        ("POST", "/json", standard::UNSUPPORTED_MEDIA_TYPE, None),
        ("GET", "/absent", standard::NOT_FOUND, None),
        ("GET", "/cors/y", standard::NOT_FOUND, None),
    ] {
        let response = send(app(), &Call::new(method, path));
        response.assert_is(code, path);
        assert_eq!(response.header("allow"), allow, "{method} {path}");
    }
    let html = send(app(), &Call::get("/html").header("accept", "text/plain"));
    html.assert_is(standard::NOT_FOUND, "/html");
    let head = send(app(), &Call::new("HEAD", "/a/x"));
    head.assert_eq(405, "", "HEAD /a/x");
    assert_eq!(head.header("allow"), Some("DELETE,PUT"));
}

#[test]
fn responses_of_rockets_own_guards_and_catchers_get_the_envelope() {
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

    let routes = || routes![id, query, words, teapot, conflict];
    let app = || mounted(ErrorBook::new(&primaerp::BOOK), routes()).register("/", catchers![caught, own]);
    let wrong = body_of(primaerp::WRONG_PARAMETERS);
    for (path, status, body) in [
        ("/id/x?", 400, &*wrong),
        ("/query?_n=x&", 400, &wrong),
        ("/text?", 410, GONE),
        ("/teapot?", 410, GONE),
        ("/conflict?", 409, r#"{"mine":true}"#),
    ] {
        ask(app(), path).assert_eq(status, body, path);
        ask(app(), &format!("{path}suppress_response_code=1")).assert_eq(200, body, path);
    }
}
