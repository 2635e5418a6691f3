//! [`Message`]: a response that is shown and not sent.

use std::borrow::Cow;
use std::convert::Infallible;
use std::mem;
use std::task::{Context, Poll};

use errorbook::adapter::{Response, ResponseHead, Script};
use errorbook::{ErrorResponse, Status};

/// A response that is shown and not sent.
pub(crate) struct Message {
    pub(crate) status: Status,
    pub(crate) headers: Vec<(&'static str, Cow<'static, str>)>,
    body: Cow<'static, [u8]>,
}

impl Message {
    pub(crate) fn new(response: ErrorResponse) -> Message {
        let mut message = Message { status: response.status(), headers: Vec::new(), body: Cow::Borrowed(b"") };
        message.body = response.write_to(&mut message);
        message
    }

    pub(crate) fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }
}

impl ResponseHead for Message {
    fn status(&self) -> u16 {
        self.status.as_u16()
    }

    fn set_status(&mut self, status: Status) {
        self.status = status;
    }

    fn header(&self, name: &'static str) -> Option<&[u8]> {
        self.headers.iter().find_map(|(given, value)| (*given == name).then_some(value.as_bytes()))
    }

    fn append_header(&mut self, name: &'static str, value: Cow<'static, str>) {
        self.headers.push((name, value));
    }

    fn remove_header(&mut self, name: &'static str) {
        self.headers.retain(|(given, _)| *given != name);
    }
}

impl Response for Message {
    type Chunk = Cow<'static, [u8]>;
    type BodyError = Infallible;

    fn body_length(&self) -> Option<u64> {
        u64::try_from(self.body.len()).ok()
    }

    fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<Self::Chunk, Infallible>>> {
        let body = mem::take(&mut self.body);
        Poll::Ready((!body.is_empty()).then_some(Ok(body)))
    }

    fn unread_chunk(&mut self, chunk: Self::Chunk) {
        self.body = chunk;
    }

    fn set_body(&mut self, body: Cow<'static, [u8]>) {
        self.body = body;
    }

    fn set_script(&mut self, script: Script) {
        self.body = script.whole(&self.body).into();
    }

    fn strip_body(&mut self, _: Option<u64>) {
        self.body = Cow::Borrowed(b"");
    }
}
