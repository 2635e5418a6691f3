//! Common middlewares inside and outside of the book's layer: a test for each sentence of the manual about their order.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::future::pending;
use std::sync::Mutex;
use std::time::Duration;

use actix_cors::Cors;
use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::dev::{Service as _, ServiceRequest, ServiceResponse};
use actix_web::error::ErrorGatewayTimeout;
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderMap;
use actix_web::middleware::{Compress, DefaultHeaders, Next, from_fn};
use actix_web::rt::time::timeout;
use actix_web::test::{TestRequest, init_service};
use actix_web::{App, HttpResponse, Scope, web};
use errorbook::{Code, primaerp, standard};
use errorbook_actix::{Error, ErrorBook};

const BOOK: ErrorBook = ErrorBook::new(&primaerp::BOOK);

struct ErrorResponse {
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl ErrorResponse {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    fn is(&self, code: Code) -> bool {
        (self.status, self.body.as_slice()) == (code.status().as_u16(), code.body())
    }
}

/// Returns the response as the server sends it. The server renders an error of the service.
async fn response(outcome: actix_web::Result<ServiceResponse<impl MessageBody + 'static>>) -> ErrorResponse {
    let response = match outcome {
        Ok(response) => response.into_parts().1.map_into_boxed_body(),
        Err(error) => error.error_response(),
    };
    let (head, body) = response.into_parts();
    let body = to_bytes(body).await.unwrap().to_vec();
    ErrorResponse { status: head.status().as_u16(), headers: head.headers().clone(), body }
}

macro_rules! ask {
    ($app:expr, $target:expr) => {{
        let request = TestRequest::with_uri($target)
            .insert_header(("origin", "https://elsewhere.example"))
            .insert_header(("accept-encoding", "gzip"));
        response(init_service($app).await.call(request.to_request()).await).await
    }};
}

async fn panics() -> HttpResponse {
    panic!("secret")
}

fn routes() -> Scope {
    web::scope("")
        .route("/", web::get().to(async || "fine"))
        .route("/coded", web::get().to(async || Error::from(primaerp::OBJECT_NOT_FOUND)))
        .route("/unenveloped", web::get().to(async || HttpResponse::Gone().body("the handler's own words ".repeat(20))))
        .route("/panic", web::get().to(panics))
        .route("/never", web::get().to(async || pending::<HttpResponse>().await))
}

#[actix_web::test]
async fn a_time_out_goes_inside() {
    async fn limited(
        request: ServiceRequest,
        next: Next<BoxBody>,
    ) -> actix_web::Result<ServiceResponse<impl MessageBody>> {
        timeout(Duration::ZERO, next.call(request)).await.map_err(|_| ErrorGatewayTimeout("too late"))?
    }
    let inside =
        ask!(App::new().service(routes()).wrap(from_fn(limited)).wrap(ErrorBook::new(&standard::BOOK)), "/never");
    assert!(inside.is(standard::GATEWAY_TIMEOUT));
    assert!(inside.header("x-error-id").is_some());
    let outside =
        ask!(App::new().service(routes().wrap(ErrorBook::new(&standard::BOOK))).wrap(from_fn(limited)), "/never");
    assert_eq!((outside.status, outside.body.as_slice()), (504, b"too late".as_slice()));
}

fn cors() -> Cors {
    Cors::default().allow_any_origin().send_wildcard()
}

fn allowed(response: &ErrorResponse) -> bool {
    response.header("access-control-allow-origin") == Some("*")
}

#[actix_web::test]
async fn cors_headers_are_on_every_response_except_one_to_a_panic() {
    for path in ["/", "/coded", "/unenveloped", "/nowhere"] {
        assert!(allowed(&ask!(App::new().service(routes()).wrap(cors()).wrap(BOOK), path)), "{path} inside");
        assert!(allowed(&ask!(App::new().service(routes()).wrap(BOOK).wrap(cors()), path)), "{path} outside");
    }
    let inside = ask!(App::new().service(routes()).wrap(cors()).wrap(BOOK), "/panic");
    let outside = ask!(App::new().service(routes()).wrap(BOOK).wrap(cors()), "/panic");
    assert!(inside.is(primaerp::UNHANDLED_ERROR) && outside.is(primaerp::UNHANDLED_ERROR));
    assert!(!allowed(&inside) && !allowed(&outside));
}

#[actix_web::test]
async fn an_origin_that_cors_rejects_gets_an_error_of_the_book_outside() {
    let strict = || Cors::default().allowed_origin("https://ours.example").block_on_origin_mismatch(true);
    let refused = ask!(App::new().service(routes()).wrap(strict()).wrap(ErrorBook::new(&standard::BOOK)), "/");
    assert_eq!(refused.status, 400);
    let body: serde_json::Value = serde_json::from_slice(&refused.body).unwrap();
    assert_eq!(body.get("code"), Some(&"bad_request".into()));
}

#[actix_web::test]
async fn authentication_goes_inside() {
    async fn refuse(
        _: ServiceRequest,
        _: Next<impl MessageBody>,
    ) -> actix_web::Result<ServiceResponse<actix_web::body::BoxBody>> {
        Err(actix_web::error::ErrorUnauthorized("secret"))
    }
    let inside = ask!(App::new().service(routes()).wrap(from_fn(refuse)).wrap(BOOK), "/");
    let body: serde_json::Value = serde_json::from_slice(&inside.body).unwrap();
    assert_eq!((inside.status, body.get("code")), (401, Some(&"PE01-1001".into())));
    assert_eq!(inside.header("www-authenticate"), Some("Bearer"));
    let outside = ask!(App::new().service(routes()).wrap(BOOK).wrap(from_fn(refuse)), "/");
    assert_eq!((outside.status, outside.header("www-authenticate")), (401, None));
}

#[actix_web::test]
async fn compression_goes_outside_because_a_compressed_text_cannot_be_read() {
    let description = |response: &ErrorResponse| {
        let body: serde_json::Value = serde_json::from_slice(&response.body).unwrap();
        body.get("description").cloned()
    };
    let inside = ask!(App::new().service(routes()).wrap(Compress::default()).wrap(BOOK), "/unenveloped");
    assert_eq!((inside.status, inside.header("content-encoding")), (410, None));
    assert_eq!(description(&inside), Some(serde_json::Value::Null));
    let outside = ask!(App::new().service(routes()).wrap(BOOK).wrap(Compress::default()), "/unenveloped");
    assert_eq!((outside.status, outside.header("content-encoding")), (410, Some("gzip")));
}

#[actix_web::test]
async fn the_envelope_keeps_the_headers_of_inner_middleware() {
    let own = || DefaultHeaders::new().add(("x-request-id", "7")).add(("set-cookie", "a=1")).add(("retry-after", "7"));
    for path in ["/", "/coded", "/unenveloped", "/nowhere"] {
        let response = ask!(App::new().service(routes()).wrap(own()).wrap(BOOK), path);
        let given = ["x-request-id", "set-cookie", "retry-after"].map(|name| response.header(name));
        assert_eq!(given, [Some("7"), Some("a=1"), Some("7")], "{path}");
        assert_eq!(response.status == StatusCode::OK.as_u16(), path == "/");
    }
}

#[actix_web::test]
async fn logging_goes_outside_to_see_the_sent_response() {
    static SEEN: Mutex<Vec<(u16, bool)>> = Mutex::new(Vec::new());

    async fn log<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> actix_web::Result<ServiceResponse<B>> {
        let outcome = next.call(request).await;
        let status = outcome.as_ref().map_or_else(|error| error.error_response().status(), ServiceResponse::status);
        SEEN.lock().unwrap().push((status.as_u16(), outcome.is_err()));
        outcome
    }

    let sent = |path: &'static str| async move { ask!(App::new().service(routes()).wrap(BOOK), path).status };
    for path in ["/", "/coded", "/unenveloped", "/nowhere", "/coded?suppress_response_code=true"] {
        ask!(App::new().service(routes()).wrap(from_fn(log)).wrap(BOOK), path);
        ask!(App::new().service(routes()).wrap(BOOK).wrap(from_fn(log)), path);
        let inside_and_outside = std::mem::take(&mut *SEEN.lock().unwrap());
        let shown = sent(path).await;
        assert_eq!(inside_and_outside.last(), Some(&(shown, false)), "{path}");
        assert_eq!(inside_and_outside.len(), 2, "{path}");
    }
    // The panic unwinds through inner middleware. Outer middleware receives it as an error.
    ask!(App::new().service(routes()).wrap(from_fn(log)).wrap(BOOK), "/panic");
    ask!(App::new().service(routes()).wrap(BOOK).wrap(from_fn(log)), "/panic");
    assert_eq!(*SEEN.lock().unwrap(), [(500, true)]);
}
