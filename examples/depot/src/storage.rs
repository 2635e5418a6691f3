//! [`Storage`]: a SQLite or PostgreSQL database, and its transactions.

mod postgres;
mod sqlite;
mod statement;

use std::io;
use std::time::Duration;

use sqlx::migrate::MigrateError;
use sqlx::{Postgres, Sqlite};
use tokio::time::timeout;

use self::postgres::PostgresStorage;
use self::sqlite::SqliteStorage;
use self::statement::bound;
pub(crate) use self::statement::{Record, Text, Value};
use crate::Database;

/// The time that a request waits for a connection, and that a connection waits for a lock of another process.
const WAIT_FOR_CONNECTION: Duration = Duration::from_secs(5);
const WAIT_FOR_LOCK: Duration = Duration::from_secs(3);

/// The time that a request may use the database in total, even if the database does not respond at all.
const PATIENCE: Duration = Duration::from_secs(9);

/// The reason why the database cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// It is not a database, or it cannot be reached, read or written.
    #[error("cannot open the database {database}")]
    Open {
        /// The database.
        database: Database,
        /// The database's own error.
        source: sqlx::Error,
    },
    /// The tables that the depot needs cannot be created.
    #[error("cannot prepare the database {database}")]
    Migrate {
        /// The database.
        database: Database,
        /// The error of the migrations.
        source: MigrateError,
    },
}

/// The database of a depot.
#[derive(Debug)]
pub(crate) enum Storage {
    Sqlite(SqliteStorage),
    Postgres(PostgresStorage),
}

impl Storage {
    /// Opens the database. An empty one gets its tables and its first data.
    pub(crate) async fn open(database: &Database) -> Result<Storage, OpenError> {
        let opened = match database {
            Database::Memory => SqliteStorage::open(None).await.map(Storage::Sqlite),
            Database::File(path) => SqliteStorage::open(Some(path)).await.map(Storage::Sqlite),
            Database::Postgres(options) => PostgresStorage::open(options).await.map(Storage::Postgres),
        };
        let database = || database.clone();
        opened.map_err(|error| match error {
            // The database itself failed, and a migration was only the first to use it.
            MigrateError::Execute(source) => OpenError::Open { database: database(), source },
            source => OpenError::Migrate { database: database(), source },
        })
    }

    /// Runs a query and returns all of its rows.
    pub(crate) async fn all<T: Record>(&self, query: &'static str, values: &[Value]) -> sqlx::Result<Vec<T>> {
        match self {
            Storage::Sqlite(sqlite) => bound(query, values).fetch_all(sqlite.read()?).await,
            Storage::Postgres(postgres) => bound(query, values).fetch_all(postgres.pool()).await,
        }
    }

    /// Runs a query and returns its row, if it has one.
    pub(crate) async fn optional<T: Record>(&self, query: &'static str, values: &[Value]) -> sqlx::Result<Option<T>> {
        match self {
            Storage::Sqlite(sqlite) => bound(query, values).fetch_optional(sqlite.read()?).await,
            Storage::Postgres(postgres) => bound(query, values).fetch_optional(postgres.pool()).await,
        }
    }

    /// Begins a transaction that may write. Dropping it rolls it back.
    pub(crate) async fn write(&self) -> sqlx::Result<Transaction> {
        match self {
            Storage::Sqlite(sqlite) => sqlite.write().await.map(Transaction::Sqlite),
            Storage::Postgres(postgres) => postgres.pool().begin().await.map(Transaction::Postgres),
        }
    }

    /// Waits for running statements, and closes the connections.
    pub(crate) async fn close(&self) {
        match self {
            Storage::Sqlite(sqlite) => sqlite.close().await,
            Storage::Postgres(postgres) => postgres.pool().close().await,
        }
    }
}

/// A transaction of one of the databases.
#[derive(Debug)]
pub(crate) enum Transaction {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Transaction {
    /// Runs a statement and returns all of its rows.
    pub(crate) async fn all<T: Record>(&mut self, query: &'static str, values: &[Value]) -> sqlx::Result<Vec<T>> {
        match self {
            Transaction::Sqlite(sqlite) => bound(query, values).fetch_all(&mut **sqlite).await,
            Transaction::Postgres(postgres) => bound(query, values).fetch_all(&mut **postgres).await,
        }
    }

    /// Runs a statement and returns its row, if it has one.
    pub(crate) async fn optional<T: Record>(
        &mut self,
        query: &'static str,
        values: &[Value],
    ) -> sqlx::Result<Option<T>> {
        Ok(self.all(query, values).await?.into_iter().next())
    }

    /// Runs a statement and returns its row.
    pub(crate) async fn one<T: Record>(&mut self, query: &'static str, values: &[Value]) -> sqlx::Result<T> {
        self.optional(query, values).await?.ok_or(sqlx::Error::RowNotFound)
    }

    pub(crate) async fn commit(self) -> sqlx::Result<()> {
        match self {
            Transaction::Sqlite(sqlite) => sqlite.commit().await,
            Transaction::Postgres(postgres) => postgres.commit().await,
        }
    }
}

/// Limits the time that a request may use the database. After that the request fails, and its transaction is rolled back.
pub(crate) async fn in_time<T, E: From<sqlx::Error>>(work: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    let late = || io::Error::new(io::ErrorKind::TimedOut, format!("the database took longer than {PATIENCE:?}"));
    timeout(PATIENCE, work).await.unwrap_or_else(|_| Err(sqlx::Error::Io(late()).into()))
}
