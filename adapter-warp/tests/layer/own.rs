//! Tests of features that only warp has: rejections, filters that are served in several ways, and filters after the book's.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll};

use super::*;
use conformance::layer::body_of;
use errorbook::{Observer, Policy, ayanova};

const BOOK: ErrorBook = ErrorBook::new(&primaerp::BOOK);

fn gone() -> impl Filter<Extract = (impl reply::Reply,), Error = Rejection> + Clone + Send + Sync {
    warp::path!("gone").map(|| reply::with_status("the words", StatusCode::GONE))
}

#[test]
fn an_unknown_method_or_target_gets_an_error_of_the_book() {
    let me = warp::path!("v1" / "me").and(get()).map(warp::reply);
    let app = ErrorBook::new(&standard::BOOK).service(warp::path("primaerp").and(BOOK.wrap(me)));
    let brew = send(app.clone(), &Call::new("BREW", "/primaerp/v1/me"));
    brew.assert_is(primaerp::OPERATION_NOT_ALLOWED, "BREW");
    send(app, &Call::get("*")).assert_is(standard::NOT_FOUND, "*");
}

#[test]
fn warp_serves_a_wrapped_filter_like_every_other_filter() {
    let fine = warp::path!("fine").map(|| "fine");
    for service in [
        warp::service(BOOK.wrap(gone().or(fine)).boxed()),
        warp::service(gone().or(fine).with(warp::wrap_fn(move |filter| BOOK.wrap(filter))).boxed()),
        warp::service(ErrorBook::new(&standard::BOOK).wrap(BOOK.wrap(gone().or(fine))).boxed()),
    ] {
        let gone = r#"{"status":410,"code":null,"message":"Gone","description":"the words","constraintViolations":[]}"#;
        send(service.clone(), &Call::get("/gone")).assert_eq(410, gone, "/gone");
        send(service.clone(), &Call::get("/fine")).assert_eq(200, "fine", "/fine");
        send(service, &Call::get("/no")).assert_is(primaerp::RESOURCE_NOT_FOUND, "/no");
    }
}

#[test]
fn a_wrapped_filter_is_observed_with_its_method_and_a_service_with_its_path_and_the_inner_code() {
    type Seen = (String, String, &'static str, Option<&'static str>);
    static OBSERVED: Mutex<Vec<Seen>> = Mutex::new(Vec::new());

    let observe: Observer = &|response| {
        let (method, path) = (response.method.to_owned(), response.path.to_owned());
        OBSERVED.lock().unwrap().push((method, path, response.book.name(), response.code));
    };
    let book = ErrorBook::from(Policy::new(&primaerp::BOOK).observer(observe));
    let routes = warp::path("inner").and(ErrorBook::new(&ayanova::BOOK).wrap(gone()));
    send(warp::service(book.wrap(routes.clone())), &Call::get("/inner/gone"));
    send(warp::service(book.wrap(routes.clone())), &Call::new("BREW", "/nowhere"));
    // A target without a path.
    send(warp::service(book.wrap(get().map(|| "fine"))), &Call::new("CONNECT", "a:80"));
    send(book.service(routes), &Call::get("/inner/gone"));
    let observed = [
        ("GET", "", "primaerp", None),
        ("BREW", "", "primaerp", Some("PE01-9003")),
        ("CONNECT", "", "primaerp", Some("PE01-1103")),
        ("GET", "/inner/gone", "ayanova", Some("2030")),
    ];
    let observed = observed.map(|(method, path, book, code)| (method.to_owned(), path.to_owned(), book, code));
    assert_eq!(*OBSERVED.lock().unwrap(), observed);
}

