//! The errors of the depot, with their codes.
//!
//! Each call has its own error type. It is the promise of the handler that returns it, and the OpenAPI document lists its codes.
//!
//! Names that are taken, parts that are in use, and concurrent updates are detected by the database's own constraints. They
//! become errors of the service here. All other errors of the database are private: the client does not see them, and the log
//! has them in full.

use errorbook::{Constraint, IntoError, Violation, ayanova, primaerp};
use sqlx::error::ErrorKind;

use crate::project::TOP_LIMIT;

/// No project has this id.
#[derive(Debug, thiserror::Error, IntoError)]
#[error("no project {0}")]
#[code(primaerp::OBJECT_NOT_FOUND)]
pub struct NoProject(pub(crate) i64);

/// The database of the projects failed.
#[derive(Debug, thiserror::Error, IntoError)]
#[error(transparent)]
#[code(primaerp::UNHANDLED_ERROR)]
pub struct ProjectStorageError(#[from] sqlx::Error);

/// A parameter of the list of projects is out of its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, IntoError)]
#[non_exhaustive]
pub enum PageError {
    /// `skip` is negative.
    #[error("skip: must be at least 0")]
    #[code(primaerp::WRONG_PARAMETERS)]
    Skip,
    /// `top` is too small or too large.
    #[error("top: must be between 1 and {TOP_LIMIT}")]
    #[code(primaerp::WRONG_PARAMETERS)]
    Top,
}

/// An error while listing the projects.
#[derive(Debug, thiserror::Error, IntoError)]
#[error(transparent)]
#[non_exhaustive]
pub enum ListProjectsError {
    /// A parameter is out of its bounds.
    #[code(transparent)]
    Page(#[from] PageError),
    /// The database failed.
    #[code(transparent)]
    Storage(#[from] ProjectStorageError),
}

/// An error while reading or deleting a project.
#[derive(Debug, thiserror::Error, IntoError)]
#[error(transparent)]
#[non_exhaustive]
pub enum FindProjectError {
    /// No project has the id.
    #[code(transparent)]
    NoProject(#[from] NoProject),
    /// The database failed.
    #[code(transparent)]
    Storage(#[from] ProjectStorageError),
}

impl From<sqlx::Error> for FindProjectError {
    fn from(error: sqlx::Error) -> FindProjectError {
        ProjectStorageError(error).into()
    }
}

/// An error while creating a project.
#[derive(Debug, thiserror::Error, IntoError)]
#[non_exhaustive]
pub enum CreateProjectError {
    /// Members break their rules.
    #[error("the project does not keep its rules")]
    #[code(primaerp::VALIDATION_ERROR)]
    Invalid(#[code(violations)] Vec<Violation>),

    /// Another project has the name.
    #[error("another project has this name")]
    #[code(primaerp::OBJECT_EXISTS)]
    NameTaken,

    /// The database failed.
    #[error(transparent)]
    #[code(transparent)]
    Storage(ProjectStorageError),
}

impl From<sqlx::Error> for CreateProjectError {
    fn from(error: sqlx::Error) -> CreateProjectError {
        match kind(&error) {
            Some(ErrorKind::UniqueViolation) => CreateProjectError::NameTaken,
            _ => CreateProjectError::Storage(ProjectStorageError(error)),
        }
    }
}

/// An error while changing a project.
#[derive(Debug, thiserror::Error, IntoError)]
#[non_exhaustive]
pub enum ChangeProjectError {
    /// An error that can also happen while creating a project.
    #[error(transparent)]
    #[code(transparent)]
    Fields(#[from] CreateProjectError),

    /// No project has the id.
    #[error(transparent)]
    #[code(transparent)]
    NoProject(#[from] NoProject),

    /// Another client has changed the project in the meantime.
    #[error("version {given} is stale, the project is at {current}")]
    #[code(primaerp::VERSION_STALE)]
    Stale {
        /// The version that the client has seen.
        given: i64,
        /// The version that the project has.
        current: i64,
    },
}

impl From<sqlx::Error> for ChangeProjectError {
    fn from(error: sqlx::Error) -> ChangeProjectError {
        CreateProjectError::from(error).into()
    }
}

/// No part has this id.
#[derive(Debug, thiserror::Error, IntoError)]
#[error("no part {0}")]
#[code(ayanova::OBJECT_NOT_FOUND)]
pub struct NoPart(pub(crate) i64);

/// The database of the parts failed.
#[derive(Debug, thiserror::Error, IntoError)]
#[error(transparent)]
#[code(ayanova::INTERNAL_ERROR)]
pub struct PartStorageError(#[from] sqlx::Error);

/// An error while reading a part.
#[derive(Debug, thiserror::Error, IntoError)]
#[error(transparent)]
#[non_exhaustive]
pub enum FindPartError {
    /// No part has the id.
    #[code(transparent)]
    NoPart(#[from] NoPart),
    /// The database failed.
    #[code(transparent)]
    Storage(#[from] PartStorageError),
}

impl From<sqlx::Error> for FindPartError {
    fn from(error: sqlx::Error) -> FindPartError {
        PartStorageError(error).into()
    }
}

/// An error while creating a part.
#[derive(Debug, thiserror::Error, IntoError)]
#[non_exhaustive]
pub enum CreatePartError {
    /// Members break their rules.
    #[error("the part does not keep its rules")]
    #[code(ayanova::VALIDATION_ERROR)]
    Invalid(#[code(violations)] Vec<Violation>),

    /// The database failed.
    #[error(transparent)]
    #[code(transparent)]
    Storage(PartStorageError),
}

impl From<sqlx::Error> for CreatePartError {
    fn from(error: sqlx::Error) -> CreatePartError {
        match kind(&error) {
            Some(ErrorKind::UniqueViolation) => {
                CreatePartError::Invalid(vec![Violation::new("serial", Constraint::Unique)])
            }
            Some(ErrorKind::ForeignKeyViolation) => {
                CreatePartError::Invalid(vec![Violation::new("", Constraint::Referenced)])
            }
            _ => CreatePartError::Storage(PartStorageError(error)),
        }
    }
}

/// An error while deleting a part.
#[derive(Debug, thiserror::Error, IntoError)]
#[error(transparent)]
#[non_exhaustive]
pub enum DeletePartError {
    /// No part has the id.
    #[code(transparent)]
    NoPart(#[from] NoPart),
    /// A work order uses the part, or the database failed.
    #[code(transparent)]
    Part(#[from] CreatePartError),
}

impl From<sqlx::Error> for DeletePartError {
    fn from(error: sqlx::Error) -> DeletePartError {
        CreatePartError::from(error).into()
    }
}

/// An error while changing a part.
#[derive(Debug, thiserror::Error, IntoError)]
#[non_exhaustive]
pub enum ChangePartError {
    /// The id in the body differs from the id in the path.
    #[error("the path says part {path}, the body part {body}")]
    #[code(ayanova::ID_MISMATCH)]
    OtherId {
        /// The id in the path.
        path: i64,
        /// The id in the body.
        body: i64,
    },

    /// No part has the id, or the database failed.
    #[error(transparent)]
    #[code(transparent)]
    Find(#[from] FindPartError),

    /// Another client has changed the part in the meantime.
    #[error("concurrency {given} is past, the part is at {current}")]
    #[code(ayanova::OBJECT_CHANGED)]
    Changed {
        /// The concurrency that the client has seen.
        given: i64,
        /// The concurrency that the part has.
        current: i64,
    },

    /// An error that can also happen while creating a part.
    #[error(transparent)]
    #[code(transparent)]
    Fields(#[from] CreatePartError),
}

impl From<sqlx::Error> for ChangePartError {
    fn from(error: sqlx::Error) -> ChangePartError {
        CreatePartError::from(error).into()
    }
}

/// An error while creating a work order.
#[derive(Debug, thiserror::Error, IntoError)]
#[non_exhaustive]
pub enum WorkOrderError {
    /// Members break their rules.
    #[error("the work order does not keep its rules")]
    #[code(ayanova::VALIDATION_ERROR)]
    Invalid(#[code(violations)] Vec<Violation>),

    /// The order needs more pieces of this part than there are in stock.
    #[error("too few of part {0} in stock")]
    #[code(ayanova::NOT_ENOUGH_INVENTORY)]
    TooFew(i64),

    /// The database failed.
    #[error(transparent)]
    #[code(ayanova::INTERNAL_ERROR)]
    Storage(#[from] sqlx::Error),
}

/// An error while changing the server's state.
#[derive(Debug, thiserror::Error, IntoError)]
#[non_exhaustive]
pub enum ServerStateError {
    /// The state is missing or unknown.
    #[error("no state of a server")]
    #[code(ayanova::VALIDATION_ERROR)]
    Invalid(#[code(violations)] Vec<Violation>),

    /// The database failed.
    #[error(transparent)]
    #[code(ayanova::INTERNAL_ERROR)]
    Storage(#[from] sqlx::Error),
}

/// An error while checking the token of a request to the primaERP mount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoError)]
#[non_exhaustive]
pub enum TokenError {
    /// The request has no credentials.
    #[code(primaerp::TOKEN_MISSING)]
    Missing,
    /// The credentials are not known.
    #[code(primaerp::TOKEN_INVALID)]
    Invalid,
}

/// An error while checking that a client may change the state of the AyaNova mount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoError)]
#[non_exhaustive]
pub enum OperatorError {
    /// The credentials are missing or not known.
    #[code(ayanova::AUTHENTICATION_FAILED)]
    Unknown,
    /// The credentials are those of a user without this right.
    #[code(ayanova::NOT_AUTHORIZED)]
    User,
}

/// The state of the AyaNova mount rejects a request. The errors have only a code.
#[derive(Debug, IntoError)]
#[non_exhaustive]
pub enum AdmissionError {
    /// The mount is closed.
    #[code(ayanova::API_CLOSED)]
    Closed,
    /// The mount is open only for maintenance.
    #[code(ayanova::API_OPS_ONLY)]
    OpsOnly,
    /// Data of an older version is being migrated.
    #[code(ayanova::API_MIGRATING)]
    Migrating,
    /// The database does not return the state.
    #[code(transparent)]
    Unknown(StateUnknown),
}

impl From<sqlx::Error> for AdmissionError {
    fn from(error: sqlx::Error) -> AdmissionError {
        AdmissionError::Unknown(StateUnknown(error))
    }
}

/// The database does not return the server's state.
#[derive(Debug, thiserror::Error, IntoError)]
#[error(transparent)]
#[code(ayanova::INTERNAL_ERROR)]
pub struct StateUnknown(sqlx::Error);

/// Returns the kind of the database's constraint that was broken, if there is one.
fn kind(error: &sqlx::Error) -> Option<ErrorKind> {
    error.as_database_error().map(|error| error.kind())
}
