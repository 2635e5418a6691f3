//! [`CatalogMapping`]: how a book maps one status that comes without a code.

use std::borrow::Cow;

use errorbook::{Status, standard};

use crate::catalog::Catalog;
use crate::catalog_code::CatalogCode;
use crate::statuses::CatalogUnlisted;

/// How a book maps one status that comes without a code: [`Catalog::for_status`] returns it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[expect(clippy::large_enum_variant, reason = "it is returned and looked at, never kept")]
pub enum CatalogMapping<'a> {
    /// The response carries this code, of the catalog or of the [`http`](errorbook::standard) book, and its status.
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
    /// Returns how the book maps a status that comes without a code.
    ///
    /// It is [`Book::for_status`](errorbook::Book::for_status) for a book that is known from its file.
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
            // The code may be the catalog's own, if it is the one of the `http` book.
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
        /// A book that lists one status, and leaves the rest as it is.
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
    fn a_catalog_maps_every_status_as_its_book_does_and_so_does_its_file() {
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
