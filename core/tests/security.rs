//! Attacks by a hostile client, and faults of a careless handler: the tests that `SECURITY.md` names.

#![cfg(all(feature = "extract", feature = "tracing"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "security/growth.rs"]
mod growth;
#[path = "security/log.rs"]
mod log;
#[path = "security/reflection.rs"]
mod reflection;

use errorbook::{Error, ErrorResponse, Status, ayanova, header, primaerp, standard};
use proptest::prelude::*;

/// Texts that end lines or strings, move cursors or turn the direction of text, and one without any meaning.
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

fn has_no_control(response: &ErrorResponse) -> bool {
    response.headers().all(|(_, value)| value.chars().all(|letter| letter == '\t' || !letter.is_control()))
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
fn a_value_from_the_request_cannot_split_a_header() {
    for text in HOSTILE {
        let response = with_headers(text);
        assert!(has_no_control(&response), "{text:?}: {response:?}");
        assert_eq!(response.headers().count(), 5, "{text:?}: {response:?}");
        let location = response.header("location").unwrap();
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
fn every_error_is_in_a_valid_envelope_whatever_it_contains() {
    for text in HOSTILE {
        for code in [primaerp::OBJECT_NOT_FOUND, ayanova::OBJECT_NOT_FOUND, standard::NOT_FOUND] {
            let violation = errorbook::Violation::new(text.to_owned(), errorbook::Constraint::custom(text, None))
                .with_message(text)
                .with_entity_type(text);
            let error = Error::from(code).with_description(text).with_violation(violation);
            let response = error.to_response();
            let json: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
            assert!(json.is_object() && response.body().iter().all(|byte| *byte >= b' '), "{text:?}");
        }
    }
}

#[test]
fn an_infinite_delay_is_sent_as_a_number() {
    let late = Error::from(standard::SERVICE_UNAVAILABLE).with_retry_after(std::time::Duration::from_secs(u64::MAX));
    assert_eq!(late.to_response().header("retry-after"), Some("18446744073709551615"));
    assert_eq!(late.to_response().status(), Status::new(503).unwrap());
}
