//! One book of error codes for HTTP APIs.
//!
//! A service declares each code once: an identifier, one HTTP status, a short message, a meaning. Every error response then
//! carries its code in the same JSON envelope, byte for byte, on every framework. Clients that cannot read failed responses
//! ask for status 200 with `?suppress_response_code=true`, if the book promises it.
//!
//! This crate is the core, without a web framework. A service uses it with the adapter of its framework, such as
//! `errorbook-axum`. A crate of codes that several services share needs only this one.
//!
//! ```
//! use errorbook::{Error, primaerp};
//!
//! let error = Error::from(primaerp::OBJECT_NOT_FOUND).with_description("no project 7");
//! let response = error.to_response();
//! assert_eq!(response.status().as_u16(), 404);
//! assert_eq!(
//!     response.body(),
//!     br#"{"status":404,"code":"PE01-1101","message":"Object not found","description":"no project 7","constraintViolations":[]}"#,
//! );
//! ```
//!
//! - [`codes!`] declares a [`Book`] with its [`Code`]s.
//! - [`derive@IntoError`] gives the variants of your own error types their codes. [`coded!`] makes a single [`Error`].
//! - [`Policy`] holds the settings of a layer.
//! - [`adapter`] is the kit for authors of adapters.
//!
//! # The wire
//! Five envelopes come with the crate. Three of them belong to a book:
//!
//! | book | envelope | an error that is only a code |
//! |---|---|---|
//! | [`primaerp`] | [`envelope::PrimaErp`] | `{"status":404,"code":"PE01-1101","message":"Object not found","description":null,"constraintViolations":[]}` |
//! | [`ayanova`] | [`envelope::AyaNova`] | `{"error":{"code":"2010","message":"Object not found"}}` |
//! | `http`, in the module [`standard`] | [`envelope::Problem`] | `{"type":"about:blank","title":"Not Found","status":404,"code":"not_found"}` |
//!
//! [`envelope::Flat`] and [`envelope::ByField`] are for books of your own: `{"error":"no part 7","code":"SHOP-1001"}`, and
//! errors that are grouped by field.
//!
//! The code decides the status: no response ever contradicts the book. [`header`] lists the other headers of an error.
//!
//! # Private stays private
//! A description, violations and headers are for the client. A cause is for the log alone: [`Error::with_cause`],
//! [`Error::internal`], a panic, the text of a 5xx that has no envelope. The log has it under the id that the response
//! carries as `x-error-id`.
//!
//! # JSONP
//! A layer with [`Policy::jsonp`] is for pages that cannot use CORS. It responds to a `GET` with `?callback=show` with the
//! script `/**/show({"status":404, ...});`, with status 200 and as `text/javascript`. A success becomes a script, too. A
//! callback that is not the [name of a function](adapter::Callback) is an invalid parameter, and is not repeated. JSONP lets
//! any page read what a `GET` returns to the user's cookies: read [the manual][JSONP] before you turn it on.
//!
//! # Features
//! - `tracing` (default): logs private causes. Without it responses are the same, and nothing is logged.
//! - `extract`: reads JSON bodies, forms, queries and paths, and names their faults. Adapters turn it on.
//! - `anyhow1`: [`trait@IntoError`] for `anyhow::Error`.
//! - `bb8-09`, `deadpool012`, `deadpool013`: [`trait@IntoError`] for the errors of these pools.
//! - `diesel2`: [`trait@IntoError`] for the errors of diesel 2, from 2.3. It needs Rust 1.86.
//! - `garde023`: [`trait@IntoError`] for the report of garde 0.23, with fields named as in JSON. It needs Rust 1.87.
//! - `reqwest012`, `reqwest013`: [`trait@IntoError`] for the error of reqwest 0.12 and of reqwest 0.13.
//! - `sea-orm1`: [`trait@IntoError`] for the error of SeaORM 1, from 1.1, which uses sqlx 0.8.
//! - `sea-orm2`: [`trait@IntoError`] for the error of SeaORM 2, which uses sqlx 0.9. It needs Rust 1.94.
//! - `sqlx08`: [`trait@IntoError`] for the error of sqlx 0.8.
//! - `sqlx09`: [`trait@IntoError`] for the error of sqlx 0.9. It needs Rust 1.94.
//! - `openapi`: the responses of an operation, and the errors of its extractors and layers, in an OpenAPI document.
//! - `tokio-postgres07`: [`trait@IntoError`] for the error of tokio-postgres 0.7.
//! - `utoipa5`: a derive that lists the codes of an error type, by status, in an OpenAPI document of utoipa 5.
//! - `utoipa6`: the same for utoipa 6. It needs Rust 1.88.
//! - `validator020`: [`trait@IntoError`] for the errors of validator 0.20, with fields named as in JSON.
//! - `validator021`: the same for validator 0.21. It needs Rust 1.88.
//!
//! An integration is named after the crate and its version. A new version of that crate is a new feature, so your code does
//! not break. The module `integration` documents them.
//!
//! # Other packages
//! - `errorbook-axum`, `errorbook-actix`, `errorbook-rocket`, `errorbook-warp`: the adapters.
//! - `errorbook-tower`: the layer for any tower service over `http` 1.
//! - `errorbook-catalog`: a test that fails when a published code changes its meaning, exports as Markdown, JSON, TypeScript and
//!   OpenAPI, and the program `errorbook`, which explains, compares, checks and imports books.
//! - `errorbook-pages`: books as web pages.
//! - `errorbook-client`: reads responses into the errors of a book.
//!
//! # What it does not do
//! It puts into the envelope what the service and its framework respond. A request that the HTTP implementation refuses
//! before any of that runs (a malformed request line or header, a head that is too long or too slow) never reaches it. A
//! panic in the middle of a body that is being sent does not reach it either, nor does a panic under `panic = "abort"`. A
//! [table][Below the framework] shows what each server does then. [Another page][What errorbook does not do] lists what else
//! is left to others.
//!
//! # The manual
//! [The order of layers], with the test that proves each sentence. [Choosing an envelope]. [Your own book]. [Observability].
//! [Suppression]. [JSONP]. [Migrating]. [Clients]. [Below the framework]. [What errorbook does not do].
//!
//! [The order of layers]: https://github.com/errorbook/errorbook/blob/main/docs/layers.md
//! [Choosing an envelope]: https://github.com/errorbook/errorbook/blob/main/docs/envelopes.md
//! [Your own book]: https://github.com/errorbook/errorbook/blob/main/docs/your-own-book.md
//! [Observability]: https://github.com/errorbook/errorbook/blob/main/docs/observability.md
//! [Suppression]: https://github.com/errorbook/errorbook/blob/main/docs/suppression.md
//! [JSONP]: https://github.com/errorbook/errorbook/blob/main/docs/jsonp.md
//! [Migrating]: https://github.com/errorbook/errorbook/blob/main/docs/migrating.md
//! [Clients]: https://github.com/errorbook/errorbook/blob/main/docs/clients.md
//! [Below the framework]: https://github.com/errorbook/errorbook/blob/main/docs/below-the-framework.md
//! [What errorbook does not do]: https://github.com/errorbook/errorbook/blob/main/docs/limits.md

