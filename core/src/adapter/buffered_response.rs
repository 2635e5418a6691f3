//! [`BufferedResponse`]: a response whose body is in memory.

use std::borrow::Cow;
use std::convert::Infallible;
use std::future::Future;
use std::mem;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use super::{Exchange, Response, ResponseHead};
use crate::jsonp::Script;
use crate::{ErrorResponse, Status, header};

/// A response with its whole body in memory, for the pipeline.
///
/// Use it for a framework that sends buffers, and in tests.
///
/// ```
/// use errorbook::adapter::{BufferedResponse, Exchange};
/// use errorbook::{Policy, primaerp};
///
/// let response = BufferedResponse::new(404, "text/plain", b"");
/// let exchange = Exchange::new(&Policy::new(&primaerp::BOOK), "GET", Some("suppress_response_code=true"));
/// let response = response.finish(exchange);
/// assert_eq!((response.status, response.header("x-suppressed-status")), (200, Some("404")));
/// assert_eq!(response.body, primaerp::RESOURCE_NOT_FOUND.body());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BufferedResponse {
    /// The status.
    pub status: u16,
    /// The headers, whose names are in lower case.
    pub headers: Vec<(Cow<'static, str>, Cow<'static, str>)>,
    /// The whole body.
    pub body: Cow<'static, [u8]>,
}

impl BufferedResponse {
    /// Creates a response with this `content-type`.
    pub fn new(
        status: u16,
        content_type: impl Into<Cow<'static, str>>,
        body: impl Into<Cow<'static, [u8]>>,
    ) -> BufferedResponse {
        BufferedResponse {
            status,
            headers: vec![(header::CONTENT_TYPE.into(), content_type.into())],
            body: body.into(),
        }
    }

    /// Returns the first value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|(given, value)| (given == name).then_some(value.as_ref()))
    }

    /// Puts an error into its envelope and gives the response the form that the request asked for. It does not have to wait for anything.
    pub fn finish(self, exchange: Exchange) -> BufferedResponse {
        match pin!(exchange.finish(self)).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(response) => response,
            Poll::Pending => unreachable!("the whole body is at hand"),
        }
    }
}

impl From<ErrorResponse> for BufferedResponse {
    fn from(error: ErrorResponse) -> BufferedResponse {
        let mut response = BufferedResponse::default();
        response.body = error.write_to(&mut response);
        response
    }
}

impl ResponseHead for BufferedResponse {
    fn status(&self) -> u16 {
        self.status
    }

    fn set_status(&mut self, status: Status) {
        self.status = status.as_u16();
    }

    fn header(&self, name: &'static str) -> Option<&[u8]> {
        self.header(name).map(str::as_bytes)
    }

    fn append_header(&mut self, name: &'static str, value: Cow<'static, str>) {
        self.headers.push((name.into(), value));
    }

    fn remove_header(&mut self, name: &'static str) {
        self.headers.retain(|(given, _)| given != name);
    }
}

impl Response for BufferedResponse {
    type Chunk = Cow<'static, [u8]>;
    type BodyError = Infallible;

    fn body_length(&self) -> Option<u64> {
        u64::try_from(self.body.len()).ok()
    }

    fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<Self::Chunk, Infallible>>> {
        let body = mem::take(&mut self.body);
        Poll::Ready((!body.is_empty()).then_some(Ok(body)))
    }

    fn unread_chunk(&mut self, chunk: Self::Chunk) {
        self.body = chunk;
    }

    fn set_body(&mut self, body: Cow<'static, [u8]>) {
        self.body = body;
    }

    fn set_script(&mut self, script: Script) {
        self.body = script.whole(&self.body).into();
    }

    fn strip_body(&mut self, length: Option<u64>) {
        self.body = Cow::default();
        if let (Some(length), None) = (length, self.header(header::CONTENT_LENGTH)) {
            self.append_header(header::CONTENT_LENGTH, length.to_string().into());
        }
    }
}
