//! Reads lists of violations. Each item is a text, or an object with a field and a text.

use errorbook::{Constraint, FieldPath, Target, Violation};
use serde_json::{Map, Value};

use super::found_violations::FoundViolations;
use super::members::take_string;
use super::path;

/// The members for the field and the text of an item. The first pair that an item has is used.
const FIELD_AND_TEXT: [(&str, &str); 16] = [
    // Zalando, Quarkus, JHipster.
    ("field", "message"),
    // Spring.
    ("field", "defaultMessage"),
    ("field", "detail"),
    // Google.
    ("field", "description"),
    ("field", "error"),
    // GitHub: the text is the name of the constraint.
    ("field", "code"),
    // FastAPI.
    ("loc", "msg"),
    // RESTEasy, Zod.
    ("path", "message"),
    // express-validator.
    ("path", "msg"),
    ("param", "msg"),
    ("param", "message"),
    // Symfony, API Platform.
    ("propertyPath", "message"),
    ("propertyPath", "title"),
    ("property", "message"),
    // FluentValidation.
    ("propertyName", "errorMessage"),
    // The example in RFC 7807.
    ("name", "reason"),
];

/// The members for the text of an item without a field.
const TEXT: [&str; 6] = ["message", "defaultMessage", "detail", "msg", "description", "errorMessage"];

/// The members for the part of the request, in Quarkus and express-validator.
const PART: [&str; 2] = ["in", "location"];

/// The members for the name of the constraint.
const CONSTRAINT: [&str; 4] = ["code", "constraint", "errorCode", "kind"];

/// An item of a list of violations.
pub(super) struct Item {
    pub(super) target: Option<Target>,
    pub(super) is_whole: bool,
    text: Option<String>,
    constraint: Constraint,
}

impl Item {
    /// Reads an item from an object. Returns `None` if the object has no known text member.
    pub(super) fn read(object: &Map<String, Value>) -> Option<Item> {
        let has_string = |name: &str| object.get(name).is_some_and(Value::is_string);
        let pair = FIELD_AND_TEXT.iter().find(|(field, text)| {
            has_string(text) && object.get(*field).is_some_and(|field| field.is_string() || field.is_array())
        });
        let text_name = pair.map(|(_, text)| *text).or_else(|| TEXT.into_iter().find(|name| has_string(name)))?;
        let mut rest = object.clone();
        let target = pair.and_then(|(field, _)| take_target(&mut rest, field));
        let text = if text_name == "code" { None } else { take_string(&mut rest, text_name) };
        let mut words = CONSTRAINT.iter();
        let mut constraint = words.find_map(|name| take_string(&mut rest, name));
        if object.contains_key("loc") {
            constraint = constraint.or_else(|| take_string(&mut rest, "type"));
        }
        let constraint = constraint.map_or(Constraint::Invalid, |word| {
            Constraint::named(&word, None).unwrap_or_else(|| Constraint::custom(word, None))
        });
        Some(Item { target, is_whole: rest.is_empty(), text, constraint })
    }

    pub(super) fn into_violation(self, otherwise: Target) -> Violation {
        let violation = Violation::new(self.target.unwrap_or(otherwise), self.constraint);
        match self.text {
            Some(text) => violation.with_message(text),
            None => violation,
        }
    }
}

/// Takes the target out of an item. Returns `None` if it cannot be read.
fn take_target(rest: &mut Map<String, Value>, name: &str) -> Option<Target> {
    let target = match (name, rest.get(name)?) {
        // For invalid JSON, `loc` is a position in the body and not a field.
        ("loc", _) if rest.get("type").and_then(Value::as_str) == Some("json_invalid") => return None,
        ("loc", Value::Array(list)) => target_of_loc(list)?,
        (_, Value::Array(list)) => Target::Field(path::of_list(list)?),
        (_, path) => {
            let path = FieldPath::from(path::of_text(path.as_str()?));
            let part = PART.into_iter().find(|part| rest.get(*part).is_some_and(Value::is_string));
            let part = part.and_then(|part| Some((part, path::in_part(rest.get(part)?.as_str()?, path.clone())?)));
            match part {
                Some((part, target)) => {
                    rest.remove(part);
                    target
                }
                None => Target::Field(path),
            }
        }
    };
    rest.remove(name);
    Some(target)
}

/// Reads a `loc` of FastAPI. It begins with the part of the request: `["body", "name"]`.
fn target_of_loc(list: &[Value]) -> Option<Target> {
    let in_part = list.split_first().and_then(|(part, rest)| path::in_part(part.as_str()?, path::of_list(rest)?));
    in_part.or_else(|| path::of_list(list).map(Target::Field))
}

/// Returns true if the object is one violation. Otherwise its members are named after fields.
pub(super) fn is_item(object: &Map<String, Value>) -> bool {
    Item::read(object).is_some()
}

/// Reads a list of items.
pub(super) fn read(items: &[Value]) -> FoundViolations {
    let mut found = FoundViolations { violations: Vec::new(), is_whole: true };
    for item in items {
        let (violation, is_whole) = match item {
            Value::String(text) => (Some(of_text(text)), true),
            Value::Object(object) => match Item::read(object) {
                Some(item) => {
                    let is_whole = item.is_whole;
                    (Some(item.into_violation(Target::from(""))), is_whole)
                }
                None => (None, false),
            },
            _ => (None, false),
        };
        found.violations.extend(violation);
        found.is_whole &= is_whole;
    }
    found
}

fn of_text(text: &str) -> Violation {
    Violation::new("", Constraint::Invalid).with_message(text.to_owned())
}

/// Reads the `detail` of FastAPI: a list of items with `loc`.
pub(super) fn read_fastapi(detail: &Value) -> FoundViolations {
    match detail {
        Value::Array(items) if items.iter().all(|item| item.get("loc").is_some_and(Value::is_array)) => read(items),
        _ => FoundViolations::default(),
    }
}

/// Reads the `message` of NestJS: a list of texts.
pub(super) fn read_texts(message: &Value) -> FoundViolations {
    match message {
        Value::Array(items) if items.iter().all(Value::is_string) => read(items),
        _ => FoundViolations::default(),
    }
}

/// Reads the `error` of Google: the `fieldViolations` in its `details`.
pub(super) fn read_google(error: &Value) -> FoundViolations {
    let details = error.get("details").and_then(Value::as_array).into_iter().flatten();
    let lists = details.filter_map(|detail| detail.get("fieldViolations")?.as_array());
    FoundViolations { violations: lists.flat_map(|items| read(items).violations).collect(), is_whole: false }
}
