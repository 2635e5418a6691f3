//! Converts between the body of the layer's responses and warp's.

use errorbook_tower::ResponseBody;
use http_body_util::BodyExt as _;
use warp::Reply as _;
use warp::reply::{self, Response};

/// warp's body. Its type has no public name.
type Body = <Response as HasBody>::Body;

pub(crate) trait HasBody {
    type Body;
}

impl<B> HasBody for http::Response<B> {
    type Body = B;
}

/// Converts a response of the layer into a response of warp.
pub(crate) fn into_warp(response: http::Response<ResponseBody<Body>>) -> Response {
    response.map(|body| match body.into_inner() {
        Ok(body) => body,
        Err(body) => match body.into_bytes() {
            Ok(bytes) => bytes.into(),
            Err(body) => reply::stream(body.into_data_stream()).into_response().into_body(),
        },
    })
}
