//! The catalog: a book of error codes as data, its file, and the comparison of two versions.
//!
//! Use it through [`errorbook-catalog`](https://docs.rs/errorbook-catalog), which has all of it and adds the lock, the exports and
//! the program. This crate is what it and the pages share.
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
//! | `errorbook` | the version of the format |
//! | `name` | the name of the book |
//! | `envelope` | the `content_type` of the bodies, and the name of their `schema` if the envelope describes itself |
//! | `type_base` | the URI before the code in a problem's `type` |
//! | `pattern`, `range` | the form of all identifiers, where `#` is a digit; their first and last number |
//! | `owner` | the team to ask about the codes |
//! | `suppression` | the query parameter by which the book promises to suppress statuses, if it does |
//! | `error_kinds` | the identifier of the code for each [`ErrorKind`](errorbook::ErrorKind) that has one of the book |
//! | `statuses` | the identifier of the code for each status that comes without a code, where the book has one of its own |
//! | `unlisted_statuses` | the rule for all other statuses: `{"coded": {"client": …, "server": …}}`, or `{"pass_through": {…}}` with messages by status. Without it they have the codes of the `http` book |
//! | `retired` | the identifiers that were codes once and must never be used again |
//! | `codes[].code`, `status`, `message` | the row: its identifier, the one HTTP status, the short message |
//! | `codes[].meaning`, `advice` | the row's doc comment before and after `# What to do`: Markdown |
//! | `codes[].parameters` | the values that an error can carry: `name` and `kind` |
//! | `codes[].headers` | the headers that a response can carry, beyond those of every error |
//! | `codes[].retry` | `never`, `at_once`, or `after` with `retry_after` in seconds |
//! | `codes[].since`, `replacement` | the first version that had the code; the code to use instead of a deprecated one |
//! | `codes[].owner` | the team to ask about the code, if it is not the book's |
//! | `operations` | the operations of the service, where an OpenAPI document declares them, one line for each |
//! | `operations[].method`, `path` | the method in upper case, and the template of the path below the server's base path |
//! | `operations[].responses` | by status (`404`, `4XX` or `default`): the `codes` that the response can carry, and `others` if it can carry more |
//!
//! Only `name`, `codes`, `code` and `status` are needed, and unknown members are ignored, so that the catalogs of other systems
//! load: [`Catalog::from_json`]. [`SCHEMA`] describes the file as a JSON Schema.

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

/// The JSON Schema of the [file](crate#the-file), in the dialect of 2020-12.
///
/// It describes what this crate writes. [`Catalog::from_json`] reads more, such as a number for a code.
///
/// ```
/// let schema: serde_json::Value = serde_json::from_str(errorbook_model::SCHEMA)?;
/// assert_eq!(schema["required"], serde_json::json!(["name", "codes"]));
/// # Ok::<(), serde_json::Error>(())
/// ```
pub const SCHEMA: &str = include_str!("catalog.schema.json");

/// The README's code is run with the documentation's.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
