//! Reads what a request brings, and names its faults: the part of an extractor that is the same on every framework.
//!
//! Success is the framework's. An adapter lets its framework's own extractor read first, and asks `query_error`, `form_error` or
//! `path_error` only when that one refuses. If the second reading does not find a fault, the error names no field.
//!
//! An error says what was expected and never repeats a value that was sent. Only the names of members and parameters are
//! repeated, so that the client knows where to look.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::io;

use serde::de::{DeserializeOwned, Deserializer};
use serde_path_to_error::Track;

use crate::media_type;
use crate::{Constraint, Error, ErrorKind, FieldPath, Segment, Violation};

mod fault;
mod parameters;
mod text;
mod tree;

use fault::Fault;
use tree::Tree;

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

/// Returns the error of a body that ended before it was complete.
pub fn body_cut_short() -> Error {
    Error::from(ErrorKind::UnreadableBody).with_description("the body is cut short")
}

/// Returns the error of a body that could not be read to its end. The failure goes to the log.
///
/// The client is told that the body is cut short if that is what happened: there is an [`io::Error`] of the kind
/// [`UnexpectedEof`](io::ErrorKind::UnexpectedEof) among the sources.
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

/// Returns the error of a parameter of the path that is not UTF-8, for a framework that does not hand it over.
///
/// ```
/// assert_eq!(errorbook::extract::not_utf8("id").description(), Some("id: expected UTF-8"));
/// ```
pub fn not_utf8(name: impl Into<Cow<'static, str>>) -> Error {
    Error::invalid_parameter(name, "expected UTF-8")
}

/// Reads a JSON body.
///
/// ```
/// use errorbook::extract;
///
/// #[derive(Debug, serde::Deserialize)]
/// struct Part {
///     quantity: u32,
/// }
///
/// let error = extract::json::<Vec<Part>>(br#"[{"quantity":1},{"quantity":"two"}]"#).unwrap_err();
/// assert_eq!(
///     error.to_response().body(),
///     br##"{"type":"about:blank","title":"Unprocessable Content","status":422,"code":"unprocessable_content","errors":[{"detail":"expected u32","pointer":"#/1/quantity","code":"invalid"}]}"##,
/// );
/// ```
///
/// # Errors
/// [`ErrorKind::UnreadableBody`] for what serde_json cannot read into an untyped value, wherever in the body it stands;
/// [`ErrorKind::InvalidBody`] with one violation for JSON that does not fit `T`.
pub fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(body).map_err(|_| json_error::<T>(body))
}

/// Returns the error of a JSON body that a framework's own extractor has refused.
///
/// The body is read again, untyped: a type error must not hide a syntax error behind it, and serde_json's own errors tell the
/// member and the fault only in words that repeat the value.
#[cold]
pub fn json_error<T: DeserializeOwned>(body: &[u8]) -> Error {
    let tree: Tree = match serde_json::from_slice(body) {
        Ok(tree) => tree,
        // Nothing but syntax can be wrong in an untyped value, and messages about syntax repeat no values.
        Err(syntax) => {
            return Error::from(ErrorKind::UnreadableBody)
                .with_description(format!("the body is not readable JSON: {syntax}"));
        }
    };
    let (path, _) = read_at::<T, _>(&mut serde_json::Deserializer::from_slice(body));
    let (found_path, fault) = read_at::<T, _>(tree.clone());
    // A type may read JSON in ways that a tree does not have, and other crates change how serde_json reads numbers. Where serde_json
    // itself has failed elsewhere, all that is known is where.
    let fault =
        fault.filter(|fault| path == found_path && tree.has(&path, fault)).unwrap_or(Fault::Other { expected: None });
    let mut path = path;
    path.truncate(tree.depth(&path));
    if let Fault::Missing(member) | Fault::Twice(member) = fault {
        path.push(Segment::Member(member.into()));
    }
    does_not_fit(path, &fault)
}

/// Reads a `T`. Returns the place where that has failed, and the error.
fn read_at<'de, T: DeserializeOwned, D: Deserializer<'de>>(from: D) -> (Vec<Segment<'static>>, Option<D::Error>) {
    let mut track = Track::new();
    let error = T::deserialize(serde_path_to_error::Deserializer::new(from, &mut track)).err();
    let path = track.path();
    let segments = path.iter().filter_map(|segment| match segment {
        serde_path_to_error::Segment::Seq { index } => Some(Segment::Index(*index)),
        serde_path_to_error::Segment::Map { key } => Some(Segment::Member(key.clone().into())),
        serde_path_to_error::Segment::Enum { variant } => Some(Segment::Member(variant.clone().into())),
        serde_path_to_error::Segment::Unknown => None,
    });
    (segments.collect(), error)
}

