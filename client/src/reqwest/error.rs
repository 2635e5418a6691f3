//! [`ClientError`]: why a request gave no value.

use std::fmt;

use crate::client::{ReceivedError, Translation};
use crate::{Code, Error, IntoError};

/// Why a request gave no value: no answer came, the service answered with an error, or its success is not what was
/// expected.
///
/// ```
/// use errorbook::integration::reqwest::ClientError;
///
/// fn what_to_tell(error: &ClientError) -> String {
///     match error {
///         ClientError::Received(error) => format!("the service says: {}", error.message().unwrap_or("no more")),
///         ClientError::Body(_) => "the service has another version".to_owned(),
///         _ => "the service cannot be reached".to_owned(),
///     }
/// }
/// # use errorbook::{client::Reader, primaerp};
/// # let received = Reader::new(&primaerp::BOOK).read(401, |_: &str| None, "").unwrap_err();
/// # assert_eq!(what_to_tell(&received.into()), "the service says: Unauthorized");
/// ```
///
/// `?` in a handler makes it the private cause of an error without a code; [`translate`](ClientError::translate) passes on
/// what a table allows.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClientError {
    /// No answer came, or not all of it.
    #[error(transparent)]
    Transport(#[from] reqwest::Error),
    /// The service answered with an error.
    #[error(transparent)]
    Received(#[from] ReceivedError),
    /// The service answered with a success whose body is no JSON of the type that was asked for.
    #[error(transparent)]
    Body(#[from] UnexpectedBody),
    /// Another middleware failed.
    #[cfg(feature = "reqwest-middleware")]
    #[error(transparent)]
    Middleware(reqwest_middleware::Error),
}

impl ClientError {
    /// The error that the service answered with, if that is what it is.
    pub fn received(&self) -> Option<&ReceivedError> {
        match self {
            ClientError::Received(error) => Some(error),
            _ => None,
        }
    }

    /// The code of the book, as [`ReceivedError::code`] has it.
    ///
    /// ```
    /// use errorbook::client::Reader;
    /// use errorbook::standard;
    /// use errorbook::integration::reqwest::ClientError;
    ///
    /// let received = Reader::new(&standard::BOOK).read(404, |_: &str| None, "").unwrap_err();
    /// let error = ClientError::from(received);
    /// assert_eq!(error.code(), Some(standard::NOT_FOUND));
    /// assert!(error.is(standard::NOT_FOUND));
    /// ```
    pub fn code(&self) -> Option<Code> {
        self.received().and_then(ReceivedError::code)
    }

    /// Whether [`ClientError::code`] is this one.
    pub fn is(&self, code: Code) -> bool {
        self.code() == Some(code)
    }

    /// One's own error for this one, which is its private cause: a received one by the [`Translation`], any other
    /// unhandled.
    ///
    /// ```
    /// use errorbook::client::{Reader, Translation};
    /// use errorbook::integration::reqwest::ClientError;
    /// use errorbook::{standard, primaerp};
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

/// What the transport says is the transport's, through whatever middleware it came.
#[cfg(feature = "reqwest-middleware")]
impl From<reqwest_middleware::Error> for ClientError {
    fn from(error: reqwest_middleware::Error) -> ClientError {
        match error {
            reqwest_middleware::Error::Reqwest(error) => ClientError::Transport(error),
            other => ClientError::Middleware(other),
        }
    }
}

/// A success whose body is no JSON of the type that was asked for.
#[derive(thiserror::Error)]
#[error("the body of the success (status {status}, {} bytes) is not what was expected", .body.len())]
pub struct UnexpectedBody {
    status: u16,
    body: Vec<u8>,
    source: serde_json::Error,
}

impl UnexpectedBody {
    pub(super) fn new(status: u16, body: Vec<u8>, source: serde_json::Error) -> UnexpectedBody {
        UnexpectedBody { status, body, source }
    }

    /// The status with which the answer came.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The body, without the call of a function around it.
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}

/// Without the body, which can be anyone's secret.
impl fmt::Debug for UnexpectedBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnexpectedBody")
            .field("status", &self.status)
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}
