//! The envelope of RFC 9457, "Problem Details for HTTP APIs".

use serde_json::{Map, Value};

use super::parsed_error::{self, Certainty, ParsedError, take, take_string};
use super::{Envelope, Member, Report, Schema, Shape, join, pointer};
use crate::json;
use crate::media_type;
use crate::{Constraint, ParameterValue, Status, Target, Violation};

/// An RFC 9457 problem with the extensions `code` and, for violations, `errors`.
///
/// ```
/// use errorbook::{Constraint, Error, Violation, standard};
///
/// let error = Error::from(standard::UNPROCESSABLE_CONTENT)
///     .with_violation(Violation::new("parts[0].quantity", Constraint::Min).with_message("must be at least 1"));
/// assert_eq!(
///     error.to_response().body(),
///     br##"{"type":"about:blank","title":"Unprocessable Content","status":422,"code":"unprocessable_content","errors":[{"detail":"must be at least 1","pointer":"#/parts/0/quantity","code":"min"}]}"##,
/// );
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Problem;

impl Envelope for Problem {
    fn content_type(&self) -> &'static str {
        media_type::PROBLEM_JSON
    }

    fn write(&self, report: &Report<'_>, body: &mut Vec<u8>) {
        match (report.type_base, report.code) {
            (Some(base), Some(code)) => {
                body.extend_from_slice(b"{\"type\":\"");
                json::write_escaped(body, base);
                json::write_escaped(body, code);
                body.extend_from_slice(b"\",\"title\":\"");
            }
            _ => body.extend_from_slice(b"{\"type\":\"about:blank\",\"title\":\""),
        }
        json::write_escaped(body, report.message);
        body.extend_from_slice(b"\",\"status\":");
        body.extend_from_slice(report.status.digits().as_bytes());
        write_member(body, b",\"detail\":\"", report.description);
        write_member(body, b",\"instance\":\"", report.instance);
        write_member(body, b",\"code\":\"", report.code);
        match (report.violations, report.target) {
            ([], None) => {}
            ([], Some(target)) => {
                body.extend_from_slice(b",\"errors\":[");
                let detail = report.description.unwrap_or(report.message);
                write_error(body, detail, target, &Constraint::Invalid);
                body.push(b']');
            }
            (violations, _) => {
                body.extend_from_slice(b",\"errors\":[");
                join(body, violations, write_violation);
                body.push(b']');
            }
        }
        for (name, value) in report.parameters {
            body.push(b',');
            json::write_str(body, name);
            body.push(b':');
            match value {
                ParameterValue::String(text) => json::write_str(body, text),
                ParameterValue::Integer(number) => json::write_formatted(body, format_args!("{number}")),
                ParameterValue::Boolean(is_so) => json::write_formatted(body, format_args!("{is_so}")),
                ParameterValue::Number(number) => json::write_float(body, *number),
            }
        }
        body.push(b'}');
    }

    /// RFC 9457 demands in section 3.1 that members of the wrong type are ignored: they become extensions.
    fn read(&self, json: &Value) -> Option<ParsedError> {
        let object = json.as_object()?;
        let mut members = object.clone();
        let mut member = |name| take_string(&mut members, name);
        let (type_uri, title, detail, code) = (member("type"), member("title"), member("detail"), member("code"));
        let instance = member("instance");
        let texts = [&type_uri, &title, &detail, &code];
        if texts.iter().all(|text| text.is_none()) && !object.get("errors").is_some_and(may_be_violations) {
            return None;
        }
        let is_ours = object.get("errors").is_some_and(are_violations);
        let violations = match is_ours {
            true => parsed_error::take_violations(&mut members, "errors", read_violation),
            false => Vec::new(),
        };
        let status = take(&mut members, "status", |value| Status::new(value.as_u64()?.try_into().ok()?));
        let certainty = match (&title, status, &type_uri, &code) {
            (Some(_), Some(status), Some(_), Some(_)) if status.is_error() => Certainty::Certain,
            (Some(_), Some(_), ..) => Certainty::Likely,
            _ => Certainty::Possible,
        };
        let code = code.or_else(|| code_of_type(type_uri.as_deref()?).map(str::to_owned));
        Some(ParsedError {
            status,
            code,
            target: target_of_whole(&violations, detail.as_deref().or(title.as_deref())),
            message: title,
            description: detail,
            text: None,
            violations,
            instance,
            type_uri,
            extensions: members,
            certainty,
        })
    }

    fn schema(&self) -> Option<Schema> {
        const ERROR: Shape = Shape::Object(&[
            Member::required("detail", Shape::String, "What is wrong, for people."),
            Member::optional("pointer", Shape::String, "The field: a JSON Pointer as a URI fragment."),
            Member::optional("parameter", Shape::String, "The parameter of the path or the query."),
            Member::optional("header", Shape::String, "The header."),
            Member::required("code", Shape::String, "The name of the constraint: `required`."),
        ]);
        const BODY: Shape = Shape::Extensible(&[
            Member::required("type", Shape::String, "A URI of the kind of problem, or `about:blank`."),
            Member::required("title", Shape::String, "The short message of the code."),
            Member::required("status", Shape::Status, "The HTTP status, even if the response is sent as a 200."),
            Member::optional("detail", Shape::String, "What happened this time, for people."),
            Member::optional("instance", Shape::String, "A URI of this occurrence of the problem."),
            Member::optional("code", Shape::Code, "The code."),
            Member::optional("errors", Shape::Array(&ERROR), "What is wrong with which part of the request."),
        ]);
        Some(Schema::new("Problem", "A problem as RFC 9457 describes it.", BODY))
    }
}

