//! [`SnapshotError`]: why a text or JSON is no snapshot.

use crate::InvalidStatus;

/// Why a lock file or a catalogue in JSON cannot be read, and where.
///
/// ```
/// use errorbook::lock::Snapshot;
///
/// let error = "book cart\n\nCART-1001 909\n".parse::<Snapshot>().unwrap_err();
/// assert_eq!(error.to_string(), "line 3: 909 is not an HTTP status: it is not within 100..=599");
///
/// let error = Snapshot::from_json(b"{\"name\": \"cart\",\n \"codes\": [{\"status\": 409}]}").unwrap_err();
/// assert_eq!(error.to_string(), "missing field `code` at line 2 column 26");
/// ```
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct SnapshotError(#[from] Kind);

#[derive(Debug, thiserror::Error)]
enum Kind {
    #[error(transparent)]
    Json(serde_json::Error),
    #[error("{path}: {problem}")]
    Member { path: String, problem: Problem },
    #[error("line {line}: {problem}")]
    Line { line: usize, problem: Problem },
}

impl SnapshotError {
    pub(super) fn json(error: serde_json::Error) -> SnapshotError {
        SnapshotError(Kind::Json(error))
    }

    /// `path` as in JavaScript: `codes[3].parameters[1]`.
    pub(super) fn member(path: String, problem: Problem) -> SnapshotError {
        SnapshotError(Kind::Member { path, problem })
    }

    /// `line` counts from 1.
    pub(super) fn line(line: usize, problem: Problem) -> SnapshotError {
        SnapshotError(Kind::Line { line, problem })
    }
}

/// What is wrong with one line of a lock file or one member of a catalogue.
#[derive(Debug, thiserror::Error)]
pub(super) enum Problem {
    #[error("{0:?} stands twice: keep one of the two")]
    Twice(String),
    #[error("{0:?} is retired and in use: keep one of the two")]
    RetiredInUse(String),
    #[error("the parameter {0:?} stands twice: keep one of the two")]
    ParameterTwice(String),
    #[error("the identifier is empty")]
    Nameless,
    #[error("`retry` is `after`: say in `retry_after` after how many seconds")]
    NoDelay,
    #[error("`retry_after` stands with the `retry` `after` alone")]
    IdleDelay,
    #[error(transparent)]
    Status(#[from] InvalidStatus),
    #[error("it is not UTF-8")]
    NotUtf8,
    #[error("a merge conflict begins or ends here: resolve it")]
    MergeConflict,
    #[error("there is no line `book NAME` before it")]
    NoBook,
    #[error("a line `book NAME` is expected, and nothing else in it")]
    WrongBook,
    #[error("a status or `retired` is expected after {0:?}")]
    NoStatus(String),
    #[error("`retired` is the last word of its line")]
    RetiredIsLast,
    #[error("a word, or a JSON string in one line, is expected at {0:?}")]
    NoWord(String),
    #[error("a space is expected before {0:?}")]
    NoSpace(String),
    #[error("{0:?} is unknown: after the status stand a \"message\", parameter:kind, retry=, since= and replacement=")]
    UnknownWord(String),
    #[error("{0} stands twice in the line: keep one of the two")]
    AttributeTwice(&'static str),
    #[error("{0:?} is no retry: it is `never`, `at_once`, or `after:30s` with a whole number of seconds")]
    WrongRetry(String),
}
