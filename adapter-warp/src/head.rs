//! The head of warp's responses, as the core reads and writes it.

use std::convert::Infallible;
use std::error::Error;

use bytes::Bytes;
use futures_util::stream::{self, Stream};
use http::header::CONTENT_LENGTH;
use http::{HeaderValue, StatusCode};
use http_body::Body as _;
use warp::Reply as _;
use warp::reply::{self, Response};

errorbook::__http_response!(Response, streamed);

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
        None => streamed(stream::empty::<Result<Bytes, Infallible>>()).into_body(),
    };
}

fn streamed<S, B, E>(stream: S) -> Response
where
    S: Stream<Item = Result<B, E>> + Send + Sync + 'static,
    B: Into<Bytes>,
    E: Into<Box<dyn Error + Send + Sync>> + Send + 'static,
{
    reply::stream(stream).into_response()
}
