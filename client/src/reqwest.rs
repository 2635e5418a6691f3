//! [`::reqwest::Response`]: an answer becomes a value or the typed error.
//!
//! ```
//! use errorbook::integration::reqwest::{ClientError, ResponseExt};
//! use errorbook::primaerp;
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
//! [`ResponseExt`] looks at the body on status 200, too, so that a suppressed error is no success. What
//! [the reader](crate::client) takes for an error is one here.
//!
//! With the feature `reqwest-middleware` a `RetryByBook` sends requests again that met what the book calls retryable.
//!
//! # How much is read
//! Of an error no more than the reader's [limit](crate::client::Reader::limit) is read. A success is read whole by
//! [`errorbook`](ResponseExt::errorbook) and [`errorbook_bytes`](ResponseExt::errorbook_bytes), as reqwest itself does:
//! its size is what was asked for. Where it is not, [`errorbook_response`](ResponseExt::errorbook_response) hands over
//! the answer with its body unread.

mod error;
mod looked;
mod response;
#[cfg(feature = "reqwest-middleware")]
mod retry;

pub use error::{ClientError, UnexpectedBody};
pub use response::ResponseExt;
#[cfg(feature = "reqwest-middleware")]
pub use retry::RetryByBook;

use crate::{Error, IntoError};

/// A private cause of an error without a code: it names an address.
impl IntoError for ::reqwest::Error {
    fn into_error(self) -> Error {
        Error::internal(self)
    }
}

/// A private cause of an error without a code, as [`ReceivedError`](crate::client::ReceivedError) is.
impl IntoError for ClientError {
    fn into_error(self) -> Error {
        Error::internal(self)
    }
}

/// Looks up the first header of a name, if it is text.
fn header<'h>(headers: &'h ::reqwest::header::HeaderMap) -> impl Fn(&str) -> Option<&'h str> {
    move |name| headers.get(name)?.to_str().ok()
}
