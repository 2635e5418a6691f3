//! The code that the integrations of all versions of sqlx share.

/// Implements [`IntoError`](crate::IntoError) for the error of one version of sqlx.
macro_rules! sqlx_version {
    ($sqlx:ident) => {
        use $crate::ErrorKind;

        /// | error | kind |
        /// |---|---|
        /// | no row | [`ErrorKind::ObjectNotFound`], without a cause for the log |
        /// | a unique key, or an exclusion constraint of PostgreSQL | [`ErrorKind::NotUnique`] |
        /// | a foreign key | [`ErrorKind::Referenced`] |
        /// | a check, or a null | [`ErrorKind::RuleBroken`] |
        /// | no connection, or none in time; a lock, a deadlock, too many connections, a server that stops or starts | [`ErrorKind::Unavailable`] |
        /// | anything else | [`ErrorKind::Internal`] |
        ///
        /// The private cause is the error itself, except for the first row: its text names tables and repeats values.
        ///
        /// Only codes are read, never texts. Two failures have no code of their own and are internal errors: SQLite's
        /// `ON DELETE RESTRICT` (use the default, `NO ACTION`, whose failure has a code), and MySQL's lock wait timeout.
        impl $crate::IntoError for ::$sqlx::Error {
            fn into_error(self) -> $crate::Error {
                match kind(&self) {
                    ErrorKind::ObjectNotFound => ErrorKind::ObjectNotFound.into(),
                    kind => super::refusal::refusal(kind, broken_constraint(&self), self),
                }
            }
        }

        pub(super) fn broken_constraint(error: &::$sqlx::Error) -> Option<String> {
            error.as_database_error()?.constraint().map(str::to_owned)
        }

        pub(super) fn kind(error: &::$sqlx::Error) -> ErrorKind {
            use ::$sqlx::Error;
            use ::$sqlx::error::ErrorKind as Violated;

            match error {
                Error::RowNotFound => ErrorKind::ObjectNotFound,
                Error::PoolTimedOut | Error::Io(_) => ErrorKind::Unavailable,
                Error::Database(error) => match error.kind() {
                    Violated::UniqueViolation => ErrorKind::NotUnique,
                    Violated::ForeignKeyViolation => ErrorKind::Referenced,
                    Violated::CheckViolation | Violated::NotNullViolation => ErrorKind::RuleBroken,
                    _ => super::database_code::kind_of(error.code().as_deref()),
                },
                _ => ErrorKind::Internal,
            }
        }
    };
}

pub(super) use sqlx_version;

/// Tests one version of sqlx with a driver that reports the wanted error.
#[cfg(test)]
macro_rules! sqlx_version_tests {
    ($sqlx:ident) => {
        use std::borrow::Cow;
        use std::error::Error as StdError;
        use std::fmt;

        use ::$sqlx::error::{DatabaseError, ErrorKind as Violated};
        use $crate::{ErrorKind, IntoError};

        /// An error of a driver: its code, if it has one, and its kind.
        #[derive(Debug)]
        struct DriverError(&'static str, fn() -> Violated);

        impl fmt::Display for DriverError {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("secret")
            }
        }

        impl StdError for DriverError {}

        impl DatabaseError for DriverError {
            fn message(&self) -> &str {
                "secret"
            }

            fn code(&self) -> Option<Cow<'_, str>> {
                (!self.0.is_empty()).then_some(Cow::Borrowed(self.0))
            }

            fn as_error(&self) -> &(dyn StdError + Send + Sync + 'static) {
                self
            }

            fn as_error_mut(&mut self) -> &mut (dyn StdError + Send + Sync + 'static) {
                self
            }

            fn into_error(self: Box<Self>) -> Box<dyn StdError + Send + Sync + 'static> {
                self
            }

            fn constraint(&self) -> Option<&str> {
                Some("secret_key")
            }

            fn kind(&self) -> Violated {
                (self.1)()
            }
        }

        #[test]
        fn the_codes_of_all_databases_have_their_error_kinds() {
            let other = || Violated::Other;
            let cases = [
                (DriverError("2067", || Violated::UniqueViolation), ErrorKind::NotUnique),
                (DriverError("787", || Violated::ForeignKeyViolation), ErrorKind::Referenced),
                (DriverError("275", || Violated::CheckViolation), ErrorKind::RuleBroken),
                (DriverError("1299", || Violated::NotNullViolation), ErrorKind::RuleBroken),
                (DriverError("40001", other), ErrorKind::Unavailable),
                (DriverError("40P01", other), ErrorKind::Unavailable),
                (DriverError("55P03", other), ErrorKind::Unavailable),
                (DriverError("53300", other), ErrorKind::Unavailable),
                (DriverError("57P01", other), ErrorKind::Unavailable),
                (DriverError("57P03", other), ErrorKind::Unavailable),
                (DriverError("23P01", other), ErrorKind::NotUnique),
                // SQLite: busy, locked, busy in recovery, in a snapshot, after a timeout, locked in a shared cache, in
                // a virtual table.
                (DriverError("5", other), ErrorKind::Unavailable),
                (DriverError("6", other), ErrorKind::Unavailable),
                (DriverError("261", other), ErrorKind::Unavailable),
                (DriverError("517", other), ErrorKind::Unavailable),
                (DriverError("773", other), ErrorKind::Unavailable),
                (DriverError("262", other), ErrorKind::Unavailable),
                (DriverError("518", other), ErrorKind::Unavailable),
                // SQLite: full, and a trigger.
                (DriverError("13", other), ErrorKind::Internal),
                (DriverError("1811", other), ErrorKind::Internal),
                // This is a SQLSTATE, although its last byte as a number would be SQLite's busy.
                (DriverError("58373", other), ErrorKind::Internal),
                (DriverError("42P01", other), ErrorKind::Internal),
                // MySQL sends this code for all errors without a code of their own, such as a lock wait timeout.
                (DriverError("HY000", other), ErrorKind::Internal),
                (DriverError("", other), ErrorKind::Internal),
            ];
            for (error, expected) in cases {
                let text = format!("{error:?}");
                let error = ::$sqlx::Error::from(error);
                assert_eq!(super::kind(&error), expected, "{text}");
                let error = error.into_error();
                assert!(error.source().is_some(), "{text}");
                assert_eq!(error.broken_constraint(), Some("secret_key"), "{text}");
                assert!(!format!("{error} {:?}", error.to_response()).contains("secret"), "{text}");
            }
        }

        #[test]
        fn errors_outside_of_the_database_have_their_error_kinds() {
            use ::$sqlx::Error;

            let cases = [
                (Error::RowNotFound, ErrorKind::ObjectNotFound),
                (Error::PoolTimedOut, ErrorKind::Unavailable),
                (Error::Io(std::io::ErrorKind::ConnectionRefused.into()), ErrorKind::Unavailable),
                (Error::PoolClosed, ErrorKind::Internal),
                (Error::WorkerCrashed, ErrorKind::Internal),
                (Error::Protocol(String::new()), ErrorKind::Internal),
            ];
            for (error, expected) in cases {
                assert_eq!(super::kind(&error), expected, "{error:?}");
                assert_eq!(error.into_error().source().is_some(), expected != ErrorKind::ObjectNotFound);
            }
        }
    };
}

#[cfg(test)]
pub(super) use sqlx_version_tests;
