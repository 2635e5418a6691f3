//! The headers of an error: its own headers, the headers of inner layers, and the headers of the replaced body.

use std::time::Duration;

use errorbook::{Error, Policy, primaerp, standard};

use super::app::{App, Framework, Handler};
use super::reply::Reply;

/// The headers that describe the body that the envelope replaces, each with a value.
const OF_THE_OLD_BODY: [(&str, &str); 14] = [
    ("content-encoding", "gzip"),
    ("content-disposition", "attachment"),
    ("content-language", "en"),
    ("content-location", "/there"),
    ("content-md5", "Q2hlY2sgSW50ZWdyaXR5IQ=="),
    ("content-digest", "sha-256=:AAAA:"),
    ("repr-digest", "sha-256=:AAAA:"),
    ("digest", "sha-256=AAAA"),
    ("etag", "\"a\""),
    ("last-modified", "Sat, 28 Nov 2026 00:00:00 GMT"),
    ("accept-ranges", "bytes"),
    ("transfer-encoding", "chunked"),
    ("trailer", "x-late"),
    ("content-length", "9"),
];

/// The headers that inner layers set.
const OF_INNER_LAYERS: [(&str, &str); 8] = [
    ("access-control-allow-origin", "*"),
    ("cache-control", "private"),
    ("retry-after", "7"),
    ("set-cookie", "a=1"),
    ("set-cookie", "b=2"),
    ("vary", "origin"),
    ("x-own", "1"),
    ("x-request-id", "7"),
];

fn with(reply: Reply, headers: &[(&'static str, &str)]) -> Reply {
    headers.iter().fold(reply, |reply, (name, value)| reply.header(name, *value))
}

pub fn the_envelope_keeps_the_headers_of_inner_layers<F: Framework>() {
    for status in [400, 410, 503] {
        let reply = with(Reply::text("the words").status(status), &OF_INNER_LAYERS);
        let app = App::new(Policy::new(&primaerp::BOOK)).get("/", reply);
        let response = app.ask::<F>("/");
        for (name, value) in OF_INNER_LAYERS {
            assert!(response.all(name).iter().any(|given| given == value), "{status}: {name} of {response:?}");
        }
        assert_eq!(response.all("set-cookie").len(), 2, "{status}");
        assert_eq!(response.header("content-type"), Some("application/json"), "{status}");
    }
}

pub fn the_envelope_removes_the_headers_of_the_old_body<F: Framework>() {
    for status in [410, 503] {
        let reply = with(Reply::text("the words").status(status), &OF_THE_OLD_BODY);
        let app = App::new(Policy::new(&primaerp::BOOK)).get("/", reply);
        for (method, target) in [("GET", "/"), ("GET", "/?suppress_response_code=true"), ("HEAD", "/")] {
            let response = app.send::<F>(method, target);
            for (name, _) in OF_THE_OLD_BODY.into_iter().filter(|(name, _)| *name != "content-length") {
                assert_eq!(response.header(name), None, "{method} {target}");
            }
            assert_eq!(response.header("content-type"), Some("application/json"), "{method} {target}");
            let length = app.ask::<F>("/").body.len().to_string();
            assert!(response.header("content-length").is_none_or(|stated| stated == length), "{response:?}");
        }
    }
}

pub fn a_416_keeps_its_content_range<F: Framework>() {
    let reply = Reply::empty(416).header("content-range", "bytes */9");
    let response = App::new(Policy::new(&standard::BOOK)).get("/", reply).ask::<F>("/");
    response.assert_is(standard::RANGE_NOT_SATISFIABLE, "416");
    assert_eq!(response.header("content-range"), Some("bytes */9"));
}

pub fn an_error_keeps_its_own_headers<F: Framework>() {
    let error = || {
        Error::from(primaerp::TENANT_MOVED)
            .with_location("/there")
            .with_retry_after(Duration::from_millis(1_500))
            .with_header("x-own", "1")
            .with_header("x-own", "2")
    };
    let mut app = App::new(Policy::new(&standard::BOOK));
    for (path, handler) in Handler::all_that_fail(error) {
        app = app.get(path, handler);
    }
    for path in ["/fails", "/refused", "/rebuilt"] {
        let response = app.ask::<F>(path);
        response.assert_is(primaerp::TENANT_MOVED, path);
        assert_eq!(response.header("location"), Some("/there"), "{path}");
        assert_eq!(response.header("retry-after"), Some("2"), "{path}");
        assert_eq!(response.all("x-own"), ["1", "2"], "{path}");
        assert_eq!(response.header("x-error-id"), None, "{path}");
    }
}

pub fn a_401_has_a_www_authenticate_header<F: Framework>() {
    let book = Policy::new(&standard::BOOK);
    let app = |policy: Policy| {
        App::new(policy)
            .get("/status", Reply::empty(401))
            .get("/code", Handler::fails(|| standard::UNAUTHORIZED.into()))
            .get("/own", Reply::empty(401).header("www-authenticate", "Basic"))
            .get("/json", Reply::json("[]").status(401))
    };
    let set = "Basic realm=\"depot\"";
    for (path, default, challenge) in [("/status", "Bearer", set), ("/code", "Bearer", set), ("/own", "Basic", "Basic")]
    {
        for query in ["", "?suppress_response_code=true"] {
            let target = format!("{path}{query}");
            assert_eq!(app(book).ask::<F>(&*target).header("www-authenticate"), Some(default), "{target}");
            let response = app(book.challenge(set)).ask::<F>(&*target);
            assert_eq!(response.header("www-authenticate"), Some(challenge), "{target}");
        }
    }
    assert_eq!(app(book.challenge(set)).ask::<F>("/json").header("www-authenticate"), Some(set));
}
