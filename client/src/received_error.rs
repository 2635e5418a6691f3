//! [`ReceivedError`]: an error from a service.

use std::time::Duration;

use errorbook::{Book, Code, Error, IntoError, ParameterValue, Retry, Status, Target, Violation};
use serde_json::{Map, Value};

use crate::CodeSource;
use crate::received::Received;

/// An error from a service. [`Reader::read`](crate::Reader::read) returns it.
///
/// A [`Code`] cannot be a pattern. Compare it in a guard:
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
/// Use `Display` and `Debug` only for your own log. In a handler, `?` makes the received error the private cause of an error
/// without a code. [`ReceivedError::translate`] maps it to a code of your own book.
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
    /// Returns the status of the response, even if it is not a valid status.
    pub fn status(&self) -> u16 {
        self.0.status
    }

    /// Returns the status of the response without suppression.
    ///
    /// It is the status of the response if that is an error status. Otherwise it is the first known of: the status of the code,
    /// the `x-suppressed-status`, the status in the body, and the status of the response.
    pub fn original_status(&self) -> Status {
        self.0.original_status
    }

    /// Returns the book with the envelope of the body. It is the first book of the reader if the body is not in an envelope.
    pub fn book(&self) -> &'static Book {
        self.0.book
    }

    /// Returns the code from the response, or else the code that the book has for the status.
    ///
    /// [`ReceivedError::code_source`] returns which of the two it is. Returns `None` if the response contains an identifier that
    /// the book does not have.
    pub fn code(&self) -> Option<Code> {
        self.0.code
    }

    /// Returns true if [`ReceivedError::code`] equals this code.
    pub fn is(&self, code: Code) -> bool {
        self.0.code == Some(code)
    }

    /// Returns the source of the code: the response, or only its status.
    pub fn code_source(&self) -> CodeSource {
        self.0.code_source
    }

    /// Returns the identifier from the response, even if the book does not have this code.
    pub fn id(&self) -> Option<&str> {
        self.0.parsed.code.as_deref()
    }

    /// Returns the short message from the response, or else from the book.
    pub fn message(&self) -> Option<&str> {
        self.0.parsed.message.as_deref()
    }

    /// Returns the description of this occurrence of the error.
    ///
    /// AyaNova's envelope has only one text. It is the description unless it equals the message of the code.
    pub fn description(&self) -> Option<&str> {
        self.0.parsed.description.as_deref()
    }

    /// Returns the validation errors.
    ///
    /// A constraint that the envelope does not know is [`Constraint::Custom`](errorbook::Constraint::Custom).
    pub fn violations(&self) -> &[Violation] {
        &self.0.parsed.violations
    }

    /// Returns the part of the request that caused the error, if the whole error is about one part.
    ///
    /// In a problem, this part is in a validation error, which [`ReceivedError::violations`] returns too.
    pub fn target(&self) -> Option<&Target> {
        self.0.parsed.target.as_ref()
    }

    /// Returns the URI of this occurrence of the error.
    pub fn instance(&self) -> Option<&str> {
        self.0.parsed.instance.as_deref()
    }

    /// Returns the `type` of a problem.
    pub fn type_uri(&self) -> Option<&str> {
        self.0.parsed.type_uri.as_deref()
    }

    /// Returns the values of the code's parameters, in the order of the row. A value of another kind is an extension.
    pub fn parameters(&self) -> &[(&'static str, ParameterValue)] {
        &self.0.parameters
    }

    /// Returns the value of one of the code's parameters.
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

    /// Returns all other members of the body unchanged: members that are unknown, have the wrong type, or are read only in part.
    ///
    /// A `status` in the body is here too if it differs from [`ReceivedError::original_status`].
    pub fn extensions(&self) -> &Map<String, Value> {
        &self.0.parsed.extensions
    }

    /// Returns the delay from the response: from the header `retry-after`, or else from a member `retry_after` or `retryAfter` of
    /// the body, in seconds.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Returns the retry rule. The delay of the response takes precedence over the delay of the book.
    ///
    /// A request can be retried if the response has a delay, unless the rule of the code is `never`.
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

    /// Returns the header `x-error-id`. The log of the service has the private details under this id.
    pub fn error_id(&self) -> Option<&str> {
        self.0.error_id.as_deref()
    }

    /// Returns the unchanged body, cut at the [limit](crate::Reader::limit) of the reader.
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }

    /// Returns true if the body is in the envelope of a book. Any other body usually comes from a proxy or a server in front of the
    /// service.
    pub fn is_in_envelope(&self) -> bool {
        self.0.is_in_envelope
    }
}

/// Returns an error without a code, with the received error as its private cause: see [`Error::internal`].
impl IntoError for ReceivedError {
    fn into_error(self) -> Error {
        Error::internal(self)
    }
}
