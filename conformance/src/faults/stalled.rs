//! Requests that are not sent to their end.

use std::io;
use std::net::{SocketAddr, TcpStream};

use crate::raw::opened;

/// How often each of them is held open.
const EACH: usize = 50;

/// What a client sends of a request before it sends no more: nothing, half a head, half a body, half a chunk.
pub(crate) const HALVES: [&str; 4] = [
    "",
    "GET /health HTTP/1.1\r\nhost: a\r\nx-",
    "POST /primaerp/v1/projects HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 40\r\n\r\n{\"na",
    "POST /ayanova/api/v8/part HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n20\r\n{\"na",
];

/// Opens 200 connections on which nothing more will come.
pub(super) fn stalled(address: SocketAddr) -> io::Result<Vec<TcpStream>> {
    HALVES.repeat(EACH).into_iter().map(|half| opened(address, half)).collect()
}
