//! [errorbook] for actix-web: puts every error response into the envelope of its book.
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
//! #     let response = call_service(&init_service(app()).await, TestRequest::with_uri(uri).to_request()).await;
//! #     (response.status().as_u16(), String::from_utf8(read_body(response).await.to_vec()).unwrap())
//! # };
//! # actix_web::rt::System::new().block_on(async {
//! let not_found = r#"{"status":404,"code":"PE01-1101","message":"Object not found","description":null,"constraintViolations":[]}"#;
//! assert_eq!(ask("/projects/7").await, (404, not_found.to_owned()));
//! assert_eq!(ask("/projects/7?suppress_response_code=true").await, (200, not_found.to_owned()));
//! # });
//! ```
//!
//! - [`Error`] and [`Result`]: the error of a handler. `?` converts everything that implements [`errorbook::IntoError`].
//! - [`ErrorBook`]: the layer, for an app or a scope. It puts actix-web's own errors and panics into the envelope, and
//!   suppresses statuses.
//! - [`Json`], [`Form`], [`Query`], [`Path`]: extractors that accept the same requests as actix-web's. Their rejections are errors
//!   of the layer's book.
//! - [`Pages`]: the books as web pages, one for each code, with the feature `pages`.
//! - [`get`]: a route for GET and HEAD.
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
//! [`Json`] and [`Form`] obey [`JsonConfig`](actix_web::web::JsonConfig) and [`FormConfig`](actix_web::web::FormConfig): the limit
//! for the size, and the error handler, whose error the layer treats like any other. [`Query`] and [`Path`] ignore `QueryConfig`
//! and `PathConfig`.
//!
//! # Routes
//! [`web::resource`](actix_web::web::resource) responds to a method that none of its routes serves with a 405 and `allow`.
//! With [`App::route`](actix_web::App::route) and [`Scope::route`](actix_web::Scope::route) such a request is a 404.
//!
//! # Order of layers
//! The layer that is wrapped last is outermost. `tests/composition.rs` proves each of these sentences.
//!
//! Put inside of [`ErrorBook`], so that its responses get the envelope:
//! - Time-outs, and every other middleware that can fail.
//! - Authentication. A 401 gets a challenge.
//! - CORS that refuses an origin.
//!
//! Put outside of [`ErrorBook`]:
//! - Compression. The layer cannot read compressed bodies.
//! - Access logs. They see the status that is sent.
//!
//! CORS and other middleware that adds headers can stand on either side. The headers are on every response except the one to
//! a panic.
//!
//! actix-web runs the extractors of a handler at the same time, and the first that fails decides the response. Put [`Json`] last:
//! it waits for its body, so the others fail first.
//!
//! If an inner service fails, because a middleware returns an `Err` or panics, the layer does not get the request back from
//! actix-web. The response then leaves the layer as an [`actix_web::Error`] that renders it. Outer middleware that passes errors on
//! does not add its headers to this response, and the framework's `Logger` does not log it.
//!
//! # Limits
//! actix-web's HTTP implementation refuses some requests before any layer: a malformed request line or header, no `host`, a
//! head that is too long or too slow. These are not in the envelope. Neither is a panic or an error while a body is being sent,
//! nor a panic under `panic = "abort"`.
//!
//! If a pipelined HEAD arrives while the GET before it still has no response, actix-web treats both as HEAD, and the GET's
//! response loses its body below every layer.
//!
//! # Features
//! - `tracing` (default): logs private causes, panics and dropped 5xx texts under their `x-error-id`.
//! - `utoipa5`: documents a handler from its signature: [`Error`] and [`Json`] implement `utoipa::IntoResponses`.
//! - `utoipa6`: the same with utoipa 6. It needs Rust 1.88.
//! - `pages`: [`Pages`], the routes that serve books as web pages.
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

errorbook::adapter::utoipa_impls!(Error, Json);

/// The framework's types, for `#[code(response(actix))]`.
#[doc(hidden)]
pub mod __private {
    pub use actix_web::Error;
}
