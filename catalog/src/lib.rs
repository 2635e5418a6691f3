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
//! A catalog has one file format. It is the lock file, the JSON export, and the JSON that pages send.
//! [`errorbook_model`] describes it.
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
