//! [`PostgresStorage`]: a PostgreSQL database, which several depots can share.

use std::io;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, Connection};
use tokio::time::timeout;

use super::{PATIENCE, WAIT_FOR_CONNECTION, WAIT_FOR_LOCK};

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

/// How many requests use the database at the same time.
const CONNECTIONS: u32 = 8;

/// How long a start waits for the database, and for other depots that make the tables.
const WAIT_FOR_START: Duration = Duration::from_secs(30);

/// A PostgreSQL database.
///
/// A connection that the database has closed is noticed before it is used again. While the database is down or has no
/// connection left, a request waits for one as long as it may wait for a connection anyway: a short restart costs only the
/// requests that it interrupts.
#[derive(Debug)]
pub(crate) struct PostgresStorage(PgPool);

impl PostgresStorage {
    /// Connects, and makes and seeds the tables that are missing. Of several depots that start at once, one does so while the
    /// others wait: the migrations hold a lock.
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

/// Makes and seeds the tables that are missing, through a connection without the limits that those for requests have.
async fn prepare(options: &PgConnectOptions) -> Result<(), MigrateError> {
    let mut connection = options.connect().await?;
    MIGRATIONS.run_direct(None, &mut connection, false).await?;
    Ok(connection.close().await?)
}

/// Adds the settings that a request relies on, whatever the database's own are.
fn for_requests(options: PgConnectOptions) -> PgConnectOptions {
    let milliseconds = |duration: Duration| duration.as_millis().to_string();
    options.options([
        ("lock_timeout", milliseconds(WAIT_FOR_LOCK)),
        ("statement_timeout", milliseconds(PATIENCE)),
        // A depot that stands still in a transaction must not stop the others.
        ("idle_in_transaction_session_timeout", milliseconds(PATIENCE)),
        // A statement that has waited for a row looks at it anew: the version in its WHERE decides.
        ("default_transaction_isolation", "read committed".to_owned()),
        // What was acknowledged is on the disk.
        ("synchronous_commit", "on".to_owned()),
    ])
}
