//! The head of actix-web's responses, as the core reads and writes it.

use std::borrow::Cow;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::HttpResponse;
use actix_web::body::{BodySize, BodyStream, BoxBody, MessageBody, to_bytes};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use actix_web::web::Bytes;
use errorbook::{Code, ErrorResponse, Script, Status};
use futures_util::stream::{self, StreamExt as _};

pub(crate) struct Head<'a, B>(pub(crate) &'a mut HttpResponse<B>);

impl<B> errorbook::Head for Head<'_, B> {
    fn status(&self) -> u16 {
        self.0.status().as_u16()
    }

    fn set_status(&mut self, status: Status) {
        // Every `Status` is one of http's: the other way round it is not so.
        if let Ok(status) = StatusCode::from_u16(status.as_u16()) {
            let head = self.0.head_mut();
            head.status = status;
            head.reason = None;
        }
    }

    #[inline]
    fn header(&self, name: &'static str) -> Option<&[u8]> {
        self.0.headers().get(header_name(name)).map(HeaderValue::as_bytes)
    }

    fn append_header(&mut self, name: &'static str, value: &str) {
        if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
            self.0.headers_mut().append(header_name(name), value);
        }
    }

    #[inline]
    fn append_static_header(&mut self, name: &'static str, value: &'static str) {
        if let Some(value) = header_value(value) {
            self.0.headers_mut().append(header_name(name), value);
        }
    }

    #[inline]
    fn set_static_header(&mut self, name: &'static str, value: &'static str) {
        if let Some(value) = header_value(value) {
            self.0.headers_mut().insert(header_name(name), value);
        }
    }

    #[inline]
    fn replace_static_header(&mut self, name: &'static str, is_of_kind: fn(&[u8]) -> bool, value: &'static str) {
        let header = self.0.headers_mut().get_mut(header_name(name)).filter(|header| is_of_kind(header.as_bytes()));
        if let (Some(header), Some(value)) = (header, header_value(value)) {
            *header = value;
        }
    }

    fn remove_header(&mut self, name: &'static str) {
        self.0.headers_mut().remove(header_name(name));
    }

    fn remove_headers(&mut self, names: &[&'static str]) {
        let headers = self.0.headers_mut();
        if headers.keys().any(|key| names.contains(&key.as_str())) {
            names.iter().for_each(|name| drop(headers.remove(*name)));
        }
    }
}

errorbook::__header_parts!(HeaderName, HeaderValue, Bytes);

/// A new response with the answer.
pub(crate) fn response(mut answer: ErrorResponse) -> HttpResponse {
    let mut response = HttpResponse::with_body(StatusCode::OK, body(answer.take_body()));
    answer.write_head(&mut Head(&mut response));
    response
}

/// A new response with the answer to an error that is nothing but a code.
#[inline]
pub(crate) fn bare(code: Code) -> HttpResponse {
    let status = StatusCode::from_u16(code.status().as_u16()).unwrap_or_default();
    let mut response = HttpResponse::with_body(status, BoxBody::new(Bytes::from_static(code.body())));
    if let Some(value) = header_value(code.book().envelope().content_type()) {
        response.headers_mut().append(CONTENT_TYPE, value);
    }
    response
}

/// The answer in the place of another response, whose other headers stay.
pub(crate) fn replace<B>(mut response: HttpResponse<B>, answer: ErrorResponse) -> HttpResponse {
    answer.replace_head(&mut Head(&mut response));
    response.set_body(body(answer.into_body()))
}

pub(crate) fn body(bytes: Cow<'static, [u8]>) -> BoxBody {
    BoxBody::new(match bytes {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    })
}

/// Sends a response's body as a script, and says its length where that can be known. `in_one` says that what is in memory
/// must not come in pieces, however long it is.
pub(crate) async fn as_script(mut script: Script, in_one: bool, response: HttpResponse) -> HttpResponse {
    let (response, body) = response.into_parts();
    let body = if script.is_short() || (in_one && length(&body).is_some()) {
        match to_bytes(body).await {
            Ok(json) => BoxBody::new(script.whole(&json)),
            Err(error) => BoxBody::new(BodyStream::new(stream::iter([Err::<Bytes, _>(error)]))),
        }
    } else {
        let mut body = Box::pin(body);
        // A server asks on after the end of the script, which is after the end of the body.
        let mut json = stream::poll_fn(move |cx| body.as_mut().poll_next(cx)).fuse();
        BoxBody::new(BodyStream::new(stream::poll_fn(move |cx| {
            json.poll_next_unpin(cx).map(|json| script.next(json).map(|script| script.map(Bytes::from)))
        })))
    };
    response.set_body(body)
}

pub(crate) fn length(body: &impl MessageBody) -> Option<u64> {
    match body.size() {
        BodySize::None => Some(0),
        BodySize::Sized(length) => Some(length),
        BodySize::Stream => None,
    }
}

/// The answer to a HEAD: the head of the answer to a GET, whose length it says, and no body.
///
/// actix-web itself forgets which of several pipelined requests was a HEAD, and sends a body that nobody reads.
pub(crate) fn without_body(response: HttpResponse) -> HttpResponse {
    response.map_body(|head, body| {
        match body.size() {
            // The length of a 304 would be that of the body which it spares.
            _ if head.status == StatusCode::NOT_MODIFIED => {}
            BodySize::Sized(length) if length > 0 || !head.headers.contains_key(CONTENT_LENGTH) => {
                head.headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
            }
            BodySize::Stream if head.chunked() => {
                head.headers.remove(CONTENT_LENGTH);
            }
            _ => {}
        }
        head.no_chunking(true);
        no_body()
    })
}

pub(crate) fn no_body() -> BoxBody {
    BoxBody::new(NoBody)
}

/// A body that is not there, and of which `content-length` says how long it would be: as actix-web sees it, a stream
/// that ends at once.
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
