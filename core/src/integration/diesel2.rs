//! `IntoError` for the `Error` of diesel 2.
//!
//! ```
//! # extern crate diesel2 as diesel;
//! use errorbook::{IntoError, ayanova};
//!
//! let error = diesel::result::Error::NotFound.into_error();
//! assert_eq!(error.to_response_in(&ayanova::BOOK).body(), br#"{"error":{"code":"2010","message":"Object not found"}}"#);
//! ```

use ::diesel2::result::{ConnectionError, DatabaseErrorKind, Error};

use super::refusal;
use crate::{ErrorKind, IntoError};

/// | error | kind |
/// |---|---|
/// | no row | [`ErrorKind::ObjectNotFound`], without a cause for the log |
/// | a unique key, or an exclusion constraint of PostgreSQL | [`ErrorKind::NotUnique`] |
/// | a foreign key | [`ErrorKind::Referenced`] |
/// | a check, or a null | [`ErrorKind::RuleBroken`] |
/// | a serialization failure, a lost connection | [`ErrorKind::Unavailable`] |
/// | anything else | [`ErrorKind::Internal`] |
///
/// The private cause is the error itself, except for the first row: its text names tables and repeats values. diesel does not pass on
/// the database's codes, so locks and deadlocks are internal errors.
impl IntoError for Error {
    fn into_error(self) -> crate::Error {
        match kind(&self) {
            ErrorKind::ObjectNotFound => ErrorKind::ObjectNotFound.into(),
            kind => {
                let constraint = broken_constraint(&self).map(str::to_owned);
                refusal::refusal(kind, constraint, self)
            }
        }
    }
}

/// Returns [`ErrorKind::Unavailable`] if the server cannot be reached or refuses the connection, or else [`ErrorKind::Internal`].
impl IntoError for ConnectionError {
    fn into_error(self) -> crate::Error {
        let kind = match self {
            ConnectionError::BadConnection(_) => ErrorKind::Unavailable,
            _ => ErrorKind::Internal,
        };
        crate::Error::from(kind).with_cause(self)
    }
}

fn broken_constraint(error: &Error) -> Option<&str> {
    match error {
        Error::DatabaseError(_, information) => information.constraint_name(),
        Error::RollbackErrorOnCommit { commit_error, .. } => broken_constraint(commit_error),
        _ => None,
    }
}

fn kind(error: &Error) -> ErrorKind {
    match error {
        Error::NotFound => ErrorKind::ObjectNotFound,
        Error::DatabaseError(kind, _) => match kind {
            DatabaseErrorKind::UniqueViolation | DatabaseErrorKind::ExclusionViolation => ErrorKind::NotUnique,
            DatabaseErrorKind::ForeignKeyViolation | DatabaseErrorKind::RestrictViolation => ErrorKind::Referenced,
            DatabaseErrorKind::NotNullViolation | DatabaseErrorKind::CheckViolation => ErrorKind::RuleBroken,
            DatabaseErrorKind::SerializationFailure | DatabaseErrorKind::ClosedConnection => ErrorKind::Unavailable,
            _ => ErrorKind::Internal,
        },
        Error::RollbackErrorOnCommit { commit_error, .. } => kind(commit_error),
        _ => ErrorKind::Internal,
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use super::*;

    #[test]
    fn each_kind_of_failure_has_its_error_kind() {
        let database = |kind| Error::DatabaseError(kind, Box::new("secret".to_owned()));
        let cases = [
            (Error::NotFound, ErrorKind::ObjectNotFound),
            (database(DatabaseErrorKind::UniqueViolation), ErrorKind::NotUnique),
            (database(DatabaseErrorKind::ExclusionViolation), ErrorKind::NotUnique),
            (database(DatabaseErrorKind::ForeignKeyViolation), ErrorKind::Referenced),
            (database(DatabaseErrorKind::RestrictViolation), ErrorKind::Referenced),
            (database(DatabaseErrorKind::NotNullViolation), ErrorKind::RuleBroken),
            (database(DatabaseErrorKind::CheckViolation), ErrorKind::RuleBroken),
            (database(DatabaseErrorKind::SerializationFailure), ErrorKind::Unavailable),
            (database(DatabaseErrorKind::ClosedConnection), ErrorKind::Unavailable),
            (database(DatabaseErrorKind::ReadOnlyTransaction), ErrorKind::Internal),
            (
                Error::RollbackErrorOnCommit {
                    rollback_error: Box::new(Error::NotInTransaction),
                    commit_error: Box::new(database(DatabaseErrorKind::SerializationFailure)),
                },
                ErrorKind::Unavailable,
            ),
            (Error::RollbackTransaction, ErrorKind::Internal),
        ];
        for (error, expected) in cases {
            let text = format!("{error:?}");
            assert_eq!(kind(&error), expected, "{text}");
            let error = error.into_error();
            assert_eq!(error.source().is_some(), expected != ErrorKind::ObjectNotFound, "{text}");
            assert!(!format!("{error} {:?}", error.to_response()).contains("secret"), "{text}");
        }
        let refused = ConnectionError::BadConnection("secret".to_owned()).into_error();
        assert_eq!(refused.to_response().status().as_u16(), 503);
    }
}
