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
//!
//! # Order of checks
//! Rocket tries request guards in the order of a handler's arguments, then the parameters of the path, then the body. So
//! authorisation and [`Query`] go before [`Path`], and [`Path`] before [`Json`], however the arguments are written.
//!
//! # Order of fairings
//! Response fairings see an answer in the order in which they were attached. Those that read or compress bodies are
//! attached after [`ErrorBook`], for those that add headers (CORS, ids) it makes no difference. A fairing on requests
//! that has to refuse one leaves that to a guard.
//!
//! Catchers for a single status stay: one at the path of a mount goes before [`ErrorBook`], which puts what it answers
//! into the envelope unless that is JSON. A default catcher at the very path of a mount does not launch beside it.
//!
//! # Forms that change the method
//! Rocket takes the `_method` of a form for the method of its POST, before any fairing runs. A service that is no web page
//! sets it back on each request, as the example `depot-rocket` does.
//!
//! # What cannot be answered
//! Beside what [errorbook] itself names: a panic in somebody's request or response fairing, a header that HTTP cannot
//! carry, and a body that fails while it is sent, all of which make Rocket drop the connection. Rocket passes over request
//! headers that are not UTF-8, as if they had not been sent. A route with a `format` that does not fit is no route for
//! Rocket; where its body's type is the reason, the answer is the one for the content type.
//!
//! # Features
//! - `tracing` (default): logs private causes, panics and the texts of bare 5xx under their `x-error-id`.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod error;
mod extract;
mod head;
mod layer;
mod notes;
mod route;

pub use error::{Error, Result};
pub use extract::{Form, Json, Path, Query};
pub use layer::{ErrorBook, Mounted};

/// The README's code is run with the documentation's.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
