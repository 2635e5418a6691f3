//! [`ReceivedError`]: an error that a service has sent.

use std::time::Duration;

use errorbook::{Book, Code, Error, IntoError, ParameterValue, Retry, Status, Target, Violation};
use serde_json::{Map, Value};

use crate::CodeSource;
use crate::received::Received;

/// An error that a service has sent. [`Reader::read`](crate::Reader::read) returns it.
///
/// A [`Code`] is not a pattern. `match` compares it in a guard:
///
/// ```
/// use errorbook::primaerp;
/// use errorbook_client::{ReceivedError, Reader};
///
/// fn advice(error: &ReceivedError) -> &'static str {
///     match error.code() {
///         Some(code) if code == primaerp::VERSION_STALE => "read it again",
///         Some(code) if code == primaerp::VALIDATION_ERROR => "correct it",
///         Some(_) => "give up",
///         None => "tell the developer of the service",
///     }
/// }
///
/// let body = r#"{"status":412,"code":"PE01-1104","message":"Validation error","description":null,"constraintViolations":[{"field":"owner","constraint":"NotNull","message":"may not be null"}]}"#;
/// let error = Reader::new(&primaerp::BOOK).read(412, |_: &str| None, body).unwrap_err();
/// assert_eq!(advice(&error), "correct it");
/// assert_eq!(error.violations().len(), 1);
/// assert_eq!(error.to_string(), "primaerp PE01-1104 Validation error [owner: may not be null] (status 412)");
/// ```
///
/// `Display` and `Debug` are for the client's own log. `?` in a handler makes it the private cause of an error without a
/// code. [`ReceivedError::translate`] passes on what a table allows.
///
/// ```
/// use errorbook::{IntoError, primaerp, standard};
/// # use errorbook_client::Reader;
///
/// let received = Reader::new(&primaerp::BOOK).read(500, |_: &str| None, "the password is hunter2").unwrap_err();
/// assert_eq!(received.into_error().to_response().body(), standard::INTERNAL_SERVER_ERROR.body());
/// ```
#[derive(Clone)]
pub struct ReceivedError(pub(crate) Box<Received>);

impl ReceivedError {
    /// Returns the status of the response, even if it is not a valid one.
    pub fn status(&self) -> u16 {
        self.0.status
    }

    /// Returns the status that the response has without suppression.
    ///
    /// It is the sent status if that is an error. Otherwise it is that of the stated code, of `x-suppressed-status`, or of
    /// the body, the first that is known. If none is known, it is the sent status.
    pub fn original_status(&self) -> Status {
        self.0.original_status
    }

