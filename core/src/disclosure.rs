//! [`Attach`]: attaches a value to its error, as the description or as the private cause, for `#[derive(IntoError)]`.
//!
//! The derive knows the path of a code, but not its status. The compiler knows the status: [`disclosure`] computes a constant
//! from the code, which is the argument of the trait. So the value needs only the traits for that constant.

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

/// Returns how to attach a value without `public` or `private`. With violations or a `description`, the error has a text already.
pub const fn disclosure(code: Code, has_text: bool) -> u8 {
    if code.status().is_server_error() {
        CAUSE
    } else if has_text {
        NOTHING
    } else {
        DESCRIPTION
    }
}

/// A value that can be attached in the way of the constant: not at all, as a [`DESCRIPTION`] or as a [`CAUSE`].
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

/// Selects the best way to attach a value that its type allows.
///
/// A method call on `&&&Probe` selects the method of [`ViaError`] if the type meets its bounds. Otherwise the compiler removes
/// one reference and tries [`ViaDisplay`], and then [`ViaNothing`], which has no bounds.
#[derive(Debug)]
pub struct Probe<T, const HOW: u8>(PhantomData<T>);

impl<T, const HOW: u8> Probe<T, HOW> {
    /// The only value.
    pub const NEW: Probe<T, HOW> = Probe(PhantomData);
}

/// Attaches a value whose type has the traits that its code needs.
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
