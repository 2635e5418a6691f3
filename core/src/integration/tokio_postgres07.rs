//! `IntoError` for the `Error` of tokio-postgres 0.7.
//!
//! ```
//! # extern crate tokio_postgres07 as tokio_postgres;
//! use errorbook::{Error, IntoError};
//!
//! fn failed(error: tokio_postgres::Error) -> Error {
//!     error.into_error()
//! }
//! ```

use std::error::Error as _;
use std::io;

use ::tokio_postgres07::Error;

use super::{database_code, refusal};
use crate::{ErrorKind, IntoError};

/// | error | kind |
/// |---|---|
/// | a unique key, or an exclusion constraint | [`ErrorKind::NotUnique`] |
/// | a foreign key | [`ErrorKind::Referenced`] |
/// | a check, or a null | [`ErrorKind::RuleBroken`] |
/// | a lock, a deadlock, too many connections, a server that stops or starts, no connection | [`ErrorKind::Unavailable`] |
/// | anything else | [`ErrorKind::Internal`] |
///
/// The private cause is the error itself: its text names tables and repeats values. A `query_one` without a row is an internal error,
/// because the crate does not report it in a structured way: use `query_opt`.
impl IntoError for Error {
    fn into_error(self) -> crate::Error {
        let kind = match self.code() {
            None if self.is_closed() || self.source().is_some_and(|source| source.is::<io::Error>()) => {
                ErrorKind::Unavailable
            }
            code => database_code::kind_of(code.map(|code| code.code())),
        };
        let constraint = self.as_db_error().and_then(|error| error.constraint()).map(str::to_owned);
        refusal::refusal(kind, constraint, self)
    }
}
