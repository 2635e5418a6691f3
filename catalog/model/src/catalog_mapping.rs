//! [`CatalogMapping`]: the response that a book has for a status without a code.

use std::borrow::Cow;

use errorbook::{Status, standard};

use crate::catalog::Catalog;
use crate::catalog_code::CatalogCode;
use crate::statuses::CatalogUnlisted;

/// The response that a book has for a status without a code. [`Catalog::for_status`] returns it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[expect(clippy::large_enum_variant, reason = "it is short-lived: the caller matches on it and drops it")]
pub enum CatalogMapping<'a> {
    /// The response gets this code and its status. The code is from the catalog or from the [`http`](errorbook::standard) book.
    Coded(Cow<'a, CatalogCode>),
    /// The response keeps its status.
    PassThrough {
        /// The identifier to send, if any.
        code: Option<&'a str>,
        /// The message to send.
        message: &'a str,
    },
}

impl Catalog {
    /// Returns the response that the book has for a status without a code.
    ///
    /// It is the same as [`Book::for_status`](errorbook::Book::for_status), but also works for a catalog from a file.
    ///
    /// ```
    /// use errorbook::{Status, primaerp};
    /// use errorbook_model::{Catalog, CatalogMapping};
    ///
    /// let catalog = Catalog::of(&primaerp::BOOK);
    /// let mapping = |status| catalog.for_status(Status::new(status).unwrap());
    /// assert!(matches!(mapping(403), CatalogMapping::Coded(code) if code.code == "PE01-1008"));
    /// assert_eq!(mapping(410), CatalogMapping::PassThrough { code: None, message: "Gone" });
    /// ```
    pub fn for_status(&self, status: Status) -> CatalogMapping<'_> {
        let class = match &self.unlisted_statuses {
            CatalogUnlisted::Coded { server, .. } if status.is_server_error() => Some(server),
            CatalogUnlisted::Coded { client, .. } => Some(client),
            CatalogUnlisted::PassThrough(_) | CatalogUnlisted::Standard => None,
        };
        let listed = self.statuses.get(&status.as_u16()).or(class).and_then(|id| self.get(id));
        match (listed, &self.unlisted_statuses, standard::registered(status)) {
            (Some(code), _, _) => CatalogMapping::Coded(Cow::Borrowed(code)),
            (None, CatalogUnlisted::PassThrough(messages), _) => {
                let message = messages.get(&status.as_u16()).map(String::as_str);
                CatalogMapping::PassThrough { code: None, message: message.unwrap_or(standard::phrase(status)) }
            }
            // If the catalog is the `http` book itself, this code is one of its own.
            (None, _, Some(code)) => CatalogMapping::Coded(Cow::Owned(CatalogCode::from(code))),
            (None, _, None) => {
                CatalogMapping::PassThrough { code: Some(standard::UNKNOWN), message: standard::phrase(status) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use errorbook::{StatusMapping, ayanova, primaerp};

    use super::*;
    use crate::statuses::errors;

    errorbook::codes! {
        /// A book that lists two statuses and passes all others through.
        book "gate" {
            envelope: errorbook::envelope::FLAT,
            error_kinds: { internal: FAILED },
            statuses: { 404: CLOSED, 409: CLOSED },
        }

        /// The gate is closed.
        CLOSED = "GATE-1", 404, "Closed";
        /// The gate is broken.
        FAILED = "GATE-2", 500, "Failed";
    }

    #[test]
    fn a_catalog_and_its_file_map_every_status_as_the_book_does() {
        for book in [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK, &BOOK] {
            let catalog = Catalog::of(book);
            let read = Catalog::from_json(catalog.to_string().as_bytes()).unwrap();
            for status in errors() {
                let of_book = match book.for_status(status) {
                    StatusMapping::Coded(code) => CatalogMapping::Coded(Cow::Owned(CatalogCode::from(code))),
                    StatusMapping::PassThrough { code, message } => CatalogMapping::PassThrough { code, message },
                    _ => unreachable!(),
                };
                assert_eq!(catalog.for_status(status), of_book, "{book:?} {status}");
                assert_eq!(read.for_status(status), of_book, "{book:?} {status}");
            }
        }
    }
}
