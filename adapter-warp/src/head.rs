//! The head of warp's responses, as the core reads and writes it.

use std::borrow::Cow;
use std::convert::Infallible;

use bytes::Bytes;
use errorbook::{Answer, Status};
use futures_util::stream;
use http::header::CONTENT_LENGTH;
use http::{HeaderName, HeaderValue, StatusCode};
use http_body::Body as _;
use warp::Reply as _;
use warp::reply::{self, Response};

pub(crate) struct Head<'a>(pub(crate) &'a mut Response);

impl errorbook::Head for Head<'_> {
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
    let mut response = Response::default();
    answer.write_head(&mut Head(&mut response));
    *response.body_mut() = bytes(answer).into();
    response
}

/// The answer in the place of another response, whose other headers stay.
pub(crate) fn replace(response: &mut Response, answer: Answer) {
    answer.replace_head(&mut Head(response));
    *response.body_mut() = bytes(answer).into();
}

/// What is sent to a HEAD: all but the body, whose length is said where it is known and a GET would say it.
pub(crate) fn strip_body(response: &mut Response) {
    let status = response.status();
    let lengthless = [StatusCode::NO_CONTENT, StatusCode::NOT_MODIFIED].contains(&status) || status.is_informational();
    *response.body_mut() = match response.body().size_hint().exact() {
        Some(length) => {
            if !lengthless {
                response.headers_mut().entry(CONTENT_LENGTH).or_insert(HeaderValue::from(length));
            }
            Bytes::new().into()
        }
        // Nothing, but of a length that nobody knows: whoever sees it next must not take it for none.
        None => reply::stream(stream::empty::<Result<Bytes, Infallible>>()).into_response().into_body(),
    };
}

fn bytes(answer: Answer) -> Bytes {
    match answer.into_body() {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    }
}
