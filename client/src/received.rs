//! [`ReceivedError`]: an error that a service answered with.

use std::time::Duration;

use serde_json::{Map, Value};

use super::reader::{Found, Head};
use super::{Reading, delay};
use crate::{
    StatusMapping, Book, Code, Error, IntoError, Parameter, ParameterKind, ParameterValue, Retry, Status, Target,
    Violation,
};

/// An error that a service answered with, as [`Reader::read`](crate::client::Reader::read) finds it.
///
/// A [`Code`] is no pattern, but a guard of one:
///
/// ```
/// use errorbook::client::{ReceivedError, Reader};
/// use errorbook::primaerp;
///
/// fn what_to_do(error: &ReceivedError) -> &'static str {
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
/// assert_eq!(what_to_do(&error), "correct it");
/// assert_eq!(error.violations().len(), 1);
/// assert_eq!(error.to_string(), "primaerp PE01-1104 Validation error [owner: may not be null] (status 412)");
/// ```
///
/// Its `Display` and `Debug` are for the log of who reads it. As it is a [`std::error::Error`], `?` in a handler makes it
/// the private cause of an error without a code; [`ReceivedError::translate`] passes on what a table allows.
///
/// ```
/// # use errorbook::client::Reader;
/// use errorbook::{Error, IntoError, standard, primaerp};
///
/// let received = Reader::new(&primaerp::BOOK).read(500, |_: &str| None, "the password is hunter2").unwrap_err();
/// assert_eq!(received.into_error().to_response().body(), standard::INTERNAL_SERVER_ERROR.body());
/// ```
#[derive(Clone)]
pub struct ReceivedError(Box<Received>);

/// Who says which code it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "whoever decides by a code has to know whether it was said")]
pub enum Origin {
    /// The service: its answer has the identifier, which the book may know or not.
    Stated,
    /// The book, by the status alone: the answer may come from anything between here and the service.
    Inferred,
}

#[derive(Clone)]
struct Received {
    status: u16,
    original_status: Status,
    book: &'static Book,
    code: Option<Code>,
    origin: Origin,
    /// Without parameters, which are in `parameters`.
    reading: Reading,
    is_in_envelope: bool,
    parameters: Vec<(&'static str, ParameterValue)>,
    retry_after: Option<Duration>,
    location: Option<String>,
    error_id: Option<String>,
    body: Vec<u8>,
}

impl ReceivedError {
    /// `book` is asked about the status where no book's envelope was found.
    pub(super) fn new(head: &Head<'_>, found: Option<Found>, book: &'static Book, body: Vec<u8>) -> ReceivedError {
        let is_in_envelope = found.is_some();
        let Found { book, code, mut reading } =
            found.unwrap_or_else(|| Found { book, code: None, reading: Reading::default() });
        let original_status = original_status(head, code, &reading);
        let bare = original_status.is_error().then(|| book.for_status(original_status));
        let (code, origin) = match (&reading.code, bare) {
            (Some(_), _) => (code, Origin::Stated),
            (None, None) => (None, Origin::Inferred),
            (None, Some(StatusMapping::Coded(code))) => (Some(code), Origin::Inferred),
            (None, Some(StatusMapping::PassThrough { message, .. })) => {
                reading.message.get_or_insert_with(|| message.to_owned());
                (None, Origin::Inferred)
            }
        };
        if reading.message.is_none() {
            reading.message = code.map(|code| code.message().to_owned());
        }
        if let Some(text) = reading.text.take().filter(|text| Some(text) != reading.message.as_ref()) {
            reading.description.get_or_insert(text);
        }
        let retry_after = head.retry_after.or_else(|| delay::of_members(&reading.extensions));
        ReceivedError(Box::new(Received {
            status: head.status,
            original_status,
            book,
            code,
            origin,
            is_in_envelope,
            parameters: parameters(code, &mut reading.extensions),
            reading,
            retry_after,
            location: head.location.map(str::to_owned),
            error_id: head.error_id.map(str::to_owned),
            body,
        }))
    }

    /// The status with which the answer came, whatever number the HTTP library lets through.
    pub fn status(&self) -> u16 {
        self.0.status
    }

    /// The status that the answer has without suppression.
    ///
    /// That is the one with which it came, if it is an error's. Otherwise it is the one of the stated code, of
    /// `x-suppressed-status` or of the body, the first of them that is known; if none is, it is 200 all the same.
    pub fn original_status(&self) -> Status {
        self.0.original_status
    }

    /// The book in whose envelope it came; of an answer without any, the first book of the reader.
    pub fn book(&self) -> &'static Book {
        self.0.book
    }

    /// The code of the book: the one that is [stated](ReceivedError::origin), or the one that the book has for the status
    /// where none is; none if the book does not know the one that is stated.
    pub fn code(&self) -> Option<Code> {
        self.0.code
    }

