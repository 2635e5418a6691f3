//! [`TestResponse`]: the response of a framework, as a layer reads and writes it.

use std::borrow::Cow;
use std::convert::Infallible;
use std::mem;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use errorbook::adapter::{Exchange, Response, ResponseHead, Script};
use errorbook::{ErrorResponse, Policy, Status};

/// The response of a framework, as a layer reads and writes it.
pub(crate) struct TestResponse {
    status: u16,
    headers: Vec<(&'static str, Cow<'static, str>)>,
    body: Cow<'static, [u8]>,
}

impl TestResponse {
    pub(crate) fn new(status: u16, content_type: &'static str, body: &[u8]) -> TestResponse {
        TestResponse { status, headers: vec![("content-type", content_type.into())], body: body.to_vec().into() }
    }

    /// Returns the response to a `GET` with this query, as a layer with this policy sends it.
    pub(crate) fn finish(self, policy: Policy, query: Option<&str>) -> TestResponse {
        let finish = pin!(Exchange::new(policy, "GET", query).finish(self));
        match finish.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(response) => response,
            Poll::Pending => panic!("the whole body is at hand"),
        }
    }

    pub(crate) fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.headers.iter().map(|(name, value)| (*name, value.as_ref()))
    }

    pub(crate) fn body(&self) -> &[u8] {
        &self.body
    }
}

impl From<ErrorResponse> for TestResponse {
    fn from(error: ErrorResponse) -> TestResponse {
        let mut response = TestResponse { status: 200, headers: Vec::new(), body: Cow::Borrowed(b"") };
        response.body = error.write_to(&mut response);
        response
    }
}

impl ResponseHead for TestResponse {
    fn status(&self) -> u16 {
        self.status
    }

    fn set_status(&mut self, status: Status) {
        self.status = status.as_u16();
    }

    fn header(&self, name: &'static str) -> Option<&[u8]> {
        self.headers().find_map(|(given, value)| (given == name).then_some(value.as_bytes()))
    }

    fn append_header(&mut self, name: &'static str, value: Cow<'static, str>) {
        self.headers.push((name, value));
    }

    fn remove_header(&mut self, name: &'static str) {
        self.headers.retain(|(given, _)| *given != name);
    }
}

impl Response for TestResponse {
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

    fn set_script(&mut self, mut script: Script) {
        let polled = self.body.chunks(64).map(|chunk| Some(Ok::<_, Infallible>(chunk))).chain([None]);
        let body = polled.flat_map(|json| script.next(json)).flatten().flatten().collect::<Vec<u8>>();
        self.body = body.into();
    }

    fn strip_body(&mut self, _: Option<u64>) {
        self.body = Cow::Borrowed(b"");
    }
}
