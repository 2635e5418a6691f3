//! [`CatalogUnlisted`] and [`CatalogMapping`]: how a book maps statuses that come without a code.

use std::borrow::Cow;
use std::collections::BTreeMap;

use errorbook::{Book, Code, Status, StatusMapping, UnlistedStatuses, standard};
use serde::{Deserialize, Serialize};

use crate::catalog::Catalog;
use crate::catalog_code::CatalogCode;

/// How a book maps the statuses without a code that it does not list.
///
/// ```
/// use errorbook::{ayanova, standard};
/// use errorbook_model::{Catalog, CatalogUnlisted};
///
/// assert_eq!(Catalog::of(&standard::BOOK).unlisted_statuses, CatalogUnlisted::Standard);
/// assert_eq!(
///     serde_json::to_string(&Catalog::of(&ayanova::BOOK).unlisted_statuses)?,
///     r#"{"coded":{"client":"2030","server":"2002"}}"#,
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CatalogUnlisted {
    /// The status keeps the code that it has in the [`http`](errorbook::standard) book.
    #[default]
    Standard,
    /// One code for every 4xx, another for every 5xx.
    Coded {
        /// The identifier of the code of a 4xx.
        client: String,
        /// The identifier of the code of a 5xx.
        server: String,
    },
    /// The status is sent as it is, without a code. Some have a message here, others have the registry's reason phrase.
    PassThrough(BTreeMap<u16, String>),
}

impl CatalogUnlisted {
    pub(crate) fn of(book: &Book) -> CatalogUnlisted {
        match book.unlisted_statuses() {
            UnlistedStatuses::Coded { client, server } => {
                CatalogUnlisted::Coded { client: client.id().to_owned(), server: server.id().to_owned() }
            }
            UnlistedStatuses::PassThrough { .. } => CatalogUnlisted::PassThrough(messages(book)),
            _ => CatalogUnlisted::Standard,
        }
    }

    /// Returns the statuses that have another code than they would have if the book did not list them.
    pub(crate) fn listed_of(book: &Book) -> BTreeMap<u16, String> {
        let unlisted = book.unlisted_statuses();
        let listed = |status: Status| {
            let StatusMapping::Coded(code) = book.for_status(status) else { return None };
            let is_unlisted = match unlisted {
                UnlistedStatuses::Coded { server, .. } if status.is_server_error() => code == server,
                UnlistedStatuses::Coded { client, .. } => code == client,
                UnlistedStatuses::PassThrough { .. } => false,
                _ => standard::registered(status).is_some_and(|known| code == known || is_copy(book, code, known)),
            };
            (!is_unlisted).then(|| (status.as_u16(), code.id().to_owned()))
        };
        errors().filter_map(listed).collect()
    }

    pub(crate) fn is_standard(&self) -> bool {
        *self == CatalogUnlisted::Standard
    }
}

/// Returns true if a code of a copy of the `http` book sends the same as that of the book itself.
fn is_copy(book: &Book, code: Code, known: Code) -> bool {
    let row = |code: Code| (code.id(), code.status(), code.message());
    book.type_base().is_none() && row(code) == row(known)
}

/// Returns the messages that are not the registry's, of the statuses that pass through.
fn messages(book: &Book) -> BTreeMap<u16, String> {
    let message = |status: Status| match book.for_status(status) {
        StatusMapping::PassThrough { message, .. } if message != standard::phrase(status) => {
            Some((status.as_u16(), message.to_owned()))
        }
        _ => None,
    };
    errors().filter_map(message).collect()
}

fn errors() -> impl Iterator<Item = Status> {
    (400..=599).filter_map(Status::new)
}

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
    /// It is [`Book::for_status`] for a book that is known from its file.
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
    use errorbook::{ayanova, primaerp};

    use super::*;

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
