//! [`Translation`]: maps the codes of another service to codes of your own book.

use errorbook::{Code, Error};

use crate::{CodeSource, ReceivedError};

/// A table that maps the codes of another service to codes of your own book.
///
/// Each row has a code of the other service and your own code for it. A received error with any other code becomes an
/// [error without a code](Error::internal). So does an error with a code that was only [inferred](CodeSource::Inferred).
///
/// In every case the received error becomes the private cause: your log gets it, with the error ids of both services. Its texts,
/// headers and parameters are not passed to your client, unless you turn this on.
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
    /// Creates a table. If a code has several rows, the first row wins.
    pub const fn new(rows: &'static [(Code, Code)]) -> Translation {
        Translation { rows, description: false, violations: false, retry_after: false }
    }

    /// Passes descriptions to your client. They become public.
    #[must_use]
    pub const fn with_description(mut self) -> Translation {
        self.description = true;
        self
    }

    /// Passes validation errors and targets to your client. They become public, and contain the field names of the other service.
    #[must_use]
    pub const fn with_violations(mut self) -> Translation {
        self.violations = true;
        self
    }

    /// Passes delays to your client in the header `retry-after`.
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
    /// Returns an error with a code of your own book. The received error becomes its private cause: see [`Translation`].
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
