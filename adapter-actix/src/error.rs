//! [`Error`]: the error of a handler.

use std::fmt;

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, Responder, ResponseError};
use errorbook::IntoError;

use crate::response::ActixResponse;

errorbook::adapter::error_type! {
    /// The error of a handler: an [`errorbook::Error`] as actix-web's response.
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
    pub struct Error;
}

/// Prints only what a client may read, in one line.
impl<P: IntoError> fmt::Display for Error<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<P: IntoError> ResponseError for Error<P> {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.to_response().status().as_u16()).unwrap_or_default()
    }

    fn error_response(&self) -> HttpResponse {
        ActixResponse::written(|head| self.0.write_to(head))
    }
}

/// Makes an error the response of a handler whose only result is an error.
impl<P: IntoError + 'static> Responder for Error<P> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::from_error(self)
    }
}