    /// Whether [`ReceivedError::code`] is this one.
    pub fn is(&self, code: Code) -> bool {
        self.0.code == Some(code)
    }

    /// Whether the service stated the code, or the book has it for the status.
    pub fn origin(&self) -> Origin {
        self.0.origin
    }

    /// The identifier that was stated, whether the book knows it or not.
    pub fn id(&self) -> Option<&str> {
        self.0.reading.code.as_deref()
    }

    /// The short message: the one of the answer, or else of the book.
    pub fn message(&self) -> Option<&str> {
        self.0.reading.message.as_deref()
    }

    /// What happened this time.
    ///
    /// AyaNova has one text for message and description: it is the description, unless it is the message of the code.
    pub fn description(&self) -> Option<&str> {
        self.0.reading.description.as_deref()
    }

    /// What is wrong with which part of the request.
    ///
    /// A constraint for which the envelope has a word of its own is that one; any other is a
    /// [custom](crate::Constraint::Custom) one with the word as its name.
    pub fn violations(&self) -> &[Violation] {
        &self.0.reading.violations
    }

    /// The one part of the request that the error as a whole is about.
    ///
    /// A problem says it in a violation, which is there as well.
    pub fn target(&self) -> Option<&Target> {
        self.0.reading.target.as_ref()
    }

    /// A URI of this occurrence of the error.
    pub fn instance(&self) -> Option<&str> {
        self.0.reading.instance.as_deref()
    }

    /// The `type` of a problem.
    pub fn type_uri(&self) -> Option<&str> {
        self.0.reading.type_uri.as_deref()
    }

    /// The values of the parameters that the code declares, in its order; one of another kind is an extension.
    pub fn parameters(&self) -> &[(&'static str, ParameterValue)] {
        &self.0.parameters
    }

    /// The value of a parameter that the code declares.
    ///
    /// ```
    /// use errorbook::ParameterValue;
    /// use errorbook::client::Reader;
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

    /// All other members of the body.
    pub fn extensions(&self) -> &Map<String, Value> {
        &self.0.reading.extensions
    }

    /// When to try again: by the header `retry-after`, or else by a member `retry_after` or `retryAfter` of the body, in
    /// seconds.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Whether and when to try again: the book says whether, the answer's own delay goes before the book's.
    ///
    /// An answer with a delay can be tried again if the book does not say otherwise.
    ///
    /// ```
    /// use std::time::Duration;
    /// use errorbook::client::Reader;
    /// use errorbook::{Retry, standard};
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
            said => self.0.retry_after.map(Retry::After).or(said),
        }
    }

    /// Where else to go: the header `location`.
    pub fn location(&self) -> Option<&str> {
        self.0.location.as_deref()
    }

    /// The `x-error-id`, under which the log of the service has what the answer does not say.
    pub fn error_id(&self) -> Option<&str> {
        self.0.error_id.as_deref()
    }

    /// The body as it came, up to the reader's [limit](crate::client::Reader::limit).
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }

    /// Whether the body is in the envelope of a book; what is not comes from a proxy, or from a server before the service.
    pub fn is_in_envelope(&self) -> bool {
        self.0.is_in_envelope
    }
}

/// A private cause of an error without a code, so that nothing of it is answered: see [`Error::internal`].
impl IntoError for ReceivedError {
    fn into_error(self) -> Error {
        Error::internal(self)
    }
}

fn original_status(head: &Head<'_>, code: Option<Code>, reading: &Reading) -> Status {
    let sent = match head.status {
        100..400 => None,
        // What is no status at all means no more than a 500.
        status => Some(Status::new(status).unwrap_or(Status::__checked(500))),
    };
    let suppressed = || code.map(Code::status).or(head.suppressed).or(reading.status);
    sent.or_else(suppressed).or_else(|| Status::new(head.status)).unwrap_or(Status::OK)
}

/// Takes the parameters that the code declares out of the members.
fn parameters(code: Option<Code>, members: &mut Map<String, Value>) -> Vec<(&'static str, ParameterValue)> {
    let declared = code.map_or(&[][..], Code::parameters);
    let given = declared.iter().filter_map(|parameter| {
        let value = value(parameter, members.get(parameter.name())?)?;
        members.remove(parameter.name());
        Some((parameter.name(), value))
    });
    given.collect()
}

fn value(parameter: &Parameter, json: &Value) -> Option<ParameterValue> {
    let integer = || json.as_i64().map(i128::from).or(json.as_u64().map(i128::from)).map(ParameterValue::Integer);
    match parameter.kind() {
        ParameterKind::String => json.as_str().map(|text| ParameterValue::String(text.to_owned().into())),
        ParameterKind::Integer => integer(),
        ParameterKind::Number => integer().or_else(|| json.as_f64().map(ParameterValue::Number)),
        ParameterKind::Boolean => json.as_bool().map(ParameterValue::Boolean),
    }
}
