//! What the layer promises, on axum routers and on a plain tower service.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::convert::Infallible;
use std::future::ready;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::DefaultBodyLimit;
use axum::http::{Request, Response, StatusCode, header};
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use axum::{BoxError, Router};
use conformance::jsonp;
use errorbook::{ErrorKind, ayanova, primaerp, standard};
use errorbook_axum::{Error, ErrorBook, Json, Path, Query, Result};
use futures_util::stream::{self, StreamExt as _};
use http_body_util::BodyExt as _;
use serde::Deserialize;
use tokio::runtime::Builder;
use tokio::time::timeout;
use tower::{Service, ServiceExt as _, service_fn};
use tower_layer::Layer as _;

const GONE: &str = r#"{"status":410,"code":null,"message":"Gone","description":null,"constraintViolations":[]}"#;

struct ErrorResponse {
    status: u16,
    headers: axum::http::HeaderMap,
    body: String,
}

impl ErrorResponse {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

async fn send<S>(service: S, request: Request<Body>) -> ErrorResponse
where
    S: Service<Request<Body>, Response = Response<Body>, Error: std::fmt::Debug>,
{
    let response = service.oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
    ErrorResponse { status: parts.status.as_u16(), headers: parts.headers, body }
}

async fn ask(app: &Router, target: &str) -> ErrorResponse {
    send(app.clone(), Request::get(target).body(Body::empty()).unwrap()).await
}

fn text(bytes: &'static [u8]) -> &'static str {
    std::str::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn every_mount_answers_what_is_not_found_in_it_from_its_own_book() {
    let primaerp = Router::new().route("/v1/me", get(|| async {})).layer(ErrorBook::new(&primaerp::BOOK));
    let ayanova = Router::new().layer(ErrorBook::new(&ayanova::BOOK));
    let app = Router::new()
        .nest_service("/primaerp", primaerp)
        .nest_service("/ayanova", ayanova)
        .route("/health", get(|| async {}))
        .layer(ErrorBook::new(&standard::BOOK));
    let cases = [
        ("/primaerp", primaerp::RESOURCE_NOT_FOUND),
        ("/primaerp/", primaerp::RESOURCE_NOT_FOUND),
        ("/primaerp/v1", primaerp::RESOURCE_NOT_FOUND),
        ("/primaerp/v1//me", primaerp::RESOURCE_NOT_FOUND),
        ("/ayanova", ayanova::OBJECT_NOT_FOUND),
        ("/ayanova/", ayanova::OBJECT_NOT_FOUND),
        ("/ayanova/a/b", ayanova::OBJECT_NOT_FOUND),
        ("/primaerpx", standard::NOT_FOUND),
        ("/", standard::NOT_FOUND),
    ];
    for (path, code) in cases {
        let answer = ask(&app, path).await;
        assert_eq!((answer.status, answer.body.as_str()), (code.status().as_u16(), text(code.body())), "{path}");
        let suppressed = ask(&app, &format!("{path}?suppress_response_code=true")).await;
        assert_eq!((suppressed.status, suppressed.body), (200, answer.body), "{path}");
    }
    let request = |path| Request::post(path).body(Body::empty()).unwrap();
    let answer = send(app.clone(), request("/primaerp/v1/me")).await;
    assert_eq!((answer.status, answer.body.as_str()), (400, text(primaerp::OPERATION_NOT_ALLOWED.body())));
    assert_eq!(answer.header("allow"), Some("GET,HEAD"));
    let answer = send(app, request("/health")).await;
    assert_eq!((answer.status, answer.body.as_str()), (405, text(standard::METHOD_NOT_ALLOWED.body())));
}

#[tokio::test]
async fn a_plain_tower_service_is_served_like_a_router() {
    let service = service_fn(|request: Request<Body>| async move {
        match request.uri().path() {
            "/gone" => Ok(Response::builder().status(410).body(http_body_util::Full::from("the words")).unwrap()),
            "/panic" => panic!("secret"),
            "/error" => Err("the service itself failed"),
            _ => Ok(Response::new(http_body_util::Full::from("fine"))),
        }
    });
    let service = ErrorBook::new(&primaerp::BOOK).layer(service);
    let request = |path| Request::get(path).body(Body::empty()).unwrap();
    let gone = send(service, request("/gone")).await;
    assert_eq!((gone.status, gone.body.as_str()), (410, GONE));
    let panicked = send(service, request("/panic")).await;
    assert_eq!((panicked.status, panicked.body.as_str()), (500, text(primaerp::UNHANDLED_ERROR.body())));
    assert!(panicked.header("x-error-id").is_some());
    assert_eq!(send(service, request("/")).await.body, "fine");
    assert_eq!(service.oneshot(request("/error")).await.map(|_| ()), Err("the service itself failed"));
}

#[tokio::test]
async fn a_service_that_panics_before_its_future_is_answered() {
    #[expect(unreachable_code, reason = "the type of the response has to be known")]
    let service = service_fn(|_: Request<Body>| {
        panic!("secret");
        async { Ok::<_, Infallible>(Response::new(Body::empty())) }
    });
    let service = ErrorBook::new(&ayanova::BOOK).layer(service);
    let answer = send(service, Request::get("/").body(Body::empty()).unwrap()).await;
    assert_eq!((answer.status, answer.body.as_str()), (503, text(ayanova::INTERNAL_ERROR.body())));
}

#[tokio::test]
async fn a_body_that_panics_or_fails_while_a_bare_status_is_read_is_answered() {
    struct Panics;

    impl http_body::Body for Panics {
        type Data = axum::body::Bytes;
        type Error = BoxError;

        fn poll_frame(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<Self::Data>, Self::Error>>> {
            panic!("secret")
        }
    }

    let app = Router::new()
        .route("/panics", get(|| async { (StatusCode::GONE, Body::new(Panics)) }))
        .layer(ErrorBook::new(&primaerp::BOOK));
    let answer = ask(&app, "/panics").await;
    assert_eq!((answer.status, answer.body.as_str()), (500, text(primaerp::UNHANDLED_ERROR.body())));
}

#[tokio::test]
async fn an_error_without_a_code_takes_the_one_of_the_layer_and_keeps_its_headers() {
    async fn fails() -> Result<()> {
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
        let app = Router::new().route("/", get(fails)).layer(ErrorBook::new(book));
        let answer = ask(&app, "/").await;
        assert_eq!((answer.status, answer.body.as_str()), (code.status().as_u16(), text(code.body())));
        let own: Vec<_> = answer.headers.get_all("x-own").iter().collect();
        assert_eq!(own, ["1", "2"]);
        assert_eq!(answer.header("retry-after"), Some("2"));
        assert_eq!(answer.headers.get_all("x-error-id").iter().count(), 1);
    }
    let without_layer = fails().await.into_response();
    assert_eq!(without_layer.status(), 413);
    assert_eq!(without_layer.headers()[header::CONTENT_TYPE], "application/problem+json");
}

#[tokio::test]
async fn a_redirect_is_suppressed_when_a_code_made_it() {
    let moved = || async { Error::from(errorbook::Error::from(primaerp::TENANT_MOVED).with_location("/there")) };
    let app = Router::new()
        .route("/code", get(moved))
        .route("/own", get(|| async { Redirect::to("/there") }))
        .layer(ErrorBook::new(&primaerp::BOOK));
    let plain = ask(&app, "/code").await;
    assert_eq!((plain.status, plain.header("location")), (301, Some("/there")));
    let suppressed = ask(&app, "/code?suppress_response_code=1").await;
    assert_eq!((suppressed.status, suppressed.header("location")), (200, Some("/there")));
    assert_eq!(suppressed.header("x-suppressed-status"), Some("301"));
    assert_eq!(suppressed.header("cache-control"), Some("no-store"));
    assert_eq!(suppressed.body, plain.body);
    let own = ask(&app, "/own?suppress_response_code=1").await;
    assert_eq!((own.status, own.header("x-suppressed-status")), (303, None));
}

#[tokio::test]
async fn a_service_sets_what_suppression_means_to_it() {
    let app = |layer: ErrorBook| {
        Router::new()
            .route("/made", get(|| async { StatusCode::CREATED }))
            .route("/secret", get(|| async { StatusCode::UNAUTHORIZED }))
            .route("/other", get(|| async { (StatusCode::UNAUTHORIZED, [("www-authenticate", "Basic")]) }))
            .layer(layer)
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
    let app = Router::new()
        .route("/partial", get(|| async { StatusCode::PARTIAL_CONTENT }))
        .route("/not-modified", get(|| async { StatusCode::NOT_MODIFIED }))
        .route("/upgrade", get(|| async { StatusCode::SWITCHING_PROTOCOLS }))
        .route("/reset", get(|| async { (StatusCode::RESET_CONTENT, [("content-type", "text/plain")]) }))
        .layer(ErrorBook::new(&standard::BOOK));
    for (path, status) in [("/partial", 206), ("/not-modified", 304), ("/upgrade", 101)] {
        let answer = ask(&app, &format!("{path}?suppress_response_code=true")).await;
        assert_eq!((answer.status, answer.header("x-suppressed-status")), (status, None), "{path}");
    }
    let reset = ask(&app, "/reset?suppress_response_code=true").await;
    assert_eq!((reset.status, reset.header("content-length"), reset.header("content-type")), (200, Some("0"), None));
}

#[tokio::test]
async fn extractors_reject_in_the_envelope() {
    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only read")]
    struct Part {
        quantity: u8,
    }
    let app = Router::new()
        .route("/parts/{id}", get(|_: Path<u32>| async {}).post(|_: Path<u32>, _: Query<Part>, _: Json<Part>| async {}))
        .route("/parts", post(|_: Json<Part>| async {}))
        .layer(DefaultBodyLimit::max(40))
        .layer(ErrorBook::new(&ayanova::BOOK));
    let json = [("content-type", "application/json")].as_slice();
    let cases = [
        ("GET", "/parts/x", json, "", r#"{"error":{"code":"2203","message":"id: expected u32","target":"id"}}"#),
        ("GET", "/parts/%FF", json, "", r#"{"error":{"code":"2203","message":"id: expected UTF-8","target":"id"}}"#),
        (
            "POST",
            "/parts/1",
            json,
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
            json,
            "{\"quantity\":1                                   }",
            r#"{"error":{"code":"2030","message":"the body is too large"}}"#,
        ),
        (
            "POST",
            "/parts",
            json,
            "{",
            r#"{"error":{"code":"2030","message":"the body is not readable JSON: EOF while parsing an object at line 1 column 1"}}"#,
        ),
        (
            "POST",
            "/parts",
            json,
            "{\"quantity\":-1}",
            r#"{"error":{"code":"2200","details":[{"message":"expected u8","target":"quantity","error":"2203"}],"message":"Validation error"}}"#,
        ),
        (
            "POST",
            "/parts",
            json,
            "{}",
            r#"{"error":{"code":"2200","details":[{"message":"is missing","target":"quantity","error":"2205"}],"message":"Validation error"}}"#,
        ),
    ];
    for (method, target, headers, body, expected) in cases {
        let mut request = Request::builder().method(method).uri(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = send(app.clone(), request.body(Body::from(body)).unwrap()).await;
        assert_eq!((answer.status, answer.body.as_str()), (400, expected), "{method} {target}");
    }
}

#[tokio::test]
async fn a_response_that_cannot_be_serialised_is_private() {
    let unserialisable = || async { Json(std::collections::HashMap::from([((1, 2), "secret")])) };
    let app = Router::new().route("/", get(unserialisable)).layer(ErrorBook::new(&primaerp::BOOK));
    let answer = ask(&app, "/").await;
    assert_eq!((answer.status, answer.body.as_str()), (500, text(primaerp::UNHANDLED_ERROR.body())));
    assert!(answer.header("x-error-id").is_some());
}

/// A body of known length that cannot be read.
struct Broken {
    panics: bool,
}

impl http_body::Body for Broken {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, BoxError>>> {
        assert!(!self.panics, "secret");
        std::task::Poll::Ready(Some(Err("secret".into())))
    }

    fn size_hint(&self) -> http_body::SizeHint {
        http_body::SizeHint::with_exact(2)
    }
}

fn json(body: impl Into<Body>) -> Response<Body> {
    ([(header::CONTENT_TYPE, "application/json")], body.into()).into_response()
}

/// A stream that must not be asked for more when it has ended.
fn pieces(pieces: Vec<Result<&'static [u8], &'static str>>) -> Body {
    let mut pieces = pieces.into_iter();
    Body::from_stream(stream::unfold((), move |()| ready(pieces.next().map(|piece| (piece, ())))))
}

fn streamed() -> Body {
    let whole = Bytes::from(jsonp::long(3 << 20));
    Body::from_stream(stream::iter((0..48).map(move |at| Ok::<_, BoxError>(whole.slice(at << 16..(at + 1) << 16)))))
}

fn encoded(status: StatusCode, encoding: &'static str) -> impl IntoResponse {
    (status, [("content-type", "application/json"), ("content-encoding", encoding)], "the bytes")
}

/// The app that the tests of JSONP ask, and two bodies more.
fn bodies() -> Router {
    let endless = || Body::from_stream(stream::iter([Ok::<_, BoxError>("[<")]).chain(stream::pending()));
    Router::new()
        .route("/json", get(|| async { Json([1]) }))
        .route("/created", get(|| async { (StatusCode::CREATED, Json([1])) }))
        .route("/own", get(|| async { (StatusCode::CONFLICT, Json([1])) }))
        .route("/file", get(|| async { ([("content-disposition", "attachment; filename=\"a.json\"")], Json([1])) }))
        .route("/206", get(|| async { (StatusCode::PARTIAL_CONTENT, [("content-range", "bytes 0-2/9")], Json([1])) }))
        .route("/303", get(|| async { Redirect::to("/there") }))
        .route("/304", get(|| async { (StatusCode::NOT_MODIFIED, [("etag", "\"a\"")]) }))
        .route("/empty", get(|| async {}))
        .route("/empty/201", get(|| async { StatusCode::CREATED }))
        .route("/empty/204", get(|| async { StatusCode::NO_CONTENT }))
        .route("/empty/205", get(|| async { StatusCode::RESET_CONTENT }))
        .route("/empty/json", get(|| async { json("") }))
        .route("/empty/text", get(|| async { "" }))
        .route("/text", get(|| async { "text" }))
        .route("/csv", get(|| async { ([("content-type", "text/csv")], pieces(vec![Ok(b"1,2")])) }))
        .route("/gzip", get(|| async { encoded(StatusCode::OK, "gzip") }))
        .route("/gzip/own", get(|| async { encoded(StatusCode::CONFLICT, "gzip") }))
        .route("/identity", get(|| async { encoded(StatusCode::OK, "identity") }))
        .route("/pieces", get(|| async { json(pieces(jsonp::PIECES.map(Ok).to_vec())) }))
        .route("/mebibyte", get(|| async { json(jsonp::long(1 << 20)) }))
        .route("/longer", get(|| async { json(jsonp::long((1 << 20) + 1)) }))
        .route("/streamed", get(|| async { json(streamed()) }))
        .route("/panics", get(|| async { json(Body::new(Broken { panics: true })) }))
        .route("/fails", get(|| async { json(Body::new(Broken { panics: false })) }))
        .route("/fails/midway", get(|| async { json(pieces(vec![Ok(b"[0,"), Err("secret"), Ok(b"]")])) }))
        .route("/endless", get(move || async move { json(endless()) }))
}

const BOOK: ErrorBook = ErrorBook::new(&primaerp::BOOK).jsonp("callback");

fn asking(app: Router) -> impl Fn(&str, &str) -> jsonp::ErrorResponse {
    move |method, target| {
        let request = Request::builder().method(method).uri(target).body(Body::empty()).unwrap();
        let answer = Builder::new_current_thread().build().unwrap().block_on(send(app.clone(), request));
        let header = |(name, value): (&header::HeaderName, &header::HeaderValue)| {
            (name.to_string(), value.to_str().unwrap().to_owned())
        };
        jsonp::ErrorResponse::new(answer.status, answer.headers.iter().map(header), answer.body)
    }
}

#[test]
fn jsonp_wraps_every_body() {
    jsonp::wraps_every_body(asking(bodies().layer(BOOK)));
}

#[test]
fn jsonp_answers_a_body_that_panics() {
    jsonp::answers_a_body_that_panics(asking(bodies().layer(BOOK)));
}

#[test]
fn jsonp_tells_head_what_get_is_told() {
    jsonp::tells_head_what_get_is_told(jsonp::HEADS, asking(bodies().layer(BOOK)));
    // Here a router has taken the body away before the layer sees it.
    jsonp::tells_head_what_get_is_told(jsonp::HEADS, asking(Router::new().fallback_service(BOOK.layer(bodies()))));
    let inner = bodies().layer(ErrorBook::new(&ayanova::BOOK));
    jsonp::tells_head_what_get_is_told(jsonp::HEADS, asking(Router::new().fallback_service(inner).layer(BOOK)));
}

#[test]
fn jsonp_leaves_alone_what_cannot_be_wrapped() {
    jsonp::leaves_alone_what_cannot_be_wrapped(asking(bodies().layer(BOOK)));
}

#[test]
fn jsonp_refuses_what_is_no_function() {
    jsonp::refuses_what_is_no_function(asking(bodies().layer(BOOK)));
}

#[test]
fn jsonp_is_always_a_200() {
    let named = BOOK.jsonp("cb");
    let layers = [BOOK, BOOK.without_suppression(), BOOK.suppress_errors_only(), named, BOOK.jsonp("the.call-back_~")];
    jsonp::is_always_a_200(layers, |layer, method, target| asking(bodies().layer(layer))(method, target));
}

#[test]
fn jsonp_is_each_layers_own() {
    let book = |book, callback: Option<_>| callback.map_or(book, |callback| ErrorBook::jsonp(book, callback));
    jsonp::is_each_layers_own(true, |outer, inner, target| {
        let inner = bodies().layer(book(ErrorBook::new(&ayanova::BOOK), inner));
        let outer = Router::new().nest_service("/in", inner).layer(book(ErrorBook::new(&standard::BOOK), outer));
        asking(outer)("GET", target)
    });
}

#[tokio::test]
async fn jsonp_does_not_wait_for_the_end_of_a_stream() {
    let request = Request::get("/endless?callback=show").body(Body::empty()).unwrap();
    let first = async { bodies().layer(BOOK).oneshot(request).await.unwrap().into_body().frame().await };
    let first = timeout(Duration::from_secs(10), first).await.unwrap();
    assert_eq!(first.unwrap().unwrap().into_data().unwrap(), "/**/show([\\u003c");
}

#[tokio::test]
async fn jsonp_of_a_body_that_fails_fails() {
    for (path, begun) in [("/fails", ""), ("/fails/midway", "/**/show([0,")] {
        let request = Request::get(format!("{path}?callback=show")).body(Body::empty()).unwrap();
        let body = bodies().layer(BOOK).oneshot(request).await.unwrap().into_body();
        let pieces = body.into_data_stream().map(|piece| piece.map_err(|error| error.to_string()));
        let pieces: Vec<_> = pieces.collect().await;
        let (last, first) = pieces.split_last().unwrap();
        let first: Vec<_> = first.iter().map(|piece| piece.as_ref().unwrap().as_ref()).collect();
        assert_eq!((first.concat(), last), (begun.into(), &Err("secret".to_owned())), "{path}");
    }
}
