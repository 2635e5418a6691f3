//! [`sqlx::Error`]: what a database says, as the situation that it is.
//!
//! ```
//! use errorbook::{Error, IntoError, ayanova, primaerp};
//!
//! let error = sqlx::Error::RowNotFound.into_error();
//! assert_eq!(error.to_response_in(&ayanova::BOOK).body(), br#"{"error":{"code":"2010","message":"Object not found"}}"#);
//!
//! let answer = sqlx::Error::PoolTimedOut.into_error().to_response();
//! assert_eq!(
//!     answer.body(),
//!     br#"{"type":"about:blank","title":"Service Unavailable","status":503,"code":"service_unavailable"}"#,
//! );
//! assert!(answer.header("x-error-id").is_some());
//! ```
//!
//! A situation knows neither the object nor the field. A handler that does says so:
//!
//! ```
//! use errorbook::{Error, IntoError, primaerp};
//!
//! fn stored(result: Result<(), sqlx::Error>) -> Result<(), Error> {
//!     result.map_err(|error| match error.as_database_error() {
//!         Some(database) if database.is_unique_violation() => {
//!             Error::from(primaerp::OBJECT_EXISTS).with_description("another project has this name")
//!         }
//!         _ => error.into_error(),
//!     })
//! }
//!
//! assert_eq!(stored(Err(sqlx::Error::RowNotFound)).unwrap_err().to_string(), "ObjectNotFound");
//! ```

use ::sqlx::error::{DatabaseError, ErrorKind as DatabaseErrorKind};

use crate::{Error, IntoError, ErrorKind};

/// | what went wrong | situation |
/// |---|---|
/// | no row | [`ErrorKind::ObjectNotFound`], with nothing for the log |
/// | a unique key, or an exclusion of Postgres | [`ErrorKind::NotUnique`] |
/// | a foreign key | [`ErrorKind::Referenced`] |
/// | a check, or a null | [`ErrorKind::RuleBroken`] |
/// | no connection in time; a lock, a deadlock or too many connections | [`ErrorKind::Unavailable`] |
/// | anything else | [`ErrorKind::Internal`] |
///
/// All but the first have the error as their private cause: it names tables and repeats values.
impl IntoError for ::sqlx::Error {
    fn into_error(self) -> Error {
        match situation(&self) {
            ErrorKind::ObjectNotFound => Error::from(ErrorKind::ObjectNotFound),
            situation => Error::from(situation).with_cause(self),
        }
    }
}

fn situation(error: &::sqlx::Error) -> ErrorKind {
    match error {
        ::sqlx::Error::RowNotFound => ErrorKind::ObjectNotFound,
        ::sqlx::Error::PoolTimedOut => ErrorKind::Unavailable,
        ::sqlx::Error::Database(error) => match error.kind() {
            DatabaseErrorKind::UniqueViolation | DatabaseErrorKind::ExclusionViolation => ErrorKind::NotUnique,
            DatabaseErrorKind::ForeignKeyViolation => ErrorKind::Referenced,
            DatabaseErrorKind::CheckViolation | DatabaseErrorKind::NotNullViolation => ErrorKind::RuleBroken,
            _ if is_restricted(error.as_ref()) => ErrorKind::Referenced,
            _ if is_busy(error.as_ref()) => ErrorKind::Unavailable,
            _ => ErrorKind::Internal,
        },
        _ => ErrorKind::Internal,
    }
}

/// SQLite has `ON DELETE RESTRICT` done by a trigger of its own, and only the message tells it from others.
fn is_restricted(error: &dyn DatabaseError) -> bool {
    error.code().as_deref() == Some("1811") && error.message() == "FOREIGN KEY constraint failed"
}

