//! The kit for authors of adapters.
//!
//! A framework with the responses of the `http` crate, version 1, needs only [`error_type!`] and [`extractor_type!`]:
//! `errorbook-tower` has the layer. For any other framework an adapter consists of four small parts:
//!
//! 1. **A response**: a wrapper of the framework's response that implements [`ResponseHead`] and [`Response`].
//! 2. **An error type**, declared with [`error_type!`], for which the adapter implements the framework's responder trait with
//!    [`Error::write_to`](crate::Error::write_to).
//! 3. **A layer**, declared with [`layer_type!`]: it makes an [`Exchange`] for each request, calls and polls the inner service with
//!    [`Exchange::run`], and sends the output of [`Exchange::finish`].
//! 4. **Extractors**, declared with [`extractor_type!`]: the framework's own extractor reads. If it refuses, `errorbook::extract` names
//!    the fault.
//!
//! The core decides everything else: the code of an error without one, the envelope, the text of a plain error, suppression, JSONP,
//! panics, `HEAD`, and the headers that stay.
//!
//! # A whole adapter
//! This is one for a toy framework, whose handlers are functions:
//!
//! ```
//! use std::borrow::Cow;
//! use std::convert::Infallible;
//! use std::task::{Context, Poll};
//!
//! use errorbook::adapter::{self, Exchange, ResponseHead, Script};
//! use errorbook::{IntoError, Policy, Status, header};
//!
//! // The framework.
//! struct Request { method: &'static str, path: &'static str, query: Option<&'static str> }
//! #[derive(Default)]
//! struct Response { status: u16, headers: Vec<(&'static str, String)>, body: Vec<u8> }
//! type Handler = fn(&Request) -> Response;
//!
//! // 1. The response.
//! impl ResponseHead for Response {
//!     fn status(&self) -> u16 {
//!         self.status
//!     }
//!     fn set_status(&mut self, status: Status) {
//!         self.status = status.as_u16();
//!     }
//!     fn header(&self, name: &'static str) -> Option<&[u8]> {
//!         self.headers.iter().find(|(given, _)| *given == name).map(|(_, value)| value.as_bytes())
//!     }
//!     fn append_header(&mut self, name: &'static str, value: Cow<'static, str>) {
//!         self.headers.push((name, value.into_owned()));
//!     }
//!     fn remove_header(&mut self, name: &'static str) {
//!         self.headers.retain(|(given, _)| *given != name);
//!     }
//! }
//!
//! impl adapter::Response for Response {
//!     type Chunk = Vec<u8>;
//!     type BodyError = Infallible;
//!
//!     fn body_length(&self) -> Option<u64> {
//!         Some(self.body.len() as u64)
//!     }
//!     fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Option<std::result::Result<Vec<u8>, Infallible>>> {
//!         let body = std::mem::take(&mut self.body);
//!         Poll::Ready((!body.is_empty()).then_some(Ok(body)))
//!     }
//!     fn unread_chunk(&mut self, chunk: Vec<u8>) {
//!         self.body = chunk;
//!     }
//!     fn set_body(&mut self, body: Cow<'static, [u8]>) {
//!         self.body = body.into_owned();
//!     }
//!     fn set_script(&mut self, script: Script) {
//!         self.body = script.whole(&self.body);
//!     }
//!     fn strip_body(&mut self, length: Option<u64>) {
//!         self.body.clear();
//!         if let (Some(length), None) = (length, self.header(header::CONTENT_LENGTH)) {
//!             self.append_header(header::CONTENT_LENGTH, length.to_string().into());
//!         }
//!     }
//! }
//!
//! // 2. The error type.
//! adapter::error_type! {
//!     /// The error of a handler.
//!     pub struct Error;
//! }
//!
//! impl<P: IntoError> From<Error<P>> for Response {
//!     fn from(error: Error<P>) -> Response {
//!         let mut response = Response::default();
//!         response.body = error.0.write_to(&mut response).into_owned();
//!         response
//!     }
//! }
//!
//! // 3. The layer.
//! adapter::layer_type! {
//!     /// The layer that puts every error into the envelope of a book.
//!     pub struct ErrorBook;
//! }
//!
//! impl ErrorBook {
//!     async fn call(&self, inner: Handler, request: Request) -> Response {
//!         let mut exchange = Exchange::new(&self.0, request.method, request.query);
//!         let response = match exchange.run(|| inner(&request)) {
//!             Ok(response) if exchange.passes_through(response.status) => return response,
//!             Ok(response) => response,
//!             Err(panic) => {
//!                 let mut response = Response::default();
//!                 response.body = exchange.panicked(&*panic).write_to(&mut response).into_owned();
//!                 response
//!             }
//!         };
//!         exchange.finish(response).await
//!     }
//! }
//!
//! // A service.
//! fn service(request: &Request) -> Response {
//!     match request.path {
//!         "/projects/7" => <Error>::from(errorbook::primaerp::OBJECT_NOT_FOUND).into(),
//!         "/panic" => panic!("nobody is to know"),
//!         _ => Response { status: 404, ..Response::default() },
//!     }
//! }
//!
//! # use std::future::Future as _;
//! let layer = ErrorBook::from(Policy::new(&errorbook::primaerp::BOOK).jsonp("callback"));
//! let ask = |path, query| {
//!     let called = std::pin::pin!(layer.call(service, Request { method: "GET", path, query }));
//!     // The framework has every body at hand, and so nothing waits.
//!     let Poll::Ready(response) = called.poll(&mut Context::from_waker(std::task::Waker::noop())) else { panic!() };
//!     (response.status, String::from_utf8(response.body).unwrap())
//! };
//! let not_found = r#"{"status":404,"code":"PE01-1101","message":"Object not found","description":null,"constraintViolations":[]}"#;
//! assert_eq!(ask("/projects/7", None), (404, not_found.to_owned()));
//! assert_eq!(ask("/projects/7", Some("suppress_response_code=true")), (200, not_found.to_owned()));
//! assert_eq!(ask("/projects/7", Some("callback=show")), (200, format!("/**/show({not_found});")));
//! assert!(ask("/nowhere", None).1.contains("PE01-9003"));
//! assert_eq!(ask("/panic", None), (500, String::from_utf8_lossy(errorbook::primaerp::UNHANDLED_ERROR.body()).into_owned()));
//! ```
//!
//! # The book is known when an error is rendered
//! While [`Exchange::run`] calls or polls the inner service, the thread knows the exchange. It is removed after each poll, so that
//! requests on one thread do not mix. An error that is rendered meanwhile takes its code from the innermost book. Its response is
//! then final: middleware that takes it apart and builds another one loses nothing.
//!
//! - Some frameworks, such as Rocket, render an error where the request is known. Their adapters call
//!   [`Error::to_response_in`](crate::Error::to_response_in) with the book of the request, and report redirects and errors without a
//!   body with [`Exchange::note`].
//! - Some frameworks, such as warp, do not let a layer poll the inner service. Their adapters add a book with [`Exchange::enter`] to the
//!   books of a layer around the whole.
//!
//! # Frameworks with other habits
//! - **One response for all**: if handlers and layers share one mutable response, write an error with
//!   [`ErrorResponse::write_over`](crate::ErrorResponse::write_over), which removes the headers that describe the old body. Keep the
//!   headers from before the handler for the response to a panic.
//! - **A header after the layer**: a framework may add `allow` only while the status is 405. A suppressed response no longer has this
//!   status, so the layer has to add the header.
//! - **HEAD**: if the framework strips bodies after the layer, [`Response::strip_body`] does nothing. If a handler or a router inside has
//!   already stripped one, the layer takes its length from `content-length`.
//! - **Requests that reach no layer**: an error that the framework sends before any layer runs is not in an envelope. Catch it if there is
//!   a hook, and document the rest.

mod body_prefix;
mod book_layer;
mod buffered_response;
mod exchange;
mod exchange_future;
mod finish;
mod polled;
mod rendered;
mod response_head;
mod types;

pub use self::buffered_response::BufferedResponse;
pub use self::exchange::{Exchange, panicked};
pub use self::exchange_future::{Converter, ExchangeFuture};
pub use self::finish::Finish;
pub use self::polled::{current_book, is_watched};
pub use self::response_head::{Response, ResponseHead};
pub use self::types::{error_type, extractor_type, layer_type, utoipa_impls};
pub use crate::jsonp::{Callback, InvalidCallback, Script};

pub(crate) use self::body_prefix::BodyPrefix;
pub(crate) use self::polled::note;
pub(crate) use self::rendered::Rendered;
