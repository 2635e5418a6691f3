//! Books as OpenAPI.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::value::RawValue;

use super::json::{Ordered, pretty};
use super::outline::{Known, Outline};
use super::typescript::type_name;
use crate::envelope::Schema;
use crate::prose::{code as word, plain, unindent};
use crate::{Book, Code, header};

/// The books as the components of an OpenAPI 3.1 document, in JSON: the schemas of their envelopes, and a response for each
/// code, ready to be referenced.
///
/// ```
/// use errorbook::{ayanova, export, primaerp};
/// use serde_json::{Value, json};
///
/// let document: Value = serde_json::from_str(&export::openapi(&[&primaerp::BOOK, &ayanova::BOOK]))?;
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
/// The key of a response is its code; what a key cannot hold is a `_`. A key that an earlier book or row has already is
/// preceded by the name of its book: `cart.not_found`. Books of one envelope share its schema. `info.version`, which OpenAPI
/// demands, is `1`: a book has no version.
pub fn openapi(books: &[&Book]) -> String {
    let mut schemas = Vec::<(String, Schema)>::new();
    let mut responses = Vec::new();
    let mut taken = BTreeSet::new();
    for book in books {
        let schema = book.envelope().schema().map(|schema| schema_key(&mut schemas, book, schema));
        let outline = Outline::of(book);
        for code in book.codes() {
            responses.push((response_key(&mut taken, code), response(code, schema.as_deref(), &outline)));
        }
    }
    let names: Vec<&str> = books.iter().map(|book| book.name()).collect();
    pretty(&Document {
        openapi: "3.1.0",
        info: Info { title: format!("Errors of {}", names.join(", ")), version: "1" },
        components: Components { schemas: Ordered(schemas), responses: Ordered(responses) },
    })
}

fn response(code: Code, schema: Option<&str>, outline: &Outline) -> Response {
    let media_type = MediaType {
        schema: BodySchema::new(schema, outline.known(code)),
        example: String::from_utf8(code.body().to_vec()).ok().and_then(|body| RawValue::from_string(body).ok()),
    };
    Response {
        description: description(code),
        headers: Ordered(headers(code)),
        content: Ordered(vec![(code.book().envelope().content_type().to_owned(), media_type)]),
    }
}

/// Markdown: the message, the meaning, and what there is to do.
fn description(code: Code) -> String {
    let mut paragraphs = vec![plain(code.message()), unindent(code.meaning())];
    paragraphs.extend(code.advice().map(unindent));
    paragraphs.extend(code.retry().map(|retry| format!("Try again: {retry}.")));
    paragraphs.extend(code.since().map(|since| format!("Since {}.", plain(since))));
    paragraphs.extend(code.replacement().map(|other| format!("Deprecated: use {} instead.", word(other.id()))));
    paragraphs.join("\n\n")
}

fn headers(code: Code) -> Vec<(String, Header)> {
    let status = code.status();
    let challenge = (status.as_u16() == 401).then_some(header::WWW_AUTHENTICATE);
    let error_id = status.is_server_error().then_some(header::X_ERROR_ID);
    let mut headers = Vec::<(String, Header)>::new();
    for name in code.headers().iter().copied().chain(challenge).chain(error_id) {
        if headers.iter().all(|(given, _)| given != name) {
            headers.push((name.to_owned(), Header::of(name, challenge == Some(name))));
        }
    }
    headers
}

/// The key of an envelope's schema, which is added unless it is there.
fn schema_key(schemas: &mut Vec<(String, Schema)>, book: &Book, schema: Schema) -> String {
    let prefixed = format!("{}{}", type_name(book.name()), schema.name());
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

fn response_key(taken: &mut BTreeSet<String>, code: Code) -> String {
    let candidates = candidates([key(code.id()), key(&format!("{}.{}", code.book().name(), code.id()))]);
    candidates.into_iter().find(|key| taken.insert(key.clone())).unwrap_or_default()
}

/// A text as OpenAPI wants the keys of components.
fn key(text: &str) -> String {
    let valid = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
    let key: String = text.chars().map(|letter| if valid(letter) { letter } else { '_' }).collect();
    if key.is_empty() { "_".to_owned() } else { key }
}

/// The short key, the long one, and the long one with a number.
fn candidates([short, long]: [String; 2]) -> impl Iterator<Item = String> {
    let numbered = long.clone();
    [short, long].into_iter().chain((2_u64..).map(move |number| format!("{numbered}.{number}")))
}

#[derive(Serialize)]
struct Document {
    openapi: &'static str,
    info: Info,
    components: Components,
}

#[derive(Serialize)]
struct Info {
    title: String,
    version: &'static str,
}

#[derive(Serialize)]
struct Components {
    schemas: Ordered<Schema>,
    responses: Ordered<Response>,
}

#[derive(Serialize)]
struct Response {
    description: String,
    #[serde(skip_serializing_if = "Ordered::is_empty")]
    headers: Ordered<Header>,
    content: Ordered<MediaType>,
}

#[derive(Serialize)]
struct MediaType {
    schema: BodySchema,
    /// The body, byte for byte; none for an envelope that is no JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    example: Option<Box<RawValue>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum BodySchema {
    Any {},
    Known(Known),
    Reference(Reference),
    Both {
        #[serde(rename = "allOf")]
        all_of: (Reference, Known),
    },
}

#[derive(Serialize)]
struct Reference {
    #[serde(rename = "$ref")]
    target: String,
}

impl BodySchema {
    fn new(schema: Option<&str>, known: Known) -> BodySchema {
        let reference = schema.map(|key| Reference { target: format!("#/components/schemas/{key}") });
        match (reference, known.is_empty()) {
            (Some(reference), false) => BodySchema::Both { all_of: (reference, known) },
            (Some(reference), true) => BodySchema::Reference(reference),
            (None, false) => BodySchema::Known(known),
            (None, true) => BodySchema::Any {},
        }
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
            header::X_ERROR_ID => "The id under which the service's log has what the answer does not say.",
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
    use super::*;
    use crate::envelope::Shape;
    use crate::standard;

    #[test]
    fn schemas_of_one_name_share_a_key_only_if_they_are_the_same() {
        let mut schemas = Vec::new();
        let mut key = |shape| schema_key(&mut schemas, &standard::BOOK, Schema::new("My Error", "An error.", shape));
        let keys = [Shape::Any, Shape::String, Shape::Any, Shape::Boolean, Shape::String].map(&mut key);
        assert_eq!(keys, ["My_Error", "HttpMy_Error", "My_Error", "HttpMy_Error.2", "HttpMy_Error"]);
        assert_eq!(schemas.len(), 3);
    }

    #[test]
    fn a_header_is_documented_once() {
        let names = |code| headers(code).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names(standard::UNAUTHORIZED), ["www-authenticate"]);
        assert_eq!(names(standard::SERVICE_UNAVAILABLE), ["retry-after", "x-error-id"]);
    }
}
