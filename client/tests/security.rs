//! Attacks of a hostile service on its clients. `SECURITY.md` names these tests.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::mpsc;
use std::time::Duration;

use errorbook::{ayanova, primaerp, standard};
use errorbook_client::{Reader, Translation};

/// Texts that end lines, move the cursor, change the direction of text or end strings.
const HOSTILE: [&str; 12] = [
    "a\nb",
    "a\r\nset-cookie: b=1\r\n\r\n<script>",
    "a\tb",
    "a\0b",
    "a\u{1b}[2J\u{1b}]0;b\u{7}",
    "a\u{7f}b",
    "a\u{85}b",
    "a\u{2028}b\u{2029}c",
    "a\u{202e}b\u{2066}c",
    "a\" status=200 cause=\"b",
    "\u{feff}é\u{10ffff}",
    "",
];

#[test]
fn an_error_of_another_service_is_translated_or_private() {
    static NONE: Translation = Translation::new(&[]);
    static CODES: Translation = Translation::new(&[(primaerp::OBJECT_NOT_FOUND, standard::NOT_FOUND)]);
    let body = r#"{"status":404,"code":"PE01-1101","message":"secret","description":"secret","constraintViolations":[{"field":"secret","message":"secret"}]}"#;
    let header = |name: &str| ["retry-after", "location", "x-error-id"].contains(&name).then_some("17");
    let received = Reader::new(&primaerp::BOOK).read(404, header, body).unwrap_err();
    for (table, code) in [(&NONE, standard::INTERNAL_SERVER_ERROR), (&CODES, standard::NOT_FOUND)] {
        let response = received.clone().translate(table).to_response_in(&standard::BOOK);
        assert_eq!(response.body(), code.body());
        let headers: Vec<_> = response.headers().map(|(name, _)| name).collect();
        assert_eq!(headers, ["content-type", "x-error-id"]);
        assert_ne!(response.header("x-error-id"), Some("17"));
    }
}

