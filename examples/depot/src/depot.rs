//! [`Depot`]: the service, without its HTTP server.

mod parts;
mod projects;
mod server_state;
mod work_orders;

use std::sync::Arc;

use crate::Database;
use crate::storage::{OpenError, Storage};

/// The service, without its HTTP server. The routes of all four programs call it.
///
/// Clones share one depot. A call that stores something returns after it is stored. No data is cached in memory, so several
/// depots can share a database.
#[derive(Debug, Clone)]
pub struct Depot(Arc<Storage>);

impl Depot {
    /// Opens the database. A missing file is created, and an empty database gets its tables and its first data.
    ///
    /// # Errors
    ///
    /// Fails if the database does not exist or cannot be used.
    pub async fn open(database: &Database) -> Result<Depot, OpenError> {
        Ok(Depot(Arc::new(Storage::open(database).await?)))
    }

    /// Waits for running statements, and closes the database.
    pub async fn close(&self) {
        self.0.close().await;
    }
}
