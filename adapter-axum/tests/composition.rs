//! Common layers inside and outside of the book's layer: a test for each sentence of the manual about their order.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::result_large_err, reason = "a test fails by panicking")]

use std::convert::Infallible;
use std::future::pending;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::error_handling::HandleErrorLayer;
use axum::http::{Request, Response, StatusCode};
use axum::routing::{get, post};
use axum::{BoxError, Router};
use conformance::layer::{Piece, Reply};
use errorbook::{Code, ayanova, primaerp, standard};
use errorbook_axum::{Error, ErrorBook, Json};
use tower::load_shed::error::Overloaded;
use tower::{ServiceBuilder, ServiceExt as _};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;
use tower_http::validate_request::ValidateRequestHeaderLayer;

const BOOK: ErrorBook = ErrorBook::new(&primaerp::BOOK);

struct ErrorResponse {
    status: u16,
    headers: axum::http::HeaderMap,
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

async fn send(app: &Router, request: Request<Body>) -> ErrorResponse {
    let response = app.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    ErrorResponse {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body: to_bytes(body, usize::MAX).await.unwrap().to_vec(),
    }
}

fn request(path: &str) -> Request<Body> {
    let request = Request::get(path).header("origin", "https://elsewhere.example").header("accept-encoding", "gzip");
    request.body(Body::empty()).unwrap()
}

async fn panics() {
    panic!("secret")
}

fn routes() -> Router {
    Router::new()
        .route("/", get(|| async { "fine" }))
        .route("/coded", get(|| async { Error::from(primaerp::OBJECT_NOT_FOUND) }))
        .route("/unenveloped", get(|| async { (StatusCode::GONE, "the handler's own words ".repeat(20)) }))
        .route("/panic", get(panics))
        .route("/never", get(|| async { pending::<()>().await }))
        .route("/echo", post(|Json(body): Json<String>| async { body }))
}

#[tokio::test(start_paused = true)]
async fn a_time_out_goes_inside() {
    let time_out = TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, Duration::from_secs(1));
    let inside = routes().layer(time_out).layer(ErrorBook::new(&standard::BOOK));
    assert!(send(&inside, request("/never")).await.is(standard::GATEWAY_TIMEOUT));
    let outside = routes().layer(ErrorBook::new(&standard::BOOK)).layer(time_out);
    let response = send(&outside, request("/never")).await;
    assert_eq!((response.status, response.body.as_slice()), (504, b"".as_slice()));
}

#[tokio::test(start_paused = true)]
async fn a_layer_that_fails_is_handled_inside_with_an_error_of_the_book() {
    let handled = |error: BoxError| async move {
        if error.is::<tower::timeout::error::Elapsed>() {
            return Error::from(errorbook::Error::from(ayanova::API_CLOSED).with_retry_after(Duration::from_secs(1)));
        }
        Error::from(errorbook::Error::internal(error))
    };
    let fallible = ServiceBuilder::new().layer(HandleErrorLayer::new(handled)).timeout(Duration::from_secs(1));
    let app = routes().layer(fallible).layer(ErrorBook::new(&ayanova::BOOK));
    let response = send(&app, request("/never")).await;
    assert!(response.is(ayanova::API_CLOSED));
    assert_eq!(response.header("retry-after"), Some("1"));

    let overloaded = tower::service_fn(|_: Request<Body>| async { Err::<Response<Body>, _>(Overloaded::new()) });
    let handled = ServiceBuilder::new().layer(BOOK).layer(HandleErrorLayer::new(|error: Overloaded| async move {
        Error::from(errorbook::Error::internal(error))
    }));
    let response =
        handled.service(overloaded).oneshot(request("/")).await.unwrap_or_else(|never: Infallible| match never {});
    assert_eq!(response.status(), 500);
    assert!(response.headers().contains_key("x-error-id"));
}

#[tokio::test]
async fn a_body_limit_goes_inside() {
    let post = |length: usize, with_length: bool| {
        let body = format!("\"{}\"", "a".repeat(length - 2));
        let request = Request::post("/echo").header("content-type", "application/json");
        match with_length {
            true => request.header("content-length", body.len()).body(Body::from(body)).unwrap(),
            false => request.body(Body::new(Reply::text("").streamed([Piece::Bytes(body.into())]).body)).unwrap(),
        }
    };
    let app = routes().layer(RequestBodyLimitLayer::new(64)).layer(BOOK);
    for with_length in [true, false] {
        assert_eq!(send(&app, post(64, with_length)).await.status, 200);
        let response = send(&app, post(65, with_length)).await;
        let message: serde_json::Value = serde_json::from_slice(&response.body).unwrap();
        assert_eq!((response.status, &message["code"]), (412, &"PE01-1109".into()), "{with_length}");
    }
}

