//! Reads objects with the names of fields as member names: `{"Name": ["The Name field is required."]}`.

use errorbook::{Constraint, Target, Violation};
use serde_json::{Map, Value};

use super::found_violations::FoundViolations;
use super::items::Item;
use super::path;

/// The member with the texts about the whole object, in Django REST framework.
const OF_THE_WHOLE: &str = "non_field_errors";

/// The maximum length of a path in bytes. Each violation copies its path, so a long name with many texts would fill the memory.
const LONGEST_PATH: usize = 256;

/// Reads an object with the names of fields as member names. Each text becomes a violation.
///
/// The value of a member is a text, a list of texts, an object with a text, or an object with nested fields.
pub(super) fn read(object: &Map<String, Value>) -> FoundViolations {
    let mut found = FoundViolations { violations: Vec::new(), is_whole: true };
    for (name, value) in object {
        let field = below("", name);
        match value {
            Value::String(text) => found.violations.push(violation(field, text)),
            value => add(&mut found, &field, value),
        }
    }
    found
}

fn add(found: &mut FoundViolations, field: &str, value: &Value) {
    match value {
        _ if field.len() > LONGEST_PATH => found.is_whole = false,
        Value::Array(items) => {
            let texts = items.iter().filter_map(Value::as_str);
            let count = found.violations.len();
            found.violations.extend(texts.map(|text| violation(field.to_owned(), text)));
            found.is_whole &= !items.is_empty() && found.violations.len() - count == items.len();
        }
        Value::Object(object) => match Item::read(object) {
            Some(item) => {
                let name = Target::from(field.to_owned());
                found.is_whole &= item.is_whole && item.target.as_ref().is_none_or(|target| *target == name);
                found.violations.push(item.into_violation(name));
            }
            None => {
                found.is_whole &= !object.is_empty();
                object.iter().for_each(|(name, value)| add(found, &below(field, name), value));
            }
        },
        _ => found.is_whole = false,
    }
}

fn below(field: &str, name: &str) -> String {
    match (field, name) {
        (_, OF_THE_WHOLE) => field.to_owned(),
        ("", name) => path::of_text(name),
        (field, name) => format!("{field}.{name}"),
    }
}

fn violation(field: String, text: &str) -> Violation {
    Violation::new(field, Constraint::Invalid).with_message(text.to_owned())
}
