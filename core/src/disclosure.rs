//! [`Attach`]: how `#[derive(IntoError)]` attaches a value to its error, as the description or as the private cause.
//!
//! The derive sees only the path of a code, not its status. The compiler knows the status: the argument of the trait is a
//! constant that [`disclosure`] computes from the code, and the type needs only the traits for that constant.

use std::error::Error as StdError;
use std::fmt::Display;
use std::marker::PhantomData;

use crate::{Code, Error};

/// The value is not attached.
pub(crate) const NOTHING: u8 = 0;
/// The value's `Display` is the public description.
pub const DESCRIPTION: u8 = 1;
/// The value is the private cause.
pub const CAUSE: u8 = 2;

/// Returns how to attach a value without `public` or `private`. An error with violations or a `description` has its text.
pub const fn disclosure(code: Code, has_text: bool) -> u8 {
    if code.status().is_server_error() {
        CAUSE
    } else if has_text {
        NOTHING
    } else {
        DESCRIPTION
    }
}

/// A value that can be attached in this way: not at all, as a [`DESCRIPTION`] or as a [`CAUSE`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement the traits that its code needs",
    note = "for a public description, implement `Display`, for example with `thiserror::Error`",
    note = "for a private cause, implement `std::error::Error + Send + Sync + 'static`"
)]
pub trait Attach<const HOW: u8> {
    /// Adds the value to the error.
    fn attach(self, error: Error) -> Error;
}

impl<T> Attach<NOTHING> for T {
    fn attach(self, error: Error) -> Error {
        error
    }
}

impl<T: Display> Attach<DESCRIPTION> for T {
    fn attach(self, error: Error) -> Error {
        error.with_description(self.to_string())
    }
}

impl<T: StdError + Send + Sync + 'static> Attach<CAUSE> for T {
    fn attach(self, error: Error) -> Error {
        error.with_cause(self)
    }
}

/// Finds out how much of a value its type allows to attach.
///
/// A method call on `&&&Probe` takes the method of [`ViaError`] if the type implements its bounds, otherwise that of
/// [`ViaDisplay`], otherwise that of [`ViaNothing`], which has none: the compiler removes one reference after the other.
#[derive(Debug)]
pub struct Probe<T, const HOW: u8>(PhantomData<T>);

impl<T, const HOW: u8> Probe<T, HOW> {
    /// The only value.
    pub const NEW: Probe<T, HOW> = Probe(PhantomData);
}

/// Attaches the value as its code needs it.
pub trait ViaError<T> {
    /// Adds the value to the error.
    fn attach(&self, value: T, error: Error) -> Error;
}

impl<T: Attach<HOW>, const HOW: u8> ViaError<T> for &&Probe<T, HOW> {
    fn attach(&self, value: T, error: Error) -> Error {
        value.attach(error)
    }
}

/// Attaches the text of a cause that does not implement `std::error::Error`.
pub trait ViaDisplay<T> {
    /// Adds the value to the error.
    fn attach(&self, value: T, error: Error) -> Error;
}

impl<T: Display> ViaDisplay<T> for &Probe<T, CAUSE> {
    fn attach(&self, value: T, error: Error) -> Error {
        error.with_cause(value.to_string())
    }
}

/// Attaches nothing, for a type without a text.
pub trait ViaNothing<T> {
    /// Returns the error unchanged.
    fn attach(&self, value: T, error: Error) -> Error;
}

impl<T, const HOW: u8> ViaNothing<T> for Probe<T, HOW> {
    fn attach(&self, _: T, error: Error) -> Error {
        error
    }
}
