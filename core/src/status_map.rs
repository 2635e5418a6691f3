//! [`StatusMap`]: the treatment of statuses that come without a code.

use crate::envelope::Report;
use crate::{Book, Code, Status};
use std::borrow::Cow;

/// The treatment of every status of 400 or more that comes without a code. [`codes!`](crate::codes) fills it.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "made by `codes!` alone")]
pub struct StatusMap {
    /// The code of each listed status. The response has the status of the code.
    pub coded: &'static [(u16, Code)],
    /// The treatment of all other statuses.
    pub unlisted: UnlistedStatuses,
}

impl StatusMap {
    /// Every status has its code in the [`standard`](crate::standard) book.
    pub const STANDARD: StatusMap = StatusMap { coded: &[], unlisted: UnlistedStatuses::Standard };

    pub(crate) fn coded(&self, status: Status) -> Option<Code> {
        self.coded.iter().find(|(coded, _)| *coded == status.as_u16()).map(|(_, code)| *code)
    }
}

/// The treatment of the statuses that a book does not list.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum UnlistedStatuses {
    /// Every 4xx gets one code, and every 5xx another.
    Coded {
        /// The code of a 4xx.
        client: Code,
        /// The code of a 5xx.
        server: Code,
    },
    /// The status stays, and the response has no code.
    PassThrough {
        /// The messages of some statuses. Any other status has its registered reason phrase.
        messages: &'static [(u16, &'static str)],
    },
    /// The status stays, with its code in the [`standard`](crate::standard) book. A status that is not registered has the code
    /// `unknown`.
    Standard,
}

/// The treatment of one status that comes without a code. [`Book::for_status`] returns it.
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
