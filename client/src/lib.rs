//! Reads the responses of a service, and returns its errors as typed values.
//!
//! A [`Reader`] takes the status, the headers and the body of a response, from any HTTP library. It returns the body of a
//! success, or a [`ReceivedError`]. It never panics on any response.
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
//! | feature | adds |
//! |---|---|
//! | `tracing` (default) | logs the private causes of errors, and each retried request |
//! | `reqwest012`, `reqwest013` | the module with this name: methods of `reqwest::Response` that return the value or the error |
//! | `reqwest-middleware04`, `reqwest-middleware05` | `RetryByBook` in the module `reqwest012` or `reqwest013`: a middleware that retries requests if the book allows it |
//!
//! The name of a feature contains the version of the integrated crate. A new version of that crate gets a new feature, so that
//! nothing breaks.
//!
//! # Errors and successes
//! 1. A response with a status outside of 100..=399 is an error. Its body does not matter.
//! 2. A response with an `x-suppressed-status` of 400..=599 is an error. A response with an `x-suppressed-status` of 100..=299
//!    is a success, and its body is not checked.
//! 3. Otherwise the body decides. It must be a JSON object, or a JSONP call with a JSON object. The content type must be JSON, a
//!    script, `text/json`, or absent. The body is an error if it is in the [envelope](errorbook::Envelope) of a book and one of
//!    these conditions holds:
//!    - Its shape is at least [likely](errorbook::envelope::Certainty::Likely) to be an error, and it contains a code of the
//!      book with the status of that code. In this way a redirect with a code is recognised: `PE01-1012` with 301.
//!    - Its shape is [certain](errorbook::envelope::Certainty::Certain) to be an error, and it does not contain a status below
//!      400 or a status that contradicts its code.
//!    - Its media type is only used for errors, such as `application/problem+json`, and it does not contain a status below 400.
//!
//! | envelope | certain | likely |
//! |---|---|---|
//! | primaERP | all five members: a `status` of 300 or more, `code` as text or null, `message` as text, `description` as text or null, `constraintViolations` (or `constraintViolation`) as a list, an object or null | the first four members |
//! | AyaNova | an object `error` with a `code` within 2000..=2999 and a `message` as text, without `data` beside it or with a null `data` | |
//! | flat | only `error` as a text that is not empty, and `code` as text | |
//! | by field | only `errors` as an object, and `code` and `message` as text | |
//! | problem | `type`, `title` and `code` as text, and a `status` of 400 or more | `title` as text, and `status` |
//!
//! Everything else is a success: `{"error":null}`, `{"status":"ok"}`, `{"data":{}}`, an object with a `code`, the page of a
//! code. Rule 3 is strict. Under rules 1 and 2 the response is known to be an error, and the body is read as far as possible.
//!
//! # Errors of other frameworks
//! If a response is known to be an error, its body can also have the format of ASP.NET, Spring, FastAPI, Rails, Laravel and
//! others: for example `errors` as an object of fields, `violations`, or a `detail` that is a list. The
//! [guide](https://github.com/errorbook/errorbook/blob/main/docs/clients.md) lists the formats. Such a format never turns a
//! success into an error. If the body does not contain a code of the book, the code is inferred from the status:
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
//! No member is lost. A member that is unknown, has the wrong type, or is read only in part becomes an
//! [extension](ReceivedError::extensions), unchanged.
//!
//! # Limits
//! A body that is longer than the [limit](Reader::limit) is not parsed. A success is returned unchanged. For an error the
//! beginning of the body is kept. JSON with more than 127 levels is not parsed either. Decompress a body before you pass it to the
//! reader.
//!
//! Numbers are read exactly: a parameter with the value 0.1 is the same `f64` in the service and in the client, with any features
//! of `serde_json`.
//!
//! # Errors between services
//! In a handler, `?` on a [`ReceivedError`] makes it the private cause of an error without a code. The response to
//! your own client contains nothing of the received error. Your log contains all of it, with the error ids of both services. A [`Translation`] maps codes of the other service to codes of
//! your own book.

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
// Both modules compile the same files, so that there is only one implementation.
#[cfg(feature = "reqwest013")]
#[cfg_attr(
    feature = "reqwest012",
    expect(clippy::duplicate_mod, reason = "each version of reqwest has its own module")
)]
pub mod reqwest013;
mod retry_delay;
mod translation;

pub use code_source::CodeSource;
pub use reader::Reader;
pub use received_error::ReceivedError;
pub use translation::Translation;

/// Compiles and runs the code of the README as doctests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
