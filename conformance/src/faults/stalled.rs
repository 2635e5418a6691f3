//! Requests that are not sent completely.

use std::io;
use std::net::{SocketAddr, TcpStream};

use crate::raw::opened;

/// The number of connections for each kind of incomplete request.
const EACH: usize = 50;

/// The parts that are sent: nothing, half a head, half a body, half a chunk.
pub(crate) const HALVES: [&str; 4] = [
    "",
    "GET /health HTTP/1.1\r\nhost: a\r\nx-",
    "POST /primaerp/v1/projects HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 40\r\n\r\n{\"na",
    "POST /ayanova/api/v8/part HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n20\r\n{\"na",
];

/// Opens 200 connections that send an incomplete request and then nothing more.
pub(super) fn stalled(address: SocketAddr) -> io::Result<Vec<TcpStream>> {
    HALVES.repeat(EACH).into_iter().map(|half| opened(address, half)).collect()
}
