//! Raw bytes on a connection, for requests that no HTTP library would send.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};

use hyper::HeaderMap;

use crate::client::{PATIENCE, Response};

/// Returns the head of a request: the request line, a `host`, and more headers, each with its line end.
pub(crate) fn request(line: &str, headers: &str) -> Vec<u8> {
    format!("{line}\r\nhost: a\r\n{headers}\r\n").into_bytes()
}

/// Opens a connection and sends these bytes.
pub(crate) fn opened(address: SocketAddr, sent: impl AsRef<[u8]>) -> io::Result<TcpStream> {
    let mut connection = TcpStream::connect(address)?;
    connection.write_all(sent.as_ref())?;
    Ok(connection)
}

/// Sends a request and reads until the connection is closed. If `closes` is false, the client closes it after a response.
pub(crate) fn exchange(address: SocketAddr, sent: &[u8], cut_off: bool, closes: bool) -> io::Result<Vec<u8>> {
    let mut connection = TcpStream::connect(address)?;
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.set_write_timeout(Some(PATIENCE))?;
    // A server that rejects a request may close the connection before it has received all of it.
    let _ = connection.write_all(sent);
    if cut_off {
        connection.shutdown(Shutdown::Write)?;
    }
    let (mut received, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        match connection.read(&mut buffer) {
            Ok(0) => return Ok(received),
            Ok(count) => received.extend(buffer.iter().take(count)),
            Err(error) if error.kind() == io::ErrorKind::ConnectionReset => return Ok(received),
            Err(error) => return Err(error),
        }
        if !closes && first_response(&received).is_some() {
            // The server may have closed the connection already.
            let _ = connection.shutdown(Shutdown::Write);
        }
    }
}

/// Returns the response if it is complete, and the bytes after it.
pub(crate) fn first_response(received: &[u8]) -> Option<(Response, &[u8])> {
    let head_ends = received.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let (head, rest) = received.split_at_checked(head_ends)?;
    let mut lines = std::str::from_utf8(head).ok()?.lines();
    let status = lines.next()?.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()?;
    let fields = lines.filter_map(|line| line.split_once(": "));
    let headers: HeaderMap =
        fields.filter_map(|(name, value)| Some((name.parse().ok()?, value.parse().ok()?))).collect();
    let length = headers.get("content-length")?.to_str().ok()?.parse().ok()?;
    let (body, rest) = rest.split_at_checked(length)?;
    Some((Response { status, headers, body: body.to_vec().into() }, rest))
}
