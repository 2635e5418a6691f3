//! Exports books as OpenAPI components.

use std::collections::BTreeSet;

use errorbook::envelope::Schema;
use errorbook::openapi::{BodySchema, DocumentedCode, EnvelopeSchema, Header};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::export::documented::documented;
use crate::export::typescript::type_name;
use crate::prose::{code_span, escape};
use crate::{Catalog, CatalogCode, CatalogEnvelope};

/// Returns an OpenAPI 3.1 document, in JSON, with components only: a schema for each envelope, and a response for each code.
/// Your own document can reference them.
///
/// ```
/// use errorbook::{ayanova, primaerp};
/// use errorbook_catalog::{Catalog, export};
/// use serde_json::{Value, json};
///
/// let catalogs = [Catalog::of(&primaerp::BOOK), Catalog::of(&ayanova::BOOK)];
/// let document: Value = serde_json::from_str(&export::openapi(&catalogs))?;
/// assert_eq!(document["openapi"], "3.1.0");
/// let response = &document["components"]["responses"]["PE01-1101"];
/// let content = &response["content"]["application/json"];
/// assert_eq!(content["example"]["message"], "Object not found");
/// assert_eq!(
///     content["schema"]["allOf"],
///     json!([
///         { "$ref": "#/components/schemas/PrimaErp" },
///         {
///             "type": "object",
///             "properties": { "code": { "const": "PE01-1101" }, "status": { "const": 404 } },
///             "required": ["code", "status"],
///         },
///     ]),
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// An operation references the response of a code:
///
/// ```yaml
/// responses:
///   "404":
///     $ref: "errors.json#/components/responses/PE01-1101"
/// ```
///
/// If a book promises suppression, its query parameter is a component too: `#/components/parameters/suppress_response_code`.
///
/// The key of a response is its code, with `_` for characters that a key cannot contain. If the key is taken, the name of the
/// book is added: `cart.not_found`. Books with the same envelope share one schema. OpenAPI requires `info.version`, but a book
/// has no version, so the value is always `1`.
pub fn openapi(catalogs: &[Catalog]) -> String {
    let mut schemas = Vec::<(String, Schema)>::new();
    let mut responses = Vec::new();
    let mut taken = BTreeSet::new();
    for catalog in catalogs {
        let envelope = catalog.envelope.as_ref().and_then(CatalogEnvelope::writer);
        let schema = envelope.and_then(|envelope| envelope.schema());
        let schema = schema.map(|schema| schema_key(&mut schemas, &catalog.name, schema));
        for code in &catalog.codes {
            let key = response_key(&mut taken, catalog, code);
            responses.push((key, response(catalog, code, schema.as_deref())));
        }
    }
    let names: Vec<&str> = catalogs.iter().map(|catalog| catalog.name.as_str()).collect();
    let document = Document {
        openapi: "3.1.0",
        info: Info { title: format!("Errors of {}", names.join(", ")), version: "1" },
        components: Components {
            schemas: Ordered(schemas),
            parameters: Ordered(parameters(catalogs)),
            responses: Ordered(responses),
        },
    };
    // Writing to memory cannot fail, and all keys are strings.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn response<'a>(catalog: &'a Catalog, code: &'a CatalogCode, schema: Option<&str>) -> Response<'a> {
    let body = catalog.body(code);
    let documented = documented(catalog, code);
    let example = DocumentedCode { body: body.as_deref(), ..documented.clone() }.example();
    let reference = schema.map(|key| EnvelopeSchema::Reference { target: format!("#/components/schemas/{key}") });
    Response {
        description: description(code),
        headers: Ordered(documented.response_headers()),
        content: Ordered(vec![(documented.content_type, MediaType { schema: documented.schema(reference), example })]),
    }
}

/// Returns the description of a response in Markdown: the message, the meaning, the advice and the other attributes.
fn description(code: &CatalogCode) -> String {
    let mut paragraphs: Vec<String> = code.message.iter().map(|message| escape(message)).collect();
    paragraphs.extend(code.meaning.iter().chain(&code.advice).cloned());
    paragraphs.extend(code.retry.map(|retry| format!("Try again: {retry}.")));
    paragraphs.extend(code.since.as_ref().map(|since| format!("Since {}.", escape(since))));
    paragraphs.extend(code.replacement.as_ref().map(|id| format!("Deprecated: use {} instead.", code_span(id))));
    paragraphs.join("\n\n")
}

