//! The errors of a route in an OpenAPI document that utoipa makes.
//!
//! With the feature a type that derives [`IntoError`](crate::IntoError) is a `utoipa::IntoResponses`, too:
//!
//! ```
//! use errorbook::{IntoError, primaerp};
//! use utoipa::OpenApi;
//!
//! #[derive(Debug, thiserror::Error, IntoError)]
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
//! utoipa keeps one response per status: of two types in the same `responses(…)` that share a status, the last one is
//! told alone. An enum with both as `#[code(transparent)]` variants tells all of them.

use std::collections::BTreeMap;

use serde_json::Value;
use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{Content, ContentBuilder, Header, RefOr, Response, ResponseBuilder, Schema};

use crate::{Code, Codes, Envelope, header};

/// One response for each status of the codes: they are its description, its examples and its headers.
///
/// ```
/// use errorbook::integration::utoipa::responses;
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
        headers.extend(code.headers().iter().map(|name| (*name, documented())));
    }
    let status = codes.first().map(|code| code.status());
    if status.is_some_and(|status| status.as_u16() == 401) {
        headers.insert(header::WWW_AUTHENTICATE, documented());
    }
    let contents = by_type.into_iter().map(|(content_type, codes)| (content_type, content(&codes)));
    let response = ResponseBuilder::new().description(described.join(", "));
    let response = contents.fold(response, |response, (name, content)| response.content(name, content));
    headers.into_iter().fold(response, |response, (name, header)| response.header(name, header)).build()
}

/// The codes of one content type, which is one envelope's as a rule; of several, the first one's schema would not be all.
fn content(codes: &[Code]) -> Content {
    let examples = codes.iter().filter_map(|code| {
        // An envelope of a user's own can be other than JSON, which has no example.
        let body: Value = serde_json::from_slice(code.body()).ok()?;
        Some((code.id(), ExampleBuilder::new().summary(code.message()).value(Some(body)).build()))
    });
    let mut schemas: Vec<_> = codes.iter().filter_map(|code| schema(code.book().envelope())).collect();
    schemas.dedup();
    let any = || ObjectBuilder::new().schema_type(SchemaType::AnyValue).into();
    let schema = if schemas.len() == 1 { schemas.pop() } else { None };
    ContentBuilder::new().schema(Some(schema.unwrap_or_else(any))).examples_from_iter(examples).build()
}

/// The envelope's description of itself, which is JSON Schema in both.
fn schema(envelope: &dyn Envelope) -> Option<RefOr<Schema>> {
    serde_json::from_value(serde_json::to_value(envelope.schema()?).ok()?).ok()
}

fn documented() -> Header {
    HeaderBuilder::new().schema(ObjectBuilder::new().schema_type(Type::String)).build()
}
