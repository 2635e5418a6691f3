//! [`ActixResponse`]: actix-web's response, as the core reads and writes it.

use std::borrow::Cow;
use std::convert::Infallible;
use std::error::Error;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::HttpResponse;
use actix_web::body::{BodySize, BodyStream, BoxBody, MessageBody};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use actix_web::web::Bytes;
use errorbook::adapter::{Response, ResponseHead, Script};
use errorbook::{Code, ErrorResponse, Status, media_type};
use futures_util::stream::{self, Stream, StreamExt as _, TryStreamExt as _};

/// A response whose body can be taken and replaced.
pub(crate) struct ActixResponse<B = BoxBody> {
    head: HttpResponse<()>,
    body: B,
}

impl ActixResponse {
    pub(crate) fn into_inner(self) -> HttpResponse {
        self.head.set_body(self.body)
    }

    fn body(&mut self) -> impl Stream<Item = Result<Bytes, Box<dyn Error>>> + use<> {
        let mut body = Box::pin(std::mem::replace(&mut self.body, BoxBody::new(())));
        stream::poll_fn(move |cx| body.as_mut().poll_next(cx)).fuse()
    }
}

impl Default for ActixResponse {
    fn default() -> ActixResponse {
        HttpResponse::new(StatusCode::OK).into()
    }
}

impl From<HttpResponse> for ActixResponse {
    fn from(response: HttpResponse) -> ActixResponse {
        let (head, body) = response.into_parts();
        ActixResponse { head, body }
    }
}

impl From<ErrorResponse> for ActixResponse {
    fn from(error: ErrorResponse) -> ActixResponse {
        let mut response = ActixResponse { head: HttpResponse::with_body(StatusCode::OK, ()), body: () };
        let body = boxed(error.write_to(&mut response));
        ActixResponse { head: response.head, body }
    }
}

/// Makes the response of a code without details. It takes 732 instructions, and static bytes 626. By way of an [`ErrorResponse`] it
/// took 1,065.
pub(crate) fn prerendered(code: Code) -> HttpResponse {
    let status = StatusCode::from_u16(code.status().as_u16()).unwrap_or_default();
    let mut response = HttpResponse::with_body(status, BoxBody::new(Bytes::from_static(code.body())));
    if let Some(content_type) = header_value(Cow::Borrowed(code.book().envelope().content_type())) {
        response.headers_mut().insert(CONTENT_TYPE, content_type);
    }
    response
}

fn boxed(body: Cow<'static, [u8]>) -> BoxBody {
    BoxBody::new(match body {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    })
}

/// Returns the value of a header, which has no control characters. The media types of the envelopes are not checked byte by byte: it
/// took a fifth of the instructions of the response of a code alone.
#[inline]
fn header_value(value: Cow<'static, str>) -> Option<HeaderValue> {
    match value {
        Cow::Borrowed(media_type::JSON) => Some(HeaderValue::from_static(media_type::JSON)),
        Cow::Borrowed(media_type::PROBLEM_JSON) => Some(HeaderValue::from_static(media_type::PROBLEM_JSON)),
        Cow::Borrowed(value) => HeaderValue::from_maybe_shared(Bytes::from_static(value.as_bytes())).ok(),
        Cow::Owned(value) => HeaderValue::try_from(value).ok(),
    }
}

impl<B> ResponseHead for ActixResponse<B> {
    fn status(&self) -> u16 {
        self.head.status().as_u16()
    }

    fn set_status(&mut self, status: Status) {
        // Every `Status` is one of http's. The reverse is not true.
        if let Ok(status) = StatusCode::from_u16(status.as_u16()) {
            let head = self.head.head_mut();
            head.status = status;
            head.reason = None;
        }
    }

    /// Looks through the headers, which are few. To look one up, its name has to be parsed: that took about 200 instructions, and
    /// the envelope asks for 20 names.
    fn header(&self, name: &'static str) -> Option<&[u8]> {
        self.head.headers().iter().find_map(|(given, value)| (given.as_str() == name).then_some(value.as_bytes()))
    }

    fn append_header(&mut self, name: &'static str, value: Cow<'static, str>) {
        if let Some(value) = header_value(value) {
            self.head.headers_mut().append(HeaderName::from_static(name), value);
        }
    }

    fn remove_header(&mut self, name: &'static str) {
        if self.header(name).is_some() {
            self.head.headers_mut().remove(HeaderName::from_static(name));
        }
    }
}

impl Response for ActixResponse {
    type Chunk = Bytes;
    type BodyError = Box<dyn Error>;

    fn body_length(&self) -> Option<u64> {
        match self.body.size() {
            BodySize::None => Some(0),
            BodySize::Sized(length) => Some(length),
            BodySize::Stream => None,
        }
    }

    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Box<dyn Error>>>> {
        Pin::new(&mut self.body).poll_next(cx)
    }

    fn unread_chunk(&mut self, chunk: Bytes) {
        let rest = self.body();
        self.body = BoxBody::new(BodyStream::new(stream::iter([Ok(chunk)]).chain(rest)));
    }

    fn set_body(&mut self, body: Cow<'static, [u8]>) {
        self.body = boxed(body);
    }

    fn set_script(&mut self, mut script: Script) {
        let mut json = self.body();
        let pieces = stream::poll_fn(move |cx| json.poll_next_unpin(cx).map(|json| script.next(json)));
        self.body = BoxBody::new(BodyStream::new(pieces.map_ok(Bytes::from)));
    }

    /// actix-web forgets which of several pipelined requests was a HEAD, and would send a body that nobody reads.
    fn strip_body(&mut self, length: Option<u64>) {
        let head = self.head.head_mut();
        if let Some(length) = length.filter(|length| *length > 0 || !head.headers.contains_key(CONTENT_LENGTH)) {
            head.headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
        }
        head.no_chunking(true);
        self.body = no_body();
    }
}

pub(crate) fn no_body() -> BoxBody {
    BoxBody::new(NoBody)
}

/// No body, while `content-length` says how long it would be. For actix-web it is a stream that ends at once.
struct NoBody;

impl MessageBody for NoBody {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
        Poll::Ready(None)
    }
}
