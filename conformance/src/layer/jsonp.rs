//! JSONP: if a `GET` names a function, its response is sent as a call of that function.

mod bodies;
mod nested;

use errorbook::{Policy, ayanova, primaerp};

use self::bodies::{HEADS, bodies, long};
pub use self::nested::{a_panic_becomes_a_script_in_every_layer_around_it, each_layer_has_its_own_setting_of_jsonp};
use super::app::{App, Framework};
use super::call::{End, Received, body_of};
use crate::variants::script;

/// The error of each book for a callback that is not the name of a function.
const WRONG: [&str; 3] = [
    r#"{"status":400,"code":"PE01-1105","message":"Wrong parameters","description":"callback: must be the name of a JavaScript function, given once","constraintViolations":[]}"#,
    r#"{"error":{"code":"2203","message":"callback: must be the name of a JavaScript function, given once","target":"callback"}}"#,
    r#"{"type":"about:blank","title":"Bad Request","status":400,"detail":"callback: must be the name of a JavaScript function, given once","code":"bad_request","errors":[{"detail":"callback: must be the name of a JavaScript function, given once","parameter":"callback","code":"invalid"}]}"#,
];

const POLICY: Policy = Policy::new(&primaerp::BOOK).jsonp("callback");

/// Asserts that the response calls `show` with this JSON, and that its status without JSONP would be this one.
#[track_caller]
fn assert_script(response: &Received, status: u16, json: &str, of: &str) {
    let script = script("show", json);
    assert!(response.body == script, "{of}: expected {script:.200}, got {:.200}", response.body);
    assert_eq!((response.status, &response.end), (200, &End::Whole), "{of}");
    let suppressed = (status != 200).then(|| status.to_string());
    for (name, expected) in [
        ("content-type", Some("text/javascript; charset=utf-8")),
        ("x-content-type-options", Some("nosniff")),
        ("content-disposition", Some("attachment; filename=\"f.txt\"")),
        ("x-suppressed-status", suppressed.as_deref()),
        ("cache-control", (status >= 400).then_some("no-store")),
        ("content-encoding", None),
    ] {
        assert_eq!(response.header(name), expected, "{of}: {name}");
    }
}

/// Asserts that the response is this one, and that it is not suppressed.
#[track_caller]
fn assert_plain(response: &Received, status: u16, body: &str, of: &str) {
    response.assert_eq(status, body, of);
    assert_eq!(response.header("x-suppressed-status"), None, "{of}");
}

pub fn jsonp_wraps_json_and_empty_bodies<F: Framework>() {
    let app = bodies(POLICY);
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
        let response = app.ask::<F>(format!("{path}?callback=show"));
        assert_script(&response, status, json, path);
        let length = is_short.then(|| response.body.len().to_string());
        assert_eq!(response.header("content-length"), length.as_deref(), "{path}");
    }
}

pub fn jsonp_sends_an_error_for_a_short_body_that_panics_or_fails<F: Framework>() {
    // A script of unknown length is already being sent when its body panics or fails.
    for path in ["/panics", "/fails"].into_iter().filter(|_| F::KNOWN_LENGTHS_CAN_FAIL) {
        let response = bodies(POLICY).ask::<F>(format!("{path}?callback=show"));
        assert_script(&response, 500, &body_of(primaerp::UNHANDLED_ERROR), path);
        assert!(response.header("x-error-id").is_some(), "{path}");
    }
}

pub fn jsonp_sends_the_same_headers_for_a_head_as_for_a_get<F: Framework>() {
    let inner = App::new(POLICY).mount("", bodies(Policy::new(&ayanova::BOOK)));
    // An outer layer cannot always see that a body was empty before an inner layer removed it.
    let unknown = ["/empty", "/empty/201"];
    let both = [(bodies(POLICY), [].as_slice()), (inner, &unknown)];
    for (app, unknown) in both.into_iter().take(if F::LAYERS_NEST { 2 } else { 1 }) {
        for path in HEADS.into_iter().filter(|path| !unknown.contains(path)) {
            for name in ["show", "1"] {
                let target = format!("{path}?callback={name}");
                let (get, head) = (app.ask::<F>(&*target), app.send::<F>("HEAD", &*target));
                head.assert_eq(get.status, "", &target);
                assert_eq!(head.headers_but_length(), get.headers_but_length(), "{target}");
                let length = get.body.len().to_string();
                assert!(head.header("content-length").is_none_or(|stated| stated == length), "{target}: {head:?}");
            }
        }
    }
}

