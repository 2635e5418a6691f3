//! [`check`]: compares a book with its lock file.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::document::DocumentError;
use crate::lock::disk;
use crate::lock::mode::{Mode, UnknownMode};
use crate::{Catalog, CatalogError, Report, Severity};

/// Compares a book with its lock file, and writes the file if the mode allows it.
///
/// The macro [`lock!`](macro@crate::lock) calls this function with the mode from the environment.
///
/// ```
/// use errorbook::primaerp;
/// use errorbook_catalog::Catalog;
/// use errorbook_catalog::lock::{LockError, Mode, Outcome, check};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("primaerp.book.json");
/// let book = Catalog::of(&primaerp::BOOK);
///
/// assert!(matches!(check(&book, &path, Mode::Strict), Err(LockError::Missing { .. })));
/// assert_eq!(check(&book, &path, Mode::Check)?, Outcome::Created);
/// assert_eq!(check(&book, &path, Mode::Strict)?, Outcome::Same);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Returns an error if the mode does not allow the changes, if the file cannot be read or written, or if the file belongs to
/// another book. The file then stays unchanged.
pub fn check(book: &Catalog, path: impl AsRef<Path>, mode: Mode) -> Result<Outcome, LockError> {
    check_at(book, path.as_ref(), mode)
}

fn check_at(book: &Catalog, path: &Path, mode: Mode) -> Result<Outcome, LockError> {
    let write = || {
        disk::write(path, &book.to_string()).map_err(|source| LockError::Unwritable { path: path.to_owned(), source })
    };
    let bytes = match disk::read(path) {
        Ok(Some(bytes)) => bytes,
        Ok(None) if mode == Mode::Strict => return Err(LockError::Missing { path: path.to_owned() }),
        Ok(None) => return write().map(|()| Outcome::Created),
        Err(source) => return Err(LockError::Unreadable { path: path.to_owned(), source }),
    };
    let old = Catalog::from_json(&bytes).map_err(|source| match source.is_newer_format() {
        true => LockError::NewerFormat { path: path.to_owned(), source },
        false => LockError::Corrupt { path: path.to_owned(), source },
    })?;
    if old.name != book.name {
        let (found, book) = (old.name, book.name.clone());
        return Err(LockError::OtherBook { path: path.to_owned(), found, book });
    }
    let report = old.compare(book);
    match (report.severity(), mode) {
        (None, _) => Ok(Outcome::Same),
        (Some(Severity::Breaking), Mode::Check | Mode::Strict | Mode::Update) => {
            Err(LockError::Breaking { path: path.to_owned(), report })
        }
        (Some(Severity::Addition), Mode::Strict) => Err(LockError::Outdated { path: path.to_owned(), report }),
        (Some(Severity::Addition | Severity::Note), Mode::Check | Mode::Strict) => Ok(Outcome::Behind(report)),
        (Some(_), Mode::Update | Mode::UpdateBreaking) => write().map(|()| Outcome::Updated(report)),
    }
}

/// The outcome of a successful check.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The book equals the lock file.
    Same,
    /// The lock file lacks additions or changed texts. It was not written.
    Behind(Report),
    /// The lock file did not exist and was written.
    Created,
    /// The lock file lacked these changes and was written.
    Updated(Report),
}

/// Writes a report for developers, without the path of the file.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Outcome::Same => f.write_str("the book equals the lock file"),
            Outcome::Behind(report) => write!(f, "the lock file is out of date\n{report}\n{UPDATE}"),
            Outcome::Created => f.write_str("created: the book is now locked; commit the file"),
            Outcome::Updated(report) => write!(f, "updated; review and commit the file\n{report}"),
        }
    }
}

/// A check failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the messages show the meaning of the fields")]
pub enum LockError {
    /// A change of the book breaks clients.
    #[error("{}: the book breaks clients\n{report}\n{MEAN_IT}", path.display())]
    Breaking { path: PathBuf, report: Report },
    /// The lock file lacks additions, and the mode is [`Mode::Strict`].
    #[error("{}: the lock file is out of date\n{report}\n{UPDATE}", path.display())]
    Outdated { path: PathBuf, report: Report },
    /// The lock file does not exist, and the mode is [`Mode::Strict`].
    #[error("{}: the lock file does not exist: write it with `ERRORBOOK_LOCK=update cargo test`, and commit it", path.display())]
    Missing { path: PathBuf },
    /// The file belongs to another book.
    #[error(
        "{}: the file locks the book {found:?}, not {book:?}: use one file for each book, or change `name` in the file if \
         the book was renamed",
        path.display()
    )]
    OtherBook { path: PathBuf, found: String, book: String },
    /// The file is not a catalog.
    #[error("{}: fix the lock file, or restore it from version control", path.display())]
    Corrupt { path: PathBuf, source: CatalogError },
    /// A newer version of this crate wrote the file.
    #[error("{}: the lock file is too new", path.display())]
    NewerFormat { path: PathBuf, source: CatalogError },
    /// The file exists but cannot be read.
    #[error("{}: the lock file cannot be read", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    /// The file cannot be written.
    #[error("{}: the lock file cannot be written", path.display())]
    Unwritable { path: PathBuf, source: io::Error },
    /// The value after `openapi:` is not an OpenAPI document.
    #[error("the OpenAPI document of the lock cannot be read")]
    Document(#[from] DocumentError),
    /// The environment variable names an unknown mode.
    #[error(transparent)]
    Mode(#[from] UnknownMode),
}

const UPDATE: &str = "update the lock file with `ERRORBOOK_LOCK=update cargo test`, and commit it";
const MEAN_IT: &str = "fix the rows of the book; \
    if you want to break clients, accept the changes with `ERRORBOOK_LOCK=update-breaking cargo test`";
