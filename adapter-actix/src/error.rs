//! [`Error`]: what a handler fails with.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, Responder, ResponseError};
use errorbook::IntoError;

use crate::head;

/// What a handler fails with: an [`errorbook::Error`] as actix-web's response.
///
/// ```
/// use actix_web::ResponseError as _;
/// use errorbook::primaerp;
/// use errorbook_actix::Error;
///
/// let response = Error::from(primaerp::OBJECT_NOT_FOUND).error_response();
/// assert_eq!(response.status().as_u16(), 404);
/// assert_eq!(response.headers().get("content-type").unwrap(), "application/json");
/// ```
#[derive(Debug)]
pub struct Error(errorbook::Error);

/// The result of a handler that fails with an [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl<E: IntoError> From<E> for Error {
    fn from(error: E) -> Error {
        Error(error.into_error())
    }
}

impl From<Error> for errorbook::Error {
    fn from(error: Error) -> errorbook::Error {
        error.0
    }
}

impl AsRef<errorbook::Error> for Error {
    fn as_ref(&self) -> &errorbook::Error {
        &self.0
    }
}

/// What a client may know, in one line.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        self.error_response().status()
    }

    fn error_response(&self) -> HttpResponse {
        if let Some(code) = self.0.prerendered() {
            return head::bare(code);
        }
        let mut response = head::response(self.0.to_response());
        if self.0.code().is_none() {
            response.extensions_mut().insert(Uncoded);
        } else if response.status().is_redirection() {
            response.extensions_mut().insert(MadeByCode);
        }
        response
    }
}

/// For a handler that answers nothing but an error.
impl Responder for Error {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::from_error(self)
    }
}

/// Tells the layer that the error has no code: its book has one for it.
pub(crate) struct Uncoded;

/// Tells the layer that a redirect comes from a code.
pub(crate) struct MadeByCode;
