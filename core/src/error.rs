//! [`Error`]: a code with the details of one occurrence.

use std::any::Any;
use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::adapter::{self, ResponseHead};
use crate::occurrence::Occurrence;
use crate::parameter::ValueOf;
use crate::response::ErrorResponse;
use crate::{Book, Code, Constraint, ErrorKind, ParameterValue, Target, Violation, header, media_type, standard};

/// An error for a client: a [`Code`] with the public and private details of one occurrence.
///
/// It is as large as two pointers and allocates nothing until a detail is added. Everything is public but the cause and the name
/// of a database's constraint. The cause goes only to the log, with its whole chain, under the id that the response carries as
/// `x-error-id`.
///
/// ```
/// use errorbook::{Error, primaerp};
///
/// let error = Error::from(primaerp::VERSION_STALE).with_description("the project is at version 3");
/// let response = error.to_response();
/// assert_eq!(response.status().as_u16(), 409);
/// assert_eq!(
///     response.body(),
///     br#"{"status":409,"code":"PE01-1107","message":"Version stale","description":"the project is at version 3","constraintViolations":[]}"#,
/// );
/// ```
pub struct Error {
    /// `None` if the book of a layer is to choose the code, for the kind in the occurrence.
    code: Option<Code>,
    occurrence: Option<Box<Occurrence>>,
}