/// Whether the database had no time: the same request may do later.
fn is_busy(error: &dyn DatabaseError) -> bool {
    match error.code().as_deref() {
        // Postgres: not serializable, which is a deadlock in MySQL (1213); deadlock, lock not available, too many
        // connections.
        Some("40001" | "40P01" | "55P03" | "53300") => true,
        // MySQL has one SQLSTATE for all that has none; the number before it, "1205 (HY000): …", is in the text alone.
        Some("HY000") => error.to_string().starts_with("1205 "),
        // A SQLSTATE has five characters. SQLite's numbers have the primary code in their last byte: busy, locked.
        Some(code) if code.len() < 5 => code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::error::Error as StdError;
    use std::fmt;
    use std::time::Duration;

    use ::sqlx::sqlite::SqliteConnectOptions;
    use ::sqlx::{ConnectOptions, Connection, SqliteConnection, raw_sql};

    use super::*;
    use crate::{Book, ayanova, standard, primaerp};

    const TABLES: &str = "
        CREATE TABLE part (id INTEGER PRIMARY KEY, serial TEXT UNIQUE, quantity INTEGER NOT NULL CHECK (quantity >= 0));
        CREATE TABLE used (part INTEGER NOT NULL REFERENCES part (id));
        CREATE TABLE kept (part INTEGER NOT NULL REFERENCES part (id) ON DELETE RESTRICT);
        INSERT INTO part VALUES (1, 'secret', 1), (2, 'other', 1);
        INSERT INTO used VALUES (1);
        INSERT INTO kept VALUES (2);
    ";

    async fn connect() -> SqliteConnection {
        let mut connection = SqliteConnectOptions::new().in_memory(true).connect().await.unwrap();
        raw_sql(TABLES).execute(&mut connection).await.unwrap();
        connection
    }

    #[tokio::test]
    async fn what_sqlite_refuses_is_the_situation_that_it_is() {
        let mut connection = connect().await;
        let cases = [
            ("INSERT INTO part VALUES (3, 'secret', 1)", ErrorKind::NotUnique),
            ("INSERT INTO part VALUES (1, 'new', 1)", ErrorKind::NotUnique),
            ("DELETE FROM part WHERE id = 1", ErrorKind::Referenced),
            ("DELETE FROM part WHERE id = 2", ErrorKind::Referenced),
            ("INSERT INTO used VALUES (7)", ErrorKind::Referenced),
            ("INSERT INTO part VALUES (3, 'new', -1)", ErrorKind::RuleBroken),
            ("INSERT INTO part VALUES (3, 'new', NULL)", ErrorKind::RuleBroken),
            ("INSERT INTO nowhere VALUES (1)", ErrorKind::Internal),
            ("SELECT secret", ErrorKind::Internal),
        ];
        for (statement, expected) in cases {
            let error = raw_sql(statement).execute(&mut connection).await.unwrap_err();
            assert_eq!(situation(&error), expected, "{statement}: {error:?}");
            let error = error.into_error();
            assert!(error.source().is_some());
            for book in [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK] {
                let answer = error.to_response_in(book);
                assert_eq!(answer.body(), book.code_for(expected).body());
                assert!(answer.header("x-error-id").is_some());
            }
        }
        let query = ::sqlx::query("SELECT id FROM part WHERE id = 7");
        let error = query.fetch_one(&mut connection).await.unwrap_err().into_error();
        assert!(error.source().is_none());
        assert_eq!(error.to_response_in(&ayanova::BOOK).body(), ayanova::OBJECT_NOT_FOUND.body());
    }

    #[tokio::test]
    async fn a_lock_and_a_pool_that_is_used_up_are_busy() {
        let folder = tempfile::tempdir().unwrap();
        let file = SqliteConnectOptions::new().filename(folder.path().join("busy.db")).create_if_missing(true);
        let file = file.busy_timeout(Duration::ZERO);
        let (mut one, mut other) = (file.connect().await.unwrap(), file.connect().await.unwrap());
        raw_sql("CREATE TABLE part (id INTEGER); BEGIN IMMEDIATE; INSERT INTO part VALUES (1)")
            .execute(&mut one)
            .await
            .unwrap();
        let error = raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.unwrap_err();
        assert_eq!(situation(&error), ErrorKind::Unavailable, "{error:?}");
        one.close().await.unwrap();

        assert_eq!(situation(&sqlx::Error::PoolTimedOut), ErrorKind::Unavailable);
    }

    /// What a driver that is not built here says.
    #[derive(Debug)]
    struct Said(&'static str, &'static str);

    impl fmt::Display for Said {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.1)
        }
    }

    impl StdError for Said {}

    impl DatabaseError for Said {
        fn message(&self) -> &str {
            self.1
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

        fn kind(&self) -> DatabaseErrorKind {
            if self.0 == "23P01" { DatabaseErrorKind::ExclusionViolation } else { DatabaseErrorKind::Other }
        }
    }

    #[test]
    fn the_codes_of_other_databases_are_known() {
        let cases = [
            ("40001", "could not serialize access", ErrorKind::Unavailable),
            ("40P01", "deadlock detected", ErrorKind::Unavailable),
            ("55P03", "could not obtain lock", ErrorKind::Unavailable),
            ("53300", "too many connections", ErrorKind::Unavailable),
            ("40001", "1213 (40001): Deadlock found", ErrorKind::Unavailable),
            ("HY000", "1205 (HY000): Lock wait timeout exceeded", ErrorKind::Unavailable),
            ("HY000", "1030 (HY000): Got error 1205 from storage engine", ErrorKind::Internal),
            ("23P01", "conflicting key value", ErrorKind::NotUnique),
            ("5", "database is locked", ErrorKind::Unavailable),
            ("6", "database table is locked", ErrorKind::Unavailable),
            ("261", "recovery", ErrorKind::Unavailable),
            ("517", "snapshot", ErrorKind::Unavailable),
            ("773", "timeout", ErrorKind::Unavailable),
            ("262", "shared cache", ErrorKind::Unavailable),
            ("518", "virtual table", ErrorKind::Unavailable),
            ("13", "database or disk is full", ErrorKind::Internal),
            ("1811", "a trigger's own words", ErrorKind::Internal),
            // The last byte of this number would be SQLite's busy.
            ("58373", "no SQLSTATE of SQLite", ErrorKind::Internal),
            ("42P01", "undefined table", ErrorKind::Internal),
            ("", "no code", ErrorKind::Internal),
        ];
        for (code, text, expected) in cases {
            assert_eq!(situation(&::sqlx::Error::from(Said(code, text))), expected, "{code} {text}");
        }
        for error in [::sqlx::Error::PoolClosed, ::sqlx::Error::WorkerCrashed, ::sqlx::Error::Protocol(String::new())] {
            assert_eq!(situation(&error), ErrorKind::Internal);
        }
    }

    #[test]
    fn every_book_has_its_code() {
        let cases = [
            (ErrorKind::ObjectNotFound, ["PE01-1101", "2010", "not_found"]),
            (ErrorKind::NotUnique, ["PE01-1102", "2206", "conflict"]),
            (ErrorKind::Referenced, ["PE01-1106", "2208", "conflict"]),
            (ErrorKind::RuleBroken, ["PE01-1104", "2203", "unprocessable_content"]),
            (ErrorKind::Unavailable, ["PE01-9000", "2002", "service_unavailable"]),
        ];
        let books: [&Book; 3] = [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK];
        for (situation, ids) in cases {
            assert_eq!(books.map(|book| book.code_for(situation).id()), ids);
        }
    }
}