/// Returns the query parameters that suppress statuses.
fn parameters(catalogs: &[Catalog]) -> Vec<(String, Parameter)> {
    let names: BTreeSet<&String> = catalogs.iter().filter_map(|catalog| catalog.suppression.as_ref()).collect();
    names.into_iter().map(|name| (key(name), Parameter::suppression(name))).collect()
}

/// Returns the key of an envelope's schema. Adds the schema if it is new.
fn schema_key(schemas: &mut Vec<(String, Schema)>, book: &str, schema: Schema) -> String {
    let prefixed = format!("{}{}", type_name(book), schema.name());
    let text = |schema: &Schema| serde_json::to_string(schema).unwrap_or_default();
    for key in candidates([key(schema.name()), key(&prefixed)]) {
        match schemas.iter().find(|(taken, _)| *taken == key) {
            Some((_, other)) if text(other) == text(&schema) => return key,
            Some(_) => {}
            None => {
                schemas.push((key.clone(), schema));
                return key;
            }
        }
    }
    prefixed
}

fn response_key(taken: &mut BTreeSet<String>, catalog: &Catalog, code: &CatalogCode) -> String {
    let candidates = candidates([key(&code.code), key(&format!("{}.{}", catalog.name, code.code))]);
    candidates.into_iter().find(|key| taken.insert(key.clone())).unwrap_or_default()
}

/// Replaces the characters that the key of a component cannot contain.
fn key(text: &str) -> String {
    let valid = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
    let key: String = text.chars().map(|letter| if valid(letter) { letter } else { '_' }).collect();
    if key.is_empty() { "_".to_owned() } else { key }
}

/// Returns the short key, then the long key, then the long key with numbers.
fn candidates([short, long]: [String; 2]) -> impl Iterator<Item = String> {
    let numbered = long.clone();
    [short, long].into_iter().chain((2_u64..).map(move |number| format!("{numbered}.{number}")))
}

#[derive(Serialize)]
struct Document<'a> {
    openapi: &'static str,
    info: Info,
    components: Components<'a>,
}

#[derive(Serialize)]
struct Info {
    title: String,
    version: &'static str,
}

#[derive(Serialize)]
struct Components<'a> {
    schemas: Ordered<String, Schema>,
    #[serde(skip_serializing_if = "Ordered::is_empty")]
    parameters: Ordered<String, Parameter>,
    responses: Ordered<String, Response<'a>>,
}

#[derive(Serialize)]
struct Response<'a> {
    description: String,
    #[serde(skip_serializing_if = "Ordered::is_empty")]
    headers: Ordered<&'a str, Header>,
    content: Ordered<&'a str, MediaType<'a>>,
}

#[derive(Serialize)]
struct MediaType<'a> {
    schema: BodySchema<'a>,
    /// The body byte for byte. It is `None` if the body is not JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    example: Option<Box<RawValue>>,
}

/// A JSON object that keeps the order of its members.
struct Ordered<K, T>(Vec<(K, T)>);

impl<K, T> Ordered<K, T> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<K: Serialize, T: Serialize> Serialize for Ordered<K, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

#[derive(Serialize)]
struct Parameter {
    name: String,
    r#in: &'static str,
    description: &'static str,
    required: bool,
    schema: ParameterSchema,
}

#[derive(Serialize)]
struct ParameterSchema {
    r#enum: [&'static str; 2],
}

impl Parameter {
    fn suppression(name: &str) -> Parameter {
        Parameter {
            name: name.to_owned(),
            r#in: "query",
            description: "The response has status 200 and the same body; `x-suppressed-status` has the original status.",
            required: false,
            schema: ParameterSchema { r#enum: ["true", "1"] },
        }
    }
}

#[cfg(test)]
mod tests {
    use errorbook::envelope::Shape;

    use super::*;

    #[test]
    fn schemas_with_the_same_name_share_a_key_only_if_they_are_equal() {
        let mut schemas = Vec::new();
        let mut key = |shape| schema_key(&mut schemas, "http", Schema::new("My Error", "An error.", shape));
        let keys = [Shape::Any, Shape::String, Shape::Any, Shape::Boolean, Shape::String].map(&mut key);
        assert_eq!(keys, ["My_Error", "HttpMy_Error", "My_Error", "HttpMy_Error.2", "HttpMy_Error"]);
        assert_eq!(schemas.len(), 3);
    }
}
