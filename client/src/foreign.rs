//! Reads the error formats of other frameworks, in the members that the envelope did not read.
//!
//! Only a response that is already known to be an error is read in this way. `docs/clients.md` lists the formats. A member that
//! is read completely is removed from the extensions. A member that is read in part also stays there, unchanged.

use errorbook::envelope::ParsedError;
use errorbook::{Target, Violation};
use serde_json::{Map, Value};

use self::found_violations::FoundViolations;
use self::members::take_string;

mod fields;
mod found_violations;
mod items;
mod members;
mod path;

/// The members with a short message, each with the member for the description.
const TWO_TEXTS: [(&str, &str); 2] = [("error", "message"), ("error", "error_description")];

/// The members with the single text of an error.
const ONE_TEXT: [&str; 6] = ["message", "error", "error_message", "errorMessage", "msg", "description"];

/// The members with violations: a list of items, or an object with the names of fields as member names.
const VIOLATIONS: [&str; 10] = [
    "errors",
    "violations",
    "fieldErrors",
    "field_errors",
    "validationErrors",
    "validation_errors",
    "invalid-params",
    "invalidParams",
    "parameterViolations",
    "propertyViolations",
];

/// The member names that are not names of fields.
const NOT_FIELDS: [&str; 5] = ["detail", "details", "error", "message", "messages"];

/// Adds the details that the envelope did not read. If `may_be_fields` is true, the whole body may be an object of fields, as
/// Django REST framework and Rails send it.
pub(crate) fn complete(parsed: &mut ParsedError, may_be_fields: bool) {
    let is_silent = parsed.message.is_none() && parsed.description.is_none() && parsed.text.is_none();
    if is_silent {
        take_texts(parsed);
    }
    if parsed.violations.is_empty() {
        parsed.violations = take_violations(&mut parsed.extensions);
    }
    if parsed.violations.is_empty() && may_be_fields {
        parsed.violations = take_fields_of_the_whole(&mut parsed.extensions);
    }
}

fn take_texts(parsed: &mut ParsedError) {
    let members = &mut parsed.extensions;
    for (message, description) in TWO_TEXTS {
        if members.get(message).is_some_and(Value::is_string) && members.get(description).is_some_and(Value::is_string)
        {
            parsed.message = take_string(members, message);
            parsed.description = take_string(members, description);
            return;
        }
    }
    parsed.text = ONE_TEXT.iter().find_map(|name| take_string(members, name));
    if parsed.text.is_none() {
        let (text, target) = take_error_object(members);
        parsed.text = text;
        parsed.target = parsed.target.take().or(target);
    }
}

/// Reads an object `error` with a `message`. Its `param` is the parameter with the error, as in Stripe's format.
fn take_error_object(members: &mut Map<String, Value>) -> (Option<String>, Option<Target>) {
    let Some(Value::Object(error)) = members.get("error") else { return (None, None) };
    let mut rest = error.clone();
    let Some(text) = take_string(&mut rest, "message") else { return (None, None) };
    let target = take_string(&mut rest, "param").map(|name| Target::Parameter(name.into()));
    if rest.is_empty() {
        members.remove("error");
    }
    (Some(text), target)
}

/// Takes the violations of the first member that contains violations.
fn take_violations(members: &mut Map<String, Value>) -> Vec<Violation> {
    let forms = VIOLATIONS.map(|name| (name, read_items_or_fields as fn(&Value) -> FoundViolations));
    let forms = forms.into_iter().chain([
        ("detail", items::read_fastapi as fn(&Value) -> FoundViolations),
        ("message", items::read_texts),
        ("error", items::read_google),
    ]);
    for (name, read) in forms {
        let found = members.get(name).map(read).unwrap_or_default();
        if !found.violations.is_empty() {
            if found.is_whole {
                members.remove(name);
            }
            return found.violations;
        }
    }
    Vec::new()
}

fn read_items_or_fields(value: &Value) -> FoundViolations {
    match value {
        Value::Object(object) if !items::is_item(object) => fields::read(object),
        Value::Object(_) => items::read(std::slice::from_ref(value)),
        Value::Array(items) => items::read(items),
        _ => FoundViolations::default(),
    }
}

/// Takes the violations of a body with only fields: each member is a list of texts, or an object with such lists.
fn take_fields_of_the_whole(members: &mut Map<String, Value>) -> Vec<Violation> {
    let is_known = |name: &String| VIOLATIONS.iter().chain(&NOT_FIELDS).any(|known| known == name);
    if members.keys().any(is_known) || !members.values().all(has_only_lists_of_texts) {
        return Vec::new();
    }
    let found = fields::read(members);
    if found.is_whole {
        members.clear();
    }
    found.violations
}

fn has_only_lists_of_texts(value: &Value) -> bool {
    match value {
        Value::Array(items) => !items.is_empty() && items.iter().all(Value::is_string),
        Value::Object(members) => !members.is_empty() && members.values().all(has_only_lists_of_texts),
        _ => false,
    }
}
