//! Compares a second response to a case with the first one: suppressed, as a script, or to HEAD.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;

use crate::client::{Request, Response};
use crate::rules::{Complaint, NOSNIFF, has_jsonp, header, secrets};

/// The parameter that asks for suppression.
const SUPPRESSED: &str = "suppress_response_code=true";

/// Headers about the connection, the moment or the transfer, and not about the response.
const INCIDENTAL: [&str; 6] = ["connection", "content-length", "date", "keep-alive", "transfer-encoding", "x-error-id"];

/// Headers that suppression changes. Separate checks cover them.
const SUPPRESSION: [&str; 2] = ["content-type", "x-suppressed-status"];

/// Headers that suppression changes on an error.
const CACHING: [&str; 4] = ["cache-control", "etag", "expires", "last-modified"];

/// The function that a script calls.
const FUNCTION: &str = "depot.$calls[0].of_1";

/// Headers of a script. Separate checks cover them.
const SCRIPT: [&str; 6] =
    ["content-disposition", "content-type", "etag", "last-modified", "x-content-type-options", "x-suppressed-status"];

/// More headers in which two responses to the same case may differ.
pub(crate) type Free = &'static [&'static str];

/// Headers that only some frameworks add.
pub(crate) const FRAMEWORKS: Free =
    &["allow", "server", "permissions-policy", "x-content-type-options", "x-frame-options"];

/// Returns the same request with suppression.
pub(crate) fn suppressed(request: &Request) -> Request {
    with_parameter(request, SUPPRESSED)
}

/// Returns the same request with a `callback`. Returns `None` if the mount has no JSONP or the request has a callback already.
pub(crate) fn scripted(request: &Request) -> Option<Request> {
    let decoded = percent_decode_str(&request.target).decode_utf8_lossy();
    let wanted = request.method == "GET" && has_jsonp(&request.target) && !decoded.contains("callback");
    wanted.then(|| with_parameter(request, &format!("callback={FUNCTION}")))
}

fn with_parameter(request: &Request, parameter: &str) -> Request {
    let joint = if request.target.contains('?') { '&' } else { '?' };
    Request { target: format!("{}{joint}{parameter}", request.target), ..request.clone() }
}

/// Returns the same request as HEAD.
pub(crate) fn head(request: &Request) -> Request {
    Request { method: "HEAD".to_owned(), ..request.clone() }
}

/// Returns everything that is wrong with the suppressed response.
pub(crate) fn check_suppressed(plain: &Response, suppressed: &Response, error: bool, free: Free) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    if suppressed.status != 200 {
        complaints.push(Complaint::new("status", "200", suppressed.status.to_string()));
    }
    let plain_status = plain.status.to_string();
    let said = (plain.status != 200).then_some(plain_status.as_str());
    complaints.extend(header(suppressed, "x-suppressed-status", said));

    let content_type = plain.header("content-type").first().cloned();
    let content_type = match content_type.as_deref() {
        _ if plain.status == 204 => None,
        Some("application/problem+json") => Some("application/json"),
        other => other,
    };
    complaints.extend(header(suppressed, "content-type", content_type));
    if plain.status == 204 {
        complaints.extend(header(suppressed, "content-length", Some("0")));
    }

    let mut own_rules: BTreeSet<&str> = SUPPRESSION.iter().chain(free).copied().collect();
    if error {
        own_rules.extend(CACHING);
        complaints.extend(header(suppressed, "cache-control", Some("no-store")));
        complaints
            .extend(["etag", "expires", "last-modified"].iter().filter_map(|name| header(suppressed, name, None)));
    }
    complaints.extend(same_headers(plain, suppressed, &own_rules));
    complaints.extend(error_ids(plain, suppressed));
    complaints.extend(secrets(suppressed));
    if suppressed.body != plain.body {
        let text = |response: &Response| String::from_utf8_lossy(&response.body).into_owned();
        complaints.push(Complaint::new("body", text(plain), text(suppressed)));
    }
    complaints.into_iter().map(|complaint| complaint.of("suppressed")).collect()
}

