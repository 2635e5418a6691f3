//! [errorbook] for axum: puts every error response into the envelope of its book.
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
//! #         let response = app.oneshot(request(uri)).await.unwrap();
//! #         let status = response.status().as_u16();
//! #         let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
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
//! - [`Error`] and [`Result`]: the error of a handler. `?` converts everything that implements [`errorbook::IntoError`].
//! - [`ErrorBook`]: the layer, for a router, a nested router, or any tower service. It puts axum's own errors and panics into
//!   the envelope, and suppresses statuses. It is the layer of `errorbook-tower`.
//! - [`Json`], [`Form`], [`Query`], [`Path`]: extractors that accept the same requests as axum's. Their rejections are errors of the
//!   layer's book.
//! - [`Pages`]: the books as web pages, one for each code, with the feature `pages`.
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
//! # Order of layers
//! The layer that is added last is outermost. `tests/composition.rs` proves each of these sentences with tower-http's layers.
//!
//! Put inside of [`ErrorBook`], so that its responses get the envelope:
//! - Time-outs and limits of bodies. A service that can fail needs an
//!   [`HandleErrorLayer`](axum::error_handling::HandleErrorLayer) around it that returns an [`Error`].
//! - Authentication. A 401 keeps its own challenge.
//!
//! Put outside of [`ErrorBook`]:
//! - Compression. The layer cannot read compressed bodies.
//! - CORS and request ids. Inside, their headers are on every response except the one to a panic, which unwinds through them.
//!
//! Another layer that catches panics can stay inside: the text of its response goes to the log.
//!
//! # Limits
//! hyper refuses some requests before it calls a service: a malformed request line or header, a head that is too long. These
//! are not in the envelope. Neither is a panic while a body is being sent, nor a panic under `panic = "abort"`.
//!
//! # Features
//! - `tracing` (default): logs private causes, panics and dropped 5xx texts under their `x-error-id`.
//! - `matched-path`: passes the route of a request to an [observer](errorbook::Policy::observer), and its whole path below a nested
//!   router. It turns on axum's feature of the same name.
//! - `utoipa5`: documents a handler from its signature: [`Error`] and [`Json`] implement `utoipa::IntoResponses`.
//! - `utoipa6`: the same with utoipa 6. It needs Rust 1.88.
//! - `aide015`: the same with aide 0.15, including the extractors.
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

#[cfg(feature = "aide015")]
mod aide015;
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

errorbook::adapter::utoipa_impls!(Error, Json);

/// The framework's types, for `#[code(response(axum))]`.
#[doc(hidden)]
pub mod __private {
    pub use axum::response::{IntoResponse, Response};
}
