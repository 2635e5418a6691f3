//! [`Looked`]: an answer whose body was read as far as a reader looks, and that is handed on as it came.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::response::Parts;
use http_body::{Body as _, Frame, SizeHint};
use reqwest::{Body, Response, ResponseBuilderExt, Url};

use super::header;
use crate::client::{Reader, ReceivedError};

/// An answer whose body was read as far as a reader looks.
pub(super) struct Looked {
    parts: Parts,
    url: Url,
    body: Parted,
}

impl Looked {
    /// Reads the body of an error up to the reader's limit; the body of what could be a success only as long as it could be
    /// an error: not at all if the head says what it is, and no further than its first bytes if they begin no error.
    pub(super) async fn at(response: Response, reader: &Reader) -> Looked {
        let url = response.url().clone();
        let (parts, body) = http::Response::from(response).into_parts();
        let mut looked = Looked { parts, url, body: Parted { read: VecDeque::new(), rest: Some(body) } };
        let glance = reader.glance(looked.parts.status.as_u16(), header(&looked.parts.headers));
        let limit = reader.most();
        let is_larger = looked.body.size_hint().lower() > u64::try_from(limit).unwrap_or(u64::MAX);
        if glance == Some(false) || (glance.is_none() && is_larger) {
            return looked;
        }
        let mut length = 0;
        let mut begins = None;
        while length <= limit && begins != Some(false) {
            let Some(data) = looked.body.read().await else { break };
            length += data.len();
            if glance.is_none() && begins.is_none() {
                begins = begins_an_error(&data);
            }
        }
        looked
    }

    /// The error that the answer is.
    pub(super) fn error(&self, reader: &Reader) -> Option<ReceivedError> {
        let read = self.body.read.iter().filter_map(|frame| frame.as_ref().ok()?.data_ref());
        let body: Vec<u8> = read.flatten().copied().collect();
        reader.read(self.parts.status.as_u16(), header(&self.parts.headers), body).err()
    }

    /// The answer as it came, with all of its body still to be read.
    pub(super) fn into_response(self) -> Response {
        let Looked { mut parts, url, body } = self;
        // The one way to tell an answer where it came from.
        if let Some(with_url) = http::Response::builder().url(url).extensions_mut() {
            parts.extensions.extend(std::mem::take(with_url));
        }
        Response::from(http::Response::from_parts(parts, Body::wrap(body)))
    }
}

/// Whether a body with these first bytes can be an error, that is an object or a call of a function; none if they are all
/// white space.
fn begins_an_error(data: &[u8]) -> Option<bool> {
    let first = *data.trim_ascii_start().first()?;
    // A byte-order mark may come in parts.
    Some(matches!(first, b'{' | b'/' | b'_' | b'$' | 0xef) || first.is_ascii_alphabetic())
}

/// A body of which a part was read.
struct Parted {
    read: VecDeque<Result<Frame<Bytes>, reqwest::Error>>,
    /// None once it has ended.
    rest: Option<Body>,
}

impl Parted {
    /// Reads on, and keeps what comes; none at the end and after a failure, which is kept, too.
    async fn read(&mut self) -> Option<Bytes> {
        loop {
            let rest = self.rest.as_mut()?;
            let frame = poll_fn(|context| Pin::new(&mut *rest).poll_frame(context)).await;
            let data = frame.as_ref().and_then(|frame| frame.as_ref().ok()).map(|frame| frame.data_ref().cloned());
            if data.is_none() {
                self.rest = None;
            }
            self.read.extend(frame);
            // Trailers are no data, and what follows them is the end.
            if let Some(data) = data? {
                return Some(data);
            }
        }
    }
}

impl http_body::Body for Parted {
    type Data = Bytes;
    type Error = reqwest::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, reqwest::Error>>> {
        if let Some(frame) = self.read.pop_front() {
            return Poll::Ready(Some(frame));
        }
        match &mut self.rest {
            Some(rest) => Pin::new(rest).poll_frame(context),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.read.is_empty() && self.rest.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        let read = self.read.iter().filter_map(|frame| frame.as_ref().ok()?.data_ref()).map(Bytes::len).sum::<usize>();
        let read = u64::try_from(read).unwrap_or(u64::MAX);
        let rest = self.rest.as_ref().map_or(SizeHint::with_exact(0), Body::size_hint);
        let mut hint = SizeHint::new();
        hint.set_lower(rest.lower().saturating_add(read));
        if let Some(upper) = rest.upper() {
            hint.set_upper(upper.saturating_add(read));
        }
        hint
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_object_and_a_call_begin_an_error() {
        let cases = [
            ("{", Some(true)),
            (" \r\n{}", Some(true)),
            ("/**/show({", Some(true)),
            ("jQuery.done(", Some(true)),
            ("\u{feff}{", Some(true)),
            ("[{", Some(false)),
            ("\"text\"", Some(false)),
            ("7", Some(false)),
            ("<html>", Some(false)),
            (" ", None),
            ("", None),
        ];
        for (start, expected) in cases {
            assert_eq!(begins_an_error(start.as_bytes()), expected, "{start:?}");
        }
    }
}
