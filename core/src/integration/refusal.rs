//! The refusal of a database, independent of the crate that reports it.

use std::error::Error as StdError;

use crate::{Error, ErrorKind};

/// Returns the error for a refusal: its kind, the broken constraint if the database names it, and the private cause.
pub(super) fn refusal(
    kind: ErrorKind,
    constraint: Option<String>,
    cause: impl StdError + Send + Sync + 'static,
) -> Error {
    let error = Error::from(kind).with_cause(cause);
    match constraint {
        Some(name) => error.with_broken_constraint(name),
        None => error,
    }
}
