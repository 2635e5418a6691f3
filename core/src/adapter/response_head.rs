//! [`ResponseHead`] and [`Response`]: a framework's response, as the pipeline reads and writes it.

use std::borrow::Cow;
use std::fmt;
use std::task::{Context, Poll};

use crate::Status;
use crate::jsonp::Script;

/// The status and the headers of a framework's response.
///
/// Names of headers are in lower case. Values contain no control characters but the tab.
pub trait ResponseHead {
    /// Returns the status, even if it is not a valid status.
    fn status(&self) -> u16;

    /// Sets the status.
    fn set_status(&mut self, status: Status);

    /// Returns the first value of a header.
    fn header(&self, name: &'static str) -> Option<&[u8]>;

    /// Adds a header. Headers of the same name stay.
    fn append_header(&mut self, name: &'static str, value: Cow<'static, str>);

    /// Removes all headers of this name.
    fn remove_header(&mut self, name: &'static str);

    /// Removes all headers of these names.
    ///
    /// A response has few headers, and rarely one of these. Override the method if one pass over the headers can show this.
    ///
    /// ```
    /// use errorbook::adapter::{BufferedResponse, ResponseHead as _};
    ///
    /// let mut response = BufferedResponse::default();
    /// response.append_header("etag", "\"1\"".into());
    /// response.append_header("vary", "accept".into());
    /// response.remove_headers(&["etag", "expires"]);
    /// assert_eq!((response.header("etag"), response.header("vary")), (None, Some("accept")));
    /// ```
    fn remove_headers(&mut self, names: &[&'static str]) {
        for name in names {
            self.remove_header(name);
        }
    }

    /// Replaces all headers of this name with one.
    fn set_header(&mut self, name: &'static str, value: Cow<'static, str>) {
        self.remove_header(name);
        self.append_header(name, value);
    }
}

/// A framework's response: its head, and its body piece by piece.
///
/// An adapter implements it for the framework's type, or for a struct around it, and passes it to
/// [`Exchange::finish`](super::Exchange::finish).
pub trait Response: ResponseHead {
    /// A piece of the body.
    type Chunk: AsRef<[u8]>;
    /// The error of a body that fails.
    type BodyError: fmt::Display;

    /// Returns the length of the body in bytes, if it is known.
    fn body_length(&self) -> Option<u64>;

    /// Removes the next piece of the body and returns it.
    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Self::Chunk, Self::BodyError>>>;

    /// Puts a removed piece back at the beginning of the body.
    fn unread_chunk(&mut self, chunk: Self::Chunk);

    /// Replaces the body.
    fn set_body(&mut self, body: Cow<'static, [u8]>);

    /// Replaces the body by a script, made piece by piece: each poll of the body goes through [`Script::next`].
    fn set_script(&mut self, script: Script);

    /// Removes the body, because the request was a HEAD.
    ///
    /// `length` is the `content-length` of the response to a GET. It is `None` if the length is unknown or the response has no
    /// `content-length`: the framework must then not add one. Do nothing if the framework itself strips these bodies.
    fn strip_body(&mut self, length: Option<u64>);
}
