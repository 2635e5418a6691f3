//! [`Error`]: a code and what there is to say about it.

use std::any::Any;
use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::answer::Answer;
use crate::envelope::Report;
use crate::few::Few;
use crate::log::{self, ErrorId};
use crate::media_type;
use crate::parameter::ValueOf;
use crate::{Book, Code, ParameterValue, Situation, Target, Violation, header, http};

/// An error that a client can be told: a [`Code`], and what is public or private about this occurrence.
///
/// It is as large as two pointers and owns nothing until something is added. Everything but the cause is public; the
/// cause is for the log alone, whole chain and all, under the id that the answer carries as `x-error-id`.
///
/// ```
/// use errorbook::{Error, primaerp};
///
/// let error = Error::from(primaerp::VERSION_STALE).with_description("the project is at version 3");
/// let answer = error.to_answer();
/// assert_eq!(answer.status().as_u16(), 409);
/// assert_eq!(
///     answer.body(),
///     br#"{"status":409,"code":"PE01-1107","message":"Version stale","description":"the project is at version 3","constraintViolations":[]}"#,
/// );
/// ```
pub struct Error {
    code: Option<Code>,
    more: Option<Box<More>>,
}

#[derive(Default)]
struct More {
    situation: Option<Situation>,
    description: Option<Cow<'static, str>>,
    violations: Few<Violation>,
    target: Option<Target>,
    instance: Option<Cow<'static, str>>,
    parameters: Vec<(&'static str, ParameterValue)>,
    location: Option<String>,
    retry_after: Option<Duration>,
    headers: Vec<(&'static str, Cow<'static, str>)>,
    cause: Option<Box<dyn StdError + Send + Sync>>,
    /// The number of the [`ErrorId`] that was given out with the first answer; 0 before.
    id: AtomicU64,
    logged: AtomicBool,
}

impl Error {
    /// An error that has no code of its own: the layer gives it the one of its book for the situation.
    ///
    /// Where there is no layer it is answered from the [`http`] book.
    ///
    /// ```
    /// use errorbook::{Error, Situation, ayanova};
    ///
    /// let error = Error::situation(Situation::BodyTooLarge);
    /// assert_eq!(
    ///     error.to_answer().body(),
    ///     br#"{"type":"about:blank","title":"Content Too Large","status":413,"code":"content_too_large"}"#,
    /// );
    /// assert_eq!(
    ///     error.to_answer_in(&ayanova::BOOK).body(),
    ///     br#"{"error":{"code":"2030","message":"Invalid operation"}}"#,
    /// );
    /// ```
    pub fn situation(situation: Situation) -> Error {
        let mut error = Error { code: None, more: None };
        error.more().situation = Some(situation);
        error
    }

    /// An error that no code describes, for the log alone: the answer says nothing of it but the id in the log.
    ///
    /// ```
    /// use errorbook::{Error, http};
    ///
    /// fn read() -> Result<String, Error> {
    ///     std::fs::read_to_string("/no/such/file").map_err(Error::unhandled)
    /// }
    ///
    /// let answer = read().unwrap_err().to_answer();
    /// assert_eq!(answer.body(), http::INTERNAL_SERVER_ERROR.body());
    /// assert!(answer.header("x-error-id").is_some());
    /// ```
    pub fn unhandled(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Error {
        Error::situation(Situation::Unhandled).with_cause(cause)
    }

    /// A parameter of the path or the query that is missing, given twice or unreadable; `what` must not repeat its value.
    ///
    /// ```
    /// use errorbook::{Error, http};
    ///
    /// assert_eq!(
    ///     Error::parameter("top", "must be between 1 and 1000").to_answer().body(),
    ///     br#"{"type":"about:blank","title":"Bad Request","status":400,"detail":"top: must be between 1 and 1000","code":"bad_request","errors":[{"detail":"top: must be between 1 and 1000","parameter":"top","code":"invalid"}]}"#,
    /// );
    /// ```
    pub fn parameter(name: impl Into<Cow<'static, str>>, what: impl fmt::Display) -> Error {
        let name = name.into();
        Error::situation(Situation::WrongParameter)
            .with_description(format!("{name}: {what}"))
            .with_target(Target::Parameter(name))
    }

    /// What a caught panic becomes: its text is for the log alone.
    pub fn panicked(payload: &(dyn Any + Send)) -> Error {
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        Error::unhandled(Panic(text.unwrap_or("no text").to_owned()))
    }

    /// Says what happened this time, for the client: `description`, `message` or `detail`.
    #[must_use]
    pub fn with_description(mut self, description: impl Into<Cow<'static, str>>) -> Error {
        self.more().description = Some(description.into());
        self
    }

    /// Adds one thing wrong with one part of the request.
    #[must_use]
    pub fn with_violation(mut self, violation: Violation) -> Error {
        self.more().violations.push(violation);
        self
    }

    /// Adds what is wrong, in the order given.
    #[must_use]
    pub fn with_violations(mut self, violations: impl IntoIterator<Item = Violation>) -> Error {
        self.more().violations.extend(violations);
        self
    }

    /// Names the one part of the request that the error as a whole is about.
    #[must_use]
    pub fn with_target(mut self, target: impl Into<Target>) -> Error {
        self.more().target = Some(target.into());
        self
    }

    /// Names this occurrence with a URI: a problem's `instance`.
    #[must_use]
    pub fn with_instance(mut self, instance: impl Into<Cow<'static, str>>) -> Error {
        self.more().instance = Some(instance.into());
        self
    }

    /// What [`error!`](crate::error!) and the derive make of a parameter, after they have checked its name.
    #[doc(hidden)]
    #[must_use]
    pub fn __with_parameter<const KIND: u8>(mut self, name: &'static str, value: impl ValueOf<KIND>) -> Error {
        self.more().parameters.push((name, value.into_value()));
        self
    }

    /// Says where else to go: the `location` header. What no URI can hold is percent-encoded.
    ///
    /// ```
    /// use errorbook::{Error, primaerp};
    ///
    /// let answer = Error::from(primaerp::TENANT_MOVED).with_location("https://eu.example/a b\r\nx: y").to_answer();
    /// assert_eq!(answer.header("location"), Some("https://eu.example/a%20b%0D%0Ax:%20y"));
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

        self.more().location = Some(utf8_percent_encode(location, NOT_IN_A_URI).to_string());
        self
    }