/// Writes `start` and the text, if there is a text.
#[inline]
fn write_member<const N: usize>(body: &mut Vec<u8>, start: &[u8; N], value: Option<&str>) {
    if let Some(value) = value {
        body.extend_from_slice(start);
        json::write_escaped(body, value);
        body.push(b'"');
    }
}

fn write_violation(body: &mut Vec<u8>, violation: &Violation) {
    write_error(body, &violation.text(), violation.target(), violation.constraint());
}

fn write_error(body: &mut Vec<u8>, detail: &str, target: &Target, constraint: &Constraint) {
    body.extend_from_slice(b"{\"detail\":\"");
    json::write_escaped(body, detail);
    match target {
        Target::Field(path) => {
            body.extend_from_slice(b"\",\"pointer\":\"#");
            pointer::write(body, path);
        }
        Target::Parameter(name) => {
            body.extend_from_slice(b"\",\"parameter\":\"");
            json::write_escaped(body, name);
        }
        Target::Header(name) => {
            body.extend_from_slice(b"\",\"header\":\"");
            json::write_escaped(body, name);
        }
    }
    body.extend_from_slice(b"\",\"code\":\"");
    json::write_escaped(body, constraint.name());
    body.extend_from_slice(b"\"}");
}

/// Hosts of documents about statuses. The `type` of many problems is such a document, which identifies only the status.
const STATUS_DOCUMENTS: [&str; 10] = [
    "developer.mozilla.org",
    "http.dev",
    "httpstatus.es",
    "httpstatuses.com",
    "httpstatuses.io",
    "httpstatuses.org",
    "httpwg.org",
    "iana.org",
    "ietf.org",
    "rfc-editor.org",
];

/// Returns the last segment of a `type`, unless the `type` identifies only the status.
fn code_of_type(type_uri: &str) -> Option<&str> {
    let path = match type_uri.split_once("//") {
        Some((scheme, rest)) if scheme.is_empty() || scheme.ends_with(':') => {
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            let (host, path) = rest.split_at(end);
            if is_of_status_documents(host) {
                return None;
            }
            path
        }
        _ => type_uri,
    };
    let end = path.trim_end_matches('/').rsplit(['/', '#', ':', '=']).next()?;
    let names_status = end.parse().ok().and_then(Status::new).is_some();
    let is_blank = type_uri.get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case("about:"));
    (!end.is_empty() && !names_status && !is_blank).then_some(end)
}

/// Returns true if the host, with or without a port, is one of [`STATUS_DOCUMENTS`] or a subdomain of one.
fn is_of_status_documents(host: &str) -> bool {
    let host = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
    STATUS_DOCUMENTS
        .iter()
        .any(|known| host.strip_suffix(known).is_some_and(|above| above.is_empty() || above.ends_with('.')))
}

/// Returns true for a list of texts and objects, and for an object: violations in the form of this or another library.
fn may_be_violations(errors: &Value) -> bool {
    match errors {
        Value::Array(items) => items.iter().any(|item| item.is_string() || item.is_object()),
        one => one.is_object(),
    }
}

