//! [`Found`]: the error details from a body.

use errorbook::envelope::{Certainty, Envelope, PROBLEM, ParsedError};
use errorbook::{Book, Code, Status};
use serde_json::Value;

use crate::received_head::ReceivedHead;

/// The error details from a body.
pub(crate) struct Found {
    pub(crate) book: &'static Book,
    /// The code from the body, if the book has it.
    pub(crate) code: Option<Code>,
    pub(crate) parsed: ParsedError,
    /// True if the body is in the envelope of the book.
    pub(crate) is_in_envelope: bool,
}

impl Found {
    pub(crate) fn new(book: &'static Book, parsed: ParsedError) -> Found {
        let code = parsed.code.as_deref().and_then(|id| book.find(id));
        Found { book, code, parsed, is_in_envelope: true }
    }

    /// Returns the details of a body that is not in the envelope of a book.
    ///
    /// The body is read as a problem, because most other servers send problems. Its `code` does not count as a code of the book.
    pub(crate) fn outside_of_envelopes(book: &'static Book, body: &Value) -> Found {
        let mut parsed = PROBLEM.read(body).unwrap_or_else(|| {
            let mut parsed = ParsedError::default();
            parsed.extensions = body.as_object().cloned().unwrap_or_default();
            let status = body.get("status").and_then(Value::as_u64);
            parsed.status = status.and_then(|status| Status::new(status.try_into().ok()?));
            if parsed.status.is_some() {
                parsed.extensions.remove("status");
            }
            parsed
        });
        let code = body.get("code").filter(|code| code.is_string());
        if let (Some(_), Some(code)) = (parsed.code.take(), code) {
            parsed.extensions.insert("code".to_owned(), code.clone());
        }
        Found { book, code: None, parsed, is_in_envelope: false }
    }

    /// Returns a rank for the match between the body and the book. A higher rank is better.
    pub(crate) fn rank(&self) -> impl PartialOrd + use<> {
        (self.code.is_some(), self.parsed.certainty, self.parsed.code.is_some())
    }

    /// Returns true if the body is an error although the status and the headers do not show it.
    pub(crate) fn is_error(&self, head: &ReceivedHead<'_>) -> bool {
        let stated = self.parsed.status;
        let fits_code = self.code.zip(stated).map(|(code, stated)| code.status() == stated);
        match (self.parsed.certainty, fits_code) {
            (Certainty::Certain | Certainty::Likely, Some(true)) => true,
            (Certainty::Certain, None) => stated.is_none_or(Status::is_error),
            _ => stated.is_none_or(Status::is_error) && head.has_error_type(self.book),
        }
    }
}
