//! [`CatalogUnlisted`]: the rule for statuses that a book does not list.

use std::collections::BTreeMap;

use errorbook::{Book, Code, Status, StatusMapping, UnlistedStatuses, standard};
use serde::{Deserialize, Serialize};

/// The rule for responses with a status that the book does not list, and without a code.
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
    /// The response gets the code of its status in the [`http`](errorbook::standard) book.
    #[default]
    Standard,
    /// Every 4xx response gets one code, and every 5xx response gets another code.
    Coded {
        /// The identifier for a 4xx.
        client: String,
        /// The identifier for a 5xx.
        server: String,
    },
    /// The response keeps its status and has no code. Its message is in this map, or else it is the registered reason phrase.
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

    /// Returns the statuses with a code that differs from the rule for unlisted statuses.
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

/// Returns true if the code is a copy of a code of the `http` book and is sent in the same way.
fn is_copy(book: &Book, code: Code, known: Code) -> bool {
    let row = |code: Code| (code.id(), code.status(), code.message());
    book.type_base().is_none() && row(code) == row(known)
}

/// Returns the messages of the statuses that pass through, without the registered reason phrases.
fn messages(book: &Book) -> BTreeMap<u16, String> {
    let message = |status: Status| match book.for_status(status) {
        StatusMapping::PassThrough { message, .. } if message != standard::phrase(status) => {
            Some((status.as_u16(), message.to_owned()))
        }
        _ => None,
    };
    errors().filter_map(message).collect()
}

pub(crate) fn errors() -> impl Iterator<Item = Status> {
    (400..=599).filter_map(Status::new)
}