/// Returns true if these are violations in the form of a problem or of JSON:API. Other libraries have other members for the
/// text and the field.
fn are_violations(errors: &Value) -> bool {
    const OURS: [&str; 5] = ["detail", "title", "pointer", "parameter", "header"];
    const OTHERS: [&str; 2] = ["field", "message"];

    let has_string = |item: &Value, name: &str| item.get(name).is_some_and(Value::is_string);
    let is_ours = |item: &Value| {
        item.is_string()
            || OURS.iter().any(|name| has_string(item, name))
            || item.get("source").is_some_and(Value::is_object)
    };
    let is_of_others = |item: &Value| OTHERS.iter().any(|name| item.get(*name).is_some());
    match errors {
        Value::Array(items) => items.is_empty() || (items.iter().any(is_ours) && !items.iter().any(is_of_others)),
        // The members of any other object are names of fields.
        Value::Object(_) => has_string(errors, "detail") && !is_of_others(errors),
        _ => false,
    }
}

/// Returns the target of the whole error, which is written as the only violation, with the text of the error.
fn target_of_whole(violations: &[Violation], text: Option<&str>) -> Option<Target> {
    match violations {
        [violation] if *violation.constraint() == Constraint::Invalid && violation.message() == text => {
            Some(violation.target().clone())
        }
        _ => None,
    }
}

/// Reads a violation, or an error object of JSON:API, whose target is in an object `source`.
fn read_violation(members: &mut Map<String, Value>) -> Violation {
    let mut target = take_target(members);
    if let (None, Some(Value::Object(source))) = (&target, members.get_mut("source")) {
        target = take_target(source);
        if source.is_empty() {
            members.remove("source");
        }
    }
    let message = take_string(members, "detail").or_else(|| take_string(members, "title"));
    let constraint = take_string(members, "code").map_or(Constraint::Invalid, |word| {
        parsed_error::constraint(&word, message.as_deref(), |known| known.name() == word)
    });
    parsed_error::violation(target.unwrap_or_else(|| Target::from("")), constraint, message)
}

fn take_target(members: &mut Map<String, Value>) -> Option<Target> {
    if let Some(pointer) = take_string(members, "pointer") {
        return Some(Target::Field(pointer::read(&pointer)));
    }
    let parameter = take_string(members, "parameter").map(|name| Target::Parameter(name.into()));
    parameter.or_else(|| take_string(members, "header").map(|name| Target::Header(name.into())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_segment_of_a_type_is_a_code_unless_the_type_names_only_the_status() {
        let cases = [
            ("about:blank", None),
            ("About:Blank", None),
            ("", None),
            ("/", None),
            ("https://cart.example/errors/CART-1001", Some("CART-1001")),
            ("https://cart.example/errors/CART-1001/", Some("CART-1001")),
            ("/errors#CART-1001", Some("CART-1001")),
            ("urn:cart:CART-1001", Some("CART-1001")),
            ("CART-1001", Some("CART-1001")),
            ("//cart.example/errors/CART-1001", Some("CART-1001")),
            ("https://cart.example/errors?code=CART-1001", Some("CART-1001")),
            // These identify only the site or the status, not a code.
            ("https://cart.example", None),
            ("https://cart.example:8080/", None),
            ("https://cart.example/errors/404", None),
            ("https://tools.ietf.org/html/rfc9110#section-15.6.4", None),
            ("https://tools.ietf.org/html/rfc7231#section-6.5.1", None),
            ("https://tools.ietf.org/html/rfc4918#section-11.2", None),
            ("https://datatracker.ietf.org/doc/html/rfc9110#name-404-not-found", None),
            ("https://www.rfc-editor.org/rfc/rfc9110#section-15.5.5", None),
            ("https://www.rfc-editor.org/rfc/rfc9110.html#name-404-not-found", None),
            ("https://httpwg.org/specs/rfc9110.html#status.404", None),
            ("https://httpstatuses.io/404", None),
            ("HTTPS://HTTPSTATUSES.COM/404/", None),
            ("https://httpstatus.es/404", None),
            ("https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Status/404", None),
            ("https://not-ietf.org/errors/CART-1001", Some("CART-1001")),
            ("https://ietf.org.example/errors/CART-1001", Some("CART-1001")),
        ];
        for (type_uri, code) in cases {
            assert_eq!(code_of_type(type_uri), code, "{type_uri}");
        }
    }
}
