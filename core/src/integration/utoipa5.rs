//! The errors of a route in an OpenAPI document of utoipa 5.
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
//! // The schema of each has its code as a constant.
//! let schema = &responses["409"]["content"]["application/json"]["schema"]["oneOf"][0];
//! assert_eq!(schema["allOf"][1]["properties"]["code"]["const"], "PE01-1102");
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! utoipa keeps one response per status: if two types in the same `responses(…)` share a status, only the last is listed. To list
//! both, make an enum with both as `#[code(transparent)]` variants.
//!
//! The adapters implement `utoipa::IntoResponses` for their `Error<ProjectError>` and `Json`, so that utoipa's feature
//! `auto_into_responses` documents a handler from its signature. [`openapi::Layers`](crate::openapi::Layers) adds the errors of
//! extractors and layers to the whole document.

/// Implements `utoipa::IntoResponses` for a type that implements [`IntoError`](crate::IntoError), with the [`responses`] of its
/// [`CODES`](crate::IntoError::CODES).
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

super::utoipa::utoipa_version!(utoipa5);

#[cfg(test)]
mod tests {
    super::super::utoipa::utoipa_version_tests!(utoipa5);
}