impl Error {
    /// Makes an error whose cause goes only to the log. The response contains the book's internal error and the id in the log.
    ///
    /// ```
    /// use errorbook::{Error, standard};
    ///
    /// fn read() -> Result<String, Error> {
    ///     std::fs::read_to_string("/no/such/file").map_err(Error::internal)
    /// }
    ///
    /// let response = read().unwrap_err().to_response();
    /// assert_eq!(response.body(), standard::INTERNAL_SERVER_ERROR.body());
    /// assert!(response.header("x-error-id").is_some());
    /// ```
    pub fn internal(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Error {
        Error::from(ErrorKind::Internal).with_cause(cause)
    }

    /// Makes an error about a parameter of the path or the query that is missing, repeated or unreadable.
    ///
    /// `expected` must not repeat the value that was sent.
    ///
    /// ```
    /// use errorbook::Error;
    ///
    /// assert_eq!(
    ///     Error::invalid_parameter("top", "must be between 1 and 1000").to_response().body(),
    ///     br#"{"type":"about:blank","title":"Bad Request","status":400,"detail":"top: must be between 1 and 1000","code":"bad_request","errors":[{"detail":"top: must be between 1 and 1000","parameter":"top","code":"invalid"}]}"#,
    /// );
    /// ```
    pub fn invalid_parameter(name: impl Into<Cow<'static, str>>, expected: impl fmt::Display) -> Error {
        let name = name.into();
        Error::from(ErrorKind::InvalidParameter)
            .with_description(format!("{name}: {expected}"))
            .with_target(Target::Parameter(name))
    }

    /// Makes the error of a caught panic. The text of the panic goes to the log.
    pub(crate) fn panicked(payload: &(dyn Any + Send)) -> Error {
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        Error::internal(format!("panicked: {}", text.unwrap_or("no text")))
    }

    /// Sets the text for the client about this occurrence. It is sent as `description`, `message` or `detail`.
    #[must_use]
    pub fn with_description(mut self, description: impl Into<Cow<'static, str>>) -> Error {
        self.occurrence_mut().description = Some(description.into());
        self
    }

    /// Adds a violation: a fault of one part of the request.
    #[must_use]
    pub fn with_violation(mut self, violation: Violation) -> Error {
        self.occurrence_mut().violations.push(violation);
        self
    }

    /// Adds violations, in the order given.
    #[must_use]
    pub fn with_violations(mut self, violations: impl IntoIterator<Item = Violation>) -> Error {
        self.occurrence_mut().violations.extend(violations);
        self
    }

    /// Notes which constraint of a database was broken, by its name. It is private: see [`Error::with_violation_of`].
    ///
    /// The [integrations](crate::integration) note it where the database says it in a structured way, as PostgreSQL does.
    ///
    /// ```
    /// use errorbook::{Error, ErrorKind};
    ///
    /// let error = Error::from(ErrorKind::NotUnique).with_broken_constraint("parts_serial_key");
    /// assert_eq!(error.broken_constraint(), Some("parts_serial_key"));
    /// assert_eq!(
    ///     error.to_response().body(),
    ///     br#"{"type":"about:blank","title":"Conflict","status":409,"code":"conflict"}"#,
    /// );
    /// ```
    #[must_use]
    pub fn with_broken_constraint(mut self, name: impl Into<Cow<'static, str>>) -> Error {
        self.occurrence_mut().broken_constraint = Some(name.into());
        self
    }

    /// Adds a violation of this field if the database's constraint with this name is the one that was broken.
    ///
    /// The derive calls it for `#[code(constraint = "...", field = "...")]`, see
    /// [there](derive@crate::IntoError#the-constraints-of-a-database). The constraint of the violation is
    /// [`Constraint::Unique`] for an error of the kind [`ErrorKind::NotUnique`], otherwise [`Constraint::Invalid`].
    ///
    /// ```
    /// use errorbook::{Error, ErrorKind};
    ///
    /// // As an integration makes it of PostgreSQL's refusal.
    /// let refused = Error::from(ErrorKind::NotUnique).with_broken_constraint("parts_serial_key");
    /// let error = refused.with_violation_of("parts_serial_key", "serial").with_violation_of("parts_pkey", "id");
    /// assert_eq!(
    ///     error.to_response().body(),
    ///     br##"{"type":"about:blank","title":"Conflict","status":409,"code":"conflict","errors":[{"detail":"is taken","pointer":"#/serial","code":"unique"}]}"##,
    /// );
    /// ```
    #[must_use]
    pub fn with_violation_of(self, constraint: &str, field: impl Into<Target>) -> Error {
        if self.broken_constraint() != Some(constraint) {
            return self;
        }
        let rule = match self.kind() {
            Some(ErrorKind::NotUnique) => Constraint::Unique,
            _ => Constraint::Invalid,
        };
        self.with_violation(Violation::new(field, rule))
    }

    /// Sets the part of the request that the whole error is about.
    #[must_use]
    pub fn with_target(mut self, target: impl Into<Target>) -> Error {
        self.occurrence_mut().target = Some(target.into());
        self
    }

    /// Sets the URI of this occurrence. A problem has it as `instance`.
    #[must_use]
    pub fn with_instance(mut self, instance: impl Into<Cow<'static, str>>) -> Error {
        self.occurrence_mut().instance = Some(instance.into());
        self
    }

    /// Adds a parameter. [`coded!`](crate::coded!) and `#[derive(IntoError)]` call this method, whose `name` the compiler has checked.
    #[doc(hidden)]
    #[must_use]
    pub fn __with_parameter<const KIND: u8>(mut self, name: &'static str, value: impl ValueOf<KIND>) -> Error {
        self.occurrence_mut().parameters.push((name, value.into_value()));
        self
    }

    /// Sets the `location` header. Characters that a URI cannot contain are percent-encoded.
    ///
    /// ```
    /// use errorbook::{Error, primaerp};
    ///
    /// let response = Error::from(primaerp::TENANT_MOVED).with_location("https://eu.example/a b\r\nx: y").to_response();
    /// assert_eq!(response.header("location"), Some("https://eu.example/a%20b%0D%0Ax:%20y"));
    /// ```
    #[must_use]
    pub fn with_location(mut self, location: &str) -> Error {
        const NOT_IN_A_URI: &AsciiSet = &CONTROLS
            .add(b' ')
            .add(b'"')
            .add(b'<')
            .add(b'>')
            .add(b'\\')
            .add(b'^')
            .add(b'`')
            .add(b'{')
            .add(b'|')
            .add(b'}');

        self.occurrence_mut().location = Some(utf8_percent_encode(location, NOT_IN_A_URI).to_string());
        self
    }

    /// Sets the `retry-after` header, in whole seconds, rounded up.
    ///
    /// ```
    /// use std::time::Duration;
    /// use errorbook::{Error, primaerp};
    ///
    /// let error = Error::from(primaerp::LIMIT_EXCEEDED).with_retry_after(Duration::from_millis(1_500));
    /// assert_eq!(error.to_response().header("retry-after"), Some("2"));
    /// ```
    #[must_use]
    pub fn with_retry_after(mut self, delay: Duration) -> Error {
        self.occurrence_mut().retry_after = Some(delay);
        self
    }

    /// Adds a header. A name can be added several times. Control characters in the value become spaces, so that a value cannot
    /// end the header.
    ///
    /// # Panics
    /// Panics if the name is not a lower-case token, or if it describes the body, such as `content-type`: the envelope sets these.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Error {
        let is_name = |byte: u8| media_type::is_token(byte) && !byte.is_ascii_uppercase();
        assert!(!name.is_empty() && name.bytes().all(is_name), "{name:?} is not the name of a header in lower case");
        assert!(!header::REPRESENTATION_HEADERS.contains(&name), "the header {name:?} is made by the envelope");
        let value = value.into();
        let is_control = |letter: char| letter.is_control() && letter != '\t';
        let value = if value.contains(is_control) { Cow::Owned(value.replace(is_control, " ")) } else { value };
        self.occurrence_mut().headers.push((name, value));
        self
    }

