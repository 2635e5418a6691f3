//! [errorbook] for Rocket: every error leaves in the envelope of its book.
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
//! #     let answer = client.get(uri).dispatch();
//! #     (answer.status().code, answer.into_string().unwrap_or_default())
//! # };
//! let not_found = r#"{"status":404,"code":"PE01-1101","message":"Object not found","description":null,"constraintViolations":[]}"#;
//! assert_eq!(ask("/projects/7"), (404, not_found.to_owned()));
//! assert_eq!(ask("/projects/7?suppress_response_code=true"), (200, not_found.to_owned()));
//! ```
//!
//! - [`Error`] and [`Result`]: what a handler fails with; `?` takes everything that is [`errorbook::IntoError`].
//! - [`ErrorBook`]: the book of a mount, a fairing with its catcher. It puts what Rocket answers by itself and what panics
//!   into the envelope, and suppresses statuses.
//! - [`Json`], [`Form`], [`Query`], [`Path`]: guards whose rejections are errors of the mount's book.
//! - [`Pages`]: every code of a book at an address of its own, with the feature `pages`.
//!
//! # The wire
//! An answer has the status of its code, and the code in the envelope of its book: here primaERP's, an RFC 9457 problem
//! with [`http`](errorbook::standard). What is private goes to the log, under the answer's `x-error-id`. With
//! `?suppress_response_code=true` the status is 200, the body the same, and `x-suppressed-status` the status that it was.
//! [`errorbook`] has all of it, the same on every framework.
//!
//! # Order of checks
//! Rocket tries request guards in the order of a handler's arguments, then the parameters of the path, then the body. So
//! authorisation and [`Query`] go before [`Path`], and [`Path`] before [`Json`], however the arguments are written.
//!
//! # Beside other catchers and files
//! - A catcher for a single status at the path of a mount, and any below it, is called in the place of the book's. What it
//!   answers is put into the envelope by its status, unless it is JSON; the code of a guard that failed is lost with it,
//!   save that of a 5xx. One for 404 also takes what would have been a method that is not allowed.
//! - A catcher above the path of a mount is not called for what is below it.
//! - A default catcher at the very path of a mount does not launch beside it.
//! - Cookies of a request that ends in a catcher are forgotten, as always with Rocket; an [`Error`] of a handler keeps them.
//! - A file that a `FileServer` below the path of a mount does not find is answered from the book. At the very path it has
//!   a GET for every path below, so that other methods there are not allowed where they would be not found.
//!
//! # Forms that change the method
//! Rocket takes the `_method` of a form for the method of its POST, before any fairing runs. A service that is no web page
//! sets it back on each request, as the example `depot-rocket` does.
//!
//! # Order of layers
//! The layers are fairings. They see an answer in the order in which they were attached: what is attached before
//! [`ErrorBook`] is inside of it, what is attached after it outside. `tests/composition.rs` proves each of these
//! sentences.
//!
//! Inside of [`ErrorBook`], because what they answer by themselves then leaves in the envelope:
//! - authentication: a 401 keeps the challenge that it brings. A guard may fail with a status alone; with which code it
//!   fails, only [`Error::reject`] can say. A fairing on requests cannot refuse one, a fairing on responses can replace
//!   what was answered;
//! - time-outs, of which Rocket has none: in a handler, in a guard, or around the handler of a route before it is mounted;
//! - rocket_cors: outside, the 204 that it makes of a preflight keeps the headers of the error that it was.
//!
//! Outside of it:
//! - compression: a text that comes compressed out of the inside is no description, and JSON that does is no script.
//!
//! On either side: what adds headers (CORS, ids of requests, Shield), which are then on every answer, that to a panic
//! included, and what redirects.
//!
//! A fairing that sends a request to another path has it answered from the book of that path, without the suppression
//! that its query asked for. rocket_cors does so with an origin that it refuses: its `fairing_route_base` belongs below
//! the path of a mount.
//!
//! Limits of bodies are Rocket's and no layer's. A body over one is the book's error of that name in [`Json`], [`Form`] and
//! Rocket's own forms; for Rocket's own `String` and `Vec<u8>` it is a bare 400.
//!
//! # What it does not do
//! Beside what [errorbook] itself names, as `tests/socket.rs` shows:
//! - A panic in somebody's request or response fairing, and a header that HTTP cannot carry, make Rocket drop the
//!   connection. The server lives on, as it does in the next case.
//! - A body that fails or panics while it is sent. With a length the connection is dropped, and the client sees that the
//!   answer is cut. Without one, as all streams are, Rocket ends it like a whole one: give it a `content-length`, or a mark
//!   of its own at the end.
//! - A request that Rocket cannot read (an unknown method) is answered from the book, but no fairing sees it.
//!
//! Rocket passes over request headers that are not UTF-8, as if they had not been sent. A route with a `format` that does
//! not fit is no route for Rocket; where its body's type is the reason, the answer is the one for the content type.
//!
//! # Features
//! - `tracing` (default): logs private causes, panics and the texts of bare 5xx under their `x-error-id`.
//! - `pages`: [`Pages`], routes that serve a book to people and programs.
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
mod request_state;
mod response;
mod route;

pub use error::{Error, Result};
pub use extract::{Form, Json, Path, Query};
pub use layer::{ErrorBook, Mounted};
#[cfg(feature = "pages")]
pub use pages::Pages;

/// The framework's types, for `#[code(response(rocket))]`.
#[doc(hidden)]
pub mod __private {
    pub use rocket::Request;
    pub use rocket::response::{Responder, Result};
}

/// The README's code is run with the documentation's.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