    /// Returns the book in whose envelope the body is. If it is in none, this is the first book of the reader.
    pub fn book(&self) -> &'static Book {
        self.0.book
    }

    /// Returns the code of the book: the [stated](ReceivedError::code_source) one, or else the one for the status.
    ///
    /// It is `None` if the book does not know the stated identifier.
    pub fn code(&self) -> Option<Code> {
        self.0.code
    }

    /// Returns true if [`ReceivedError::code`] is this one.
    pub fn is(&self, code: Code) -> bool {
        self.0.code == Some(code)
    }

    /// Returns where the code comes from: the service has stated it, or the book has it for the status.
    pub fn code_source(&self) -> CodeSource {
        self.0.code_source
    }

    /// Returns the stated identifier, even if the book does not know it.
    pub fn id(&self) -> Option<&str> {
        self.0.parsed.code.as_deref()
    }

    /// Returns the short message of the response, or else of the book.
    pub fn message(&self) -> Option<&str> {
        self.0.parsed.message.as_deref()
    }

    /// Returns the description of this occurrence.
    ///
    /// AyaNova has one text for message and description. It is the description unless it is the message of the code.
    pub fn description(&self) -> Option<&str> {
        self.0.parsed.description.as_deref()
    }

    /// Returns the violations.
    ///
    /// A constraint for which the envelope has no word is a [custom](errorbook::Constraint::Custom) one.
    pub fn violations(&self) -> &[Violation] {
        &self.0.parsed.violations
    }

    /// Returns the one part of the request that the error as a whole is about.
    ///
    /// A problem states it in a violation, which [`ReceivedError::violations`] returns too.
    pub fn target(&self) -> Option<&Target> {
        self.0.parsed.target.as_ref()
    }

    /// Returns a URI of this occurrence of the error.
    pub fn instance(&self) -> Option<&str> {
        self.0.parsed.instance.as_deref()
    }

    /// Returns the `type` of a problem.
    pub fn type_uri(&self) -> Option<&str> {
        self.0.parsed.type_uri.as_deref()
    }

    /// Returns the values of the parameters that the code declares, in its order. A value of another kind is an extension.
    pub fn parameters(&self) -> &[(&'static str, ParameterValue)] {
        &self.0.parameters
    }

    /// Returns the value of a parameter that the code declares.
    ///
    /// ```
    /// use errorbook::ParameterValue;
    /// use errorbook_client::Reader;
    ///
    /// mod cart {
    ///     errorbook::codes! {
    ///         /// The codes of the cart.
    ///         book "cart" { envelope: errorbook::envelope::PROBLEM }
    ///
    ///         /// Less is in stock than was asked for.
    ///         OUT_OF_STOCK = "CART-1002", 409, "Not enough in stock" {
    ///             parameters: { available: integer },
    ///         };
    ///     }
    /// }
    ///
    /// let body = r#"{"title":"Not enough in stock","status":409,"code":"CART-1002","available":3,"shelf":"B"}"#;
    /// let error = Reader::new(&cart::BOOK).read(409, |_: &str| None, body).unwrap_err();
    /// assert_eq!(error.parameter("available"), Some(&ParameterValue::Integer(3)));
    /// assert_eq!(error.extensions()["shelf"], "B");
    /// ```
    pub fn parameter(&self, name: &str) -> Option<&ParameterValue> {
        self.0.parameters.iter().find_map(|(given, value)| (*given == name).then_some(value))
    }

    /// Returns all other members of the body, as they came: those that are unknown or have the wrong type, and those that are
    /// read only in part.
    ///
    /// A stated status that is not that of the response is here, too.
    pub fn extensions(&self) -> &Map<String, Value> {
        &self.0.parsed.extensions
    }

    /// Returns the delay that the response asks for: its header `retry-after`, or else a member `retry_after` or
    /// `retryAfter` of its body, in seconds.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Returns if and when to try again. The delay of the response takes precedence over that of the book.
    ///
    /// A response with a delay can be tried again unless the book says `never`.
    ///
    /// ```
    /// use std::time::Duration;
    /// use errorbook::{Retry, standard};
    /// use errorbook_client::Reader;
    ///
    /// let reader = Reader::new(&standard::BOOK);
    /// let late = |name: &str| (name == "retry-after").then_some("7");
    /// let retry = |status, header: fn(&str) -> Option<&'static str>| reader.read(status, header, "").unwrap_err().retry();
    /// assert_eq!(retry(503, late), Some(Retry::After(Duration::from_secs(7))));
    /// assert_eq!(retry(500, late), Some(Retry::After(Duration::from_secs(7))));
    /// assert_eq!(retry(500, |_| None), None);
    /// assert_eq!(retry(501, late), Some(Retry::Never));
    /// ```
    pub fn retry(&self) -> Option<Retry> {
        match self.0.code.and_then(Code::retry) {
            Some(Retry::Never) => Some(Retry::Never),
            by_book => self.0.retry_after.map(Retry::After).or(by_book),
        }
    }

    /// Returns the header `location`.
    pub fn location(&self) -> Option<&str> {
        self.0.location.as_deref()
    }

    /// Returns the `x-error-id`: the id under which the log of the service has the private details.
    pub fn error_id(&self) -> Option<&str> {
        self.0.error_id.as_deref()
    }

    /// Returns the body as it came, up to the [limit](crate::Reader::limit) of the reader.
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }

    /// Returns true if the body is in the envelope of a book. Any other body comes from a proxy, or from a server in front of
    /// the service.
    pub fn is_in_envelope(&self) -> bool {
        self.0.is_in_envelope
    }
}

/// Becomes the private cause of an error without a code: see [`Error::internal`].
impl IntoError for ReceivedError {
    fn into_error(self) -> Error {
        Error::internal(self)
    }
}
