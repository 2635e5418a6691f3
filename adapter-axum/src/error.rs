//! [`Error`]: the error of a handler.

use axum::response::{IntoResponse, Response};

errorbook::adapter::error_type! {
    /// The error of a handler: an [`errorbook::Error`] as axum's response.
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
    pub struct Error;
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        errorbook_tower::error_to_http(&self.0)
    }
}
