//! Common filters and layers inside and outside of the book's layer: a test for each sentence of the manual about their order.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::result_large_err, reason = "a test fails by panicking")]

use std::convert::Infallible;
use std::fmt;
use std::future::{pending, ready};
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use errorbook::{Code, Policy, ayanova, primaerp, standard};
use errorbook_warp::{Error, ErrorBook, Result, form, get, json};
use http_body_util::BodyExt as _;
use serde::Deserialize;
use tower::{Layer as _, Service, ServiceBuilder, ServiceExt as _};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;
use tower_http::validate_request::ValidateRequestHeaderLayer;
use warp::filters::compression;
use warp::http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use warp::reject::Reject;
use warp::reply::{self, Reply};
use warp::{Filter, Rejection};

const BOOK: ErrorBook = ErrorBook::new(&primaerp::BOOK);

#[derive(Debug)]
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

    fn member(&self, name: &str) -> serde_json::Value {
        serde_json::from_slice::<serde_json::Value>(&self.body).unwrap()[name].clone()
    }
}

async fn send<S, B>(app: &S, request: Request<String>) -> ErrorResponse
where
    S: Service<Request<String>, Response = Response<B>, Error = Infallible> + Clone,
    B: http_body::Body<Error: fmt::Debug>,
{
    let (parts, body) = app.clone().oneshot(request).await.unwrap().into_parts();
    let body = body.collect().await.unwrap().to_bytes().to_vec();
    ErrorResponse { status: parts.status.as_u16(), headers: parts.headers, body }
}

fn request(path: &str) -> Request<String> {
    let request = Request::get(path).header("origin", "https://elsewhere.example").header("accept-encoding", "gzip");
    request.body(String::new()).unwrap()
}

fn post(path: &str, length: usize, with_length: bool) -> Request<String> {
    let (content_type, body) = match path {
        "/form" => ("application/x-www-form-urlencoded", format!("text={}", "a".repeat(length - 5))),
        _ => ("application/json", format!("{{\"text\":\"{}\"}}", "a".repeat(length - 11))),
    };
    let request = Request::post(path).header("content-type", content_type);
    match with_length {
        true => request.header("content-length", body.len()).body(body).unwrap(),
        false => request.body(body).unwrap(),
    }
}

#[derive(Deserialize)]
struct Words {
    text: String,
}

fn bodies(limit: usize) -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone + Send + Sync {
    let json = warp::path!("json").and(warp::post()).and(json(limit));
    let form = warp::path!("form").and(warp::post()).and(form(limit));
    json.or(form).unify().map(|words: Words| words.text)
}

/// Every kind of response of a filter: a reply, with or without an envelope, a rejection, and a panic.
fn routes() -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone + Send + Sync {
    let fine = warp::path::end().and(get()).map(|| "fine");
    let coded = warp::path!("coded").map(|| Error::from(primaerp::OBJECT_NOT_FOUND));
    let rejected = warp::path!("rejected")
        .and_then(async || Err::<StatusCode, _>(Rejection::from(Error::from(primaerp::OBJECT_NOT_FOUND))));
    let words = || reply::with_status("the handler's own words ".repeat(20), StatusCode::GONE);
    let unenveloped = warp::path!("unenveloped").map(words);
    let panics = warp::path!("panic").map(|| -> StatusCode { panic!("secret") });
    let never = warp::path!("never").then(pending::<StatusCode>);
    fine.or(coded).or(rejected).or(unenveloped).or(panics).or(never)
}

#[tokio::test(start_paused = true)]
async fn a_time_out_goes_inside() {
    const LIMIT: Duration = Duration::from_secs(1);

    async fn limited() -> Result<&'static str> {
        Ok(tokio::time::timeout(LIMIT, pending()).await.map_err(|_| standard::GATEWAY_TIMEOUT)?)
    }
    let inside = ErrorBook::new(&standard::BOOK).service(warp::path!("never").then(limited));
    assert!(send(&inside, request("/never")).await.is(standard::GATEWAY_TIMEOUT));
    let time_out = TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, LIMIT);
    let outside = time_out.layer(ErrorBook::new(&standard::BOOK).service(routes()));
    let response = send(&outside, request("/never")).await;
    assert_eq!((response.status, response.body.as_slice()), (504, b"".as_slice()));
}

