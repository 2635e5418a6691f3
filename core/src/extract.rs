//! Reads the parts of a request and names their faults: the part of an extractor that is the same on every framework.
//!
//! The framework reads first. Only if its own extractor refuses, the adapter calls `query_error`, `form_error` or `path_error`,
//! which read a second time. If the second reading finds no fault, the error names no field.
//!
//! An error says what was expected and never repeats a value of the request. It does repeat the names of members and parameters,
//! so that the client knows where to look.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::io;

use crate::media_type;
use crate::{Constraint, Error, ErrorKind, FieldPath, Violation};

mod attempt;
mod expectation;
mod failure;
mod faults;
mod json;
mod mends;
mod object;
mod parameters;
mod reader;
mod seed;
mod substitute;
mod text;
mod untyped;

use faults::Found;

pub use json::{json, json_error};
pub use parameters::{form, form_error, path, path_error, query, query_error};

/// Refuses a body whose content type is missing or not JSON.
///
/// ```
/// use errorbook::{extract, primaerp};
///
/// assert!(extract::check_content_type(Some(b"application/json; charset=utf-8")).is_ok());
/// let error = extract::check_content_type(None).unwrap_err();
/// assert_eq!(
///     error.to_response_in(&primaerp::BOOK).body(),
///     br#"{"status":400,"code":"PE01-9004","message":"Unrecognized request","description":"the content type of the body must be application/json","constraintViolations":[]}"#,
/// );
/// ```
///
/// # Errors
/// [`ErrorKind::UnsupportedMediaType`].
pub fn check_content_type(content_type: Option<&[u8]>) -> Result<(), Error> {
    if content_type.is_some_and(media_type::is_json) { Ok(()) } else { Err(unsupported_media_type(media_type::JSON)) }
}

/// Refuses a body whose content type is missing or not that of a form.
///
/// ```
/// use errorbook::{ayanova, extract};
///
/// assert!(extract::check_form_content_type(Some(b"application/x-www-form-urlencoded; charset=utf-8")).is_ok());
/// let error = extract::check_form_content_type(Some(b"application/json")).unwrap_err();
/// assert_eq!(
///     error.to_response_in(&ayanova::BOOK).body(),
///     br#"{"error":{"code":"2030","message":"the content type of the body must be application/x-www-form-urlencoded"}}"#,
/// );
/// ```
///
/// # Errors
/// [`ErrorKind::UnsupportedMediaType`].
pub fn check_form_content_type(content_type: Option<&[u8]>) -> Result<(), Error> {
    if content_type.is_some_and(media_type::is_form) { Ok(()) } else { Err(unsupported_media_type(media_type::FORM)) }
}

/// Returns the error of a body whose content type is not the expected one.
pub fn unsupported_media_type(expected: &str) -> Error {
    Error::from(ErrorKind::UnsupportedMediaType)
        .with_description(format!("the content type of the body must be {expected}"))
}

/// Returns the error of a body over the limit.
pub fn body_too_large() -> Error {
    Error::from(ErrorKind::BodyTooLarge).with_description("the body is too large")
}

/// Returns the error of a body that ended too early.
pub fn body_cut_short() -> Error {
    Error::from(ErrorKind::UnreadableBody).with_description("the body is cut short")
}

