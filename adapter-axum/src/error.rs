//! [`Error`]: what a handler fails with.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use errorbook::IntoError;

use crate::head;

/// What a handler fails with: an [`errorbook::Error`] as axum's response.
///
/// ```
/// use axum::response::IntoResponse as _;
/// use errorbook::primaerp;
/// use errorbook_axum::Error;
///
/// let response = Error::from(primaerp::OBJECT_NOT_FOUND).into_response();
/// assert_eq!(response.status().as_u16(), 404);
/// assert_eq!(response.headers()["content-type"], "application/json");
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

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if let Some(code) = self.0.prerendered() {
            return head::bare(code);
        }
        let mut response = head::response(self.0.to_response());
        if self.0.code().is_none() {
            response.extensions_mut().insert(Uncoded(Arc::new(self.0)));
        } else if response.status().is_redirection() {
            response.extensions_mut().insert(MadeByCode);
        }
        response
    }
}

/// Hands an error that has no code to the layer, whose book has one for it.
#[derive(Clone)]
pub(crate) struct Uncoded(pub(crate) Arc<errorbook::Error>);

/// Tells the layer that a redirect comes from a code.
#[derive(Clone)]
pub(crate) struct MadeByCode;