/// Returns everything that is wrong with the script.
pub(crate) fn check_scripted(plain: &Response, scripted: &Response, error: bool, free: Free) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let is_json = plain.header("content-type") == ["application/json"];
    let is_wrapped = error || matches!(plain.status, 200..=205 | 207..=299) && (is_json || plain.body.is_empty());
    let (status, body, own_rules) = if is_wrapped {
        let body = script(FUNCTION, &String::from_utf8_lossy(&plain.body));
        let own_rules = SCRIPT.iter().chain(if error { &CACHING[..] } else { &[] }).chain(free).copied().collect();
        complaints.extend(script_headers(plain, scripted, error, body.len()));
        (200, body.into(), own_rules)
    } else {
        (plain.status, plain.body.clone(), free.iter().copied().collect())
    };
    if scripted.status != status {
        complaints.push(Complaint::new("status", status.to_string(), scripted.status.to_string()));
    }
    complaints.extend(same_headers(plain, scripted, &own_rules));
    complaints.extend(error_ids(plain, scripted));
    complaints.extend(secrets(scripted));
    if scripted.body != body {
        let text = |body: &[u8]| String::from_utf8_lossy(body).into_owned();
        complaints.push(Complaint::new("body", text(&body), text(&scripted.body)));
    }
    complaints.into_iter().map(|complaint| complaint.of("script")).collect()
}

fn script_headers(plain: &Response, scripted: &Response, error: bool, length: usize) -> Vec<Complaint> {
    // The response to a suppressed request already has the header.
    let suppressed = match plain.status {
        200 => plain.header("x-suppressed-status").first().cloned(),
        status => Some(status.to_string()),
    };
    let length = length.to_string();
    let mut expected = vec![
        ("content-type", Some("text/javascript; charset=utf-8")),
        ("content-disposition", Some("attachment; filename=\"f.txt\"")),
        ("content-length", Some(length.as_str())),
        ("x-suppressed-status", suppressed.as_deref()),
        ("etag", None),
        ("last-modified", None),
        NOSNIFF,
    ];
    if error {
        expected.extend([("cache-control", Some("no-store")), ("expires", None)]);
    }
    expected.into_iter().filter_map(|(name, expected)| header(scripted, name, expected)).collect()
}

/// Returns a call of the function with this JSON, or with `null` if it is empty.
pub(crate) fn script(function: &str, json: &str) -> String {
    let mut script = format!("/**/{function}(");
    for character in if json.is_empty() { "null" } else { json }.chars() {
        match character {
            '<' => script.push_str("\\u003c"),
            '>' => script.push_str("\\u003e"),
            '&' => script.push_str("\\u0026"),
            '\u{2028}' => script.push_str("\\u2028"),
            '\u{2029}' => script.push_str("\\u2029"),
            _ => script.push(character),
        }
    }
    script + ");"
}

/// Returns everything that is wrong with the response to HEAD.
pub(crate) fn check_head(get: &Response, head: &Response, free: Free) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    if head.status != get.status {
        complaints.push(Complaint::new("status", get.status.to_string(), head.status.to_string()));
    }
    if !head.body.is_empty() {
        complaints.push(Complaint::new("body", "none", String::from_utf8_lossy(&head.body)));
    }
    // `content-length` may be absent. Otherwise it is the length of the GET's body. A 204 has none (RFC 9110, section 8.6).
    if head.status == 204 {
        complaints.extend(header(head, "content-length", None));
    } else if !head.header("content-length").is_empty() {
        complaints.extend(header(head, "content-length", Some(&get.body.len().to_string())));
    }
    complaints.extend(same_headers(get, head, &free.iter().copied().collect()));
    complaints.extend(error_ids(get, head));
    complaints.extend(secrets(head));
    complaints.into_iter().map(|complaint| complaint.of("HEAD")).collect()
}

/// Returns all differences between the responses of two servers.
pub(crate) fn check_same(first: &Response, other: &Response) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    if other.status != first.status {
        complaints.push(Complaint::new("status", first.status.to_string(), other.status.to_string()));
    }
    complaints.extend(same_headers(first, other, &FRAMEWORKS.iter().copied().collect()));
    let ids = |response: &Response| response.header("x-error-id").len().to_string();
    if ids(first) != ids(other) {
        complaints.push(Complaint::new("x-error-id", ids(first), ids(other)));
    }
    if other.body != first.body {
        let text = |response: &Response| String::from_utf8_lossy(&response.body).into_owned();
        complaints.push(Complaint::new("body", text(first), text(other)));
    }
    complaints
}

fn same_headers(first: &Response, second: &Response, own_rules: &BTreeSet<&str>) -> Vec<Complaint> {
    let compared = |response: &Response| -> BTreeMap<String, Vec<String>> {
        let names = response.headers.keys().map(|name| name.as_str());
        let names = names.filter(|name| !INCIDENTAL.contains(name) && !own_rules.contains(name));
        names.map(|name| (name.to_owned(), response.header(name))).collect()
    };
    let (first, second) = (compared(first), compared(second));
    let names: BTreeSet<&String> = first.keys().chain(second.keys()).collect();
    let values = |headers: &BTreeMap<String, Vec<String>>, name| match headers.get(name) {
        Some(values) => values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(" and "),
        None => "none".to_owned(),
    };
    let differing = names.into_iter().filter(|name| first.get(*name) != second.get(*name));
    differing.map(|name| Complaint::new(name, values(&first, name), values(&second, name))).collect()
}

