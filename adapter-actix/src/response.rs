//! [`ActixResponse`]: actix-web's response, as the core reads and writes it.

use std::borrow::Cow;
use std::convert::Infallible;
use std::error::Error;
use std::future::ready;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::HttpResponse;
use actix_web::body::{BodySize, BodyStream, BoxBody, MessageBody};
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use actix_web::web::Bytes;
use errorbook::adapter::{Response, ResponseHead, Script};
use errorbook::{ErrorResponse, Status, header, media_type};
use futures_util::stream::{self, Stream, StreamExt as _};

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

fn boxed(body: Cow<'static, [u8]>) -> BoxBody {
    BoxBody::new(match body {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    })
}

/// Returns the name of a header, which is a token in lower case. Those that the layer itself sends are not parsed: it took about 100
/// instructions each, and a suppressed response has three.
#[inline(always)]
fn header_name(name: &'static str) -> HeaderName {
    static X_ERROR_ID: HeaderName = HeaderName::from_static(header::X_ERROR_ID);
    static X_SUPPRESSED_STATUS: HeaderName = HeaderName::from_static(header::X_SUPPRESSED_STATUS);

    match name {
        header::CONTENT_TYPE => CONTENT_TYPE,
        header::CACHE_CONTROL => CACHE_CONTROL,
        header::X_ERROR_ID => X_ERROR_ID.clone(),
        header::X_SUPPRESSED_STATUS => X_SUPPRESSED_STATUS.clone(),
        _ => HeaderName::from_static(name),
    }
}

/// Returns the value of a header. The media types of the envelopes are not checked byte by byte: it took a fifth of the
/// instructions of the response of a code alone.
#[inline(always)]
fn header_value(value: Cow<'static, str>) -> Option<HeaderValue> {
    static JSON: HeaderValue = HeaderValue::from_static(media_type::JSON);
    static PROBLEM_JSON: HeaderValue = HeaderValue::from_static(media_type::PROBLEM_JSON);

    match value {
        Cow::Borrowed(media_type::JSON) => Some(JSON.clone()),
        Cow::Borrowed(media_type::PROBLEM_JSON) => Some(PROBLEM_JSON.clone()),
        Cow::Borrowed(value) => HeaderValue::from_maybe_shared(Bytes::from_static(value.as_bytes())).ok(),
        Cow::Owned(value) => HeaderValue::from_maybe_shared(Bytes::from(value)).ok(),
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

    #[inline]
    fn append_header(&mut self, name: &'static str, value: Cow<'static, str>) {
        if let Some(value) = header_value(value) {
            self.head.headers_mut().append(header_name(name), value);
        }
    }

    fn set_header(&mut self, name: &'static str, value: Cow<'static, str>) {
        if let Some(value) = header_value(value) {
            self.head.headers_mut().insert(header_name(name), value);
        }
    }

    fn remove_header(&mut self, name: &'static str) {
        if self.header(name).is_some() {
            self.head.headers_mut().remove(header_name(name));
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
        let mut has_failed = false;
        let pieces = self.body().map(Some).chain(stream::iter([None])).map(move |json| match json.transpose() {
            Ok(json) => Ok(Bytes::from(script.next(json.as_deref()))),
            Err(error) => Err(error),
        });
        // The failure is the end of the script.
        let pieces = pieces.take_while(move |piece| ready(!std::mem::replace(&mut has_failed, piece.is_err())));
        self.body = BoxBody::new(BodyStream::new(pieces));
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
