//! What the layer promises, on actix-web's apps and scopes, through its test client and over a socket.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::future::{poll_fn, ready};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::body::{BodySize, MessageBody, to_bytes};
use actix_web::dev::{Service as _, ServiceRequest, ServiceResponse};
use actix_web::error::{ErrorForbidden, ErrorInternalServerError, InternalError};
use actix_web::http::header::{self, HeaderMap};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::{DefaultHeaders, from_fn};
use actix_web::rt::System;
use actix_web::rt::time::timeout;
use actix_web::test::{TestRequest, init_service};
use actix_web::web::{self, Bytes, Data, PayloadConfig, Redirect, ServiceConfig};
use actix_web::{App, HttpResponse, HttpResponseBuilder, ResponseError};
use conformance::jsonp;
use errorbook::{ErrorKind, ayanova, primaerp, standard};
use errorbook_actix::{Error, ErrorBook, Json, Path, Query, Result, get};
use futures_util::stream::{self, Stream, StreamExt as _};
use serde::Deserialize;

const GONE: &str = r#"{"status":410,"code":null,"message":"Gone","description":null,"constraintViolations":[]}"#;

struct ErrorResponse {
    status: u16,
    headers: HeaderMap,
    /// What is known of the body's length before it is read.
    length: Option<u64>,
    body: String,
}

