//! [`Reading`]: what an error body says, whatever its envelope; and how tolerantly its members are taken.

use serde_json::{Map, Value};

use crate::{Constraint, Status, Target, Violation};

/// What an error body says: a [`Report`](crate::envelope::Report) that was read back by
/// [`Envelope::read`](crate::Envelope::read).
///
/// What the body does not say stays as it is by default: absent.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Reading {
    /// The status that the body states.
    pub status: Option<Status>,
    /// The identifier of the code.
    pub code: Option<String>,
    /// The short message of the code.
    pub message: Option<String>,
    /// What happened this time.
    pub description: Option<String>,
    /// The text of an envelope that has one place for both: the description, unless it is the message of the code.
    pub text: Option<String>,
    /// What is wrong with which part of the request.
    pub violations: Vec<Violation>,
    /// The one part of the request that the error as a whole is about.
    pub target: Option<Target>,
    /// A URI of this occurrence of the error.
    pub instance: Option<String>,
    /// The URI of the kind of problem.
    pub type_uri: Option<String>,
    /// All other members, among them the parameters of the code.
    pub extensions: Map<String, Value>,
    /// How sure it is that the body is an error, by its shape alone.
    pub certainty: Certainty,
}

/// How sure it is that a body is an error, by its shape alone: what decides on a status such as 200, where the answer of a
/// service that suppresses statuses stands beside what merely looks like it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "it is either, neither, or in between")]
pub enum Certainty {
    /// It is an error if the status or a header says so.
    #[default]
    Possible,
    /// It is one also if it states a code of the book and, beside it, the status that the book has for that code.
    Likely,
    /// It is one also if the book does not know the code, unless it states a status below 400, or not the one of its code.
    Certain,
}

/// Text, or a number as text.
pub(super) fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A status, also as text.
pub(super) fn status(value: Option<&Value>) -> Option<Status> {
    text(value)?.parse().ok().and_then(Status::new)
}

/// The elements of a list; of what stands for one alone, just that.
pub(super) fn items(value: Option<&Value>) -> &[Value] {
    match value {
        None | Some(Value::Null) => &[],
        Some(Value::Array(items)) => items,
        Some(one) => std::slice::from_ref(one),
    }
}

/// Text that an absent or a null member leaves out.
pub(super) fn is_text_or_null(value: Option<&Value>) -> bool {
    value.is_some_and(|value| value.is_string() || value.is_null())
}

/// The members that are none of these.
pub(super) fn others(object: &Map<String, Value>, known: &[&str]) -> Map<String, Value> {
    let others = object.iter().filter(|(name, _)| !known.contains(&name.as_str()));
    others.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// A violation that was said in a text alone.
pub(super) fn spoken(text: &str) -> Violation {
    Violation::new("", Constraint::Invalid).with_message(text.to_owned())
}

/// The limit that a message says: its last whole number, as in `255 max` and `size must be between 1 and 80`.
pub(super) fn limit(message: Option<&str>) -> Option<u64> {
    let mut numbers = message?.split(|letter: char| !letter.is_ascii_digit());
    numbers.rfind(|number| !number.is_empty())?.parse().ok()
}

/// The constraint that an envelope has this word for; one that it has none for is kept by the word.
pub(super) fn constraint(word: String, message: Option<&str>, is_it: impl Fn(&Constraint, &str) -> bool) -> Constraint {
    let known = Constraint::known(limit(message)).find(|constraint| is_it(constraint, &word));
    known.unwrap_or_else(|| Constraint::custom(word, None))
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
