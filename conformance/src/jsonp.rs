//! What a layer makes of a handler's body when a function is to be called: the same tests for every adapter, in its
//! `tests/layer.rs`.
//!
//! An adapter makes one app, below a layer that it is given, and a function that asks it. The app has these routes, all for
//! `GET` and `HEAD`, JSON as `application/json`:
//!
//! | path | answer |
//! |---|---|
//! | `/json`, `/created`, `/own` | `[1]` with status 200, 201 and 409 |
//! | `/file` | `[1]` with `content-disposition: attachment; filename="a.json"` |
//! | `/206`, `/303`, `/304` | that status: `[1]` with a `content-range`; a `location` and nothing; an `etag` and nothing |
//! | `/empty`, `/empty/201`, `/empty/204`, `/empty/205` | that status or 200, nothing, and no content type |
//! | `/empty/json`, `/empty/text` | nothing, as JSON and as `text/plain` |
//! | `/text` | `text` as `text/plain` |
//! | `/csv` | `1,2` as `text/csv`, streamed |
//! | `/gzip`, `/gzip/own`, `/identity` | `the bytes` as JSON with status 200, 409 and 200, and that `content-encoding` |
//! | `/pieces` | [`PIECES`], streamed; asked for more after its end, the stream panics |
//! | `/mebibyte`, `/longer` | [`long`] JSON of 1 MiB and of one byte more, of known length |
//! | `/streamed` | [`long`] JSON of 3 MiB, streamed in pieces of 64 KiB |
//! | `/panics` | JSON of known length, whose body panics when it is read |
//!
//! What becomes of a body that fails, or that has no end, each adapter tests by itself.

use std::collections::BTreeMap;

use errorbook::{Code, ayanova, standard, primaerp};

use crate::second::script;

/// JSON in pieces that are cut through characters.
pub const PIECES: [&[u8]; 6] = [b"[\"\xe2", b"", b"\x80", b"\xa8<\xe2\x80", b"\xa9\",\"\xe2\x82", b"\xac\"]"];

/// JSON of a length in bytes, all of which but the quotation marks is escaped.
pub fn long(length: usize) -> String {
    format!("\"{}\"", "<".repeat(length.saturating_sub(2)))
}

/// What an adapter's app has answered.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorResponse {
    status: u16,
    headers: BTreeMap<String, String>,
    body: String,
}

