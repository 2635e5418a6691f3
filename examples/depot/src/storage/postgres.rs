//! [`PostgresStorage`]: a PostgreSQL database. Several depots can share it.

use std::io;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, Connection};
use tokio::time::timeout;

use super::{PATIENCE, WAIT_FOR_CONNECTION, WAIT_FOR_LOCK};

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

/// The number of requests that can use the database at the same time.
const CONNECTIONS: u32 = 8;

/// The time that a start waits for the database, and for other depots that create the tables.
const WAIT_FOR_START: Duration = Duration::from_secs(30);

/// A PostgreSQL database.
///
/// Connections that the database has closed are replaced before they are used. While the database is down or has no free
/// connection, requests wait for a connection. So a short restart fails only the requests that it interrupts.
#[derive(Debug)]
pub(crate) struct PostgresStorage(PgPool);

impl PostgresStorage {
    /// Connects, and creates missing tables with their first data. If several depots start at once, one of them creates the
    /// tables while the others wait, because migrations hold a lock.
    pub(super) async fn open(options: &PgConnectOptions) -> Result<PostgresStorage, MigrateError> {
        let options = options.clone().disable_statement_logging();
        let late = |_| Err(sqlx::Error::Io(io::ErrorKind::TimedOut.into()).into());
        timeout(WAIT_FOR_START, prepare(&options)).await.unwrap_or_else(late)?;
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(WAIT_FOR_CONNECTION)
            .connect_lazy_with(for_requests(options));
        Ok(PostgresStorage(pool))
    }

    pub(super) fn pool(&self) -> &PgPool {
        &self.0
    }
}

/// Creates missing tables with their first data, through a connection without the time limits of requests.
async fn prepare(options: &PgConnectOptions) -> Result<(), MigrateError> {
    let mut connection = options.connect().await?;
    MIGRATIONS.run_direct(None, &mut connection, false).await?;
    Ok(connection.close().await?)
}

/// Adds the settings that requests rely on. They override those of the database.
fn for_requests(options: PgConnectOptions) -> PgConnectOptions {
    let milliseconds = |duration: Duration| duration.as_millis().to_string();
    options.options([
        ("lock_timeout", milliseconds(WAIT_FOR_LOCK)),
        ("statement_timeout", milliseconds(PATIENCE)),
        // A depot that stops in a transaction must not block the others.
        ("idle_in_transaction_session_timeout", milliseconds(PATIENCE)),
        // After waiting for a row, a statement reads it again, so that the version in its WHERE is compared.
        ("default_transaction_isolation", "read committed".to_owned()),
        // Acknowledged writes must be on the disk.
        ("synchronous_commit", "on".to_owned()),
    ])
}
