//! The rules of one response: those of its case, and those of the contract for every response.

use std::fmt;

use crate::case::{Case, Expected};
use crate::client::Response;
use crate::pattern::value_matches;

/// One way in which a response is not the expected one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Complaint {
    what: String,
    expected: String,
    came: String,
}

impl Complaint {
    pub(crate) fn new(what: impl Into<String>, expected: impl Into<String>, came: impl Into<String>) -> Complaint {
        Complaint { what: what.into(), expected: expected.into(), came: came.into() }
    }

    /// The same complaint, said of another of the answers to one case.
    pub(crate) fn of(mut self, which: &str) -> Complaint {
        self.what = format!("{which}, {}", self.what);
        self
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Complaint { what, expected, came } = self;
        // Bodies are easier to compare one above the other.
        if expected.len() + came.len() > 60 {
            write!(f, "{what}:\n      expected {expected}\n      came     {came}")
        } else {
            write!(f, "{what}: expected {expected}, came {came}")
        }
    }
}

/// Headers that no response has unless its case says so: their presence says that something else has happened.
const UNLESS_NAMED: [&str; 2] = ["x-suppressed-status", "x-error-id"];

/// The secrets of the routes for trying things begin so.
const SECRET: &str = "secret-from-";

/// What keeps JSON from being run as a script where scripts are to be had.
pub(crate) const NOSNIFF: (&str, Option<&str>) = ("x-content-type-options", Some("nosniff"));

/// All that is wrong with the response to a case.
pub(crate) fn check(case: &Case, response: &Response) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    if response.status != case.status {
        complaints.push(Complaint::new("status", case.status.to_string(), response.status.to_string()));
    }
    for (name, expected) in &case.expect {
        complaints.extend(header(response, name, Some(expected)));
    }
    for name in &case.absent {
        complaints.extend(header(response, name, None));
    }
    for name in UNLESS_NAMED.into_iter().filter(|name| !case.names(name)) {
        complaints.extend(header(response, name, None));
    }
    if let Some(content_type) = content_type(case).filter(|_| !case.names("content-type")) {
        complaints.extend(header(response, "content-type", Some(content_type)));
    }
    if case.status == 401 && !case.names("www-authenticate") {
        complaints.extend(header(response, "www-authenticate", Some("Bearer")));
    }
    let (name, nosniff) = NOSNIFF;
    if has_jsonp(&case.request.target) && response.header("content-type") == ["application/json"] {
        complaints.extend(header(response, name, nosniff));
    }
    complaints.extend(allow(case, response));
    complaints.extend(length(response));
    complaints.extend(secrets(response));
    complaints.extend(body(&case.body, response));
    complaints
}

/// A header must be there once with the expected value, or not at all.
pub(crate) fn header(response: &Response, name: &str, expected: Option<&str>) -> Option<Complaint> {
    let values = response.header(name);
    let fits = match (expected, values.as_slice()) {
        (None, []) => true,
        (Some(expected), [value]) => value_matches(expected, value),
        _ => false,
    };
    let or_none = |text: String| if text.is_empty() { "none".to_owned() } else { text };
    let came = values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(" and ");
    let expected = expected.map(|value| format!("`{value}`")).unwrap_or_default();
    (!fits).then(|| Complaint::new(name, or_none(expected), or_none(came)))
}

/// An error is in the envelope of its mount's book, and every other body is JSON.
fn content_type(case: &Case) -> Option<&'static str> {
    let has_body = !matches!(&case.body, Expected::Exact(body) if body.is_empty());
    let has_own_book = matches!(mount(&case.request.target), "primaerp" | "ayanova");
    match (case.error, has_body) {
        (true, _) if !has_own_book => Some("application/problem+json"),
        (true, _) | (false, true) => Some("application/json"),
        (false, false) => None,
    }
}

/// Whether a target is below the one book with JSONP.
pub(crate) fn has_jsonp(target: &str) -> bool {
    mount(target) == "primaerp"
}

/// The first segment of a path.
fn mount(target: &str) -> &str {
    target.split(['/', '?']).nth(1).unwrap_or_default()
}

/// Not every framework knows what a route allows, but what one says must be methods other than the refused one.
fn allow(case: &Case, response: &Response) -> Option<Complaint> {
    let allowed = response.header("allow");
    let is_method = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase()) && name != case.request.method
    };
    let fits = case.names("allow") || allowed.iter().flat_map(|value| value.split(',')).map(str::trim).all(is_method);
    let expected = format!("methods other than {}", case.request.method);
    (!fits).then(|| Complaint::new("allow", expected, allowed.join(" and ")))
}

fn length(response: &Response) -> Option<Complaint> {
    let said = response.header("content-length");
    let is = response.body.len().to_string();
    (said.iter().any(|said| *said != is)).then(|| Complaint::new("content-length", is, said.join(" and ")))
}

/// The status of a response, or the one that it would have had.
pub(crate) fn status(response: &Response) -> u16 {
    let suppressed = response.header("x-suppressed-status").first().and_then(|status| status.parse().ok());
    suppressed.unwrap_or(response.status)
}

