//! [`PagesError`]: the pages could not be created.

/// The pages could not be created.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PagesError {
    /// The path is not made of segments of letters, digits, `-`, `.`, `_` and `~`, each after a `/`.
    #[error("the path of the pages must be plain segments, each after a `/`, but it is {0:?}")]
    Path(&'static str),
    /// There are no books.
    #[error("the pages need at least one book")]
    NoBook,
    /// The identifier of a code is `.` or `..`.
    #[error("an address cannot end with the identifier {0:?}")]
    Dots(String),
    /// Two codes have the same identifier.
    #[error("two codes have the identifier {0:?}, but each code needs its own address")]
    Twice(String),
}