/// Checks that both responses have an error id or none, and that the ids differ.
fn error_ids(first: &Response, second: &Response) -> Option<Complaint> {
    let (first, second) = (first.header("x-error-id"), second.header("x-error-id"));
    if first.len() != second.len() {
        return Some(Complaint::new("x-error-id", format!("{}", first.len()), format!("{}", second.len())));
    }
    let same = !first.is_empty() && first == second;
    same.then(|| Complaint::new("x-error-id", "a different id", first.join(" and ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, headers: &[(&str, &str)], body: &'static str) -> Response {
        let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        Response { status, headers, body: body.into() }
    }

    fn texts(complaints: Vec<Complaint>) -> Vec<String> {
        complaints.iter().map(ToString::to_string).collect()
    }

    const PROBLEM: (&str, &str) = ("content-type", "application/problem+json");
    const JSON: (&str, &str) = ("content-type", "application/json");
    const NO_STORE: (&str, &str) = ("cache-control", "no-store");

    #[test]
    fn the_parameter_is_added_to_the_query() {
        let request = |target: &str| Request {
            method: "GET".into(),
            target: target.into(),
            headers: vec![],
            body: vec![],
            chunked: false,
        };
        assert_eq!(suppressed(&request("/x")).target, "/x?suppress_response_code=true");
        assert_eq!(suppressed(&request("/x?")).target, "/x?&suppress_response_code=true");
        assert_eq!(head(&request("/x")).to_string(), "HEAD /x");
    }

    #[test]
    fn a_callback_is_added_to_each_get_that_supports_jsonp_and_has_none() {
        let asked = |method: &str, target: &str| {
            let (method, target) = (method.into(), target.into());
            scripted(&Request { method, target, headers: vec![], body: vec![], chunked: false })
                .map(|request| request.target)
        };
        for (target, expected) in [
            ("/primaerp", Some("/primaerp?callback=depot.$calls[0].of_1")),
            ("/primaerp/x?y=%", Some("/primaerp/x?y=%&callback=depot.$calls[0].of_1")),
            ("/primaerp/x?CALLBACK=1", Some("/primaerp/x?CALLBACK=1&callback=depot.$calls[0].of_1")),
            ("/primaerp/x?callback", None),
            ("/primaerp/x?y&%63allbac%6B=show", None),
            ("/primaerpx", None),
            ("/ayanova/x", None),
            ("/", None),
        ] {
            assert_eq!(asked("GET", target).as_deref(), expected, "{target}");
        }
        assert_eq!(asked("POST", "/primaerp"), None);
    }

    #[test]
    fn a_suppressed_error_has_the_same_body_and_status_200() {
        let plain = response(500, &[PROBLEM, ("x-error-id", "1"), ("x-own", "1"), ("date", "a")], "{}");
        let headers =
            [JSON, NO_STORE, ("x-suppressed-status", "500"), ("x-error-id", "2"), ("x-own", "1"), ("date", "b")];
        assert_eq!(texts(check_suppressed(&plain, &response(200, &headers, "{}"), true, &[])), [""; 0]);
        assert_eq!(
            texts(check_suppressed(
                &plain,
                &response(500, &[PROBLEM, ("x-error-id", "1"), ("etag", "a")], "[]"),
                true,
                &[]
            )),
            [
                "suppressed, status: expected 200, got 500",
                "suppressed, x-suppressed-status: expected `500`, got none",
                "suppressed, content-type: expected `application/json`, got `application/problem+json`",
                "suppressed, cache-control: expected `no-store`, got none",
                "suppressed, etag: expected none, got `a`",
                "suppressed, x-own: expected `1`, got none",
                "suppressed, x-error-id: expected a different id, got 1",
                "suppressed, body: expected {}, got []",
            ]
        );
    }

    #[test]
    fn a_suppressed_204_is_an_empty_200() {
        let plain = response(204, &[], "");
        let suppressed = response(200, &[("content-length", "0"), ("x-suppressed-status", "204")], "");
        assert_eq!(texts(check_suppressed(&plain, &suppressed, false, &[])), [""; 0]);
        let typed = response(200, &[JSON, ("x-suppressed-status", "204")], "");
        assert_eq!(
            texts(check_suppressed(&plain, &typed, false, &[])),
            [
                "suppressed, content-type: expected none, got `application/json`",
                "suppressed, content-length: expected `0`, got none",
            ]
        );
    }

    const JAVASCRIPT: (&str, &str) = ("content-type", "text/javascript; charset=utf-8");
    const DISPOSITION: (&str, &str) = ("content-disposition", "attachment; filename=\"f.txt\"");
    const NO_SNIFFING: (&str, &str) = ("x-content-type-options", "nosniff");

    #[test]
    fn a_script_calls_the_function_with_the_same_body() {
        let (shown, length) = ("/**/depot.$calls[0].of_1({\"a\":\"\\u003cé\\u2028\"});", ("content-length", "49"));
        let plain =
            response(404, &[JSON, ("x-error-id", "1"), ("x-own", "1"), ("etag", "a")], "{\"a\":\"<é\u{2028}\"}");
        let headers = [JAVASCRIPT, DISPOSITION, NO_SNIFFING, length, ("x-own", "1"), ("x-error-id", "2")];
        let error = [("x-suppressed-status", "404"), NO_STORE];
        let scripted = response(200, &[&headers[..], &error].concat(), shown);
        assert_eq!(texts(check_scripted(&plain, &scripted, true, &[])), [""; 0]);
        // A success keeps its caching headers, and a suppressed success keeps its `x-suppressed-status`.
        for (status, more) in [(200, vec![]), (200, vec![("x-suppressed-status", "201")]), (203, vec![])] {
            let more = [&more[..], &[("cache-control", "max-age=9")]].concat();
            let plain = response(
                status,
                &[&[JSON, ("x-own", "1"), ("x-error-id", "1")], &more[..]].concat(),
                "{\"a\":\"<é\u{2028}\"}",
            );
            let said = if status == 203 { vec![("x-suppressed-status", "203")] } else { vec![] };
            let scripted = response(200, &[&headers[..], &more, &said].concat(), shown);
            assert_eq!(texts(check_scripted(&plain, &scripted, false, &[])), [""; 0]);
        }
        assert_eq!(
            texts(check_scripted(&plain, &response(404, &[JSON, ("etag", "a"), ("x-error-id", "1")], "{}"), true, &[])),
            [
                "script, content-type: expected `text/javascript; charset=utf-8`, got `application/json`",
                "script, content-disposition: expected `attachment; filename=\"f.txt\"`, got none",
                "script, content-length: expected `49`, got none",
                "script, x-suppressed-status: expected `404`, got none",
                "script, etag: expected none, got `a`",
                "script, x-content-type-options: expected `nosniff`, got none",
                "script, cache-control: expected `no-store`, got none",
                "script, status: expected 200, got 404",
                "script, x-own: expected `1`, got none",
                "script, x-error-id: expected a different id, got 1",
                "script, body: expected /**/depot.$calls[0].of_1({\"a\":\"\\u003cé\\u2028\"});, got {}",
            ]
        );
    }

    #[test]
    fn an_empty_success_is_a_script_of_null_and_other_types_do_not_change() {
        let headers = [JAVASCRIPT, DISPOSITION, NO_SNIFFING, ("content-length", "31"), ("x-suppressed-status", "204")];
        let null = response(200, &headers, "/**/depot.$calls[0].of_1(null);");
        assert_eq!(texts(check_scripted(&response(204, &[], ""), &null, false, &[])), [""; 0]);
        for plain in [
            response(200, &[("content-type", "text/plain")], "<"),
            response(302, &[("location", "/")], ""),
            response(206, &[JSON], "{}"),
        ] {
            assert_eq!(texts(check_scripted(&plain, &plain, false, &[])), [""; 0]);
            assert!(!check_scripted(&plain, &null, false, &[]).is_empty());
        }
    }

    #[test]
    fn a_head_response_is_a_get_response_without_the_body() {
        let get = response(200, &[JSON, ("content-length", "2")], "{}");
        assert_eq!(texts(check_head(&get, &response(200, &[JSON, ("content-length", "2")], ""), &[])), [""; 0]);
        assert_eq!(texts(check_head(&get, &response(200, &[JSON], ""), &[])), [""; 0]);
        assert_eq!(
            texts(check_head(&get, &response(405, &[("content-length", "0")], "{}"), &[])),
            [
                "HEAD, status: expected 200, got 405",
                "HEAD, body: expected none, got {}",
                "HEAD, content-length: expected `2`, got `0`",
                "HEAD, content-type: expected `application/json`, got none",
            ]
        );
    }
}
