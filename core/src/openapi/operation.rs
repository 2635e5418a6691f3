//! The responses of one operation.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::DocumentedCode;
use crate::Code;

/// Returns the responses of an operation with these codes, by status.
///
/// Each response lists its codes, with a schema and an example each, and their headers. The schema of a code pins its identifier and
/// its status, and types its parameters.
///
/// ```
/// use errorbook::openapi::responses;
/// use errorbook::{IntoError, primaerp};
///
/// #[derive(IntoError)]
/// enum Outcome {
///     #[code(primaerp::TENANT_MOVED)]
///     Moved,
///     #[code(primaerp::VERSION_STALE)]
///     Stale,
///     #[code(primaerp::OBJECT_EXISTS)]
///     Exists,
/// }
///
/// let responses = responses(Outcome::CODES);
/// assert!(responses["301"]["headers"]["location"].is_object());
/// assert_eq!(responses["409"]["description"], "`PE01-1107` Version stale, `PE01-1102` Object already exists");
/// let content = &responses["409"]["content"]["application/json"];
/// assert_eq!(content["schema"]["oneOf"][1]["allOf"][1]["properties"]["code"]["const"], "PE01-1102");
/// assert_eq!(content["examples"]["PE01-1107"]["value"]["message"], "Version stale");
/// ```
pub fn responses(codes: impl IntoIterator<Item = Code>) -> BTreeMap<String, Value> {
    let mut responses = BTreeMap::new();
    for code in codes {
        add(&mut responses, code);
    }
    responses
}

/// Adds a code to the response of its status, unless the response already lists it.
pub(super) fn add(responses: &mut impl Responses, code: Code) {
    let documented = DocumentedCode::from(code);
    let response = object(responses.of(code.status().to_string()));
    let described = format!("`{}` {}", code.id(), code.message());
    let description = response.entry("description").or_insert_with(|| "".into());
    match description.as_str().unwrap_or_default() {
        "" => *description = described.into(),
        before if before.split(", ").any(|part| part == described) => {}
        before => *description = format!("{before}, {described}").into(),
    }
    let headers = documented.response_headers();
    if !headers.is_empty() {
        let given = object(response.entry("headers").or_insert(Value::Null));
        for (name, header) in headers {
            given.entry(name).or_insert_with(|| json!(header));
        }
    }
    let content = object(response.entry("content").or_insert(Value::Null));
    let content = object(content.entry(documented.content_type).or_insert(Value::Null));
    let schema = json!(documented.schema(documented.envelope_schema()));
    let given = content.entry("schema").or_insert_with(|| json!({ "oneOf": [] }));
    if given.get("oneOf").is_none_or(|choices| !choices.is_array()) {
        *given = json!({ "oneOf": [given.take()] });
    }
    if let Some(choices) = given.get_mut("oneOf").and_then(Value::as_array_mut) {
        if !choices.contains(&schema) {
            choices.push(schema);
        }
    }
    if let (Some(example), None) = (documented.example(), content.get("example")) {
        let example = json!({ "summary": code.message(), "value": example });
        object(content.entry("examples").or_insert(Value::Null)).entry(code.id()).or_insert(example);
    }
}

/// The responses of an operation, in a map or in a document.
pub(super) trait Responses {
    fn of(&mut self, status: String) -> &mut Value;
}

impl Responses for BTreeMap<String, Value> {
    fn of(&mut self, status: String) -> &mut Value {
        self.entry(status).or_default()
    }
}

impl Responses for Map<String, Value> {
    fn of(&mut self, status: String) -> &mut Value {
        self.entry(status).or_insert(Value::Null)
    }
}

/// Returns the object. A value that is not one is replaced.
pub(super) fn object(value: &mut Value) -> &mut Map<String, Value> {
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    match value {
        Value::Object(object) => object,
        _ => unreachable!("it was made an object"),
    }
}
