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
//! - `serve`: what `warp::serve` does, for a service that lives through panics.
//!
//! # Panics
//! warp keeps the request where only warp can run a filter: nothing below [`warp::serve`](https://docs.rs/warp/0.4/warp/fn.serve.html)
//! catches a panic, which closes the connection. [`ErrorBook::service`] catches it around the whole; serve that, with
//! `serve` or any server that takes tower services. It is answered by the innermost [`ErrorBook::wrap`] around it.
//!
//! # Order of filters
//! - Within a route: the path to its end, then the method, then [`param`], [`query`], [`json`]. warp tries one route after
//!   the other, and a route that has not been found whole must not say what is wrong with its parameters.
//! - Filters that reject (authentication, limits) go inside of [`ErrorBook`], so that what they reject leaves in the
//!   envelope; those that change any answer (`reply::with`, `log`, compression) go outside of it. CORS does both, and goes
//!   between two: `book.wrap(book.wrap(routes).with(cors))`.
//! - `content_length_limit` refuses every body without a length: [`json`] has a limit of its own that does not.
//!
//! # What it cannot answer
//! Which methods a path serves is unknown to warp: there is no `allow`. What the server refuses before a filter runs (a
//! malformed request line or header, a head that is too long) and a panic in a body that is already being sent close the
//! connection.
//!
//! # Features
//! - `server` (default): `serve`.
//! - `tracing` (default): logs private causes, panics and the texts of bare 5xx under their `x-error-id`.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod error;
mod extract;
mod head;
mod layer;
#[cfg(feature = "server")]
mod serve;

pub use error::{Error, Result};
pub use extract::{Json, form, get, json, param, query};
pub use layer::{ErrorBook, ErrorBookService};
#[cfg(feature = "server")]
pub use serve::serve;

/// The README's code is run with the documentation's.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
