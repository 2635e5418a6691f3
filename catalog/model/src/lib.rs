//! Catalogs: books of error codes as data. This crate reads, writes and compares them.
//!
//! Use [`errorbook-catalog`](https://docs.rs/errorbook-catalog) in your service: it re-exports this crate, and adds the lock, the
//! exports and the program `errorbook`. This crate exists because the pages share it.
//!
//! # The file
//! The lock file, the JSON export and the JSON of the pages have one format. The file is JSON: first the members of the book,
//! then one line for each code, sorted by identifier. The file ends with a line feed.
//!
//! Unset and empty members are left out. Invisible characters are escaped, so that a reviewer sees every change.
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
//! use errorbook_model::Catalog;
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
//! # Ok::<(), errorbook_model::CatalogError>(())
//! ```
//!
//! | member | meaning |
//! |---|---|
//! | `errorbook` | the version of the file format |
//! | `name` | the name of the book |
//! | `envelope` | the `content_type` of the bodies, and the name of the `schema` if the envelope has a schema |
//! | `type_base` | the URI before the code in a problem's `type` |
//! | `pattern`, `range` | the pattern of all identifiers, where `#` stands for a digit; the smallest and the largest identifier |
//! | `owner` | the team that owns the codes |
//! | `suppression` | the query parameter that suppresses statuses, if the book promises suppression |
//! | `error_kinds` | the codes for the [`ErrorKind`](errorbook::ErrorKind)s: from the name of the kind to the identifier |
//! | `statuses` | the codes for responses that have a status but no code: from the status to the identifier |
//! | `unlisted_statuses` | the rule for all other statuses: `{"coded": {"client": …, "server": …}}`, or `{"pass_through": {…}}` with messages by status. If it is unset, they get the codes of the `http` book |
//! | `retired` | the retired identifiers, which were codes once and must never be used again |
//! | `codes[].code`, `status`, `message` | the identifier, the HTTP status and the short message |
//! | `codes[].meaning`, `advice` | the doc comment before and after `# What to do`, in Markdown |
//! | `codes[].parameters` | the values that a response can contain: `name` and `kind` |
//! | `codes[].headers` | the extra headers that a response can have |
//! | `codes[].retry` | `never`, `at_once`, or `after` with `retry_after` in seconds |
//! | `codes[].since`, `replacement` | the first version with the code; the code to use instead of a deprecated code |
//! | `codes[].owner` | the team that owns the code, if it is not the owner of the book |
//! | `operations` | the operations of the service, if an OpenAPI document declared them, one line for each |
//! | `operations[].method`, `path` | the method in upper case; the path template below the server's base path |
//! | `operations[].responses` | by status (`404`, `4XX` or `default`): the `codes` that the response can have, and `others` if it can have unlisted codes too |
//!
//! Only `name`, `codes`, `code` and `status` are required, and unknown members are ignored. Therefore [`Catalog::from_json`] can
//! read the catalogs of other systems. [`SCHEMA`] is a JSON Schema of the file.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod catalog;
mod catalog_code;
mod catalog_error;
mod catalog_mapping;
mod compare;
mod envelope;
mod example;
mod file;
mod head;
mod operation;
pub mod prose;
mod statuses;
mod visible;

pub use catalog::Catalog;
pub use catalog_code::{CatalogCode, CatalogParameter};
pub use catalog_error::CatalogError;
pub use catalog_mapping::CatalogMapping;
pub use compare::change::Change;
pub use compare::difference::{Difference, Severity};
pub use compare::report::Report;
pub use envelope::CatalogEnvelope;
pub use example::{CatalogExample, ExampleResponse};
pub use head::CatalogHead;
pub use operation::{CatalogOperation, CatalogResponse};
pub use statuses::CatalogUnlisted;

/// The JSON Schema of the [file](crate#the-file), draft 2020-12.
///
/// The schema describes the files that this crate writes. [`Catalog::from_json`] accepts more, such as a number for a code.
///
/// ```
/// let schema: serde_json::Value = serde_json::from_str(errorbook_model::SCHEMA)?;
/// assert_eq!(schema["required"], serde_json::json!(["name", "codes"]));
/// # Ok::<(), serde_json::Error>(())
/// ```
pub const SCHEMA: &str = include_str!("catalog.schema.json");

/// Compiles and runs the code of the README as doctests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