#[tokio::test]
async fn a_filter_that_fails_is_recovered_inside_with_an_error_of_the_book() {
    #[derive(Debug)]
    struct Overloaded;

    impl Reject for Overloaded {}

    async fn recover(rejection: Rejection) -> std::result::Result<Error, Rejection> {
        match rejection.find::<Overloaded>() {
            Some(Overloaded) => {
                Ok(errorbook::Error::from(ayanova::API_CLOSED).with_retry_after(Duration::from_secs(1)).into())
            }
            None => Err(rejection),
        }
    }
    fn never_rejects<F: Filter<Error = Infallible>>(filter: F) -> F {
        filter
    }
    let book = ErrorBook::new(&ayanova::BOOK);
    let fails = warp::path::end().and_then(async || Err::<StatusCode, _>(warp::reject::custom(Overloaded)));
    let recovered = warp::service(never_rejects(book.wrap(fails.recover(recover))));
    let response = send(&recovered, request("/")).await;
    assert!(response.is(ayanova::API_CLOSED));
    assert_eq!(response.header("retry-after"), Some("1"));
    assert!(send(&recovered, request("/nowhere")).await.is(ayanova::OBJECT_NOT_FOUND));

    let response = send(&warp::service(never_rejects(book.wrap(fails))), request("/")).await;
    assert_eq!((response.status, response.header("x-error-id").is_some()), (503, true));
    assert!(response.is(ayanova::INTERNAL_ERROR));
}

#[tokio::test]
async fn a_body_limit_goes_inside() {
    for path in ["/json", "/form"] {
        let ours = BOOK.service(bodies(64));
        for with_length in [true, false] {
            assert_eq!(send(&ours, post(path, 64, with_length)).await.status, 200);
            let response = send(&ours, post(path, 65, with_length)).await;
            assert_eq!((response.status, response.member("code")), (412, "PE01-1109".into()), "{path} {with_length}");
        }

        let of_warp = BOOK.service(warp::body::content_length_limit(64).and(bodies(1_000).or(routes())));
        assert_eq!(send(&of_warp, post(path, 64, true)).await.status, 200);
        let response = send(&of_warp, post(path, 65, true)).await;
        assert_eq!((response.status, response.member("code")), (412, "PE01-1109".into()));
        for without_length in [post(path, 64, false), request("/")] {
            let response = send(&of_warp, without_length).await;
            assert_eq!((response.status, response.member("message")), (411, "Length Required".into()));
        }

        let outside = RequestBodyLimitLayer::new(64).layer(BOOK.service(bodies(1_000)));
        assert_eq!(send(&outside, post(path, 64, true)).await.status, 200);
        let response = send(&outside, post(path, 65, true)).await;
        assert_eq!((response.status, response.header("content-type")), (413, Some("text/plain; charset=utf-8")));
        let response = send(&outside, post(path, 65, false)).await;
        assert_eq!((response.status, response.member("code")), (412, "PE01-1109".into()));
    }
}

