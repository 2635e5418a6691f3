//! [errorbook] for tower: puts every error response of an HTTP service into the envelope of its book.
//!
//! The layer goes around any service over `http` 1: hyper, axum 0.7 and 0.8, tonic's router. On axum 0.8, `errorbook-axum`
//! has this layer, extractors and an error type. The folder `examples` has a program on plain hyper and one on axum 0.7.
//!
//! ```
//! use bytes::Bytes;
//! use errorbook::primaerp;
//! use errorbook_tower::{ErrorBook, into_http};
//! use http::{Request, Response};
//! use http_body_util::{BodyExt as _, Full};
//! use tower::{Layer as _, ServiceExt as _, service_fn};
//!
//! async fn project(request: Request<()>) -> Result<Response<Full<Bytes>>, std::convert::Infallible> {
//!     Ok(match request.uri().path() {
//!         "/projects/7" => into_http(errorbook::Error::from(primaerp::OBJECT_NOT_FOUND).to_response()),
//!         _ => Response::builder().status(404).body(Full::default()).unwrap(),
//!     })
//! }
//!
//! let service = ErrorBook::new(&primaerp::BOOK).layer(service_fn(project));
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! let ask = async |path: &str| {
//!     let response = service.clone().oneshot(Request::get(path).body(()).unwrap()).await.unwrap();
//!     response.into_body().collect().await.unwrap().to_bytes()
//! };
//! assert_eq!(ask("/projects/7").await, primaerp::OBJECT_NOT_FOUND.body());
//! assert_eq!(ask("/nowhere").await, primaerp::RESOURCE_NOT_FOUND.body());
//! # });
//! ```
//!
//! - [`ErrorBook`]: the layer. It also catches panics, and suppresses statuses.
//! - [`error_to_http`] and [`into_http`]: make an `http` response from an error and from an
//!   [`ErrorResponse`](errorbook::ErrorResponse).
//! - [`ErrorBookLayer`], [`IntoBody`], [`HttpResponse`] and [`ResponseBody`]: for authors of adapters whose framework uses
//!   `http::Response`. [The guide for adapters] contains a whole adapter.
//!
//! # The wire format
//! An error response has the status of its code. Its body contains the code in the envelope of the book: here primaERP's, or
//! an RFC 9457 problem with [`standard`](errorbook::standard). Private details go to the log, and the response has their id as
//! `x-error-id`. If the book promises it, `?suppress_response_code=true` asks for status 200: the body stays the same, and
//! `x-suppressed-status` contains the status of the code. [`errorbook`] documents the format, which is the same on every
//! framework.
//!
//! # Settings
//! [`ErrorBook::new`](ErrorBookLayer::new) has the defaults. To change them, make the layer from a [`Policy`](errorbook::Policy):
//! `ErrorBook::from(Policy::new(&primaerp::BOOK).jsonp("callback"))`.
//!
//! # Order of layers
//! A layer that makes its own responses belongs inside of [`ErrorBook`]: time-outs, limits, authentication. A layer that changes
//! or counts responses belongs outside: compression, CORS, traces. [The order of layers] has the reasons.
//!
//! # Limits
//! If the service returns an `Err`, so does the layer, because an `Err` is not a response. The server refuses some requests
//! before it calls a service, and these are not in the envelope. Nor is a panic in the middle of a body that is being sent, or
//! under `panic = "abort"`.
//!
//! # Features
//! - `tracing` (default): logs private causes, panics and dropped 5xx texts under their `x-error-id`.
//!
//! [The guide for adapters]: https://github.com/errorbook/errorbook/blob/main/docs/adapters.md
//! [The order of layers]: https://github.com/errorbook/errorbook/blob/main/docs/layers.md

#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(doctest, doc = include_str!("../README.md"))]

mod body;
mod layer;
mod response;

pub use body::{IntoBody, ResponseBody, Unchanged};
pub use layer::{ErrorBook, ErrorBookLayer, ErrorBookService, ResponseFuture};
pub use response::{HttpResponse, error_to_http, into_http};
