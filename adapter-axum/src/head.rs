//! The head of axum's responses, as the core reads and writes it.

use std::borrow::Cow;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use errorbook::{Answer, Status};
use http::{HeaderName, HeaderValue, StatusCode};

pub(crate) struct Head<'a, B>(pub(crate) &'a mut Response<B>);

impl<B> errorbook::Head for Head<'_, B> {
    fn status(&self) -> u16 {
        self.0.status().as_u16()
    }

    fn set_status(&mut self, status: Status) {
        // Every `Status` is one of http's: the other way round it is not so.
        if let Ok(status) = StatusCode::from_u16(status.as_u16()) {
            *self.0.status_mut() = status;
        }
    }

    fn header(&self, name: &str) -> Option<&[u8]> {
        self.0.headers().get(name).map(HeaderValue::as_bytes)
    }

    fn append_header(&mut self, name: &'static str, value: &str) {
        if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
            self.0.headers_mut().append(HeaderName::from_static(name), value);
        }
    }

    fn remove_header(&mut self, name: &'static str) {
        self.0.headers_mut().remove(name);
    }
}

/// A new response with the answer.
pub(crate) fn response(answer: Answer) -> Response {
    let mut response = Response::new(Body::empty());
    answer.write_head(&mut Head(&mut response));
    *response.body_mut() = body(answer);
    response
}

/// The answer in the place of another response, whose other headers stay.
pub(crate) fn replace(response: &mut Response, answer: Answer) {
    answer.replace_head(&mut Head(response));
    *response.body_mut() = body(answer);
}

fn body(answer: Answer) -> Body {
    Body::from(match answer.into_body() {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    })
}
