//! Books of error codes as data: the lock, the comparison, the exports, and the program `errorbook`.
//!
//! A [`Catalog`] is the one serialisable model of a [`Book`](errorbook::Book) of [`errorbook`]. Everything else is made from it:
//!
//! - [`lock!`](macro@lock) fails a test when a book breaks its clients.
//! - [`Catalog::compare`] reports every change between two versions of a book, of errorbook or of any other system.
//! - [`export`] writes a book as Markdown, a TypeScript module, OpenAPI, a JSON Schema, or the configuration of a gateway.
//! - [`check`](mod@check), [`merge`] and [`audit`] look at the books of a company and at what its tests have observed.
//! - [`document`] reads the operations of an OpenAPI document, and [`assert_documented`] compares them with a [`Recording`].
//! - [`rows`] turns a catalog of any system into the rows of [`codes!`](errorbook::codes).
//!
//! The program `errorbook` does all of this from the command line: `cargo install errorbook-catalog`. The
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
//! A catalog has one file format. It is the lock file, the JSON export, and the JSON that pages send.
//! [`errorbook_model`] describes it.
//!
//! # Features
//! - `cli`: the program `errorbook`. It needs Rust 1.88.
//! - `default`: `cli`, because `cargo install` would find no program without it. Tests need the library alone:
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

/// The README's code is run with the documentation's.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
