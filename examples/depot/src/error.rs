//! What can go wrong in the depot, and the one place that says which code it is.
//!
//! The database's own constraints are what refuses a name that is taken, a part that is in use and an update that was
//! overtaken; here they become errors of the domain. What the database should not have said has no code: the client
//! learns nothing of it, the log all.

use errorbook::{Constraint, Error, IntoError, Violation, ayanova, primaerp};
use sqlx::error::ErrorKind;

/// Why a project was not answered, stored, changed or deleted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProjectError {
    /// No project has this id.
    #[error("no project {0}")]
    NoProject(i64),

    /// Members that do not keep their rules.
    #[error("the project does not keep its rules")]
    Invalid(Vec<Violation>),

    /// Somebody else has changed the project in the meantime.
    #[error("version {given} is stale, the project is at {current}")]
    Stale {
        /// The version that the client has seen.
        given: i64,
        /// The version that the project has.
        current: i64,
    },

    /// Another project has the name.
    #[error("another project has this name")]
    NameTaken,

    /// The database failed.
    #[error(transparent)]
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

impl IntoError for ProjectError {
    fn into_error(self) -> Error {
        let code = match self {
            ProjectError::NoProject(_) => primaerp::OBJECT_NOT_FOUND,
            ProjectError::Stale { .. } => primaerp::VERSION_STALE,
            ProjectError::NameTaken => primaerp::OBJECT_EXISTS,
            ProjectError::Invalid(violations) => {
                return Error::from(primaerp::VALIDATION_ERROR).with_violations(violations);
            }
            ProjectError::Storage(cause) => return Error::unhandled(cause),
        };
        Error::from(code).with_description(self.to_string())
    }
}

/// Why a part was not answered, stored, changed or deleted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PartError {
    /// The id in the body is not the one in the path.
    #[error("the path says part {path}, the body part {body}")]
    OtherId {
        /// The id in the path.
        path: i64,
        /// The id in the body.
        body: i64,
    },

    /// No part has this id.
    #[error("no part {0}")]
    NoPart(i64),

    /// Somebody else has changed the part in the meantime.
    #[error("concurrency {given} is past, the part is at {current}")]
    Changed {
        /// The concurrency that the client has seen.
        given: i64,
        /// The concurrency that the part has.
        current: i64,
    },

    /// Members that do not keep their rules.
    #[error("the part does not keep its rules")]
    Invalid(Vec<Violation>),

    /// The database failed.
    #[error(transparent)]
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

impl IntoError for PartError {
    fn into_error(self) -> Error {
        let code = match self {
            PartError::OtherId { .. } => ayanova::ID_MISMATCH,
            PartError::NoPart(_) => ayanova::OBJECT_NOT_FOUND,
            PartError::Changed { .. } => ayanova::OBJECT_CHANGED,
            PartError::Invalid(violations) => {
                return Error::from(ayanova::VALIDATION_ERROR).with_violations(violations);
            }
            PartError::Storage(cause) => return Error::unhandled(cause),
        };
        Error::from(code).with_description(self.to_string())
    }
}

/// Why a work order was not stored.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WorkOrderError {
    /// Members that do not keep their rules.
    #[error("the work order does not keep its rules")]
    Invalid(Vec<Violation>),

    /// The order wants more of this part than there is.
    #[error("too few of part {0} in stock")]
    TooFew(i64),

    /// The database failed.
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

impl IntoError for WorkOrderError {
    fn into_error(self) -> Error {
        let code = match self {
            WorkOrderError::TooFew(_) => ayanova::NOT_ENOUGH_INVENTORY,
            WorkOrderError::Invalid(violations) => {
                return Error::from(ayanova::VALIDATION_ERROR).with_violations(violations);
            }
            WorkOrderError::Storage(cause) => return Error::unhandled(cause),
        };
        Error::from(code).with_description(self.to_string())
    }
}

/// Why the server's state was not changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServerStateError {
    /// The state is not there, or none that we know.
    #[error("no state of a server")]
    Invalid(Vec<Violation>),

    /// The database failed.
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

impl IntoError for ServerStateError {
    fn into_error(self) -> Error {
        match self {
            ServerStateError::Invalid(violations) => Error::from(ayanova::VALIDATION_ERROR).with_violations(violations),
            ServerStateError::Storage(cause) => Error::unhandled(cause),
        }
    }
}

/// Which of the database's constraints was broken, if that is the error.
fn kind(error: &sqlx::Error) -> Option<ErrorKind> {
    error.as_database_error().map(|error| error.kind())
}
