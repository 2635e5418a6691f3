//! [`PagesError`]: catalogs have no pages.

/// Catalogs have no pages, because an address would lead to no page or to two.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PagesError {
    /// The path is anything but segments of letters, digits, `-`, `.`, `_` and `~`, each after a `/`.
    #[error("the path of the pages must be plain segments, each after a `/`, and not {0:?}")]
    Path(&'static str),
    /// There is no book.
    #[error("the pages need a book")]
    NoBook,
    /// The identifier of a code is `.` or `..`.
    #[error("no address can end in the identifier {0:?}")]
    Dots(String),
    /// Two codes have the same identifier.
    #[error("the identifier {0:?} is listed twice: it leads to one page")]
    Twice(String),
}
