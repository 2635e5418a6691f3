//! Reading primaERP's error object.

use serde_json::Value;

use super::reading::{self, Certainty, Reading, is_text_or_null, items, others, text};
use crate::{Constraint, Violation};

/// `word` is what primaERP calls a constraint.
pub(crate) fn read(json: &Value, word: fn(&Constraint) -> &str) -> Option<Reading> {
    const VIOLATIONS: [&str; 2] = ["constraintViolations", "constraintViolation"];

    let object = json.as_object()?;
    let code = text(object.get("code"));
    let message = text(object.get("message"));
    let violations = VIOLATIONS.iter().flat_map(|name| items(object.get(*name)));
    let violations: Vec<_> = violations.filter_map(|violation| self::violation(violation, word)).collect();
    if code.is_none() && message.is_none() && violations.is_empty() {
        return None;
    }
    let status = reading::status(object.get("status"));
    let has_four = status.is_some_and(|status| status.as_u16() >= 300)
        && is_text_or_null(object.get("code"))
        && object.get("message").is_some_and(Value::is_string)
        && is_text_or_null(object.get("description"));
    let is_list = |value: &Value| matches!(value, Value::Null | Value::Array(_) | Value::Object(_));
    let certainty = match VIOLATIONS.iter().find_map(|name| object.get(*name)) {
        Some(violations) if has_four && is_list(violations) => Certainty::Certain,
        _ if has_four => Certainty::Likely,
        _ => Certainty::Possible,
    };
    Some(Reading {
        status,
        code,
        message,
        description: text(object.get("description")),
        violations,
        extensions: others(object, &["status", "code", "message", "description", VIOLATIONS[0], VIOLATIONS[1]]),
        certainty,
        ..Reading::default()
    })
}

fn violation(json: &Value, word: fn(&Constraint) -> &str) -> Option<Violation> {
    if let Value::String(text) = json {
        return Some(reading::spoken(text));
    }
    let object = json.as_object()?;
    let member = |name| text(object.get(name));
    let message = member("message");
    let constraint = member("constraint").map_or(Constraint::Invalid, |name| {
        reading::constraint(name, message.as_deref(), |constraint, name| word(constraint) == name)
    });
    let violation = Violation::new(member("field").unwrap_or_default(), constraint)
        .with_entity_type(member("entityType").unwrap_or_default())
        .with_entity_path(member("entityPath").unwrap_or_default());
    Some(match message {
        Some(message) => violation.with_message(message),
        None => violation,
    })
}
