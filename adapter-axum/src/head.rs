//! The head of axum's responses, as the core reads and writes it.

use axum::BoxError;
use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use futures_util::Stream;

errorbook::__http_response!(Response, streamed);

fn streamed<S, B, E>(stream: S) -> Response
where
    S: Stream<Item = Result<B, E>> + Send + 'static,
    B: Into<Bytes> + 'static,
    E: Into<BoxError> + 'static,
{
    Response::new(Body::from_stream(stream))
}