    /// Adds the private cause, for the log alone.
    ///
    /// ```
    /// use errorbook::{Error, primaerp};
    ///
    /// let response = Error::from(primaerp::OTHER_ERROR).with_cause("the password is hunter2").to_response();
    /// assert_eq!(response.body(), primaerp::OTHER_ERROR.body());
    /// assert!(response.header("x-error-id").is_some());
    /// ```
    #[must_use]
    pub fn with_cause(mut self, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Error {
        self.occurrence_mut().set_cause(cause.into());
        self
    }

    /// Returns the code, or `None` if the book of a layer is to choose it.
    #[inline]
    pub fn code(&self) -> Option<Code> {
        self.code
    }

    /// Returns the code if the prerendered [`body`](Code::body) is the whole response, so that an adapter can send it without an
    /// [`ErrorResponse`]. Most errors are like this.
    ///
    /// Such a response needs only the status and the content type beside the body, and no layer has to see it. Returns `None` once
    /// a layer [observes](crate::Policy::observer) responses.
    ///
    /// ```
    /// use errorbook::{Error, primaerp};
    ///
    /// let error = Error::from(primaerp::OBJECT_NOT_FOUND);
    /// assert_eq!(error.prerendered(), Some(primaerp::OBJECT_NOT_FOUND));
    /// assert_eq!(error.with_description("no project 7").prerendered(), None);
    /// assert_eq!(Error::from(primaerp::TOKEN_INVALID).prerendered(), None, "its response has a challenge");
    /// ```
    #[inline]
    pub fn prerendered(&self) -> Option<Code> {
        let is_whole = |code: &Code| code.status().is_error() && code.status().as_u16() != 401;
        if self.occurrence.is_none() && !adapter::is_watched() { self.code.filter(is_whole) } else { None }
    }

    /// Returns the kind of an error without a code.
    pub fn kind(&self) -> Option<ErrorKind> {
        if self.code.is_some() { None } else { Some(self.kind_or_internal()) }
    }

    /// Returns the text for the client about this occurrence.
    pub fn description(&self) -> Option<&str> {
        self.occurrence.as_ref()?.description.as_deref()
    }

    /// Returns the violations: the faults of single parts of the request.
    pub fn violations(&self) -> &[Violation] {
        self.occurrence.as_ref().map_or(&[], |occurrence| &occurrence.violations)
    }

    /// Returns the name of the database's constraint that was broken, if the database says it. It is not for clients.
    pub fn broken_constraint(&self) -> Option<&str> {
        self.occurrence.as_ref()?.broken_constraint.as_deref()
    }

    /// Returns the part of the request that the whole error is about.
    pub fn target(&self) -> Option<&Target> {
        self.occurrence.as_ref()?.target.as_ref()
    }

    /// Returns the machine-readable values with their names, in the order in which they were added.
    pub fn parameters(&self) -> &[(&'static str, ParameterValue)] {
        self.occurrence.as_ref().map_or(&[], |occurrence| &occurrence.parameters)
    }

    /// Makes the response, in the envelope of the code's book. The first call logs the cause.
    ///
    /// An error without a code takes it from the book of the innermost layer that is being polled on this thread. Without a layer
    /// it takes the code from the [`standard`] book, and its cause is logged when the error is dropped.
    #[inline]
    pub fn to_response(&self) -> ErrorResponse {
        let response = match (self.code, &self.occurrence) {
            (Some(code), None) => ErrorResponse::of(code),
            _ => match self.code.map(Code::book).or_else(adapter::current_book) {
                Some(book) => self.to_response_in(book),
                None => self.render(self.code_in(&standard::BOOK)),
            },
        };
        adapter::note(&response);
        response
    }

    /// Writes [`Error::to_response`] to the head of a new response, and returns its body. It is faster for a code without details.
    ///
    /// ```
    /// use errorbook::adapter::BufferedResponse;
    /// use errorbook::{Error, standard};
    ///
    /// let mut response = BufferedResponse::default();
    /// response.body = Error::from(standard::NOT_FOUND).write_to(&mut response);
    /// assert_eq!((response.status, response.header("content-type")), (404, Some("application/problem+json")));
    /// assert_eq!(response.body, standard::NOT_FOUND.body());
    /// ```
    #[inline]
    pub fn write_to(&self, head: &mut impl ResponseHead) -> Cow<'static, [u8]> {
        let Some(code) = self.prerendered() else { return self.to_response().write_to(head) };
        head.set_status(code.status());
        head.append_header(header::CONTENT_TYPE, Cow::Borrowed(code.book().envelope().content_type()));
        Cow::Borrowed(code.body())
    }

    /// Makes the response below a layer with this book. An error without a code takes its code and its envelope from this book.
    ///
    /// ```
    /// use errorbook::{Error, ErrorKind, ayanova};
    ///
    /// let error = Error::from(ErrorKind::BodyTooLarge);
    /// assert_eq!(
    ///     error.to_response().body(),
    ///     br#"{"type":"about:blank","title":"Content Too Large","status":413,"code":"content_too_large"}"#,
    /// );
    /// assert_eq!(
    ///     error.to_response_in(&ayanova::BOOK).body(),
    ///     br#"{"error":{"code":"2030","message":"Invalid operation"}}"#,
    /// );
    /// ```
    pub fn to_response_in(&self, book: &'static Book) -> ErrorResponse {
        let code = self.code_in(book);
        let response = self.render(code);
        if let Some(occurrence) = &self.occurrence {
            occurrence.log(|| code.1);
        }
        response
    }

    /// Returns the code, and the book whose envelope it is sent in.
    fn code_in(&self, book: &'static Book) -> (&'static Book, Code) {
        match self.code {
            Some(code) => (code.book(), code),
            None => (book, book.code_for(self.kind_or_internal())),
        }
    }

    #[inline]
    fn render(&self, (book, code): (&'static Book, Code)) -> ErrorResponse {
        match &self.occurrence {
            Some(occurrence) => occurrence.to_response(book, code),
            None => ErrorResponse::of(code),
        }
    }

    fn kind_or_internal(&self) -> ErrorKind {
        self.occurrence.as_ref().map_or(ErrorKind::Internal, |occurrence| occurrence.kind())
    }

    fn occurrence_mut(&mut self) -> &mut Occurrence {
        self.occurrence.get_or_insert_default()
    }
}

/// Drops the details out of line: without any, dropping an error is one comparison in the handler, and not a call.
impl Drop for Error {
    #[inline]
    fn drop(&mut self) {
        #[inline(never)]
        fn drop_details(occurrence: Box<Occurrence>) {
            drop(occurrence);
        }

        if let Some(occurrence) = self.occurrence.take() {
            drop_details(occurrence);
        }
    }
}

impl From<Code> for Error {
    #[inline]
    fn from(code: Code) -> Error {
        Error { code: Some(code), occurrence: None }
    }
}

/// Makes an error without a code. The layer's book chooses the code for this kind.
impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Error {
        Error { code: None, occurrence: Some(Box::new(Occurrence::of(kind))) }
    }
}

/// Prints only what a client may read.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        match self.code {
            Some(code) => debug.field("code", &code),
            None => debug.field("kind", &self.kind_or_internal()),
        };
        if let Some(description) = self.description() {
            debug.field("description", &description);
        }
        if !self.violations().is_empty() {
            debug.field("violations", &self.violations());
        }
        debug.finish_non_exhaustive()
    }
}

