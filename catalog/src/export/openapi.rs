//! Books as OpenAPI.

use std::collections::BTreeSet;

use errorbook::envelope::Schema;
use errorbook::{header, media_type};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::export::outline::Outline;
use crate::export::pinned::Pinned;
use crate::export::typescript::type_name;
use crate::prose::{code_span, escape};
use crate::{Catalog, CatalogCode, CatalogEnvelope};

/// Returns the components of an OpenAPI 3.1 document, in JSON: the schemas of the books' envelopes, and a response for each
/// code, ready to be referenced.
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
/// An operation names the response by its code:
///
/// ```yaml
/// responses:
///   "404":
///     $ref: "errors.json#/components/responses/PE01-1101"
/// ```
///
/// The parameter with which a book promises to suppress statuses is a component, too:
/// `#/components/parameters/suppress_response_code`.
///
/// The key of a response is its code, with `_` for characters that a key cannot have. If an earlier book or row has the key,
/// the name of the book stands before it: `cart.not_found`. Books of one envelope share its schema. `info.version`, which
/// OpenAPI requires, is `1`: a book has no version.
pub fn openapi(catalogs: &[Catalog]) -> String {
    let mut schemas = Vec::<(String, Schema)>::new();
    let mut responses = Vec::new();
    let mut taken = BTreeSet::new();
    for catalog in catalogs {
        let envelope = catalog.envelope.as_ref().and_then(CatalogEnvelope::writer);
        let schema = envelope.and_then(|envelope| envelope.schema());
        let schema = schema.map(|schema| schema_key(&mut schemas, &catalog.name, schema));
        let outline = Outline::of(envelope);
        for code in &catalog.codes {
            let key = response_key(&mut taken, catalog, code);
            responses.push((key, response(catalog, code, schema.as_deref(), &outline)));
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
    // The keys of its maps are text and it is written to memory: there is no error to meet.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn response<'a>(catalog: &Catalog, code: &'a CatalogCode, schema: Option<&str>, outline: &Outline) -> Response<'a> {
    let example = catalog.body(code).and_then(|body| String::from_utf8(body).ok());
    let media_type = MediaType {
        schema: BodySchema::new(schema, Pinned::of(code, outline)),
        example: example.and_then(|body| RawValue::from_string(body).ok()),
    };
    let content_type = catalog.envelope.as_ref().map_or(media_type::JSON, |envelope| &envelope.content_type);
    Response {
        description: description(code),
        headers: Ordered(headers(code)),
        content: Ordered(vec![(content_type.to_owned(), media_type)]),
    }
}

/// Returns Markdown: the message, the meaning, and the advice.
fn description(code: &CatalogCode) -> String {
    let mut paragraphs: Vec<String> = code.message.iter().map(|message| escape(message)).collect();
    paragraphs.extend(code.meaning.iter().chain(&code.advice).cloned());
    paragraphs.extend(code.retry.map(|retry| format!("Try again: {retry}.")));
    paragraphs.extend(code.since.as_ref().map(|since| format!("Since {}.", escape(since))));
    paragraphs.extend(code.replacement.as_ref().map(|id| format!("Deprecated: use {} instead.", code_span(id))));
    paragraphs.join("\n\n")
}

fn headers(code: &CatalogCode) -> Vec<(String, Header)> {
    let challenge = (code.status.as_u16() == 401).then_some(header::WWW_AUTHENTICATE);
    let error_id = code.status.is_server_error().then_some(header::X_ERROR_ID);
    let mut headers = Vec::<(String, Header)>::new();
    for name in code.headers.iter().map(String::as_str).chain(challenge).chain(error_id) {
        if headers.iter().all(|(given, _)| given != name) {
            headers.push((name.to_owned(), Header::of(name, challenge == Some(name))));
        }
    }
    headers
}

/// Returns the parameters with which the books promise to suppress statuses.
fn parameters(catalogs: &[Catalog]) -> Vec<(String, Parameter)> {
    let names: BTreeSet<&String> = catalogs.iter().filter_map(|catalog| catalog.suppression.as_ref()).collect();
    names.into_iter().map(|name| (key(name), Parameter::suppression(name))).collect()
}

/// Returns the key of an envelope's schema, and adds the schema if it is new.
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

/// Replaces characters that the key of a component cannot have.
fn key(text: &str) -> String {
    let valid = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
    let key: String = text.chars().map(|letter| if valid(letter) { letter } else { '_' }).collect();
    if key.is_empty() { "_".to_owned() } else { key }
}

/// Returns the short key, then the long one, then the long one with numbers.
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
    schemas: Ordered<Schema>,
    #[serde(skip_serializing_if = "Ordered::is_empty")]
    parameters: Ordered<Parameter>,
    responses: Ordered<Response<'a>>,
}

#[derive(Serialize)]
struct Response<'a> {
    description: String,
    #[serde(skip_serializing_if = "Ordered::is_empty")]
    headers: Ordered<Header>,
    content: Ordered<MediaType<'a>>,
}

