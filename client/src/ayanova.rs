//! Reading AyaNova's error object.

use serde_json::Value;

use super::reading::{self, Certainty, Reading, items, others, text};
use crate::{Code, Constraint, Target, Violation, ayanova};

/// `code_of` is the code that AyaNova has for a constraint.
pub(crate) fn read(json: &Value, code_of: fn(&Constraint) -> Code) -> Option<Reading> {
    let object = json.as_object()?;
    let error = object.get("error")?.as_object()?;
    let code = text(error.get("code"));
    let message = text(error.get("message"));
    let details = items(error.get("details")).iter();
    let violations: Vec<_> = details.filter_map(|detail| violation(detail, code_of)).collect();
    if code.is_none() && message.is_none() && violations.is_empty() {
        return None;
    }
    let is_of_the_range =
        code.as_deref().and_then(|code| code.parse().ok()).is_some_and(|code: u16| ayanova::RANGE.contains(&code));
    let has_message = error.get("message").is_some_and(Value::is_string);
    let is_certain = is_of_the_range && has_message && object.get("data").is_none_or(Value::is_null);
    let mut extensions = others(object, &["error"]);
    extensions.extend(others(error, &["code", "message", "details", "target"]));
    Some(Reading {
        code,
        text: message,
        violations,
        target: text(error.get("target")).map(Target::from),
        extensions,
        certainty: if is_certain { Certainty::Certain } else { Certainty::Possible },
        ..Reading::default()
    })
}

fn violation(json: &Value, code_of: fn(&Constraint) -> Code) -> Option<Violation> {
    if let Value::String(text) = json {
        return Some(reading::spoken(text));
    }
    let object = json.as_object()?;
    let member = |name| text(object.get(name));
    let message = member("message");
    let constraint = match member("error").or_else(|| member("code")) {
        Some(id) => reading::constraint(id, message.as_deref(), |constraint, id| code_of(constraint).id() == id),
        None => Constraint::Invalid,
    };
    let violation = Violation::new(member("target").unwrap_or_default(), with_code(constraint));
    Some(match message {
        // A limit says all that there is in its message.
        Some(message) if !matches!(violation.constraint(), Constraint::MaxLength(_)) => violation.with_message(message),
        _ => violation,
    })
}

/// What AyaNova has a code for and no constraint is named by the code.
fn with_code(constraint: Constraint) -> Constraint {
    match constraint {
        Constraint::Custom(custom) => {
            let code = ayanova::BOOK.find(custom.name());
            Constraint::custom(custom.name().to_owned(), code)
        }
        known => known,
    }
}
