//! The errors of a service in an OpenAPI 3.1 document, with any crate that makes the document.
//!
//! - [`responses`]: the responses of an operation that promises some [`Codes`](crate::Codes): for each status a `oneOf` of schemas, one for
//!   each code, with an example each, and the headers. The integrations of `utoipa` and `aide` use it.
//! - [`Layers`]: adds the errors that handlers cannot promise, those of extractors, layers and middleware, in the book of each mount.
//! - [`DocumentedCode`]: the parts of a documented code, for exports.
//!
//! ```
//! use errorbook::openapi::{Layers, responses};
//! use errorbook::{IntoError, Policy, primaerp};
//! use serde_json::json;
//!
//! #[derive(IntoError)]
//! enum ProjectError {
//!     #[code(primaerp::OBJECT_NOT_FOUND)]
//!     Unknown,
//! }
//!
//! let mut document = json!({
//!     "openapi": "3.1.0",
//!     "paths": { "/v1/projects/{id}": { "get": {
//!         "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "integer" } }],
//!         "responses": responses(ProjectError::CODES),
//!     } } },
//! });
//! Layers::new().mount("/v1", Policy::new(&primaerp::BOOK)).add_to(&mut document);
//!
//! let responses = &document["paths"]["/v1/projects/{id}"]["get"]["responses"];
//! // The handler's own code, that of a `Path` that cannot be read, and that of a panic.
//! assert_eq!(responses["404"]["description"], "`PE01-1101` Object not found");
//! assert_eq!(responses["400"]["description"], "`PE01-1105` Wrong parameters");
//! assert_eq!(responses["500"]["description"], "`PE01-9001` Unhandled error");
//! ```

mod documented_code;
mod layers;
mod operation;
mod outline;
mod pinned;

pub use documented_code::{BodySchema, DocumentedCode, EnvelopeSchema, Header};
pub use layers::Layers;
pub use operation::responses;
pub use outline::Outline;
pub use pinned::{Pinned, PinnedMember};