/// Returns the error of a body that is readable and does not fit, at this path.
fn does_not_fit(path: impl IntoIterator<Item = Segment<'static>>, fault: &Fault) -> Error {
    let constraint = if matches!(fault, Fault::Missing(_)) { Constraint::Missing } else { Constraint::Invalid };
    let violation = Violation::new(path.into_iter().collect::<FieldPath>(), constraint);
    Error::from(ErrorKind::InvalidBody).with_violation(violation.with_message(fault.to_string()))
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
    fn a_body_that_does_not_fit_names_the_first_field_and_what_was_expected() {
        let cases = [
            (r"{}", "id", "NotNull", "is missing"),
            (r#"{"id":"secret"}"#, "id", "Valid", "expected i64"),
            (r#"{"id":null}"#, "id", "Valid", "expected i64"),
            (r#"{"id":1.0}"#, "id", "Valid", "expected i64"),
            (r#"{"id":9223372036854775808}"#, "id", "Valid", "expected i64"),
            (r#"{"id":123456789012345678901234567890}"#, "id", "Valid", "expected i64"),
            (r#"{"id":1,"id":2}"#, "id", "Valid", "occurs twice"),
            (r#"{"id":1,"secret.`, expected":2}"#, "secret.`, expected", "Valid", "is unknown"),
            (
                r#"{"id":1,"parts":[{"name":"a","quantity":1},{"name":"a"}]}"#,
                "parts[1].quantity",
                "NotNull",
                "is missing",
            ),
            (r#"{"id":1,"parts":[{"name":"a","quantity":256}]}"#, "parts[0].quantity", "Valid", "expected u8"),
            (r#"{"id":1,"parts":[{"name":1,"quantity":"x"}]}"#, "parts[0].name", "Valid", "expected a string"),
            (
                r#"{"id":1,"parts":[{"name":"a","quantity":1,"quantity":1}]}"#,
                "parts[0].quantity",
                "Valid",
                "occurs twice",
            ),
            (r#"{"id":1,"parts":{}}"#, "parts", "Valid", "expected a sequence"),
            (r#"{"id":1,"state":"secret"}"#, "state", "Valid", "expected one of open, moved"),
            (r#"{"id":1,"state":{"moved":{"to":-1}}}"#, "state.moved.to", "Valid", "expected u8"),
            (r#"{"id":1,"by_number":{"1":true,"x":true}}"#, "by_number", "Valid", "expected u8"),
            (r#"{"id":1,"pair":[1,2,3]}"#, "pair", "Valid", "expected 2 elements in sequence"),
            (r#""secret""#, "", "Valid", "expected struct Order"),
            (r"[]", "", "Valid", "expected struct Order with 5 elements"),
        ];
        for (body, field, constraint, message) in cases {
            let error = json::<Order>(body.as_bytes()).unwrap_err();
            let answer = error.to_response_in(&primaerp::BOOK);
            let answer: serde_json::Value = serde_json::from_slice(answer.body()).unwrap();
            let violation = serde_json::json!([{
                "entityPath": "", "entityType": "", "field": field, "constraint": constraint, "message": message,
            }]);
            assert_eq!(answer["constraintViolations"], violation, "{body}");
            assert_eq!(answer["code"], "PE01-1104", "{body}");
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
        assert_eq!(first(json::<Wide>(wide).unwrap_err()), owned("quantity", "is not valid"));
        // The member is there, and the missing one is in an object that serde has buffered.
        assert_eq!(first(json::<Flat>(br#"{"name":"x","holder":{}}"#).unwrap_err()), owned("", "is not valid"));
        assert_eq!(first(json::<Place>(br#"{"state":"moved"}"#).unwrap_err()), owned("state", "is not valid"));
    }

    #[test]
    fn syntax_goes_before_shape_wherever_it_stands() {
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
            (Some("text=a&top="), "top: expected u8"),
            (Some("text=a&top"), "top: expected u8"),
            (Some("text=a&top=+1"), "top: expected u8"),
            (Some("text=a&top=256"), "top: expected u8"),
            (Some("text=a&t%6Fp=1&top=secret"), "top: occurs twice"),
            (Some("text=a&top=%FF"), "top: expected UTF-8"),
            (Some("text=a&state=secret"), "state: expected one of open, moved"),
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
            (b"name=a&stock.quantity=", "stock.quantity", "invalid", "expected u8"),
            (b"name=a&stock.quantity", "stock.quantity", "invalid", "expected u8"),
            (b"name=a&stock.quantity=+1", "stock.quantity", "invalid", "expected u8"),
            (b"name=a&stock%2Equantity=secret", "stock.quantity", "invalid", "expected u8"),
            (b"name=a&n%61me=secret", "name", "invalid", "occurs twice"),
            (b"name=a&state=secret", "state", "invalid", "expected one of open, moved"),
            (b"name=a&a~/b=secret", "a~0~1b", "invalid", "is unknown"),
            (b"name=a&%ff=secret", "%EF%BF%BD", "invalid", "is unknown"),
        ];
        for (body, pointer, code, detail) in cases {
            let answer = form::<Part>(body).unwrap_err().to_response();
            let expected = format!(
                r##"{{"type":"about:blank","title":"Unprocessable Content","status":422,"code":"unprocessable_content","errors":[{{"detail":"{detail}","pointer":"#/{pointer}","code":"{code}"}}]}}"##
            );
            assert_eq!(std::str::from_utf8(answer.body()), Ok(expected.as_str()));
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
        assert_eq!(error.description(), Some("b: expected u8"));
    }
}
