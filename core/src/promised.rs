//! [`Promised`]: the errors that a handler can fail with.

use crate::{Codes, Error, IntoError};

/// An error with which a handler can fail whose signature promises `P`.
///
/// An adapter's `Error<P>` is made of such an error with `?`. The [derive](derive@IntoError) of `IntoError` implements the trait for
/// its own type, so that a handler that returns `Result<T, ProjectError>` can fail with a `ProjectError` alone. A handler that
/// returns `Result<T>` promises [`Error`], and fails with everything that is [`IntoError`](trait@IntoError).
///
/// ```
/// use errorbook::{Code, Error, IntoError, Promised, primaerp};
///
/// #[derive(IntoError)]
/// enum ProjectError {
///     #[code(primaerp::OBJECT_NOT_FOUND)]
///     Unknown,
/// }
///
/// fn code_of<P>(error: impl Promised<P>) -> Option<Code> {
///     error.into_error().code()
/// }
///
/// assert_eq!(code_of::<ProjectError>(ProjectError::Unknown), Some(primaerp::OBJECT_NOT_FOUND));
/// assert_eq!(code_of::<Error>(primaerp::VERSION_STALE), Some(primaerp::VERSION_STALE));
/// ```
///
/// A type whose `IntoError` is written by hand promises itself with `impl Promised<ProjectError> for ProjectError {}`.
#[diagnostic::on_unimplemented(
    message = "a handler that promises `{P}` cannot fail with `{Self}`",
    label = "`{Self}` is not promised: convert it into `{P}` with `.map_err(…)`, or hide it from the client with the adapter's `.map_err(Error::internal)`",
    note = "a variant of `{P}` with `#[code(transparent)]` promises all codes of another error",
    note = "a handler that returns `Result<T>` promises nothing, and can fail with every error and code"
)]
pub trait Promised<P>: IntoError {}

impl<E: IntoError> Promised<Error> for E {}

/// The promise of a handler that fails with nothing but errors for the log alone.
///
/// ```
/// use std::convert::Infallible;
///
/// use errorbook::IntoError;
///
/// assert!(Infallible::CODES.is_complete());
/// assert_eq!(Infallible::CODES.iter().count(), 0);
/// ```
impl IntoError for std::convert::Infallible {
    const CODES: Codes = Codes { own: &[], others: &[], is_known: true };

    fn into_error(self) -> Error {
        match self {}
    }
}

impl Promised<std::convert::Infallible> for std::convert::Infallible {}
