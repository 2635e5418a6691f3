//! [`Session`]: a connection to PostgreSQL for tests.

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection};
use tokio::runtime::{Builder, Runtime};

use super::PostgresError;

/// A connection to a database. Dropping it closes it and rolls back its transaction.
#[derive(Debug)]
pub struct Session {
    runtime: Runtime,
    connection: Option<PgConnection>,
}

impl Session {
    pub(super) fn open(address: &str) -> Result<Session, PostgresError> {
        let options: PgConnectOptions = address.parse()?;
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let connection = runtime.block_on(options.disable_statement_logging().connect())?;
        Ok(Session { runtime, connection: Some(connection) })
    }

    /// Runs statements in order.
    ///
    /// # Errors
    ///
    /// Fails if the server refuses a statement.
    pub fn execute(&mut self, statements: &str) -> Result<(), PostgresError> {
        let connection = self.connection.as_mut().ok_or(PostgresError::Stopped)?;
        let statements = sqlx::raw_sql(AssertSqlSafe(statements.to_owned()));
        self.runtime.block_on(statements.execute(connection))?;
        Ok(())
    }

    /// Returns the number that a query yields.
    ///
    /// # Errors
    ///
    /// Fails if the server refuses the query, or if the result is not a number.
    pub fn number(&mut self, query: &str) -> Result<i64, PostgresError> {
        let connection = self.connection.as_mut().ok_or(PostgresError::Stopped)?;
        let query = sqlx::query_scalar(AssertSqlSafe(query.to_owned()));
        Ok(self.runtime.block_on(query.fetch_one(connection))?)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            // Waits, so that nothing is locked afterwards. If the server is gone, the connection has ended already.
            let _ = self.runtime.block_on(connection.close());
        }
    }
}
