//! Bytes on a connection of their own: what no HTTP library would send.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};

use hyper::HeaderMap;

use crate::client::{PATIENCE, Response};

/// A head: the request line, a `host`, and more headers, each with its line end.
pub(crate) fn request(line: &str, headers: &str) -> Vec<u8> {
    format!("{line}\r\nhost: a\r\n{headers}\r\n").into_bytes()
}

/// A connection on which this was sent, and nothing else.
pub(crate) fn opened(address: SocketAddr, sent: impl AsRef<[u8]>) -> io::Result<TcpStream> {
    let mut connection = TcpStream::connect(address)?;
    connection.write_all(sent.as_ref())?;
    Ok(connection)
}

/// Sends it, and receives until the server closes: by itself, or because the client does after a whole response.
pub(crate) fn exchange(address: SocketAddr, sent: &[u8], cut_off: bool, closes: bool) -> io::Result<Vec<u8>> {
    let mut connection = TcpStream::connect(address)?;
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.set_write_timeout(Some(PATIENCE))?;
    // Who refuses a request may close before all of it is sent.
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
            // It may be closed already.
            let _ = connection.shutdown(Shutdown::Write);
        }
    }
}

/// A response, when all of it is there, and what came after it.
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