    /// Says when to try again: the `retry-after` header, in whole seconds, rounded up.
    ///
    /// ```
    /// use std::time::Duration;
    /// use errorbook::{Error, primaerp};
    ///
    /// let error = Error::from(primaerp::LIMIT_EXCEEDED).with_retry_after(Duration::from_millis(1_500));
    /// assert_eq!(error.to_answer().header("retry-after"), Some("2"));
    /// ```
    #[must_use]
    pub fn with_retry_after(mut self, delay: Duration) -> Error {
        self.more().retry_after = Some(delay);
        self
    }

    /// Adds a header; a name can be added several times. Control characters in the value become spaces, so that a
    /// value can never end the header.
    ///
    /// # Panics
    /// If the name is no lower-case token, or one of the headers that describe the body, which are the envelope's.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Error {
        let is_name = |byte: u8| media_type::is_token(byte) && !byte.is_ascii_uppercase();
        assert!(!name.is_empty() && name.bytes().all(is_name), "{name:?} is not the name of a header in lower case");
        assert!(!header::OF_THE_BODY.contains(&name), "the header {name:?} is made by the envelope");
        let value = value.into();
        let is_control = |letter: char| letter.is_control() && letter != '\t';
        let value = if value.contains(is_control) { Cow::Owned(value.replace(is_control, " ")) } else { value };
        self.more().headers.push((name, value));
        self
    }

