//! [`Error`]: the error of a handler.

use std::sync::Arc;

use errorbook::adapter;
use warp::Reply;
use warp::reject::Reject;
use warp::reply::Response;

errorbook::adapter::error_type! {
    /// The error of a handler: an [`errorbook::Error`] as warp's reply, and as the cause of a rejection.
    ///
    /// A handler under `then` replies with it. A filter under `and_then` rejects with it: `?` makes it a
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
    pub struct Error;
}

impl AsRef<errorbook::Error> for Error {
    fn as_ref(&self) -> &errorbook::Error {
        &self.0
    }
}

impl Reply for Error {
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

impl Reject for Error {}

/// An error that was rendered where no layer was known: [`ErrorBook::wrap`](crate::ErrorBook::wrap) renders it again.
///
/// Below [`ErrorBook::service`](crate::ErrorBook::service) the layer is always known.
#[derive(Clone)]
pub(crate) struct Unfinished(pub(crate) Arc<errorbook::Error>);