#[test]
fn a_panic_in_a_segment_or_behind_a_book_gets_an_error_of_the_innermost_book_around_it() {
    struct Segment;

    impl std::str::FromStr for Segment {
        type Err = Infallible;

        fn from_str(_: &str) -> Result<Segment, Infallible> {
            panic!("secret")
        }
    }

    let segment = warp::path!("segment" / Segment).map(|_| "never");
    let inner = ErrorBook::new(&ayanova::BOOK).wrap(segment);
    // Filters after the inner book belong to the outer one.
    let after = warp::path("after").and(inner.clone()).map(|_| panics());
    let app = BOOK.service(warp::path("ayanova").and(inner).or(after));
    for (path, code) in [("/ayanova/segment/x", ayanova::INTERNAL_ERROR), ("/after/gone", primaerp::UNHANDLED_ERROR)] {
        let response = send(app.clone(), &Call::get(path));
        response.assert_is(code, path);
        assert!(response.header("x-error-id").is_some(), "{path}");
        let suppressed = send(app.clone(), &Call::get(format!("{path}?suppress_response_code=true")));
        suppressed.assert_eq(200, &response.body, path);
        assert_eq!(suppressed.header("x-suppressed-status"), Some(&*response.status.to_string()), "{path}");
        let head = send(app.clone(), &Call::new("HEAD", path));
        head.assert_eq(response.status, "", path);
        assert_eq!(head.header("content-length"), Some(&*response.body.len().to_string()), "{path}");
    }
}

#[test]
fn the_most_specific_cause_of_a_rejection_decides_in_every_order_of_routes() {
    let item = warp::path!("item");
    let refused = || Err::<StatusCode, Rejection>(Error::from(primaerp::OBJECT_EXISTS).into());
    let ours = || item.and(warp::put()).and_then(move || ready(refused()));
    let ours = || ours().or(item.and(warp::put()).and(warp::body::json()).map(|_: Part| warp::reply()));
    let get = || item.and(get()).map(warp::reply).or(item.and(warp::post()).map(warp::reply));
    let lost = || warp::path!("other").map(warp::reply);
    let first = BOOK.service(ours().or(get()).or(lost()));
    let last = BOOK.service(lost().or(get()).or(ours()));
    for (method, code) in [("PUT", primaerp::OBJECT_EXISTS), ("DELETE", primaerp::OPERATION_NOT_ALLOWED)] {
        send(first.clone(), &Call::new(method, "/item")).assert_is(code, method);
        send(last.clone(), &Call::new(method, "/item")).assert_is(code, method);
    }
}

#[test]
fn a_path_that_ends_before_its_parameter_matches_the_route_without_it() {
    let part = warp::path!("parts" / String).and(get()).and_then(param("id")).map(|_: u32| "");
    let parts = warp::path!("parts").and(warp::post()).map(|| "");
    let app = ErrorBook::new(&ayanova::BOOK).service(part.or(parts));
    send(app, &Call::get("/parts/")).assert_is(ayanova::INVALID_OPERATION, "/parts/");
}

