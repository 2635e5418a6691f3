//! Reads the responses of a service into the errors of its book.
//!
//! A [`Reader`] takes the status, the headers and the body of a response, from any HTTP library. It returns the body of a
//! success, or a [`ReceivedError`]. It never panics, whatever it is given.
//!
//! ```
//! use errorbook::primaerp;
//! use errorbook_client::{CodeSource, Reader};
//!
//! // A service that suppresses statuses sends its errors with status 200.
//! let body = r#"{"status":409,"code":"PE01-1107","message":"Version stale","description":"the project is at version 3","constraintViolations":[]}"#;
//! let header = |name: &str| (name == "content-type").then_some("application/json");
//!
//! let error = Reader::new(&primaerp::BOOK).read(200, header, body).unwrap_err();
//! assert!(error.is(primaerp::VERSION_STALE));
//! assert_eq!(error.description(), Some("the project is at version 3"));
//! assert_eq!((error.status(), error.original_status().as_u16()), (200, 409));
//! assert_eq!(error.code_source(), CodeSource::Stated);
//! ```
//!
//! # Features
//! | feature | what it adds |
//! |---|---|
//! | `tracing` (default) | logs the private causes of errors, and each request that is sent again |
//! | `reqwest012`, `reqwest013` | the module of this name: a method of `reqwest::Response` returns the value or the error |
//! | `reqwest-middleware04`, `reqwest-middleware05` | `RetryByBook` in the module `reqwest012` or `reqwest013`: a middleware that sends requests again when the book says so |
//!
//! A feature is named after the version of the crate that it integrates, so that a new version of that crate is a new
//! feature and breaks nothing.
//!
//! # What is an error
//! 1. A response with a status outside of 100..=399 is an error, whatever its body.
//! 2. A response with an `x-suppressed-status` of 400..=599 is an error. One of 100..=299 marks a success, and the body is
//!    not looked at.
//! 3. Otherwise the body decides. It must be a JSON object, or a call of a function with one. The content type must be that
//!    of JSON or of a script, or `text/json`, or absent. The body is an error if the [envelope](errorbook::Envelope) of a
//!    book reads it and one of these is true:
//!    - It is at least [likely](errorbook::envelope::Certainty::Likely) to be an error by its shape. It states a code of the
//!      book and the status of that code. A redirect that a code has made is recognised so: `PE01-1012` with 301.
//!    - It is [certain](errorbook::envelope::Certainty::Certain) to be an error by its shape. It states no status below 400,
//!      and no status that contradicts its code.
//!    - Its media type is one that only the errors of the book have, such as `application/problem+json`. It states no status
//!      below 400.
//!
//! | envelope | certain | likely |
//! |---|---|---|
//! | primaERP | all five members: `status` of 300 or more, `code` as text or null, `message` as text, `description` as text or null, `constraintViolations` (or `constraintViolation`) as a list, an object or null | all but the last |
//! | AyaNova | an object `error` that has a `code` within 2000..=2999 and a `message` as text, and no `data` beside it but null | |
//! | flat | `error`, which is not empty, and `code` as text, and nothing else | |
//! | by field | `errors` as an object, `code` and `message` as text, and nothing else | |
//! | problem | `type`, `title` and `code` as text and `status` of 400 or more | `title` as text and `status` |
//!
//! Everything else is a success: `{"error":null}`, `{"status":"ok"}`, `{"data":{}}`, an object with a `code`, the page of a
//! code. Rule 3 is strict. Under rules 1 and 2 the body is known to be an error, and is read as far as possible.
//!
//! # Errors of other frameworks
//! A body that is known to be an error is also read in the forms of ASP.NET, Spring, FastAPI, Rails, Laravel and others:
//! `errors` as an object of fields, `violations`, a `detail` that is a list. The
//! [guide](https://github.com/errorbook/errorbook/blob/main/docs/clients.md) lists them. Such a form never makes a success an
//! error. If it states no code of the book, the status decides:
//!
//! ```
//! use errorbook::{Retry, standard};
//! use errorbook_client::{CodeSource, Reader};
//!
//! let body = r#"{"type":"https://tools.ietf.org/html/rfc9110#section-15.6.4","title":"Service Unavailable","status":503}"#;
//! let error = Reader::new(&standard::BOOK).read(503, |_: &str| None, body).unwrap_err();
//! assert!(error.is(standard::SERVICE_UNAVAILABLE));
//! assert_eq!(error.code_source(), CodeSource::Inferred);
//!
//! let body = r#"{"title":"Bad Request","status":400,"errors":{"$.parts[0].name":["The name is required."]},"traceId":"7"}"#;
//! let error = Reader::new(&standard::BOOK).read(400, |_: &str| None, body).unwrap_err();
//! assert_eq!(error.violations()[0].target().to_string(), "parts[0].name");
//! assert_eq!(error.violations()[0].message(), Some("The name is required."));
//! assert_eq!(error.extensions()["traceId"], "7");
//! ```
//!
//! No member is lost. A member that cannot be read, because it is unknown or has the wrong type, is an
//! [extension](ReceivedError::extensions), as it came. So is a member that is read only in part.
//!
//! # Limits
//! A body that is longer than the [limit](Reader::limit) is not looked at. A success is returned as it came. Of an error
//! the beginning is kept. JSON of more than 127 levels is not read either. A compressed body must be unpacked first.
//!
//! Numbers are read exactly: a parameter of 0.1 is the same `f64` at both ends, whichever features of `serde_json` are on.
//!
//! # Errors between services
//! `?` on a [`ReceivedError`] makes it the private cause of an error without a code. The client gets none of it. The log
//! has all of it, with the ids of both services. A [`Translation`] lists which codes of the other service become codes of
//! your own.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod code_source;
mod display;
mod exact_numbers;
mod foreign;
mod found;
mod jsonp_call;
mod parameters;
mod reader;
mod received;
mod received_error;
mod received_head;
#[cfg(feature = "reqwest012")]
pub mod reqwest012;
// The same files for another version, so that there is one implementation.
#[cfg(feature = "reqwest013")]
#[cfg_attr(feature = "reqwest012", expect(clippy::duplicate_mod, reason = "each version is a module of its own"))]
pub mod reqwest013;
mod retry_delay;
mod translation;

pub use code_source::CodeSource;
pub use reader::Reader;
pub use received_error::ReceivedError;
pub use translation::Translation;

/// The README's code is run with the documentation's.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
