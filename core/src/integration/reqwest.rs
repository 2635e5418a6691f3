//! `IntoError` for the errors of all versions of reqwest. They contain an address, so they go only to the log.

use crate::{Error, IntoError};

macro_rules! reqwest_versions {
    ($($reqwest:ident if $feature:literal)*) => { $(
        /// Returns an internal error with this error as its private cause.
        #[cfg(feature = $feature)]
        impl IntoError for ::$reqwest::Error {
            fn into_error(self) -> Error {
                Error::internal(self)
            }
        }
    )* };
}

reqwest_versions! {
    reqwest012 if "reqwest012"
    reqwest013 if "reqwest013"
}