#[tokio::test]
async fn authentication_goes_inside_and_keeps_its_challenge() {
    #[derive(Debug)]
    struct Stranger;

    impl Reject for Stranger {}

    async fn recover(_: Rejection) -> std::result::Result<impl Reply, Infallible> {
        Ok(reply::with_header(StatusCode::UNAUTHORIZED, "www-authenticate", "Basic realm=\"depot\""))
    }
    let refuse =
        |refusal: fn() -> Rejection| warp::any().and_then(move || ready(Err::<(), _>(refusal()))).untuple_one();
    let plain = refuse(|| Error::from(primaerp::UNAUTHORIZED).into());
    let own = refuse(|| {
        let error = errorbook::Error::from(primaerp::UNAUTHORIZED);
        Error::from(error.with_header("www-authenticate", "Basic realm=\"depot\"")).into()
    });
    let recovered = refuse(|| warp::reject::custom(Stranger)).and(routes()).recover(recover);
    for (app, sent) in [
        (warp::service(BOOK.wrap(plain.and(routes())).boxed()), "Bearer"),
        (warp::service(BOOK.wrap(own.and(routes())).boxed()), "Basic realm=\"depot\""),
        (warp::service(BOOK.wrap(recovered).boxed()), "Basic realm=\"depot\""),
    ] {
        let response = send(&app, request("/")).await;
        assert!(response.is(primaerp::UNAUTHORIZED), "{response:?}");
        assert_eq!(response.header("www-authenticate"), Some(sent));
    }

    let outside = send(&warp::service(plain.and(BOOK.wrap(routes()))), request("/")).await;
    assert_eq!((outside.status, outside.header("www-authenticate")), (500, None));
    assert!(outside.body.starts_with(b"Unhandled rejection: Error"));
    let refuse = ValidateRequestHeaderLayer::custom(|_: &mut Request<String>| {
        Err::<(), _>(Response::builder().status(401).body(reply::reply().into_response().into_body().into()).unwrap())
    });
    let outside = send(&refuse.layer(BOOK.service(routes())), request("/")).await;
    assert_eq!((outside.status, outside.body.len()), (401, 0));
}

#[tokio::test]
async fn authentication_goes_after_the_path_and_reports_missing_credentials_itself() {
    let secrets = || warp::path!("secrets").and(get());
    let key = || warp::header::exact("authorization", "Bearer 1");
    let refuse = || key().or_else(async |_| Err::<(), _>(Rejection::from(Error::from(primaerp::UNAUTHORIZED))));
    let behind = BOOK.service(routes().or(secrets().and(refuse()).map(|| "all of them")));
    assert!(send(&behind, request("/secrets")).await.is(primaerp::UNAUTHORIZED));
    assert!(send(&behind, request("/nowhere")).await.is(primaerp::RESOURCE_NOT_FOUND));
    let before = BOOK.service(routes().or(refuse().and(secrets()).map(|| "all of them")));
    assert!(send(&before, request("/secrets")).await.is(primaerp::UNAUTHORIZED));
    for path in ["/nowhere", "/rejected"] {
        assert!(send(&before, request(path)).await.is(primaerp::UNAUTHORIZED), "{path}");
    }
    assert_eq!(send(&behind, request("/")).await.body, b"fine");
    assert_eq!(send(&before, request("/")).await.body, b"fine");

    let unsaid = send(&BOOK.service(secrets().and(key()).map(|| "all of them")), request("/secrets")).await;
    assert_eq!((unsaid.status, unsaid.member("code")), (400, "PE01-9004".into()));
}

/// Returns the paths whose responses meet the condition, for three apps: a filter inside of the book, the same filter outside of it,
/// and a layer around the service.
macro_rules! found {
    ($is:expr, $($app:expr),+) => {
        [$({
            let (app, mut found) = ($app, Vec::new());
            for path in ["/", "/coded", "/unenveloped", "/rejected", "/nowhere", "/panic"] {
                let response = send(&app, request(path)).await;
                assert!(path != "/panic" || response.is(primaerp::UNHANDLED_ERROR));
                if $is(&response) {
                    found.push(path);
                }
            }
            found.join(" ")
        }),+]
    };
}

const REPLIED: &str = "/ /coded /unenveloped";
const ALL_BUT_A_PANIC: &str = "/ /coded /unenveloped /rejected /nowhere";
const ALL: &str = "/ /coded /unenveloped /rejected /nowhere /panic";

#[tokio::test]
async fn cors_goes_outside_to_add_its_headers_to_panics_too() {
    let of_warp = || warp::cors().allow_any_origin();
    let of_tower = CorsLayer::new().allow_origin(Any).expose_headers(Any);
    let allowed = found!(
        |response: &ErrorResponse| response.header("access-control-allow-origin").is_some(),
        BOOK.service(routes().with(of_warp())),
        BOOK.service(BOOK.wrap(routes()).with(of_warp())),
        of_tower.layer(BOOK.service(routes()))
    );
    assert_eq!(allowed, [REPLIED, ALL_BUT_A_PANIC, ALL]);
}

