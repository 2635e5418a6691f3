//! [`Error`]: what a handler fails with.

use errorbook::IntoError;
use rocket::Request;
use rocket::http::Status;
use rocket::response::{self, Responder};

use crate::notes::Notes;
use crate::{head, layer};

/// What a handler fails with: an [`errorbook::Error`] as Rocket's responder.
///
/// It is answered in the envelope of its code's book, whatever the mount; an error without a code in that of the mount.
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
#[derive(Debug)]
pub struct Error(errorbook::Error);

/// The result of a handler that fails with an [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// What a guard fails with.
    ///
    /// Rocket drops the error of a guard and answers its status alone. This leaves the answer for that status with the
    /// request, where the mount's catcher finds it.
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
    pub fn reject(self, request: &Request<'_>) -> (Status, Error) {
        let answer = self.0.to_response_in(layer::book(request));
        let status = Status::new(answer.status().as_u16());
        Notes::of(request).leave(status, answer);
        (status, self)
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

impl<'r> Responder<'r, 'static> for Error {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        if let Some(code) = self.0.prerendered() {
            return Ok(head::bare(code));
        }
        // An error with a code needs no book, which it takes a while to find.
        let answer = match self.0.code() {
            Some(_) => self.0.to_response(),
            None => self.0.to_response_in(layer::book(request)),
        };
        let response = head::response(answer);
        if response.status().class().is_redirection() {
            Notes::of(request).redirect();
        }
        Ok(response)
    }
}
