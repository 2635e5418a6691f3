//! [`RocketResponse`]: Rocket's response for the kit.

use std::borrow::Cow;
use std::io::{self, Cursor};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use errorbook::ErrorResponse;
use errorbook::adapter::{self, ResponseHead, Script};
use rocket::futures::stream::{self, StreamExt as _, TryStreamExt as _};
use rocket::http::Status;
use rocket::response::Response;
use rocket::tokio::io::{AsyncRead as _, AsyncReadExt as _, ReadBuf};
use tokio_util::bytes::Bytes;
use tokio_util::io::{ReaderStream, StreamReader};

/// A response with the length of its body. Rocket has to seek to find the length.
pub(crate) struct RocketResponse<'a, 'r> {
    response: &'a mut Response<'r>,
    length: Option<usize>,
}

impl<'a, 'r> RocketResponse<'a, 'r> {
    pub(crate) fn new(response: &'a mut Response<'r>) -> RocketResponse<'a, 'r> {
        RocketResponse { response, length: None }
    }

    pub(crate) async fn of(response: &'a mut Response<'r>) -> RocketResponse<'a, 'r> {
        let length = response.body_mut().size().await;
        RocketResponse { response, length }
    }
}

/// Makes a response. `write` writes its head and returns its body.
pub(crate) fn written<B>(write: impl FnOnce(&mut RocketResponse<'_, '_>) -> B) -> Response<'static>
where
    B: AsRef<[u8]> + Unpin + Send + 'static,
{
    let mut response = Response::new();
    let body = write(&mut RocketResponse::new(&mut response));
    response.set_sized_body(body.as_ref().len(), Cursor::new(body));
    response
}

/// Replaces a response. Its other headers stay.
pub(crate) fn replace(response: &mut Response<'_>, error: ErrorResponse) {
    let body = error.write_over(&mut RocketResponse::new(response));
    response.set_sized_body(body.len(), Cursor::new(body));
}

impl ResponseHead for RocketResponse<'_, '_> {
    fn status(&self) -> u16 {
        self.response.status().code
    }

    fn set_status(&mut self, status: errorbook::Status) {
        self.response.set_status(Status::new(status.as_u16()));
    }

    fn header(&self, name: &'static str) -> Option<&[u8]> {
        self.response.headers().get_one(name).map(str::as_bytes)
    }

    fn append_header(&mut self, name: &'static str, value: Cow<'static, str>) {
        self.response.adjoin_raw_header(name, value);
    }

    fn remove_header(&mut self, name: &'static str) {
        self.response.remove_header(name);
    }
}

impl adapter::Response for RocketResponse<'_, '_> {
    type Chunk = Bytes;
    type BodyError = io::Error;

    fn body_length(&self) -> Option<u64> {
        self.length.map(|length| length as u64)
    }

    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        let mut chunk = vec![0; 4 * 1_024];
        let mut buffer = ReadBuf::new(&mut chunk);
        let read = ready!(Pin::new(self.response.body_mut()).poll_read(cx, &mut buffer));
        let length = buffer.filled().len();
        chunk.truncate(length);
        Poll::Ready(match read {
            Ok(()) => (length > 0).then(|| Ok(chunk.into())),
            Err(error) => Some(Err(error)),
        })
    }

    fn unread_chunk(&mut self, chunk: Bytes) {
        let rest = self.response.body_mut().take();
        self.response.set_streamed_body(Cursor::new(chunk).chain(rest));
    }

    fn set_body(&mut self, body: Cow<'static, [u8]>) {
        self.length = Some(body.len());
        self.response.set_sized_body(body.len(), Cursor::new(body));
    }

    fn set_script(&mut self, mut script: Script) {
        let mut json = ReaderStream::new(self.response.body_mut().take());
        let pieces = stream::poll_fn(move |cx| json.poll_next_unpin(cx).map(|json| script.next(json)));
        let pieces = pieces.map_ok(Bytes::from);
        self.length = None;
        self.response.set_streamed_body(StreamReader::new(pieces));
    }

    /// Rocket strips the body of a HEAD itself, after all fairings.
    fn strip_body(&mut self, _: Option<u64>) {}
}
