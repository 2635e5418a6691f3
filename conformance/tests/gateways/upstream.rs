//! The service behind the gateways. The last segment of the path selects a response or a failure.

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

use tokio::net::TcpSocket;
use tokio::runtime::Runtime;

/// The body of the service's own error.
pub(crate) const OWN: &str = r#"{"mine":true}"#;

/// Three addresses: a service, a port that refuses connections, and a port that does not accept them.
pub(crate) struct Upstream {
    pub(crate) service: SocketAddr,
    pub(crate) refused: SocketAddr,
    pub(crate) full: SocketAddr,
    _held: (TcpSocket, tokio::net::TcpListener, TcpStream, Runtime),
}

impl Upstream {
    pub(crate) fn start() -> io::Result<Upstream> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let service = listener.local_addr()?;
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                // An error means that the gateway has closed the connection, which the test checks at the gateway.
                thread::spawn(move || serve(connection).ok());
            }
        });
        // Binds the port, so that no other program gets it, but does not listen.
        let closed = TcpSocket::new_v4()?;
        closed.bind(SocketAddr::from(([127, 0, 0, 1], 0)))?;
        let refused = closed.local_addr()?;
        // The queue has room for one connection, and this one is never accepted.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from(([127, 0, 0, 1], 0)))?;
        let full = socket.local_addr()?;
        let listener = runtime.block_on(async { socket.listen(0) })?;
        let filler = TcpStream::connect(full)?;
        Ok(Upstream { service, refused, full, _held: (closed, listener, filler, runtime) })
    }
}

/// Reads a request and responds.
fn serve(mut connection: TcpStream) -> io::Result<()> {
    let (mut received, mut buffer) = (Vec::new(), [0; 4096]);
    let head_ends = loop {
        match connection.read(&mut buffer)? {
            0 => return Ok(()),
            count => received.extend(&buffer[..count]),
        }
        if let Some(ends) = received.windows(4).position(|window| window == b"\r\n\r\n") {
            break ends + 4;
        }
    };
    let head = String::from_utf8_lossy(&received[..head_ends]).into_owned();
    let path = head.split([' ', '?']).nth(1).unwrap_or_default();
    let response = match path.rsplit('/').next().unwrap_or_default() {
        "closes" => return Ok(()),
        // Waits until the gateway closes the connection.
        "hangs" => return io::copy(&mut connection, &mut io::sink()).map(drop),
        "resets" => "HTTP/1.1 200 OK\r\ncontent-le".to_owned(),
        "no-http" => "this is not HTTP\r\n\r\n".to_owned(),
        "bad-status" => response("abc", "", ""),
        "bad-length" => response("200", "x-passed: 1\r\ncontent-length: two\r\n", ""),
        "large-head" => response("200", &format!("x-passed: 1\r\nx: {}\r\n", "x".repeat(256 * 1024)), ""),
        "own" => response("502", "content-type: application/json\r\nx-own: 1\r\n", OWN),
        "own-page" => response("404", "content-type: text/html\r\nx-errorbook: 1\r\n", "<p>"),
        _ => {
            body(&mut connection, &head, received.split_off(head_ends), &mut buffer)?;
            response("200", "x-passed: 1\r\n", "ok")
        }
    };
    connection.write_all(response.as_bytes())
}

/// Formats a response that closes the connection.
fn response(status: &str, headers: &str, body: &str) -> String {
    let length =
        if headers.contains("content-length") { String::new() } else { format!("content-length: {}\r\n", body.len()) };
    format!("HTTP/1.1 {status} Status\r\nconnection: close\r\n{headers}{length}\r\n{body}")
}

/// Reads the rest of a body. Its start may have arrived together with the head.
fn body(connection: &mut TcpStream, head: &str, mut body: Vec<u8>, buffer: &mut [u8]) -> io::Result<()> {
    let fields = || head.lines().filter_map(|line| line.split_once(": "));
    let field = |wanted: &str| fields().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value);
    let length = field("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let is_chunked = field("transfer-encoding").is_some();
    while if is_chunked { !body.ends_with(b"0\r\n\r\n") } else { body.len() < length } {
        match connection.read(buffer)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            count => body.extend(&buffer[..count]),
        }
    }
    Ok(())
}
