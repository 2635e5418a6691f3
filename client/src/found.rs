//! [`Found`]: the details that were found in a body.

use errorbook::envelope::{Certainty, Envelope, PROBLEM, ParsedError};
use errorbook::{Book, Code, Status};
use serde_json::Value;

use crate::received_head::ReceivedHead;

/// The details that were found in a body.
pub(crate) struct Found {
    pub(crate) book: &'static Book,
    /// The stated code, if the book has it.
    pub(crate) code: Option<Code>,
    pub(crate) parsed: ParsedError,
    /// True if the envelope of the book has read the body.
    pub(crate) is_in_envelope: bool,
}

impl Found {
    pub(crate) fn new(book: &'static Book, parsed: ParsedError) -> Found {
        let code = parsed.code.as_deref().and_then(|id| book.find(id));
        Found { book, code, parsed, is_in_envelope: true }
    }

    /// Returns the details of a body that is in the envelope of no book, of an error of this book.
    ///
    /// It is read as a problem, because that is what servers send that have no format of their own. Its code is not one of
    /// the book.
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

    /// Returns how well the body fits the book. A higher rank is better.
    pub(crate) fn rank(&self) -> impl PartialOrd + use<> {
        (self.code.is_some(), self.parsed.certainty, self.parsed.code.is_some())
    }

    /// Returns true if this is an error even though the head does not say so.
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
