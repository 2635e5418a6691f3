//! [`Failure`]: the reason why a command could not run.

use std::io;
use std::net::SocketAddr;

use errorbook_catalog::document::DocumentError;
use errorbook_catalog::export::gateway::MountError;
use errorbook_catalog::{CatalogError, RecordingError};
use errorbook_pages::PagesError;

/// The reason why a command could not run. Its message and the messages of its sources are printed on one line.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("{0} cannot be read")]
    Unread(String, #[source] io::Error),
    #[error("{name} is larger than {limit} MiB, the limit for a catalog")]
    TooLarge { name: String, limit: u64 },
    #[error("{0} is YAML: convert it to JSON first")]
    Yaml(String),
    #[error("{0} is not a catalog")]
    NotACatalog(String, #[source] CatalogError),
    #[error("{0} is not CSV with the columns `code` and `status`")]
    NotCsv(String, #[source] csv::Error),
    #[error("{name}, line {line}: {mistake}")]
    Cell { name: String, line: u64, mistake: String },
    #[error("{0} is not JSON")]
    NotJson(String, #[source] serde_json::Error),
    #[error("{0}")]
    NotADocument(String, #[source] DocumentError),
    #[error("{0} is not a recording")]
    NotARecording(String, #[source] RecordingError),
    #[error("{name} has {count} books, but the command needs exactly one book")]
    SeveralBooks { name: String, count: usize },
    #[error("standard output cannot take {0} files: name a folder with --output")]
    NeedsFolder(usize),
    #[error("--mount {0}: expected a path and a book, such as /shop=shop.json")]
    NotAMount(String),
    #[error("a gateway needs a book for /: name one with --mount /=FILE")]
    NoMount,
    #[error("--mount {0}")]
    Mount(String, #[source] MountError),
    #[error("the mounts are not valid")]
    Mounts(#[source] MountError),
    #[error("name a FILE: only json-schema works without a FILE")]
    NoFile,
    #[error("two files would have the name {0:?}: rename one of the books")]
    SameName(String),
    #[error("the pages of the books cannot be created")]
    NoPages(#[from] PagesError),
    #[error("{0} cannot be written")]
    Unwritten(String, #[source] io::Error),
    #[error("cannot listen on {0}")]
    NoListener(SocketAddr, #[source] io::Error),
    #[error("the pages cannot be served")]
    Unserved(#[source] io::Error),
}
