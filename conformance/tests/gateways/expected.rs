//! The expected responses: a layer with the mount's book sends them for a status without a code.

use std::convert::Infallible;

use bytes::Bytes;
use errorbook::{Book, Policy, Status, StatusMapping, primaerp, standard};
use errorbook_tower::ErrorBook;
use http_body_util::{BodyExt as _, Full};
use tower::{Layer as _, ServiceExt as _, service_fn};

use crate::exchange::Response;

/// The query that suppresses the status.
pub(crate) const SUPPRESSED: &str = "suppress_response_code=true";

/// The queries of every situation: the status is sent, or suppressed.
pub(crate) const QUERIES: [&str; 2] = ["", SUPPRESSED];

/// The mounts of every test, by path prefix.
pub(crate) const MOUNTS: [&str; 2] = ["", "/primaerp"];

/// The headers of an error that depend on the book.
const HEADERS: [&str; 5] = ["content-type", "www-authenticate", "retry-after", "x-suppressed-status", "cache-control"];

pub(crate) fn policy(mount: &str) -> Policy {
    match mount {
        "/primaerp" => Policy::new(&primaerp::BOOK),
        _ => Policy::new(&standard::BOOK).suppression_parameter("suppress_response_code"),
    }
}

/// Returns the response of a layer, with the code's `retry-after` and without `x-error-id`: a gateway does not log errors.
pub(crate) fn expected(policy: Policy, status: u16, query: &str) -> Response {
    let bare = service_fn(move |_: http::Request<()>| async move {
        let response = http::Response::builder().status(status).body(Full::<Bytes>::default());
        Ok::<_, Infallible>(response.unwrap())
    });
    let service = ErrorBook::from(policy).layer(bare);
    let request = http::Request::get(format!("/?{query}")).body(()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (head, body) = runtime.block_on(service.oneshot(request)).unwrap().into_parts();
    let body = runtime.block_on(body.collect()).unwrap().to_bytes().to_vec();
    let mut headers: Vec<(String, String)> = head
        .headers
        .iter()
        .filter(|(name, _)| HEADERS.contains(&name.as_str()))
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    headers.extend(retry_after(policy.book(), status).map(|seconds| ("retry-after".to_owned(), seconds)));
    Response { status: head.status.as_u16(), headers, body }
}

fn retry_after(book: &Book, status: u16) -> Option<String> {
    match book.for_status(Status::new(status)?) {
        StatusMapping::Coded(code) => Some(code.retry()?.delay()?.as_secs().to_string()),
        _ => None,
    }
}

/// Returns the difference between a gateway's response and the expected one, if there is one.
pub(crate) fn difference(response: &Response, expected: &Response, is_to_head: bool) -> Option<String> {
    let length = expected.body.len().to_string();
    let body: &[u8] = if is_to_head { b"" } else { &expected.body };
    let has = |name: &str| response.header(name) == expected.header(name);
    let fits = response.status == expected.status
        && response.body == body
        && HEADERS.into_iter().all(has)
        && response.header("content-length") == [length.as_str()]
        && response.header("x-errorbook").is_empty();
    (!fits).then(|| format!("expected {}, got {}", shown(expected), shown(response)))
}

pub(crate) fn shown(response: &Response) -> String {
    let Response { status, headers, body } = response;
    format!("{status} {headers:?} {}", String::from_utf8_lossy(body))
}
