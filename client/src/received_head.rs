//! [`ReceivedHead`]: the status and the headers of a response.

use std::time::Duration;

use errorbook::{Book, Status, header, media_type};

use crate::retry_delay;

/// The status of a response, and the headers that a reader needs.
pub(crate) struct ReceivedHead<'h> {
    pub(crate) status: u16,
    pub(crate) suppressed: Option<Status>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) location: Option<&'h str>,
    pub(crate) error_id: Option<&'h str>,
    content_type: Option<&'h str>,
}

/// The class of a response, as far as its status and headers show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// An error. The body does not matter.
    Error,
    /// A success. The body does not matter.
    Success,
    /// The body decides.
    Undecided,
}

impl<'h> ReceivedHead<'h> {
    pub(crate) fn new(status: u16, header: impl Fn(&str) -> Option<&'h str>) -> ReceivedHead<'h> {
        let suppressed = header(header::X_SUPPRESSED_STATUS).and_then(|text| text.trim().parse().ok());
        let retry_after = header(header::RETRY_AFTER);
        ReceivedHead {
            status,
            suppressed: suppressed.and_then(Status::new),
            retry_after: retry_after.and_then(|text| retry_delay::of_header(text, header(header::DATE))),
            location: header(header::LOCATION),
            error_id: header(header::X_ERROR_ID),
            content_type: header(header::CONTENT_TYPE),
        }
    }

    /// Returns the class of the response without reading its body.
    pub(crate) fn classify(&self) -> Class {
        match (self.status, self.suppressed.map(Status::as_u16)) {
            (..100 | 400.., _) | (_, Some(400..)) => Class::Error,
            (_, Some(..300)) => Class::Success,
            _ if self.may_be_json() => Class::Undecided,
            _ => Class::Success,
        }
    }

    /// Returns true if the body may be JSON or a JSONP call.
    pub(crate) fn may_be_json(&self) -> bool {
        const OTHERS: [&str; 4] =
            ["text/javascript", "application/javascript", "application/x-javascript", "text/json"];

        self.content_type.is_none_or(|given| {
            media_type::is_json(given.as_bytes()) || OTHERS.iter().any(|other| is_same_type(given, other))
        })
    }

    /// Returns true if only the errors of the book have this media type.
    pub(crate) fn has_error_type(&self, book: &Book) -> bool {
        let own = book.envelope().content_type();
        own != media_type::JSON && self.content_type.is_some_and(|given| is_same_type(given, own))
    }
}

/// Compares two media types without their parameters.
fn is_same_type(one: &str, other: &str) -> bool {
    fn essence(media_type: &str) -> &str {
        media_type.split(';').next().unwrap_or_default().trim_ascii()
    }

    essence(one).eq_ignore_ascii_case(essence(other))
}
