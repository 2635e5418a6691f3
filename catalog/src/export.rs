//! Books for other programs and people: Markdown, TypeScript, OpenAPI, JSON Schema. JSON is the [`Catalog`](crate::Catalog) itself, as text.
//!
//! Each export is made from the [`Catalog`](crate::Catalog) of a book and the schema of its envelope, in the order of the book. Two exports of
//! one book are the same text, so that a repository can keep it and a check can compare it. Each ends with a line feed.
//!
//! ```
//! use errorbook::primaerp;
//! use errorbook_catalog::{Catalog, export};
//!
//! let catalog = Catalog::of(&primaerp::BOOK);
//! let module = export::typescript(&catalog);
//! assert!(module.contains("export function isPrimaerpError(value: unknown): value is PrimaerpError {"));
//! assert_eq!(module, export::typescript(&catalog));
//! ```
//!
//! The types of the bodies come from the envelope's [schema](errorbook::Envelope::schema). Its marks
//! ([`Shape::Code`](errorbook::envelope::Shape::Code), `Status`, `Extensible`) say where the code, the status and the parameters
//! stand. For an envelope without a schema a body can be anything, and so for an
//! envelope that a file names and this crate does not know.
//!
//! A book that leaves error kinds to the [`http`](mod@errorbook::standard) book has responses with codes of that book, in its
//! envelope. They are not rows of the book, and so not in its exports.
//!
//! [`gateway`] is about what stands in front of the services: it has the errors of several books, by their mounts.

mod documented;
pub mod gateway;
mod headings;
mod json_schema;
mod markdown;
mod openapi;
mod typescript;
mod typescript_types;

pub use json_schema::json_schema;
pub use markdown::markdown;
pub use openapi::openapi;
pub use typescript::typescript;
