//! [`Example`]: an answer with a code, as it is sent.

use std::time::Duration;

use crate::header::ALLOW;
use crate::{Body, Code, Constraint, Error, Head, Policy, ErrorKind, Status, Target, Violation};

/// An answer with a code, as it is sent.
pub(super) struct Example {
    pub(super) plain: Message,
    /// The same one for a request that asks for status 200.
    pub(super) suppressed: Message,
}

impl Example {
    /// What asks for the suppressed one.
    pub(super) const SUPPRESSION: &'static str = "suppress_response_code=true";

    pub(super) fn of(code: Code) -> Example {
        let answer = error(code).to_response();
        let policy = Policy::new(code.book());
        let deliver = |query| {
            let mut head = Recorded { status: Status::OK.as_u16(), headers: Vec::new() };
            answer.write_head(&mut head);
            let body = match policy.deliver(&policy.delivery("GET", query), true, None, &mut head) {
                Body::Keep => answer.body().into(),
                Body::Replace(body) => body,
                Body::Script(script) => script.whole(answer.body()).into(),
            };
            Message { status: head.status, headers: head.headers, body: String::from_utf8_lossy(&body).into_owned() }
        };
        Example { plain: deliver(None), suppressed: deliver(Some(Example::SUPPRESSION)) }
    }
}

/// An error of the code with what such an error usually says besides.
fn error(code: Code) -> Error {
    let error = Error::from(code);
    let is_for = |situation| code.book().code_for(situation) == code;
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

/// A response as it goes over the wire.
pub(super) struct Message {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: String,
}

/// The head of a response that nobody sends.
struct Recorded {
    status: u16,
    headers: Vec<(&'static str, String)>,
}

impl Head for Recorded {
    fn status(&self) -> u16 {
        self.status
    }

    fn set_status(&mut self, status: Status) {
        self.status = status.as_u16();
    }

    fn header(&self, name: &'static str) -> Option<&[u8]> {
        self.headers.iter().find_map(|(given, value)| (*given == name).then_some(value.as_bytes()))
    }

    fn append_header(&mut self, name: &'static str, value: &str) {
        self.headers.push((name, value.to_owned()));
    }

    fn remove_header(&mut self, name: &'static str) {
        self.headers.retain(|(given, _)| *given != name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Book, ayanova, standard, primaerp};

    #[test]
    fn an_example_has_what_such_an_answer_has() {
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
            assert_eq!((plain.status, given.as_slice()), (code.status().as_u16(), headers.map_to_owned().as_slice()));
            assert_eq!(plain.body, body);
        }
    }

    trait MapToOwned {
        fn map_to_owned(&self) -> Vec<String>;
    }

    impl MapToOwned for [&str] {
        fn map_to_owned(&self) -> Vec<String> {
            self.iter().map(|text| (*text).to_owned()).collect()
        }
    }

    #[test]
    fn the_suppressed_example_says_the_same_with_status_200() {
        for code in [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK].into_iter().flat_map(Book::codes) {
            let Example { plain, suppressed } = Example::of(code);
            assert_eq!((suppressed.status, &suppressed.body), (200, &plain.body), "{code:?}");
            let header =
                |name| suppressed.headers.iter().find(|(given, _)| *given == name).map(|(_, value)| value.as_str());
            assert_eq!(header("x-suppressed-status"), Some(plain.status.to_string().as_str()), "{code:?}");
            assert_eq!(header("content-type"), Some("application/json"), "{code:?}");
            assert_eq!(header("cache-control"), Some("no-store"), "{code:?}");
        }
    }
}
