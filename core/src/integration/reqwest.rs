//! `IntoError` for the errors of all versions of reqwest. They name an address, so they are for the log alone.

use crate::{Error, IntoError};

macro_rules! reqwest_versions {
    ($($reqwest:ident if $feature:literal)*) => { $(
        /// Becomes the private cause of an error without a code.
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
