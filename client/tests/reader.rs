//! Reads bodies of services, proxies and other servers.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::time::Duration;

use errorbook::{Book, Constraint, Retry, Target, Violation, ayanova, primaerp, standard};
use errorbook_client::{CodeSource, Reader, ReceivedError};
use proptest::prelude::*;

#[path = "reader/bodies.rs"]
mod bodies;
#[path = "reader/lossless.rs"]
mod lossless;
#[path = "reader/translation.rs"]
mod translation;

type Headers = &'static [(&'static str, &'static str)];

const JSON: Headers = &[("content-type", "application/json")];

fn read(reader: Reader, status: u16, headers: Headers, body: impl AsRef<[u8]>) -> Result<Vec<u8>, ReceivedError> {
    let headers: BTreeMap<&str, &str> = headers.iter().copied().collect();
    reader.read(status, |name| headers.get(name).copied(), body.as_ref())
}

#[track_caller]
fn error(book: &'static Book, status: u16, headers: Headers, body: impl AsRef<[u8]>) -> ReceivedError {
    read(Reader::new(book), status, headers, body).unwrap_err()
}

/// The example from the documentation of primaERP.
const PRIMAERP_EXAMPLE: &str = r#"
{
    "status":412,
    "code":"PE01-1104",
    "message":"Validation error",
    "description":"Project.owner - NotNull(may not be null)",
    "constraintViolations":[
        {
            "entityPath":"",
            "entityType":"eu.abra.primaerp.api.beans.time.Project",
            "field":"owner",
            "constraint":"NotNull",
            "message":"may not be null"
        }
    ]
}
"#;

fn not_null() -> Violation {
    Violation::new("owner", Constraint::Required)
        .with_message("may not be null")
        .with_entity_type("eu.abra.primaerp.api.beans.time.Project")
}

#[test]
fn the_example_of_primaerp_is_read_with_an_error_status_and_with_200() {
    for status in [412, 200] {
        let error = error(&primaerp::BOOK, status, JSON, PRIMAERP_EXAMPLE);
        assert!(error.is(primaerp::VALIDATION_ERROR));
        assert_eq!((error.status(), error.original_status().as_u16()), (status, 412));
        assert_eq!((error.code_source(), error.id()), (CodeSource::Stated, Some("PE01-1104")));
        assert_eq!(error.message(), Some("Validation error"));
        assert_eq!(error.description(), Some("Project.owner - NotNull(may not be null)"));
        assert_eq!(error.violations(), [not_null()]);
        assert_eq!(error.retry(), Some(Retry::Never));
        assert_eq!(error.body(), PRIMAERP_EXAMPLE.as_bytes());
    }
}

