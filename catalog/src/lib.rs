//! Locks, compares, checks and exports books of error codes.
//!
//! A [`Catalog`] is a [`Book`](errorbook::Book) of [`errorbook`] as data. You can:
//!
//! - fail a test when a book breaks its clients: [`lock!`](macro@lock),
//! - list all changes between two versions of a book: [`Catalog::compare`],
//! - export a book as Markdown, TypeScript, OpenAPI, JSON Schema or gateway configuration: [`export`],
//! - find faults in the books of a company, merge the books, and find codes without a test: [`check`](mod@check), [`merge`],
//!   [`audit`],
//! - check the responses of your tests against an OpenAPI document: [`Recorder`], [`assert_documented`], [`document`],
//! - turn a catalog of any system into rows of [`codes!`](errorbook::codes): [`rows`].
//!
//! The program `errorbook` does the same on the command line: `cargo install errorbook-catalog`. The
//! [manual](https://github.com/errorbook/errorbook/blob/main/docs/catalog.md) shows every command.
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
//! The lock file, the JSON export and the JSON of the pages have one format, which [`errorbook_model`] describes.
//!
//! # Features
//! - `cli`: builds the program `errorbook`. It needs Rust 1.88.
//! - `default`: enables `cli`, so that `cargo install` works. In tests you need only the library:
//!   `cargo add --dev errorbook-catalog --no-default-features`. It needs Rust 1.88.

#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod audit;
pub mod check;
pub mod document;
pub mod export;
pub mod lock;
pub mod merge;
mod recorder;
mod recording;
pub mod rows;
mod verification;

pub use errorbook_model::{
    Catalog, CatalogCode, CatalogEnvelope, CatalogError, CatalogExample, CatalogMapping, CatalogOperation,
    CatalogParameter, CatalogResponse, CatalogUnlisted, Change, Difference, ExampleResponse, Report, SCHEMA, Severity,
    prose,
};
pub use recorder::Recorder;
pub use recording::{RecordedResponse, Recording, RecordingError};
pub use verification::{Observation, Unobserved, Verification, assert_documented};

/// Compiles and runs the code of the README as doctests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
