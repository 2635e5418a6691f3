//! [errorbook] for Rocket: puts every error response into the envelope of its book.
//!
//! ```
//! use errorbook::primaerp;
//! use errorbook_rocket::{ErrorBook, Json, Path, Result};
//! use rocket::{get, routes};
//!
//! # #[derive(serde::Serialize)] struct Project { id: i64 }
//! # async fn find(id: i64) -> Result<Option<Project>> { Ok(None) }
//! #[get("/projects/<id>")]
//! async fn project(id: Path<i64>) -> Result<Json<Project>> {
//!     let project = find(id.0).await?.ok_or(primaerp::OBJECT_NOT_FOUND)?;
//!     Ok(Json(project))
//! }
//!
//! let rocket = rocket::build().attach(ErrorBook::new(&primaerp::BOOK).mount("/", routes![project]));
//! # let client = rocket::local::blocking::Client::untracked(rocket).unwrap();
//! # let ask = |uri: &'static str| {
//! #     let response = client.get(uri).dispatch();
//! #     (response.status().code, response.into_string().unwrap_or_default())
//! # };
//! let not_found = r#"{"status":404,"code":"PE01-1101","message":"Object not found","description":null,"constraintViolations":[]}"#;
//! assert_eq!(ask("/projects/7"), (404, not_found.to_owned()));
//! assert_eq!(ask("/projects/7?suppress_response_code=true"), (200, not_found.to_owned()));
//! ```
//!
//! - [`Error`] and [`Result`]: the error of a handler. `?` converts everything that implements [`errorbook::IntoError`].
//! - [`ErrorBook`]: the book of a mount, a fairing with its catcher. It puts Rocket's own errors and panics into the envelope,
//!   and suppresses statuses.
//! - [`Json`], [`Form`], [`Query`], [`Path`]: guards whose rejections are errors of the mount's book. Rocket's `limits` hold.
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
//! # Order of checks
//! Rocket tries the request guards in the order of a handler's arguments, then the parameters of the path, then the body. So
//! authorisation and [`Query`] are checked before [`Path`], and [`Path`] before [`Json`], in whatever order they are written.
//!
//! # Catchers and files
//! - A catcher for a single status, at the path of a mount or below it, is called instead of the book's. Its response is put
//!   into the envelope by its status, unless it is JSON. The code of a failed guard is lost, except for a 5xx. A catcher for
//!   404 also takes the requests that would have been a 405.
//! - A catcher above the path of a mount is not called for requests below the mount.
//! - A default catcher at exactly the path of a mount collides with the book's, and Rocket does not launch.
//! - Rocket drops the cookies of a request that ends in a catcher. A handler's [`Error`] keeps them.
//! - A file that a `FileServer` below the path of a mount does not find is an error of the book. A `FileServer` at exactly
//!   the path of the mount has a GET route for every path, so that other methods there are a 405 instead of a 404.
//!
//! # Forms that change the method
//! Rocket replaces the method of a POST by the `_method` in its form, before any fairing runs. A service that is not a web page
//! restores the method on each request, as the example `depot-rocket` does.
//!
//! # Order of layers
//! The layers are fairings. They see a response in the order in which they were attached: a fairing that was attached before
//! [`ErrorBook`] is inside of it, a later one is outside. `tests/composition.rs` proves each of these sentences.
//!
//! Put inside of [`ErrorBook`], so that its responses get the envelope:
//! - Authentication. A 401 keeps its own challenge. A guard that fails with a status alone loses its code: use
//!   [`Error::reject`]. A fairing on requests cannot refuse a request. A fairing on responses can replace the response.
//! - Time-outs. Rocket has none: write them in a handler, in a guard, or around a route's handler before it is mounted.
//! - rocket_cors. It turns the error of a preflight into a 204. Outside, this 204 keeps the headers of the error.
//!
//! Put outside of [`ErrorBook`]:
//! - Compression. The layer cannot read compressed bodies: their text cannot become a description, and their JSON cannot become a script.
//!
//! A fairing that adds headers (CORS, request ids, Shield) or redirects can stand on either side. Its headers are on every
//! response, including the one to a panic.
//!
//! If a fairing sends a request to another path, the book of that path responds, and the query's suppression is lost.
//! rocket_cors does this for an origin that it refuses: set its `fairing_route_base` below the path of a mount.
//!
//! Limits of bodies are Rocket's. A body over the limit is the book's error in [`Json`], [`Form`] and Rocket's own forms. For
//! Rocket's own `String` and `Vec<u8>` it is a plain 400, which the book puts into the envelope.
//!
//! # Limits
//! In addition to the limits of [errorbook] itself, as `tests/socket.rs` shows:
//! - A panic in another request or response fairing, or a header that HTTP cannot carry, makes Rocket drop the connection.
//!   The server survives.
//! - A body can fail or panic while it is sent. If it has a length, Rocket drops the connection, and the client sees that the
//!   response is cut. A stream has no length, and Rocket ends it like a complete one: set a `content-length`, or end the
//!   stream with a mark of your own.
//! - A request that Rocket cannot read (an unknown method) gets an error of the book, but no fairing sees it.
//!
//! Rocket ignores request headers that are not UTF-8. It skips a route whose `format` does not fit. If the content type of the body
//! is the reason, the response is the error about the content type.
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
mod mount;
#[cfg(feature = "pages")]
mod pages;
mod path;
mod request_state;
mod response;
mod route;

pub use error::{Error, Result};
pub use extract::{Form, Json, Path, Query};
pub use layer::{ErrorBook, Mounted};
#[cfg(feature = "pages")]
pub use pages::Pages;

errorbook::adapter::utoipa_impls!(Error, Json);

/// The framework's types, for `#[code(response(rocket))]`.
#[doc(hidden)]
pub mod __private {
    pub use rocket::Request;
    pub use rocket::response::{Responder, Result};
}
