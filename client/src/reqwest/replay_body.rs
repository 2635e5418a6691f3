//! [`ReplayBody`]: a partly read body that can be read again from the beginning.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};

use super::version::reqwest::{Body, Error};

/// A partly read body. It keeps the pieces that were read, so that it can be read again from the beginning.
pub(super) struct ReplayBody {
    read: VecDeque<Result<Frame<Bytes>, Error>>,
    /// The unread rest. It is `None` after the end of the body.
    rest: Option<Body>,
}

impl ReplayBody {
    pub(super) fn new(body: Body) -> ReplayBody {
        ReplayBody { read: VecDeque::new(), rest: Some(body) }
    }

    /// Reads the next piece and keeps it. Returns `None` at the end and after an error. The error is kept too.
    pub(super) async fn read(&mut self) -> Option<Bytes> {
        loop {
            let rest = self.rest.as_mut()?;
            let frame = poll_fn(|context| Pin::new(&mut *rest).poll_frame(context)).await;
            let data = frame.as_ref().and_then(|frame| frame.as_ref().ok()).map(|frame| frame.data_ref().cloned());
            if data.is_none() {
                self.rest = None;
            }
            self.read.extend(frame);
            // A frame without data contains trailers. The body ends after it.
            if let Some(data) = data? {
                return Some(data);
            }
        }
    }

    /// Returns the pieces that were read.
    pub(super) fn pieces(&self) -> impl Iterator<Item = &Bytes> {
        self.read.iter().filter_map(|frame| frame.as_ref().ok()?.data_ref())
    }
}

impl http_body::Body for ReplayBody {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
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
        let read = u64::try_from(self.pieces().map(Bytes::len).sum::<usize>()).unwrap_or(u64::MAX);
        let rest = self.rest.as_ref().map_or(SizeHint::with_exact(0), Body::size_hint);
        let mut hint = SizeHint::new();
        hint.set_lower(rest.lower().saturating_add(read));
        if let Some(upper) = rest.upper() {
            hint.set_upper(upper.saturating_add(read));
        }
        hint
    }
}
