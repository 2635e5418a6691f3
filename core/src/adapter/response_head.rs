//! [`ResponseHead`] and [`Response`]: a framework's response, as the pipeline reads and writes it.

use std::borrow::Cow;
use std::fmt;
use std::task::{Context, Poll};

use crate::Status;
use crate::jsonp::Script;

/// The status and the headers of a framework's response.
///
/// Names of headers are in lower case. Values hold no control characters but the tab.
pub trait ResponseHead {
    /// Returns the status, even one that the framework should not have let through.
    fn status(&self) -> u16;

    /// Sets the status.
    fn set_status(&mut self, status: Status);

    /// Returns the first value of a header.
    fn header(&self, name: &'static str) -> Option<&[u8]>;

    /// Adds a header beside those of the same name.
    fn append_header(&mut self, name: &'static str, value: Cow<'static, str>);

    /// Removes all headers of this name.
    fn remove_header(&mut self, name: &'static str);

    /// Replaces all headers of this name by one.
    fn set_header(&mut self, name: &'static str, value: Cow<'static, str>) {
        self.remove_header(name);
        self.append_header(name, value);
    }
}

/// A framework's response: its head, and its body piece by piece.
///
/// An adapter implements it for its framework's type, or for a struct around it, and hands it to
/// [`Exchange::finish`](super::Exchange::finish).
pub trait Response: ResponseHead {
    /// A piece of the body.
    type Chunk: AsRef<[u8]>;
    /// The error of a body that fails.
    type BodyError: fmt::Display;

    /// Returns the length of the body in bytes, if it is known.
    fn body_length(&self) -> Option<u64>;

    /// Takes the next piece off the body.
    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Self::Chunk, Self::BodyError>>>;

    /// Puts a piece that has been taken off the body back at its start.
    fn unread_chunk(&mut self, chunk: Self::Chunk);

    /// Replaces the body.
    fn set_body(&mut self, body: Cow<'static, [u8]>);

    /// Sends the body as a script, piece by piece: each poll of the body goes through [`Script::next`].
    fn set_script(&mut self, script: Script);

    /// Removes the body, because the request was a HEAD.
    ///
    /// `length` is the `content-length` that the response to a GET has. It is `None` if that is unknown, or if the response
    /// has no `content-length` at all: the framework must not add one then. A framework that strips these bodies itself
    /// does nothing here.
    fn strip_body(&mut self, length: Option<u64>);
}
