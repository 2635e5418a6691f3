//! [`Depot`]: the service, without a server.

mod parts;
mod projects;
mod server_state;
mod work_orders;

use std::path::Path;
use std::sync::Arc;

use tokio::sync::{Mutex, watch};

use crate::ServerState;
use crate::storage::{OpenError, Storage};

/// The service, without a server: what the routes of all four programs call.
///
/// Clones are the same depot. Each call that stores something has stored it when it returns.
#[derive(Debug, Clone)]
pub struct Depot(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    storage: Storage,
    /// What the database says the state is: every request under the AyaNova mount asks for it.
    state: watch::Receiver<ServerState>,
    /// Locked while the database and the memory change together, by whoever is the one to write.
    new_state: Mutex<watch::Sender<ServerState>>,
}

impl Depot {
    /// Opens the database in this file, which is made and seeded if it is not there, or a fresh one in memory.
    ///
    /// # Errors
    ///
    /// When there is no database to be had there.
    pub async fn open(database: Option<&Path>) -> Result<Depot, OpenError> {
        let storage = Storage::open(database).await?;
        let state = server_state::read(&storage).await.map_err(|source| OpenError::open(database, source))?;
        let (new_state, state) = watch::channel(state);
        Ok(Depot(Arc::new(Inner { storage, state, new_state: Mutex::new(new_state) })))
    }

    /// Waits for what is under way and closes the database.
    pub async fn close(&self) {
        self.0.storage.close().await;
    }
}
