//! [`Reply`]: the response of a handler, and [`Pieces`]: its body.

use std::cell::Cell;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::Stream;
use hyper::body::{Body, Frame, SizeHint};

/// The response of a handler. An adapter converts it to a response of its framework, with the same headers.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "every adapter sends all of it")]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The headers, with names in lower case. A name may be there more than once.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Pieces,
}

impl Reply {
    /// Creates a response without headers and body.
    pub fn empty(status: u16) -> Reply {
        Reply { status, headers: Vec::new(), body: Pieces::whole("") }
    }

    /// Creates a `text/plain` response with status 200.
    pub fn text(text: impl Into<Bytes>) -> Reply {
        Reply { body: Pieces::whole(text), ..Reply::empty(200) }.header("content-type", "text/plain")
    }

    /// Creates an `application/json` response with status 200.
    pub fn json(json: impl Into<Bytes>) -> Reply {
        Reply { body: Pieces::whole(json), ..Reply::empty(200) }.header("content-type", "application/json")
    }

    /// Sets the status.
    #[must_use]
    pub fn status(self, status: u16) -> Reply {
        Reply { status, ..self }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Reply {
        self.headers.push((name, value.into()));
        self
    }

    /// Streams this body. Its length is not known before its end.
    #[must_use]
    pub fn streamed(self, pieces: impl IntoIterator<Item = Piece>) -> Reply {
        Reply { body: Pieces { length: None, ..Pieces::of(pieces) }, ..self }
    }

    /// Sends this body with a length that is known before it is read.
    #[must_use]
    pub fn of_length(self, length: u64, pieces: impl IntoIterator<Item = Piece>) -> Reply {
        Reply { body: Pieces { length: Some(length), ..Pieces::of(pieces) }, ..self }
    }
}

/// A piece of a body.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "a body is made of nothing else")]
pub enum Piece {
    /// A piece with these bytes.
    Bytes(Bytes),
    /// The body fails with the message `secret`.
    Fails,
    /// The body panics with the message `secret`.
    Panics,
    /// The body waits once before the next piece.
    Waits,
    /// The body waits for ever.
    Never,
}

impl From<&'static str> for Piece {
    fn from(text: &'static str) -> Piece {
        Piece::Bytes(text.into())
    }
}

/// A body in pieces. Polling it after its end is an error in the test.
///
/// It implements `Stream` and `http_body::Body` of version 1.
#[derive(Clone, Debug)]
pub struct Pieces {
    rest: std::vec::IntoIter<Piece>,
    length: Option<u64>,
    has_ended: bool,
}

thread_local! {
    static HELD: Cell<bool> = const { Cell::new(false) };
}

/// Returns true if the last body polled on this thread waits for ever.
pub(super) fn is_held() -> bool {
    HELD.get()
}

/// Resets the state of [`is_held`] for the next response.
pub(super) fn release() {
    HELD.set(false);
}

impl Pieces {
    fn whole(bytes: impl Into<Bytes>) -> Pieces {
        let bytes = bytes.into();
        let length = bytes.len() as u64;
        Pieces { length: Some(length), ..Pieces::of((length > 0).then_some(Piece::Bytes(bytes))) }
    }

    fn of(pieces: impl IntoIterator<Item = Piece>) -> Pieces {
        Pieces { rest: pieces.into_iter().collect::<Vec<_>>().into_iter(), length: None, has_ended: false }
    }

    /// Returns the length if it is known before the body is read.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// Returns the whole body if it is in memory: its length is known, and it neither fails nor panics.
    pub fn to_bytes(&self) -> Option<Bytes> {
        self.length?;
        match self.rest.as_slice() {
            [] => Some(Bytes::new()),
            [Piece::Bytes(bytes)] => Some(bytes.clone()),
            _ => None,
        }
    }
}

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        assert!(!self.has_ended, "the body is polled after its end");
        let next = self.rest.next();
        HELD.set(matches!(next, Some(Piece::Never)));
        match next {
            Some(Piece::Bytes(bytes)) => Poll::Ready(Some(Ok(bytes))),
            Some(Piece::Fails) => Poll::Ready(Some(Err(io::Error::other("secret")))),
            Some(Piece::Panics) => panic!("secret"),
            Some(Piece::Waits) => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            Some(Piece::Never) => Poll::Pending,
            None => {
                self.has_ended = true;
                Poll::Ready(None)
            }
        }
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        self.poll_next(cx).map_ok(Frame::data)
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}
