//! Books of error codes as data: the lock, the comparison, the exports.
//!
//! A [`Catalog`] is the one serialisable model of a [`Book`](errorbook::Book) of [`errorbook`]. Everything else is made from it:
//!
//! - [`lock!`](macro@lock) fails a test when a book breaks its clients.
//! - [`Catalog::compare`] reports every change between two versions of a book, of errorbook or of any other system.
//! - [`export`] writes a book as Markdown, JSON, a TypeScript module or OpenAPI.
//!
//! ```
//! use errorbook::primaerp;
//! use errorbook_catalog::{Catalog, Severity};
//!
//! let new = Catalog::of(&primaerp::BOOK);
//! let old = Catalog::from_json(br#"{"name":"primaerp","codes":[{"code":"PE01-9002","status":503}]}"#)?;
//! let report = old.compare(&new);
//! assert_eq!(report.severity(), Some(Severity::Breaking));
//! assert!(report.to_string().contains("PE01-9002 has status 412 instead of 503"));
//! # Ok::<(), errorbook_catalog::CatalogError>(())
//! ```
//!
//! # The file
//! A catalog has one file format. It is the lock file, the JSON export, and the JSON that pages send. It is JSON: the head
//! first, then one line for each code, sorted by identifier. It ends with a line feed. Members that say nothing are left out,
//! and invisible characters are escaped, so that a reviewer sees everything that changes.
//!
//! ```
//! mod cart {
//!     errorbook::codes! {
//!         /// The codes of the cart.
//!         book "cart" { envelope: errorbook::envelope::PROBLEM }
//!
//!         retired "CART-1000";
//!
//!         /// Less is in stock than was asked for.
//!         SHORT = "CART-1003", 409, "Only \"some\" are left";
//!
//!         /// The cart holds nothing that could be ordered.
//!         ///
//!         /// # What to do
//!         /// Put something into the cart.
//!         EMPTY = "CART-1001", 409, "The cart is empty" { retry: never };
//!
//!         /// Less is in stock than was asked for.
//!         SOLD_OUT = "CART-1002", 409, "Sold out" {
//!             parameters: { part: integer },
//!             headers: ["retry-after"],
//!             retry: after 30s,
//!             since: "1.2",
//!             deprecated: SHORT,
//!         };
//!     }
//! }
//!
//! use errorbook_catalog::Catalog;
//!
//! let file = Catalog::of(&cart::BOOK).to_string();
//! assert_eq!(file, r#"{
//!   "errorbook": 1,
//!   "name": "cart",
//!   "envelope": {"content_type":"application/problem+json","schema":"Problem"},
//!   "retired": ["CART-1000"],
//!   "codes": [
//!     {"code":"CART-1001","status":409,"message":"The cart is empty","meaning":"The cart holds nothing that could be ordered.","advice":"Put something into the cart.","retry":"never"},
//!     {"code":"CART-1002","status":409,"message":"Sold out","meaning":"Less is in stock than was asked for.","parameters":[{"name":"part","kind":"integer"}],"headers":["retry-after"],"retry":"after","retry_after":30,"since":"1.2","replacement":"CART-1003"},
//!     {"code":"CART-1003","status":409,"message":"Only \"some\" are left","meaning":"Less is in stock than was asked for."}
//!   ]
//! }
//! "#);
//! assert!(Catalog::from_json(file.as_bytes())?.compare(&Catalog::of(&cart::BOOK)).is_empty());
//! # Ok::<(), errorbook_catalog::CatalogError>(())
//! ```
//!
//! | member | meaning |
//! |---|---|
//! | `errorbook` | the version of the format |
//! | `name` | the name of the book |
//! | `envelope` | the `content_type` of the bodies, and the name of their `schema` if the envelope describes itself |
//! | `suppression` | the query parameter by which the book promises to suppress statuses, if it does |
//! | `retired` | the identifiers that were codes once and must never be used again |
//! | `codes[].code`, `status`, `message` | the row: its identifier, the one HTTP status, the short message |
//! | `codes[].meaning`, `advice` | the row's doc comment before and after `# What to do`: Markdown |
//! | `codes[].parameters` | the values that an error can carry: `name` and `kind` |
//! | `codes[].headers` | the headers that a response can carry, beyond those of every error |
//! | `codes[].retry` | `never`, `at_once`, or `after` with `retry_after` in seconds |
//! | `codes[].since`, `replacement` | the first version that had the code; the code to use instead of a deprecated one |
//!
//! Only `name`, `codes`, `code` and `status` are needed, and unknown members are ignored, so that the catalogs of other systems
//! load: [`Catalog::from_json`].

#![cfg_attr(docsrs, feature(doc_cfg))]

mod catalog;
mod catalog_code;
mod catalog_error;
mod compare;
pub mod export;
mod file;
pub mod lock;
pub mod prose;
mod visible;

pub use catalog::{Catalog, CatalogEnvelope};
pub use catalog_code::{CatalogCode, CatalogParameter};
pub use catalog_error::CatalogError;
pub use compare::change::Change;
pub use compare::difference::{Difference, Severity};
pub use compare::report::Report;

/// The README's code is run with the documentation's.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
