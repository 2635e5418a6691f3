//! [`Error`]: the error of a handler.

use std::fmt;
use std::sync::Arc;

use errorbook::{IntoError, adapter};
use warp::reject::Reject;
use warp::reply::Response;
use warp::{Rejection, Reply};

errorbook::adapter::error_type! {
    /// The error of a handler: an [`errorbook::Error`] as warp's reply, and as the cause of a rejection.
    ///
    /// A handler under `then` replies with it. A filter under `and_then` rejects with it: `?` converts it into a
    /// [`Rejection`](warp::Rejection). Below an [`ErrorBook`](crate::ErrorBook) the client receives the same response.
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
    /// assert_eq!(Error::find(&rejection).and_then(|error| error.code()), Some(primaerp::OBJECT_NOT_FOUND));
    /// ```
    pub struct Error;
}

impl Error {
    /// Returns the error of a handler or an extractor, if it is the cause of the rejection.
    pub fn find(rejection: &Rejection) -> Option<&errorbook::Error> {
        rejection.find().map(|Cause(error)| error)
    }
}

impl<P: IntoError> Reply for Error<P> {
    fn into_response(self) -> Response {
        // No layer has anything to add to a prerendered response, and the extension costs three allocations.
        if self.0.prerendered().is_some() || adapter::current_book().is_some() {
            return errorbook_tower::error_to_http(&self.0);
        }
        let mut response: Response = errorbook_tower::into_http(self.0.to_response());
        response.extensions_mut().insert(Unfinished(Arc::new(self.0)));
        response
    }
}

/// The cause of a rejection: an error, whatever its handler promises.
struct Cause(errorbook::Error);

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Reject for Cause {}

impl<P: IntoError> From<Error<P>> for Rejection {
    fn from(error: Error<P>) -> Rejection {
        warp::reject::custom(Cause(error.0))
    }
}

/// An error that was rendered without a known layer: [`ErrorBook::wrap`](crate::ErrorBook::wrap) renders it again.
///
/// Below [`ErrorBook::service`](crate::ErrorBook::service) the layer is always known.
#[derive(Clone)]
pub(crate) struct Unfinished(pub(crate) Arc<errorbook::Error>);