#[tokio::test]
async fn an_origin_that_cors_rejects_gets_an_error_of_the_book_outside() {
    let strict = || warp::cors().allow_origin("https://ours.example");
    let between = send(&BOOK.service(BOOK.wrap(routes()).with(strict())), request("/")).await;
    assert_eq!((between.status, between.member("code")), (403, "PE01-1008".into()));
    let outside = send(&warp::service(BOOK.wrap(routes()).with(strict())), request("/")).await;
    assert_eq!(
        (outside.status, outside.body.as_slice()),
        (403, b"CORS request forbidden: origin not allowed".as_slice())
    );
    let of_tower = CorsLayer::new().allow_origin(["https://ours.example".parse().unwrap()]);
    let allowed = send(&of_tower.layer(BOOK.service(routes())), request("/")).await;
    assert_eq!((allowed.status, allowed.header("access-control-allow-origin")), (200, None));
}

#[tokio::test]
async fn a_preflight_is_not_an_error_on_either_side() {
    let of_warp = || warp::cors().allow_any_origin().allow_method("PUT");
    let of_tower = CorsLayer::new().allow_origin(Any).allow_methods([warp::http::Method::PUT]);
    let preflight = || {
        let preflight = Request::options("/coded?suppress_response_code=true")
            .header("origin", "https://elsewhere.example")
            .header("access-control-request-method", "PUT");
        preflight.body(String::new()).unwrap()
    };
    for response in [
        send(&BOOK.service(routes().with(of_warp())), preflight()).await,
        send(&BOOK.service(BOOK.wrap(routes()).with(of_warp())), preflight()).await,
        send(&of_tower.layer(BOOK.service(routes())), preflight()).await,
    ] {
        assert_eq!((response.status, response.header("access-control-allow-methods")), (200, Some("PUT")));
        assert_eq!(response.header("x-suppressed-status"), None);
    }
}

#[tokio::test]
async fn compression_goes_outside_because_a_compressed_text_cannot_be_read() {
    let inside = send(&BOOK.service(routes().with(compression::gzip())), request("/unenveloped")).await;
    assert_eq!((inside.status, inside.header("content-encoding")), (410, None));
    assert_eq!(inside.member("description"), serde_json::Value::Null);

    let of_warp = BOOK.wrap(routes()).with(compression::gzip());
    let of_tower = CompressionLayer::new().layer(BOOK.service(routes()));
    for compressed in [
        send(&warp::service(of_warp.clone()), request("/unenveloped")).await,
        send(&BOOK.service(of_warp), request("/unenveloped")).await,
        send(&of_tower, request("/unenveloped")).await,
    ] {
        assert_eq!((compressed.status, compressed.header("content-encoding")), (410, Some("gzip")));
        assert_eq!(compressed.header("content-type"), Some("application/json"));
        assert!(compressed.body.starts_with(b"\x1f\x8b"));
    }
    let plain = send(&of_tower, Request::get("/unenveloped").body(String::new()).unwrap()).await;
    assert_eq!(plain.member("description"), "the handler's own words ".repeat(20));
}

#[tokio::test]
async fn compression_goes_outside_because_compressed_json_cannot_become_a_script() {
    let jsonp = || ErrorBook::from(Policy::new(&primaerp::BOOK).jsonp("callback"));
    let inside = jsonp().service(routes().with(compression::gzip()));
    let between = jsonp().service(jsonp().wrap(routes()).with(compression::gzip()));
    for (response, content_type) in [
        (send(&inside, request("/coded?callback=show")).await, "application/json"),
        (send(&between, request("/coded?callback=show")).await, "text/javascript; charset=utf-8"),
    ] {
        let headers = ["content-encoding", "content-type"].map(|name| response.header(name));
        assert_eq!(headers, [Some("gzip"), Some(content_type)]);
    }
}

