//! Sends a request on a new connection, byte for byte, and reads the response.

use std::io::{self, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

/// The time that a gateway has to respond: enough for a slow machine, and short enough to detect a gateway that hangs.
const PATIENCE: Duration = Duration::from_secs(30);

/// A whole response.
#[derive(Debug, PartialEq)]
pub(crate) struct Response {
    /// The status, or 0 if the bytes are not a complete HTTP/1 response. Then the body has all the bytes.
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Response {
    pub(crate) fn header(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(given, _)| given == name).map(|(_, value)| value.as_str()).collect()
    }
}

/// Sends a request and reads a response. Returns `None` if the gateway closes the connection without sending a byte.
pub(crate) fn exchange(socket: &Path, sent: &[u8]) -> io::Result<Option<Response>> {
    let mut connection = UnixStream::connect(socket)?;
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.set_write_timeout(Some(PATIENCE))?;
    // A gateway that rejects a request may close the connection before it has received all of it.
    let _ = connection.write_all(sent);
    let (mut received, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        let count = match connection.read(&mut buffer) {
            Err(error) if error.kind() == io::ErrorKind::ConnectionReset => 0,
            read => read?,
        };
        received.extend(&buffer[..count]);
        if count == 0 && received.is_empty() {
            return Ok(None);
        }
        if let Some(response) = parsed(&received, sent.starts_with(b"HEAD "), count == 0) {
            return Ok(Some(response));
        }
        if count == 0 {
            return Ok(Some(Response { status: 0, headers: Vec::new(), body: received }));
        }
    }
}

/// Returns the response if it is complete: up to its `content-length`, or up to the end of the connection.
fn parsed(received: &[u8], is_to_head: bool, is_end: bool) -> Option<Response> {
    let head_ends = received.windows(4).position(|window| window == b"\r\n\r\n")?;
    let (head, body) = (std::str::from_utf8(&received[..head_ends]).ok()?, &received[head_ends + 4..]);
    let (line, fields) = head.split_once("\r\n").unwrap_or((head, ""));
    let line = line.strip_prefix("HTTP/1.1 ").or(line.strip_prefix("HTTP/1.0 "))?;
    let status = line.get(..3)?.parse().ok()?;
    let fields = fields.lines().filter_map(|field| field.split_once(": "));
    let headers = fields.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
    let mut response = Response { status, headers, body: Vec::new() };
    let length = response.header("content-length").first().map(|length| length.parse());
    let body = match length {
        _ if is_to_head => Vec::new(),
        Some(length) => body.get(..length.ok()?)?.to_vec(),
        // Caddy sends a long body in chunks.
        None if !response.header("transfer-encoding").is_empty() => joined(body)?,
        None if is_end => body.to_vec(),
        None => return None,
    };
    response.body = body;
    Some(response)
}

/// Returns the joined chunks of a body if the last chunk is there.
fn joined(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let size_ends = rest.windows(2).position(|window| window == b"\r\n")?;
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..size_ends]).ok()?, 16).ok()?;
        let chunk = rest.get(size_ends + 2..size_ends + 2 + size)?;
        if chunk.is_empty() {
            return Some(body);
        }
        body.extend(chunk);
        rest = rest.get(size_ends + 2 + size + 2..)?;
    }
}
