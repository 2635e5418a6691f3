//! [`Attach`]: what `#[derive(IntoError)]` does with the value itself: its text for the client, or all of it for the log.
//!
//! The derive sees the path of a code and not its status, so it cannot know which of the two it is. The compiler does: the
//! trait's argument is a constant that [`disclosure`] makes of the code, and only what that one asks for has to be there.

use std::error::Error as StdError;
use std::fmt::Display;
use std::marker::PhantomData;

use crate::{Code, Error};

/// The value says nothing.
pub(crate) const NOTHING: u8 = 0;
/// The value's `Display` is the public description.
pub const DESCRIPTION: u8 = 1;
/// The value is the private cause.
pub const CAUSE: u8 = 2;

/// What is told of a value that says neither `public` nor `private`; from violations the envelopes make a description.
pub const fn disclosure(code: Code, has_violations: bool) -> u8 {
    if code.status().is_server_error() {
        CAUSE
    } else if has_violations {
        NOTHING
    } else {
        DESCRIPTION
    }
}

/// A value that can be told in this way: not at all, as a [`DESCRIPTION`] or as a [`CAUSE`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` lacks what its code asks for",
    note = "a public description is the type's `Display`: implement it, for example with `thiserror::Error`",
    note = "a private cause is a `std::error::Error + Send + Sync + 'static`"
)]
pub trait Attach<const HOW: u8> {
    /// Adds it to the error.
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

/// Finds the best that can be told of a type. A method call on `&&&Probe` takes that of [`ViaError`], if the type has what it
/// asks for, else that of [`ViaDisplay`], else that of [`ViaNothing`], which always fits: the compiler looks through one reference
/// after the other.
#[derive(Debug)]
pub struct Probe<T, const HOW: u8>(PhantomData<T>);

impl<T, const HOW: u8> Probe<T, HOW> {
    /// There is nothing in it.
    pub const NEW: Probe<T, HOW> = Probe(PhantomData);
}

/// All that is asked for.
pub trait ViaError<T> {
    /// Tells it.
    fn attach(&self, value: T, error: Error) -> Error;
}

impl<T: Attach<HOW>, const HOW: u8> ViaError<T> for &&Probe<T, HOW> {
    fn attach(&self, value: T, error: Error) -> Error {
        value.attach(error)
    }
}

/// The text of a cause that is no `std::error::Error`.
pub trait ViaDisplay<T> {
    /// Tells it.
    fn attach(&self, value: T, error: Error) -> Error;
}

impl<T: Display> ViaDisplay<T> for &Probe<T, CAUSE> {
    fn attach(&self, value: T, error: Error) -> Error {
        error.with_cause(value.to_string())
    }
}

/// Nothing, for a type without a text.
pub trait ViaNothing<T> {
    /// Leaves the error as it is.
    fn attach(&self, value: T, error: Error) -> Error;
}

impl<T, const HOW: u8> ViaNothing<T> for Probe<T, HOW> {
    fn attach(&self, _: T, error: Error) -> Error {
        error
    }
}
