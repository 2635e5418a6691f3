//! Books for other programs and people: Markdown, JSON, TypeScript, OpenAPI.
//!
//! Each export is made from the [`Catalog`] of a book and the schema of its envelope, in the order of the book. Two exports of
//! one book are the same text, so that a repository can keep it and a check can compare it. Each ends with a line feed.
//!
//! ```
//! use errorbook::primaerp;
//! use errorbook_catalog::export;
//!
//! let module = export::typescript(&primaerp::BOOK);
//! assert!(module.contains("export function isPrimaerpError(value: unknown): value is PrimaerpError {"));
//! assert_eq!(module, export::typescript(&primaerp::BOOK));
//! ```
//!
//! The types of the bodies come from the envelope's [schema](errorbook::Envelope::schema). Its marks
//! ([`Shape::Code`](errorbook::envelope::Shape::Code), `Status`, `Extensible`) say where the code, the status and the parameters
//! stand. For an envelope without a schema a body can be anything.
//!
//! A book that leaves error kinds to the [`http`](mod@errorbook::standard) book has responses with codes of that book, in its
//! envelope. They are not rows of the book, and so not in its exports.

mod headings;
mod markdown;
mod openapi;
mod outline;
mod pinned;
mod typescript;
mod typescript_types;

pub use markdown::markdown;
pub use openapi::openapi;
pub use typescript::typescript;

use errorbook::Book;

use crate::catalog::Catalog;

/// Returns the book as JSON: the [file](crate#the-file) that the lock keeps, too.
///
/// ```
/// mod cart {
///     errorbook::codes! {
///         /// The codes of the cart.
///         book "cart" { envelope: errorbook::envelope::PROBLEM }
///
///         /// Less is in stock than was asked for.
///         OUT_OF_STOCK = "CART-1002", 409, "Not enough in stock" {
///             parameters: { part: integer },
///             retry: after 1min,
///             since: "1.2",
///         };
///
///         retired "CART-1000";
///     }
/// }
///
/// assert_eq!(errorbook_catalog::export::json(&cart::BOOK), r#"{
///   "errorbook": 1,
///   "name": "cart",
///   "envelope": {"content_type":"application/problem+json","schema":"Problem"},
///   "retired": ["CART-1000"],
///   "codes": [
///     {"code":"CART-1002","status":409,"message":"Not enough in stock","meaning":"Less is in stock than was asked for.","parameters":[{"name":"part","kind":"integer"}],"retry":"after","retry_after":60,"since":"1.2"}
///   ]
/// }
/// "#);
/// ```
pub fn json(book: &Book) -> String {
    Catalog::of(book).to_string()
}
