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
//! - [`Json`], [`Query`], [`Path`]: extractors whose rejections are errors of the layer's book.
//!
//! # Order of layers
//! Layers that answer by themselves (authentication, limits, time-outs) go inside of [`ErrorBook`], so that what they
//! answer leaves in the envelope; those that change any answer (compression, tracing, CORS) go outside of it.
//!
//! # Features
//! - `tracing` (default): logs private causes, panics and the texts of bare 5xx under their `x-error-id`.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod error;
mod extract;
mod head;
mod layer;

pub use error::{Error, Result};
pub use extract::{Json, Path, Query};
pub use layer::{ErrorBook, ErrorBookService, ResponseFuture};

/// The README's code is run with the documentation's.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
