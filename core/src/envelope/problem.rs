//! The envelope of RFC 9457, "Problem Details for HTTP APIs".

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::{Envelope, Member, Report, Schema, Shape, join};
use crate::json;
use crate::media_type;
use crate::{Constraint, FieldPath, ParameterValue, Segment, Target, Violation};

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
                write_error(body, Some(detail), target, &Constraint::Invalid);
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

    #[cfg(feature = "client")]
    fn read(&self, json: &serde_json::Value) -> Option<crate::client::Reading> {
        crate::client::problem::read(json)
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
    write_error(body, violation.message(), violation.target(), violation.constraint());
}

/// Without a detail, the constraint's own words are one.
fn write_error(body: &mut Vec<u8>, detail: Option<&str>, target: &Target, constraint: &Constraint) {
    body.extend_from_slice(b"{\"detail\":\"");
    match detail {
        Some(detail) => json::write_escaped(body, detail),
        None => json::write_formatted(body, format_args!("{constraint}")),
    }
    match target {
        Target::Field(path) => {
            body.extend_from_slice(b"\",\"pointer\":\"#");
            write_pointer(body, path);
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

/// Writes a JSON Pointer (RFC 6901) as a URI fragment; all that a fragment cannot hold is percent-encoded.
fn write_pointer(body: &mut Vec<u8>, path: &FieldPath) {
    const NOT_IN_A_FRAGMENT: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'#')
        .add(b'%')
        .add(b'<')
        .add(b'>')
        .add(b'[')
        .add(b'\\')
        .add(b']')
        .add(b'^')
        .add(b'`')
        .add(b'{')
        .add(b'|')
        .add(b'}');

    if path.as_str().is_some_and(|dotted| write_identifiers(body, dotted)) {
        return;
    }
    for segment in path.segments() {
        body.push(b'/');
        match segment {
            Segment::Index(index) => json::write_number(body, index),
            Segment::Member(name) => {
                let name = name.replace('~', "~0").replace('/', "~1");
                body.extend(utf8_percent_encode(&name, NOT_IN_A_FRAGMENT).flat_map(str::as_bytes));
            }
        }
    }
}

/// Writes the pointer of a path whose members are all identifiers, as nearly every path's are: it is made of the same
/// letters. Says whether it is such a path; of any other it writes nothing.
fn write_identifiers(body: &mut Vec<u8>, dotted: &str) -> bool {
    let start = body.len();
    let mut rest = dotted.as_bytes();
    loop {
        let end = rest.iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_').unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if !name.is_empty() {
            body.push(b'/');
            body.extend_from_slice(name);
        }
        rest = match after {
            [] => return true,
            [b'.' | b'[', after @ ..] => after,
            [b']', after @ ..] if is_index(name) && matches!(after, [] | [b'.' | b'[', ..]) => after,
            _ => {
                body.truncate(start);
                return false;
            }
        }
    }
}

/// Whether these are the digits of a number as it is always written.
fn is_index(digits: &[u8]) -> bool {
    matches!(digits, [b'0'] | [b'1'..=b'9', ..]) && digits.len() < 19 && digits.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pointer(path: &FieldPath) -> String {
        let mut body = Vec::new();
        write_pointer(&mut body, path);
        String::from_utf8(body).unwrap()
    }

    proptest! {
        #[test]
        fn a_written_path_and_its_segments_have_the_same_pointer(dotted in "([a-z_0-9é~/%]|[0-9]{0,20}|\\.|\\[|\\]){0,12}") {
            let path = FieldPath::from(dotted);
            let segments = path.segments().map(|segment| match segment {
                Segment::Member(name) => Segment::Member(name.into_owned().into()),
                Segment::Index(index) => Segment::Index(index),
            });
            prop_assert_eq!(pointer(&path), pointer(&segments.collect()));
        }
    }
}
