//! The errors of a route in an OpenAPI document that utoipa 5 makes.
//!
//! The derive [`IntoResponses`] lists the codes of an error:
//!
//! ```
//! # extern crate utoipa5 as utoipa;
//! use errorbook::integration::utoipa5::IntoResponses;
//! use errorbook::{IntoError, primaerp};
//! use utoipa::OpenApi;
//!
//! #[derive(Debug, thiserror::Error, IntoError, IntoResponses)]
//! enum ProjectError {
//!     #[error("no project {0}")]
//!     #[code(primaerp::OBJECT_NOT_FOUND)]
//!     Unknown(i64),
//!     #[error("another project has this name")]
//!     #[code(primaerp::OBJECT_EXISTS)]
//!     NameTaken,
//!     #[error("version {0} is stale")]
//!     #[code(primaerp::VERSION_STALE)]
//!     Stale(i64),
//! }
//!
//! #[utoipa::path(put, path = "/projects/{id}", responses((status = 204), ProjectError))]
//! async fn change() {}
//!
//! #[derive(OpenApi)]
//! #[openapi(paths(change))]
//! struct Api;
//!
//! let document = serde_json::to_value(Api::openapi())?;
//! let responses = &document["paths"]["/projects/{id}"]["put"]["responses"];
//! assert_eq!(responses["404"]["description"], "`PE01-1101` Object not found");
//! // Codes of one status share its response, each with its example.
//! let examples = &responses["409"]["content"]["application/json"]["examples"];
//! assert_eq!(examples["PE01-1102"]["summary"], "Object already exists");
//! assert_eq!(examples["PE01-1107"]["value"]["message"], "Version stale");
//! let schema = &responses["409"]["content"]["application/json"]["schema"];
//! assert_eq!(schema["properties"]["constraintViolations"]["type"], "array");
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! utoipa keeps one response per status: if two types in the same `responses(…)` share a status, only the last one is
//! listed. An enum with both as `#[code(transparent)]` variants lists all of them.

use std::collections::BTreeMap;

use ::utoipa5::openapi::example::ExampleBuilder;
use ::utoipa5::openapi::header::HeaderBuilder;
use ::utoipa5::openapi::schema::{ObjectBuilder, SchemaType, Type};
use ::utoipa5::openapi::{Content, ContentBuilder, Header, RefOr, Response, ResponseBuilder, Schema};
use serde_json::Value;

use crate::{Code, Codes, Envelope, header};

/// Implements `utoipa::IntoResponses` for a type that is an [`IntoError`](crate::IntoError): with the
/// [`responses`] to its [`CODES`](crate::IntoError::CODES).
///
/// ```
/// # extern crate utoipa5 as utoipa;
/// use errorbook::integration::utoipa5::IntoResponses;
/// use errorbook::{IntoError, standard};
///
/// #[derive(IntoError, IntoResponses)]
/// #[code(standard::NOT_FOUND)]
/// struct Unknown;
///
/// let responses = <Unknown as utoipa::IntoResponses>::responses();
/// assert_eq!(responses.into_keys().collect::<Vec<_>>(), ["404"]);
/// ```
pub use errorbook_derive::Utoipa5IntoResponses as IntoResponses;

/// The trait and the types that the derive names.
#[doc(hidden)]
pub mod __private {
    pub use ::utoipa5::IntoResponses;
    pub use ::utoipa5::openapi::{RefOr, Response};
}

/// Returns one response for each status of the codes. The codes are its description, its examples and its headers.
///
/// ```
/// use errorbook::integration::utoipa5::responses;
/// use errorbook::{IntoError, primaerp};
///
/// #[derive(IntoError)]
/// enum Outcome {
///     #[code(primaerp::TENANT_MOVED)]
///     Moved,
/// }
///
/// let response = serde_json::to_value(&responses(Outcome::CODES)["301"])?;
/// assert_eq!(response["description"], "`PE01-1012` Tenant is registered on other endpoint.");
/// assert!(response["headers"]["location"].is_object());
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn responses(codes: Codes) -> BTreeMap<String, RefOr<Response>> {
    let mut by_status = BTreeMap::<u16, Vec<Code>>::new();
    for code in codes.iter() {
        by_status.entry(code.status().as_u16()).or_default().push(code);
    }
    by_status.into_iter().map(|(status, codes)| (status.to_string(), RefOr::T(response(&codes)))).collect()
}

fn response(codes: &[Code]) -> Response {
    let described: Vec<String> = codes.iter().map(|code| format!("`{}` {}", code.id(), code.message())).collect();
    let mut by_type = BTreeMap::<&str, Vec<Code>>::new();
    let mut headers = BTreeMap::new();
    for code in codes {
        by_type.entry(code.book().envelope().content_type()).or_default().push(*code);
        headers.extend(code.headers().iter().map(|name| (*name, text_header())));
    }
    let status = codes.first().map(|code| code.status());
    if status.is_some_and(|status| status.as_u16() == 401) {
        headers.insert(header::WWW_AUTHENTICATE, text_header());
    }
    let contents = by_type.into_iter().map(|(content_type, codes)| (content_type, content(&codes)));
    let response = ResponseBuilder::new().description(described.join(", "));
    let response = contents.fold(response, |response, (name, content)| response.content(name, content));
    headers.into_iter().fold(response, |response, (name, header)| response.header(name, header)).build()
}

/// Returns the content for the codes of one content type. If they have several envelopes, any value is allowed: the
/// schema of one of them would be wrong for the others.
fn content(codes: &[Code]) -> Content {
    let examples = codes.iter().filter_map(|code| {
        // The envelope of a user can write something else than JSON: it has no example.
        let body: Value = serde_json::from_slice(code.body()).ok()?;
        Some((code.id(), ExampleBuilder::new().summary(code.message()).value(Some(body)).build()))
    });
    let mut schemas: Vec<_> = codes.iter().filter_map(|code| schema(code.book().envelope())).collect();
    schemas.dedup();
    let any = || ObjectBuilder::new().schema_type(SchemaType::AnyValue).into();
    let schema = if schemas.len() == 1 { schemas.pop() } else { None };
    ContentBuilder::new().schema(Some(schema.unwrap_or_else(any))).examples_from_iter(examples).build()
}

/// Returns the schema of an envelope. Envelopes and OpenAPI both use JSON Schema.
fn schema(envelope: &dyn Envelope) -> Option<RefOr<Schema>> {
    serde_json::from_value(serde_json::to_value(envelope.schema()?).ok()?).ok()
}

fn text_header() -> Header {
    HeaderBuilder::new().schema(ObjectBuilder::new().schema_type(Type::String)).build()
}
