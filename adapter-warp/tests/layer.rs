//! What the wrapper promises, on filters and on the services made of them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::convert::Infallible;
use std::future::ready;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use conformance::jsonp;
use errorbook::{ErrorKind, ayanova, primaerp, standard};
use errorbook_warp::{Error, ErrorBook, Json, Result, get, json, param, query};
use futures_util::stream::{self, StreamExt as _};
use http_body_util::BodyExt as _;
use serde::Deserialize;
use tokio::runtime::Builder;
use tokio::time::timeout;
use tower::{Service, ServiceExt as _};
use warp::http::{HeaderMap, Request, Response, StatusCode};
use warp::path::Tail;
use warp::reply::{self, Reply};
use warp::{Filter, Rejection};

const GONE: &str = r#"{"status":410,"code":null,"message":"Gone","description":"the words","constraintViolations":[]}"#;

#[derive(Debug)]
struct ErrorResponse {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl ErrorResponse {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

async fn send<S>(service: &S, request: Request<String>) -> ErrorResponse
where
    S: Service<Request<String>, Response = reply::Response, Error = Infallible> + Clone,
{
    let response = service.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
    ErrorResponse { status: parts.status.as_u16(), headers: parts.headers, body }
}

fn request(method: &str, target: &str) -> Request<String> {
    Request::builder().method(method).uri(target).body(String::new()).unwrap()
}

async fn ask<S>(service: &S, target: &str) -> ErrorResponse
where
    S: Service<Request<String>, Response = reply::Response, Error = Infallible> + Clone,
{
    send(service, request("GET", target)).await
}

fn text(bytes: &'static [u8]) -> &'static str {
    std::str::from_utf8(bytes).unwrap()
}

fn is(answer: &ErrorResponse, code: errorbook::Code) -> bool {
    (answer.status, answer.body.as_str()) == (code.status().as_u16(), text(code.body()))
}

#[tokio::test]
async fn every_mount_answers_what_is_not_found_in_it_from_its_own_book() {
    let me = warp::path!("v1" / "me").and(get()).map(warp::reply);
    let primaerp = warp::path("primaerp").and(ErrorBook::new(&primaerp::BOOK).wrap(me));
    let nothing = warp::any().and_then(async || Err::<StatusCode, _>(warp::reject()));
    let ayanova = warp::path("ayanova").and(ErrorBook::new(&ayanova::BOOK).wrap(nothing));
    let health = warp::path!("health").and(get()).map(warp::reply);
    let app = ErrorBook::new(&standard::BOOK).service(primaerp.or(ayanova).or(health));
    let cases = [
        ("/primaerp", primaerp::RESOURCE_NOT_FOUND),
        ("/primaerp/", primaerp::RESOURCE_NOT_FOUND),
        ("/primaerp/v1", primaerp::RESOURCE_NOT_FOUND),
        ("/primaerp/v1//me", primaerp::RESOURCE_NOT_FOUND),
        ("/ayanova", ayanova::OBJECT_NOT_FOUND),
        ("/ayanova/", ayanova::OBJECT_NOT_FOUND),
        ("/ayanova/a/b", ayanova::OBJECT_NOT_FOUND),
        ("/primaerpx", standard::NOT_FOUND),
        ("/%70rimaerp", standard::NOT_FOUND),
        ("//primaerp", standard::NOT_FOUND),
        ("/", standard::NOT_FOUND),
        ("*", standard::NOT_FOUND),
    ];
    for (path, code) in cases {
        let answer = ask(&app, path).await;
        assert!(is(&answer, code), "{path}: {answer:?}");
        if path != "*" {
            let suppressed = ask(&app, &format!("{path}?suppress_response_code=true")).await;
            assert_eq!((suppressed.status, suppressed.body), (200, answer.body), "{path}");
        }
    }
    for (path, code) in
        [("/primaerp/v1/me", primaerp::OPERATION_NOT_ALLOWED), ("/health", standard::METHOD_NOT_ALLOWED)]
    {
        for method in ["POST", "BREW", "OPTIONS"] {
            let answer = send(&app, request(method, path)).await;
            assert!(is(&answer, code), "{method} {path}: {answer:?}");
        }
    }
}

#[tokio::test]
async fn a_wrapped_filter_is_served_by_warp_as_any_other() {
    let gone = warp::path!("gone").map(|| reply::with_status("the words", StatusCode::GONE));
    let fine = warp::path!("fine").map(|| "fine");
    let book = ErrorBook::new(&primaerp::BOOK);
    for service in [
        warp::service(book.wrap(gone.or(fine)).boxed()),
        warp::service(gone.or(fine).with(warp::wrap_fn(move |filter| book.wrap(filter))).boxed()),
        warp::service(ErrorBook::new(&standard::BOOK).wrap(book.wrap(gone.or(fine))).boxed()),
    ] {
        let answer = ask(&service, "/gone").await;
        assert_eq!((answer.status, answer.body.as_str()), (410, GONE));
        assert_eq!(ask(&service, "/fine").await.body, "fine");
        assert!(is(&ask(&service, "/no").await, primaerp::RESOURCE_NOT_FOUND));
    }
}

#[tokio::test]
async fn a_panic_is_answered_by_the_innermost_book_around_it() {
    fn panics() -> StatusCode {
        panic!("secret")
    }

    #[derive(Debug)]
    struct Segment;

    impl std::str::FromStr for Segment {
        type Err = Infallible;

        fn from_str(_: &str) -> Result<Segment, Infallible> {
            panic!("secret")
        }
    }

    let inner = warp::path!("map").map(panics);
    let inner = inner.or(warp::path!("then").then(async || {
        tokio::task::yield_now().await;
        panics()
    }));
    let inner = inner.or(warp::path!("segment" / Segment).map(|_| "never"));
    let inner = ErrorBook::new(&ayanova::BOOK).suppress_errors_only().wrap(inner);
    let ayanova = warp::path("ayanova").and(inner.clone());
    // What comes after the inner book is the outer one's, too.
    let after = warp::path("after").and(inner).map(|_| panics());
    let outer = warp::path!("panic").map(panics);
    let app = ErrorBook::new(&primaerp::BOOK).service(ayanova.or(after).or(outer));
    for (path, code) in [
        ("/ayanova/map", ayanova::INTERNAL_ERROR),
        ("/ayanova/then", ayanova::INTERNAL_ERROR),
        ("/ayanova/segment/x", ayanova::INTERNAL_ERROR),
        ("/after/gone", primaerp::UNHANDLED_ERROR),
        ("/panic", primaerp::UNHANDLED_ERROR),
    ] {
        let answer = ask(&app, path).await;
        assert!(is(&answer, code) && answer.header("x-error-id").is_some(), "{path}: {answer:?}");
        let suppressed = ask(&app, &format!("{path}?suppress_response_code=true")).await;
        assert_eq!((suppressed.status, &suppressed.body), (200, &answer.body), "{path}");
        assert_eq!(suppressed.header("x-suppressed-status"), Some(&*answer.status.to_string()), "{path}");
        let head = send(&app, request("HEAD", path)).await;
        assert_eq!((head.status, head.body.as_str()), (answer.status, ""), "{path}");
        assert_eq!(head.header("content-length"), Some(&*answer.body.len().to_string()), "{path}");
    }
}

#[tokio::test]
async fn a_body_that_panics_or_fails_while_a_bare_status_is_read_is_answered() {
    fn body(ends: fn() -> std::result::Result<&'static str, std::io::Error>) -> impl Reply {
        let start = stream::once(async { Ok("the start") });
        reply::with_status(
            reply::stream(Box::pin(stream::StreamExt::chain(start, stream::once(async move { ends() })))),
            StatusCode::GONE,
        )
    }

    let panics = warp::path!("panics").map(|| body(|| panic!("secret")));
    let fails = warp::path!("fails").map(|| body(|| Err(std::io::Error::other("secret"))));
    let app = ErrorBook::new(&primaerp::BOOK).service(panics.or(fails));
    assert!(is(&ask(&app, "/panics").await, primaerp::UNHANDLED_ERROR));
    let answer = ask(&app, "/fails").await;
    assert_eq!((answer.status, answer.body.contains("secret")), (410, false));
}

#[tokio::test]
async fn an_error_without_a_code_takes_the_one_of_the_layer_and_keeps_its_headers() {
    async fn fails() -> Result<StatusCode> {
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
        let reply = warp::path!("reply").then(fails);
        let reject = warp::path!("reject").and_then(async || Ok::<_, Rejection>(fails().await?));
        let app = ErrorBook::new(book).service(reply.or(reject));
        for path in ["/reply", "/reject"] {
            let answer = ask(&app, path).await;
            assert!(is(&answer, code), "{path}: {answer:?}");
            assert_eq!(answer.headers.get_all("x-own").iter().collect::<Vec<_>>(), ["1", "2"]);
            assert_eq!(answer.header("retry-after"), Some("2"));
            assert_eq!(answer.headers.get_all("x-error-id").iter().count(), 1);
        }
    }
    let without_layer = fails().await.into_response();
    assert_eq!(without_layer.status(), 413);
    assert_eq!(without_layer.headers()["content-type"], "application/problem+json");
}

#[tokio::test]
async fn a_redirect_is_suppressed_when_a_code_made_it() {
    fn moved() -> Error {
        errorbook::Error::from(primaerp::TENANT_MOVED).with_location("/there").into()
    }
    let code = warp::path!("code").map(moved);
    let rejected = warp::path!("rejected").and_then(async || Err::<StatusCode, Rejection>(moved().into()));
    let own = warp::path!("own").map(|| warp::redirect::see_other(warp::http::Uri::from_static("/there")));
    let app = ErrorBook::new(&primaerp::BOOK).service(code.or(rejected).or(own));
    for path in ["/code", "/rejected"] {
        let plain = ask(&app, path).await;
        assert_eq!((plain.status, plain.header("location")), (301, Some("/there")));
        let suppressed = ask(&app, &format!("{path}?suppress_response_code=1")).await;
        assert_eq!((suppressed.status, suppressed.header("location")), (200, Some("/there")));
        assert_eq!(suppressed.header("x-suppressed-status"), Some("301"));
        assert_eq!(suppressed.header("cache-control"), Some("no-store"));
        assert_eq!(suppressed.body, plain.body);
    }
    let own = ask(&app, "/own?suppress_response_code=1").await;
    assert_eq!((own.status, own.header("x-suppressed-status")), (303, None));
}

#[tokio::test]
async fn a_service_sets_what_suppression_means_to_it() {
    let app = |book: ErrorBook| {
        let other = || reply::with_header(StatusCode::UNAUTHORIZED, "www-authenticate", "Basic");
        book.service(
            (warp::path!("made").map(|| StatusCode::CREATED))
                .or(warp::path!("secret").map(|| StatusCode::UNAUTHORIZED))
                .or(warp::path!("other").map(other)),
        )
    };
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
        assert_eq!(ask(&app(layer), target).await.status, status, "{target} {layer:?}");
    }
    let challenge = book.challenge("Basic realm=\"depot\"");
    assert_eq!(ask(&app(book), "/secret").await.header("www-authenticate"), Some("Bearer"));
    assert_eq!(ask(&app(challenge), "/secret").await.header("www-authenticate"), Some("Basic realm=\"depot\""));
    assert_eq!(ask(&app(challenge), "/other").await.header("www-authenticate"), Some("Basic"));
}

#[tokio::test]
async fn statuses_that_are_no_final_answer_are_left_alone() {
    let app = ErrorBook::new(&standard::BOOK).service(
        (warp::path!("partial").map(|| StatusCode::PARTIAL_CONTENT))
            .or(warp::path!("not-modified").map(|| StatusCode::NOT_MODIFIED))
            .or(warp::path!("upgrade").map(|| StatusCode::SWITCHING_PROTOCOLS))
            .or(warp::path!("reset").map(|| reply::with_status("text", StatusCode::RESET_CONTENT))),
    );
    for (path, status) in [("/partial", 206), ("/not-modified", 304), ("/upgrade", 101)] {
        let answer = ask(&app, &format!("{path}?suppress_response_code=true")).await;
        assert_eq!((answer.status, answer.header("x-suppressed-status")), (status, None), "{path}");
    }
    let reset = ask(&app, "/reset?suppress_response_code=true").await;
    assert_eq!((reset.status, reset.header("content-length"), reset.header("content-type")), (200, Some("0"), None));
    assert_eq!(reset.body, "");
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is read from requests, and that is all")]
struct Part {
    quantity: u8,
}

#[tokio::test]
async fn extractors_reject_in_the_envelope() {
    let part = warp::path!("parts" / String);
    let one = part.and(get()).and_then(param("id")).map(|_: u32| warp::reply());
    let change = part.and(warp::post()).and_then(param("id")).and(query()).and(json(40));
    let change = change.map(|_: u32, _: Part, _: Part| warp::reply());
    let create = warp::path!("parts").and(warp::post()).and(json(40)).map(|_: Part| warp::reply());
    let app = ErrorBook::new(&ayanova::BOOK).service(one.or(change).or(create));
    let is_json = [("content-type", "application/json")].as_slice();
    let cases = [
        ("GET", "/parts/x", is_json, "", r#"{"error":{"code":"2203","message":"id: expected u32","target":"id"}}"#),
        ("GET", "/parts/%FF", is_json, "", r#"{"error":{"code":"2203","message":"id: expected UTF-8","target":"id"}}"#),
        (
            "POST",
            "/parts/1",
            is_json,
            "",
            r#"{"error":{"code":"2203","message":"quantity: is missing","target":"quantity"}}"#,
        ),
        (
            "POST",
            "/parts",
            &[],
            "{}",
            r#"{"error":{"code":"2030","message":"the content type of the body must be application/json"}}"#,
        ),
        (
            "POST",
            "/parts",
            is_json,
            "{\"quantity\":1                                   }",
            r#"{"error":{"code":"2030","message":"the body is too large"}}"#,
        ),
        (
            "POST",
            "/parts",
            is_json,
            "{",
            r#"{"error":{"code":"2030","message":"the body is not readable JSON: EOF while parsing an object at line 1 column 1"}}"#,
        ),
        (
            "POST",
            "/parts",
            is_json,
            "{\"quantity\":-1}",
            r#"{"error":{"code":"2200","details":[{"message":"expected u8","target":"quantity","error":"2203"}],"message":"Validation error"}}"#,
        ),
        (
            "POST",
            "/parts",
            is_json,
            "{}",
            r#"{"error":{"code":"2200","details":[{"message":"is missing","target":"quantity","error":"2205"}],"message":"Validation error"}}"#,
        ),
    ];
    for (method, target, headers, body, expected) in cases {
        let mut request = Request::builder().method(method).uri(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = send(&app, request.body(body.to_owned()).unwrap()).await;
        assert_eq!((answer.status, answer.body.as_str()), (400, expected), "{method} {target}");
    }
    assert_eq!(ask(&app, "/parts/%37").await.status, 200);
    // No route has these, whatever the segment says.
    assert!(is(&ask(&app, "/parts/x/y").await, ayanova::OBJECT_NOT_FOUND));
    assert!(is(&ask(&app, "/parts/").await, ayanova::INVALID_OPERATION));
    assert!(is(&send(&app, request("DELETE", "/parts/x")).await, ayanova::INVALID_OPERATION));
}

#[tokio::test]
async fn a_response_that_cannot_be_serialised_is_private() {
    let unserialisable = || Json(std::collections::HashMap::from([((1, 2), "secret")]));
    let app = ErrorBook::new(&primaerp::BOOK).service(warp::any().map(unserialisable));
    let answer = ask(&app, "/").await;
    assert!(is(&answer, primaerp::UNHANDLED_ERROR) && answer.header("x-error-id").is_some());
}

#[tokio::test]
async fn the_most_specific_cause_of_a_rejection_answers_wherever_its_route_stands() {
    let item = warp::path!("item");
    let ours = || {
        item.and(warp::put())
            .and_then(async || Err::<StatusCode, Rejection>(Error::from(primaerp::OBJECT_EXISTS).into()))
    };
    let ours = || ours().or(item.and(warp::put()).and(warp::body::json()).map(|_: Part| warp::reply()));
    let get = || item.and(get()).map(warp::reply).or(item.and(warp::post()).map(warp::reply));
    let lost = || warp::path!("other").map(warp::reply);
    let book = ErrorBook::new(&primaerp::BOOK);
    let first = book.service(ours().or(get()).or(lost()));
    let last = book.service(lost().or(get()).or(ours()));
    for (method, code) in [("PUT", primaerp::OBJECT_EXISTS), ("DELETE", primaerp::OPERATION_NOT_ALLOWED)] {
        assert!(is(&send(&first, request(method, "/item")).await, code), "{method}");
        assert!(is(&send(&last, request(method, "/item")).await, code), "{method}");
    }
}

#[tokio::test]
async fn what_the_filters_of_warp_reject_is_a_bare_status() {
    #[derive(Debug)]
    #[expect(dead_code, reason = "shown by Debug, to the log alone")]
    struct Secret(&'static str);

    impl warp::reject::Reject for Secret {}

    let app = ErrorBook::new(&standard::BOOK).service(
        (warp::path!("query").and(warp::query()).map(|_: Part| warp::reply()))
            .or(warp::path!("header").and(warp::header::<u8>("x-count")).map(|_| warp::reply()))
            .or(warp::path!("length").and(warp::body::content_length_limit(1)).map(warp::reply))
            .or(warp::path!("json").and(warp::body::json()).map(|_: Part| warp::reply()))
            .or(warp::path!("form").and(warp::body::form()).map(|_: Part| warp::reply()))
            .or(warp::path!("twice").and(warp::body::bytes()).and(warp::body::bytes()).map(|_, _| warp::reply()))
            .or(warp::path!("file")
                .and(warp::fs::file(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml/x")))
                .map(|file| file))
            .or(warp::path!("read").and(warp::body::bytes()).map(|_| warp::reply()))
            .or(warp::path!("custom").and_then(async || Err::<StatusCode, _>(warp::reject::custom(Secret("secret")))))
            .or(warp::path!("cors").map(warp::reply).with(warp::cors().allow_origin("https://example.com"))),
    );
    let detail = |title: &str, detail: &str, status: u16, code: &str| {
        format!(r#"{{"type":"about:blank","title":"{title}","status":{status},"detail":"{detail}","code":"{code}"}}"#)
    };
    let bad = |text: &str| detail("Bad Request", text, 400, "bad_request");
    let cases = [
        ("/query", &[][..], "", bad("Invalid query string")),
        ("/header", &[], "", bad(r#"Missing request header \"x-count\""#)),
        ("/header", &[("x-count", "x")], "", bad(r#"Invalid request header \"x-count\""#)),
        ("/length", &[], "", detail("Length Required", "A content-length header is required", 411, "length_required")),
        (
            "/length",
            &[("content-length", "2")],
            "ab",
            detail("Content Too Large", "The request payload is too large", 413, "content_too_large"),
        ),
        (
            "/json",
            &[("content-type", "text/plain")],
            "{}",
            detail(
                "Unsupported Media Type",
                "The request's content-type is not supported",
                415,
                "unsupported_media_type",
            ),
        ),
        ("/json", &[], "{}", bad("Request body deserialize error: missing field `quantity` at line 1 column 2")),
        ("/form", &[], "", bad("Request body deserialize error: missing field `quantity`")),
        ("/twice", &[], "", text(standard::INTERNAL_SERVER_ERROR.body()).to_owned()),
        ("/file", &[], "", text(standard::INTERNAL_SERVER_ERROR.body()).to_owned()),
        ("/custom", &[], "", text(standard::INTERNAL_SERVER_ERROR.body()).to_owned()),
        (
            "/cors",
            &[("origin", "https://example.org")],
            "",
            detail("Forbidden", "CORS request forbidden: origin not allowed", 403, "forbidden"),
        ),
    ];
    for (path, headers, body, expected) in cases {
        let mut request = Request::post(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = send(&app, request.body(body.to_owned()).unwrap()).await;
        assert_eq!(answer.body, expected, "{path}");
        assert!(expected.contains(&format!(r#""status":{}"#, answer.status)), "{path} {}", answer.status);
        assert_eq!(answer.header("x-error-id").is_some(), answer.status >= 500, "{path}");
    }

    struct Fails;

    impl http_body::Body for Fails {
        type Data = bytes::Bytes;
        type Error = std::io::Error;

        fn poll_frame(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<std::io::Result<http_body::Frame<bytes::Bytes>>>> {
            std::task::Poll::Ready(Some(Err(std::io::Error::other("secret"))))
        }
    }

    let answer = app.clone().oneshot(Request::post("/read").body(Fails).unwrap()).await.unwrap();
    assert_eq!(answer.status(), 400);
}

#[tokio::test]
async fn head_is_answered_as_get_without_a_body() {
    let streamed = || reply::stream(stream::once(async { Ok::<_, Infallible>("streamed") }));
    let inner = ErrorBook::new(&primaerp::BOOK).wrap(
        (warp::path!("plain").and(get()).map(|| "plain"))
            .or(warp::path!("nothing").and(get()).map(warp::reply))
            .or(warp::path!("moved").and(get()).map(|| reply::with_header(StatusCode::FOUND, "location", "/plain")))
            .or(warp::path!("empty").and(get()).map(|| StatusCode::NO_CONTENT))
            .or(warp::path!("gone").and(get()).map(|| Error::from(primaerp::OBJECT_NOT_FOUND)))
            .or(warp::path!("stream").and(get()).map(streamed))
            .or(warp::path!("post").and(warp::post()).map(warp::reply)),
    );
    // A HEAD is the same below several books.
    let app = ErrorBook::new(&standard::BOOK).service(inner);
    let stream = send(&app, request("HEAD", "/stream")).await;
    assert_eq!((stream.status, stream.header("content-length"), stream.body.as_str()), (200, None, ""));
    for target in [
        "/plain",
        "/nothing",
        "/moved",
        "/empty",
        "/gone",
        "/post",
        "/none",
        "/empty?suppress_response_code=1",
        "/gone?suppress_response_code=1",
    ] {
        let (get, head) = (ask(&app, target).await, send(&app, request("HEAD", target)).await);
        assert_eq!((head.status, head.body.as_str()), (get.status, ""), "{target}");
        let length = (get.status != 204).then(|| get.body.len().to_string());
        assert_eq!(head.header("content-length"), length.as_deref(), "{target}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{target}");
    }
}

#[tokio::test]
async fn what_the_handler_and_inner_filters_set_survives() {
    let own = warp::path!("own").map(|| {
        Response::builder()
            .status(409)
            .header("content-type", "application/json")
            .header("x-own", "1")
            .body(r#"{"mine":true}"#)
    });
    let teapot = warp::path!("teapot").map(|| {
        Response::builder()
            .status(418)
            .header("x-own", "1")
            .header("etag", "\"a\"")
            .header("set-cookie", "a=1")
            .body("")
    });
    let inner = own.or(teapot).with(warp::cors().allow_any_origin()).with(reply::with::header("x-inner", "1"));
    let app = ErrorBook::new(&primaerp::BOOK).service(inner);
    let asked = |path| Request::get(path).header("origin", "https://example.com").body(String::new()).unwrap();
    let own = send(&app, asked("/own")).await;
    assert_eq!((own.status, own.body.as_str(), own.header("x-own")), (409, r#"{"mine":true}"#, Some("1")));
    let teapot = send(&app, asked("/teapot")).await;
    assert_eq!((teapot.status, teapot.header("x-own"), teapot.header("etag")), (418, Some("1"), None));
    assert_eq!((teapot.header("set-cookie"), teapot.header("x-inner")), (Some("a=1"), Some("1")));
    assert_eq!(teapot.header("access-control-allow-origin"), Some("https://example.com"));
    assert_eq!(teapot.header("content-type"), Some("application/json"));
}

fn in_json(body: impl Reply) -> reply::Response {
    reply::with_header(body, "content-type", "application/json").into_response()
}

/// A stream that must not be asked for more when it has ended.
fn pieces(pieces: Vec<std::result::Result<&'static [u8], &'static str>>) -> reply::Response {
    let mut pieces = pieces.into_iter();
    reply::stream(stream::unfold((), move |()| ready(pieces.next().map(|piece| (piece, ()))))).into_response()
}

fn streamed() -> reply::Response {
    let whole = Bytes::from(jsonp::long(3 << 20));
    let pieces = (0..48).map(move |at| Ok::<_, Infallible>(whole.slice(at << 16..(at + 1) << 16)));
    reply::stream(stream::iter(pieces)).into_response()
}

fn encoded(encoding: &'static str) -> reply::Response {
    reply::with_header(in_json("the bytes"), "content-encoding", encoding).into_response()
}

/// The app that the tests of JSONP ask, and two bodies more.
fn body(path: &str) -> Option<reply::Response> {
    let status = |status: u16, mut response: reply::Response| {
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        response
    };
    let header = |name, value, response| reply::with_header(response, name, value).into_response();
    let empty = || Response::new("").into_response();
    Some(match path {
        "json" => in_json("[1]"),
        "created" => status(201, in_json("[1]")),
        "own" => status(409, in_json("[1]")),
        "file" => header("content-disposition", "attachment; filename=\"a.json\"", in_json("[1]")),
        "206" => status(206, header("content-range", "bytes 0-2/9", in_json("[1]"))),
        "303" => status(303, header("location", "/there", empty())),
        "304" => status(304, header("etag", "\"a\"", empty())),
        "empty" => empty(),
        "empty/201" => status(201, empty()),
        "empty/204" => status(204, empty()),
        "empty/205" => status(205, empty()),
        "empty/json" => in_json(""),
        "empty/text" => "".into_response(),
        "text" => "text".into_response(),
        "csv" => header("content-type", "text/csv", pieces(vec![Ok(b"1,2")])),
        "gzip" => encoded("gzip"),
        "gzip/own" => status(409, encoded("gzip")),
        "identity" => encoded("identity"),
        "pieces" => in_json(pieces(jsonp::PIECES.map(Ok).to_vec())),
        "mebibyte" => in_json(jsonp::long(1 << 20)),
        "longer" => in_json(jsonp::long((1 << 20) + 1)),
        "streamed" => in_json(streamed()),
        // A body of known length is in memory, and so does not panic.
        "panics" => in_json(reply::stream(stream::poll_fn(|_| -> Poll<Option<Result<&str, Infallible>>> { panic!() }))),
        "fails" => in_json(pieces(vec![Ok(b"[0,"), Err("secret"), Ok(b"]")])),
        "endless" => in_json(reply::stream(stream::iter([Ok::<_, Infallible>("[<")]).chain(stream::pending()))),
        _ => return None,
    })
}

fn bodies() -> impl Filter<Extract = (reply::Response,), Error = Rejection> + Clone + Send + Sync {
    let tail = warp::path::tail().and(get());
    tail.and_then(|tail: Tail| ready(body(tail.as_str()).ok_or_else(warp::reject)))
}

const BOOK: ErrorBook = ErrorBook::new(&primaerp::BOOK).jsonp("callback");

fn asking<S>(service: S) -> impl Fn(&str, &str) -> jsonp::ErrorResponse
where
    S: Service<Request<String>, Response = reply::Response, Error = Infallible> + Clone,
{
    move |method, target| {
        let asked = async {
            let response = service.clone().oneshot(request(method, target)).await.unwrap();
            let (parts, body) = response.into_parts();
            (parts, http_body::Body::size_hint(&body).exact(), body.collect().await.unwrap().to_bytes())
        };
        let (parts, length, body) = Builder::new_current_thread().build().unwrap().block_on(asked);
        let headers = parts.headers.iter();
        let mut headers: Vec<_> =
            headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
        if method != "HEAD" {
            headers.extend(length.map(|length| ("content-length".to_owned(), length.to_string())));
        }
        jsonp::ErrorResponse::new(parts.status.as_u16(), headers, String::from_utf8(body.to_vec()).unwrap())
    }
}

#[test]
fn jsonp_wraps_every_body() {
    jsonp::wraps_every_body(asking(BOOK.service(bodies())));
}

#[test]
fn jsonp_tells_head_what_get_is_told() {
    jsonp::tells_head_what_get_is_told(jsonp::HEADS, asking(BOOK.service(bodies())));
    // Here a layer has taken the body away before the outer one sees it.
    let inner = ErrorBook::new(&ayanova::BOOK).wrap(bodies());
    jsonp::tells_head_what_get_is_told(jsonp::HEADS, asking(BOOK.service(inner)));
}

#[test]
fn jsonp_leaves_alone_what_cannot_be_wrapped() {
    jsonp::leaves_alone_what_cannot_be_wrapped(asking(BOOK.service(bodies())));
}

#[test]
fn jsonp_refuses_what_is_no_function() {
    jsonp::refuses_what_is_no_function(asking(BOOK.service(bodies())));
}

#[test]
fn jsonp_is_always_a_200() {
    let named = BOOK.jsonp("cb");
    let layers = [BOOK, BOOK.without_suppression(), BOOK.suppress_errors_only(), named, BOOK.jsonp("the.call-back_~")];
    jsonp::is_always_a_200(layers, |layer, method, target| asking(layer.service(bodies()))(method, target));
}

#[test]
fn jsonp_is_each_layers_own() {
    let book = |book, callback: Option<_>| callback.map_or(book, |callback| ErrorBook::jsonp(book, callback));
    jsonp::is_each_layers_own(true, |outer, inner, target| {
        let inner = warp::path("in").and(book(ErrorBook::new(&ayanova::BOOK), inner).wrap(bodies()));
        asking(book(ErrorBook::new(&standard::BOOK), outer).service(inner))("GET", target)
    });
}

#[tokio::test]
async fn jsonp_does_not_wait_for_the_end_of_a_stream() {
    let service = BOOK.service(bodies());
    let first = async {
        let response = service.oneshot(request("GET", "/endless?callback=show")).await.unwrap();
        response.into_body().frame().await.unwrap().unwrap().into_data().unwrap()
    };
    assert_eq!(timeout(Duration::from_secs(10), first).await.unwrap(), "/**/show([\\u003c");
}

#[tokio::test]
async fn jsonp_of_a_body_that_fails_fails() {
    let response = BOOK.service(bodies()).oneshot(request("GET", "/fails?callback=show")).await.unwrap();
    let mut body = response.into_body();
    let piece = body.frame().await.unwrap().unwrap().into_data().unwrap();
    assert_eq!(piece, "/**/show([0,");
    assert!(body.frame().await.unwrap().is_err());
    assert!(body.frame().await.is_none());
}

#[tokio::test]
async fn jsonp_of_a_panic_is_asked_for_in_every_book_around_it() {
    let panics = warp::path!("panics").map(|| -> &'static str { panic!("secret") });
    let inner = warp::path("in").and(ErrorBook::new(&ayanova::BOOK).jsonp("inner").wrap(panics));
    let service = ErrorBook::new(&standard::BOOK).jsonp("outer").service(inner);
    let json = text(ayanova::INTERNAL_ERROR.body());
    for (query, status, body) in [
        ("", 503, json.to_owned()),
        ("?inner=show", 200, format!("/**/show({json});")),
        ("?outer=show", 200, format!("/**/show({json});")),
        ("?inner=show&outer=around", 200, format!("/**/show({json});")),
    ] {
        let answer = ask(&service, &format!("/in/panics{query}")).await;
        assert_eq!((answer.status, answer.body), (status, body), "{query}");
    }
}
