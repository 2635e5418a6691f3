//! [`Depot`]: the service, without a server.

mod parts;
mod projects;
mod server_state;
mod work_orders;

use std::sync::Arc;

use crate::Database;
use crate::storage::{OpenError, Storage};

/// The service, without a server: what the routes of all four programs call.
///
/// Clones are the same depot. Each call that stores something has stored it when it returns. Nothing of it is kept in
/// memory: several depots on one database are one service.
#[derive(Debug, Clone)]
pub struct Depot(Arc<Storage>);

impl Depot {
    /// Opens the database. A fresh one gets its tables and is seeded, and a file that is not there is made.
    ///
    /// # Errors
    ///
    /// If there is no database, or one that cannot be used.
    pub async fn open(database: &Database) -> Result<Depot, OpenError> {
        Ok(Depot(Arc::new(Storage::open(database).await?)))
    }

    /// Waits for what is under way and closes the database.
    pub async fn close(&self) {
        self.0.close().await;
    }
}
