//! The head of Rocket's responses, as the core reads and writes it.

use std::borrow::Cow;
use std::io::Cursor;

use errorbook::{ErrorResponse, Code, Script};
use rocket::futures::{StreamExt as _, TryStreamExt as _, stream};
use rocket::http::Status;
use rocket::response::{Body, Response};
use rocket::tokio::io::AsyncReadExt as _;
use tokio_util::bytes::Bytes;
use tokio_util::io::{ReaderStream, StreamReader};

pub(crate) struct Head<'a, 'r>(pub(crate) &'a mut Response<'r>);

impl errorbook::Head for Head<'_, '_> {
    fn status(&self) -> u16 {
        self.0.status().code
    }

    fn set_status(&mut self, status: errorbook::Status) {
        self.0.set_status(Status::new(status.as_u16()));
    }

    fn header(&self, name: &'static str) -> Option<&[u8]> {
        self.0.headers().get_one(name).map(str::as_bytes)
    }

    fn append_header(&mut self, name: &'static str, value: &str) {
        self.0.adjoin_raw_header(name, value.to_owned());
    }

    fn append_static_header(&mut self, name: &'static str, value: &'static str) {
        self.0.adjoin_raw_header(name, value);
    }

    fn set_static_header(&mut self, name: &'static str, value: &'static str) {
        self.0.set_raw_header(name, value);
    }

    fn remove_header(&mut self, name: &'static str) {
        self.0.remove_header(name);
    }
}

/// A new response with the answer.
pub(crate) fn response(answer: ErrorResponse) -> Response<'static> {
    let mut response = Response::new();
    answer.write_head(&mut Head(&mut response));
    set_body(&mut response, answer.into_body());
    response
}

/// A new response with the answer to an error that is nothing but a code.
pub(crate) fn bare(code: Code) -> Response<'static> {
    let mut response = Response::new();
    ErrorResponse::write_prerendered_head(code, &mut Head(&mut response));
    response.set_sized_body(code.body().len(), Cursor::new(code.body()));
    response
}

/// The answer in the place of another response, whose other headers stay.
pub(crate) fn replace(response: &mut Response<'_>, answer: ErrorResponse) {
    answer.replace_head(&mut Head(response));
    set_body(response, answer.into_body());
}

/// These bytes in the place of a response's body.
pub(crate) fn set_body(response: &mut Response<'_>, body: Cow<'static, [u8]>) {
    response.set_sized_body(body.len(), Cursor::new(body));
}

/// Sends a response's body as a script, and says its length where that can be known.
pub(crate) async fn as_script(mut script: Script, response: &mut Response<'_>) {
    let mut body = response.body_mut().take();
    if script.is_short() {
        let mut json = Vec::new();
        match body.read_to_end(&mut json).await {
            Ok(_) => set_body(response, script.whole(&json).into()),
            Err(error) => response.set_streamed_body(StreamReader::new(stream::iter([Err::<Bytes, _>(error)]))),
        }
    } else {
        let mut json = ReaderStream::new(body);
        let pieces = stream::poll_fn(move |cx| json.poll_next_unpin(cx).map(|json| script.next(json)));
        response.set_streamed_body(StreamReader::new(pieces.map_ok(Cursor::new)));
    }
}

/// The length of a body that knows it.
pub(crate) async fn length(body: &mut Body<'_>) -> Option<u64> {
    body.size().await.map(|length| length as u64)
}
