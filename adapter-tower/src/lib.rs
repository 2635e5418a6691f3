//! [errorbook] for tower: the layer that puts every error of an HTTP service into the envelope of its book.
//!
//! It goes around any service over `http` 1: axum 0.7 and 0.8, hyper, tonic's router, and whatever else has
//! `http::Response`. For axum 0.8, `errorbook-axum` has this layer, extractors and an error type.
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
//! - [`ErrorBook`]: the layer, made from a book or from a [`Policy`](errorbook::Policy).
//! - [`error_to_http`] and [`into_http`]: an error as a response.
//! - [`ErrorBookLayer`], [`HttpResponse`] and [`ResponseBody`]: for authors of adapters whose framework has `http::Response`.
//!
//! # Features
//! - `tracing` (default): logs private causes, panics and the texts of dropped 5xx under their `x-error-id`.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod body;
mod layer;
mod response;

pub use body::{IntoBody, ResponseBody, Unchanged};
pub use layer::{ErrorBook, ErrorBookLayer, ErrorBookService, ResponseFuture};
pub use response::{HttpResponse, error_to_http, into_http};

/// The README's code is run with the documentation's.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
