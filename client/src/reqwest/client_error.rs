//! [`ClientError`]: the reason why a request did not return a value.

use std::error::Error as StdError;
use std::fmt;

use errorbook::{Code, Error, IntoError};

use super::version::reqwest;
use crate::{ReceivedError, Translation};

/// The reason why a request did not return a value.
///
/// ```
#[doc = concat!("use errorbook_client::", this_version!(), "::ClientError;")]
///
/// fn advice(error: &ClientError) -> String {
///     match error {
///         ClientError::Received(error) => format!("the service says: {}", error.message().unwrap_or("nothing")),
///         ClientError::Body(_) => "the service has another version".to_owned(),
///         _ => "the service cannot be reached".to_owned(),
///     }
/// }
/// # use errorbook::primaerp;
/// # use errorbook_client::Reader;
/// # let received = Reader::new(&primaerp::BOOK).read(401, |_: &str| None, "").unwrap_err();
/// # assert_eq!(advice(&received.into()), "the service says: Unauthorized");
/// ```
///
/// In a handler, `?` makes this error the private cause of an error without a code. [`translate`](ClientError::translate) maps a
/// received error to a code of your own book.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClientError {
    /// The response did not arrive completely.
    #[error(transparent)]
    Transport(#[from] reqwest::Error),
    /// The service sent an error.
    #[error(transparent)]
    Received(#[from] ReceivedError),
    /// The body of a success is not JSON of the requested type.
    #[error(transparent)]
    Body(#[from] UnexpectedBody),
    /// A middleware failed.
    #[error(transparent)]
    Middleware(Box<dyn StdError + Send + Sync>),
}

impl ClientError {
    /// Returns the error from the service, if this is [`ClientError::Received`].
    pub fn received(&self) -> Option<&ReceivedError> {
        match self {
            ClientError::Received(error) => Some(error),
            _ => None,
        }
    }

    /// Returns the code of the book: see [`ReceivedError::code`].
    ///
    /// ```
    /// use errorbook::standard;
    /// use errorbook_client::Reader;
    #[doc = concat!("use errorbook_client::", this_version!(), "::ClientError;")]
    ///
    /// let received = Reader::new(&standard::BOOK).read(404, |_: &str| None, "").unwrap_err();
    /// let error = ClientError::from(received);
    /// assert_eq!(error.code(), Some(standard::NOT_FOUND));
    /// assert!(error.is(standard::NOT_FOUND));
    /// ```
    pub fn code(&self) -> Option<Code> {
        self.received().and_then(ReceivedError::code)
    }

    /// Returns true if [`ClientError::code`] equals this code.
    pub fn is(&self, code: Code) -> bool {
        self.code() == Some(code)
    }

    /// Returns an error for your own client. This error becomes its private cause. The [`Translation`] selects the code for a
    /// received error. Any other error becomes an error without a code.
    ///
    /// ```
    /// use errorbook::{primaerp, standard};
    #[doc = concat!("use errorbook_client::", this_version!(), "::ClientError;")]
    /// use errorbook_client::{Reader, Translation};
    ///
    /// static UPSTREAM: Translation = Translation::new(&[(primaerp::LIMIT_EXCEEDED, standard::SERVICE_UNAVAILABLE)]);
    ///
    /// let body = r#"{"status":412,"code":"PE01-9002","message":"Limit exceeded"}"#;
    /// let received = Reader::new(&primaerp::BOOK).read(412, |_: &str| None, body).unwrap_err();
    /// assert_eq!(ClientError::from(received).translate(&UPSTREAM).code(), Some(standard::SERVICE_UNAVAILABLE));
    /// ```
    pub fn translate(self, translation: &Translation) -> Error {
        match self {
            ClientError::Received(error) => error.translate(translation),
            other => other.into_error(),
        }
    }
}

/// Returns an error without a code, with this error as its private cause.
impl IntoError for ClientError {
    fn into_error(self) -> Error {
        Error::internal(self)
    }
}

/// The error for the body of a success that is not JSON of the requested type.
#[derive(thiserror::Error)]
#[error("the body of a success (status {status}, {} bytes) is not of the expected type", .body.len())]
pub struct UnexpectedBody {
    status: u16,
    body: Vec<u8>,
    source: serde_json::Error,
}

impl UnexpectedBody {
    pub(super) fn new(status: u16, body: Vec<u8>, source: serde_json::Error) -> UnexpectedBody {
        UnexpectedBody { status, body, source }
    }

    /// Returns the status of the response.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Returns the body, without a JSONP call around it.
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}

/// Does not write the body, because it can contain secrets.
impl fmt::Debug for UnexpectedBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnexpectedBody")
            .field("status", &self.status)
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}
