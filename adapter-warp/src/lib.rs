//! [errorbook] for warp: puts every error response into the envelope of its book.
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
//! let response = ask("/projects/7").await;
//! assert_eq!((response.status().as_u16(), &response.body()[..]), (404, not_found.as_bytes()));
//! let suppressed = ask("/projects/7?suppress_response_code=true").await;
//! assert_eq!((suppressed.status().as_u16(), &suppressed.body()[..]), (200, not_found.as_bytes()));
//! # });
//! ```
//!
//! - [`Error`] and [`Result`]: the error of a handler. `?` converts everything that implements [`errorbook::IntoError`]. A handler returns
//!   it under [`then`](warp::Filter::then), a filter rejects with it under [`and_then`](warp::Filter::and_then).
//! - [`ErrorBook`]: the wrapper of any filter. It puts warp's rejections and panics into the envelope, and suppresses statuses.
//! - [`Json`], [`json`], [`form`], [`query`], [`param`]: a reply, and filters whose rejections are errors of the layer's
//!   book. [`get`] serves HEAD as well.
//! - [`Pages`]: the books as web pages, one for each code, with the feature `pages`.
//! - `serve`: serves like `warp::serve`, and survives panics.
//!
//! # The wire format
//! An error response has the status of its code. Its body contains the code in the envelope of the book: here primaERP's, or
//! an RFC 9457 problem with [`standard`](errorbook::standard). Private details go to the log, and the response has their id as
//! `x-error-id`. If the book promises it, `?suppress_response_code=true` asks for status 200: the body stays the same, and
//! `x-suppressed-status` contains the status of the code. [`errorbook`] documents the format, which is the same on every
//! framework.
//!
//! # Settings
//! [`ErrorBook::new`] has the defaults. To change them, make the layer from a [`Policy`](errorbook::Policy):
//! `ErrorBook::from(Policy::new(&primaerp::BOOK).jsonp("callback"))`.
//!
//! # Panics
//! Nothing below [`warp::serve`](https://docs.rs/warp/0.4/warp/fn.serve.html) catches a panic, which closes the connection.
//! [`ErrorBook::service`] is a tower service around all filters, which catches it. Serve it with `serve`, or with any server that
//! takes tower services. The innermost [`ErrorBook::wrap`] around the panic decides the book of the response.
//!
//! # Order of layers
//! warp's filters go inside of [`ErrorBook`], or between two of them: `book.service(book.wrap(inside).with(between))`.
//! tower's layers go around [`ErrorBook::service`], outside of all filters. `tests/composition.rs` proves each of these
//! sentences.
//!
//! Put inside, so that its rejections and responses get the envelope:
//! - Time-outs: use tokio's `timeout` in the handler. The response of tower's time-out outside has no envelope.
//! - [`recover`](warp::Filter::recover), which turns a custom rejection into an [`Error`]. A rejection that is not recovered is an
//!   internal error. Outside of the book no rejections are left.
//! - Limits of bodies. [`json`] and [`form`] have one. `content_length_limit` refuses every request without a length, even a
//!   GET. The refusal of tower's limit has no envelope if the length is known. If it is unknown, [`json`] and [`form`] obey the limit.
//! - Authentication that rejects with an [`Error`]. A 401 keeps the challenge that it brings. `warp::header::exact` alone
//!   rejects with a 400. Outside of every book, warp turns an [`Error`] into a 500 with its `Debug` text.
//!
//! Put between, or around the service:
//! - Compression. The layer cannot read compressed bodies: their text cannot become a description, and their JSON cannot become a script.
//! - CORS. The refusal of `warp::cors` has no envelope outside of every book. tower-http's layer refuses nothing.
//! - Request ids, and other headers of all responses. Inside, the headers of `reply::with` and `warp::cors` are on replies and
//!   survive the envelope, but they are not on rejections.
//! - `log` and `trace`. Inside the layer they record a rejected [`Error`] as a 500.
//!
//! A panic unwinds through all filters. Its response has only the headers that are set around the service, and `log` and
//! `trace` record no status. A layer around the service that catches panics has nothing to catch.
//!
//! Within a route, match the whole path first, then the method, then authentication, [`param`], [`query`], [`json`]. warp tries
//! one route after the other. A route that refuses its parameters before its whole path has matched hides the other routes.
//! Authentication before the path refuses requests for every path that no other route serves.
//!
//! # Limits
//! The server refuses some requests before a filter runs: a malformed request line or header, a head that is too long. These
//! are not in the envelope. Nor is a panic under `panic = "abort"`. A panic while a body is being sent leaves the response
//! incomplete and ends an HTTP/1 connection. The server survives.
//!
//! warp does not know which methods a path serves, so a 405 has no `allow` header.
//!
//! # Features
//! - `server` (default): `serve`.
//! - `tracing` (default): logs private causes, panics and dropped 5xx texts under their `x-error-id`.
//! - `utoipa5`: documents a handler from its signature: [`Error`] and [`Json`] implement `utoipa::IntoResponses`.
//! - `utoipa6`: the same with utoipa 6. It needs Rust 1.88.
//! - `pages`: [`Pages`], the routes that serve books as web pages. It needs Rust 1.88.
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
#![cfg_attr(doctest, doc = include_str!("../README.md"))]

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

errorbook::adapter::utoipa_impls!(Error, Json);

/// The framework's types, for `#[code(response(warp))]`.
#[doc(hidden)]
pub mod __private {
    pub use warp::Reply;
    pub use warp::reply::Response;
}
