//! What can go wrong in the depot, and the one place that says which code it is.
//!
//! The database's own constraints are what refuses a name that is taken, a part that is in use and an update that was
//! overtaken; here they become errors of the domain. What the database should not have said is private: the client
//! learns nothing of it, the log all.

use errorbook::{Constraint, IntoError, Violation, ayanova, primaerp};
use sqlx::error::ErrorKind;

/// Why a project was not answered, stored, changed or deleted.
#[derive(Debug, thiserror::Error, IntoError)]
#[non_exhaustive]
pub enum ProjectError {
    /// No project has this id.
    #[error("no project {0}")]
    #[code(primaerp::OBJECT_NOT_FOUND)]
    NoProject(i64),

    /// Members that do not keep their rules.
    #[error("the project does not keep its rules")]
    #[code(primaerp::VALIDATION_ERROR)]
    Invalid(#[code(violations)] Vec<Violation>),

    /// Somebody else has changed the project in the meantime.
    #[error("version {given} is stale, the project is at {current}")]
    #[code(primaerp::VERSION_STALE)]
    Stale {
        /// The version that the client has seen.
        given: i64,
        /// The version that the project has.
        current: i64,
    },

    /// Another project has the name.
    #[error("another project has this name")]
    #[code(primaerp::OBJECT_EXISTS)]
    NameTaken,

    /// The database failed.
    #[error(transparent)]
    #[code(primaerp::UNHANDLED_ERROR)]
    Storage(sqlx::Error),
}

impl From<sqlx::Error> for ProjectError {
    fn from(error: sqlx::Error) -> ProjectError {
        match kind(&error) {
            Some(ErrorKind::UniqueViolation) => ProjectError::NameTaken,
            _ => ProjectError::Storage(error),
        }
    }
}

/// Why a part was not answered, stored, changed or deleted.
#[derive(Debug, thiserror::Error, IntoError)]
#[non_exhaustive]
pub enum PartError {
    /// The id in the body is not the one in the path.
    #[error("the path says part {path}, the body part {body}")]
    #[code(ayanova::ID_MISMATCH)]
    OtherId {
        /// The id in the path.
        path: i64,
        /// The id in the body.
        body: i64,
    },

    /// No part has this id.
    #[error("no part {0}")]
    #[code(ayanova::OBJECT_NOT_FOUND)]
    NoPart(i64),

    /// Somebody else has changed the part in the meantime.
    #[error("concurrency {given} is past, the part is at {current}")]
    #[code(ayanova::OBJECT_CHANGED)]
    Changed {
        /// The concurrency that the client has seen.
        given: i64,
        /// The concurrency that the part has.
        current: i64,
    },

    /// Members that do not keep their rules.
    #[error("the part does not keep its rules")]
    #[code(ayanova::VALIDATION_ERROR)]
    Invalid(#[code(violations)] Vec<Violation>),

    /// The database failed.
    #[error(transparent)]
    #[code(ayanova::INTERNAL_ERROR)]
    Storage(sqlx::Error),
}

impl From<sqlx::Error> for PartError {
    fn from(error: sqlx::Error) -> PartError {
        match kind(&error) {
            Some(ErrorKind::UniqueViolation) => PartError::Invalid(vec![Violation::new("serial", Constraint::Unique)]),
            Some(ErrorKind::ForeignKeyViolation) => {
                PartError::Invalid(vec![Violation::new("", Constraint::Referenced)])
            }
            _ => PartError::Storage(error),
        }
    }
}

/// Why a work order was not stored.
#[derive(Debug, thiserror::Error, IntoError)]
#[non_exhaustive]
pub enum WorkOrderError {
    /// Members that do not keep their rules.
    #[error("the work order does not keep its rules")]
    #[code(ayanova::VALIDATION_ERROR)]
    Invalid(#[code(violations)] Vec<Violation>),

    /// The order wants more of this part than there is.
    #[error("too few of part {0} in stock")]
    #[code(ayanova::NOT_ENOUGH_INVENTORY)]
    TooFew(i64),

    /// The database failed.
    #[error(transparent)]
    #[code(ayanova::INTERNAL_ERROR)]
    Storage(#[from] sqlx::Error),
}

/// Why the server's state was not changed.
#[derive(Debug, thiserror::Error, IntoError)]
#[non_exhaustive]
pub enum ServerStateError {
    /// The state is not there, or none that we know.
    #[error("no state of a server")]
    #[code(ayanova::VALIDATION_ERROR)]
    Invalid(#[code(violations)] Vec<Violation>),

    /// The database failed.
    #[error(transparent)]
    #[code(ayanova::INTERNAL_ERROR)]
    Storage(#[from] sqlx::Error),
}

/// Which of the database's constraints was broken, if that is the error.
fn kind(error: &sqlx::Error) -> Option<ErrorKind> {
    error.as_database_error().map(|error| error.kind())
}