impl ErrorResponse {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// What the server would send, which renders what is an error to the end.
async fn answer(outcome: actix_web::Result<ServiceResponse<impl MessageBody + 'static>>) -> ErrorResponse {
    let response = match outcome {
        Ok(response) => response.into_parts().1.map_into_boxed_body(),
        Err(error) => error.error_response(),
    };
    let (head, body) = response.into_parts();
    let length = match body.size() {
        BodySize::None => Some(0),
        BodySize::Sized(length) => Some(length),
        BodySize::Stream => None,
    };
    let body = String::from_utf8(to_bytes(body).await.unwrap().to_vec()).unwrap();
    ErrorResponse { status: head.status().as_u16(), headers: head.headers().clone(), length, body }
}

macro_rules! send {
    ($app:expr, $request:expr) => {
        answer(init_service($app).await.call($request.to_request()).await).await
    };
}

macro_rules! ask {
    ($app:expr, $target:expr) => {
        send!($app, TestRequest::with_uri(&$target))
    };
}

/// A stream that breaks in one way or the other.
struct Body {
    panics: bool,
}

impl MessageBody for Body {
    type Error = std::io::Error;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<std::io::Result<Bytes>>> {
        if self.panics {
            panic!("secret");
        }
        Poll::Ready(Some(Err(std::io::Error::other("secret"))))
    }
}

fn text(bytes: &'static [u8]) -> &'static str {
    std::str::from_utf8(bytes).unwrap()
}

#[actix_web::test]
async fn every_mount_answers_what_is_not_found_in_it_from_its_own_book() {
    let app = || {
        let me = web::resource("/v1/me").route(get().to(async || ""));
        App::new()
            .service(web::scope("/primaerp").service(me).app_data(Data::new(1)).wrap(ErrorBook::new(&primaerp::BOOK)))
            .service(web::scope("/ayanova").wrap(ErrorBook::new(&ayanova::BOOK)))
            .service(web::resource("/health").route(get().to(async || "")))
            .wrap(ErrorBook::new(&standard::BOOK))
    };
    let cases = [
        ("/primaerp", primaerp::RESOURCE_NOT_FOUND),
        ("/primaerp/", primaerp::RESOURCE_NOT_FOUND),
        ("/primaerp/v1", primaerp::RESOURCE_NOT_FOUND),
        ("/primaerp/v1//me", primaerp::RESOURCE_NOT_FOUND),
        ("/%70rimaerp/v1", primaerp::RESOURCE_NOT_FOUND),
        ("/ayanova", ayanova::OBJECT_NOT_FOUND),
        ("/ayanova/", ayanova::OBJECT_NOT_FOUND),
        ("/ayanova/a/b", ayanova::OBJECT_NOT_FOUND),
        ("/ayanova/%FF", ayanova::OBJECT_NOT_FOUND),
        ("/primaerpx", standard::NOT_FOUND),
        ("/primaerp%2Fv1", standard::NOT_FOUND),
        ("//primaerp", standard::NOT_FOUND),
        ("/", standard::NOT_FOUND),
    ];
    for (path, code) in cases {
        let answer = ask!(app(), path);
        assert_eq!((answer.status, answer.body.as_str()), (code.status().as_u16(), text(code.body())), "{path}");
        let suppressed = ask!(app(), format!("{path}?suppress_response_code=true"));
        assert_eq!((suppressed.status, suppressed.body), (200, answer.body), "{path}");
    }
    let answer = send!(app(), TestRequest::post().uri("/primaerp/v1/me"));
    assert_eq!((answer.status, answer.body.as_str()), (400, text(primaerp::OPERATION_NOT_ALLOWED.body())));
    assert_eq!(answer.header("allow"), Some("GET, HEAD"));
    let answer = send!(app(), TestRequest::post().uri("/health"));
    assert_eq!((answer.status, answer.body.as_str()), (405, text(standard::METHOD_NOT_ALLOWED.body())));
}

#[actix_web::test]
async fn a_default_service_of_the_app_answers_in_every_mount() {
    let app = || {
        let no_route = async || Error::from(errorbook::Error::from(ErrorKind::RouteNotFound));
        App::new()
            .service(web::scope("/primaerp").wrap(ErrorBook::new(&primaerp::BOOK)))
            .default_service(web::to(no_route))
            .wrap(ErrorBook::new(&standard::BOOK))
    };
    assert_eq!(ask!(app(), "/primaerp/x").body, text(primaerp::RESOURCE_NOT_FOUND.body()));
    assert_eq!(ask!(app(), "/x").body, text(standard::NOT_FOUND.body()));
}

#[actix_web::test]
async fn a_middleware_that_fails_or_panics_is_answered_like_a_handler() {
    let app = || {
        App::new()
            .route("/", web::get().to(async || "fine"))
            .wrap_fn(|request, inner| {
                let path = request.path().to_owned();
                let handled = inner.call(request);
                async move {
                    match path.as_str() {
                        "/gone" => Err(InternalError::new("the words", StatusCode::GONE).into()),
                        "/forbidden" => Err(ErrorForbidden("the words")),
                        "/internal" => Err(ErrorInternalServerError("secret")),
                        "/coded" => Err(Error::from(primaerp::TOKEN_INVALID).into()),
                        "/uncoded" => Err(Error::from(errorbook::Error::from(ErrorKind::BodyTooLarge)).into()),
                        "/moved" => {
                            let moved = errorbook::Error::from(primaerp::TENANT_MOVED).with_location("/there");
                            Err(Error::from(moved).into())
                        }
                        "/own" => {
                            let own = HttpResponse::Conflict().insert_header(("x-own", "1")).json([1]);
                            Err(InternalError::from_response("", own).into())
                        }
                        "/mapped" => {
                            let mut error = ErrorForbidden("");
                            error.add_response_mapper(|mut response| {
                                response.headers_mut().insert(header::VARY, header::HeaderValue::from_static("origin"));
                                response
                            });
                            Err(error)
                        }
                        "/panic" => panic!("secret"),
                        _ => handled.await,
                    }
                }
            })
            .wrap(ErrorBook::new(&primaerp::BOOK))
    };
    let forbidden = r#"{"status":403,"code":"PE01-1008","message":"Access denied","description":"the words","constraintViolations":[]}"#;
    let gone = GONE.replace(r#""description":null"#, r#""description":"the words""#);
    let cases = [
        ("/", 200, "fine"),
        ("/gone", 410, gone.as_str()),
        ("/forbidden", 403, forbidden),
        ("/internal", 500, text(primaerp::UNHANDLED_ERROR.body())),
        ("/coded", 401, text(primaerp::TOKEN_INVALID.body())),
        ("/uncoded", 412, text(primaerp::FILE_TOO_LARGE.body())),
        ("/moved", 301, text(primaerp::TENANT_MOVED.body())),
        ("/own", 409, "[1]"),
        ("/mapped", 403, text(primaerp::ACCESS_DENIED.body())),
        ("/panic", 500, text(primaerp::UNHANDLED_ERROR.body())),
    ];
    for (path, status, body) in cases {
        let answer = ask!(app(), path);
        assert_eq!((answer.status, answer.body.as_str()), (status, body), "{path}");
        assert_eq!(answer.header("x-error-id").is_some(), status == 500, "{path}");
        let suppressed = ask!(app(), format!("{path}?suppress_response_code=true"));
        assert_eq!((suppressed.status, suppressed.body.as_str()), (200, body), "{path}");
        let head = send!(app(), TestRequest::with_uri(path).method(Method::HEAD));
        if path != "/" {
            assert_eq!((head.status, head.body.as_str()), (status, ""), "{path}");
            assert_eq!(head.header("content-length"), Some(body.len().to_string().as_str()), "{path}");
        }
    }
    assert_eq!(ask!(app(), "/coded").header("www-authenticate"), Some("Bearer"));
    assert_eq!(ask!(app(), "/own").header("x-own"), Some("1"));
    assert_eq!(ask!(app(), "/mapped").header("vary"), Some("origin"));
}

#[actix_web::test]
async fn a_service_that_panics_before_its_future_is_answered() {
    let app = App::new()
        .wrap_fn(|request, inner| {
            if request.path() == "/" {
                panic!("secret");
            }
            inner.call(request)
        })
        .wrap(ErrorBook::new(&ayanova::BOOK));
    let answer = ask!(app, "/");
    assert_eq!((answer.status, answer.body.as_str()), (503, text(ayanova::INTERNAL_ERROR.body())));
}

#[actix_web::test]
async fn a_body_that_panics_or_fails_while_a_bare_status_is_read_is_answered() {
    #[derive(Debug)]
    struct Broken;

    impl std::fmt::Display for Broken {
        fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            Ok(())
        }
    }

    impl ResponseError for Broken {
        fn error_response(&self) -> HttpResponse {
            let json = (header::CONTENT_TYPE, "application/json");
            HttpResponse::Conflict().insert_header(json).body(Body { panics: false })
        }
    }

    let app = || {
        let body = |panics| move || async move { HttpResponse::Gone().body(Body { panics }) };
        App::new()
            .route("/panics", web::get().to(body(true)))
            .route("/fails", web::get().to(body(false)))
            .service(web::scope("/broken").wrap_fn(|_, _| async { Err::<ServiceResponse, _>(Broken.into()) }))
            .wrap(ErrorBook::new(&primaerp::BOOK))
    };
    let panicked = ask!(app(), "/panics");
    assert_eq!((panicked.status, panicked.body.as_str()), (500, text(primaerp::UNHANDLED_ERROR.body())));
    let failed = ask!(app(), "/fails");
    assert_eq!((failed.status, failed.body.as_str()), (410, GONE));
    let broken = ask!(app(), "/broken");
    assert_eq!((broken.status, broken.body.as_str()), (500, text(primaerp::UNHANDLED_ERROR.body())));
}

#[actix_web::test]
async fn an_error_without_a_code_takes_the_one_of_the_innermost_layer_and_keeps_its_headers() {
    async fn fails() -> Result<HttpResponse> {
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
        let app = App::new()
            .service(web::scope("/in").route("", web::get().to(fails)).wrap(ErrorBook::new(book)))
            .wrap(ErrorBook::new(&standard::BOOK));
        let answer = ask!(app, "/in");
        assert_eq!((answer.status, answer.body.as_str()), (code.status().as_u16(), text(code.body())));
        let own: Vec<_> = answer.headers.get_all("x-own").collect();
        assert_eq!(own, ["1", "2"]);
        assert_eq!(answer.header("retry-after"), Some("2"));
        assert_eq!(answer.headers.get_all("x-error-id").count(), 1);
    }
    let without_layer = ask!(App::new().route("/", web::get().to(fails)), "/");
    assert_eq!(without_layer.status, 413);
    assert_eq!(without_layer.header("content-type"), Some("application/problem+json"));
}

#[actix_web::test]
async fn a_redirect_is_suppressed_when_a_code_made_it() {
    let app = || {
        let moved = async || Error::from(errorbook::Error::from(primaerp::TENANT_MOVED).with_location("/there"));
        App::new()
            .route("/code", web::get().to(moved))
            .route("/own", web::get().to(async || Redirect::to("/there")))
            .wrap(ErrorBook::new(&primaerp::BOOK))
    };
    let plain = ask!(app(), "/code");
    assert_eq!((plain.status, plain.header("location")), (301, Some("/there")));
    let suppressed = ask!(app(), "/code?suppress_response_code=1");
    assert_eq!((suppressed.status, suppressed.header("location")), (200, Some("/there")));
    assert_eq!(suppressed.header("x-suppressed-status"), Some("301"));
    assert_eq!(suppressed.header("cache-control"), Some("no-store"));
    assert_eq!(suppressed.body, plain.body);
    let own = ask!(app(), "/own?suppress_response_code=1");
    assert_eq!((own.status, own.header("x-suppressed-status")), (307, None));
}

#[actix_web::test]
async fn a_service_sets_what_suppression_means_to_it() {
    let app = |layer: ErrorBook| {
        let other = async || HttpResponse::Unauthorized().insert_header(("www-authenticate", "Basic")).finish();
        App::new()
            .route("/made", web::get().to(HttpResponse::Created))
            .route("/secret", web::get().to(HttpResponse::Unauthorized))
            .route("/other", web::get().to(other))
            .wrap(layer)
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
        assert_eq!(ask!(app(layer), target).status, status, "{target} {layer:?}");
    }
    let challenge = book.challenge("Basic realm=\"depot\"");
    assert_eq!(ask!(app(book), "/secret").header("www-authenticate"), Some("Bearer"));
    assert_eq!(ask!(app(challenge), "/secret").header("www-authenticate"), Some("Basic realm=\"depot\""));
    assert_eq!(ask!(app(challenge), "/other").header("www-authenticate"), Some("Basic"));
}

#[actix_web::test]
async fn statuses_that_are_no_final_answer_are_left_alone() {
    let app = || {
        let reset = async || HttpResponse::ResetContent().insert_header(("content-type", "text/plain")).finish();
        App::new()
            .route("/partial", web::get().to(HttpResponse::PartialContent))
            .route("/not-modified", web::get().to(HttpResponse::NotModified))
            .route("/upgrade", web::get().to(HttpResponse::SwitchingProtocols))
            .route("/reset", web::get().to(reset))
            .wrap(ErrorBook::new(&standard::BOOK))
    };
    for (path, status) in [("/partial", 206), ("/not-modified", 304), ("/upgrade", 101)] {
        let answer = ask!(app(), format!("{path}?suppress_response_code=true"));
        assert_eq!((answer.status, answer.header("x-suppressed-status")), (status, None), "{path}");
    }
    let reset = ask!(app(), "/reset?suppress_response_code=true");
    assert_eq!((reset.status, reset.header("content-length"), reset.header("content-type")), (200, Some("0"), None));
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only read")]
struct Part {
    quantity: u8,
}

#[actix_web::test]
async fn extractors_reject_in_the_envelope() {
    let app = || {
        let part = web::resource("/parts/{id}")
            .route(web::get().to(async |_: Path<u32>| ""))
            .route(web::post().to(async |_: Path<u32>, _: Query<Part>, _: Json<Part>| ""));
        App::new()
            .service(part)
            .route("/parts", web::post().to(async |_: Json<Part>| ""))
            .app_data(PayloadConfig::new(40))
            .wrap(ErrorBook::new(&ayanova::BOOK))
    };
    let json = Some("application/json");
    let cases = [
        ("GET", "/parts/x", json, "", r#"{"error":{"code":"2203","message":"id: expected u32","target":"id"}}"#),
        (
            "GET",
            "/parts/%EF%BF%BD",
            json,
            "",
            r#"{"error":{"code":"2203","message":"id: expected u32","target":"id"}}"#,
        ),
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
            None,
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
    for (method, target, content_type, body, expected) in cases {
        let mut request = TestRequest::with_uri(target).method(method.parse().unwrap()).set_payload(body);
        if let Some(content_type) = content_type {
            request = request.insert_header((header::CONTENT_TYPE, content_type));
        }
        let answer = send!(app(), request);
        assert_eq!((answer.status, answer.body.as_str()), (400, expected), "{method} {target} {body}");
    }
}

#[actix_web::test]
async fn extractors_of_the_framework_reject_as_bare_statuses() {
    let app = || {
        App::new()
            .route("/parts/{id}", web::get().to(async |_: web::Path<u32>, _: web::Query<Part>| ""))
            .route("/parts", web::post().to(async |_: web::Json<Part>| ""))
            .wrap(ErrorBook::new(&ayanova::BOOK))
    };
    let json = (header::CONTENT_TYPE, "application/json");
    let cases = [
        (TestRequest::with_uri("/parts/x"), 404, "2010"),
        (TestRequest::with_uri("/parts/1"), 400, "2030"),
        (TestRequest::post().uri("/parts").set_payload("{}"), 400, "2030"),
        (TestRequest::post().uri("/parts").insert_header(json).set_payload("{"), 400, "2030"),
    ];
    for (request, status, code) in cases {
        let answer = send!(app(), request);
        assert_eq!(answer.status, status, "{}", answer.body);
        assert!(answer.body.starts_with(&format!(r#"{{"error":{{"code":"{code}","message":""#)), "{}", answer.body);
    }
}

#[actix_web::test]
async fn a_path_is_percent_decoded_once() {
    let app = || {
        let names = async |Path((a, b)): Path<(String, String)>| format!("{a}|{b}");
        let none = async |_: Path<u32>| "";
        App::new()
            .service(web::scope("/{a}").route("/{b}", web::get().to(names)))
            .route("/", web::get().to(none))
            .wrap(ErrorBook::new(&primaerp::BOOK))
    };
    let cases = [
        ("/x/y", "x|y"),
        ("/a%20b/%C3%A9", "a b|é"),
        ("/a%2Fb/c+d%2B", "a/b|c+d+"),
        ("/%2541/%25", "%41|%"),
        ("/100%/%zz", "100%|%zz"),
    ];
    for (path, expected) in cases {
        let answer = ask!(app(), path);
        assert_eq!((answer.status, answer.body.as_str()), (200, expected), "{path}");
    }
    let answer = ask!(app(), "/x/%C3%28");
    assert!(answer.body.contains(r#""PE01-1105","message":"Wrong parameters","description":"b: expected UTF-8""#));
    assert_eq!(ask!(app(), "/").status, 500);
}

#[actix_web::test]
async fn a_response_that_cannot_be_serialised_is_private() {
    let app = || {
        let unserialisable = || Json(std::collections::HashMap::from([((1, 2), "secret")]));
        App::new()
            .route("/", web::get().to(move || async move { unserialisable() }))
            .route("/created", web::get().to(move || async move { (unserialisable(), StatusCode::CREATED) }))
            .wrap(ErrorBook::new(&primaerp::BOOK))
    };
    for path in ["/", "/created"] {
        let answer = ask!(app(), path);
        assert_eq!((answer.status, answer.body.as_str()), (500, text(primaerp::UNHANDLED_ERROR.body())), "{path}");
        assert!(answer.header("x-error-id").is_some());
    }
}

#[actix_web::test]
async fn layers_outside_see_what_was_answered_and_layers_inside_keep_their_headers() {
    let app = App::new()
        .route("/", web::get().to(HttpResponse::NotAcceptable))
        .wrap(DefaultHeaders::new().add(("x-inside", "1")))
        .wrap(ErrorBook::new(&primaerp::BOOK))
        .wrap(from_fn(async |request: ServiceRequest, next: actix_web::middleware::Next<_>| {
            let response = next.call(request).await?;
            assert_eq!(response.headers().get("content-type").unwrap(), "application/json");
            Ok::<ServiceResponse<_>, actix_web::Error>(response)
        }))
        .wrap(DefaultHeaders::new().add(("x-outside", "1")));
    let answer = ask!(app, "/");
    assert_eq!((answer.status, answer.body.as_str()), (406, text(primaerp::INCOMPATIBLE_CONTENT_TYPE.body())));
    assert_eq!((answer.header("x-inside"), answer.header("x-outside")), (Some("1"), Some("1")));
}

#[actix_web::test]
async fn a_head_is_answered_as_a_get_without_its_body() {
    async fn stream() -> HttpResponse {
        HttpResponse::Ok().insert_header(("content-length", "3")).body(Body { panics: true })
    }

    let app = || {
        let own = async || HttpResponse::Ok().insert_header(("content-length", "7")).finish();
        App::new()
            .service(
                web::scope("/in")
                    .route("/plain", get().to(async || "plain"))
                    .route("/empty", get().to(HttpResponse::Ok))
                    .route("/none", get().to(HttpResponse::NoContent))
                    .route("/fresh", get().to(HttpResponse::NotModified))
                    .route("/missing", get().to(async || HttpResponse::NotFound().body("words")))
                    .route("/stream", get().to(stream))
                    .route("/own", web::head().to(own))
                    .wrap(ErrorBook::new(&standard::BOOK)),
            )
            .wrap(ErrorBook::new(&standard::BOOK))
    };
    let missing = r#"{"type":"about:blank","title":"Not Found","status":404,"code":"not_found"}"#.len().to_string();
    let cases = [
        ("/in/plain", 200, Some("5")),
        ("/in/empty", 200, Some("0")),
        ("/in/none?suppress_response_code=1", 200, Some("0")),
        ("/in/fresh", 304, None),
        ("/in/missing", 404, Some(missing.as_str())),
        ("/in/stream", 200, None),
        ("/in/own", 200, Some("7")),
    ];
    for (path, status, length) in cases {
        let answer = send!(app(), TestRequest::with_uri(path).method(Method::HEAD));
        assert_eq!(
            (answer.status, answer.header("content-length"), answer.body.as_str()),
            (status, length, ""),
            "{path}"
        );
    }
}

/// A body of known length that cannot be read.
struct Broken(Body);

impl MessageBody for Broken {
    type Error = std::io::Error;

    fn size(&self) -> BodySize {
        BodySize::Sized(2)
    }

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<std::io::Result<Bytes>>> {
        Pin::new(&mut self.get_mut().0).poll_next(cx)
    }
}

fn json(body: impl MessageBody + 'static) -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(body)
}

fn stream(content_type: &str, stream: impl Stream<Item = std::io::Result<Bytes>> + 'static) -> HttpResponse {
    HttpResponse::Ok().content_type(content_type).streaming(stream)
}

/// A stream that must not be asked for more when it has ended.
fn pieces(content_type: &str, pieces: Vec<Result<&'static [u8], &'static str>>) -> HttpResponse {
    let mut pieces = pieces.into_iter();
    let mut next = move || pieces.next().map(|piece| piece.map(Bytes::from_static).map_err(std::io::Error::other));
    stream(content_type, stream::unfold((), move |()| ready(next().map(|piece| (piece, ())))))
}

fn streamed() -> HttpResponse {
    let whole = Bytes::from(jsonp::long(3 << 20));
    stream("application/json", stream::iter((0..48).map(move |at| Ok(whole.slice(at << 16..(at + 1) << 16)))))
}

fn endless() -> HttpResponse {
    stream("application/json", stream::iter([Ok("[<".into())]).chain(stream::pending()))
}

fn encoded(mut response: HttpResponseBuilder, encoding: &str) -> HttpResponse {
    response.content_type("application/json").insert_header(("content-encoding", encoding)).body("the bytes")
}

/// The app that the tests of JSONP ask, and three bodies more.
fn bodies(config: &mut ServiceConfig) {
    let mut serve = |path: &str, answer: fn() -> HttpResponse| {
        config.service(web::resource(path).route(get().to(move || async move { answer() })));
    };
    serve("/json", || HttpResponse::Ok().json([1]));
    serve("/created", || HttpResponse::Created().json([1]));
    serve("/own", || HttpResponse::Conflict().json([1]));
    serve("/file", || {
        HttpResponse::Ok().insert_header(("content-disposition", "attachment; filename=\"a.json\"")).json([1])
    });
    serve("/206", || HttpResponse::PartialContent().insert_header(("content-range", "bytes 0-2/9")).json([1]));
    serve("/303", || HttpResponse::SeeOther().insert_header(("location", "/there")).finish());
    serve("/304", || HttpResponse::NotModified().insert_header(("etag", "\"a\"")).finish());
    serve("/empty", || HttpResponse::Ok().finish());
    serve("/empty/201", || HttpResponse::Created().finish());
    serve("/empty/204", || HttpResponse::NoContent().finish());
    serve("/empty/205", || HttpResponse::ResetContent().finish());
    serve("/empty/json", || json(""));
    serve("/empty/text", || HttpResponse::Ok().content_type("text/plain").body(""));
    serve("/text", || HttpResponse::Ok().content_type("text/plain").body("text"));
    serve("/csv", || pieces("text/csv", vec![Ok(b"1,2")]));
    serve("/gzip", || encoded(HttpResponse::Ok(), "gzip"));
    serve("/gzip/own", || encoded(HttpResponse::Conflict(), "gzip"));
    serve("/identity", || encoded(HttpResponse::Ok(), "identity"));
    serve("/pieces", || pieces("application/json", jsonp::PIECES.map(Ok).to_vec()));
    serve("/mebibyte", || json(jsonp::long(1 << 20)));
    serve("/longer", || json(jsonp::long((1 << 20) + 1)));
    serve("/streamed", streamed);
    serve("/panics", || json(Broken(Body { panics: true })));
    serve("/fails", || json(Broken(Body { panics: false })));
    serve("/fails/midway", || pieces("application/json", vec![Ok(b"[0,"), Err("secret"), Ok(b"]")]));
    serve("/endless", endless);
}

const BOOK: ErrorBook = ErrorBook::new(&primaerp::BOOK).jsonp("callback");

macro_rules! asking {
    ($app:expr) => {
        |method: &str, target: &str| {
            System::new().block_on(async {
                let method = method.parse().unwrap();
                let answer = send!($app, TestRequest::with_uri(target).method(method));
                let text = |value: &header::HeaderValue| value.to_str().unwrap().to_owned();
                let mut headers: Vec<_> =
                    answer.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect();
                if answer.header("content-length").is_none() {
                    headers.extend(answer.length.map(|length| ("content-length".to_owned(), length.to_string())));
                }
                jsonp::ErrorResponse::new(answer.status, headers, answer.body)
            })
        }
    };
}

#[test]
fn jsonp_wraps_every_body() {
    jsonp::wraps_every_body(asking!(App::new().configure(bodies).wrap(BOOK)));
}

#[test]
fn jsonp_answers_a_body_that_panics() {
    jsonp::answers_a_body_that_panics(asking!(App::new().configure(bodies).wrap(BOOK)));
}

#[test]
fn jsonp_tells_head_what_get_is_told() {
    jsonp::tells_head_what_get_is_told(jsonp::HEADS, asking!(App::new().configure(bodies).wrap(BOOK)));
    // Here a layer has taken the body away before the outer one sees it, which cannot know what was empty anyway.
    let known = jsonp::HEADS.into_iter().filter(|path| !["/empty", "/empty/201"].contains(path));
    let inner = ErrorBook::new(&ayanova::BOOK);
    jsonp::tells_head_what_get_is_told(known, asking!(App::new().configure(bodies).wrap(inner).wrap(BOOK)));
}

#[test]
fn jsonp_leaves_alone_what_cannot_be_wrapped() {
    jsonp::leaves_alone_what_cannot_be_wrapped(asking!(App::new().configure(bodies).wrap(BOOK)));
}

#[test]
fn jsonp_refuses_what_is_no_function() {
    jsonp::refuses_what_is_no_function(asking!(App::new().configure(bodies).wrap(BOOK)));
}

#[test]
fn jsonp_is_always_a_200() {
    let named = BOOK.jsonp("cb");
    let layers = [BOOK, BOOK.without_suppression(), BOOK.suppress_errors_only(), named, BOOK.jsonp("the.call-back_~")];
    jsonp::is_always_a_200(layers, |layer, method, target| {
        asking!(App::new().configure(bodies).wrap(layer))(method, target)
    });
}

#[test]
fn jsonp_is_each_layers_own() {
    let book = |book, callback: Option<_>| callback.map_or(book, |callback| ErrorBook::jsonp(book, callback));
    jsonp::is_each_layers_own(true, |outer, inner, target| {
        let (outer, inner) =
            (book(ErrorBook::new(&standard::BOOK), outer), book(ErrorBook::new(&ayanova::BOOK), inner));
        let scope = || web::scope("/in").configure(bodies).wrap(inner);
        asking!(App::new().service(scope()).wrap(outer))("GET", target)
    });
}

#[actix_web::test]
async fn jsonp_does_not_wait_for_the_end_of_a_stream() {
    let app = init_service(App::new().configure(bodies).wrap(BOOK)).await;
    let request = TestRequest::with_uri("/endless?callback=show").to_request();
    let first = async {
        let mut body = Box::pin(app.call(request).await.unwrap().into_body());
        poll_fn(|cx| body.as_mut().poll_next(cx)).await.unwrap().unwrap()
    };
    assert_eq!(timeout(Duration::from_secs(10), first).await.unwrap(), "/**/show([\\u003c");
}

#[actix_web::test]
async fn jsonp_of_a_body_that_fails_fails() {
    let app = init_service(App::new().configure(bodies).wrap(BOOK)).await;
    for (path, begun) in [("/fails", ""), ("/fails/midway", "/**/show([0,")] {
        let request = TestRequest::with_uri(&format!("{path}?callback=show")).to_request();
        let mut body = Box::pin(app.call(request).await.unwrap().into_body());
        let mut sent = Vec::new();
        let error = loop {
            match poll_fn(|cx| body.as_mut().poll_next(cx)).await {
                Some(Ok(piece)) => sent.extend_from_slice(&piece),
                Some(Err(error)) => break error.to_string(),
                None => panic!("{path} has an end"),
            }
        };
        assert!(
            error.contains("secret") && poll_fn(|cx| body.as_mut().poll_next(cx)).await.is_none(),
            "{path}: {error}"
        );
        assert_eq!(sent, begun.as_bytes(), "{path}");
    }
}

#[actix_web::test]
async fn jsonp_of_what_an_inner_middleware_fails_with_is_whole_however_long_it_is() {
    for length in [1 << 10, 2 << 20] {
        let fails = move || {
            let json = HttpResponse::Conflict().content_type("application/json").body(jsonp::long(length));
            ready(Err::<ServiceResponse, _>(InternalError::from_response("", json).into()))
        };
        let app = || App::new().wrap_fn(move |_, _| fails()).wrap(BOOK);
        let answer = ask!(app(), "/?callback=show");
        let script = format!("/**/show(\"{}\");", "\\u003c".repeat(length - 2));
        assert_eq!((answer.status, answer.length), (200, Some(script.len() as u64)));
        assert!(answer.body == script, "{:.100}", answer.body);
        let head = send!(app(), TestRequest::with_uri("/?callback=show").method(Method::HEAD));
        assert_eq!((head.status, head.body.as_str()), (200, ""));
        assert_eq!(head.header("content-length"), Some(script.len().to_string().as_str()));
    }
}
