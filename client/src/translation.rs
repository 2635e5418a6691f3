//! [`Translation`]: the codes of another service that become codes of your own.

use errorbook::{Code, Error};

use crate::{CodeSource, ReceivedError};

/// A table between two books: what a service passes on of an error that another service has sent it.
///
/// A code of the table becomes the code beside it. Every other error, and an error whose code the other service has not
/// [stated](CodeSource::Stated), becomes an [error without a code](Error::internal). Either way the received error is the
/// private cause: the log has it, with the ids of both services. Its texts, headers and parameters are not passed on unless
/// the table says so.
///
/// ```
/// use errorbook::{primaerp, standard};
/// use errorbook_client::{Reader, Translation};
///
/// static UPSTREAM: Translation = Translation::new(&[
///     (primaerp::OBJECT_NOT_FOUND, standard::NOT_FOUND),
///     (primaerp::LIMIT_EXCEEDED, standard::SERVICE_UNAVAILABLE),
/// ]);
///
/// let body = r#"{"status":404,"code":"PE01-1101","message":"Object not found","description":"no row 7 in PROJECTS","constraintViolations":[]}"#;
/// let received = Reader::new(&primaerp::BOOK).read(404, |_: &str| None, body).unwrap_err();
/// let response = received.clone().translate(&UPSTREAM).to_response();
/// assert_eq!(response.body(), standard::NOT_FOUND.body());
/// assert!(response.header("x-error-id").is_some());
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
    /// Makes a table of the codes of another service, each with a code of your own. The first row for a code wins.
    pub const fn new(rows: &'static [(Code, Code)]) -> Translation {
        Translation { rows, description: false, violations: false, retry_after: false }
    }

    /// Passes descriptions on. They become public.
    #[must_use]
    pub const fn with_description(mut self) -> Translation {
        self.description = true;
        self
    }

    /// Passes violations and targets on. They become public, and name fields as the other service does.
    #[must_use]
    pub const fn with_violations(mut self) -> Translation {
        self.violations = true;
        self
    }

    /// Passes delays on: your client waits as long as the other service asks for.
    #[must_use]
    pub const fn with_retry_after(mut self) -> Translation {
        self.retry_after = true;
        self
    }

    fn find(&self, received: &ReceivedError) -> Option<Code> {
        let stated = received.code().filter(|_| received.code_source() == CodeSource::Stated)?;
        self.rows.iter().find_map(|(theirs, ours)| (*theirs == stated).then_some(*ours))
    }
}

impl ReceivedError {
    /// Returns your own error for this one, which becomes its private cause: see [`Translation`].
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
