//! [`Promised`]: an error that a handler promises.

use crate::{Codes, Error, IntoError};

/// An error that can occur in a handler whose signature promises `P`.
///
/// `?` turns such an error into an adapter's `Error<P>`. The [derive](derive@IntoError) of `IntoError` implements the trait for its
/// own type: the only error of a handler that returns `Result<T, ProjectError>` is a `ProjectError`. A handler that returns
/// `Result<T>` promises [`Error`], and `?` takes everything that implements [`IntoError`](trait@IntoError).
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
/// If you implement `IntoError` by hand, add `impl Promised<ProjectError> for ProjectError {}`.
#[diagnostic::on_unimplemented(
    message = "a handler that promises `{P}` cannot fail with `{Self}`",
    label = "`{Self}` is not promised: convert it into `{P}` with `.map_err(…)`, or hide it from the client with the adapter's `.map_err(Error::internal)`",
    note = "a variant of `{P}` with `#[code(transparent)]` promises all codes of another error",
    note = "a handler that returns `Result<T>` promises nothing, and can fail with every error and code"
)]
pub trait Promised<P>: IntoError {}

impl<E: IntoError> Promised<Error> for E {}

/// The error type of a handler. It lists the codes that the handler promises. It is an adapter's `Error<ProjectError>`, or a
/// `ProjectError` that is itself a response of the framework.
///
/// Generic code reads the promise of a handler from it, such as code that makes an OpenAPI document.
///
/// ```
/// use errorbook::{HandlerError, IntoError, primaerp};
///
/// #[derive(IntoError)]
/// #[code(primaerp::OBJECT_NOT_FOUND)]
/// struct Unknown;
///
/// fn promise_of<T, E: HandlerError>(_: impl Fn() -> Result<T, E>) -> Vec<&'static str> {
///     E::PROMISE.iter().map(|code| code.id()).collect()
/// }
///
/// fn handler() -> Result<(), Unknown> {
///     Err(Unknown)
/// }
///
/// assert_eq!(promise_of(handler), ["PE01-1101"]);
/// ```
pub trait HandlerError {
    /// The codes that the handler promises.
    const PROMISE: Codes;
}

impl<E: IntoError> HandlerError for E {
    const PROMISE: Codes = E::CODES;
}

/// The promise of a handler that can fail only with errors for the log.
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
