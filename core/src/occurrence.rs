//! [`Occurrence`]: the details of one occurrence of an error.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use smallvec::SmallVec;

use crate::envelope::Report;
use crate::log::{self, ErrorId};
use crate::{Book, Code, ErrorKind, ErrorResponse, ParameterValue, Target, Violation, header, standard};

/// The details of one occurrence of an error. Only the cause and the name of a database's constraint are
/// private.
#[derive(Default)]
pub(crate) struct Occurrence {
    kind: Option<ErrorKind>,
    pub(crate) description: Option<Cow<'static, str>>,
    pub(crate) violations: SmallVec<[Violation; 1]>,
    pub(crate) target: Option<Target>,
    pub(crate) instance: Option<Cow<'static, str>>,
    pub(crate) parameters: Vec<(&'static str, ParameterValue)>,
    pub(crate) location: Option<String>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) headers: Vec<(&'static str, Cow<'static, str>)>,
    /// The name of the database's constraint that was broken.
    pub(crate) broken_constraint: Option<Cow<'static, str>>,
    cause: Option<Box<dyn StdError + Send + Sync>>,
    /// The id of the cause.
    id: Option<ErrorId>,
    /// True if a response with the id was made.
    is_sent: AtomicBool,
    is_logged: AtomicBool,
}

impl Occurrence {
    pub(crate) fn of(kind: ErrorKind) -> Occurrence {
        let mut occurrence = Occurrence::default();
        occurrence.kind = Some(kind);
        occurrence
    }

    pub(crate) fn kind(&self) -> ErrorKind {
        self.kind.unwrap_or(ErrorKind::Internal)
    }

    pub(crate) fn set_cause(&mut self, cause: Box<dyn StdError + Send + Sync>) {
        self.cause = Some(cause);
        self.id.get_or_insert_with(ErrorId::next);
    }

    pub(crate) fn cause(&self) -> Option<&(dyn StdError + Send + Sync + 'static)> {
        self.cause.as_deref()
    }

    /// Logs the cause under the id of the response, once.
    pub(crate) fn log(&self, code: impl FnOnce() -> Code) {
        if let (Some(cause), Some(id), true) = (self.cause.as_deref(), self.id, self.is_sent.load(Ordering::Relaxed)) {
            if !self.is_logged.swap(true, Ordering::Relaxed) {
                log::private(id, code(), cause);
            }
        }
    }

    pub(crate) fn to_response(&self, book: &'static Book, code: Code) -> ErrorResponse {
        let has_no_details = self.description.is_none()
            && self.violations.is_empty()
            && self.target.is_none()
            && self.instance.is_none()
            && self.parameters.is_empty();
        let body = if has_no_details {
            book.body_of(code)
        } else {
            Cow::Owned(book.render(&Report {
                description: self.description.as_deref(),
                violations: &self.violations,
                target: self.target.as_ref(),
                instance: self.instance.as_deref(),
                parameters: &self.parameters,
                ..Report::of(code)
            }))
        };
        let mut response = ErrorResponse::new(book, Some(code.id()), code.status(), body);
        if let Some(location) = &self.location {
            response.push_header(header::LOCATION, location.clone());
        }
        if let Some(delay) = self.retry_after {
            let seconds = delay.as_secs().saturating_add(u64::from(delay.subsec_nanos() > 0));
            response.push_header(header::RETRY_AFTER, seconds.to_string());
        }
        for (name, value) in &self.headers {
            response.push_header(name, value.clone());
        }
        if let Some(id) = self.id {
            self.is_sent.store(true, Ordering::Relaxed);
            response.set_error_id(id);
        }
        response.add_challenge();
        response
    }
}

/// Logs the cause at the latest here, if no layer made the response: an id that was sent must be in the log.
impl Drop for Occurrence {
    fn drop(&mut self) {
        self.log(|| standard::BOOK.code_for(self.kind()));
    }
}
