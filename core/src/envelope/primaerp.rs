//! primaERP's envelope.

use serde_json::{Map, Value};

use super::parsed_error::{self, Certainty, ParsedError, take, take_text};
use super::{Envelope, Member, Report, Schema, Shape, join};
use crate::json;
use crate::{Constraint, Violation};

/// primaERP's error object: always the same five members. Without a description, `description` lists the violations.
///
/// ```
/// use errorbook::{Error, primaerp};
///
/// let error = Error::from(primaerp::OBJECT_NOT_FOUND).with_description("no project 7");
/// assert_eq!(
///     error.to_response().body(),
///     br#"{"status":404,"code":"PE01-1101","message":"Object not found","description":"no project 7","constraintViolations":[]}"#,
/// );
/// ```
#[derive(Debug, Clone, Copy)]
pub struct PrimaErp;

impl Envelope for PrimaErp {
    fn write(&self, report: &Report<'_>, body: &mut Vec<u8>) {
        body.extend_from_slice(b"{\"status\":");
        body.extend_from_slice(report.status.digits().as_bytes());
        body.extend_from_slice(b",\"code\":");
        write_or_null(body, report.code);
        body.extend_from_slice(b",\"message\":");
        json::write_str(body, report.message);
        body.extend_from_slice(b",\"description\":");
        match (report.description, report.violations) {
            (None, violations @ [_, ..]) => write_description(body, violations),
            (description, _) => write_or_null(body, description),
        }
        body.extend_from_slice(b",\"constraintViolations\":[");
        join(body, report.violations, write_violation);
        body.extend_from_slice(b"]}");
    }

    fn read(&self, json: &Value) -> Option<ParsedError> {
        const VIOLATIONS: [&str; 2] = ["constraintViolations", "constraintViolation"];

        let object = json.as_object()?;
        let mut members = object.clone();
        let code = take_text(&mut members, "code");
        let message = take_text(&mut members, "message");
        let violations = VIOLATIONS.iter();
        let violations = violations.flat_map(|name| parsed_error::take_violations(&mut members, name, read_violation));
        let violations: Vec<_> = violations.collect();
        if code.is_none() && message.is_none() && violations.is_empty() {
            return None;
        }
        let status = take(&mut members, "status", |value| parsed_error::status(Some(value)));
        let is_text_or_null = |name| matches!(object.get(name), Some(Value::String(_) | Value::Null));
        let has_four = status.is_some_and(|status| status.as_u16() >= 300)
            && is_text_or_null("code")
            && object.get("message").is_some_and(Value::is_string)
            && is_text_or_null("description");
        let certainty = match VIOLATIONS.iter().find_map(|name| object.get(*name)) {
            Some(Value::Null | Value::Array(_) | Value::Object(_)) if has_four => Certainty::Certain,
            _ if has_four => Certainty::Likely,
            _ => Certainty::Possible,
        };
        Some(ParsedError {
            status,
            code,
            message,
            description: take_text(&mut members, "description"),
            violations,
            extensions: members,
            certainty,
            ..ParsedError::default()
        })
    }

    fn schema(&self) -> Option<Schema> {
        const VIOLATION: Shape = Shape::Object(&[
            Member::required("entityPath", Shape::String, "The path to the object; empty for the one that was sent."),
            Member::required("entityType", Shape::String, "The dotted name of the object's type, if it was named."),
            Member::required("field", Shape::String, "The field, empty for the object as a whole."),
            Member::required("constraint", Shape::String, "The name of the constraint: `NotNull`."),
            Member::required("message", Shape::String, "What is wrong, for people."),
        ]);
        const BODY: Shape = Shape::Object(&[
            Member::required("status", Shape::Status, "The HTTP status, even if the response is sent as a 200."),
            Member::required("code", Shape::Nullable(&Shape::Code), "The code; null for a status that has none."),
            Member::required("message", Shape::String, "The short message of the code."),
            Member::required("description", Shape::Nullable(&Shape::String), "What happened this time, for people."),
            Member::required("constraintViolations", Shape::Array(&VIOLATION), "What is wrong with which field."),
        ]);
        Some(Schema::new("PrimaErp", "An error object of primaERP: always the same five members.", BODY))
    }
}

fn write_or_null(body: &mut Vec<u8>, text: Option<&str>) {
    match text {
        Some(text) => json::write_str(body, text),
        None => body.extend_from_slice(b"null"),
    }
}

/// `Project.owner - NotNull(may not be null); …`
fn write_description(body: &mut Vec<u8>, violations: &[Violation]) {
    body.push(b'"');
    for (at, violation) in violations.iter().enumerate() {
        if at > 0 {
            body.extend_from_slice(b"; ");
        }
        let start = body.len();
        json::write_escaped(body, violation.entity_type().rsplit('.').next().unwrap_or_default());
        let dot = body.len();
        json::write_target(body, violation.target());
        if start < dot && dot < body.len() {
            body.insert(dot, b'.');
        }
        if start < body.len() {
            body.extend_from_slice(b" - ");
        }
        json::write_escaped(body, constraint(violation.constraint()));
        body.push(b'(');
        json::write_escaped(body, &violation.text());
        body.push(b')');
    }
    body.push(b'"');
}

fn write_violation(body: &mut Vec<u8>, violation: &Violation) {
    body.extend_from_slice(b"{\"entityPath\":");
    json::write_str(body, violation.entity_path());
    body.extend_from_slice(b",\"entityType\":");
    json::write_str(body, violation.entity_type());
    body.extend_from_slice(b",\"field\":\"");
    json::write_target(body, violation.target());
    body.extend_from_slice(b"\",\"constraint\":");
    json::write_str(body, constraint(violation.constraint()));
    body.extend_from_slice(b",\"message\":");
    json::write_str(body, &violation.text());
    body.push(b'}');
}

fn read_violation(members: &mut Map<String, Value>) -> Violation {
    let mut member = |name| take_text(members, name);
    let message = member("message");
    let constraint = member("constraint").map_or(Constraint::Invalid, |word| {
        parsed_error::constraint(&word, message.as_deref(), |known| constraint(known) == word)
    });
    parsed_error::violation(member("field").unwrap_or_default(), constraint, message)
        .with_entity_type(member("entityType").unwrap_or_default())
        .with_entity_path(member("entityPath").unwrap_or_default())
}

/// Returns the name of a constraint in primaERP.
fn constraint(constraint: &Constraint) -> &str {
    match constraint {
        Constraint::Missing | Constraint::Required => "NotNull",
        Constraint::Blank => "NotBlank",
        Constraint::MaxLength(_) => "Size",
        Constraint::Min => "Min",
        Constraint::Max => "Max",
        Constraint::Invalid => "Valid",
        Constraint::Unique => "Unique",
        Constraint::StartBeforeEnd => "StartBeforeEnd",
        Constraint::Referenced => "Referenced",
        Constraint::Fixed => "Fixed",
        Constraint::Child => "Child",
        Constraint::CustomRequired => "Custom",
        Constraint::Custom(custom) => custom.name(),
    }
}
