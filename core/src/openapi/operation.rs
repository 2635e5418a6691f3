//! The responses of one operation.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::DocumentedCode;
use crate::Code;

/// Returns the responses to the codes of an operation, by their statuses.
///
/// A response lists its codes, with a schema and an example for each, and the headers that they can have. In the schema of a code its
/// identifier and its status have one value each, and its parameters their types.
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

/// Adds a code to the response of its status. A code that the response has already changes nothing.
pub(super) fn add(responses: &mut impl Responses, code: Code) {
    let response = responses.of(code.status().to_string());
    if !response.is_object() {
        *response = json!({ "description": "" });
    }
    let documented = DocumentedCode::from(code);
    let described = format!("`{}` {}", code.id(), code.message());
    match response.get("description").and_then(Value::as_str).unwrap_or_default() {
        "" => response["description"] = described.into(),
        before if before.split(", ").any(|part| part == described) => {}
        before => response["description"] = format!("{before}, {described}").into(),
    }
    for (name, header) in documented.response_headers() {
        member(response, "headers").entry(name).or_insert_with(|| json!(header));
    }
    let content = member(response, "content").entry(documented.content_type).or_insert_with(|| json!({}));
    let schema = json!(documented.schema(documented.envelope_schema()));
    let schemas = match content.get_mut("schema") {
        Some(Value::Object(given)) if given.contains_key("oneOf") => &mut content["schema"]["oneOf"],
        Some(given) => {
            *given = json!({ "oneOf": [given.take()] });
            &mut content["schema"]["oneOf"]
        }
        None => {
            content["schema"] = json!({ "oneOf": [] });
            &mut content["schema"]["oneOf"]
        }
    };
    if let Value::Array(schemas) = schemas {
        if !schemas.contains(&schema) {
            schemas.push(schema);
        }
    }
    if let (Some(example), None) = (documented.example(), content.get("example")) {
        let example = json!({ "summary": code.message(), "value": example });
        member(content, "examples").entry(code.id()).or_insert(example);
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

/// Returns the object that is a member of another one. What stands there and is not an object is replaced.
pub(super) fn member<'a>(value: &'a mut Value, name: &str) -> &'a mut Map<String, Value> {
    if !value.is_object() {
        *value = json!({});
    }
    let Value::Object(object) = value else { unreachable!("it was made an object") };
    let member = object.entry(name).or_insert_with(|| json!({}));
    if !member.is_object() {
        *member = json!({});
    }
    let Value::Object(member) = member else { unreachable!("it was made an object") };
    member
}
