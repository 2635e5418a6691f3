//! What a hostile client, a hostile upstream and a careless handler can try: the tests that `SECURITY.md` names.

#![cfg(all(feature = "client", feature = "extract", feature = "pages", feature = "tracing"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "security/growth.rs"]
mod growth;
#[path = "security/log.rs"]
mod log;
#[path = "security/reflection.rs"]
mod reflection;

use errorbook::{Error, ErrorResponse, Status, header, primaerp, standard};
use proptest::prelude::*;

/// What ends lines, moves cursors, turns the direction of text and ends strings, beside what has no meaning at all.
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

fn has_no_control(answer: &ErrorResponse) -> bool {
    answer.headers().all(|(_, value)| value.chars().all(|letter| letter == '\t' || !letter.is_control()))
}

fn with_headers(text: &str) -> ErrorResponse {
    let error = Error::from(primaerp::TENANT_MOVED)
        .with_location(text)
        .with_header(header::WWW_AUTHENTICATE, text.to_owned())
        .with_header("x-cart", text.to_owned())
        .with_description(text.to_owned())
        .with_target(text.to_owned())
        .with_instance(text.to_owned())
        .with_cause(text.to_owned());
    error.to_response()
}

#[test]
fn a_handler_that_passes_anything_on_splits_no_header() {
    for text in HOSTILE {
        let answer = with_headers(text);
        assert!(has_no_control(&answer), "{text:?}: {answer:?}");
        assert_eq!(answer.headers().count(), 5, "{text:?}: {answer:?}");
        let location = answer.header("location").unwrap();
        assert!(location.bytes().all(|byte| byte.is_ascii_graphic()), "{location}");
    }
}

proptest! {
    #[test]
    fn no_text_splits_a_header(text in any::<String>(), controls in "[\0-\x1f\x7f-\u{9f}a:]*") {
        for text in [text, controls] {
            prop_assert!(has_no_control(&with_headers(&text)), "{:?}", text);
        }
    }
}

#[test]
fn every_error_is_in_a_valid_envelope_whatever_it_says() {
    for text in HOSTILE {
        for code in [primaerp::OBJECT_NOT_FOUND, errorbook::ayanova::OBJECT_NOT_FOUND, standard::NOT_FOUND] {
            let violation = errorbook::Violation::new(text.to_owned(), errorbook::Constraint::custom(text, None))
                .with_message(text)
                .with_entity_type(text);
            let error = Error::from(code).with_description(text).with_violation(violation);
            let answer = error.to_response();
            let json: serde_json::Value = serde_json::from_slice(answer.body()).unwrap();
            assert!(json.is_object() && answer.body().iter().all(|byte| *byte >= b' '), "{text:?}");
        }
    }
}

#[test]
fn a_delay_without_end_is_a_number_like_any_other() {
    let late = Error::from(standard::SERVICE_UNAVAILABLE).with_retry_after(std::time::Duration::from_secs(u64::MAX));
    assert_eq!(late.to_response().header("retry-after"), Some("18446744073709551615"));
    assert_eq!(late.to_response().status(), Status::new(503).unwrap());
}

#[test]
fn each_error_of_another_service_is_one_of_ours_or_private() {
    use errorbook::client::{Reader, Translation};

    static NONE: Translation = Translation::new(&[]);
    static CODES: Translation = Translation::new(&[(primaerp::OBJECT_NOT_FOUND, standard::NOT_FOUND)]);
    let body = r#"{"status":404,"code":"PE01-1101","message":"secret","description":"secret","constraintViolations":[{"field":"secret","message":"secret"}]}"#;
    let header = |name: &str| ["retry-after", "location", "x-error-id"].contains(&name).then_some("17");
    let received = Reader::new(&primaerp::BOOK).read(404, header, body).unwrap_err();
    for (table, code) in [(&NONE, standard::INTERNAL_SERVER_ERROR), (&CODES, standard::NOT_FOUND)] {
        let answer = received.clone().translate(table).to_response_in(&standard::BOOK);
        assert_eq!(answer.body(), code.body());
        let headers: Vec<_> = answer.headers().map(|(name, _)| name).collect();
        assert_eq!(headers, ["content-type", "x-error-id"]);
        assert_ne!(answer.header("x-error-id"), Some("17"));
    }
}