#[tokio::test]
async fn authentication_goes_inside_and_keeps_its_challenge() {
    let refuse = |challenge: Option<&'static str>| {
        ValidateRequestHeaderLayer::custom(move |_: &mut Request<Body>| {
            let mut response = Response::builder().status(401);
            if let Some(challenge) = challenge {
                response = response.header("www-authenticate", challenge);
            }
            Err::<(), Response<Body>>(response.body(Body::empty()).unwrap())
        })
    };
    for (given, sent) in [(None, "Bearer"), (Some("Basic realm=\"depot\""), "Basic realm=\"depot\"")] {
        let response = send(&routes().layer(refuse(given)).layer(BOOK), request("/")).await;
        assert!(response.is(primaerp::UNAUTHORIZED));
        assert_eq!(response.header("www-authenticate"), Some(sent));
    }
    let outside = send(&routes().layer(BOOK).layer(refuse(None)), request("/")).await;
    assert_eq!((outside.status, outside.body.len()), (401, 0));
}

#[tokio::test]
async fn cors_goes_outside_to_add_its_headers_to_panics_too() {
    let cors = CorsLayer::new().allow_origin(Any).expose_headers(Any);
    let allowed = |response: &ErrorResponse| response.header("access-control-allow-origin") == Some("*");
    let (inside, outside) = (routes().layer(cors.clone()).layer(BOOK), routes().layer(BOOK).layer(cors));
    for path in ["/", "/coded", "/unenveloped", "/nowhere"] {
        assert!(allowed(&send(&inside, request(path)).await), "{path}");
        assert!(allowed(&send(&outside, request(path)).await), "{path}");
    }
    let (inside, outside) = (send(&inside, request("/panic")).await, send(&outside, request("/panic")).await);
    assert!(inside.is(primaerp::UNHANDLED_ERROR) && outside.is(primaerp::UNHANDLED_ERROR));
    assert!(!allowed(&inside) && allowed(&outside));
}

#[tokio::test]
async fn a_preflight_is_not_an_error_on_either_side() {
    let cors = || CorsLayer::new().allow_origin(Any).allow_methods([axum::http::Method::PUT]);
    for app in [routes().layer(cors()).layer(BOOK), routes().layer(BOOK).layer(cors())] {
        let preflight = Request::options("/coded?suppress_response_code=true")
            .header("origin", "https://elsewhere.example")
            .header("access-control-request-method", "PUT");
        let response = send(&app, preflight.body(Body::empty()).unwrap()).await;
        assert_eq!((response.status, response.header("access-control-allow-methods")), (200, Some("PUT")));
    }
}

#[tokio::test]
async fn compression_goes_outside_because_a_compressed_text_cannot_be_read() {
    let description = |response: &ErrorResponse| -> serde_json::Value {
        let body: serde_json::Value = serde_json::from_slice(&response.body).unwrap();
        body["description"].clone()
    };
    let inside = send(&routes().layer(CompressionLayer::new()).layer(BOOK), request("/unenveloped")).await;
    assert_eq!((inside.status, inside.header("content-encoding")), (410, None));
    assert_eq!(description(&inside), serde_json::Value::Null);

    let outside = routes().layer(BOOK).layer(CompressionLayer::new());
    let compressed = send(&outside, request("/unenveloped")).await;
    assert_eq!((compressed.status, compressed.header("content-encoding")), (410, Some("gzip")));
    let plain = Request::get("/unenveloped").body(Body::empty()).unwrap();
    let description = description(&send(&outside, plain).await);
    assert_eq!(description, "the handler's own words ".repeat(20));
}

#[derive(Clone)]
struct Always(&'static str);

impl MakeRequestId for Always {
    fn make_request_id<B>(&mut self, _: &Request<B>) -> Option<RequestId> {
        Some(RequestId::new(axum::http::HeaderValue::from_static(self.0)))
    }
}

#[tokio::test]
async fn request_ids_inside_are_kept_except_for_panics() {
    let ids = || {
        ServiceBuilder::new()
            .layer(SetRequestIdLayer::x_request_id(Always("7")))
            .layer(PropagateRequestIdLayer::x_request_id())
    };
    let (inside, outside) = (routes().layer(ids()).layer(BOOK), routes().layer(BOOK).layer(ids()));
    for path in ["/", "/coded", "/unenveloped", "/nowhere"] {
        assert_eq!(send(&inside, request(path)).await.header("x-request-id"), Some("7"), "{path}");
        assert_eq!(send(&outside, request(path)).await.header("x-request-id"), Some("7"), "{path}");
    }
    assert_eq!(send(&inside, request("/panic")).await.header("x-request-id"), None);
    assert_eq!(send(&outside, request("/panic")).await.header("x-request-id"), Some("7"));
}

#[tokio::test]
async fn another_panic_handler_inside_sends_nothing_to_the_client() {
    let app = routes().layer(CatchPanicLayer::new()).layer(BOOK);
    let response = send(&app, request("/panic")).await;
    assert!(response.is(primaerp::UNHANDLED_ERROR));
    assert!(response.header("x-error-id").is_some());
}

#[tokio::test]
async fn the_envelope_keeps_cookies_and_a_retry_after_header() {
    let headers = [("set-cookie", "a=1"), ("retry-after", "7"), ("etag", "\"a\""), ("last-modified", "never")];
    let app = Router::new().route("/", get(move || async move { (StatusCode::GONE, headers) })).layer(BOOK);
    let response = send(&app, request("/")).await;
    assert_eq!((response.header("set-cookie"), response.header("retry-after")), (Some("a=1"), Some("7")));
    assert_eq!((response.header("etag"), response.header("last-modified")), (None, None));
}
