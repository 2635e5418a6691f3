//! [`Failure`]: a command could not run.

use std::io;
use std::net::SocketAddr;

use errorbook_catalog::document::DocumentError;
use errorbook_catalog::export::gateway::MountError;
use errorbook_catalog::{CatalogError, RecordingError};
use errorbook_pages::PagesError;

/// A command could not run. Its message and those of its sources make one line.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("{0} cannot be read")]
    Unread(String, #[source] io::Error),
    #[error("{name} is larger than {limit} MiB, which no catalog is")]
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
    #[error("{name} has {count} books: only one can be compared")]
    SeveralBooks { name: String, count: usize },
    #[error("{0} files cannot go to standard output: name a folder with --output")]
    NeedsFolder(usize),
    #[error("--mount {0}: write a path and a book, as in /shop=shop.json")]
    NotAMount(String),
    #[error("a gateway needs a book for /: name one with --mount /=FILE")]
    NoMount,
    #[error("--mount {0}")]
    Mount(String, #[source] MountError),
    #[error("the mounts make no configuration")]
    Mounts(#[source] MountError),
    #[error("name a FILE: only json-schema can do without")]
    NoFile,
    #[error("two of the books are called {0:?}: their files would have one name")]
    SameName(String),
    #[error("the books have no pages")]
    NoPages(#[from] PagesError),
    #[error("{0} cannot be written")]
    Unwritten(String, #[source] io::Error),
    #[error("cannot listen on {0}")]
    NoListener(SocketAddr, #[source] io::Error),
    #[error("the pages cannot be served")]
    Unserved(#[source] io::Error),
}
