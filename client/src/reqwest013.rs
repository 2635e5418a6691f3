//! Reads responses of reqwest 0.13 into values or typed errors.
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
//! [`ResponseExt`] also checks the body of a 200, so that a suppressed error does not count as a success. The
//! [crate's documentation](crate) lists the rules for errors.
//!
//! With the feature `reqwest-middleware05`, `RetryByBook` retries requests if the book allows it.
//!
//! # Large bodies
//! The body of an error is read up to the [limit](crate::Reader::limit) of the reader.
//! [`errorbook`](ResponseExt::errorbook) and [`errorbook_bytes`](ResponseExt::errorbook_bytes) read the whole body of a success,
//! as reqwest itself does. Use [`errorbook_response`](ResponseExt::errorbook_response) for a large body: it returns the response
//! before the body is read.

/// The crate versions of this module. The shared files in `reqwest` import them from here.
mod version {
    #[cfg(feature = "reqwest-middleware05")]
    pub(super) use ::reqwest_middleware05 as reqwest_middleware;
    pub(super) use ::reqwest013 as reqwest;
}

// The examples in the shared files use these names.
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
