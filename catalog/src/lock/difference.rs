//! [`Difference`]: what is different about a code, and how much it means.

use serde::{Serialize, Serializer};

use super::json::WrittenRetry;
use crate::{Retry, Status};

/// What is different about a code in the newer of two snapshots.
///
/// ```
/// use errorbook::lock::{Difference, Severity};
///
/// assert_eq!(Difference::Retired.severity(), Severity::Addition);
/// assert_eq!(serde_json::to_string(&Difference::Retired)?, r#"{"change":"retired"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Difference {
    /// The code is gone, and its identifier is free for anything.
    Removed {
        /// The status it had.
        #[serde(serialize_with = "number")]
        status: Status,
        /// The message it had.
        message: Option<String>,
    },
    /// A retired identifier is a code again.
    Reused {
        /// The status it has.
        #[serde(serialize_with = "number")]
        status: Status,
        /// The message it has.
        message: Option<String>,
    },
    /// A retired identifier is not retired any more, and so is free for anything.
    Unretired,
    /// The status is another.
    StatusChanged {
        /// The status it had.
        #[serde(serialize_with = "number")]
        from: Status,
        /// The status it has.
        #[serde(serialize_with = "number")]
        to: Status,
    },
    /// A parameter is gone.
    ParameterLost {
        /// The parameter's name.
        parameter: String,
        /// The kind it had.
        kind: String,
    },
    /// A parameter has values of another kind.
    ParameterKindChanged {
        /// The parameter's name.
        parameter: String,
        /// The kind it had.
        from: String,
        /// The kind it has.
        to: String,
    },
    /// The same request could be sent again, and no longer can.
    RetryWithdrawn {
        /// What the code said.
        #[serde(serialize_with = "retry")]
        from: Option<Retry>,
        /// What the code says.
        #[serde(serialize_with = "retry")]
        to: Option<Retry>,
    },
    /// The code is new.
    Added {
        /// The status it has.
        #[serde(serialize_with = "number")]
        status: Status,
        /// The message it has.
        message: Option<String>,
    },
    /// The identifier is retired.
    Retired,
    /// A parameter is new.
    ParameterAdded {
        /// The parameter's name.
        parameter: String,
        /// The kind it has.
        kind: String,
    },
    /// Whether or when to retry is another, without breaking those who did.
    RetryChanged {
        /// What the code said.
        #[serde(serialize_with = "retry")]
        from: Option<Retry>,
        /// What the code says.
        #[serde(serialize_with = "retry")]
        to: Option<Retry>,
    },
    /// The first version with the code is another.
    SinceChanged {
        /// The version it had.
        from: Option<String>,
        /// The version it has.
        to: Option<String>,
    },
    /// The code is deprecated in favour of another one, or no longer deprecated.
    ReplacementChanged {
        /// The identifier that it had.
        from: Option<String>,
        /// The identifier that it has.
        to: Option<String>,
    },
    /// The message is another.
    MessageChanged {
        /// The message it had.
        from: Option<String>,
        /// The message it has.
        to: Option<String>,
    },
}

impl Difference {
    /// How much it means to a client.
    pub const fn severity(&self) -> Severity {
        match self {
            Difference::Removed { .. }
            | Difference::Reused { .. }
            | Difference::Unretired
            | Difference::StatusChanged { .. }
            | Difference::ParameterLost { .. }
            | Difference::ParameterKindChanged { .. }
            | Difference::RetryWithdrawn { .. } => Severity::Breaking,
            Difference::Added { .. }
            | Difference::Retired
            | Difference::ParameterAdded { .. }
            | Difference::RetryChanged { .. }
            | Difference::SinceChanged { .. }
            | Difference::ReplacementChanged { .. } => Severity::Addition,
            Difference::MessageChanged { .. } => Severity::Note,
        }
    }
}

/// How much a [`Difference`] means to a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "whoever acts on a report has to decide on each of them")]
pub enum Severity {
    /// It is for people alone: a message.
    Note,
    /// It can be told to clients, and those that know nothing of it go on working.
    Addition,
    /// A client that relies on the old book fails.
    Breaking,
}

fn number<S: Serializer>(status: &Status, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

fn retry<S: Serializer>(retry: &Option<Retry>, serializer: S) -> Result<S::Ok, S::Error> {
    WrittenRetry::from(*retry).serialize(serializer)
}