/// Returns the error of a body that could not be read to its end. The failure goes to the log.
///
/// The description says that the body is cut short if the failure has an [`io::Error`] of the kind
/// [`UnexpectedEof`](io::ErrorKind::UnexpectedEof) among its sources.
///
/// ```
/// use std::io;
///
/// use errorbook::extract::unreadable_body;
///
/// let cut = io::Error::from(io::ErrorKind::UnexpectedEof);
/// assert_eq!(unreadable_body(cut).description(), Some("the body is cut short"));
/// let late = io::Error::from(io::ErrorKind::TimedOut);
/// assert_eq!(unreadable_body(late).description(), Some("the body cannot be read"));
/// ```
pub fn unreadable_body(failure: impl Into<Box<dyn StdError + Send + Sync>>) -> Error {
    let failure = failure.into();
    let first: &(dyn StdError + 'static) = &*failure;
    let is_end = |error: &(dyn StdError + 'static)| {
        error.downcast_ref().is_some_and(|error: &io::Error| error.kind() == io::ErrorKind::UnexpectedEof)
    };
    if std::iter::successors(Some(first), |error: &&(dyn StdError + 'static)| (*error).source()).take(100).any(is_end) {
        return body_cut_short();
    }
    Error::from(ErrorKind::UnreadableBody).with_description("the body cannot be read").with_cause(failure)
}

/// Returns the error of a path parameter that is not UTF-8, for a framework that cannot pass on its value.
///
/// ```
/// assert_eq!(errorbook::extract::not_utf8("id").description(), Some("id: expected UTF-8"));
/// ```
pub fn not_utf8(name: impl Into<Cow<'static, str>>) -> Error {
    Error::invalid_parameter(name, "expected UTF-8")
}

/// Returns the error of a body that is readable but does not fit. Without a known fault, the body as a whole is not valid.
fn does_not_fit(found: Vec<Found>) -> Error {
    let whole = || Violation::new(FieldPath::from_iter([]), Constraint::Invalid).with_message("is not valid");
    let mut violations: Vec<Violation> = found.into_iter().map(Found::into_violation).collect();
    if violations.is_empty() {
        violations.push(whole());
    }
    Error::from(ErrorKind::InvalidBody).with_violations(violations)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde::Deserialize;

    use super::*;
    use crate::{Target, primaerp};

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Order {
        id: i64,
        #[serde(default)]
        parts: Vec<Part>,
        #[serde(default)]
        state: Option<State>,
        #[serde(default)]
        by_number: HashMap<u8, bool>,
        #[serde(default)]
        pair: Option<(u8, u8)>,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read")]
    struct Part {
        name: String,
        quantity: u8,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    #[expect(dead_code, reason = "only read")]
    enum State {
        Open,
        Moved { to: u8 },
    }

    #[test]
    fn a_body_that_fits_is_read() {
        let body = r#"{"id":1,"parts":[{"name":"a","quantity":2,"more":[1]}],"state":{"moved":{"to":1}},"by_number":{"1":true}}"#;
        assert!(json::<Order>(body.as_bytes()).is_ok());
        assert!(json::<Order>(br#"{"id":1,"state":"open","pair":[1,2]}"#).is_ok());
    }

    #[test]
    fn a_body_that_does_not_fit_names_every_field_and_what_was_expected() {
        const I64: &str = "expected a whole number from -9223372036854775808 to 9223372036854775807";
        const U8: &str = "expected a whole number from 0 to 255";
        type Faults = [(&'static str, &'static str, &'static str)];
        let cases: [(&str, &Faults); 26] = [
            (r"{}", &[("id", "NotNull", "is missing")]),
            (r#"{"id":"secret"}"#, &[("id", "Valid", I64)]),
            (r#"{"id":null}"#, &[("id", "Valid", I64)]),
            (r#"{"id":1.0}"#, &[("id", "Valid", I64)]),
            (r#"{"id":9223372036854775808}"#, &[("id", "Valid", I64)]),
            (r#"{"id":123456789012345678901234567890}"#, &[("id", "Valid", I64)]),
            (r#"{"id":1,"id":2,"id":3}"#, &[("id", "Valid", "occurs twice")]),
            (r#"{"id":1,"secret.`, expected":2}"#, &[("secret.`, expected", "Valid", "is unknown")]),
            (
                r#"{"id":1,"parts":[{"name":"a","quantity":1},{"name":"a"},{},7]}"#,
                &[
                    ("parts[1].quantity", "NotNull", "is missing"),
                    ("parts[2].name", "NotNull", "is missing"),
                    ("parts[2].quantity", "NotNull", "is missing"),
                    ("parts[3]", "Valid", "expected an object"),
                ],
            ),
            (r#"{"id":1,"parts":[{"name":"a","quantity":256}]}"#, &[("parts[0].quantity", "Valid", U8)]),
            (
                r#"{"x":{"y":1},"parts":[{"name":1,"quantity":"x"}],"id":null,"state":5}"#,
                &[
                    ("x", "Valid", "is unknown"),
                    ("parts[0].name", "Valid", "expected a string"),
                    ("parts[0].quantity", "Valid", U8),
                    ("id", "Valid", I64),
                    ("state", "Valid", "expected one of: open, moved"),
                ],
            ),
            (
                r#"{"parts":[{"name":"a","quantity":1,"quantity":1}]}"#,
                &[("parts[0].quantity", "Valid", "occurs twice"), ("id", "NotNull", "is missing")],
            ),
            (r#"{"id":1,"parts":{}}"#, &[("parts", "Valid", "expected an array")]),
            (r#"{"id":1,"state":"secret"}"#, &[("state", "Valid", "expected one of: open, moved")]),
            (r#"{"id":1,"state":{"secret":1}}"#, &[("state", "Valid", "expected one of: open, moved")]),
            (
                r#"{"id":1,"state":{"moved":{"to":1},"open":null}}"#,
                &[("state", "Valid", "expected one of: open, moved")],
            ),
            (r#"{"id":1,"state":{"moved":{"to":-1}}}"#, &[("state.moved.to", "Valid", U8)]),
            (r#"{"id":1,"state":{"moved":{}}}"#, &[("state.moved.to", "NotNull", "is missing")]),
            (r#"{"id":1,"state":{"moved":5}}"#, &[("state.moved", "Valid", "expected an object")]),
            (r#"{"id":1,"state":{"open":5}}"#, &[("state.open", "Valid", "expected null")]),
            (
                r#"{"id":1,"by_number":{"1":true,"x":true,"y":1,"2":3}}"#,
                &[
                    ("by_number", "Valid", "the name of a member is not valid: expected a whole number from 0 to 255"),
                    ("by_number.2", "Valid", "expected true or false"),
                ],
            ),
            (r#"{"id":1,"pair":[1,2,3]}"#, &[("pair", "Valid", "expected an array of 2 values")]),
            (
                r#"{"id":1,"pair":["x"]}"#,
                &[("pair[0]", "Valid", U8), ("pair", "Valid", "expected an array of 2 values")],
            ),
            (r#""secret""#, &[("", "Valid", "expected an object")]),
            (r"[]", &[("", "Valid", "expected an object")]),
            (r#"["x"]"#, &[("[0]", "Valid", I64)]),
        ];
        for (body, expected) in cases {
            let error = json::<Order>(body.as_bytes()).unwrap_err();
            let response = error.to_response_in(&primaerp::BOOK);
            let response: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
            let violation = |(field, constraint, message): &(&str, &str, &str)| {
                serde_json::json!({
                    "entityPath": "", "entityType": "", "field": field, "constraint": constraint, "message": message,
                })
            };
            let expected: serde_json::Value = expected.iter().map(violation).collect();
            assert_eq!(response["constraintViolations"], expected, "{body}");
            assert_eq!(response["code"], "PE01-1104", "{body}");
        }
    }

    #[test]
    fn no_innocent_field_is_accused() {
        #[derive(Debug, Deserialize)]
        #[expect(dead_code, reason = "only read")]
        struct Wide {
            price: Option<u128>,
            quantity: u8,
        }
        #[derive(Debug, Deserialize)]
        #[expect(dead_code, reason = "only read")]
        struct Flat {
            name: String,
            #[serde(flatten)]
            rest: Rest,
        }
        #[derive(Debug, Deserialize)]
        #[expect(dead_code, reason = "only read")]
        struct Rest {
            holder: Holder,
        }
        #[derive(Debug, Deserialize)]
        #[expect(dead_code, reason = "only read")]
        struct Holder {
            name: String,
        }
        #[derive(Debug, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[expect(dead_code, reason = "only read")]
        enum Moved {
            Moved(Option<u8>),
        }
        #[derive(Debug, Deserialize)]
        #[expect(dead_code, reason = "only read")]
        struct Place {
            state: Moved,
        }
        let first = |error: Error| {
            let violation = error.violations().first().unwrap().clone();
            (violation.target().to_string(), violation.message().unwrap().to_owned())
        };
        let owned = |field: &str, message: &str| (field.to_owned(), message.to_owned());
        let wide = br#"{"price":340282366920938463463374607431768211455,"quantity":"two"}"#;
        assert_eq!(first(json::<Wide>(wide).unwrap_err()), owned("quantity", "expected a whole number from 0 to 255"));
        // The object on the wire is complete. The missing member is in an object that serde has buffered.
        assert_eq!(first(json::<Flat>(br#"{"name":"x","holder":{}}"#).unwrap_err()), owned("", "is not valid"));
        assert_eq!(first(json::<Place>(br#"{"state":"moved"}"#).unwrap_err()), owned("state", "expected an object"));
    }

    #[test]
    fn a_syntax_error_anywhere_takes_precedence_over_a_wrong_shape() {
        let deep = format!("{{\"id\":{}", "[".repeat(200));
        let bodies: [&[u8]; 11] = [
            b"",
            b" ",
            b"{",
            b"{\"id\":\"x\",",
            b"{\"id\":\"x\"} x",
            b"{\"id\":1}{}",
            b"\xef\xbb\xbf{\"id\":1}",
            b"{\"id\":\"\xff\"}",
            b"{\"id\":\"x\",\"x\":\"\\ud800\"}",
            b"{\"id\":1e999}",
            deep.as_bytes(),
        ];
        for body in bodies {
            let error = json::<Order>(body).unwrap_err();
            assert!(error.to_string().starts_with("UnreadableBody: "), "{error}: {}", String::from_utf8_lossy(body));
        }
    }

    #[test]
    fn a_wrong_parameter_is_named_and_its_value_is_not_repeated() {
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        #[expect(dead_code, reason = "only read")]
        struct Search {
            text: String,
            top: Option<u8>,
            state: Option<State>,
        }
        let cases = [
            (None, "text: is missing"),
            (Some("top=1"), "text: is missing"),
            (Some("text=a&top="), "top: expected a whole number from 0 to 255"),
            (Some("text=a&top"), "top: expected a whole number from 0 to 255"),
            (Some("text=a&top=+1"), "top: expected a whole number from 0 to 255"),
            (Some("text=a&top=256"), "top: expected a whole number from 0 to 255"),
            (Some("text=a&t%6Fp=1&top=secret"), "top: occurs twice"),
            (Some("text=a&top=%FF"), "top: expected UTF-8"),
            (Some("text=a&state=secret"), "state: expected one of: open, moved"),
            (Some("text=a&other=secret"), "other: is unknown"),
            (Some("text=a&%FF=secret"), "\u{fffd}: is unknown"),
        ];
        for (given, expected) in cases {
            let error = query::<Search>(given).unwrap_err();
            assert_eq!(error.description(), Some(expected), "{given:?}");
            let name = expected.split_once(':').map(|(name, _)| name.to_owned().into());
            assert_eq!(error.target(), name.map(Target::Parameter).as_ref());
        }
        assert_eq!(
            query::<Search>(Some("&text=a+b%2B&&state=open")).map(|search| search.text).ok().as_deref(),
            Some("a b+")
        );
    }

    #[test]
    fn a_form_that_does_not_fit_names_the_field_and_what_was_expected() {
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        #[expect(dead_code, reason = "only read")]
        struct Part {
            name: String,
            #[serde(rename = "stock.quantity")]
            quantity: Option<u8>,
            state: Option<State>,
        }
        let cases: [(&[u8], &str, &str, &str); 11] = [
            (b"", "name", "missing", "is missing"),
            (b"&&", "name", "missing", "is missing"),
            (b"stock.quantity=1", "name", "missing", "is missing"),
            (b"name=a&stock.quantity=", "stock.quantity", "invalid", "expected a whole number from 0 to 255"),
            (b"name=a&stock.quantity", "stock.quantity", "invalid", "expected a whole number from 0 to 255"),
            (b"name=a&stock.quantity=+1", "stock.quantity", "invalid", "expected a whole number from 0 to 255"),
            (b"name=a&stock%2Equantity=secret", "stock.quantity", "invalid", "expected a whole number from 0 to 255"),
            (b"name=a&n%61me=secret", "name", "invalid", "occurs twice"),
            (b"name=a&state=secret", "state", "invalid", "expected one of: open, moved"),
            (b"name=a&a~/b=secret", "a~0~1b", "invalid", "is unknown"),
            (b"name=a&%ff=secret", "%EF%BF%BD", "invalid", "is unknown"),
        ];
        for (body, pointer, code, detail) in cases {
            let response = form::<Part>(body).unwrap_err().to_response();
            let expected = format!(
                r##"{{"type":"about:blank","title":"Unprocessable Content","status":422,"code":"unprocessable_content","errors":[{{"detail":"{detail}","pointer":"#/{pointer}","code":"{code}"}}]}}"##
            );
            assert_eq!(std::str::from_utf8(response.body()), Ok(expected.as_str()));
        }
        let part = form::<Part>(b"&name=a+b%2B%C3%A9&&state=open&stock.quantity=255").ok();
        assert_eq!(part.map(|part| part.name).as_deref(), Some("a b+é"));
    }

    #[test]
    fn a_path_is_read_into_structs_tuples_and_single_values() {
        #[derive(Debug, PartialEq, Deserialize)]
        struct Ids {
            order: u8,
            part: Option<u8>,
        }
        #[derive(Debug, PartialEq, Deserialize)]
        struct Id(u8);
        assert_eq!(path::<Ids>([("part", "2"), ("order", "1")]).ok(), Some(Ids { order: 1, part: Some(2) }));
        assert_eq!(path::<Id>([("id", "1")]).ok(), Some(Id(1)));
        assert_eq!(path::<Vec<u8>>([("a", "1"), ("b", "2")]).ok(), Some(vec![1, 2]));
        assert_eq!(path::<()>([]).ok(), None);
        let error = path::<(u8, u8)>([("a", "1"), ("b", "x")]).unwrap_err();
        assert_eq!(error.description(), Some("b: expected a whole number from 0 to 255"));
    }
}