pub fn jsonp_does_not_change_a_response_that_it_cannot_wrap<F: Framework>() {
    let app = bodies(POLICY);
    for (path, status, body, is_json) in [
        ("/text", 200, "text", false),
        ("/csv", 200, "1,2", false),
        ("/206", 206, "[1]", true),
        ("/303", 303, "", false),
        ("/304", 304, "", false),
        ("/gzip", 200, "the bytes", true),
        ("/gzip/own", 409, "the bytes", true),
    ] {
        let plain = app.ask::<F>(path);
        assert_plain(&plain, status, body, path);
        assert_eq!(plain.header("x-content-type-options"), is_json.then_some("nosniff"), "{path}");
        assert_eq!(app.ask::<F>(format!("{path}?callback=show")), plain, "{path}");
    }
}

pub fn jsonp_rejects_a_callback_that_is_not_a_function_name<F: Framework>() {
    let app = bodies(POLICY);
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
        let response = app.ask::<F>(format!("{path}?callback=alert(1)"));
        assert_plain(&response, 400, wrong, path);
        let headers = [("content-type", vec!["application/json"]), ("x-content-type-options", vec!["nosniff"])];
        assert_eq!(response.headers_but_length(), headers.into(), "{path}");
    }
    let long = "f".repeat(65);
    for callback in ["", "=", "=a&callback=b", "=if", "=a.null", "=a[01]", "=a%0Ab", &format!("={long}")] {
        assert_plain(&app.ask::<F>(format!("/json?callback{callback}")), 400, wrong, callback);
    }
}

pub fn a_jsonp_response_always_has_status_200<F: Framework>() {
    let named = POLICY.jsonp("cb");
    for (policy, query) in [
        (POLICY, "callback=show"),
        (POLICY.without_suppression(), "callback=show"),
        (POLICY.suppress_errors_only(), "callback=show"),
        (named, "cb=show"),
        (named, "callback=1&cb=show"),
        (POLICY.jsonp("the.call-back_~"), "the%2Ecall-back_~=%73how"),
    ] {
        for (path, status) in [("/created", 201), ("/own", 409)] {
            assert_script(&bodies(policy).ask::<F>(format!("{path}?{query}")), status, "[1]", query);
        }
    }
    let [wrong, ..] = WRONG;
    for (policy, suppressed) in
        [(POLICY, true), (POLICY.suppress_errors_only(), true), (POLICY.without_suppression(), false)]
    {
        let response = bodies(policy).ask::<F>("/created?callback=1&suppress_response_code=true");
        let expected = if suppressed { (200, Some("400")) } else { (400, None) };
        assert_eq!((response.status, response.header("x-suppressed-status")), expected);
        assert_eq!(response.body, wrong);
    }
    assert_plain(&bodies(named).ask::<F>("/json?callback=1"), 200, "[1]", "callback=1");
    assert_plain(&bodies(named).ask::<F>("/json?cb=1"), 400, &wrong.replace("callback:", "cb:"), "cb=1");
    let post = bodies(POLICY).send::<F>("POST", "/json?callback=1");
    assert_plain(&post, 400, &body_of(primaerp::OPERATION_NOT_ALLOWED), "POST");
    assert_eq!(post.header("x-content-type-options"), Some("nosniff"));
}

pub fn jsonp_does_not_wait_for_the_end_of_a_stream<F: Framework>() {
    let response = bodies(POLICY).ask::<F>("/endless?callback=show");
    assert_eq!((response.status, response.body.as_str(), response.end), (200, "/**/show([\\u003c", End::Open));
}

pub fn a_jsonp_stream_fails_if_its_body_fails<F: Framework>() {
    let response = bodies(POLICY).ask::<F>("/fails/midway?callback=show");
    assert_eq!((response.status, response.body.as_str()), (200, "/**/show([0,"));
    let End::Failed(words) = response.end else { panic!("the script ends as if it were complete") };
    assert!(words.contains("secret"), "{words}");
}