#![cfg_attr(docsrs, feature(doc_cfg))]

#[allow(unused_extern_crates, reason = "the macros name the crate, in itself, too, where they are used")]
extern crate self as errorbook;
// The derives of these crates name them without their versions.
#[cfg(all(test, feature = "garde023"))]
extern crate garde023 as garde;
#[cfg(all(test, feature = "validator021"))]
extern crate validator021 as validator;

pub mod adapter;
mod book;
mod code;
mod coded;
mod codes;
mod constraint;
mod disclosure;
mod error;
mod error_kind;
mod into_error;
mod json;
mod jsonp;
mod log;
mod observed_response;
mod occurrence;
mod parameter;
mod policy;
mod promised;
mod response;
mod response_options;
mod retry;
mod status;
mod status_map;
mod trace;
mod violation;

pub mod envelope;
#[cfg(feature = "extract")]
pub mod extract;
pub mod header;
#[cfg(any(
    feature = "anyhow1",
    feature = "bb8-09",
    feature = "deadpool012",
    feature = "deadpool013",
    feature = "diesel2",
    feature = "garde023",
    feature = "reqwest012",
    feature = "reqwest013",
    feature = "sea-orm1",
    feature = "sea-orm2",
    feature = "sqlx08",
    feature = "sqlx09",
    feature = "tokio-postgres07",
    feature = "utoipa5",
    feature = "utoipa6",
    feature = "validator020",
    feature = "validator021"
))]
pub mod integration;
pub mod media_type;
#[cfg(feature = "openapi")]
pub mod openapi;

pub use book::Book;
pub use code::Code;
pub use codes::Codes;
pub use constraint::{Constraint, CustomConstraint};
pub use envelope::Envelope;
pub use error::Error;
pub use error_kind::ErrorKind;
pub use into_error::IntoError;
pub use observed_response::{ObservedResponse, Observer};
pub use parameter::{Parameter, ParameterKind, ParameterValue};
pub use policy::Policy;
pub use promised::{HandlerError, Promised};
pub use response::ErrorResponse;
pub use retry::Retry;
pub use status::{InvalidStatus, Status};
pub use status_map::{StatusMapping, UnlistedStatuses};
pub use violation::{FieldPath, Segment, Target, Violation};

pub mod ayanova;
pub mod primaerp;
pub mod standard;

/// The parts of the core that [`codes!`] and the derive name in their output.
#[doc(hidden)]
pub mod __private {
    pub use crate::book::{Body, Tables};
    pub use crate::code::{Details, Row};
    pub use crate::disclosure::{Attach, CAUSE, DESCRIPTION, Probe, ViaDisplay, ViaError, ViaNothing, disclosure};
    pub use crate::error_kind::ErrorKinds;
    pub use crate::parameter::ValueOf;
    pub use crate::status_map::{StatusMap, UnlistedStatuses};
    pub use errorbook_derive::codes;
}

/// Runs the README's code with the tests of the documentation.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
