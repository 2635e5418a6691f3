//! Responses of reqwest are read into values and typed errors, or are passed on unchanged.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use errorbook::{Error, IntoError, Status, primaerp, standard};
use errorbook_client::{CodeSource, Reader, Translation};
use http_body::Frame;
use serde::Deserialize;

use super::version::reqwest::{Body, Client, Response, ResponseBuilderExt, Url};
use super::version::{ClientError, ResponseExt};

#[path = "retry.rs"]
mod retry;

const JSON: &str = "application/json";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STALE: &str = r#"{"status":409,"code":"PE01-1107","message":"Version stale","description":"the project is at version 3","constraintViolations":[]}"#;

#[derive(Debug, PartialEq, Deserialize)]
struct Project {
    name: String,
}

/// A body in several parts. It never ends, or it fails at the end.
struct Parts {
    parts: VecDeque<&'static [u8]>,
    fails: bool,
}

impl http_body::Body for Parts {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match self.parts.pop_front() {
            Some(part) => Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(part))))),
            None if self.fails => Poll::Ready(Some(Err(std::io::Error::other("the cable was cut")))),
            None => Poll::Pending,
        }
    }
}

fn endless(parts: &[&'static [u8]]) -> Body {
    Body::wrap(Parts { parts: parts.iter().copied().collect(), fails: false })
}

fn broken(parts: &[&'static [u8]]) -> Body {
    Body::wrap(Parts { parts: parts.iter().copied().collect(), fails: true })
}

fn respond(status: u16, content_type: &str, body: impl Into<Body>) -> Response {
    let response = http::Response::builder().status(status).header("content-type", content_type);
    let response = response.header("x-own", "1").url(Url::parse("https://api.example/projects/7").unwrap());
    Response::from(response.body(body).unwrap())
}

#[tokio::test]
async fn a_success_is_read_into_a_value() {
    let alpha = || Project { name: "Alpha".to_owned() };
    let cases = [
        (JSON, r#"{"name":"Alpha"}"#),
        (SCRIPT, r#"/**/show({"name":"Alpha"});"#),
        (JSON, "\u{feff}{\"name\":\"Alpha\"}"),
    ];
    for (content_type, body) in cases {
        let project: Project = respond(200, content_type, body).errorbook(&primaerp::BOOK).await.unwrap();
        assert_eq!(project, alpha(), "{body}");
    }
    respond(204, JSON, "").errorbook::<()>(&primaerp::BOOK).await.unwrap();
    respond(200, SCRIPT, "/**/show(null);").errorbook::<()>(&primaerp::BOOK).await.unwrap();
    let none: Option<Project> = respond(200, JSON, " ").errorbook(&primaerp::BOOK).await.unwrap();
    assert_eq!(none, None);
}

#[tokio::test]
async fn an_error_with_any_status_is_typed() {
    let cases =
        [(409, JSON, STALE.to_owned()), (200, JSON, STALE.to_owned()), (200, SCRIPT, format!("/**/show({STALE});"))];
    for (status, content_type, body) in cases {
        let errors = [
            respond(status, content_type, body.clone()).errorbook::<Project>(&primaerp::BOOK).await.unwrap_err(),
            respond(status, content_type, body.clone()).errorbook_bytes(&primaerp::BOOK).await.unwrap_err(),
            respond(status, content_type, body.clone()).errorbook_response(&primaerp::BOOK).await.unwrap_err(),
        ];
        for error in errors {
            assert!(error.is(primaerp::VERSION_STALE));
            let received = error.received().unwrap();
            assert_eq!((received.status(), received.code_source()), (status, CodeSource::Stated));
            assert_eq!(received.original_status(), Status::new(409).unwrap());
            assert_eq!(received.body(), body.as_bytes());
        }
    }
}

#[tokio::test]
async fn an_unexpected_body_differs_from_a_transport_error() {
    let error = respond(200, JSON, r#"{"name":7}"#).errorbook::<Project>(&primaerp::BOOK).await.unwrap_err();
    assert_eq!(error.to_string(), "the body of a success (status 200, 10 bytes) is not of the expected type");
    assert!(std::error::Error::source(&error).unwrap().to_string().starts_with("invalid type: integer"));
    let ClientError::Body(unexpected) = error else { panic!("{error:?}") };
    assert_eq!((unexpected.status(), unexpected.body()), (200, br#"{"name":7}"#.as_slice()));
    assert!(!format!("{unexpected:?}").contains("name\""), "{unexpected:?}");

    let cut = respond(200, JSON, broken(&[br#"{"name":"#])).errorbook::<Project>(&primaerp::BOOK).await;
    assert!(matches!(cut, Err(ClientError::Transport(_))), "{cut:?}");
    // The status of an error is enough, even if its body fails.
    let cut = respond(500, JSON, broken(&[b"{"])).errorbook::<Project>(&primaerp::BOOK).await.unwrap_err();
    assert!(cut.is(primaerp::UNHANDLED_ERROR), "{cut:?}");
    assert_eq!(cut.received().unwrap().body(), b"{");
}

#[tokio::test]
async fn the_body_of_an_error_is_read_up_to_the_limit() {
    let reader = Reader::new(&primaerp::BOOK).limit(8);
    for status in [404, 503] {
        let body = || endless(&[b"01234", b"56789", b"never read"]);
        let error = respond(status, "text/plain", body()).errorbook::<Project>(reader).await.unwrap_err();
        assert_eq!(error.received().unwrap().body(), b"01234567");
        let error = respond(status, "text/plain", body()).errorbook_response(reader).await.unwrap_err();
        assert_eq!(error.received().unwrap().body(), b"01234567");
    }
    let body = respond(200, JSON, "[0,1,2,3,4,5]").errorbook_bytes(reader).await.unwrap();
    assert_eq!(body, b"[0,1,2,3,4,5]");
}

#[tokio::test]
async fn the_body_of_a_success_is_not_awaited() {
    const LIMIT: usize = 8;
    let cases: [(&str, &[&'static [u8]]); 6] = [
        ("text/event-stream", &[]),
        ("application/octet-stream", &[b"{", b"}"]),
        (JSON, &[b" ", b"[", b"1"]),
        (JSON, &[b"\"text"]),
        (JSON, &[b"{\"rows\"", b":[", b"1,", b"2,"]),
        (JSON, &[b"{\"rows\":[1,2,"]),
    ];
    for (content_type, parts) in cases {
        let reader = Reader::new(&primaerp::BOOK).limit(LIMIT);
        let mut response = respond(200, content_type, endless(parts)).errorbook_response(reader).await.unwrap();
        for part in parts {
            assert_eq!(response.chunk().await.unwrap().unwrap(), *part, "{content_type} {parts:?}");
        }
    }
}

#[tokio::test]
async fn a_success_is_passed_on_unchanged() {
    let response = respond(201, JSON, r#"{"name":"Alpha"}"#).errorbook_response(&primaerp::BOOK).await.unwrap();
    assert_eq!((response.status().as_u16(), response.headers()["x-own"].as_bytes()), (201, b"1".as_slice()));
    assert_eq!((response.url().as_str(), response.content_length()), ("https://api.example/projects/7", Some(16)));
    assert_eq!(response.bytes().await.unwrap(), r#"{"name":"Alpha"}"#);

    let mut response = respond(200, JSON, broken(&[b"{"])).errorbook_response(&primaerp::BOOK).await.unwrap();
    assert_eq!(response.chunk().await.unwrap().unwrap(), "{");
    assert!(response.chunk().await.is_err());
}

#[tokio::test]
async fn no_detail_is_passed_on_by_default() {
    static UPSTREAM: Translation = Translation::new(&[(primaerp::VERSION_STALE, standard::CONFLICT)]);
    let received = || async { respond(409, JSON, STALE).errorbook::<()>(&primaerp::BOOK).await.unwrap_err() };
    let unexpected = respond(200, JSON, "secret").errorbook::<Project>(&primaerp::BOOK).await.unwrap_err();
    let cut = respond(200, JSON, broken(&[])).errorbook::<Project>(&primaerp::BOOK).await.unwrap_err();
    let cases: [(Error, _); 5] = [
        (received().await.into_error(), standard::INTERNAL_SERVER_ERROR),
        (received().await.translate(&UPSTREAM), standard::CONFLICT),
        (unexpected.translate(&UPSTREAM), standard::INTERNAL_SERVER_ERROR),
        (cut.into_error(), standard::INTERNAL_SERVER_ERROR),
        (Client::new().get("no address").build().unwrap_err().into_error(), standard::INTERNAL_SERVER_ERROR),
    ];
    for (error, code) in cases {
        let response = error.to_response();
        assert_eq!(response.body(), code.body());
        assert!(response.header("x-error-id").is_some());
    }
}
