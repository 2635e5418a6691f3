//! [`ServerState`]: whom the AyaNova mount is open to.

use errorbook::{Constraint, Violation};
use serde::{Deserialize, Serialize};

use crate::Member;
use crate::error::AdmissionError;

/// Whom the AyaNova mount is open to; a restart keeps it.
#[derive(utoipa::ToSchema, Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::exhaustive_enums, reason = "the contract lists them all")]
pub enum ServerState {
    /// To everybody.
    Open,
    /// To nobody: 2000.
    Closed,
    /// To maintenance only: 2001.
    OpsOnly,
    /// To nobody, while data of an older version is taken over: 2006.
    Migrate,
}

impl ServerState {
    const ALL: [ServerState; 4] = [ServerState::Open, ServerState::Closed, ServerState::OpsOnly, ServerState::Migrate];

    /// The state's name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            ServerState::Open => "open",
            ServerState::Closed => "closed",
            ServerState::OpsOnly => "opsOnly",
            ServerState::Migrate => "migrate",
        }
    }

    /// The state of this name.
    pub(crate) fn named(name: &str) -> Option<ServerState> {
        ServerState::ALL.into_iter().find(|state| state.name() == name)
    }

    /// With which error a request is turned away, if it is.
    pub fn refusal(self) -> Option<AdmissionError> {
        match self {
            ServerState::Open => None,
            ServerState::Closed => Some(AdmissionError::Closed),
            ServerState::OpsOnly => Some(AdmissionError::OpsOnly),
            ServerState::Migrate => Some(AdmissionError::Migrating),
        }
    }
}

/// The body of a PUT: the state to be.
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

/// The body that answers it.
#[derive(utoipa::ToSchema, Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CurrentState {
    /// The state that is.
    pub state: ServerState,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_wire() {
        let names = ["open", "closed", "opsOnly", "migrate"];
        for (state, name) in ServerState::ALL.into_iter().zip(names) {
            assert_eq!(state.name(), name);
            assert_eq!(serde_json::to_string(&CurrentState { state }).unwrap(), format!(r#"{{"state":"{name}"}}"#));
            assert_eq!(StateChange { state: Member::Value(name.to_owned()) }.check(), Ok(state));
        }
    }

    #[test]
    fn anything_else_is_a_violation_of_state() {
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
