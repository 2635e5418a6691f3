//! [`Error`]: the error of a handler.

use errorbook::IntoError;
use errorbook::adapter::is_watched;
use rocket::Request;
use rocket::http::Status;
use rocket::response::{self, Responder};

use crate::request_state::RequestState;
use crate::{mount, response as rocket_response};

errorbook::adapter::error_type! {
    /// The error of a handler: an [`errorbook::Error`] as Rocket's responder.
    ///
    /// It is in the envelope of its code's book, on every mount. An error without a code is in the envelope of the mount.
    ///
    /// ```
    /// use errorbook::primaerp;
    /// use errorbook_rocket::Error;
    /// use rocket::local::blocking::Client;
    /// use rocket::{get, routes};
    ///
    /// #[get("/project")]
    /// fn project() -> Error {
    ///     primaerp::OBJECT_NOT_FOUND.into()
    /// }
    ///
    /// let client = Client::untracked(rocket::build().mount("/", routes![project])).unwrap();
    /// let response = client.get("/project").dispatch();
    /// assert_eq!(response.status().code, 404);
    /// assert_eq!(response.headers().get_one("content-type"), Some("application/json"));
    /// ```
    pub struct Error;
}

impl<P: IntoError> Error<P> {
    /// Converts the error into the error of a guard.
    ///
    /// Rocket drops the error of a guard and calls a catcher with only the status. This method keeps the response with the request,
    /// where the catcher of the mount finds it.
    ///
    /// ```
    /// use errorbook::primaerp;
    /// use errorbook_rocket::{Error, ErrorBook};
    /// use rocket::outcome::Outcome;
    /// use rocket::request::{self, FromRequest, Request};
    /// use rocket::{get, routes};
    ///
    /// struct User;
    ///
    /// #[rocket::async_trait]
    /// impl<'r> FromRequest<'r> for User {
    ///     type Error = Error;
    ///
    ///     async fn from_request(request: &'r Request<'_>) -> request::Outcome<User, Error> {
    ///         match request.headers().get_one("authorization") {
    ///             Some(_) => Outcome::Success(User),
    ///             None => Outcome::Error(Error::from(primaerp::TOKEN_INVALID).reject(request)),
    ///         }
    ///     }
    /// }
    ///
    /// #[get("/me")]
    /// fn me(_user: User) {}
    /// # use rocket::local::blocking::Client;
    /// # let rocket = rocket::build().attach(ErrorBook::new(&primaerp::BOOK).mount("/", routes![me]));
    /// # let client = Client::untracked(rocket).unwrap();
    ///
    /// let response = client.get("/me").dispatch();
    /// assert_eq!(response.status().code, 401);
    /// assert_eq!(response.into_bytes().as_deref(), Some(primaerp::TOKEN_INVALID.body()));
    /// ```
    pub fn reject(self, request: &Request<'_>) -> (Status, Error<P>) {
        let response = self.to_response(request);
        let status = Status::new(response.status().as_u16());
        RequestState::of(request).leave(status, response);
        (status, self)
    }

    /// Renders the error. It keeps a redirect or an error without a body for the mount, which could not recognise it otherwise. A mount
    /// that watches gets all of them.
    fn to_response(&self, request: &Request<'_>) -> errorbook::ErrorResponse {
        let response = mount::traced(request, || match self.0.code() {
            Some(_) => self.0.to_response(),
            None => self.0.to_response_in(mount::book(request)),
        });
        if !response.status().is_error() || response.body().is_empty() || is_watched() {
            RequestState::of(request).made(response.clone());
        }
        response
    }
}

impl<'r, P: IntoError> Responder<'r, 'static> for Error<P> {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        Ok(rocket_response::written(|head| match self.0.prerendered() {
            Some(_) => self.0.write_to(head),
            None => self.to_response(request).write_to(head),
        }))
    }
}
