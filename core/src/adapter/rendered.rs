//! [`Rendered`]: the code of a response, with the facts that identify the response.

use super::ResponseHead;
use crate::{Book, ErrorResponse, header};

/// The code that a response was rendered for. The body is never parsed to find it: middleware may have rebuilt the response, but its
/// status, its media type, its length and its id are the same.
#[derive(Debug, Clone)]
pub(crate) struct Rendered {
    pub(crate) book: &'static Book,
    pub(crate) code: Option<&'static str>,
    /// The status before suppression.
    pub(crate) status: u16,
    content_type: Option<Vec<u8>>,
    length: Option<u64>,
    error_id: Option<Vec<u8>>,
}

impl Rendered {
    pub(crate) fn of(response: &ErrorResponse) -> Rendered {
        let header = |name| response.header(name).map(|value| value.as_bytes().to_vec());
        Rendered {
            book: response.book(),
            code: response.code(),
            status: response.status().as_u16(),
            content_type: header(header::CONTENT_TYPE),
            length: Some(response.body().len() as u64),
            error_id: header(header::X_ERROR_ID),
        }
    }

    /// Returns true if this is the response. `length` is the length of its body, if it is known.
    pub(super) fn is(&self, head: &impl ResponseHead, length: Option<u64>) -> bool {
        let suppressed = suppressed_status(head);
        let has_length = || match (self.length, length, head.header(header::CONTENT_ENCODING)) {
            (Some(rendered), Some(sent), None) => rendered == sent,
            _ => true,
        };
        suppressed.unwrap_or_else(|| head.status()) == self.status
            && self.error_id.as_deref() == head.header(header::X_ERROR_ID)
            // A suppressed problem is plain JSON.
            && (suppressed.is_some() || self.content_type.as_deref() == head.header(header::CONTENT_TYPE))
            && has_length()
    }

    /// Takes over the facts of the response as a layer sends it.
    pub(super) fn sent_as(mut self, head: &impl ResponseHead, length: Option<u64>) -> Rendered {
        self.content_type = head.header(header::CONTENT_TYPE).map(<[u8]>::to_vec);
        self.length = length;
        self
    }
}

/// Returns the status before suppression.
pub(super) fn suppressed_status(head: &impl ResponseHead) -> Option<u16> {
    std::str::from_utf8(head.header(header::X_SUPPRESSED_STATUS)?).ok()?.parse().ok()
}