    /// Adds the private cause, for the log alone.
    ///
    /// ```
    /// use errorbook::{Error, primaerp};
    ///
    /// let answer = Error::from(primaerp::OTHER_ERROR).with_cause("the password is hunter2").to_answer();
    /// assert_eq!(answer.body(), primaerp::OTHER_ERROR.body());
    /// assert!(answer.header("x-error-id").is_some());
    /// ```
    #[must_use]
    pub fn with_cause(mut self, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Error {
        self.more().cause = Some(cause.into());
        self
    }

    /// The code; none if the layer's book is to give it.
    #[inline]
    pub fn code(&self) -> Option<Code> {
        self.code
    }

    /// The code, where there is nothing to say but the code and its answer is a body of the [`Code`]'s: an adapter answers it
    /// with [`Answer::write_bare_head`] and [`Code::body`], without making an [`Answer`] first.
    #[inline]
    pub fn bare(&self) -> Option<Code> {
        match (self.code, &self.more) {
            // A 401 has a challenge, and a redirect is a matter of the layer's.
            (Some(code), None) if code.status().is_error() && code.status().as_u16() != 401 => Some(code),
            _ => None,
        }
    }

    /// What happened this time, for the client.
    pub fn description(&self) -> Option<&str> {
        self.more.as_ref()?.description.as_deref()
    }

    /// What is wrong with which part of the request.
    pub fn violations(&self) -> &[Violation] {
        self.more.as_ref().map_or(&[], |more| more.violations.as_slice())
    }

    /// The one part of the request that the error as a whole is about.
    pub fn target(&self) -> Option<&Target> {
        self.more.as_ref()?.target.as_ref()
    }

    /// The values that programs read, each with its name, in the order in which they were given.
    pub fn parameters(&self) -> &[(&'static str, ParameterValue)] {
        self.more.as_ref().map_or(&[], |more| &more.parameters)
    }

    /// The answer, in the envelope of the code's book; a cause is logged with the first one.
    ///
    /// That of an error without a code is from the [`http`] book and provisional, until a layer makes the final one with
    /// [`Error::to_answer_in`]. Both have the same id, and the log has the code of the final one.
    #[inline]
    pub fn to_answer(&self) -> Answer {
        match (self.code, &self.more) {
            (Some(code), None) => Answer::of(code),
            _ => self.provisional(),
        }
    }

    fn provisional(&self) -> Answer {
        match (self.code, self.more.as_deref()) {
            (Some(_), _) | (_, None) => self.to_answer_in(&http::BOOK),
            (None, Some(more)) => more.to_answer(&http::BOOK, http::BOOK.situation(more.situation_or_unhandled())),
        }
    }

    /// The final answer: an error without a code takes the one for its situation from `book`, and its envelope.
    pub fn to_answer_in(&self, book: &'static Book) -> Answer {
        let (book, code) = match self.code {
            Some(code) => (code.book(), code),
            None => (book, book.situation(self.situation_or_unhandled())),
        };
        match self.more.as_deref() {
            None => Answer::of(code),
            Some(more) => {
                let answer = more.to_answer(book, code);
                more.log(code);
                answer
            }
        }
    }

    fn situation_or_unhandled(&self) -> Situation {
        self.more.as_ref().map_or(Situation::Unhandled, |more| more.situation_or_unhandled())
    }

    fn more(&mut self) -> &mut More {
        self.more.get_or_insert_default()
    }
}

impl More {
    fn situation_or_unhandled(&self) -> Situation {
        self.situation.unwrap_or(Situation::Unhandled)
    }

    /// Logs the cause under the id that has been given out, once.
    fn log(&self, code: Code) {
        if let (Some(cause), Some(id)) = (self.cause.as_deref(), ErrorId::of(self.id.load(Ordering::Relaxed))) {
            if !self.logged.swap(true, Ordering::Relaxed) {
                log::private(id, code, cause);
            }
        }
    }

    /// The id of this error, drawn by whoever asks first.
    fn id(&self) -> ErrorId {
        ErrorId::of(self.id.load(Ordering::Relaxed)).unwrap_or_else(|| {
            let drawn = ErrorId::next();
            match self.id.compare_exchange(0, drawn.number(), Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => drawn,
                Err(given) => ErrorId::of(given).unwrap_or(drawn),
            }
        })
    }

    fn to_answer(&self, book: &'static Book, code: Code) -> Answer {
        let violations = self.violations.as_slice();
        let says_nothing = self.description.is_none()
            && violations.is_empty()
            && self.target.is_none()
            && self.instance.is_none()
            && self.parameters.is_empty();
        let body = if says_nothing {
            book.body_of(code)
        } else {
            Cow::Owned(book.render(&Report {
                description: self.description.as_deref(),
                violations,
                target: self.target.as_ref(),
                instance: self.instance.as_deref(),
                parameters: &self.parameters,
                ..Report::of(code)
            }))
        };
        let mut answer = Answer::new(code.status(), book.envelope().content_type(), body);
        if let Some(location) = &self.location {
            answer.push_header(header::LOCATION, location.clone());
        }
        if let Some(delay) = self.retry_after {
            let seconds = delay.as_secs().saturating_add(u64::from(delay.subsec_nanos() > 0));
            answer.push_header(header::RETRY_AFTER, seconds.to_string());
        }
        for (name, value) in &self.headers {
            answer.push_header(name, value.clone());
        }
        if self.cause.is_some() {
            answer.set_error_id(self.id());
        }
        answer.with_challenge()
    }
}

/// Where no layer has made a final answer, the provisional one was sent, and its id must be in the log all the same.
impl Drop for More {
    fn drop(&mut self) {
        if self.cause.is_none() || *self.logged.get_mut() {
            return;
        }
        self.log(http::BOOK.situation(self.situation_or_unhandled()));
    }
}

impl From<Code> for Error {
    #[inline]
    fn from(code: Code) -> Error {
        Error { code: Some(code), more: None }
    }
}

/// What a client may know; never the cause.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        match self.code {
            Some(code) => debug.field("code", &code),
            None => debug.field("situation", &self.situation_or_unhandled()),
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

/// What a client may know, in one line; never the cause.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) => code.fmt(f)?,
            None => fmt::Debug::fmt(&self.situation_or_unhandled(), f)?,
        }
        self.description().map_or(Ok(()), |description| write!(f, ": {description}"))
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let cause: &(dyn StdError + 'static) = self.more.as_ref()?.cause.as_deref()?;
        Some(cause)
    }
}