#[derive(Clone)]
struct Always(&'static str);

impl MakeRequestId for Always {
    fn make_request_id<B>(&mut self, _: &Request<B>) -> Option<RequestId> {
        Some(RequestId::new(HeaderValue::from_static(self.0)))
    }
}

#[tokio::test]
async fn request_ids_inside_are_kept_except_for_rejections_and_panics() {
    let of_warp = || reply::with::header("x-request-id", "7");
    let of_tower = ServiceBuilder::new()
        .layer(SetRequestIdLayer::x_request_id(Always("7")))
        .layer(PropagateRequestIdLayer::x_request_id());
    let identified = found!(
        |response: &ErrorResponse| response.header("x-request-id") == Some("7"),
        BOOK.service(routes().with(of_warp())),
        BOOK.service(BOOK.wrap(routes()).with(of_warp())),
        of_tower.service(BOOK.service(routes()))
    );
    assert_eq!(identified, [REPLIED, ALL_BUT_A_PANIC, ALL]);
}

#[tokio::test]
async fn logging_goes_outside_because_a_rejection_inside_has_no_response_yet() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = || {
        let seen = seen.clone();
        warp::log::custom(move |info| seen.lock().unwrap().push(info.status().as_u16()))
    };
    let inside = BOOK.service(routes().with(log()));
    let outside = BOOK.service(BOOK.wrap(routes()).with(log()));
    let paths =
        ["/", "/coded", "/unenveloped", "/rejected", "/nowhere", "/panic", "/coded?suppress_response_code=true"];
    for path in paths {
        send(&inside, request(path)).await;
    }
    assert_eq!(std::mem::take(&mut *seen.lock().unwrap()), [200, 404, 410, 500, 404, 404]);
    for path in paths {
        send(&outside, request(path)).await;
    }
    assert_eq!(std::mem::take(&mut *seen.lock().unwrap()), [200, 404, 410, 404, 404, 200]);
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

#[tokio::test]
async fn tracing_goes_outside_because_a_rejection_inside_has_no_response_yet() {
    let trace = || warp::trace(|_| tracing::info_span!("request"));
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let _logged = tracing::subscriber::set_default(subscriber);
    let status = || {
        let lines = String::from_utf8(std::mem::take(&mut *log.0.lock().unwrap())).unwrap();
        let mut finished =
            lines.lines().filter(|line| line.contains("warp::filters::trace") && line.contains("status="));
        finished.next().map(|line| line.split_once("status=").unwrap().1[..3].to_owned())
    };
    let inside = BOOK.service(routes().with(trace()));
    let outside = BOOK.service(BOOK.wrap(routes()).with(trace()));
    send(&inside, request("/rejected")).await;
    assert_eq!(status().as_deref(), Some("500"));
    send(&outside, request("/rejected")).await;
    assert_eq!(status().as_deref(), Some("404"));
    send(&inside, request("/panic")).await;
    assert_eq!(status(), None);
    send(&outside, request("/panic")).await;
    assert_eq!(status(), None);
}

#[tokio::test]
async fn another_panic_handler_outside_has_nothing_to_catch() {
    let response = send(&CatchPanicLayer::new().layer(BOOK.service(routes())), request("/panic")).await;
    assert!(response.is(primaerp::UNHANDLED_ERROR));
    assert!(response.header("x-error-id").is_some());
    let of_warp = send(&CatchPanicLayer::new().layer(warp::service(BOOK.wrap(routes()))), request("/panic")).await;
    assert_eq!((of_warp.status, of_warp.header("content-type")), (500, Some("text/plain; charset=utf-8")));
}

#[tokio::test]
async fn the_envelope_keeps_cookies_and_a_retry_after_header() {
    let gone = warp::path::end().map(|| {
        let mut response = StatusCode::GONE.into_response();
        for (name, value) in [("set-cookie", "a=1"), ("etag", "\"a\""), ("last-modified", "never")] {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    });
    let app = BOOK.service(gone.with(reply::with::header("retry-after", "7")));
    let response = send(&app, request("/")).await;
    assert_eq!((response.header("set-cookie"), response.header("retry-after")), (Some("a=1"), Some("7")));
    assert_eq!((response.header("etag"), response.header("last-modified")), (None, None));
}
