//! Exports books as Markdown, TypeScript, OpenAPI, JSON Schema and gateway configuration.
//!
//! For JSON, use [`Catalog::to_string`](crate::Catalog).
//!
//! An export depends only on the [`Catalog`](crate::Catalog) and the schema of its envelope. The same book always gives the same
//! text, so you can commit an export and check in CI that it is up to date. The codes keep their order. An export ends with a
//! line feed.
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
//! The types of the bodies come from the [schema](errorbook::Envelope::schema) of the envelope. In the schema
//! [`Shape::Code`](errorbook::envelope::Shape::Code), `Status` and `Extensible` mark the places of the code, the status and the
//! parameters. If the envelope has no schema or is not known, a body can be anything.
//!
//! If a book does not map an error kind, the response has a code of the [`http`](mod@errorbook::standard) book. Such codes are
//! not in the exports of the book.
//!
//! [`gateway`] exports several books at once, for the gateway in front of the services.

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
