//! [`Translation`]: which codes of another service are codes of one's own.

use super::{Origin, ReceivedError};
use crate::{Code, Error};

/// A table between two books: what is passed on of an error that another service answered with.
///
/// A code of the table becomes the one beside it; everything else is [unhandled](Error::internal), and so is a code that
/// the other service did not [state](Origin::Stated). The received error is the private cause of either, so that the log
/// has it, with the ids of both services, and nothing of its text, its headers and its parameters is answered, unless the
/// table says so.
///
/// ```
/// use errorbook::client::{Reader, Translation};
/// use errorbook::{standard, primaerp};
///
/// static UPSTREAM: Translation = Translation::new(&[
///     (primaerp::OBJECT_NOT_FOUND, standard::NOT_FOUND),
///     (primaerp::LIMIT_EXCEEDED, standard::SERVICE_UNAVAILABLE),
/// ]);
///
/// let body = r#"{"status":404,"code":"PE01-1101","message":"Object not found","description":"no row 7 in PROJECTS","constraintViolations":[]}"#;
/// let received = Reader::new(&primaerp::BOOK).read(404, |_: &str| None, body).unwrap_err();
/// let answer = received.clone().translate(&UPSTREAM).to_response();
/// assert_eq!(answer.body(), standard::NOT_FOUND.body());
/// assert!(answer.header("x-error-id").is_some());
///
/// let error = received.translate(&UPSTREAM.with_description());
/// assert_eq!(error.description(), Some("no row 7 in PROJECTS"));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Translation {
    rows: &'static [(Code, Code)],
    description: bool,
    violations: bool,
    retry_after: bool,
}

impl Translation {
    /// A table of the codes of another service, each with one's own. Of several rows for one code the first counts.
    pub const fn new(rows: &'static [(Code, Code)]) -> Translation {
        Translation { rows, description: false, violations: false, retry_after: false }
    }

    /// Passes descriptions on, which are then public.
    #[must_use]
    pub const fn with_description(mut self) -> Translation {
        self.description = true;
        self
    }

    /// Passes violations and targets on, which are then public: they name fields as the other service does.
    #[must_use]
    pub const fn with_violations(mut self) -> Translation {
        self.violations = true;
        self
    }

    /// Passes delays on: a client is to wait as long as the other service says.
    #[must_use]
    pub const fn with_retry_after(mut self) -> Translation {
        self.retry_after = true;
        self
    }

    fn find(&self, received: &ReceivedError) -> Option<Code> {
        let stated = received.code().filter(|_| received.origin() == Origin::Stated)?;
        self.rows.iter().find_map(|(theirs, ours)| (*theirs == stated).then_some(*ours))
    }
}

impl ReceivedError {
    /// One's own error for this one, which is its private cause: see [`Translation`].
    pub fn translate(self, translation: &Translation) -> Error {
        let Some(code) = translation.find(&self) else { return Error::internal(self) };
        let mut error = Error::from(code);
        if let Some(description) = self.description().filter(|_| translation.description) {
            error = error.with_description(description.to_owned());
        }
        if translation.violations {
            error = error.with_violations(self.violations().iter().cloned());
            if let Some(target) = self.target() {
                error = error.with_target(target.clone());
            }
        }
        if let Some(delay) = self.retry_after().filter(|_| translation.retry_after) {
            error = error.with_retry_after(delay);
        }
        error.with_cause(self)
    }
}
