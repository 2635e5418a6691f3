//! One book of error codes for HTTP APIs.
//!
//! A service declares each code once: an identifier, one HTTP status, a short message, a meaning. Every answer that it
//! sends, on whichever framework, then carries the code in the same JSON envelope, byte for byte. Clients that cannot
//! read failed responses ask for status 200 with `?suppress_response_code=true`.
//!
//! This crate is the framework-agnostic core. A service uses it together with the adapter of its framework, such as
//! `errorbook-axum`.
//!
//! ```
//! use errorbook::{Error, primaerp};
//!
//! let error = Error::from(primaerp::OBJECT_NOT_FOUND).with_description("no project 7");
//! let answer = error.to_response();
//! assert_eq!(answer.status().as_u16(), 404);
//! assert_eq!(
//!     answer.body(),
//!     br#"{"status":404,"code":"PE01-1101","message":"Object not found","description":"no project 7","constraintViolations":[]}"#,
//! );
//! ```
//!
//! # The wire
//! Three envelopes come with the crate, each with a book that uses it:
//!
//! | book | envelope | a bare code |
//! |---|---|---|
//! | [`primaerp`] | [`envelope::PrimaErp`] | `{"status":404,"code":"PE01-1101","message":"Object not found","description":null,"constraintViolations":[]}` |
//! | [`ayanova`] | [`envelope::AyaNova`] | `{"error":{"code":"2010","message":"Object not found"}}` |
//! | [`http`] | [`envelope::Problem`] | `{"type":"about:blank","title":"Not Found","status":404,"code":"not_found"}` |
//!
//! The code decides the status: no answer ever disagrees with the book. [`header`] names what else an error carries.
//!
//! # Private stays private
//! A description, violations and headers are for the client. A cause ([`Error::with_cause`], [`Error::internal`], a
//! panic, the text of a bare 5xx) is for the log alone, under the id that the answer carries as `x-error-id`.
//!
//! # JSONP
//! A layer with [`jsonp`](Policy::jsonp) answers a `GET` that has a parameter `callback=show` with a script, for pages that
//! cannot use CORS: `/**/show({"status":404, ...});`, with status 200 and as `text/javascript`, whether it is an error or a
//! success. What names no function ([`Callback`]) is a wrong parameter, and is not repeated. JSONP lets any page read what a
//! `GET` answers to the user's cookies: what else it gives away, and why the script looks as it does, is in
//! [the manual][JSONP].
//!
//! # Features
//! - `tracing` (default): logs private causes. Without it the ids are made and nothing is logged.
//! - `extract`: reads JSON bodies, forms, queries and paths into errors of the book, for adapters.
//! - `lock`: a book as a reviewed file with which a test compares it, and the comparison of any two
//!   catalogues.
//! - `export`: books as Markdown, JSON, TypeScript modules and OpenAPI.
//! - `pages`: `Pages`, the books as pages for people and programs. It needs Rust 1.88.
//! - `client`: reads answers, of any HTTP library, into errors of the book, and hands errors on between services.
//! - `reqwest`: an answer of `reqwest` becomes a value or the typed error; it implies `client`.
//! - `reqwest-middleware`: requests are sent again that met what the book calls retryable; it implies `reqwest`.
//! - `anyhow1`, `garde023`, `sqlx08`, `sqlx09`, `validator020`, `validator021`: [`IntoError`] for the errors of the crate in
//!   this version. `garde023` and the validators also name the fields as JSON does. See `integration`. garde 0.23 needs
//!   Rust 1.87, validator 0.21 needs 1.88, sqlx 0.9 needs 1.94.
//! - `utoipa5`: a derive that lists the codes of an error, by status, in an OpenAPI document.
//!
//! # What it does not do
//! It answers what the code of a service and its framework answer. What the HTTP implementation itself refuses before any
//! of that runs (a malformed request line or header, a head that is too long or too slow) never reaches it, and neither
//! does a panic in the middle of a body that is already being sent, nor one under `panic = "abort"`. What each
//! server does then is a [table][Below the framework]. What else is left to others is on a [page of its own][What errorbook
//! does not do].
//!
//! # The manual
//! [The order of layers], with the test that proves each sentence. [Choosing an envelope]. [Your own book]. [Logging and
//! ids]. [Suppression]. [JSONP]. [Migrating]. [Clients]. [Below the framework]. [What errorbook does not do].
//!
//! [The order of layers]: https://github.com/errorbook/errorbook/blob/main/docs/layers.md
//! [Choosing an envelope]: https://github.com/errorbook/errorbook/blob/main/docs/envelopes.md
//! [Your own book]: https://github.com/errorbook/errorbook/blob/main/docs/your-own-book.md
//! [Logging and ids]: https://github.com/errorbook/errorbook/blob/main/docs/logging.md
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
#[cfg(test)]
extern crate garde023 as garde;
#[cfg(test)]
extern crate validator021 as validator;

pub mod adapter;
mod book;
mod code;
mod coded;
mod codes;
mod disclosure;
mod error;
mod error_kind;
mod into_error;
mod json;
mod jsonp;
mod log;
mod occurrence;
mod parameter;
mod policy;
mod response;
mod response_options;
mod retry;
mod status;
mod status_map;
mod violation;

pub mod envelope;
#[cfg(feature = "extract")]
pub mod extract;
pub mod header;
#[cfg(any(
    feature = "anyhow1",
    feature = "garde023",
    feature = "reqwest013",
    feature = "sqlx08",
    feature = "sqlx09",
    feature = "utoipa5",
    feature = "validator020",
    feature = "validator021"
))]
pub mod integration;
pub mod media_type;

pub use book::Book;
pub use code::Code;
pub use codes::Codes;
pub use envelope::Envelope;
pub use error::Error;
pub use error_kind::ErrorKind;
pub use into_error::IntoError;
pub use parameter::{Parameter, ParameterKind, ParameterValue};
pub use policy::Policy;
pub use response::ErrorResponse;
pub use retry::Retry;
pub use status::{InvalidStatus, Status};
pub use status_map::{StatusMapping, UnlistedStatuses};
pub use violation::{Constraint, CustomConstraint, FieldPath, Segment, Target, Violation};

pub mod ayanova;
pub mod primaerp;
pub mod standard;

/// What [`codes!`] and the derive need of the core.
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

/// The README's code is run with the documentation's.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
