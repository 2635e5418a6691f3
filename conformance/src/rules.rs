//! The rules for a response: those of its case, and those of the contract for every response.

use std::fmt;

use crate::case::{Case, Expected};
use crate::client::Response;
use crate::pattern::value_matches;

/// A difference between a response and the expected response.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Complaint {
    subject: String,
    expected: String,
    got: String,
}

impl Complaint {
    pub(crate) fn new(subject: impl Into<String>, expected: impl Into<String>, got: impl Into<String>) -> Complaint {
        Complaint { subject: subject.into(), expected: expected.into(), got: got.into() }
    }

    /// Adds the form in which the request was sent, such as `suppressed`.
    pub(crate) fn of(mut self, form: &str) -> Complaint {
        self.subject = format!("{form}, {}", self.subject);
        self
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Complaint { subject, expected, got } = self;
        // Long values are easier to compare on separate lines.
        if expected.len() + got.len() > 60 {
            write!(f, "{subject}:\n      expected {expected}\n      got      {got}")
        } else {
            write!(f, "{subject}: expected {expected}, got {got}")
        }
    }
}

/// Headers that a response must not have unless its case states them.
const UNLESS_NAMED: [&str; 2] = ["x-suppressed-status", "x-error-id"];

/// The start of every secret that the depot's test routes hide.
const SECRET: &str = "secret-from-";

/// The header that keeps browsers from running JSON as a script, for mounts with JSONP.
pub(crate) const NOSNIFF: (&str, Option<&str>) = ("x-content-type-options", Some("nosniff"));

/// Returns everything that is wrong with the response to a case.
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

/// Checks that a header is there once with the expected value or, if `expected` is `None`, that it is absent.
pub(crate) fn header(response: &Response, name: &str, expected: Option<&str>) -> Option<Complaint> {
    let values = response.header(name);
    let fits = match (expected, values.as_slice()) {
        (None, []) => true,
        (Some(expected), [value]) => value_matches(expected, value),
        _ => false,
    };
    let or_none = |text: String| if text.is_empty() { "none".to_owned() } else { text };
    let got = values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(" and ");
    let expected = expected.map(|value| format!("`{value}`")).unwrap_or_default();
    (!fits).then(|| Complaint::new(name, or_none(expected), or_none(got)))
}

/// Returns the expected content type: an error has that of its book's envelope, and every other body is JSON.
fn content_type(case: &Case) -> Option<&'static str> {
    let has_body = !matches!(&case.body, Expected::Exact(body) if body.is_empty());
    let has_own_book = matches!(mount(&case.request.target), "primaerp" | "ayanova");
    match (case.error, has_body) {
        (true, _) if !has_own_book => Some("application/problem+json"),
        (true, _) | (false, true) => Some("application/json"),
        (false, false) => None,
    }
}

/// Returns true if the target is under the only mount with JSONP.
pub(crate) fn has_jsonp(target: &str) -> bool {
    mount(target) == "primaerp"
}

/// Returns the first segment of the path.
fn mount(target: &str) -> &str {
    target.split(['/', '?']).nth(1).unwrap_or_default()
}

/// Checks that `allow`, if a framework sends it, contains only methods, and not the rejected method.
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

/// Returns the status of a response. For a suppressed response this is the status before suppression.
pub(crate) fn status(response: &Response) -> u16 {
    let suppressed = response.header("x-suppressed-status").first().and_then(|status| status.parse().ok());
    suppressed.unwrap_or(response.status)
}

/// Checks that no header and no body contains a secret.
pub(crate) fn secrets(response: &Response) -> Option<Complaint> {
    response.contains(SECRET).then(|| Complaint::new("headers and body", "no secret", format!("`{SECRET}`")))
}

fn body(expected: &Expected, response: &Response) -> Option<Complaint> {
    let got = String::from_utf8_lossy(&response.body);
    match expected {
        Expected::Exact(exact) if response.body == exact.as_bytes() => None,
        Expected::Like(pattern) if std::str::from_utf8(&response.body).is_ok_and(|body| pattern.matches(body)) => None,
        Expected::Start(start) if response.body.starts_with(start.as_bytes()) => None,
        Expected::Exact(exact) => Some(Complaint::new("body", exact, got)),
        Expected::Like(pattern) => Some(Complaint::new("body", pattern.written(), got)),
        Expected::Start(start) => Some(Complaint::new("the start of the body", start, got)),
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
    fn the_expected_response_passes() {
        let case = "send = 'GET /primaerp/x'\nstatus = 404\nexpect = ['x-own: 1']\nabsent = ['etag']\nresponse = '{}'";
        assert_eq!(complaints(case, 404, &[JSON, NO_SNIFFING, ("x-own", "1"), ("content-length", "2")], "{}"), [""; 0]);
    }

    #[test]
    fn a_wrong_status_header_or_body_is_reported() {
        let case = "send = 'GET /primaerp/x'\nstatus = 404\nexpect = ['x-own: 1']\nabsent = ['etag']\nresponse = '{}'";
        let headers = [JSON, ("x-own", "2"), ("etag", "a"), ("content-length", "3")];
        assert_eq!(
            complaints(case, 200, &headers, "[]"),
            [
                "status: expected 404, got 200",
                "x-own: expected `1`, got `2`",
                "etag: expected none, got `a`",
                "x-content-type-options: expected `nosniff`, got none",
                "content-length: expected 2, got 3",
                "body: expected {}, got []",
            ]
        );
        let headers = [JSON, NO_SNIFFING, ("x-own", "1"), ("x-own", "1")];
        assert_eq!(complaints(case, 404, &headers, "{}"), ["x-own: expected `1`, got `1` and `1`"]);
    }

    #[test]
    fn a_body_can_be_compared_by_its_start() {
        let case = "send = 'GET /'\nstatus = 200\nstart = '<p>'";
        assert_eq!(complaints(case, 200, &[JSON], "<p>a</p>"), [""; 0]);
        assert_eq!(complaints(case, 200, &[JSON], "<b>"), ["the start of the body: expected <p>, got <b>"]);
    }

    #[test]
    fn the_general_rules_hold_for_every_response() {
        let no_header = "send = 'GET /primaerp/x'\nstatus = 401";
        assert_eq!(
            complaints(no_header, 401, &[("x-error-id", "7"), ("x-suppressed-status", "401"), ("allow", "GET")], ""),
            [
                "x-suppressed-status: expected none, got `401`",
                "x-error-id: expected none, got `7`",
                "content-type: expected `application/json`, got none",
                "www-authenticate: expected `Bearer`, got none",
                "allow: expected methods other than GET, got GET",
            ]
        );
        let secret = [JSON, ("x-cause", "a secret-from-cause")];
        let none = "send = 'GET /ayanova'\nstatus = 500";
        assert_eq!(complaints(none, 500, &secret, ""), ["headers and body: expected no secret, got `secret-from-`"]);
    }

    #[test]
    fn the_content_type_depends_on_the_mount_unless_the_case_states_it() {
        for (path, expected) in [
            ("/primaerp", "application/json"),
            ("/ayanova/x", "application/json"),
            ("/primaerpx", "application/problem+json"),
            ("/http/x?/ayanova/", "application/problem+json"),
            ("/", "application/problem+json"),
        ] {
            let case = format!("send = 'GET {path}'\nstatus = 404");
            let complaint = format!("content-type: expected `{expected}`, got none");
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
        assert_eq!(complaints("send = 'GET /'\nstatus = 200\nresponse = '1'", 200, &[JSON], "1"), [""; 0]);
    }
}
