//! Reads responses of reqwest 0.12 into values or typed errors. The module `reqwest013` has the manual.
//!
//! ```
//! # use reqwest012 as reqwest;
//! use errorbook::primaerp;
//! use errorbook_client::reqwest012::{ClientError, ResponseExt};
//!
//! async fn names(client: &reqwest::Client) -> Result<Vec<String>, ClientError> {
//!     client.get("https://api.example/names").send().await?.errorbook(&primaerp::BOOK).await
//! }
//! ```
//!
//! With the feature `reqwest-middleware04`, `RetryByBook` retries requests if the book allows it.

/// The crate versions of this module. The shared files in `reqwest` import them from here.
mod version {
    #[cfg(feature = "reqwest-middleware04")]
    pub(super) use ::reqwest_middleware04 as reqwest_middleware;
    pub(super) use ::reqwest012 as reqwest;
}

// The examples in the shared files use these names.
macro_rules! this_version {
    () => {
        "reqwest012"
    };
}
#[cfg(feature = "reqwest-middleware04")]
macro_rules! this_middleware {
    () => {
        "reqwest_middleware04"
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
#[cfg(feature = "reqwest-middleware04")]
#[path = "reqwest/retry_by_book.rs"]
mod retry_by_book;

pub use client_error::{ClientError, UnexpectedBody};
pub use response_ext::ResponseExt;
#[cfg(feature = "reqwest-middleware04")]
pub use retry_by_book::RetryByBook;