impl ErrorResponse {
    /// The names of headers are in lower case; `content-length` is among them if the length is known.
    pub fn new(status: u16, headers: impl IntoIterator<Item = (String, String)>, body: impl Into<String>) -> ErrorResponse {
        let mut all = BTreeMap::<String, String>::new();
        for (name, value) in headers {
            // One that comes twice is not what is expected once.
            all.entry(name).and_modify(|first| first.push_str(" and ")).or_default().push_str(&value);
        }
        ErrorResponse { status, headers: all, body: body.into() }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// All but the length: a framework that leaves one out has made no fault.
    fn headers(&self) -> BTreeMap<&str, &str> {
        let headers = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        headers.filter(|(name, _)| *name != "content-length").collect()
    }

    /// That it is a call of `show` with this JSON, which would have had the status.
    #[track_caller]
    fn assert_script(&self, status: u16, json: &str, of: &str) {
        let script = script("show", json);
        assert!(self.body == script, "{of}: expected {script:.200}, came {:.200}", self.body);
        assert_eq!(self.status, 200, "{of}");
        let suppressed = (status != 200).then(|| status.to_string());
        for (name, expected) in [
            ("content-type", Some("text/javascript; charset=utf-8")),
            ("x-content-type-options", Some("nosniff")),
            ("content-disposition", Some("attachment; filename=\"f.txt\"")),
            ("x-suppressed-status", suppressed.as_deref()),
            ("cache-control", (status >= 400).then_some("no-store")),
            ("content-encoding", None),
        ] {
            assert_eq!(self.header(name), expected, "{of}: {name}");
        }
    }

    /// That it is this error and not suppressed, for any other page than the one that asks.
    #[track_caller]
    fn assert_plain(&self, status: u16, body: &str, of: &str) {
        assert_eq!((self.status, self.body.as_str()), (status, body), "{of}");
        assert_eq!(self.header("x-suppressed-status"), None, "{of}");
    }
}

/// An error's body with nothing to say but the code.
fn body(code: Code) -> String {
    String::from_utf8_lossy(code.body()).into_owned()
}

/// What each of the books says of a function that is none.
const WRONG: [&str; 3] = [
    r#"{"status":400,"code":"PE01-1105","message":"Wrong parameters","description":"callback: must be the name of a JavaScript function, given once","constraintViolations":[]}"#,
    r#"{"error":{"code":"2203","message":"callback: must be the name of a JavaScript function, given once","target":"callback"}}"#,
    r#"{"type":"about:blank","title":"Bad Request","status":400,"detail":"callback: must be the name of a JavaScript function, given once","code":"bad_request","errors":[{"detail":"callback: must be the name of a JavaScript function, given once","parameter":"callback","code":"invalid"}]}"#,
];

/// Every body is wrapped, and its length is said where it is known before the whole of it is.
///
/// `ask` takes a method and a target, of the app below the book of primaERP with the parameter `callback`.
///
/// # Panics
/// If it is not so.
pub fn wraps_every_body(ask: impl Fn(&str, &str) -> ErrorResponse) {
    let (mebibyte, longer, streamed) = (long(1 << 20), long((1 << 20) + 1), long(3 << 20));
    for (path, status, json, is_short) in [
        ("/json", 200, "[1]", true),
        ("/created", 201, "[1]", true),
        ("/own", 409, "[1]", true),
        ("/file", 200, "[1]", true),
        ("/identity", 200, "the bytes", true),
        ("/pieces", 200, "[\"\u{2028}<\u{2029}\",\"€\"]", false),
        ("/mebibyte", 200, &mebibyte, true),
        ("/longer", 200, &longer, false),
        ("/streamed", 200, &streamed, false),
        ("/empty", 200, "null", true),
        ("/empty/json", 200, "null", true),
        ("/empty/text", 200, "null", true),
        ("/empty/201", 201, "null", true),
        ("/empty/204", 204, "null", true),
        ("/empty/205", 205, "null", true),
    ] {
        let answer = ask("GET", &format!("{path}?callback=show"));
        answer.assert_script(status, json, path);
        let length = is_short.then(|| answer.body.len().to_string());
        assert_eq!(answer.header("content-length"), length.as_deref(), "{path}");
    }
}

/// A body that panics while its script is made is answered by the book, as a script.
///
/// `ask` is that of [`wraps_every_body`].
///
/// # Panics
/// If it is not so.
pub fn answers_a_body_that_panics(ask: impl Fn(&str, &str) -> ErrorResponse) {
    let answer = ask("GET", "/panics?callback=show");
    answer.assert_script(500, &body(primaerp::UNHANDLED_ERROR), "/panics");
    assert!(answer.header("x-error-id").is_some());
}

/// Paths whose answers are told to `HEAD`.
pub const HEADS: [&str; 18] = [
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

/// `HEAD` is told what `GET` is, and no length but the right one.
///
/// The paths are [`HEADS`], all but those whose answers somebody has made unknowable on the way; `ask` is that of
/// [`wraps_every_body`], or asks the app by a longer way.
///
/// # Panics
/// If it is not so.
pub fn tells_head_what_get_is_told<'a>(paths: impl IntoIterator<Item = &'a str>, ask: impl Fn(&str, &str) -> ErrorResponse) {
    for path in paths {
        for name in ["show", "1"] {
            let target = format!("{path}?callback={name}");
            let (get, head) = (ask("GET", &target), ask("HEAD", &target));
            assert_eq!((head.status, head.headers()), (get.status, get.headers()), "{target}");
            let length = get.body.len().to_string();
            assert!(head.header("content-length").is_none_or(|told| told == length), "{target}: {head:?}");
        }
    }
}

/// What is no JSON, or encoded, or not final, is as it would have been.
///
/// `ask` is that of [`wraps_every_body`].
///
/// # Panics
/// If it is not so.
pub fn leaves_alone_what_cannot_be_wrapped(ask: impl Fn(&str, &str) -> ErrorResponse) {
    for (path, status, body, is_json) in [
        ("/text", 200, "text", false),
        ("/csv", 200, "1,2", false),
        ("/206", 206, "[1]", true),
        ("/303", 303, "", false),
        ("/304", 304, "", false),
        ("/gzip", 200, "the bytes", true),
        ("/gzip/own", 409, "the bytes", true),
    ] {
        let plain = ask("GET", path);
        plain.assert_plain(status, body, path);
        assert_eq!(plain.header("x-content-type-options"), is_json.then_some("nosniff"), "{path}");
        assert_eq!(ask("GET", &format!("{path}?callback=show")), plain, "{path}");
    }
}

/// What is no function is a wrong parameter, whatever the answer was, and nothing of that answer is left.
///
/// `ask` is that of [`wraps_every_body`].
///
/// # Panics
/// If it is not so.
pub fn refuses_what_is_no_function(ask: impl Fn(&str, &str) -> ErrorResponse) {
    let [wrong, ..] = WRONG;
    for path in [
        "/json",
        "/own",
        "/file",
        "/206",
        "/303",
        "/304",
        "/empty/204",
        "/text",
        "/csv",
        "/gzip",
        "/pieces",
        "/streamed",
        "/panics",
        "/no",
    ] {
        let answer = ask("GET", &format!("{path}?callback=alert(1)"));
        answer.assert_plain(400, wrong, path);
        let headers = BTreeMap::from([("content-type", "application/json"), ("x-content-type-options", "nosniff")]);
        assert_eq!(answer.headers(), headers, "{path}");
    }
}

/// A script is a 200 whatever suppression is set to, and has the parameter that the service names.
///
/// The layers are, under the book of primaERP: with the parameter `callback` as it is, without suppression and for errors
/// only; with `callback` and then `cb`, and with `the.call-back_~`. `ask` takes a layer, a method and a target.
///
/// # Panics
/// If it is not so.
pub fn is_always_a_200<L: Copy>([book, never, errors, named, odd]: [L; 5], ask: impl Fn(L, &str, &str) -> ErrorResponse) {
    for (layer, query) in [
        (book, "callback=show"),
        (never, "callback=show"),
        (errors, "callback=show"),
        (named, "cb=show"),
        (named, "callback=1&cb=show"),
        (odd, "the%2Ecall-back_~=%73how"),
    ] {
        for (path, status) in [("/created", 201), ("/own", 409)] {
            ask(layer, "GET", &format!("{path}?{query}")).assert_script(status, "[1]", query);
        }
    }
    let [wrong, ..] = WRONG;
    for (layer, suppressed) in [(book, true), (errors, true), (never, false)] {
        let answer = ask(layer, "GET", "/created?callback=1&suppress_response_code=true");
        let expected = if suppressed { (200, Some("400")) } else { (400, None) };
        assert_eq!((answer.status, answer.header("x-suppressed-status")), expected);
        assert_eq!(answer.body, wrong);
    }
    ask(named, "GET", "/json?callback=1").assert_plain(200, "[1]", "callback=1");
    ask(named, "GET", "/json?cb=1").assert_plain(400, &wrong.replace("callback:", "cb:"), "cb=1");
    let post = ask(book, "POST", "/json?callback=1");
    post.assert_plain(400, &body(primaerp::OPERATION_NOT_ALLOWED), "POST");
    assert_eq!(post.header("x-content-type-options"), Some("nosniff"));
}

/// Of two books, one in the other, each has JSONP or not.
///
/// `ask` takes two parameters, of JSONP of the book `http` around everything and of the book `ayanova` around the app, which
/// is below `/in`, and a target. `sees_all` says whether the outer one sees the answers of the inner one.
///
/// # Panics
/// If it is not so.
pub fn is_each_layers_own(sees_all: bool, ask: impl Fn(Option<&'static str>, Option<&'static str>, &str) -> ErrorResponse) {
    let (callback, not_found) = (Some("callback"), body(ayanova::OBJECT_NOT_FOUND));
    let [_, wrong_inside, wrong_outside] = WRONG;

    let inside = |target: &str| ask(None, callback, target);
    inside("/in/no?callback=show").assert_script(404, &not_found, "inside");
    inside("/in/json?callback=show").assert_script(200, "[1]", "inside");
    inside("/in/no?callback=1").assert_plain(400, wrong_inside, "inside");
    for target in ["/no", "/no?callback=show", "/no?callback=1"] {
        let outside = inside(target);
        outside.assert_plain(404, &body(standard::NOT_FOUND), target);
        assert_eq!(outside.header("x-content-type-options"), None, "{target}");
    }

    let outside = |target: &str| ask(callback, None, target);
    outside("/no?callback=show").assert_script(404, &body(standard::NOT_FOUND), "outside");
    if sees_all {
        outside("/in/no?callback=show").assert_script(404, &not_found, "outside");
        outside("/in/no?callback=1").assert_plain(400, wrong_outside, "outside");
    } else {
        outside("/in/no?callback=show").assert_plain(404, &not_found, "outside");
        outside("/in/no?callback=1").assert_plain(404, &not_found, "outside");
    }

    let both = |target: &str| ask(callback, callback, target);
    both("/in/no?callback=show").assert_script(404, &not_found, "both");
    both("/in/pieces?callback=show").assert_script(200, "[\"\u{2028}<\u{2029}\",\"€\"]", "both");
    both("/no?callback=1").assert_plain(400, wrong_outside, "both");
    // A mount answers in its own words, and not in those of the book around it.
    both("/in/no?callback=1").assert_plain(400, wrong_inside, "both");
    let suppressed = both("/in/no?callback=1&suppress_response_code=1");
    assert_eq!((suppressed.status, suppressed.header("x-suppressed-status")), (200, Some("400")));
    assert_eq!(suppressed.body, wrong_inside);

    let other = ask(Some("cb"), callback, "/in/no?callback=1&cb=show");
    if sees_all {
        other.assert_script(400, wrong_inside, "other");
    } else {
        other.assert_plain(400, wrong_inside, "other");
    }
}