#[test]
fn another_service_cannot_forge_a_line_of_the_log() {
    let turns = |letter| matches!(letter, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    for text in HOSTILE {
        let body = serde_json::json!({
            "title": text, "status": 400, "detail": text, "code": text,
            "errors": [{ "detail": text, "pointer": text, "code": text }],
        });
        let header = |name: &str| (name == "x-error-id").then_some(text);
        let received = Reader::new(&standard::BOOK).read(400, header, body.to_string()).unwrap_err();
        for line in [received.to_string(), format!("{received:?}")] {
            assert!(!line.chars().any(|letter| letter.is_control() || turns(letter)), "{line:?}");
        }
    }
}

#[test]
fn another_service_cannot_fill_the_log() {
    let long = "x".repeat(100_000);
    let violations: Vec<_> = (0..100_000).map(|_| serde_json::json!({ "detail": "x" })).collect();
    let bodies = [
        serde_json::json!({ "title": long, "status": 400, "detail": long, "code": long }),
        serde_json::json!({ "title": "x", "status": 400, "errors": violations }),
        serde_json::json!({ "title": "x", "status": 400, "errors": [{ "detail": long, "pointer": long, "code": long }] }),
    ];
    for body in bodies {
        let received =
            Reader::new(&standard::BOOK).limit(10_000_000).read(400, |_: &str| None, body.to_string()).unwrap_err();
        assert!(received.is_in_envelope());
        assert!(received.to_string().len() < 4_000, "{received}");
    }
}

/// The length of every body in bytes. The test would time out if the time grew faster than the length.
const LENGTH: usize = 1 << 20;

fn repeat(piece: &str) -> String {
    piece.repeat(LENGTH / piece.len())
}

/// Returns members with different names: `"0":0,"1":0,`.
fn different_members() -> String {
    let members = (0..LENGTH / 40).map(|at| format!("\"{at}\":0,"));
    members.collect()
}

#[test]
fn the_work_on_a_response_grows_no_faster_than_the_response() {
    let problem = |rest: &str| format!(r#"{{"title":"a","status":400,{rest}}}"#);
    let nested =
        |open: &str, inner: &str, close: &str| [open.repeat(120), inner.to_owned(), close.repeat(120)].concat();
    let bodies = [
        repeat("("),
        repeat("a("),
        repeat("["),
        repeat(")]}',\n"),
        format!("a({});", repeat(" ")),
        format!("/**/a({});", repeat("0,")),
        problem(&format!(r#""errors":[{}"a"]"#, repeat("\"a\","))),
        problem(&format!(r#""errors":[{}"a"]"#, repeat(r#"{"pointer":"/a/0"},"#))),
        problem(&format!(r#""errors":[{{"pointer":"{}"}}]"#, repeat("/a"))),
        problem(&format!(r##""errors":[{{"pointer":"#{}"}}]"##, repeat("~1%2e"))),
        problem(&format!(r#""errors":[{{"detail":"{}"}}]"#, repeat("1 "))),
        format!(r#"{{"type":"{}","title":"a","status":400}}"#, repeat("/")),
        problem(&format!(r#"{}"b":0"#, different_members())),
        problem(&format!(r#""b":0.{}"#, repeat("1"))),
        problem(&format!(r#""b":[{}0.1]"#, repeat("31.245270191439438,"))),
        problem(&format!(r#""b":{}"#, nested("[", &format!("{}0.1", repeat("31.245270191439438,")), "]"))),
        problem(&format!(r#""b":{}"#, nested("{\"c\":", "31.245270191439438", &format!("{}}}", " ".repeat(8_000))))),
        problem(&format!(r#""errors":{{"a":[{}"a"]}}"#, repeat("\"a\","))),
        problem(&format!(r#""errors":{{"{}":[{}"a"]}}"#, repeat("a"), repeat("\"a\","))),
        problem(&format!(r#""errors":{{{}"a":["a"]}}"#, different_members())),
        problem(&format!(r#""errors":{}"#, nested(r#"{"a":"#, &format!(r#"[{}"a"]"#, repeat("\"a\",")), "}"))),
        problem(&format!(r#""violations":[{}{{}}]"#, repeat(r#"{"field":"$.a","message":"b"},"#))),
        problem(&format!(r#""detail":[{}{{"loc":[],"msg":"b"}}]"#, repeat(r#"{"loc":["body","a",0],"msg":"b"},"#))),
        problem(&format!(r#""detail":[{{"loc":[{}0],"msg":"b"}}]"#, repeat(r#""a","#))),
        format!(r#"{{"{}":[{}"a"]}}"#, repeat("a"), repeat("\"a\",")),
        format!(r#"{{"error":{{"message":"a","details":[{}{{}}]}}}}"#, repeat(r#"{"fieldViolations":["a"]},"#)),
        format!(r#"{{"error":{{"code":"2200","message":"a","details":[{}{{}}]}}}}"#, repeat(r#"{"target":"a.b[0]"},"#)),
        format!(r#"{{"error":{{"code":"2200","message":"a","details":[{{"target":"{}"}}]}}}}"#, repeat("[0].")),
        format!(
            r#"{{"status":412,"code":"PE01-1104","message":"a","description":null,"constraintViolations":[{}{{}}]}}"#,
            repeat(r#"{"field":"a.b","constraint":"NotNull"},"#)
        ),
    ];
    for body in bodies {
        let (done, is_done) = mpsc::channel();
        let start = body.get(..60).unwrap_or_default().to_owned();
        std::thread::spawn(move || {
            read_and_translate(&body);
            done.send(()).unwrap();
        });
        assert!(is_done.recv_timeout(Duration::from_secs(600)).is_ok(), "the work does not end, or panics: {start}");
    }
}

fn read_and_translate(body: &str) {
    static ALL: Translation = Translation::new(&[
        (primaerp::VALIDATION_ERROR, standard::BAD_REQUEST),
        (ayanova::VALIDATION_ERROR, standard::BAD_REQUEST),
    ]);
    let reader = Reader::new(&primaerp::BOOK).and(&ayanova::BOOK).and(&standard::BOOK).limit(usize::MAX);
    for status in [200, 400] {
        let json = |name: &str| (name == "content-type").then_some("application/json");
        if let Err(error) = reader.read(status, json, body) {
            assert!(error.to_string().len() < 10_000);
            let _ = error.translate(&ALL.with_description().with_violations()).to_response();
        }
    }
}
