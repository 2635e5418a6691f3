//! Responses of reqwest 0.13 become values or typed errors.
//!
//! ```
//! # use reqwest013 as reqwest;
//! use errorbook::primaerp;
//! use errorbook_client::reqwest013::{ClientError, ResponseExt};
//!
//! #[derive(serde::Deserialize)]
//! struct Project {
//!     name: String,
//! }
//!
//! async fn project(client: &reqwest::Client, id: u64) -> Result<Option<Project>, ClientError> {
//!     let response = client.get(format!("https://api.example/projects/{id}")).send().await?;
//!     match response.errorbook(&primaerp::BOOK).await {
//!         Err(error) if error.is(primaerp::OBJECT_NOT_FOUND) => Ok(None),
//!         project => project.map(Some),
//!     }
//! }
//! ```
//!
//! [`ResponseExt`] looks at the body of a 200 too, so that a suppressed error is not taken for a success.
//! [The crate's documentation](crate) says what is an error.
//!
//! With the feature `reqwest-middleware05`, `RetryByBook` sends requests again if the book calls their errors retryable.
//!
//! # How much is read
//! Of an error no more than the reader's [limit](crate::Reader::limit) is read. [`errorbook`](ResponseExt::errorbook) and
//! [`errorbook_bytes`](ResponseExt::errorbook_bytes) read the whole body of a success, as reqwest itself does. Use
//! [`errorbook_response`](ResponseExt::errorbook_response) for a large body: it returns the response with its body unread.

/// The versions that this module is for. The files in `reqwest` do not name them.
mod version {
    #[cfg(feature = "reqwest-middleware05")]
    pub(super) use ::reqwest_middleware05 as reqwest_middleware;
    pub(super) use ::reqwest013 as reqwest;
}

// Their examples name them.
macro_rules! this_version {
    () => {
        "reqwest013"
    };
}
#[cfg(feature = "reqwest-middleware05")]
macro_rules! this_middleware {
    () => {
        "reqwest_middleware05"
    };
}

#[path = "reqwest/client_error.rs"]
mod client_error;
#[path = "reqwest/peeked_response.rs"]
mod peeked_response;
#[path = "reqwest/replay_body.rs"]
mod replay_body;
#[path = "reqwest/response_ext.rs"]
mod response_ext;
#[cfg(feature = "reqwest-middleware05")]
#[path = "reqwest/retry_by_book.rs"]
mod retry_by_book;

pub use client_error::{ClientError, UnexpectedBody};
pub use response_ext::ResponseExt;
#[cfg(feature = "reqwest-middleware05")]
pub use retry_by_book::RetryByBook;