/// Private words must be in no response.
pub(crate) fn secrets(response: &Response) -> Option<Complaint> {
    response.contains(SECRET).then(|| Complaint::new("headers and body", "no secret", format!("`{SECRET}`")))
}

fn body(expected: &Expected, response: &Response) -> Option<Complaint> {
    let came = String::from_utf8_lossy(&response.body);
    match expected {
        Expected::Exact(exact) if response.body == exact.as_bytes() => None,
        Expected::Like(pattern) if std::str::from_utf8(&response.body).is_ok_and(|body| pattern.matches(body)) => None,
        Expected::Start(start) if response.body.starts_with(start.as_bytes()) => None,
        Expected::Exact(exact) => Some(Complaint::new("body", exact, came)),
        Expected::Like(pattern) => Some(Complaint::new("body", pattern.written(), came)),
        Expected::Start(start) => Some(Complaint::new("the start of the body", start, came)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(
        case: &str,
        status: u16,
        headers: &[(&'static str, &'static str)],
        body: &'static str,
    ) -> Vec<String> {
        let case = crate::case::read(&format!("[[case]]\nname = 'it'\n{case}")).unwrap().remove(0);
        let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        let response = Response { status, headers, body: body.into() };
        check(&case, &response).iter().map(ToString::to_string).collect()
    }

    const JSON: (&str, &str) = ("content-type", "application/json");
    const NO_SNIFFING: (&str, &str) = ("x-content-type-options", "nosniff");

    #[test]
    fn the_expected_answer_gives_no_complaint() {
        let case = "send = 'GET /primaerp/x'\nstatus = 404\nexpect = ['x-own: 1']\nabsent = ['etag']\nanswer = '{}'";
        assert_eq!(complaints(case, 404, &[JSON, NO_SNIFFING, ("x-own", "1"), ("content-length", "2")], "{}"), [""; 0]);
    }

    #[test]
    fn a_wrong_status_header_or_body_is_a_complaint() {
        let case = "send = 'GET /primaerp/x'\nstatus = 404\nexpect = ['x-own: 1']\nabsent = ['etag']\nanswer = '{}'";
        let headers = [JSON, ("x-own", "2"), ("etag", "a"), ("content-length", "3")];
        assert_eq!(
            complaints(case, 200, &headers, "[]"),
            [
                "status: expected 404, came 200",
                "x-own: expected `1`, came `2`",
                "etag: expected none, came `a`",
                "x-content-type-options: expected `nosniff`, came none",
                "content-length: expected 2, came 3",
                "body: expected {}, came []",
            ]
        );
        let headers = [JSON, NO_SNIFFING, ("x-own", "1"), ("x-own", "1")];
        assert_eq!(complaints(case, 404, &headers, "{}"), ["x-own: expected `1`, came `1` and `1`"]);
    }

    #[test]
    fn a_body_can_be_known_by_its_start() {
        let case = "send = 'GET /'\nstatus = 200\nstart = '<p>'";
        assert_eq!(complaints(case, 200, &[JSON], "<p>a</p>"), [""; 0]);
        assert_eq!(complaints(case, 200, &[JSON], "<b>"), ["the start of the body: expected <p>, came <b>"]);
    }

    #[test]
    fn every_answer_keeps_the_rules_that_no_case_repeats() {
        let no_header = "send = 'GET /primaerp/x'\nstatus = 401";
        assert_eq!(
            complaints(no_header, 401, &[("x-error-id", "7"), ("x-suppressed-status", "401"), ("allow", "GET")], ""),
            [
                "x-suppressed-status: expected none, came `401`",
                "x-error-id: expected none, came `7`",
                "content-type: expected `application/json`, came none",
                "www-authenticate: expected `Bearer`, came none",
                "allow: expected methods other than GET, came GET",
            ]
        );
        let secret = [JSON, ("x-cause", "a secret-from-cause")];
        let none = "send = 'GET /ayanova'\nstatus = 500";
        assert_eq!(complaints(none, 500, &secret, ""), ["headers and body: expected no secret, came `secret-from-`"]);
    }

    #[test]
    fn the_content_type_is_that_of_the_mounts_book_unless_the_case_says_otherwise() {
        for (path, expected) in [
            ("/primaerp", "application/json"),
            ("/ayanova/x", "application/json"),
            ("/primaerpx", "application/problem+json"),
            ("/http/x?/ayanova/", "application/problem+json"),
            ("/", "application/problem+json"),
        ] {
            let case = format!("send = 'GET {path}'\nstatus = 404");
            let complaint = format!("content-type: expected `{expected}`, came none");
            assert_eq!(complaints(&case, 404, &[], ""), [complaint]);
        }
        assert_eq!(
            complaints(
                "send = 'GET /'\nstatus = 404\nexpect = ['content-type: a/b']",
                404,
                &[("content-type", "a/b")],
                ""
            ),
            [""; 0]
        );
        assert_eq!(complaints("send = 'GET /'\nstatus = 204", 204, &[], ""), [""; 0]);
        assert_eq!(complaints("send = 'GET /'\nstatus = 200\nanswer = '1'", 200, &[JSON], "1"), [""; 0]);
    }
}