#[test]
fn rejections_of_warps_own_filters_get_the_envelope() {
    #[derive(Debug)]
    #[expect(dead_code, reason = "shown by Debug, to the log alone")]
    struct Secret(&'static str);

    impl warp::reject::Reject for Secret {}

    let file = warp::fs::file(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml/x"));
    let secret = async || Err::<StatusCode, _>(warp::reject::custom(Secret("secret")));
    let app = ErrorBook::new(&standard::BOOK).service(
        (warp::path!("query").and(warp::query()).map(|_: Part| warp::reply()))
            .or(warp::path!("header").and(warp::header::<u8>("x-count")).map(|_| warp::reply()))
            .or(warp::path!("length").and(warp::body::content_length_limit(1)).map(warp::reply))
            .or(warp::path!("json").and(warp::body::json()).map(|_: Part| warp::reply()))
            .or(warp::path!("form").and(warp::body::form()).map(|_: Part| warp::reply()))
            .or(warp::path!("twice").and(warp::body::bytes()).and(warp::body::bytes()).map(|_, _| warp::reply()))
            .or(warp::path!("file").and(file).map(|file| file))
            .or(warp::path!("custom").and_then(secret))
            .or(warp::path!("cors").map(warp::reply).with(warp::cors().allow_origin("https://example.com"))),
    );
    let detail = |title: &str, detail: &str, status: u16, code: &str| {
        format!(r#"{{"type":"about:blank","title":"{title}","status":{status},"detail":"{detail}","code":"{code}"}}"#)
    };
    let bad = |text: &str| detail("Bad Request", text, 400, "bad_request");
    let length = detail("Length Required", "A content-length header is required", 411, "length_required");
    let large = detail("Content Too Large", "The request payload is too large", 413, "content_too_large");
    let media_type = "The request's content-type is not supported";
    let media_type = detail("Unsupported Media Type", media_type, 415, "unsupported_media_type");
    let cors = detail("Forbidden", "CORS request forbidden: origin not allowed", 403, "forbidden");
    let post = |path| Call::new("POST", path);
    let cases = [
        (post("/query"), bad("Invalid query string")),
        (post("/header"), bad(r#"Missing request header \"x-count\""#)),
        (post("/header").header("x-count", "x"), bad(r#"Invalid request header \"x-count\""#)),
        (post("/length"), length),
        (post("/length").header("content-length", "2").body("ab"), large),
        (post("/json").header("content-type", "text/plain").body("{}"), media_type),
        (post("/json").body("{}"), bad("Request body deserialize error: missing field `quantity` at line 1 column 2")),
        (post("/form"), bad("Request body deserialize error: missing field `quantity`")),
        (post("/twice"), body_of(standard::INTERNAL_SERVER_ERROR)),
        (post("/file"), body_of(standard::INTERNAL_SERVER_ERROR)),
        (post("/custom"), body_of(standard::INTERNAL_SERVER_ERROR)),
        (post("/cors").header("origin", "https://example.org"), cors),
    ];
    for (call, expected) in cases {
        let response = send(app.clone(), &call);
        assert_eq!(response.body, expected, "{}", call.target);
        assert!(expected.contains(&format!(r#""status":{}"#, response.status)), "{} {}", call.target, response.status);
        assert_eq!(response.header("x-error-id").is_some(), response.status >= 500, "{}", call.target);
    }
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_a_bad_request() {
    struct Fails;

    impl Body for Fails {
        type Data = bytes::Bytes;
        type Error = std::io::Error;

        fn poll_frame(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<std::io::Result<http_body::Frame<bytes::Bytes>>>> {
            Poll::Ready(Some(Err(std::io::Error::other("secret"))))
        }
    }

    let app = ErrorBook::new(&standard::BOOK).service(warp::body::bytes().map(|_| warp::reply()));
    let response = app.oneshot(Request::post("/").body(Fails).unwrap()).await.unwrap();
    assert_eq!(response.status(), 400);
}

#[test]
fn the_headers_of_inner_filters_are_kept() {
    let own = Reply::json(r#"{"mine":true}"#).status(409).header("x-own", "1");
    let teapot = Reply::empty(418).header("x-own", "1").header("etag", "\"a\"").header("set-cookie", "a=1");
    let route = |name: &'static str, reply: Reply| warp::path(name).map(move || response(reply.clone()));
    let inner = route("own", own).or(route("teapot", teapot));
    let inner = inner.with(warp::cors().allow_any_origin()).with(reply::with::header("x-inner", "1"));
    let app = BOOK.service(inner);
    let ask = |path: &str| send(app.clone(), &Call::get(path).header("origin", "https://example.com"));
    let own = ask("/own");
    own.assert_eq(409, r#"{"mine":true}"#, "/own");
    assert_eq!(own.header("x-own"), Some("1"));
    let teapot = ask("/teapot");
    let names = ["x-own", "etag", "set-cookie", "x-inner", "access-control-allow-origin", "content-type"];
    let expected = [Some("1"), None, Some("a=1"), Some("1"), Some("https://example.com"), Some("application/json")];
    assert_eq!((teapot.status, names.map(|name| teapot.header(name))), (418, expected));
}
