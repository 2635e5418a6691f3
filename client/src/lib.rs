//! The other end: answers read into errors of a book, and errors that cross services.
//!
//! A [`Reader`] takes the status, the headers and the body of an answer, from whatever HTTP library they come, and gives
//! the body of a success or a [`ReceivedError`]. It never panics, on anything.
//!
//! ```
//! use errorbook::client::{Origin, Reader};
//! use errorbook::primaerp;
//!
//! // A service that suppresses statuses answers with 200, whatever there is to say.
//! let body = r#"{"status":409,"code":"PE01-1107","message":"Version stale","description":"the project is at version 3","constraintViolations":[]}"#;
//! let header = |name: &str| (name == "content-type").then_some("application/json");
//!
//! let error = Reader::new(&primaerp::BOOK).read(200, header, body).unwrap_err();
//! assert!(error.is(primaerp::VERSION_STALE));
//! assert_eq!(error.description(), Some("the project is at version 3"));
//! assert_eq!((error.status(), error.original_status().as_u16()), (200, 409));
//! assert_eq!(error.origin(), Origin::Stated);
//! ```
//!
//! # What is an error
//! 1. A status outside of 100..=399 is an error, whatever the body.
//! 2. So is an answer with an `x-suppressed-status` of 400..=599. One of 100..=299 says that a status below 400 is a
//!    success; the body is not looked at then.
//! 3. Otherwise the body decides. It has to be a JSON object or a call of a function with one, and the content type that of
//!    JSON or of a script, `text/json`, or absent. It is an error when the [envelope](crate::Envelope) of a book reads it
//!    and one of these holds:
//!    - It is at least [likely](Certainty::Likely) by its shape, and states a code of the book and, beside it, the status
//!      that the book has for that code. This is how a redirect that comes from a code is known, too: `PE01-1012` with 301.
//!    - It is [certain](Certainty::Certain) by its shape, and states no status below 400 and none that is not its code's.
//!    - It comes with a media type that only the errors of the book have, such as `application/problem+json`, and states no
//!      status below 400.
//!
//! | envelope | certain | likely |
//! |---|---|---|
//! | primaERP | all five members: `status` of 300 or more, `code` as text or null, `message` as text, `description` as text or null, `constraintViolations` (or `constraintViolation`) as a list, an object or null | all but the last |
//! | AyaNova | an object `error` that has a `code` within 2000..=2999 and a `message` as text, and no `data` beside it but null | |
//! | problem | `type`, `title` and `code` as text and `status` of 400 or more | `title` as text and `status` |
//!
//! All else is a success: `{"error":null}`, `{"status":"ok"}`, `{"data":{}}`, an object that has a `code`, the page of
//! a code. Rules 1 and 2 are lenient where rule 3 is strict: the body of what is known to be an error is read as far as it
//! goes, unknown members, wrong types and all.
//!
//! # What it does not read
//! A body that is longer than the [limit](Reader::limit) is not looked at: a success is handed over as it came, of an error
//! the beginning is kept. Neither is JSON of more than 127 levels. A body that is compressed has to be unpacked first.
//!
//! # An error of another service in one's own
//! `?` on a [`ReceivedError`] makes it the private cause of an error without a code: nothing of it is answered, and the log
//! has all of it, with the ids of both services. A [`Translation`] says which codes of the other service are codes of
//! one's own.

pub(crate) mod ayanova;
mod delay;
mod jsonp;
pub(crate) mod primaerp;
pub(crate) mod problem;
mod reader;
mod reading;
mod received;
mod told;
mod translation;

pub use reader::Reader;
pub use reading::{Certainty, Reading};
pub use received::{Origin, ReceivedError};
pub use translation::Translation;
