//! [`Error`]: what a handler fails with.

use std::sync::Arc;

use errorbook::{Book, ErrorResponse, IntoError};
use warp::Reply;
use warp::reject::Reject;
use warp::reply::Response;

use crate::head;

/// What a handler fails with: an [`errorbook::Error`] as warp's reply, and as the cause of a rejection.
///
/// A handler under `then` answers with it; a filter under `and_then` rejects with it, where `?` turns it into a
/// [`Rejection`](warp::Rejection). Below an [`ErrorBook`](crate::ErrorBook) the client sees the same.
///
/// ```
/// use errorbook::primaerp;
/// use errorbook_warp::Error;
/// use warp::{Rejection, Reply as _};
///
/// let response = Error::from(primaerp::OBJECT_NOT_FOUND).into_response();
/// assert_eq!(response.status().as_u16(), 404);
/// assert_eq!(response.headers()["content-type"], "application/json");
///
/// let rejection = Rejection::from(Error::from(primaerp::OBJECT_NOT_FOUND));
/// assert!(rejection.find::<Error>().is_some());
/// ```
#[derive(Debug)]
pub struct Error(errorbook::Error);

/// The result of a handler that fails with an [`Error`]: a reply when what it succeeds with is one.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// The response where there is a layer, whose book is this.
    pub(crate) fn response_in(&self, book: &'static Book) -> Response {
        self.response(self.0.to_response_in(book))
    }

    fn response(&self, answer: ErrorResponse) -> Response {
        let mut response = head::response(answer);
        if self.0.code().is_some() && response.status().is_redirection() {
            response.extensions_mut().insert(MadeByCode);
        }
        response
    }
}

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

impl Reply for Error {
    fn into_response(self) -> Response {
        if let Some(code) = self.0.prerendered() {
            return head::bare(code);
        }
        let mut response = self.response(self.0.to_response());
        if self.0.code().is_none() {
            response.extensions_mut().insert(Uncoded(Arc::new(self.0)));
        }
        response
    }
}

impl Reject for Error {}

/// Hands an error that has no code to the layer, whose book has one for it.
#[derive(Clone)]
pub(crate) struct Uncoded(pub(crate) Arc<errorbook::Error>);

/// Tells the layer that a redirect comes from a code.
#[derive(Clone)]
pub(crate) struct MadeByCode;
