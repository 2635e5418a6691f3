//! [errorbook] for axum: every error leaves in the envelope of its book.
//!
//! ```
//! use axum::{Router, routing::get};
//! use errorbook::primaerp;
//! use errorbook_axum::{ErrorBook, Json, Path, Result};
//!
//! # #[derive(serde::Serialize)] struct Project { id: i64 }
//! # async fn find(id: i64) -> Result<Option<Project>> { Ok(None) }
//! async fn project(Path(id): Path<i64>) -> Result<Json<Project>> {
//!     let project = find(id).await?.ok_or(primaerp::OBJECT_NOT_FOUND)?;
//!     Ok(Json(project))
//! }
//!
//! let app: Router = Router::new()
//!     .route("/projects/{id}", get(project))
//!     .layer(ErrorBook::new(&primaerp::BOOK));
//! # use tower::ServiceExt as _;
//! # let request = |uri| axum::http::Request::get(uri).body(axum::body::Body::empty()).unwrap();
//! # let ask = |uri| {
//! #     let app = app.clone();
//! #     async move {
//! #         let answer = app.oneshot(request(uri)).await.unwrap();
//! #         let status = answer.status().as_u16();
//! #         let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
//! #         (status, String::from_utf8(body.to_vec()).unwrap())
//! #     }
//! # };
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! let not_found = r#"{"status":404,"code":"PE01-1101","message":"Object not found","description":null,"constraintViolations":[]}"#;
//! assert_eq!(ask("/projects/7").await, (404, not_found.to_owned()));
//! assert_eq!(ask("/projects/7?suppress_response_code=true").await, (200, not_found.to_owned()));
//! # });
//! ```
//!
//! - [`Error`] and [`Result`]: what a handler fails with; `?` takes everything that is [`errorbook::IntoError`].
//! - [`ErrorBook`]: the layer, for a router, a nested router, or any tower service. It puts what axum answers by itself
//!   and what panics into the envelope, and suppresses statuses.
//! - [`Json`], [`Form`], [`Query`], [`Path`]: extractors whose rejections are errors of the layer's book.
//! - [`Pages`]: every code of a book at an address of its own, with the feature `pages`.
//!
//! # The wire
//! An answer has the status of its code, and the code in the envelope of its book: here primaERP's, an RFC 9457 problem
//! with [`http`](errorbook::standard). What is private goes to the log, under the answer's `x-error-id`. With
//! `?suppress_response_code=true` the status is 200, the body the same, and `x-suppressed-status` the status that it was.
//! [`errorbook`] has all of it, the same on every framework.
//!
//! # Order of layers
//! A layer that is added later is further out. `tests/composition.rs` proves each of these sentences with tower-http's.
//!
//! Inside of [`ErrorBook`], because what they answer by themselves then leaves in the envelope:
//! - time-outs and limits of bodies; what fails instead of answering is handled there, too, by an
//!   [`HandleErrorLayer`](axum::error_handling::HandleErrorLayer) that gives an [`Error`];
//! - authentication: a 401 keeps the challenge that it brings.
//!
//! Outside of it:
//! - compression: a text that comes compressed out of the inside is no description;
//! - CORS and ids of requests. Inside, their headers survive the envelope of every answer but that to a panic, which has
//!   unwound through them.
//!
//! Another layer that catches panics does no harm inside: what it says goes to the log.
//!
//! # What it does not do
//! What hyper refuses before it calls a service (a malformed request line or header, a head that is too long), a panic in
//! the middle of a body that is being sent, and panics under `panic = "abort"` are not answered.
//!
//! # Features
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

mod error;
mod extract;
mod layer;
#[cfg(feature = "pages")]
mod pages;

pub use error::{Error, Result};
pub use extract::{Form, Json, Path, Query};
pub use layer::{AxumBody, ErrorBook, ErrorBookService};
#[cfg(feature = "pages")]
pub use pages::Pages;

/// The framework's types, for `#[code(response(axum))]`.
#[doc(hidden)]
pub mod __private {
    pub use axum::response::{IntoResponse, Response};
}

/// The README's code is run with the documentation's.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