/// Prints only what a client may read, in one line.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) => code.fmt(f)?,
            None => fmt::Debug::fmt(&self.kind_or_internal(), f)?,
        }
        self.description().map_or(Ok(()), |description| write!(f, ": {description}"))
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let cause: &(dyn StdError + 'static) = self.occurrence.as_ref()?.cause()?;
        Some(cause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::primaerp;

    #[derive(Debug, thiserror::Error)]
    #[error("outer")]
    struct Outer(#[source] std::io::Error);

    fn private() -> Error {
        Error::from(primaerp::OTHER_ERROR).with_cause(Outer(std::io::Error::other("secret")))
    }

    #[test]
    fn an_error_is_two_pointers_and_can_cross_threads() {
        fn crosses_threads<T: Send + Sync + 'static>() {}
        crosses_threads::<Error>();
        assert_eq!(size_of::<Error>(), 2 * size_of::<usize>());
    }

    #[test]
    fn a_cause_is_visible_only_in_the_source_chain() {
        let error = private();
        assert!(!format!("{error} {error:?} {:?}", error.to_response()).contains("secret"));
        assert_eq!(error.source().and_then(StdError::source).map(ToString::to_string).as_deref(), Some("secret"));
    }

    #[test]
    fn one_error_has_one_id_and_two_errors_have_two() {
        let id = |error: &Error| error.to_response().header("x-error-id").map(str::to_owned);
        let (error, other) = (private(), private());
        assert!(id(&error).is_some());
        assert_eq!(id(&error), id(&error));
        assert_ne!(id(&error), id(&other));
    }

    #[test]
    fn a_delay_is_rounded_up_to_whole_seconds() {
        for (delay, seconds) in [
            (Duration::ZERO, 0),
            (Duration::from_nanos(1), 1),
            (Duration::from_secs(1), 1),
            (Duration::from_millis(1_500), 2),
            (Duration::MAX, u64::MAX),
        ] {
            let response = Error::from(primaerp::LIMIT_EXCEEDED).with_retry_after(delay).to_response();
            assert_eq!(response.header("retry-after"), Some(seconds.to_string().as_str()), "{delay:?}");
        }
    }

    #[test]
    fn a_value_cannot_end_its_header() {
        let response =
            Error::from(primaerp::OTHER_ERROR).with_header("x-cart", "a\r\nset-cookie: b=\u{85}1\0\t").to_response();
        assert_eq!(response.header("x-cart"), Some("a  set-cookie: b= 1 \t"));
    }

    #[test]
    #[should_panic(expected = "is made by the envelope")]
    fn the_body_is_described_by_the_envelope_alone() {
        let _ = Error::from(primaerp::OTHER_ERROR).with_header("content-length", "0");
    }
}
