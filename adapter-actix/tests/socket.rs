//! A connection stays usable or is closed, and never hangs.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::web::{self, JsonConfig};
use actix_web::{App, HttpResponse, HttpServer, rt};
use errorbook::primaerp;
use errorbook_actix::{ErrorBook, Json, Path, get};

const LIMIT: usize = 65_536;

async fn late() -> &'static str {
    rt::time::sleep(Duration::from_millis(20)).await;
    "late"
}

async fn panics() -> &'static str {
    rt::task::yield_now().await;
    panic!("secret")
}

/// The number of workers: with one worker, a panic that ends the worker fails the test.
fn serve() -> (SocketAddr, ServerHandle) {
    let server = HttpServer::new(|| {
        App::new()
            .service(web::resource("/plain").route(get().to(async || "plain")))
            .service(web::resource("/late").route(get().to(late)))
            .service(web::resource("/gone").route(get().to(async || HttpResponse::Gone().finish())))
            .service(web::resource("/panic").route(get().to(panics)))
            .service(
                web::scope("/tenants/{tenant}")
                    .route("/parts/{id}", get().to(async |Path(id): Path<u64>| id.to_string())),
            )
            .service(
                web::resource("/json").route(web::post().to(async |Json(body): Json<serde_json::Value>| Json(body))),
            )
            .app_data(JsonConfig::default().limit(LIMIT))
            .wrap(ErrorBook::new(&primaerp::BOOK))
    })
    .workers(1)
    .bind(("127.0.0.1", 0))
    .unwrap();
    let address = server.addrs()[0];
    let server = server.run();
    let handle = server.handle();
    rt::spawn(server);
    (address, handle)
}

/// Sends the parts one after the other, and returns everything that is received until the server closes the connection.
async fn exchange(parts: Vec<Vec<u8>>) -> String {
    let (address, handle) = serve();
    let received = talk(address, parts).await;
    handle.stop(false).await;
    received
}

async fn talk(address: SocketAddr, parts: Vec<Vec<u8>>) -> String {
    let received = rt::task::spawn_blocking(move || {
        let mut connection = TcpStream::connect(address).unwrap();
        connection.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        connection.set_write_timeout(Some(Duration::from_secs(10))).unwrap();
        for part in parts {
            // A server may close the connection before it has read an unwanted body.
            if connection.write_all(&part).is_err() {
                break;
            }
        }
        let mut received = Vec::new();
        match connection.read_to_end(&mut received) {
            Ok(_) => {}
            Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset, "it hangs"),
        }
        String::from_utf8(received).unwrap()
    });
    received.await.unwrap()
}

fn request(line: &str) -> Vec<u8> {
    format!("{line} HTTP/1.1\r\nhost: a\r\n\r\n").into_bytes()
}

fn last(line: &str) -> Vec<u8> {
    format!("{line} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").into_bytes()
}

/// Returns the statuses, lengths and bodies of the responses. `heads` is true for each response without a body.
fn responses(received: &str, heads: &[bool]) -> Vec<(u16, usize, String)> {
    let mut rest = received;
    let mut responses = Vec::new();
    for head in heads {
        let (lines, after) = rest.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no response in {rest:?}"));
        let status = lines[9..12].parse().unwrap();
        let length = lines.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap().parse().unwrap();
        let (body, after) = after.split_at(if *head { 0 } else { length });
        responses.push((status, length, body.to_owned()));
        rest = after;
    }
    assert_eq!(rest, "");
    responses
}

#[actix_web::test]
async fn a_pipelined_head_has_the_length_of_its_get_and_no_body() {
    let not_found = std::str::from_utf8(primaerp::RESOURCE_NOT_FOUND.body()).unwrap();
    let gone = r#"{"status":410,"code":null,"message":"Gone","description":null,"constraintViolations":[]}"#;
    let unhandled = std::str::from_utf8(primaerp::UNHANDLED_ERROR.body()).unwrap();
    let cases = [
        ("/plain", 200, "plain"),
        ("/late", 200, "late"),
        ("/gone", 410, gone),
        ("/panic", 500, unhandled),
        ("/x", 404, not_found),
    ];
    for (path, status, body) in cases {
        let pipelined =
            [request(&format!("HEAD {path}")), request(&format!("HEAD {path}")), last(&format!("GET {path}"))];
        let received = exchange(vec![pipelined.concat()]).await;
        let head = (status, body.len(), String::new());
        assert_eq!(
            responses(&received, &[true, true, false]),
            [head.clone(), head, (status, body.len(), body.to_owned())],
            "{path}"
        );
    }
}

#[actix_web::test]
async fn a_body_over_the_limit_gets_a_response_and_never_hangs() {
    let post = |headers: &str| {
        format!("POST /json HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n{headers}\r\n\r\n").into_bytes()
    };
    let body = |size: usize| [vec![b' '; size - 1], vec![b'1']].concat();
    let chunked = |size: usize| {
        let chunks = body(size)
            .chunks(1_000)
            .flat_map(|chunk| {
                [format!("{:x}\r\n", chunk.len()).into_bytes(), chunk.to_vec(), b"\r\n".to_vec()].concat()
            })
            .collect::<Vec<u8>>();
        [chunks, b"0\r\n\r\n".to_vec()].concat()
    };
    for size in [LIMIT, LIMIT + 1, 3_000_000] {
        let status = if size > LIMIT { 412 } else { 200 };
        let with_length = vec![post(&format!("content-length: {size}")), body(size), last("GET /plain")];
        let with_chunks = vec![post("transfer-encoding: chunked"), chunked(size), last("GET /plain")];
        for parts in [with_length, with_chunks] {
            let received = exchange(parts).await;
            assert!(received.starts_with(&format!("HTTP/1.1 {status} ")), "{size}: {received:?}");
            let usable = received.ends_with("\r\n\r\nplain");
            assert!(usable || received.contains("\r\nconnection: close\r\n"), "{size}: {received:?}");
        }
    }
    let unsent = vec![post("content-length: 70000\r\nconnection: close\r\nexpect: 100-continue")];
    let received = exchange(unsent).await;
    assert!(received.contains("HTTP/1.1 412 "), "{received:?}");
}

/// The handler asks for one of two parameters, and must not receive the wrong one.
#[actix_web::test]
async fn a_handler_never_gets_the_parameter_of_another_scope() {
    let get = b"GET /tenants/7/parts/42 HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    let received = exchange(vec![get.to_vec()]).await;
    assert!(received.starts_with("HTTP/1.1 500 ") && received.contains("PE01-9001"), "{received}");
}
