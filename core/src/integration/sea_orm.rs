//! `IntoError` for the `DbErr` of SeaORM 1 and 2, which contains an error of sqlx 0.8 and 0.9.

/// Implements [`IntoError`](crate::IntoError) for the error of one version of SeaORM.
macro_rules! sea_orm_versions {
    ($($sea_orm:ident over $sqlx:ident if $feature:literal)*) => { $(
        /// | error | kind |
        /// |---|---|
        /// | no record, or no record to update | [`ErrorKind::ObjectNotFound`](crate::ErrorKind::ObjectNotFound), without a cause for the log |
        /// | no connection in time | [`ErrorKind::Unavailable`](crate::ErrorKind::Unavailable) |
        /// | an error of sqlx | the kind of sqlx's own error |
        /// | anything else | [`ErrorKind::Internal`](crate::ErrorKind::Internal) |
        ///
        /// The private cause is the error itself, except for the first row: its text names tables and repeats values.
        #[cfg(feature = $feature)]
        impl $crate::IntoError for ::$sea_orm::DbErr {
            fn into_error(self) -> $crate::Error {
                use ::$sea_orm::error::{ConnAcquireErr, DbErr, RuntimeErr};
                use $crate::ErrorKind;

                let (kind, constraint) = match &self {
                    DbErr::RecordNotFound(_) | DbErr::RecordNotUpdated => return ErrorKind::ObjectNotFound.into(),
                    DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => (ErrorKind::Unavailable, None),
                    DbErr::Conn(RuntimeErr::SqlxError(error))
                    | DbErr::Exec(RuntimeErr::SqlxError(error))
                    | DbErr::Query(RuntimeErr::SqlxError(error)) => {
                        (super::$sqlx::kind(error), super::$sqlx::broken_constraint(error))
                    }
                    _ => (ErrorKind::Internal, None),
                };
                super::refusal::refusal(kind, constraint, self)
            }
        }
    )* };
}

sea_orm_versions! {
    sea_orm1 over sqlx08 if "sea-orm1"
    sea_orm2 over sqlx09 if "sea-orm2"
}

#[cfg(test)]
macro_rules! sea_orm_version_tests {
    ($sea_orm:ident, $sqlx:ident) => {
        use ::$sea_orm::error::{ConnAcquireErr, DbErr, RuntimeErr};
        use $crate::{ErrorKind, IntoError};

        #[test]
        fn each_kind_of_failure_has_its_error_kind() {
            let sqlx = |error: ::$sqlx::Error| RuntimeErr::SqlxError(Into::into(error));
            let cases = [
                (DbErr::RecordNotFound("secret".to_owned()), ErrorKind::ObjectNotFound),
                (DbErr::RecordNotUpdated, ErrorKind::ObjectNotFound),
                (DbErr::ConnectionAcquire(ConnAcquireErr::Timeout), ErrorKind::Unavailable),
                (DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed), ErrorKind::Internal),
                (DbErr::Conn(sqlx(::$sqlx::Error::PoolTimedOut)), ErrorKind::Unavailable),
                (DbErr::Query(sqlx(::$sqlx::Error::RowNotFound)), ErrorKind::ObjectNotFound),
                (DbErr::Exec(sqlx(::$sqlx::Error::WorkerCrashed)), ErrorKind::Internal),
                (DbErr::Custom("secret".to_owned()), ErrorKind::Internal),
            ];
            for (error, expected) in cases {
                let text = format!("{error:?}");
                let (response, expected) =
                    (error.into_error().to_response(), $crate::Error::from(expected).to_response());
                assert_eq!(response.body(), expected.body(), "{text}");
            }
        }
    };
}

#[cfg(all(test, feature = "sea-orm1"))]
mod tests_of_1 {
    sea_orm_version_tests!(sea_orm1, sqlx08);
}

#[cfg(all(test, feature = "sea-orm2"))]
mod tests_of_2 {
    sea_orm_version_tests!(sea_orm2, sqlx09);
}
