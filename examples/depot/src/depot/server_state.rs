//! The state of the server. It is in the database, so that all depots that share it agree, also after a restart.

use percent_encoding::percent_decode_str;

use crate::Depot;
use crate::error::{AdmissionError, ServerStateError};
use crate::server_state::{CurrentState, ServerState, StateChange};
use crate::storage::{Text, in_time};

/// The only path that is open in every state, because it changes the state.
const SERVER_STATE: &str = "/ayanova/api/v8/server-state";

impl Depot {
    /// Checks that the server's state allows a request for this path.
    ///
    /// This check comes before all others, even if the path does not exist. `path` is the undecoded path of the whole URI.
    ///
    /// # Errors
    ///
    /// Fails with 2000, 2001 or 2006 for `/ayanova/api` and the paths under it while the state is not open, and with 2002 if
    /// the database does not return the state.
    pub async fn admit(&self, path: &str) -> Result<(), AdmissionError> {
        if path == SERVER_STATE || !is_ayanova_api(path) {
            return Ok(());
        }
        match self.state().await?.refusal() {
            Some(refusal) => Err(refusal),
            None => Ok(()),
        }
    }

    /// Returns the server's state.
    ///
    /// # Errors
    ///
    /// Fails if the database fails.
    pub async fn state(&self) -> sqlx::Result<ServerState> {
        in_time(async {
            let row = self.0.optional("SELECT state FROM server_state", &[]).await?;
            let (name,): (Text,) = row.ok_or(sqlx::Error::RowNotFound)?;
            let name = String::from(name);
            let unknown = || sqlx::Error::Decode(format!("unknown state: {name}").into());
            ServerState::named(&name).ok_or_else(unknown)
        })
        .await
    }

    /// Stores the server's new state.
    ///
    /// # Errors
    ///
    /// Fails with 2200 if the body has no valid state.
    pub async fn change_state(&self, change: StateChange) -> Result<CurrentState, ServerStateError> {
        let state = change.check().map_err(ServerStateError::Invalid)?;
        in_time(async {
            let mut transaction = self.0.write().await?;
            let query = "UPDATE server_state SET state = $1 RETURNING id";
            let (_,): (i64,) = transaction.one(query, &[state.name().into()]).await?;
            transaction.commit().await?;
            Ok(CurrentState { state })
        })
        .await
    }
}

/// Returns true for `/ayanova/api` and the paths under it. Doubled slashes and percent-encoded letters count too, because some
/// frameworks route them the same way.
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
    fn every_spelling_of_the_path_is_recognised() {
        for path in ["/ayanova/api", "/ayanova/api/", "/ayanova/api/v8/x", "//ayanova//api/x", "/%61yanova/ap%69/v8"] {
            assert!(is_ayanova_api(path), "{path}");
        }
        for path in ["", "/", "/ayanova", "/ayanova/apix", "/ayanova/v8/api", "/api", "/Ayanova/api", "/ayanova%2Fapi"]
        {
            assert!(!is_ayanova_api(path), "{path}");
        }
    }
}
