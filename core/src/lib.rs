//! One book of error codes for HTTP APIs.
//!
//! Several services behind one public API should fail in one way. With errorbook each service declares its error codes once,
//! and every error response carries its code in the same JSON envelope, byte for byte, on actix-web, axum, Rocket and warp.
//!
//! - An **error code**, [`Code`], is one row: an identifier such as `PE01-1101`, one HTTP status, a short message and a meaning.
//! - A **book**, [`Book`], is a list of codes that [`codes!`] declares. Three come with the crate, and any team can write its own.
//! - An **envelope**, [`Envelope`], is the JSON shape of a book's errors.
//! - An **error kind**, [`ErrorKind`], is an error that the framework or a library finds, such as a path without a route. Each
//!   book gives it a code.
//! - The **layer** is the middleware of an adapter. It puts into the envelope what the framework, a middleware or a handler
//!   sends as an error without a code, a caught panic included.
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
//! - [`derive@IntoError`] gives each variant of your own error types a code. [`coded!`] makes a single [`Error`].
//! - [`Policy`] holds the settings of a layer.
//! - [`adapter`] is the kit for authors of adapters.
//!
//! # The wire format
//! Five envelopes come with the crate. Three of them belong to a book:
//!
//! | book | envelope | an error that is only a code |
//! |---|---|---|
//! | [`primaerp`] | [`envelope::PrimaErp`] | `{"status":404,"code":"PE01-1101","message":"Object not found","description":null,"constraintViolations":[]}` |
//! | [`ayanova`] | [`envelope::AyaNova`] | `{"error":{"code":"2010","message":"Object not found"}}` |
//! | `http`, in the module [`standard`] | [`envelope::Problem`] | `{"type":"about:blank","title":"Not Found","status":404,"code":"not_found"}` |
//!
//! Two more are for books of your own: [`envelope::Flat`] writes `{"error":"no part 7","code":"SHOP-1001"}`, and
//! [`envelope::ByField`] groups errors by field.
//!
//! The code decides the status: no response contradicts the book. [`header`] lists the other headers of an error.
//!
//! # Private stays private
//! The description, the violations and the headers of an error are for the client. A cause is for the log alone, and so are
//! the text of a panic and the text of a 5xx without an envelope. [`Error::with_cause`] and [`Error::internal`] take a cause.
//! The log and the response share an id: the response carries it as `x-error-id`.
//!
//! # Status 200 for clients that need it
//! Some clients cannot read failed responses. They ask for status 200 with `?suppress_response_code=true`, if the book promises
//! this. Pages that cannot use CORS ask for JSONP, if the layer has [`Policy::jsonp`]: a `GET` with `?callback=show` gets the
//! script `/**/show({"status":404, ...});` with status 200, as `text/javascript`. A success becomes a script as well. A callback
//! that is not the [name of a function](adapter::Callback) is an invalid parameter, and the response does not repeat it.
//! JSONP lets any page read what a `GET` returns to the user's cookies: read [the page about it][JSONP] before you turn it on.
//!
//! # Features
//! - `tracing` (default): logs private causes. Without it responses are the same, and nothing is logged.
//! - `extract`: reads JSON bodies, forms, queries and paths, and names their faults. Adapters turn it on.
//! - `openapi`: describes the responses of an operation in an OpenAPI document, including those of its extractors and layers.
//! - `anyhow1`: [`trait@IntoError`] for `anyhow::Error`.
//! - `bb8-09`, `deadpool012`, `deadpool013`: [`trait@IntoError`] for the errors of these pools.
//! - `diesel2`: [`trait@IntoError`] for the errors of diesel 2, from 2.3. It needs Rust 1.86.
//! - `garde023`: [`trait@IntoError`] for the report of garde 0.23, with fields named as in JSON. It needs Rust 1.87.
//! - `reqwest012`, `reqwest013`: [`trait@IntoError`] for the error of reqwest 0.12 and of reqwest 0.13.
//! - `sea-orm1`: [`trait@IntoError`] for the error of SeaORM 1, from 1.1, which uses sqlx 0.8.
//! - `sea-orm2`: [`trait@IntoError`] for the error of SeaORM 2, which uses sqlx 0.9. It needs Rust 1.94.
//! - `sqlx08`: [`trait@IntoError`] for the error of sqlx 0.8.
//! - `sqlx09`: [`trait@IntoError`] for the error of sqlx 0.9. It needs Rust 1.94.
//! - `tokio-postgres07`: [`trait@IntoError`] for the error of tokio-postgres 0.7.
//! - `utoipa5`: a derive that lists the codes of an error type, by status, in an OpenAPI document of utoipa 5.
//! - `utoipa6`: the same derive for utoipa 6. It needs Rust 1.88.
//! - `validator020`: [`trait@IntoError`] for the errors of validator 0.20, with fields named as in JSON.
//! - `validator021`: the same conversion for validator 0.21. It needs Rust 1.88.
//!
//! The name of an integration contains the version of the crate. A new version of that crate is a new feature, so your code
//! does not break. The module `integration` documents them.
//! # Other packages
//! - `errorbook-axum`, `errorbook-actix`, `errorbook-rocket`, `errorbook-warp`: the adapters.
//! - `errorbook-tower`: the layer for any tower service over `http` 1.
//! - `errorbook-catalog`: a test that fails when a published code changes its meaning, exports as Markdown, JSON, TypeScript and
//!   OpenAPI, and the program `errorbook`, which explains, compares, checks and imports books.
//! - `errorbook-pages`: web pages of books.
//! - `errorbook-client`: reads responses into the errors of a book.
//!
//! # Limits
//! errorbook sees only the responses of the service and its framework. The HTTP implementation refuses some requests before
//! the service runs: a malformed request line or header, or a head that is too long or too slow. A panic while a body is being
//! sent is out of reach as well, and so is a panic under `panic = "abort"`. [Below the framework] has a table of each server's
//! behaviour. [What errorbook does not do] lists the other limits.
//!
//! # The guide
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

#[allow(unused_extern_crates, reason = "the macros name the crate wherever they are used, in this crate too")]
extern crate self as errorbook;
// The derives of these crates expect their names without versions.
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

/// The items that the output of [`codes!`] and of the derive refers to.
#[doc(hidden)]
pub mod __private {
    pub use crate::book::{Body, Tables};
    pub use crate::code::{Details, Row};
    pub use crate::disclosure::{Attach, CAUSE, DESCRIPTION, Probe, ViaDisplay, ViaError, ViaNothing, disclosure};
    pub use crate::error_kind::ErrorKinds;
    pub use crate::parameter::ValueOf;
    pub use crate::status_map::{StatusMap, UnlistedStatuses};
    pub use crate::{Code, Parameter, ParameterKind, Retry};
    pub use errorbook_derive::codes;
}

/// Runs the code of the README together with the tests of the documentation.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
