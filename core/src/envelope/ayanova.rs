//! AyaNova's envelope.

use serde_json::{Map, Value};

use super::parsed_error::{self, Certainty, ParsedError, take, take_text, text};
use super::{Envelope, Member, Report, Schema, Shape, join};
use crate::ayanova;
use crate::json;
use crate::{Code, Constraint, Target, Violation};

/// AyaNova's error object: one member `error`, with `details` if there are any.
///
/// ```
/// use errorbook::{Constraint, Error, Violation, ayanova};
///
/// let error = Error::from(ayanova::VALIDATION_ERROR)
///     .with_violation(Violation::new("name", Constraint::MaxLength(255)))
///     .with_violation(Violation::new("end", Constraint::StartBeforeEnd));
/// assert_eq!(
///     error.to_response().body(),
///     br#"{"error":{"code":"2200","details":[{"message":"255 max","target":"name","error":"2202"},{"target":"end","error":"2207"}],"message":"Validation error"}}"#,
/// );
/// ```
#[derive(Debug, Clone, Copy)]
pub struct AyaNova;

impl Envelope for AyaNova {
    fn write(&self, report: &Report<'_>, body: &mut Vec<u8>) {
        body.extend_from_slice(b"{\"error\":{\"code\":");
        match report.code {
            Some(code) => json::write_str(body, code),
            None => body.extend_from_slice(b"null"),
        }
        if !report.violations.is_empty() {
            body.extend_from_slice(b",\"details\":[");
            join(body, report.violations, write_detail);
            body.push(b']');
        }
        body.extend_from_slice(b",\"message\":");
        json::write_str(body, report.description.unwrap_or(report.message));
        if let Some(target) = report.target {
            body.extend_from_slice(b",\"target\":\"");
            json::write_target(body, target);
            body.push(b'"');
        }
        body.extend_from_slice(b"}}");
    }

    fn read(&self, json: &Value) -> Option<ParsedError> {
        let mut members = json.as_object()?.clone();
        let Some(Value::Object(mut error)) = members.remove("error") else { return None };
        let has_text = error.get("message").is_some_and(Value::is_string);
        let code = take(&mut error, "code", read_code);
        let message = take_text(&mut error, "message");
        let violations = parsed_error::take_violations(&mut error, "details", read_detail);
        if code.is_none() && message.is_none() && violations.is_empty() {
            return None;
        }
        let is_certain = code.is_some() && has_text && members.get("data").is_none_or(Value::is_null);
        let target = take_text(&mut error, "target").map(Target::from);
        // The members of `error` move to the others. If a name occurs in both, `error` stays as it is.
        if error.keys().any(|name| members.contains_key(name)) {
            members.extend(json.get("error").map(|error| ("error".to_owned(), error.clone())));
        } else {
            members.extend(error);
        }
        Some(ParsedError {
            code,
            text: message,
            violations,
            target,
            extensions: members,
            certainty: if is_certain { Certainty::Certain } else { Certainty::Possible },
            ..ParsedError::default()
        })
    }

    fn schema(&self) -> Option<Schema> {
        const DETAIL: Shape = Shape::Object(&[
            Member::optional("message", Shape::String, "What is wrong; `255 max` for a length."),
            Member::required("target", Shape::String, "The field, empty for the object as a whole."),
            Member::required("error", Shape::String, "The code of what is wrong."),
        ]);
        const ERROR: Shape = Shape::Object(&[
            Member::required("code", Shape::Nullable(&Shape::Code), "The code, a number as text."),
            Member::optional("details", Shape::Array(&DETAIL), "What is wrong with which field."),
            Member::required("message", Shape::String, "What happened, for people."),
            Member::optional("target", Shape::String, "The field or parameter that the error as a whole is about."),
        ]);
        const BODY: Shape = Shape::Object(&[Member::required("error", ERROR, "The error.")]);
        Some(Schema::new("AyaNova", "An error object of AyaNova.", BODY))
    }
}

fn write_detail(body: &mut Vec<u8>, violation: &Violation) {
    body.push(b'{');
    match (violation.constraint(), violation.message()) {
        // Clients read the limit from the message, so a custom message cannot be sent here.
        (Constraint::MaxLength(limit), _) => {
            body.extend_from_slice(b"\"message\":\"");
            json::write_formatted(body, format_args!("{limit} max"));
            body.extend_from_slice(b"\",");
        }
        (_, Some(message)) => {
            body.extend_from_slice(b"\"message\":");
            json::write_str(body, message);
            body.push(b',');
        }
        (_, None) => {}
    }
    body.extend_from_slice(b"\"target\":\"");
    json::write_target(body, violation.target());
    body.extend_from_slice(b"\",\"error\":");
    json::write_str(body, code(violation.constraint()).id());
    body.push(b'}');
}

/// Reads a code, as text or as a number. A number outside of the range is not a code: other services send the status here.
fn read_code(value: &Value) -> Option<String> {
    text(Some(value)).filter(|code| code.parse().is_ok_and(|number: u16| ayanova::RANGE.contains(&number)))
}

fn read_detail(members: &mut Map<String, Value>) -> Violation {
    let mut member = |name| take_text(members, name);
    let message = member("message");
    let constraint = member("error").or_else(|| member("code")).map_or(Constraint::Invalid, |id| {
        match parsed_error::constraint(&id, message.as_deref(), |known| code(known).id() == id) {
            // A code of the book that belongs to no built-in constraint names a custom one.
            Constraint::Custom(_) => Constraint::custom(id.clone(), ayanova::BOOK.find(&id)),
            known => known,
        }
    });
    // A message with only the limit contains nothing else.
    let message = message.filter(|message| match constraint {
        Constraint::MaxLength(limit) => *message != format!("{limit} max"),
        _ => true,
    });
    parsed_error::violation(member("target").unwrap_or_default(), constraint, message)
}

/// Returns AyaNova's code for a constraint.
fn code(constraint: &Constraint) -> Code {
    match constraint {
        Constraint::Missing => ayanova::PROPERTY_MISSING,
        Constraint::Required | Constraint::Blank => ayanova::FIELD_REQUIRED,
        Constraint::MaxLength(_) => ayanova::LENGTH_EXCEEDED,
        Constraint::Min | Constraint::Max | Constraint::Invalid => ayanova::INVALID_VALUE,
        Constraint::Unique => ayanova::NOT_UNIQUE,
        Constraint::StartBeforeEnd => ayanova::START_NOT_BEFORE_END,
        Constraint::Referenced => ayanova::REFERENCED,
        Constraint::Fixed => ayanova::VALUE_FIXED,
        Constraint::Child => ayanova::CHILD_ERROR,
        Constraint::CustomRequired => ayanova::CUSTOM_REQUIRED,
        Constraint::Custom(custom) => custom.code().unwrap_or(ayanova::INVALID_VALUE),
    }
}
