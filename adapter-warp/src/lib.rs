//! [errorbook] for warp: every error leaves in the envelope of its book.
//!
//! ```
//! use errorbook::primaerp;
//! use errorbook_warp::{ErrorBook, Json, Result, get, param};
//! use warp::Filter;
//!
//! # #[derive(serde::Serialize)] struct Project { id: i64 }
//! # async fn find(id: i64) -> Result<Option<Project>> { Ok(None) }
//! async fn project(id: i64) -> Result<Json<Project>> {
//!     let project = find(id).await?.ok_or(primaerp::OBJECT_NOT_FOUND)?;
//!     Ok(Json(project))
//! }
//!
//! let projects = warp::path!("projects" / String).and(get()).and_then(param("id")).then(project);
//! let app = ErrorBook::new(&primaerp::BOOK).wrap(projects);
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! # let ask = |path| warp::test::request().path(path).reply(&app);
//! let not_found = r#"{"status":404,"code":"PE01-1101","message":"Object not found","description":null,"constraintViolations":[]}"#;
//! let answer = ask("/projects/7").await;
//! assert_eq!((answer.status().as_u16(), &answer.body()[..]), (404, not_found.as_bytes()));
//! let suppressed = ask("/projects/7?suppress_response_code=true").await;
//! assert_eq!((suppressed.status().as_u16(), &suppressed.body()[..]), (200, not_found.as_bytes()));
//! # });
//! ```
//!
//! - [`Error`] and [`Result`]: what a handler fails with; `?` takes everything that is [`errorbook::IntoError`]. A handler
//!   answers it under [`then`](warp::Filter::then), a filter rejects with it under [`and_then`](warp::Filter::and_then).
//! - [`ErrorBook`]: the wrapper of any filter. It puts what warp rejects and what panics into the envelope, and suppresses
//!   statuses.
//! - [`Json`], [`json`], [`form`], [`query`], [`param`]: a reply and filters whose rejections are errors of the layer's book;
//!   [`get`] serves HEAD, too.
//! - [`Pages`]: every code of a book at an address of its own, with the feature `pages`.
//! - `serve`: what `warp::serve` does, for a service that lives through panics.
//!
//! # The wire
//! An answer has the status of its code, and the code in the envelope of its book: here primaERP's, an RFC 9457 problem
//! with [`http`](errorbook::standard). What is private goes to the log, under the answer's `x-error-id`. With
//! `?suppress_response_code=true` the status is 200, the body the same, and `x-suppressed-status` the status that it was.
//! [`errorbook`] has all of it, the same on every framework.
//!
//! # Panics
//! warp keeps the request where only warp can run a filter: nothing below [`warp::serve`](https://docs.rs/warp/0.4/warp/fn.serve.html)
//! catches a panic, which closes the connection. [`ErrorBook::service`] catches it around the whole; serve that, with
//! `serve` or any server that takes tower services. It is answered by the innermost [`ErrorBook::wrap`] around it.
//!
//! # Order of layers
//! warp's filters go inside of [`ErrorBook`], or between two of them: `book.service(book.wrap(inside).with(between))`.
//! tower's layers go around [`ErrorBook::service`], outside of all filters. `tests/composition.rs` proves each of these
//! sentences.
//!
//! Inside, because what they reject or answer by themselves then leaves in the envelope:
//! - time-outs: in the handler, by tokio's `timeout`; tower's time-out is bare;
//! - [`recover`](warp::Filter::recover), which gives an [`Error`] for a custom rejection; what nobody recovers is an
//!   unhandled error, and outside nothing is rejected any more;
//! - limits of bodies: [`json`] and [`form`] have one. `content_length_limit` refuses all that comes without a length, a
//!   GET too. A limit of tower's is bare where the length is known, and else [`json`] and [`form`] obey it;
//! - authentication, which rejects with an [`Error`]: a 401 keeps the challenge that it brings. `warp::header::exact`
//!   alone rejects with a 400. Outside of every book warp answers an [`Error`] with a 500 and its `Debug`.
//!
//! Between, or around the service:
//! - compression: a text that comes compressed out of the inside is no description, and JSON no script;
//! - CORS: what `warp::cors` refuses is bare outside of every book; tower-http's refuses nothing;
//! - ids of requests, and other headers of all answers. Those that `reply::with` and `warp::cors` set inside survive the
//!   envelope of what is replied, but are not on what is rejected;
//! - `log` and `trace`: inside, they take an [`Error`] that is rejected for a 500.
//!
//! A panic unwinds through all filters: its answer has only the headers that are set around the service, and `log` and
//! `trace` know no status of it. Another layer that catches panics there has nothing to catch.
//!
//! Within a route: the path to its end, then the method, then authentication, [`param`], [`query`], [`json`]. warp tries
//! one route after the other: a route that has not been found whole must not say what is wrong with its parameters, and
//! authentication before the path speaks for all paths that no other route answers.
//!
//! # What it does not do
//! What the server refuses before a filter runs (a malformed request line or header, a head that is too long), and panics
//! under `panic = "abort"` are not answered. A panic in the middle of a body that is being sent leaves the answer
//! incomplete and ends an HTTP/1 connection; the server lives on.
//!
//! Which methods a path serves is unknown to warp: there is no `allow`.
//!
//! # Features
//! - `server` (default): `serve`.
//! - `tracing` (default): logs private causes, panics and the texts of bare 5xx under their `x-error-id`.
//! - `pages`: [`Pages`], routes that serve a book to people and programs. It needs Rust 1.88.
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

mod body;
mod error;
mod extract;
mod layer;
#[cfg(feature = "pages")]
mod pages;
mod rejection;
#[cfg(feature = "server")]
mod serve;
mod service;

pub use error::{Error, Result};
pub use extract::{Json, form, get, json, param, query};
pub use layer::{ErrorBook, ErrorBookService};
#[cfg(feature = "pages")]
pub use pages::Pages;
#[cfg(feature = "server")]
pub use serve::serve;
pub use service::FilterService;

/// The framework's types, for `#[code(response(warp))]`.
#[doc(hidden)]
pub mod __private {
    pub use warp::Reply;
    pub use warp::reply::Response;
}

/// The README's code is run with the documentation's.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