/// An [`Error`] of a code, with the values of its parameters and its description, if there are any.
///
/// The names and the kinds of the parameters are checked when it compiles. A parameter without a value takes the variable
/// of its name.
///
/// ```
/// use errorbook::{error, primaerp};
///
/// let id = 7;
/// let error = error!(primaerp::OBJECT_NOT_FOUND, "no project {id}");
/// assert_eq!(error.to_string(), "PE01-1101 Object not found: no project 7");
/// assert_eq!(error!(primaerp::OBJECT_NOT_FOUND).description(), None);
/// ```
///
/// ```
/// # mod cart {
/// #     errorbook::codes! {
/// #         /// The codes of the cart.
/// #         book "cart" { envelope: errorbook::envelope::PROBLEM }
/// #         /// Less is in stock than was asked for.
/// #         OUT_OF_STOCK = "CART-1002", 409, "Not enough in stock" {
/// #             parameters: { part: integer, available: integer },
/// #         };
/// #     }
/// # }
/// let available = 3;
/// let error = errorbook::error!(cart::OUT_OF_STOCK, { part: 7, available }, "only {available} are left");
/// assert_eq!(
///     error.to_answer().body(),
///     br#"{"type":"about:blank","title":"Not enough in stock","status":409,"detail":"only 3 are left","code":"CART-1002","part":7,"available":3}"#,
/// );
/// ```
///
/// # Errors
/// A name that the code's row does not declare does not compile:
///
/// ```compile_fail
/// errorbook::error!(errorbook::primaerp::OBJECT_NOT_FOUND, { part: 7 });
/// ```
#[macro_export]
macro_rules! error {
    ($code:path $(,)?) => {
        <$crate::Error as ::core::convert::From<$crate::Code>>::from($code)
    };
    ($code:path, { $($parameter:ident $(: $value:expr)?),* $(,)? } $(,)?) => {
        $crate::error!($code)$(.__with_parameter::<{ $crate::__kind!($code, stringify!($parameter)) }>(
            stringify!($parameter),
            $crate::__value!($parameter $($value)?),
        ))*
    };
    ($code:path, { $($parameters:tt)* }, $($description:tt)+) => {
        $crate::error!($code, { $($parameters)* }).with_description(::std::format!($($description)+))
    };
    ($code:path, $($description:tt)+) => {
        $crate::error!($code).with_description(::std::format!($($description)+))
    };
    ($($anything_else:tt)*) => {
        ::core::compile_error!(
            "an error starts with the path of its code, as in `error!(primaerp::OBJECT_NOT_FOUND, \"no project {id}\")`"
        )
    };
}

/// The kind that the code's row declares for the parameter; that it declares it at all is checked here.
#[doc(hidden)]
#[macro_export]
macro_rules! __kind {
    ($code:expr, $parameter:expr) => {
        $code.__kind(
            $parameter,
            ::core::concat!(
                "the code declares no parameter `",
                $parameter,
                "`: correct the name, or add it to the `parameters` of the code's row"
            ),
        )
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __value {
    ($name:ident) => {
        $name
    };
    ($name:ident $value:expr) => {
        $value
    };
}

#[derive(Debug, thiserror::Error)]
#[error("panicked: {0}")]
struct Panic(String);

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
    fn a_cause_is_in_nothing_but_the_source_chain() {
        let error = private();
        assert!(!format!("{error} {error:?} {:?}", error.to_answer()).contains("secret"));
        assert_eq!(error.source().and_then(StdError::source).map(ToString::to_string).as_deref(), Some("secret"));
    }

    #[test]
    fn one_error_has_one_id_and_two_errors_have_two() {
        let id = |error: &Error| error.to_answer().header("x-error-id").map(str::to_owned);
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
            let answer = Error::from(primaerp::LIMIT_EXCEEDED).with_retry_after(delay).to_answer();
            assert_eq!(answer.header("retry-after"), Some(seconds.to_string().as_str()), "{delay:?}");
        }
    }

    #[test]
    fn a_value_cannot_end_its_header() {
        let answer =
            Error::from(primaerp::OTHER_ERROR).with_header("x-cart", "a\r\nset-cookie: b=\u{85}1\0\t").to_answer();
        assert_eq!(answer.header("x-cart"), Some("a  set-cookie: b= 1 \t"));
    }

    #[test]
    #[should_panic(expected = "is made by the envelope")]
    fn the_body_is_described_by_the_envelope_alone() {
        let _ = Error::from(primaerp::OTHER_ERROR).with_header("content-length", "0");
    }
}
