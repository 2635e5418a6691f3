//! `IntoError` for the errors of pools, which can contain an error of a pooled connection.

use crate::{Error, ErrorKind, IntoError};

macro_rules! deadpool_versions {
    ($($deadpool:ident if $feature:literal)*) => { $(
        /// Returns [`ErrorKind::Unavailable`] if no object was free in time, the error of the backend itself, or else an internal error.
        #[cfg(feature = $feature)]
        impl<E: IntoError + std::error::Error + Send + Sync + 'static> IntoError for ::$deadpool::managed::PoolError<E> {
            fn into_error(self) -> Error {
                match self {
                    Self::Backend(error) => error.into_error(),
                    Self::Timeout(_) => Error::from(ErrorKind::Unavailable).with_cause(self),
                    error => Error::internal(error),
                }
            }
        }
    )* };
}

deadpool_versions! {
    deadpool012 if "deadpool012"
    deadpool013 if "deadpool013"
}

/// Returns [`ErrorKind::Unavailable`] if no connection was free in time, or else the error of the connection itself.
#[cfg(feature = "bb8-09")]
impl<E: IntoError + std::error::Error + Send + Sync + 'static> IntoError for ::bb8_09::RunError<E> {
    fn into_error(self) -> Error {
        match self {
            Self::User(error) => error.into_error(),
            Self::TimedOut => Error::from(ErrorKind::Unavailable).with_cause(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    #[cfg(feature = "deadpool012")]
    use ::deadpool012::managed::{PoolError as PoolError012, TimeoutType as TimeoutType012};
    #[cfg(feature = "deadpool013")]
    use ::deadpool013::managed::{PoolError as PoolError013, TimeoutType as TimeoutType013};

    use super::*;

    /// The error of a pooled object.
    #[derive(Debug, thiserror::Error)]
    #[error("secret")]
    struct Backend;

    impl IntoError for Backend {
        fn into_error(self) -> Error {
            Error::from(ErrorKind::NotUnique).with_cause(self)
        }
    }

    #[test]
    fn a_pool_timeout_is_unavailable_and_a_backend_error_is_converted_by_itself() {
        let cases: Vec<(Error, u16)> = vec![
            #[cfg(feature = "deadpool012")]
            (PoolError012::<Backend>::Timeout(TimeoutType012::Wait).into_error(), 503),
            #[cfg(feature = "deadpool012")]
            (PoolError012::Backend(Backend).into_error(), 409),
            #[cfg(feature = "deadpool012")]
            (PoolError012::<Backend>::Closed.into_error(), 500),
            #[cfg(feature = "deadpool013")]
            (PoolError013::<Backend>::Timeout(TimeoutType013::Wait).into_error(), 503),
            #[cfg(feature = "deadpool013")]
            (PoolError013::Backend(Backend).into_error(), 409),
            #[cfg(feature = "deadpool013")]
            (PoolError013::<Backend>::Closed.into_error(), 500),
            #[cfg(feature = "bb8-09")]
            (::bb8_09::RunError::<Backend>::TimedOut.into_error(), 503),
            #[cfg(feature = "bb8-09")]
            (::bb8_09::RunError::User(Backend).into_error(), 409),
        ];
        for (error, status) in cases {
            assert_eq!(error.to_response().status().as_u16(), status, "{error:?}");
            assert!(error.source().is_some());
        }
    }
}
