//! The bodies for the tests of JSONP.

use bytes::Bytes;
use errorbook::Policy;

use crate::layer::app::App;
use crate::layer::reply::{Piece, Reply};

/// JSON in pieces that split characters.
const PIECES: [&[u8]; 6] = [b"[\"\xe2", b"", b"\x80", b"\xa8<\xe2\x80", b"\xa9\",\"\xe2\x82", b"\xac\"]"];

/// Returns JSON of this length in bytes. Everything except the quotation marks must be escaped.
pub(super) fn long(length: usize) -> String {
    format!("\"{}\"", "<".repeat(length.saturating_sub(2)))
}

/// The paths for which the responses to HEAD and GET are compared.
pub(super) const HEADS: [&str; 18] = [
    "/json",
    "/created",
    "/own",
    "/file",
    "/206",
    "/303",
    "/304",
    "/empty",
    "/empty/201",
    "/empty/204",
    "/text",
    "/csv",
    "/gzip",
    "/gzip/own",
    "/identity",
    "/pieces",
    "/longer",
    "/nowhere",
];

/// Returns an app with a route for every kind of body.
pub(super) fn bodies(policy: Policy) -> App {
    let json = || Reply::json("[1]");
    let encoded = |encoding: &str| Reply::json("the bytes").header("content-encoding", encoding);
    let streamed = Bytes::from(long(3 << 20));
    let streamed = (0..48).map(|at| Piece::Bytes(streamed.slice(at << 16..(at + 1) << 16)));
    App::new(policy)
        .get("/json", json())
        .get("/created", json().status(201))
        .get("/own", json().status(409))
        .get("/file", json().header("content-disposition", "attachment; filename=\"a.json\""))
        .get("/206", json().status(206).header("content-range", "bytes 0-2/9"))
        .get("/303", Reply::empty(303).header("location", "/there"))
        .get("/304", Reply::empty(304).header("etag", "\"a\""))
        .get("/empty", Reply::empty(200))
        .get("/empty/201", Reply::empty(201))
        .get("/empty/204", Reply::empty(204))
        .get("/empty/205", Reply::empty(205))
        .get("/empty/json", Reply::json(""))
        .get("/empty/text", Reply::text(""))
        .get("/text", Reply::text("text"))
        .get("/csv", Reply::empty(200).header("content-type", "text/csv").streamed(["1,2".into()]))
        .get("/gzip", encoded("gzip"))
        .get("/gzip/own", encoded("gzip").status(409))
        .get("/identity", encoded("identity"))
        .get("/pieces", json().streamed(PIECES.map(|piece| Piece::Bytes(Bytes::from_static(piece)))))
        .get("/mebibyte", Reply::json(long(1 << 20)))
        .get("/longer", Reply::json(long((1 << 20) + 1)))
        .get("/streamed", json().streamed(streamed))
        .get("/panics", json().of_length(3, [Piece::Panics]))
        .get("/fails", json().of_length(3, [Piece::Fails]))
        .get("/fails/midway", json().streamed(["[0,".into(), Piece::Fails, "]".into()]))
        .get("/endless", json().streamed(["[<".into(), Piece::Never]))
}
