//! Checks the function name of a script, and the script: WIRE.md, section 7.

use std::convert::Infallible;
use std::fmt::Write;

use errorbook::adapter::{BufferedResponse, Callback, Exchange, Script};
use errorbook::{Policy, standard};
use errorbook_client::Reader;
use serde_json::Value;

use crate::grammar::is_name;

/// Checks an input that consists of a name, a line feed, and JSON. The JSON is cut at each NUL.
pub fn check(input: &[u8]) {
    let end = input.iter().position(|byte| *byte == b'\n').unwrap_or(input.len());
    let (name, json) = (&input[..end], input.get(end + 1..).unwrap_or_default());
    check_name(name);
    let callback = std::str::from_utf8(name).ok().and_then(|name| name.parse().ok());
    check_script(&callback.unwrap_or_else(show), &json.split(|byte| *byte == 0).collect::<Vec<_>>());
}

fn show() -> Callback {
    "show".parse().expect("`show` is a function name")
}

/// Checks that a name is accepted exactly if the grammar allows it, both parsed alone and in a query.
fn check_name(name: &[u8]) {
    let is_name = is_name(name);
    if let Ok(name) = std::str::from_utf8(name) {
        let callback = name.parse::<Callback>();
        assert_eq!(callback.is_ok(), is_name, "{name:?}");
        if let Ok(callback) = callback {
            assert_eq!(callback.as_str(), name);
        }
    }
    let query = name.iter().fold("callback=".to_owned(), |mut query, byte| {
        let _ = write!(query, "%{byte:02x}");
        query
    });
    let exchange = Exchange::new(&Policy::new(&standard::BOOK).jsonp("callback"), "GET", Some(&query));
    let sent = BufferedResponse { status: 204, ..BufferedResponse::default() }.finish(exchange);
    let (status, content_type) =
        if is_name { (200, "text/javascript; charset=utf-8") } else { (400, "application/problem+json") };
    assert_eq!((sent.status, sent.header("content-type")), (status, Some(content_type)), "{query}");
}

/// Checks that cuts do not change the script, that the script is safe, and that it has the same value as the JSON.
fn check_script(callback: &Callback, pieces: &[&[u8]]) {
    let json = pieces.concat();
    let length = u64::try_from(json.len()).ok();
    let whole = Script::of(callback.clone(), length).whole(&json);
    assert_eq!(in_pieces(Script::of(callback.clone(), None), pieces), whole);
    assert_eq!(in_pieces(Script::of(callback.clone(), length), &[&json]), whole);

    let start = format!("/**/{}(", callback.as_str());
    let inner = whole.strip_prefix(start.as_bytes()).and_then(|rest| rest.strip_suffix(b");"));
    let inner = inner.expect("a script is a call");
    assert!(!inner.iter().any(|byte| matches!(byte, b'<' | b'>' | b'&')));
    assert!(!inner.windows(3).any(|bytes| matches!(bytes, [0xe2, 0x80, 0xa8 | 0xa9])));
    assert_eq!(inner, escaped(&json));

    if let Ok(value) = serde_json::from_slice::<Value>(&json) {
        assert_eq!(serde_json::from_slice::<Value>(inner).ok(), Some(value));
        check_reader(&json, &whole);
    }
}

fn in_pieces(mut script: Script, pieces: &[&[u8]]) -> Vec<u8> {
    let polled = pieces.iter().map(|json| Some(Ok::<_, Infallible>(json))).chain([None]);
    polled.flat_map(|json| script.next(json)).flatten().flatten().collect()
}

/// Returns the JSON with every character replaced that a page could misread. This is the plain, slow way.
fn escaped(json: &[u8]) -> Vec<u8> {
    if json.is_empty() {
        return b"null".to_vec();
    }
    let mut escaped = Vec::new();
    let mut rest = json;
    while let Some(first) = rest.first() {
        let (taken, written): (usize, &[u8]) = match rest {
            [b'<', ..] => (1, b"\\u003c"),
            [b'>', ..] => (1, b"\\u003e"),
            [b'&', ..] => (1, b"\\u0026"),
            [0xe2, 0x80, 0xa8, ..] => (3, b"\\u2028"),
            [0xe2, 0x80, 0xa9, ..] => (3, b"\\u2029"),
            _ => (1, std::slice::from_ref(first)),
        };
        escaped.extend(written);
        rest = &rest[taken..];
    }
    escaped
}

/// Checks that a client reads the same error or value from the script as from the JSON.
fn check_reader(json: &[u8], script: &[u8]) {
    let read = |content_type: &'static str, body: &[u8]| {
        Reader::new(&standard::BOOK).read(200, |name| (name == "content-type").then_some(content_type), body)
    };
    match (read("application/json", json), read("text/javascript; charset=utf-8", script)) {
        (Ok(plain), Ok(called)) => {
            let value = |body: &[u8]| serde_json::from_slice::<Value>(body).ok();
            assert_eq!(value(&called), value(&plain));
            assert!(value(&called).is_some());
        }
        (Err(plain), Err(called)) => {
            assert_eq!((called.code(), called.id()), (plain.code(), plain.id()));
            assert_eq!(called.violations(), plain.violations());
            assert_eq!(called.extensions(), plain.extensions());
        }
        (plain, called) => panic!("the JSON is {plain:?}, the script {called:?}"),
    }
}
