//! A server on another origin than the servers of the depot, with an insecure script.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

/// Serves on a free port until the runtime ends.
///
/// `/naive?callback=NAME` returns `NAME({});` for every name, which no real server should do. All other paths return an
/// empty page.
pub(crate) async fn serve() -> io::Result<SocketAddr> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(respond(stream));
        }
    });
    Ok(address)
}

async fn respond(stream: TcpStream) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut request = String::new();
    stream.read_line(&mut request).await?;
    let mut line = String::new();
    while stream.read_line(&mut line).await? > 2 {
        line.clear();
    }
    let target = request.split(' ').nth(1).unwrap_or_default();
    let (content_type, body) = match naive(target) {
        Some(script) => ("text/javascript; charset=utf-8", script),
        None => ("text/html; charset=utf-8", "<!doctype html><title>elsewhere</title>".to_owned()),
    };
    let length = body.len();
    let response = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    );
    stream.write_all(response.as_bytes()).await?;
    stream.shutdown().await
}

fn naive(target: &str) -> Option<String> {
    let url = Url::parse("http://elsewhere").ok()?.join(target).ok()?;
    let callback = url.query_pairs().find(|(name, _)| url.path() == "/naive" && name == "callback")?;
    Some(format!("{}({{}});", callback.1))
}
