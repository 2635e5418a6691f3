//! [`Example`]: the response to an error with a code.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use errorbook::adapter::Exchange;
use errorbook::header::ALLOW;
use errorbook::{Code, Constraint, Error, ErrorKind, Policy, Target, Violation};

use crate::message::Message;

/// The response to an error with a code.
pub(crate) struct Example {
    pub(crate) plain: Message,
    /// The query that asks for status 200, and the response to it, if the book promises suppression.
    pub(crate) suppressed: Option<(String, Message)>,
}

impl Example {
    pub(crate) fn of(code: Code) -> Example {
        let error = error(code);
        let suppressed = code.book().suppression().map(|name| {
            let query = format!("{name}=true");
            let message = respond(code, &error, Some(&query));
            (query, message)
        });
        Example { plain: respond(code, &error, None), suppressed }
    }
}

/// Returns an error of the code with the details that such an error usually has.
fn error(code: Code) -> Error {
    let error = Error::from(code);
    let is_for = |kind| code.book().code_for(kind) == code;
    match code.status().as_u16() {
        _ if is_for(ErrorKind::InvalidBody) => error.with_violation(Violation::new("name", Constraint::Required)),
        _ if is_for(ErrorKind::InvalidParameter) => {
            error.with_description("top: must be between 1 and 1000").with_target(Target::Parameter("top".into()))
        }
        300..=399 => error.with_location("https://elsewhere.example/"),
        405 => error.with_header(ALLOW, "GET, HEAD"),
        429 | 503 if !is_for(ErrorKind::Internal) => error.with_retry_after(Duration::from_secs(30)),
        _ => error,
    }
}

/// Returns the response to a request with this query, below a layer with the code's book.
fn respond(code: Code, error: &Error, query: Option<&str>) -> Message {
    let mut exchange = Exchange::new(Policy::new(code.book()), "GET", query);
    let response = error.to_response_in(code.book());
    exchange.note(&response);
    let finish = pin!(exchange.finish(Message::new(response)));
    match finish.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(message) => message,
        Poll::Pending => unreachable!("the whole body is at hand"),
    }
}
#[cfg(test)]
mod tests {
    use errorbook::adapter::ResponseHead as _;
    use errorbook::{Book, ayanova, primaerp, standard};

    use super::*;

    #[test]
    fn an_example_is_suppressed_only_if_the_book_promises_it() {
        let query = |code| Example::of(code).suppressed.map(|(query, _)| query);
        assert_eq!(query(primaerp::OBJECT_NOT_FOUND).as_deref(), Some("suppress_response_code=true"));
        assert_eq!(query(standard::NOT_FOUND), None);
    }

    #[test]
    fn an_example_has_the_headers_and_details_of_such_a_response() {
        let cases = [
            (
                primaerp::VALIDATION_ERROR,
                &["content-type: application/json"][..],
                r#"{"status":412,"code":"PE01-1104","message":"Validation error","description":"name - NotNull(may not be null)","constraintViolations":[{"entityPath":"","entityType":"","field":"name","constraint":"NotNull","message":"may not be null"}]}"#,
            ),
            (
                primaerp::TENANT_MOVED,
                &["content-type: application/json", "location: https://elsewhere.example/"],
                r#"{"status":301,"code":"PE01-1012","message":"Tenant is registered on other endpoint.","description":null,"constraintViolations":[]}"#,
            ),
            (
                ayanova::INVALID_VALUE,
                &["content-type: application/json"],
                r#"{"error":{"code":"2203","message":"top: must be between 1 and 1000","target":"top"}}"#,
            ),
            (
                ayanova::API_CLOSED,
                &["content-type: application/json", "retry-after: 30"],
                r#"{"error":{"code":"2000","message":"API closed"}}"#,
            ),
            (
                ayanova::AUTHENTICATION_FAILED,
                &["content-type: application/json", "www-authenticate: Bearer"],
                r#"{"error":{"code":"2003","message":"Authentication failed"}}"#,
            ),
            (
                standard::METHOD_NOT_ALLOWED,
                &["content-type: application/problem+json", "allow: GET, HEAD"],
                r#"{"type":"about:blank","title":"Method Not Allowed","status":405,"code":"method_not_allowed"}"#,
            ),
        ];
        for (code, headers, body) in cases {
            let plain = Example::of(code).plain;
            let given: Vec<String> = plain.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
            assert_eq!((plain.status, given), (code.status(), headers.iter().map(|line| (*line).to_owned()).collect()));
            assert_eq!(plain.text(), body);
        }
    }

    #[test]
    fn the_suppressed_example_says_the_same_with_status_200() {
        for code in [&primaerp::BOOK, &ayanova::BOOK].into_iter().flat_map(Book::codes) {
            let Example { plain, suppressed } = Example::of(code);
            let (_, suppressed) = suppressed.unwrap();
            assert_eq!((suppressed.status(), suppressed.text()), (200, plain.text()), "{code:?}");
            let header = |name| suppressed.header(name).and_then(|value| std::str::from_utf8(value).ok());
            assert_eq!(header("x-suppressed-status"), Some(plain.status.to_string().as_str()), "{code:?}");
            assert_eq!(header("content-type"), Some("application/json"), "{code:?}");
            assert_eq!(header("cache-control"), Some("no-store"), "{code:?}");
        }
    }
}
