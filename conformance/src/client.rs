//! An HTTP/1.1 client that sends exactly the bytes of a case, and reuses its connection while the server keeps it open.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::fmt;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::HeaderMap;
use hyper::body::{Body, Frame, SizeHint};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

/// The time that a server has for a response: enough for a slow machine, and short enough to detect a server that hangs.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// The size of a chunk. Large bodies have several chunks, so that the server reaches its limit in the middle of a body.
const CHUNK: usize = 8 * 1024;

/// A request, as a case describes it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) chunked: bool,
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.target)
    }
}

/// A whole response.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Response {
    /// Returns all values of a header, in the order of the response.
    pub(crate) fn header(&self, name: &str) -> Vec<String> {
        let values = self.headers.get_all(name).iter();
        values.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect()
    }

    /// Returns true if the text is anywhere in the headers or in the body.
    pub(crate) fn contains(&self, text: &str) -> bool {
        let in_bytes = |bytes: &[u8]| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        in_bytes(&self.body)
            || self.headers.iter().any(|(name, value)| name.as_str().contains(text) || in_bytes(value.as_bytes()))
    }
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum ClientError {
    #[error("the client's runtime cannot be started")]
    Runtime(#[source] std::io::Error),
    #[error("the request cannot be sent")]
    Request(#[source] hyper::http::Error),
    #[error("the client cannot connect")]
    Connect(#[source] std::io::Error),
    #[error("the response is incomplete")]
    Exchange(#[from] hyper::Error),
    #[error("no response within {0:?}")]
    Hangs(Duration),
}

/// A client of one server.
pub(crate) struct Client {
    runtime: Runtime,
    address: SocketAddr,
    patience: Duration,
    connection: Option<SendRequest<Pieces>>,
}

impl Client {
    pub(crate) fn new(address: SocketAddr, patience: Duration) -> Result<Client, ClientError> {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(ClientError::Runtime)?;
        Ok(Client { runtime, address, patience, connection: None })
    }

    /// Sends a request and reads the whole response.
    pub(crate) fn send(&mut self, request: &Request) -> Result<Response, ClientError> {
        let kept = self.connection.take();
        let exchange = async {
            // A server may close a kept connection at any time, so only a failure on a new connection counts.
            if let Some(kept) = kept
                && let Ok(done) = exchange(kept, request, self.address).await
            {
                return Ok(done);
            }
            exchange(connect(self.address).await?, request, self.address).await
        };
        let exchange = async { timeout(self.patience, exchange).await };
        let (response, connection) =
            self.runtime.block_on(exchange).map_err(|_| ClientError::Hangs(self.patience))??;
        self.connection = Some(connection);
        Ok(response)
    }
}

async fn connect(address: SocketAddr) -> Result<SendRequest<Pieces>, ClientError> {
    let stream = TcpStream::connect(address).await.map_err(ClientError::Connect)?;
    // Sends each piece at once, without waiting for the server to acknowledge the last piece.
    stream.set_nodelay(true).map_err(ClientError::Connect)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    // If the connection fails, its request fails too, and that failure is reported.
    tokio::spawn(connection);
    Ok(sender)
}

async fn exchange(
    mut connection: SendRequest<Pieces>,
    request: &Request,
    address: SocketAddr,
) -> Result<(Response, SendRequest<Pieces>), ClientError> {
    let mut builder = hyper::Request::builder().method(request.method.as_str()).uri(request.target.as_str());
    builder = builder.header("host", address.to_string());
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    let sent = builder.body(Pieces::of(&request.body, request.chunked)).map_err(ClientError::Request)?;
    connection.ready().await?;
    let (head, body) = connection.send_request(sent).await?.into_parts();
    let body = body.collect().await?.to_bytes();
    Ok((Response { status: head.status.as_u16(), headers: head.headers, body }, connection))
}

/// A body. Without a length, it is sent chunked.
struct Pieces {
    pieces: VecDeque<Bytes>,
    length: Option<u64>,
}

impl Pieces {
    fn of(body: &[u8], chunked: bool) -> Pieces {
        let length = if chunked { None } else { Some(body.len() as u64) };
        Pieces { pieces: body.chunks(CHUNK).map(Bytes::copy_from_slice).collect(), length }
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.pieces.pop_front().map(|piece| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.length.is_some() && self.pieces.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}
