//! [`ServerState`]: the state of the AyaNova mount.

use errorbook::{Constraint, Violation};
use serde::{Deserialize, Serialize};

use crate::Member;
use crate::error::AdmissionError;

/// The state of the AyaNova mount. It decides which clients may use the mount, and it survives a restart.
#[derive(utoipa::ToSchema, Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::exhaustive_enums, reason = "the contract lists them all")]
pub enum ServerState {
    /// Open to all clients.
    Open,
    /// Closed to all clients: 2000.
    Closed,
    /// Open only for maintenance: 2001.
    OpsOnly,
    /// Closed while data of an older version is migrated: 2006.
    Migrate,
}

impl ServerState {
    const ALL: [ServerState; 4] = [ServerState::Open, ServerState::Closed, ServerState::OpsOnly, ServerState::Migrate];

    /// Returns the state's name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            ServerState::Open => "open",
            ServerState::Closed => "closed",
            ServerState::OpsOnly => "opsOnly",
            ServerState::Migrate => "migrate",
        }
    }

    /// Returns the state with this name.
    pub(crate) fn named(name: &str) -> Option<ServerState> {
        ServerState::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Returns the error with which requests are rejected in this state, if they are.
    pub fn refusal(self) -> Option<AdmissionError> {
        match self {
            ServerState::Open => None,
            ServerState::Closed => Some(AdmissionError::Closed),
            ServerState::OpsOnly => Some(AdmissionError::OpsOnly),
            ServerState::Migrate => Some(AdmissionError::Migrating),
        }
    }
}

/// The body of a PUT: the new state.
#[derive(utoipa::ToSchema, Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct StateChange {
    /// Required: `open`, `closed`, `opsOnly` or `migrate`.
    #[schema(value_type = Option<String>)]
    pub state: Member<String>,
}

impl StateChange {
    pub(crate) fn check(self) -> Result<ServerState, Vec<Violation>> {
        let known = |name: String| ServerState::named(&name).ok_or(Constraint::Invalid);
        let state = self.state.required().and_then(known);
        state.map_err(|constraint| vec![Violation::new("state", constraint)])
    }
}

/// The response to it.
#[derive(utoipa::ToSchema, Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CurrentState {
    /// The current state.
    pub state: ServerState,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_the_same_name_in_requests_and_responses() {
        let names = ["open", "closed", "opsOnly", "migrate"];
        for (state, name) in ServerState::ALL.into_iter().zip(names) {
            assert_eq!(state.name(), name);
            assert_eq!(serde_json::to_string(&CurrentState { state }).unwrap(), format!(r#"{{"state":"{name}"}}"#));
            assert_eq!(StateChange { state: Member::Value(name.to_owned()) }.check(), Ok(state));
        }
    }

    #[test]
    fn every_other_value_is_a_validation_error() {
        let text = |text: &str| Member::Value(text.to_owned());
        let cases = [
            (Member::Absent, Constraint::Missing),
            (Member::Null, Constraint::Required),
            (text(""), Constraint::Invalid),
            (text("Closed"), Constraint::Invalid),
            (text("opsonly"), Constraint::Invalid),
            (text(" open"), Constraint::Invalid),
        ];
        for (state, constraint) in cases {
            assert_eq!(StateChange { state }.check(), Err(vec![Violation::new("state", constraint)]));
        }
    }
}
