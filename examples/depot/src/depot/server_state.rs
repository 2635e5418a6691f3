//! The state of the server: in the database for the next start, in memory for every request.

use std::io;

use errorbook::Code;
use percent_encoding::percent_decode_str;

use crate::Depot;
use crate::error::ServerStateError;
use crate::server_state::{CurrentState, ServerState, StateChange};
use crate::storage::Storage;

/// The one path that is open in every state: it is where the state is changed.
const SERVER_STATE: &str = "/ayanova/api/v8/server-state";

impl Depot {
    /// Lets a request for this path in, unless the server's state turns it away.
    ///
    /// This goes before everything else about a request, whether there is such a path or not. `path` is the path of
    /// the whole URI, as it came.
    ///
    /// # Errors
    ///
    /// 2000, 2001 or 2006 for `/ayanova/api` and what is under it, while the state is not open.
    pub fn admit(&self, path: &str) -> Result<(), Code> {
        match self.state().refusal() {
            Some(refusal) if path != SERVER_STATE && is_ayanova_api(path) => Err(refusal),
            _ => Ok(()),
        }
    }

    /// The server's state.
    pub fn state(&self) -> ServerState {
        *self.0.state.borrow()
    }

    /// Stores the server's new state.
    ///
    /// # Errors
    ///
    /// When the body names none: 2200.
    pub async fn change_state(&self, change: StateChange) -> Result<CurrentState, ServerStateError> {
        let state = change.check().map_err(ServerStateError::Invalid)?;
        let depot = self.clone();
        // A task of its own: a request that is cut off must not leave the database and the memory of two minds.
        let stored = tokio::spawn(async move { depot.store_state(state).await });
        stored.await.map_err(|error| sqlx::Error::from(io::Error::from(error)))??;
        Ok(CurrentState { state })
    }

    async fn store_state(&self, state: ServerState) -> sqlx::Result<()> {
        let memory = self.0.new_state.lock().await;
        let mut transaction = self.0.storage.write().await?;
        sqlx::query("UPDATE server_state SET state = ?").bind(state).execute(&mut *transaction).await?;
        transaction.commit().await?;
        memory.send_replace(state);
        Ok(())
    }
}

/// The state in which the database was left.
pub(super) async fn read(storage: &Storage) -> sqlx::Result<ServerState> {
    sqlx::query_scalar("SELECT state FROM server_state").fetch_one(storage.read()?).await
}

/// Whether a path is `/ayanova/api` or under it, however a framework may read doubled slashes and percent-encoded
/// letters: none of them is a way round the state.
fn is_ayanova_api(path: &str) -> bool {
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    ["ayanova", "api"].into_iter().all(|name| {
        segments.next().is_some_and(|segment| percent_decode_str(segment).eq(name.as_bytes().iter().copied()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_the_api_is_the_api() {
        for path in ["/ayanova/api", "/ayanova/api/", "/ayanova/api/v8/x", "//ayanova//api/x", "/%61yanova/ap%69/v8"] {
            assert!(is_ayanova_api(path), "{path}");
        }
        for path in ["", "/", "/ayanova", "/ayanova/apix", "/ayanova/v8/api", "/api", "/Ayanova/api", "/ayanova%2Fapi"]
        {
            assert!(!is_ayanova_api(path), "{path}");
        }
    }
}
