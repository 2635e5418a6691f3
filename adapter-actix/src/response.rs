//! [`ActixResponse`]: actix-web's response for the kit.

use std::borrow::Cow;
use std::convert::Infallible;
use std::error::Error;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::HttpResponse;
use actix_web::body::{BodySize, BodyStream, BoxBody, MessageBody};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_LENGTH, HeaderName, HeaderValue};
use actix_web::web::Bytes;
use errorbook::adapter::{Response, ResponseHead, Script};
use errorbook::{Status, media_type};
use futures_util::stream::{self, Stream, StreamExt as _, TryStreamExt as _};

/// A response of actix-web while [`ActixConverter`](crate::ActixConverter) holds it. Its body can be taken and replaced.
#[derive(Debug)]
pub struct ActixResponse {
    head: HttpResponse<()>,
    body: BoxBody,
}

impl ActixResponse {
    /// Makes a response. `write` writes its head and returns its body.
    pub(crate) fn written<B: MessageBody + 'static>(write: impl FnOnce(&mut ActixResponse) -> B) -> HttpResponse {
        let mut response = ActixResponse::from(HttpResponse::new(StatusCode::OK));
        let body = write(&mut response);
        response.head.set_body(BoxBody::new(body))
    }

    pub(crate) fn into_inner(self) -> HttpResponse {
        self.head.set_body(self.body)
    }

    fn body(&mut self) -> impl Stream<Item = Result<Bytes, Box<dyn Error>>> + use<> {
        let mut body = Box::pin(std::mem::replace(&mut self.body, BoxBody::new(())));
        stream::poll_fn(move |cx| body.as_mut().poll_next(cx)).fuse()
    }
}

impl From<HttpResponse> for ActixResponse {
    fn from(response: HttpResponse) -> ActixResponse {
        let (head, body) = response.into_parts();
        ActixResponse { head, body }
    }
}

impl ResponseHead for ActixResponse {
    fn status(&self) -> u16 {
        self.head.status().as_u16()
    }

    fn set_status(&mut self, status: Status) {
        // Every `Status` is a valid status of http. The reverse is not true.
        if let Ok(status) = StatusCode::from_u16(status.as_u16()) {
            let head = self.head.head_mut();
            head.status = status;
            head.reason = None;
        }
    }

    /// Searches the few headers one by one. A lookup would have to parse the name: that took about 200 instructions, and the layer
    /// reads 20 names.
    fn header(&self, name: &'static str) -> Option<&[u8]> {
        self.head.headers().iter().find_map(|(given, value)| (given.as_str() == name).then_some(value.as_bytes()))
    }

    /// Does not check the envelopes' media types byte by byte: that took a fifth of the instructions of the response to a code alone.
    fn append_header(&mut self, name: &'static str, value: Cow<'static, str>) {
        let value = match value {
            Cow::Borrowed(media_type::JSON) => Some(HeaderValue::from_static(media_type::JSON)),
            Cow::Borrowed(media_type::PROBLEM_JSON) => Some(HeaderValue::from_static(media_type::PROBLEM_JSON)),
            Cow::Borrowed(value) => HeaderValue::from_maybe_shared(Bytes::from_static(value.as_bytes())).ok(),
            Cow::Owned(value) => HeaderValue::try_from(value).ok(),
        };
        if let Some(value) = value {
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
        self.body = BoxBody::new(body);
    }

    fn set_script(&mut self, mut script: Script) {
        let mut json = self.body();
        let pieces = stream::poll_fn(move |cx| json.poll_next_unpin(cx).map(|json| script.next(json)));
        self.body = BoxBody::new(BodyStream::new(pieces.map_ok(Bytes::from)));
    }

    /// actix-web confuses the HEADs among pipelined requests, and would send a body that no client reads.
    fn strip_body(&mut self, length: Option<u64>) {
        let head = self.head.head_mut();
        if let Some(length) = length.filter(|length| *length > 0 || !head.headers.contains_key(CONTENT_LENGTH)) {
            head.headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
        }
        head.no_chunking(true);
        self.body = no_body();
    }
}

/// Returns an empty body beside a `content-length` for the missing one. For actix-web it is a stream that ends at once.
pub(crate) fn no_body() -> BoxBody {
    BoxBody::new(BodyStream::new(stream::empty::<Result<Bytes, Infallible>>()))
}
