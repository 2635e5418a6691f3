//! [`ParsedError`]: the details of an error body of any envelope.

use serde_json::{Map, Value};

use crate::{Constraint, Status, Target, Violation};

/// The details of an error body: a [`Report`](super::Report) that was read back by
/// [`Envelope::read`](super::Envelope::read).
///
/// The default has no details.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct ParsedError {
    /// The status in the body.
    pub status: Option<Status>,
    /// The identifier of the code.
    pub code: Option<String>,
    /// The short message of the code.
    pub message: Option<String>,
    /// The description of this occurrence.
    pub description: Option<String>,
    /// The text of an envelope that does not separate message and description. It is the description unless it equals the message
    /// of the code.
    pub text: Option<String>,
    /// The violations.
    pub violations: Vec<Violation>,
    /// The part of the request that the whole error is about.
    pub target: Option<Target>,
    /// A URI of this occurrence of the error.
    pub instance: Option<String>,
    /// The URI of the kind of problem.
    pub type_uri: Option<String>,
    /// All other members, unchanged. The parameters of the code are among them, and so is each member that could be read only in
    /// part.
    pub extensions: Map<String, Value>,
    /// The certainty, from the shape alone, that the body is an error.
    pub certainty: Certainty,
}

/// The certainty, from the shape alone, that a body is an error.
///
/// A client needs it for a status such as 200: a service that suppresses statuses sends errors with it, and other responses can
/// resemble errors.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "there is nothing between or beyond these")]
pub enum Certainty {
    /// Treated as an error only if the status or a header says so.
    #[default]
    Possible,
    /// Treated as an error also if the body contains a code of the book and the status of that code.
    Likely,
    /// Treated as an error even if the code is unknown, unless the stated status is below 400 or contradicts the code.
    Certain,
}

/// Reads text, or a number as text.
pub(super) fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Reads a status, which can be text.
pub(super) fn status(value: Option<&Value>) -> Option<Status> {
    text(value)?.parse().ok().and_then(Status::new)
}

/// Takes a member out if `read` can read it. A member that cannot be read stays, as an extension. A null is ignored.
pub(super) fn take<T>(
    members: &mut Map<String, Value>,
    name: &str,
    read: impl FnOnce(&Value) -> Option<T>,
) -> Option<T> {
    let value = members.get(name)?;
    let read = read(value);
    if read.is_some() || value.is_null() {
        members.remove(name);
    }
    read
}

/// Takes text, or a number as text.
pub(super) fn take_text(members: &mut Map<String, Value>, name: &str) -> Option<String> {
    take(members, name, |value| text(Some(value)))
}

/// Takes text.
pub(super) fn take_string(members: &mut Map<String, Value>, name: &str) -> Option<String> {
    take(members, name, |value| value.as_str().map(str::to_owned))
}

/// Takes a list of violations, each an object or the text of a violation. A single value counts as a list of one.
///
/// `read` takes the members that it can read out of an object. If any member is left, the list stays as an extension as well. A
/// list of objects in which `read` finds nothing is not a list of violations.
pub(super) fn take_violations(
    members: &mut Map<String, Value>,
    name: &str,
    read: impl Fn(&mut Map<String, Value>) -> Violation,
) -> Vec<Violation> {
    let items = match members.get(name) {
        None => return Vec::new(),
        Some(Value::Null) => &[],
        Some(Value::Array(items)) => items.as_slice(),
        Some(one) => std::slice::from_ref(one),
    };
    let (mut is_known, mut is_whole) = (false, true);
    let mut violations = Vec::new();
    for item in items {
        match item {
            Value::String(text) => {
                is_known = true;
                violations.push(violation("", Constraint::Invalid, Some(text.clone())));
            }
            Value::Object(object) => {
                let mut rest = object.clone();
                violations.push(read(&mut rest));
                is_known |= object.is_empty() || rest.len() < object.len();
                is_whole &= rest.is_empty();
            }
            _ => is_whole = false,
        }
    }
    if is_whole {
        members.remove(name);
    }
    if is_known { violations } else { Vec::new() }
}

/// Makes a violation, with the message if there is one.
pub(super) fn violation(target: impl Into<Target>, constraint: Constraint, message: Option<String>) -> Violation {
    let violation = Violation::new(target, constraint);
    match message {
        Some(message) => violation.with_message(message),
        None => violation,
    }
}

/// Returns the constraint with this word in the envelope. Any other word is the name of a custom constraint.
pub(super) fn constraint(word: &str, message: Option<&str>, is_called: impl Fn(&Constraint) -> bool) -> Constraint {
    let known = Constraint::known(limit(message)).find(is_called);
    known.unwrap_or_else(|| Constraint::custom(word.to_owned(), None))
}

/// Returns the limit in a message: the last whole number, as in `255 max` and `size must be between 1 and 80`.
fn limit(message: Option<&str>) -> Option<u64> {
    let mut numbers = message?.split(|letter: char| !letter.is_ascii_digit());
    numbers.rfind(|number| !number.is_empty())?.parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_limit_is_the_last_number_of_a_message() {
        let cases = [
            (None, None),
            (Some(""), None),
            (Some("too long"), None),
            (Some("255 max"), Some(255)),
            (Some("size must be between 1 and 80"), Some(80)),
            (Some("(1..=80)."), Some(80)),
            (Some("99999999999999999999"), None),
        ];
        for (message, expected) in cases {
            assert_eq!(limit(message), expected, "{message:?}");
        }
    }

    #[test]
    fn a_status_is_a_number_or_text() {
        let cases = [
            (json!(404), Some(404)),
            (json!("404"), Some(404)),
            (json!(404.5), None),
            (json!(-404), None),
            (json!(999), None),
            (json!("ok"), None),
            (json!(null), None),
            (json!([404]), None),
        ];
        for (value, expected) in cases {
            assert_eq!(status(Some(&value)).map(Status::as_u16), expected, "{value}");
        }
    }
}
