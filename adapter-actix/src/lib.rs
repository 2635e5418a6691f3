//! [errorbook] for actix-web: every error leaves in the envelope of its book.
//!
//! ```
//! use actix_web::{App, web};
//! use errorbook::primaerp;
//! use errorbook_actix::{ErrorBook, Json, Path, Result, get};
//!
//! # #[derive(serde::Serialize)] struct Project { id: i64 }
//! # async fn find(id: i64) -> Result<Option<Project>> { Ok(None) }
//! async fn project(Path(id): Path<i64>) -> Result<Json<Project>> {
//!     let project = find(id).await?.ok_or(primaerp::OBJECT_NOT_FOUND)?;
//!     Ok(Json(project))
//! }
//!
//! # let app = || {
//! let app = App::new()
//!     .service(web::resource("/projects/{id}").route(get().to(project)))
//!     .wrap(ErrorBook::new(&primaerp::BOOK));
//! # app };
//! # use actix_web::test::{TestRequest, call_service, init_service, read_body};
//! # let ask = |uri| async move {
//! #     let answer = call_service(&init_service(app()).await, TestRequest::with_uri(uri).to_request()).await;
//! #     (answer.status().as_u16(), String::from_utf8(read_body(answer).await.to_vec()).unwrap())
//! # };
//! # actix_web::rt::System::new().block_on(async {
//! let not_found = r#"{"status":404,"code":"PE01-1101","message":"Object not found","description":null,"constraintViolations":[]}"#;
//! assert_eq!(ask("/projects/7").await, (404, not_found.to_owned()));
//! assert_eq!(ask("/projects/7?suppress_response_code=true").await, (200, not_found.to_owned()));
//! # });
//! ```
//!
//! - [`Error`] and [`Result`]: what a handler fails with; `?` takes everything that is [`errorbook::IntoError`].
//! - [`ErrorBook`]: the layer, for an app or a scope. It puts what actix-web answers by itself and what panics into the
//!   envelope, and suppresses statuses.
//! - [`Json`], [`Form`], [`Query`], [`Path`]: extractors whose rejections are errors of the layer's book.
//! - [`Pages`]: every code of a book at an address of its own, with the feature `pages`.
//! - [`get`]: a route for GET and HEAD.
//!
//! # The wire
//! An answer has the status of its code, and the code in the envelope of its book: here primaERP's, an RFC 9457 problem
//! with [`http`](errorbook::standard). What is private goes to the log, under the answer's `x-error-id`. With
//! `?suppress_response_code=true` the status is 200, the body the same, and `x-suppressed-status` the status that it was.
//! [`errorbook`] has all of it, the same on every framework.
//!
//! # Routes
//! [`web::resource`](actix_web::web::resource) answers a method that none of its routes serves as such, with `allow`.
//! [`App::route`](actix_web::App::route) and [`Scope::route`](actix_web::Scope::route) know no such answer: what they do
//! not serve is not found.
//!
//! # Order of layers
//! The layer that is wrapped last is outermost. `tests/composition.rs` proves each of these sentences.
//!
//! Inside of [`ErrorBook`], because what they answer by themselves then leaves in the envelope:
//! - time-outs, and what else fails instead of answering;
//! - authentication: a 401 gets a challenge;
//! - CORS that refuses an origin.
//!
//! Outside of it:
//! - compression: a text that comes compressed out of the inside is no description;
//! - access logs, which see the status that is sent.
//!
//! On either side: CORS and other headers of all answers. They are on every answer but that to a panic.
//!
//! actix-web runs the extractors of a handler side by side: the first that fails answers. A [`Json`] that comes last
//! waits for its body and lets the others speak first.
//!
//! actix-web takes the request away from a layer whose inner service fails, be it that a middleware returns an `Err` or
//! that something panics. Such an answer leaves as an [`actix_web::Error`] that renders it: layers outside that pass
//! errors on untouched leave their headers off, as they do for all errors, and the framework's `Logger` writes no line.
//!
//! # What it does not do
//! What actix-web's HTTP implementation refuses before it knows the request (a malformed request line or header, no
//! `host`, a head that is too long or too slow), a panic or an error in the middle of a body that is being sent, and
//! panics under `panic = "abort"` are not answered.
//!
//! A GET that is not answered yet when a pipelined HEAD arrives behind it loses its body below every layer: actix-web
//! takes both for a HEAD. A HEAD itself harms nobody here, unless a layer outside gives it a body again.
//!
//! # Features
//! - `tracing` (default): logs private causes, panics and the texts of bare 5xx under their `x-error-id`.
//! - `pages`: [`Pages`], routes that serve a book to people and programs.
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

mod error;
mod extract;
mod layer;
#[cfg(feature = "pages")]
mod pages;
mod response;
mod route;

pub use error::{Error, Result};
pub use extract::{Form, Json, Path, Query};
pub use layer::{ErrorBook, ErrorBookService, ResponseFuture};
#[cfg(feature = "pages")]
pub use pages::Pages;
pub use route::get;

/// The framework's types, for `#[code(response(actix))]`.
#[doc(hidden)]
pub mod __private {
    pub use actix_web::Error;
}

/// The README's code is run with the documentation's.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
