//! [`reqwest013::Error`]: it names an address, so it is for the log alone.

use crate::{Error, IntoError};

/// Becomes the private cause of an error without a code.
impl IntoError for reqwest013::Error {
    fn into_error(self) -> Error {
        Error::internal(self)
    }
}
