//! [`Found`]: a body that the envelope of a book has read.

use errorbook::envelope::{Certainty, ParsedError};
use errorbook::{Book, Code, Status};

use crate::received_head::ReceivedHead;

/// A body that the envelope of a book has read.
pub(crate) struct Found {
    pub(crate) book: &'static Book,
    /// The stated code, if the book has it.
    pub(crate) code: Option<Code>,
    pub(crate) parsed: ParsedError,
}

impl Found {
    pub(crate) fn new(book: &'static Book, parsed: ParsedError) -> Found {
        let code = parsed.code.as_deref().and_then(|id| book.find(id));
        Found { book, code, parsed }
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
