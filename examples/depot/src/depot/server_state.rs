//! The state of the server: in the database for the next start, in memory for every request.

use std::io;

use percent_encoding::percent_decode_str;

use crate::Depot;
use crate::error::{AdmissionError, ServerStateError};
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
    pub fn admit(&self, path: &str) -> Result<(), AdmissionError> {
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
        // In this order: who waits for the database gives up in time, who waits for the memory does not, and is next.
        let mut transaction = self.0.storage.write().await?;
        let memory = self.0.new_state.lock().await;
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
    use std::time::Duration;

    use tokio::time::{Instant, pause};

    use super::*;
    use crate::Member;

    #[tokio::test]
    async fn changes_that_wait_for_the_database_wait_together() {
        let depot = Depot::open(None).await.unwrap();
        let _writing = depot.0.storage.write().await.unwrap();
        // From now on time passes when nothing else is left to do, and takes none.
        pause();
        let began = Instant::now();
        let change = || {
            let depot = depot.clone();
            tokio::spawn(async move { depot.change_state(StateChange { state: Member::Value("open".into()) }).await })
        };
        for change in [change(), change(), change(), change()] {
            assert!(matches!(change.await.unwrap(), Err(ServerStateError::Storage(_))));
        }
        assert!(began.elapsed() < Duration::from_secs(6), "{:?}", began.elapsed());
    }

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
