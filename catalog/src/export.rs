//! Books for other programs and people: as Markdown, as JSON, as a TypeScript module, as OpenAPI.
//!
//! Each export is made from the rows of a book and nothing else, in the order of the book. Two exports of one book are the
//! same text, so that it can be kept in a repository and a check can compare it. Each ends with a line feed.
//!
//! ```
//! use errorbook::{export, primaerp};
//!
//! let module = export::typescript(&primaerp::BOOK);
//! assert!(module.contains("export function isPrimaerpError(value: unknown): value is PrimaerpError {"));
//! assert_eq!(module, export::typescript(&primaerp::BOOK));
//! ```
//!
//! What the bodies look like is the envelope's to say ([`Envelope::schema`](crate::Envelope::schema)). Where in a body the
//! code, the status and the parameters stand is seen in the bodies themselves, so that an envelope of a user's own is
//! exported with as much as there is to know of it.
//!
//! A book that leaves situations to the [`http`](mod@crate::standard) book answers with the codes of that book, too, and in its own
//! envelope. They are not its rows, and so they are not in its exports.

mod headings;
mod json;
mod markdown;
mod openapi;
mod outline;
mod typescript;

pub use json::json;
pub use markdown::markdown;
pub use openapi::openapi;
pub use typescript::typescript;

use crate::{Code, Retry};

/// How long to wait before a request that met the code is sent again, in seconds.
fn retry_after(code: Code) -> Option<u64> {
    code.retry().and_then(Retry::delay).map(|delay| delay.as_secs())
}
