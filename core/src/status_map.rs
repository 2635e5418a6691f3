//! [`StatusMap`]: how a book maps statuses that come without a code.

use crate::envelope::Report;
use crate::{Book, Code, Status};
use std::borrow::Cow;

/// How a book puts a status of 400 or more that comes without a code into its envelope. [`codes!`](crate::codes) fills it.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "made by `codes!` alone")]
pub struct StatusMap {
    /// The code of each listed status. The code's own status is sent.
    pub coded: &'static [(u16, Code)],
    /// How all other statuses are mapped.
    pub unlisted: UnlistedStatuses,
}

impl StatusMap {
    /// Every status has its code in the [`standard`](crate::standard) book.
    pub const STANDARD: StatusMap = StatusMap { coded: &[], unlisted: UnlistedStatuses::Standard };

    pub(crate) fn coded(&self, status: Status) -> Option<Code> {
        self.coded.iter().find(|(coded, _)| *coded == status.as_u16()).map(|(_, code)| *code)
    }
}

/// How a book maps the statuses that it does not list.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum UnlistedStatuses {
    /// One code for every 4xx, another for every 5xx.
    Coded {
        /// The code of a 4xx.
        client: Code,
        /// The code of a 5xx.
        server: Code,
    },
    /// The status is sent as it is, without a code.
    PassThrough {
        /// The messages of some statuses. Any other status has the reason phrase of the registry.
        messages: &'static [(u16, &'static str)],
    },
    /// The code of the status in the [`standard`](crate::standard) book. A status that is not registered is sent as it is,
    /// with the code `unknown`.
    Standard,
}

/// How a book maps one status that comes without a code. [`Book::for_status`] returns it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum StatusMapping {
    /// The response carries this code and its status.
    Coded(Code),
    /// The response keeps its status.
    PassThrough {
        /// The identifier to send, if any.
        code: Option<&'static str>,
        /// The message to send.
        message: &'static str,
    },
}

impl StatusMapping {
    /// Returns the status and the body in the book's envelope, with the public description if there is one.
    pub(crate) fn render(self, book: &Book, status: Status, description: Option<&str>) -> (Status, Cow<'static, [u8]>) {
        match self {
            StatusMapping::Coded(code) if description.is_none() => (code.status(), book.body_of(code)),
            StatusMapping::Coded(code) => {
                (code.status(), Cow::Owned(book.render(&Report { description, ..Report::of(code) })))
            }
            StatusMapping::PassThrough { code, message } => {
                (status, Cow::Owned(book.render(&Report { description, ..Report::new(status, code, message) })))
            }
        }
    }
}
