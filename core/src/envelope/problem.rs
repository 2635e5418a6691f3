//! The envelope of RFC 9457, "Problem Details for HTTP APIs".

use serde_json::{Map, Value};

use super::parsed_error::{self, Certainty, ParsedError, others};
use super::{Envelope, Member, Report, Schema, Shape, join, pointer};
use crate::json;
use crate::media_type;
use crate::{Constraint, ParameterValue, Status, Target, Violation};

/// An RFC 9457 problem with the extensions `code` and, where something is wrong with a part of the request, `errors`.
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
        json::write_number(body, report.status.as_u16().into());
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

    /// Ignores members of the wrong type, as RFC 9457 asks in section 3.1.
    fn read(&self, json: &Value) -> Option<ParsedError> {
        let object = json.as_object()?;
        let member = |name| string(object, name);
        let (type_uri, title, detail, code) = (member("type"), member("title"), member("detail"), member("code"));
        let violations: Vec<_> = parsed_error::violations(object.get("errors"), read_violation).collect();
        if type_uri.or(title).or(detail).or(code).is_none() && violations.is_empty() {
            return None;
        }
        let status = object.get("status").and_then(Value::as_u64);
        let status = status.and_then(|status| Status::new(status.try_into().ok()?));
        let certainty = match (title, status, type_uri, code) {
            (Some(_), Some(status), Some(_), Some(_)) if status.is_error() => Certainty::Certain,
            (Some(_), Some(_), ..) => Certainty::Likely,
            _ => Certainty::Possible,
        };
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Some(ParsedError {
            status,
            code: owned(code.or_else(|| type_uri.and_then(code_of_type))),
            message: owned(title),
            description: owned(detail),
            text: None,
            target: target_of_whole(&violations, detail.or(title)),
            violations,
            instance: owned(member("instance")),
            type_uri: owned(type_uri),
            extensions: others(object, &["type", "title", "status", "detail", "instance", "code", "errors"]),
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

/// Writes what begins a member of text and its value, if it has one.
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

fn string<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    object.get(name)?.as_str()
}

/// Returns the last segment of a `type`, unless that is `about:blank`.
fn code_of_type(type_uri: &str) -> Option<&str> {
    let end = type_uri.trim_end_matches('/').rsplit(['/', '#', ':', '=']).next();
    end.filter(|end| !end.is_empty() && !type_uri.eq_ignore_ascii_case("about:blank"))
}

/// Returns the target of the error as a whole: it is written as the only violation, with the text of the error.
fn target_of_whole(violations: &[Violation], text: Option<&str>) -> Option<Target> {
    match violations {
        [violation] if *violation.constraint() == Constraint::Invalid && violation.message() == text => {
            Some(violation.target().clone())
        }
        _ => None,
    }
}

fn read_violation(object: &Map<String, Value>) -> Violation {
    let member = |name| string(object, name);
    let target = match (member("pointer"), member("parameter"), member("header")) {
        (Some(pointer), ..) => Target::Field(pointer::read(pointer)),
        (None, Some(name), _) => Target::Parameter(name.to_owned().into()),
        (None, None, Some(name)) => Target::Header(name.to_owned().into()),
        (None, None, None) => Target::from(""),
    };
    let message = member("detail");
    let constraint = member("code")
        .map_or(Constraint::Invalid, |word| parsed_error::constraint(word, message, |known| known.name() == word));
    parsed_error::violation(target, constraint, message.map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_ends_with_a_code_unless_it_is_blank() {
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
        ];
        for (type_uri, code) in cases {
            assert_eq!(code_of_type(type_uri), code, "{type_uri}");
        }
    }
}
