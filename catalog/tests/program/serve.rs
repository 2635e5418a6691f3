//! The command serve: sends requests to the pages.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use crate::{CART, Folder, PROGRAM};

/// The running program. It ends with the test.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(arguments: &[&str]) -> (Server, String) {
        let mut child = Command::new(PROGRAM).arg("serve").args(arguments).stdout(Stdio::piped()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        while !first.contains("/errors") {
            assert_ne!(out.read_line(&mut first).unwrap(), 0, "{first}");
        }
        let (_, rest) = first.split_once("http://").unwrap();
        let address = rest.split('/').next().unwrap().to_owned();
        (Server { child, address }, first)
    }

    fn ask(&self, head: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "{head}\r\nhost: a\r\nconnection: close\r\n\r\n").unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        response
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn files_and_built_in_books_are_served_on_a_free_local_port() {
    let folder = Folder::new([("cart.json", CART)]);
    let (server, announced) = Server::start(&[&folder.path("cart.json"), "http"]);
    assert_eq!(announced, format!("listening on http://{}/errors\n", server.address));
    assert!(server.address.starts_with("127.0.0.1:"));
    let cases = [
        ("GET / HTTP/1.1", "HTTP/1.1 303 See Other", "location: /errors"),
        ("GET /errors HTTP/1.1", "HTTP/1.1 200 OK", "<title>Error codes of cart and http</title>"),
        ("GET /errors?q=sold HTTP/1.1", "HTTP/1.1 200 OK", "1 of 41 codes"),
        ("GET /errors/CART-1001 HTTP/1.1\r\naccept: text/markdown", "HTTP/1.1 200 OK", "- Owner: team-stock"),
        ("GET /errors/CART%2D1001 HTTP/1.1\r\naccept: application/json", "HTTP/1.1 200 OK", "\"book\":\"cart\""),
        ("GET /errors/NONE HTTP/1.1", "HTTP/1.1 404 Not Found", "\"code\":\"not_found\""),
        ("GET /errors/%FF HTTP/1.1", "HTTP/1.1 400 Bad Request", "\"code\":\"bad_request\""),
        ("GET /errors?status=x HTTP/1.1", "HTTP/1.1 400 Bad Request", "content-type: application/problem+json"),
        ("GET /errors/a/b HTTP/1.1", "HTTP/1.1 404 Not Found", "\"code\":\"not_found\""),
        ("GET /errorsa HTTP/1.1", "HTTP/1.1 404 Not Found", "\"code\":\"not_found\""),
        ("GET /elsewhere HTTP/1.1", "HTTP/1.1 404 Not Found", "\"code\":\"not_found\""),
        ("POST /errors HTTP/1.1", "HTTP/1.1 405 Method Not Allowed", "allow: GET, HEAD"),
    ];
    for (request, status, part) in cases {
        let response = server.ask(request);
        assert!(response.starts_with(status) && response.contains(part), "{request}\n{response}");
    }
    let head = server.ask("HEAD /errors/CART-1001 HTTP/1.1");
    assert!(head.starts_with("HTTP/1.1 200 OK") && head.ends_with("\r\n\r\n"), "{head}");
}

#[test]
fn the_address_is_printed_as_json_and_an_address_in_use_gives_one_clear_line() {
    let (server, announced) = Server::start(&["http", "--service", "Shop", "--format", "json"]);
    let expected = format!("{{\n  \"address\": \"http://{}/errors\"\n", server.address);
    assert_eq!(announced, expected);
    assert!(server.ask("GET /errors HTTP/1.1").contains("<h1>Error codes of Shop</h1>"));
    let output = crate::errorbook(&["serve", "http", "--listen", &server.address]);
    assert_eq!((output.code, output.out.as_str()), (2, ""));
    assert_eq!(
        output.err,
        format!("errorbook: cannot listen on {}: Address already in use (os error 98)\n", server.address)
    );
}
