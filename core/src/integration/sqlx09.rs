//! `IntoError` for the `Error` of sqlx 0.9: each failure of a database becomes an [`ErrorKind`].
//!
//! ```
//! # extern crate sqlx09 as sqlx;
//! use errorbook::{IntoError, ayanova};
//!
//! let error = sqlx::Error::RowNotFound.into_error();
//! assert_eq!(error.to_response_in(&ayanova::BOOK).body(), br#"{"error":{"code":"2010","message":"Object not found"}}"#);
//!
//! let response = sqlx::Error::PoolTimedOut.into_error().to_response();
//! assert_eq!(
//!     response.body(),
//!     br#"{"type":"about:blank","title":"Service Unavailable","status":503,"code":"service_unavailable"}"#,
//! );
//! assert!(response.header("x-error-id").is_some());
//! ```
//!
//! A kind contains neither the object nor the field. PostgreSQL names the broken constraint, and the derive can say
//! [which field that is](derive@crate::IntoError#the-constraints-of-a-database). A handler can also look itself:
//!
//! ```
//! # extern crate sqlx09 as sqlx;
//! use errorbook::{Error, IntoError, primaerp};
//!
//! fn name_taken(result: Result<(), sqlx::Error>) -> Result<(), Error> {
//!     result.map_err(|error| match error.as_database_error() {
//!         Some(database) if database.is_unique_violation() => {
//!             Error::from(primaerp::OBJECT_EXISTS).with_description("another project has this name")
//!         }
//!         _ => error.into_error(),
//!     })
//! }
//!
//! assert_eq!(name_taken(Err(sqlx::Error::RowNotFound)).unwrap_err().to_string(), "ObjectNotFound");
//! ```

super::sqlx::sqlx_version!(sqlx09);

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use ::sqlx09::sqlite::SqliteConnectOptions;
    use ::sqlx09::{ConnectOptions, Connection, SqliteConnection, raw_sql};

    use crate::{Book, ayanova, primaerp, standard};

    super::super::sqlx::sqlx_version_tests!(sqlx09);

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
    async fn each_sqlite_failure_has_its_error_kind() {
        let mut connection = connect().await;
        let cases = [
            ("INSERT INTO part VALUES (3, 'secret', 1)", ErrorKind::NotUnique),
            ("INSERT INTO part VALUES (1, 'new', 1)", ErrorKind::NotUnique),
            ("DELETE FROM part WHERE id = 1", ErrorKind::Referenced),
            // `ON DELETE RESTRICT`: SQLite reports it like any other trigger.
            ("DELETE FROM part WHERE id = 2", ErrorKind::Internal),
            ("INSERT INTO used VALUES (7)", ErrorKind::Referenced),
            ("INSERT INTO part VALUES (3, 'new', -1)", ErrorKind::RuleBroken),
            ("INSERT INTO part VALUES (3, 'new', NULL)", ErrorKind::RuleBroken),
            ("INSERT INTO nowhere VALUES (1)", ErrorKind::Internal),
            ("SELECT secret", ErrorKind::Internal),
        ];
        for (statement, expected) in cases {
            let error = raw_sql(statement).execute(&mut connection).await.unwrap_err();
            assert_eq!(super::kind(&error), expected, "{statement}: {error:?}");
            let error = error.into_error();
            assert!(error.source().is_some());
            for book in [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK] {
                let response = error.to_response_in(book);
                assert_eq!(response.body(), book.code_for(expected).body());
                assert!(response.header("x-error-id").is_some());
            }
        }
        let query = ::sqlx09::query("SELECT id FROM part WHERE id = 7");
        let error = query.fetch_one(&mut connection).await.unwrap_err().into_error();
        assert!(error.source().is_none());
        assert_eq!(error.to_response_in(&ayanova::BOOK).body(), ayanova::OBJECT_NOT_FOUND.body());
    }

    #[tokio::test]
    async fn a_lock_is_unavailable() {
        let folder = tempfile::tempdir().unwrap();
        let file = SqliteConnectOptions::new().filename(folder.path().join("busy.db")).create_if_missing(true);
        let file = file.busy_timeout(Duration::ZERO);
        let (mut one, mut other) = (file.connect().await.unwrap(), file.connect().await.unwrap());
        raw_sql("CREATE TABLE part (id INTEGER); BEGIN IMMEDIATE; INSERT INTO part VALUES (1)")
            .execute(&mut one)
            .await
            .unwrap();
        let error = raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.unwrap_err();
        assert_eq!(super::kind(&error), ErrorKind::Unavailable, "{error:?}");
        one.close().await.unwrap();
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
        for (kind, ids) in cases {
            assert_eq!(books.map(|book| book.code_for(kind).id()), ids);
        }
    }
}
