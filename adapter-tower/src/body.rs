//! [`ResponseBody`]: the body of a response below the layer.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use errorbook::adapter::Script;
use http::Extensions;
use http_body::{Body, Frame, SizeHint};

/// The body of a response from the layer: the service's own body, or its replacement.
#[derive(Debug)]
pub struct ResponseBody<B>(Kind<B>);

#[derive(Debug)]
enum Kind<B> {
    Inner(B),
    /// A piece that was already read, and the rest.
    Replay(Bytes, B),
    /// These bytes.
    Full(Bytes),
    /// A script, made from the body piece by piece.
    Script(Box<Script>, B),
    /// No body, because the request was a HEAD. Its length is unknown, so that no server adds a `content-length`.
    Stripped,
}

impl<B> ResponseBody<B> {
    pub(crate) fn full(bytes: Bytes) -> ResponseBody<B> {
        ResponseBody(Kind::Full(bytes))
    }

    pub(crate) fn stripped() -> ResponseBody<B> {
        ResponseBody(Kind::Stripped)
    }

    /// Returns the service's own body, unless it was replaced.
    ///
    /// # Errors
    /// Returns the unchanged body if it was replaced.
    pub fn into_inner(self) -> Result<B, ResponseBody<B>> {
        match self.0 {
            Kind::Inner(body) => Ok(body),
            other => Err(ResponseBody(other)),
        }
    }

    /// Returns the bytes, if the whole body is in memory.
    ///
    /// # Errors
    /// Returns the unchanged body otherwise.
    pub fn into_bytes(self) -> Result<Bytes, ResponseBody<B>> {
        match self.0 {
            Kind::Full(bytes) => Ok(bytes),
            other => Err(ResponseBody(other)),
        }
    }

    pub(crate) fn unread(&mut self, chunk: Bytes) {
        *self = match std::mem::replace(self, ResponseBody::stripped()).0 {
            Kind::Inner(rest) => ResponseBody(Kind::Replay(chunk, rest)),
            // Only these variants are read before they are replaced.
            other => ResponseBody(other),
        };
    }

    pub(crate) fn make_script(&mut self, script: Script) {
        *self = match std::mem::replace(self, ResponseBody::stripped()).0 {
            Kind::Inner(rest) => ResponseBody(Kind::Script(Box::new(script), rest)),
            Kind::Full(json) => ResponseBody::full(script.whole(&json).into()),
            other => ResponseBody(other),
        };
    }
}

/// Returns an empty body. Layers around the service, such as those of tower-http, use it for their own responses.
impl<B> Default for ResponseBody<B> {
    fn default() -> ResponseBody<B> {
        ResponseBody::full(Bytes::new())
    }
}

impl<B> From<B> for ResponseBody<B> {
    fn from(body: B) -> ResponseBody<B> {
        ResponseBody(Kind::Inner(body))
    }
}

impl<B: Body<Data = Bytes> + Unpin> Body for ResponseBody<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        match &mut self.0 {
            Kind::Inner(body) => Pin::new(body).poll_frame(cx),
            Kind::Replay(..) => {
                let Kind::Replay(first, rest) = std::mem::replace(&mut self.0, Kind::Stripped) else {
                    return Poll::Ready(None);
                };
                self.0 = Kind::Inner(rest);
                Poll::Ready(Some(Ok(Frame::data(first))))
            }
            Kind::Full(bytes) if bytes.is_empty() => Poll::Ready(None),
            Kind::Full(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Kind::Script(script, body) => loop {
                match ready!(Pin::new(&mut *body).poll_frame(cx)) {
                    // Trailers describe the JSON, not the script.
                    Some(Ok(frame)) if !frame.is_data() => {}
                    frame => {
                        let json = frame.map(|frame| frame.map(|frame| frame.into_data().unwrap_or_default()));
                        let has_ended = !matches!(json, Some(Ok(_)));
                        let piece = script.next(json);
                        if has_ended {
                            self.0 = Kind::Stripped;
                        }
                        return Poll::Ready(piece.map(|piece| piece.map(|piece| Frame::data(piece.into()))));
                    }
                }
            },
            Kind::Stripped => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Kind::Inner(body) => body.is_end_stream(),
            Kind::Full(bytes) => bytes.is_empty(),
            Kind::Replay(..) | Kind::Script(..) | Kind::Stripped => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Kind::Inner(body) => body.size_hint(),
            Kind::Full(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Kind::Replay(..) | Kind::Script(..) | Kind::Stripped => SizeHint::default(),
        }
    }
}

/// Selects the body of the layer's responses, and finds the facts that the framework knows about a request: see
/// [`ErrorBook`](crate::ErrorBook).
///
/// An adapter implements it if its framework has its own body type, so that the framework does not have to box the body.
pub trait IntoBody<B>: Copy {
    /// The body of the layer's responses.
    type Body;

    /// Converts the body.
    fn into_body(body: ResponseBody<B>) -> Self::Body;

    /// Returns the template of the request's route, for an observer. Frameworks with a router store it in the extensions.
    fn route(_: &Extensions) -> Option<&str> {
        None
    }

    /// Returns the path of the request before an outer router stripped a prefix, for an observer.
    fn original_path(_: &Extensions) -> Option<&str> {
        None
    }
}

/// Keeps a [`ResponseBody`] as the body.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Unchanged;

impl<B> IntoBody<B> for Unchanged {
    type Body = ResponseBody<B>;

    fn into_body(body: ResponseBody<B>) -> ResponseBody<B> {
        body
    }
}
