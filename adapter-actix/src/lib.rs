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
//! # Routes
//! [`web::resource`](actix_web::web::resource) answers a method that none of its routes serves as such, with `allow`.
//! [`App::route`](actix_web::App::route) and [`Scope::route`](actix_web::Scope::route) know no such answer: what they do
//! not serve is not found.
//!
//! # Order of layers
//! Layers that answer by themselves (authentication, limits, time-outs) go inside of [`ErrorBook`], so that what they
//! answer leaves in the envelope; those that change any answer (compression, tracing, CORS) go outside of it. The layer
//! that is wrapped last is outermost.
//!
//! actix-web runs the extractors of a handler side by side: the first that fails answers. A [`Json`] that comes last
//! waits for its body and lets the others speak first.
//!
//! actix-web takes the request away from a layer whose inner service fails, be it that a middleware returns an `Err` or
//! that something panics. Such an answer leaves as an [`actix_web::Error`] that renders it: layers outside that pass
//! errors on untouched leave their headers off, as they do for all errors.
//!
//! # What cannot be answered
//! What actix-web's HTTP implementation refuses before it knows the request (a malformed request line or header, no
//! `host`, a head that is too long or too slow), a panic or an error in the middle of a body that is being sent, and
//! panics under `panic = "abort"`.
//!
//! A GET that is not answered yet when a pipelined HEAD arrives behind it loses its body below every layer: actix-web
//! takes both for a HEAD. A HEAD itself harms nobody here, unless a layer outside gives it a body again.
//!
//! # Features
//! - `tracing` (default): logs private causes, panics and the texts of bare 5xx under their `x-error-id`.
//! - `pages`: [`Pages`], routes that serve a book to people and programs. It needs Rust 1.88.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod error;
mod extract;
mod head;
mod layer;
#[cfg(feature = "pages")]
mod pages;
mod route;

pub use error::{Error, Result};
pub use extract::{Form, Json, Path, Query};
pub use layer::{ErrorBook, ErrorBookService, ResponseFuture};
#[cfg(feature = "pages")]
pub use pages::Pages;
pub use route::get;

/// The README's code is run with the documentation's.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