#[test]
fn every_form_of_primaerp_violations_is_read() {
    const ONE: &str = r#"{"entityPath":"","entityType":"eu.abra.primaerp.api.beans.time.Project","field":"owner","constraint":"NotNull","message":"may not be null"}"#;
    let cases = [
        (format!(r#""constraintViolations":[{ONE}]"#), vec![not_null()]),
        (format!(r#""constraintViolation":[{ONE}]"#), vec![not_null()]),
        (format!(r#""constraintViolations":{ONE}"#), vec![not_null()]),
        (format!(r#""constraintViolations":null,"constraintViolation":{ONE}"#), vec![not_null()]),
        (format!(r#""constraintViolations":[{ONE},null,7,{ONE}],"more":[1]"#), vec![not_null(), not_null()]),
        (r#""constraintViolations":null"#.to_owned(), vec![]),
        (r#""constraintViolations":[]"#.to_owned(), vec![]),
        (r#""constraintViolations":"none""#.to_owned(), vec![Violation::new("", Constraint::Invalid).with_message("none")]),
        (r#""more":{}"#.to_owned(), vec![]),
        (r#""constraintViolations":[{}]"#.to_owned(), vec![Violation::new("", Constraint::Invalid)]),
        (
            r#""constraintViolations":[{"field":"name","constraint":"Size","message":"size must be between 1 and 80"},{"field":null,"constraint":"Size","message":"too long"},{"field":"name","constraint":"Pattern"}]"#.to_owned(),
            vec![
                Violation::new("name", Constraint::MaxLength(80)).with_message("size must be between 1 and 80"),
                Violation::new("", Constraint::custom("Size", None)).with_message("too long"),
                Violation::new("name", Constraint::custom("Pattern", None)),
            ],
        ),
    ];
    for (member, violations) in cases {
        for status in ["412", r#""412""#] {
            let body = format!(
                r#"{{"status":{status},"code":"PE01-1104","message":"Validation error","description":null,{member}}}"#
            );
            for wire in [412, 200] {
                let error = error(&primaerp::BOOK, wire, JSON, &body);
                assert!(error.is(primaerp::VALIDATION_ERROR), "{body}");
                assert_eq!(error.violations(), violations, "{body}");
                assert_eq!(error.description(), None, "{body}");
            }
        }
    }
}

#[test]
fn every_form_of_ayanova_details_is_read() {
    let too_long = Violation::new("name", Constraint::MaxLength(255));
    let units = Constraint::custom("2212", Some(ayanova::MULTIPLE_CONTRACTED_UNITS));
    let cases = [
        (r#"[{"message":"255 max","target":"name","error":"2202"}]"#, vec![too_long.clone()]),
        (r#"[{"message":"255 max","target":"name","error":2202}]"#, vec![too_long.clone()]),
        (r#"[{"message":"255 max","target":"name","code":"2202"}]"#, vec![too_long.clone()]),
        (r#"{"message":"255 max","target":"name","code":2202}"#, vec![too_long]),
        (r#"[{"target":"end","error":"2207"}]"#, vec![Violation::new("end", Constraint::StartBeforeEnd)]),
        (r#"[{"target":"contractedUnits","error":"2212"}]"#, vec![Violation::new("contractedUnits", units)]),
        (r#"[{"target":null,"error":"2999"}]"#, vec![Violation::new("", Constraint::custom("2999", None))]),
        (r#"[{"error":null},[],3]"#, vec![Violation::new("", Constraint::Invalid)]),
        ("null", vec![]),
        ("[]", vec![]),
    ];
    for (details, violations) in cases {
        for code in ["2200", r#""2200""#] {
            let body = format!(r#"{{"error":{{"code":{code},"details":{details},"message":"Validation error"}}}}"#);
            for wire in [400, 200] {
                let error = error(&ayanova::BOOK, wire, JSON, &body);
                assert!(error.is(ayanova::VALIDATION_ERROR), "{body}");
                assert_eq!(error.violations(), violations, "{body}");
                assert_eq!(error.description(), None, "{body}");
                assert_eq!(error.original_status().as_u16(), 400, "{body}");
            }
        }
    }
    let error =
        error(&ayanova::BOOK, 400, JSON, r#"{"error":{"code":"2203","message":"top: no number","target":"top"}}"#);
    assert_eq!((error.target(), error.description()), (Some(&Target::from("top")), Some("top: no number")));
}

#[test]
fn a_problem_is_read_even_if_members_have_the_wrong_type() {
    const PROBLEM: Headers = &[("content-type", "application/problem+json; charset=utf-8")];
    let cases: [(&str, Option<&str>, CodeSource, Option<&str>); 10] = [
        // The first example of RFC 9457, section 3.
        (
            r#"{"type":"https://example.com/probs/out-of-credit","title":"You do not have enough credit.","detail":"Your current balance is 30, but that costs 50.","instance":"/account/12345/msgs/abc","balance":30,"accounts":["/account/12345","/account/67890"]}"#,
            None,
            CodeSource::Stated,
            Some("out-of-credit"),
        ),
        (
            r#"{"type":7,"title":[],"status":"403","detail":{},"code":"forbidden"}"#,
            Some("forbidden"),
            CodeSource::Stated,
            Some("forbidden"),
        ),
        (r#"{"type":"about:blank","title":"Forbidden","status":403}"#, Some("forbidden"), CodeSource::Inferred, None),
        (r#"{"title":"Forbidden"}"#, Some("forbidden"), CodeSource::Inferred, None),
        (r#"{"title":"Forbidden","code":403}"#, Some("forbidden"), CodeSource::Inferred, None),
        (r#"{"type":"/errors/forbidden"}"#, Some("forbidden"), CodeSource::Stated, Some("forbidden")),
        (r#"{"type":"errors#forbidden","status":999}"#, Some("forbidden"), CodeSource::Stated, Some("forbidden")),
        (
            r#"{"type":"https://example.com/forbidden/","code":null}"#,
            Some("forbidden"),
            CodeSource::Stated,
            Some("forbidden"),
        ),
        (r#"{"type":"/errors/forbidden","code":"none_of_ours"}"#, None, CodeSource::Stated, Some("none_of_ours")),
        (r#"{"detail":null}"#, Some("forbidden"), CodeSource::Inferred, None),
    ];
    for (body, code, source, id) in cases {
        let error = error(&standard::BOOK, 403, PROBLEM, body);
        assert_eq!(error.code().map(|code| code.id()), code, "{body}");
        assert_eq!((error.code_source(), error.id()), (source, id), "{body}");
        assert_eq!(error.original_status().as_u16(), 403, "{body}");
    }

    let error = error(&standard::BOOK, 403, PROBLEM, cases[0].0);
    assert_eq!(error.type_uri(), Some("https://example.com/probs/out-of-credit"));
    assert_eq!(error.instance(), Some("/account/12345/msgs/abc"));
    let mut names: Vec<_> = error.extensions().keys().collect();
    names.sort();
    assert_eq!(names, ["accounts", "balance"]);
}

#[test]
fn the_errors_of_a_problem_have_targets() {
    // The second example of RFC 9457, section 3, and other items of such a list.
    let body = r##"{"type":"https://example.net/validation-error","title":"Your request is not valid.","errors":[{"detail":"must be a positive integer","pointer":"#/age"},{"detail":"must be 'green', 'red' or 'blue'","pointer":"#/profile/color","code":"enum"},{"parameter":"top","code":"min"},{"header":"if-match","code":"missing"},{"pointer":7,"detail":[],"code":{}},"odd",5]}"##;
    let violations = [
        Violation::new("age", Constraint::Invalid).with_message("must be a positive integer"),
        Violation::new("profile.color", Constraint::custom("enum", None))
            .with_message("must be 'green', 'red' or 'blue'"),
        Violation::new(Target::Parameter("top".into()), Constraint::Min),
        Violation::new(Target::Header("if-match".into()), Constraint::Missing),
        Violation::new("", Constraint::Invalid),
        Violation::new("", Constraint::Invalid).with_message("odd"),
    ];
    assert_eq!(error(&standard::BOOK, 422, JSON, body).violations(), violations);
}

const PRIMAERP_404: &str =
    r#"{"status":404,"code":"PE01-1101","message":"Object not found","description":null,"constraintViolations":[]}"#;
const AYANOVA_404: &str = r#"{"error":{"code":"2010","message":"Object not found"}}"#;
const PROBLEM_404: &str = r#"{"type":"about:blank","title":"Not Found","status":404,"code":"not_found"}"#;

#[test]
fn a_body_can_be_an_error_with_a_success_status() {
    const BOM: &str = "\u{feff}";
    let books = [(&primaerp::BOOK, PRIMAERP_404), (&ayanova::BOOK, AYANOVA_404), (&standard::BOOK, PROBLEM_404)];
    let headers: [Headers; 6] = [
        &[],
        JSON,
        &[("content-type", "Application/JSON ; charset=\"utf-8\"")],
        &[("content-type", "application/vnd.x+json;charset=iso-8859-1")],
        &[("content-type", "text/json")],
        &[("content-type", "text/javascript; charset=utf-8"), ("x-suppressed-status", "404")],
    ];
    for (book, body) in books {
        let bodies = [
            body.to_owned(),
            format!(" \r\n{body}\n"),
            format!("{BOM}{body}"),
            format!("/**/show({body});"),
            format!("show({body})"),
            format!("{BOM} \n/**/ a.b[0] ( {body} ) ;\n"),
        ];
        for (body, headers) in bodies.iter().flat_map(|body| headers.map(|headers| (body, headers))) {
            for status in [200, 201, 302, 404] {
                let error = error(book, status, headers, body);
                assert_eq!((error.status(), error.original_status().as_u16()), (status, 404), "{body}");
                assert_eq!(error.code().map(|code| code.status().as_u16()), Some(404), "{body}");
                assert_eq!((error.code_source(), error.body()), (CodeSource::Stated, body.as_bytes()));
            }
        }
    }
}

#[test]
fn other_bodies_that_are_errors_on_200() {
    const PROBLEM: Headers = &[("content-type", "application/problem+json")];
    const SUPPRESSED: Headers = &[("x-suppressed-status", "503"), ("content-type", "text/html")];
    type Case = (&'static Book, Headers, &'static str, Option<&'static str>, u16);
    let cases: [Case; 11] = [
        // With a code that the book does not have, and without a code.
        (
            &primaerp::BOOK,
            JSON,
            r#"{"status":418,"code":"PE01-7777","message":"m","description":null,"constraintViolations":[]}"#,
            Some("PE01-7777"),
            418,
        ),
        (
            &primaerp::BOOK,
            JSON,
            r#"{"status":501,"code":null,"message":"m","description":null,"constraintViolation":null}"#,
            None,
            501,
        ),
        (&ayanova::BOOK, JSON, r#"{"error":{"code":2950,"message":"m"},"data":null}"#, Some("2950"), 200),
        (
            &standard::BOOK,
            JSON,
            r#"{"type":"about:blank","title":"T","status":499,"code":"unknown"}"#,
            Some("unknown"),
            499,
        ),
        // With a code and its status, and few other members.
        (
            &primaerp::BOOK,
            JSON,
            r#"{"status":409,"code":"PE01-1107","message":"m","description":"d"}"#,
            Some("PE01-1107"),
            409,
        ),
        (
            &standard::BOOK,
            JSON,
            r#"{"type":"https://x.example/not_found","title":"T","status":404}"#,
            Some("not_found"),
            404,
        ),
        // Recognised by the media type.
        (&standard::BOOK, PROBLEM, r#"{"title":"Gone","status":410}"#, None, 410),
        (&standard::BOOK, PROBLEM, r#"{"title":"Odd"}"#, None, 200),
        // Recognised by the header `x-suppressed-status`.
        (&primaerp::BOOK, SUPPRESSED, "<html>", None, 503),
        (&ayanova::BOOK, SUPPRESSED, AYANOVA_404, Some("2010"), 404),
        (&ayanova::BOOK, SUPPRESSED, r#"{"error":{"code":"2950","message":"m"}}"#, Some("2950"), 503),
    ];
    for (book, headers, body, id, original) in cases {
        let error = error(book, 200, headers, body);
        assert_eq!((error.id(), error.original_status().as_u16()), (id, original), "{body}");
    }
}

#[test]
fn a_problem_with_a_type_about_its_status_has_the_retry_rule_of_the_status() {
    const PROBLEM: Headers = &[("content-type", "application/problem+json")];
    let types = [
        r#""type":"https://tools.ietf.org/html/rfc9110#section-15.6.4","#,
        r#""type":"https://datatracker.ietf.org/doc/html/rfc9110#section-15.6.4","#,
        r#""type":"https://www.rfc-editor.org/rfc/rfc9110#section-15.6.4","#,
        r#""type":"https://tools.ietf.org/html/rfc7231#section-6.6.4","#,
        r#""type":"https://httpstatuses.io/503","#,
        r#""type":"https://httpstatuses.com/503","#,
        r#""type":"https://httpstatus.es/503","#,
        r#""type":"https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/503","#,
        r#""type":"about:blank","#,
        "",
    ];
    for (type_uri, status) in types.into_iter().flat_map(|type_uri| [(type_uri, 503), (type_uri, 200)]) {
        let body = format!(r#"{{{type_uri}"title":"Service Unavailable","status":503}}"#);
        // Without the header, a 200 with this body is a success.
        assert!(read(Reader::new(&standard::BOOK), 200, JSON, &body).is_ok(), "{body}");
        let error = error(&standard::BOOK, status, PROBLEM, &body);
        assert!(error.is(standard::SERVICE_UNAVAILABLE), "{body}");
        assert_eq!((error.code_source(), error.id()), (CodeSource::Inferred, None), "{body}");
        assert_eq!(error.retry(), standard::SERVICE_UNAVAILABLE.retry(), "{body}");
        assert!(error.retry().is_some() && error.extensions().is_empty(), "{body}");
    }
}

#[test]
fn a_success_that_looks_similar_to_an_error_stays_a_success() {
    let bodies = [
        "",
        "{}",
        "[]",
        "null",
        "true",
        r#""error""#,
        r#"{"error":null}"#,
        r#"{"error":false}"#,
        r#"{"error":"none"}"#,
        r#"{"error":{}}"#,
        r#"{"error":{"code":"2010"}}"#,
        r#"{"error":{"code":5,"message":"disk"}}"#,
        r#"{"error":{"code":"20100","message":"m"}}"#,
        r#"{"error":{"code":"2010","message":"m"},"data":{}}"#,
        r#"{"error":{"code":"2010","message":"m"},"data":[]}"#,
        r#"{"data":{"error":{"code":"2010","message":"m"}}}"#,
        r#"{"data":{"id":1,"concurrency":1,"name":"Fuse 10A","serial":"F-10A","quantity":25}}"#,
        r#"{"status":"ok"}"#,
        r#"{"status":404}"#,
        r#"{"status":200,"code":"PE01-1101","message":"m","description":null,"constraintViolations":[]}"#,
        r#"{"status":409,"code":"PE01-1101","message":"m","description":null,"constraintViolations":[]}"#,
        r#"{"status":404,"code":"A1","message":"m","description":null}"#,
        r#"{"status":404,"code":"A1","message":null,"description":null,"constraintViolations":[]}"#,
        r#"{"status":404,"message":"m","description":null,"constraintViolations":[]}"#,
        r#"{"status":301,"code":null,"message":"m","description":null,"constraintViolations":[]}"#,
        r#"{"status":409,"code":"PE01-1101","message":"m","description":null}"#,
        r#"{"code":"PE01-1101"}"#,
        r#"{"code":"PE01-1101","status":404}"#,
        r#"{"book":"primaerp","code":"PE01-1101","status":404,"message":"Object not found","meaning":"The page of a code."}"#,
        r#"{"book":"http","code":"not_found","status":404,"message":"Not Found","meaning":"The page of a code."}"#,
        r#"{"code":"not_found","name":"a user's own"}"#,
        r#"{"code":"CZ","title":"Czechia","status":"member"}"#,
        r#"{"type":"ticket","title":"The door is stuck","status":404}"#,
        r#"{"type":"ticket","title":"The door is stuck","status":403,"code":"not_found"}"#,
        r#"{"type":"about:blank","title":"Not Found","status":200,"code":"not_found"}"#,
        r#"{"type":"about:blank","title":"Fine","status":200,"code":"fine"}"#,
        r#"{"title":"Mr","detail":"of a person"}"#,
        r#"[{"error":{"code":"2010","message":"m"}}]"#,
        r#"{"error":{"code":"2010","message":"m"}"#,
        r#"{"status":404,"code":"PE01-1101","message":"#,
        "plain text",
        "<html>not found</html>",
    ];
    for (book, body) in
        [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK].into_iter().flat_map(|book| bodies.map(|body| (book, body)))
    {
        for status in [100, 200, 201, 204, 206, 301, 304, 399] {
            assert_eq!(read(Reader::new(book), status, JSON, body).unwrap(), body.as_bytes(), "{body}");
        }
    }
    // With the first three headers the body is not JSON. With the last headers, `x-suppressed-status` marks a success.
    let headers: [Headers; 4] = [
        &[("content-type", "text/plain")],
        &[("content-type", "text/html; charset=utf-8")],
        &[("content-type", "application/octet-stream")],
        &[("content-type", "application/json"), ("x-suppressed-status", "201")],
    ];
    for headers in headers {
        assert_eq!(read(Reader::new(&primaerp::BOOK), 200, headers, PRIMAERP_404).unwrap(), PRIMAERP_404.as_bytes());
    }
}

#[test]
fn a_success_is_returned_without_its_jsonp_call() {
    const SCRIPT: Headers = &[("content-type", "text/javascript; charset=utf-8"), ("x-suppressed-status", "201")];
    let cases: [(Headers, &str, &str); 10] = [
        (JSON, "\u{feff}{\"a\":1}", "{\"a\":1}"),
        (SCRIPT, "/**/show({\"a\":1});", "{\"a\":1}"),
        (&[], "show([1])", "[1]"),
        (SCRIPT, "/**/show(null);", "null"),
        // Scripts that are not calls with JSON, and bodies that are neither JSON nor a script.
        (SCRIPT, "show(a)", "show(a)"),
        (SCRIPT, "show()", "show()"),
        (SCRIPT, "show(1);show(2);", "show(1);show(2);"),
        (SCRIPT, "var a = 1;", "var a = 1;"),
        (&[("content-type", "text/plain")], "show(1)", "show(1)"),
        (&[("content-type", "text/csv")], "\u{feff}a;b", "\u{feff}a;b"),
    ];
    for (headers, body, expected) in cases {
        let read = read(Reader::new(&primaerp::BOOK), 200, headers, body).unwrap();
        assert_eq!(std::str::from_utf8(&read), Ok(expected), "{body}");
    }
    const NO_UTF_8: &[u8] = b"/**/show(\"\xff\");";
    assert_eq!(read(Reader::new(&primaerp::BOOK), 200, SCRIPT, NO_UTF_8).unwrap(), NO_UTF_8);
}

#[test]
fn an_error_status_makes_any_body_an_error() {
    type Case = (&'static Book, u16, &'static [u8], Option<&'static str>, &'static str);
    const HTML: &[u8] = b"<html>\n<head><title>502 Bad Gateway</title></head>\n</html>";
    let cases: [Case; 12] = [
        (&primaerp::BOOK, 404, HTML, Some("PE01-9003"), "Resource not found"),
        (
            &primaerp::BOOK,
            503,
            b"",
            None,
            "Service unavailable. Unavailable service because the rate limit was exceeded.",
        ),
        (&primaerp::BOOK, 418, b"short and stout", None, "Unknown"),
        (&ayanova::BOOK, 502, HTML, Some("2002"), ayanova::INTERNAL_ERROR.message()),
        (&ayanova::BOOK, 404, br#"{"error":{"code":"2010","mess"#, Some("2010"), "Object not found"),
        (&ayanova::BOOK, 401, br#"{"error":"bad login"}"#, Some("2003"), ayanova::AUTHENTICATION_FAILED.message()),
        (&standard::BOOK, 502, HTML, Some("bad_gateway"), "Bad Gateway"),
        (&standard::BOOK, 499, b"\xff\xfe\0", None, "Unknown"),
        (&standard::BOOK, 400, br#"["not","an","object"]"#, Some("bad_request"), "Bad Request"),
        (&standard::BOOK, 400, b"show({);", Some("bad_request"), "Bad Request"),
        (&standard::BOOK, 999, b"", Some("internal_server_error"), "Internal Server Error"),
        (&standard::BOOK, 0, b"", Some("internal_server_error"), "Internal Server Error"),
    ];
    for (book, status, body, code, message) in cases {
        let error = error(book, status, &[("content-type", "text/html")], body);
        let text = String::from_utf8_lossy(body);
        assert_eq!(error.code().map(|code| code.id()), code, "{status} {text}");
        assert_eq!((error.message(), error.id()), (Some(message), None), "{status} {text}");
        assert_eq!((error.code_source(), error.is_in_envelope()), (CodeSource::Inferred, false), "{status} {text}");
        assert_eq!((error.status(), error.body()), (status, body), "{status} {text}");
    }
}

#[test]
fn the_envelope_of_an_error_is_read_with_any_content_type_and_charset() {
    for content_type in ["text/html", "text/plain; charset=iso-8859-1", "application/xml", "", "\u{feff}"] {
        let headers = [("content-type", content_type)];
        let body = b"{\"error\":{\"code\":\"2010\",\"message\":\"no caf\xe9\"}}";
        let error = Reader::new(&ayanova::BOOK)
            .read(404, |name| headers.iter().find_map(|(given, value)| (*given == name).then_some(*value)), body)
            .unwrap_err();
        assert!(error.is(ayanova::OBJECT_NOT_FOUND));
        assert_eq!(error.description(), Some("no caf\u{fffd}"));
    }
}

#[test]
fn a_redirect_with_a_code_is_an_error_with_a_location() {
    const MOVED: Headers = &[("location", "https://eu.example/")];
    let body = primaerp::TENANT_MOVED.body();
    for status in [301, 200] {
        let error = error(&primaerp::BOOK, status, MOVED, body);
        assert!(error.is(primaerp::TENANT_MOVED));
        assert_eq!((error.original_status().as_u16(), error.location()), (301, Some("https://eu.example/")));
    }
    let moved = "<html>moved</html>";
    assert_eq!(read(Reader::new(&primaerp::BOOK), 301, MOVED, moved).unwrap(), moved.as_bytes());
}

#[test]
fn the_headers_contain_the_delay_the_location_and_the_error_id() {
    const LATE: Headers = &[("retry-after", "7"), ("x-error-id", "00c0ffee00c0ffee")];
    const DATE: Headers =
        &[("retry-after", "Sun, 06 Nov 1994 08:49:47 GMT"), ("date", "Sun, 06 Nov 1994 08:49:37 GMT")];
    let after = |seconds| Some(Retry::After(Duration::from_secs(seconds)));
    let retry_of = |code: errorbook::Code| code.retry();
    type Case = (&'static Book, u16, Headers, &'static str, Option<u64>, Option<Retry>);
    let cases: [Case; 8] = [
        (&standard::BOOK, 503, LATE, "", Some(7), after(7)),
        (&standard::BOOK, 503, DATE, "", Some(10), after(10)),
        (&standard::BOOK, 503, LATE, r#"{"code":"service_unavailable","retry_after":1}"#, Some(7), after(7)),
        (&standard::BOOK, 503, &[], r#"{"code":"service_unavailable","retry_after":1}"#, Some(1), after(1)),
        (&ayanova::BOOK, 503, &[], r#"{"error":{"code":2000,"message":"closed","retryAfter":"9"}}"#, Some(9), after(9)),
        (&standard::BOOK, 503, &[("retry-after", "soon")], "", None, retry_of(standard::SERVICE_UNAVAILABLE)),
        (&standard::BOOK, 501, LATE, "", Some(7), Some(Retry::Never)),
        (&standard::BOOK, 500, &[], "", None, None),
    ];
    for (book, status, headers, body, delay, retry) in cases {
        let error = error(book, status, headers, body);
        assert_eq!(error.retry_after(), delay.map(Duration::from_secs), "{status} {body}");
        assert_eq!(error.retry(), retry, "{status} {body}");
        assert_eq!(error.error_id().is_some(), headers == LATE, "{status} {body}");
    }
}

#[test]
fn the_best_book_reads_a_body_and_the_first_book_maps_a_status() {
    const ALL: Reader = Reader::new(&primaerp::BOOK).and(&ayanova::BOOK).and(&standard::BOOK);
    let cases = [
        (404, PRIMAERP_404, "primaerp", Some("PE01-1101")),
        (200, AYANOVA_404, "ayanova", Some("2010")),
        (200, PROBLEM_404, "http", Some("not_found")),
        (404, r#"{"code":"not_found","message":"m"}"#, "http", Some("not_found")),
        (404, r#"{"title":"m"}"#, "http", Some("not_found")),
        (404, r#"{"code":"of nobody","message":"m"}"#, "primaerp", None),
        // The shape makes it an error of the first book. The second book has the code, but the body is not an error for it.
        (
            200,
            r#"{"status":404,"code":"not_found","message":"m","description":null,"constraintViolations":[]}"#,
            "primaerp",
            None,
        ),
        (404, "", "primaerp", Some("PE01-9003")),
    ];
    for (status, body, book, code) in cases {
        let error = read(ALL, status, JSON, body).unwrap_err();
        assert_eq!((error.book().name(), error.code().map(|code| code.id())), (book, code), "{body}");
    }
}

#[test]
fn an_error_is_displayed_as_one_short_line() {
    let seed = error(&primaerp::BOOK, 200, &[("x-error-id", "0a")], PRIMAERP_EXAMPLE);
    let long = error(&standard::BOOK, 502, &[], "<p>\n".repeat(10_000));
    let unknown = error(
        &ayanova::BOOK,
        400,
        JSON,
        r#"{"error":{"code":2950,"message":"a\r\nforged line","details":[{"target":"","error":"2205"}]}}"#,
    );
    let cases = [
        (
            seed,
            "primaerp PE01-1104 Validation error: Project.owner - NotNull(may not be null) [owner: may not be null] (status 200 for 412, error id 0a)",
        ),
        (unknown, "ayanova 2950: a  forged line [is missing] (status 400)"),
        (error(&primaerp::BOOK, 410, &[], ""), "primaerp without a code: Gone (status 410)"),
        (error(&standard::BOOK, 404, &[], "no"), "http not_found (from the status): Not Found: no (status 404)"),
    ];
    for (error, expected) in cases {
        assert_eq!(error.to_string(), expected);
        assert_eq!(format!("{error:?}"), format!("ReceivedError({expected})"));
    }
    assert!(long.to_string().len() < 1_000 && !long.to_string().contains('\n'));
}

#[test]
fn a_body_over_the_limit_is_not_parsed() {
    let reader = Reader::new(&primaerp::BOOK);
    let mut huge = PRIMAERP_404.as_bytes().to_vec();
    huge.resize(100_000_000, b' ');
    let error = reader.read(500, |_: &str| None, huge.clone()).unwrap_err();
    assert_eq!((error.code_source(), error.body().len()), (CodeSource::Inferred, Reader::LIMIT));
    assert!(error.is(primaerp::UNHANDLED_ERROR));
    let place = huge.as_ptr();
    let body = reader.read(200, |_: &str| None, huge).unwrap();
    assert_eq!((body.len(), body.as_ptr()), (100_000_000, place), "a success is not copied");

    let limit = PRIMAERP_404.len();
    for (limit, is_read) in [(limit, true), (limit - 1, false), (0, false)] {
        let reader = Reader::new(&primaerp::BOOK).limit(limit);
        assert_eq!(read(reader, 200, JSON, PRIMAERP_404).is_err(), is_read, "{limit}");
        let error = read(reader, 404, JSON, PRIMAERP_404).unwrap_err();
        assert_eq!((error.is_in_envelope(), error.body().len()), (is_read, limit), "{limit}");
    }
}

#[test]
fn a_body_with_a_hundred_thousand_levels_is_not_parsed() {
    for (open, close) in [("[", "]"), ("{\"error\":", "}"), ("{\"constraintViolations\":[", "]}")] {
        let depth = 100_000 / open.len();
        let deep = format!("{}1{}", open.repeat(depth), close.repeat(depth));
        for body in [deep.clone(), format!("show({deep});"), open.repeat(depth)] {
            for book in [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK] {
                assert!(!error(book, 500, JSON, &body).is_in_envelope());
                assert!(read(Reader::new(book), 200, JSON, &body).is_ok());
            }
        }
    }
}

#[test]
fn an_error_is_one_pointer_and_can_be_sent_between_threads() {
    fn crosses_threads<T: std::error::Error + Send + Sync + 'static>() {}
    crosses_threads::<ReceivedError>();
    assert_eq!(size_of::<ReceivedError>(), size_of::<usize>());
}

/// Generates bodies from pieces of real bodies, so that some are in an envelope.
fn body() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "null",
        "0",
        "404",
        "2200",
        "-1",
        "1e999",
        "\"PE01-1104\"",
        "\"not_found\"",
        "\"status\":404,",
        "\"code\":",
        "\"message\":\"m\",",
        "\"description\":null,",
        "\"constraintViolations\":[",
        "\"error\":{",
        "\"details\":[",
        "\"target\":",
        "\"errors\":[",
        "\"pointer\":\"#/a~1/0\"",
        "\"type\":\"a/b\",",
        "\"title\":\"t\",",
        "\"retry_after\":",
        "/**/",
        "show(",
        ");",
        "\u{feff}",
        "\u{2028}",
        "\\u0000",
        "\\ud800",
        " ",
    ]);
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        prop::collection::vec(pieces, 0..30).prop_map(|pieces| pieces.concat().into_bytes()),
        json().prop_map(|json| json.to_string().into_bytes()),
    ]
}

/// Generates JSON with the member names of envelopes.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let names = prop::sample::select(vec![
        "status",
        "code",
        "message",
        "description",
        "constraintViolations",
        "constraintViolation",
        "error",
        "details",
        "target",
        "field",
        "constraint",
        "type",
        "title",
        "detail",
        "instance",
        "errors",
        "pointer",
        "parameter",
        "retry_after",
        "data",
        "other",
    ]);
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        (0..3_000_u64).prop_map(Into::into),
        prop::sample::select(vec!["PE01-1104", "2200", "not_found", "404", "NotNull", "255 max", "#/a/0", ""])
            .prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 40, 8, move |inner| {
        let object = prop::collection::btree_map(names.clone().prop_map(str::to_owned), inner.clone(), 0..8);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(serde_json::Value::from),
            object.prop_map(|members| members.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn the_reader_never_panics(
        status in any::<u16>(),
        usual in prop::sample::select(vec![200_u16, 301, 400, 404, 500]),
        unusual in any::<bool>(),
        headers in prop::collection::vec(any::<String>(), 6),
        json in any::<bool>(),
        limit in prop_oneof![Just(Reader::LIMIT), 0..100_usize],
        body in body(),
    ) {
        let status = if unusual { status } else { usual };
        let names = ["content-type", "x-suppressed-status", "retry-after", "date", "location", "x-error-id"];
        let header = |name: &str| match name {
            "content-type" if json => Some("application/json"),
            _ => names.iter().position(|given| *given == name).map(|at| headers[at].as_str()),
        };
        let one = Reader::new(&primaerp::BOOK).limit(limit);
        for reader in [one, Reader::new(&ayanova::BOOK), Reader::new(&standard::BOOK), one.and(&standard::BOOK).and(&ayanova::BOOK)] {
            match reader.read(status, header, body.clone()) {
                Ok(read) => {
                    prop_assert!((100..400).contains(&status));
                    prop_assert!(read.len() <= body.len());
                }
                Err(error) => {
                    prop_assert_eq!(error.status(), status);
                    prop_assert_eq!(error.is_in_envelope() || error.code_source() == CodeSource::Inferred, true);
                    prop_assert!(body.starts_with(error.body()));
                    prop_assert!(!error.to_string().chars().any(char::is_control));
                    prop_assert_eq!(error.code().is_some_and(|code| error.is(code)), error.code().is_some());
                    let _ = (error.retry(), error.target(), error.parameters(), error.extensions().len());
                }
            }
        }
    }
}