#[derive(Serialize)]
struct MediaType<'a> {
    schema: BodySchema<'a>,
    /// The body, byte for byte. A body that is not JSON has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    example: Option<Box<RawValue>>,
}

/// The schema of a code's bodies: that of the envelope and, if the code decides some values, these.
#[derive(Serialize)]
#[serde(untagged)]
enum BodySchema<'a> {
    Any {},
    Reference(Reference),
    Both {
        #[serde(rename = "allOf")]
        all_of: (Reference, Pinned<'a>),
    },
}

#[derive(Serialize)]
struct Reference {
    #[serde(rename = "$ref")]
    target: String,
}

impl<'a> BodySchema<'a> {
    fn new(schema: Option<&str>, pinned: Pinned<'a>) -> BodySchema<'a> {
        let Some(key) = schema else { return BodySchema::Any {} };
        let reference = Reference { target: format!("#/components/schemas/{key}") };
        if pinned.is_empty() {
            BodySchema::Reference(reference)
        } else {
            BodySchema::Both { all_of: (reference, pinned) }
        }
    }
}

/// A JSON object whose members keep their order.
struct Ordered<T>(Vec<(String, T)>);

impl<T> Ordered<T> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Serialize> Serialize for Ordered<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

#[derive(Serialize)]
struct Header {
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'static str>,
    required: bool,
    schema: HeaderSchema,
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
            description: "The response has status 200 and the same body; `x-suppressed-status` is its status without.",
            required: false,
            schema: ParameterSchema { r#enum: ["true", "1"] },
        }
    }
}

#[derive(Serialize)]
struct HeaderSchema {
    r#type: &'static str,
}

impl Header {
    fn of(name: &str, required: bool) -> Header {
        let description = match name {
            header::ALLOW => "The methods that the resource supports.",
            header::LOCATION => "Where else to go.",
            header::RETRY_AFTER => "When to try again, in whole seconds.",
            header::WWW_AUTHENTICATE => "How to authenticate.",
            header::X_ERROR_ID => "The id under which the service's log has what the response does not say.",
            _ => "",
        };
        let r#type = if name == header::RETRY_AFTER { "integer" } else { "string" };
        Header {
            description: Some(description).filter(|text| !text.is_empty()),
            required,
            schema: HeaderSchema { r#type },
        }
    }
}

#[cfg(test)]
mod tests {
    use errorbook::envelope::Shape;
    use errorbook::standard;

    use super::*;

    #[test]
    fn schemas_of_one_name_share_a_key_only_if_they_are_the_same() {
        let mut schemas = Vec::new();
        let mut key = |shape| schema_key(&mut schemas, "http", Schema::new("My Error", "An error.", shape));
        let keys = [Shape::Any, Shape::String, Shape::Any, Shape::Boolean, Shape::String].map(&mut key);
        assert_eq!(keys, ["My_Error", "HttpMy_Error", "My_Error", "HttpMy_Error.2", "HttpMy_Error"]);
        assert_eq!(schemas.len(), 3);
    }

    #[test]
    fn a_header_is_documented_once() {
        let names = |code: errorbook::Code| headers(&code.into()).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names(standard::UNAUTHORIZED), ["www-authenticate"]);
        assert_eq!(names(standard::SERVICE_UNAVAILABLE), ["retry-after", "x-error-id"]);
    }
}
