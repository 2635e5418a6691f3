//! [`Difference`]: a difference between two versions of a catalog, and its severity.

use errorbook::{Retry, Status};
use serde::{Serialize, Serializer};

use crate::envelope::CatalogEnvelope;
use crate::statuses::CatalogUnlisted;

/// A difference between two versions of a catalog. `from` is the old value and `to` the new value.
///
/// ```
/// use errorbook_model::{Difference, Severity};
///
/// assert_eq!(Difference::Retired.severity(), Severity::Addition);
/// assert_eq!(serde_json::to_string(&Difference::Retired)?, r#"{"change":"retired"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
#[non_exhaustive]
#[expect(missing_docs, reason = "the comment of each variant explains its fields")]
pub enum Difference {
    /// The code was removed without being retired, so that its identifier can be used again.
    Removed { status: Status, message: Option<String> },
    /// A retired identifier is in use again.
    Reused { status: Status, message: Option<String> },
    /// An identifier is no longer retired, so that it can be used again.
    Unretired,
    /// The status changed.
    StatusChanged { from: Status, to: Status },
    /// A parameter was removed.
    ParameterLost { parameter: String, kind: String },
    /// The kind of a parameter changed.
    ParameterKindChanged { parameter: String, from: String, to: String },
    /// The retry rule allowed retries and no longer does.
    RetryWithdrawn {
        #[serde(serialize_with = "serialize_retry")]
        from: Option<Retry>,
        #[serde(serialize_with = "serialize_retry")]
        to: Option<Retry>,
    },
    /// The envelope changed, or it is known in only one of the catalogs. The change has no code.
    EnvelopeChanged { from: Option<CatalogEnvelope>, to: Option<CatalogEnvelope> },
    /// The promise of suppression was added, withdrawn, or got another query parameter. The change has no code.
    SuppressionChanged { from: Option<String>, to: Option<String> },
    /// The base of a problem's `type` changed. The change has no code.
    TypeBaseChanged { from: Option<String>, to: Option<String> },
    /// The code for an error kind changed. `None` is the code of the `http` book.
    ErrorKindChanged { kind: String, from: Option<String>, to: Option<String> },
    /// The code for a status without a code changed. `None` means that the status is not listed.
    BareStatusChanged { status: u16, from: Option<String>, to: Option<String> },
    /// The rule for unlisted statuses changed. The change has no code.
    UnlistedStatusesChanged { from: CatalogUnlisted, to: CatalogUnlisted },
    /// An operation was removed. The change has no code.
    OperationRemoved { operation: String },
    /// An operation was added. The change has no code.
    OperationAdded { operation: String },
    /// An existing operation can now return the code. Clients of the operation may not handle it.
    OperationCodeAdded { operation: String, status: String },
    /// An operation no longer returns the code.
    OperationCodeRemoved { operation: String, status: String },
    /// An operation returns the code with another status. The statuses are keys of the OpenAPI document, such as `4XX`.
    OperationCodeMoved { operation: String, from: String, to: String },
    /// An operation can now return codes that the document does not list. The change has no code.
    OperationOpened { operation: String, status: String },
    /// An operation now lists all codes that it can return with the status. The change has no code.
    OperationClosed { operation: String, status: String },
    /// The new catalog has operations and the old catalog has none. The change has no code.
    OperationsDeclared,
    /// The old catalog has operations and the new catalog has none. The change has no code.
    OperationsWithdrawn,
    /// The code was added.
    Added { status: Status, message: Option<String> },
    /// The identifier was retired.
    Retired,
    /// A parameter was added.
    ParameterAdded { parameter: String, kind: String },
    /// The retry rule changed, and clients that retried can still do so.
    RetryChanged {
        #[serde(serialize_with = "serialize_retry")]
        from: Option<Retry>,
        #[serde(serialize_with = "serialize_retry")]
        to: Option<Retry>,
    },
    /// The headers of the responses changed.
    HeadersChanged { from: Vec<String>, to: Vec<String> },
    /// The first version with this code changed.
    SinceChanged { from: Option<String>, to: Option<String> },
    /// The code was deprecated, got another replacement, or is no longer deprecated.
    ReplacementChanged { from: Option<String>, to: Option<String> },
    /// The message changed.
    MessageChanged { from: Option<String>, to: Option<String> },
    /// The meaning changed.
    MeaningChanged { from: Option<String>, to: Option<String> },
    /// The advice changed.
    AdviceChanged { from: Option<String>, to: Option<String> },
    /// The pattern of the identifiers changed. The change has no code.
    PatternChanged { from: Option<String>, to: Option<String> },
    /// The range of the identifiers changed. The change has no code.
    RangeChanged { from: Option<(u64, u64)>, to: Option<(u64, u64)> },
    /// The owner changed: of the code, or of the book if the change has no code.
    OwnerChanged { from: Option<String>, to: Option<String> },
}

impl Difference {
    /// Returns the effect of the difference on clients.
    pub fn severity(&self) -> Severity {
        match self {
            Difference::EnvelopeChanged { from: Some(from), to: Some(to) } if is_another(from, to) => {
                Severity::Breaking
            }
            Difference::Removed { .. }
            | Difference::Reused { .. }
            | Difference::Unretired
            | Difference::StatusChanged { .. }
            | Difference::ParameterLost { .. }
            | Difference::ParameterKindChanged { .. }
            | Difference::RetryWithdrawn { .. }
            | Difference::SuppressionChanged { from: Some(_), .. }
            | Difference::TypeBaseChanged { from: Some(_), .. }
            | Difference::ErrorKindChanged { from: Some(_), .. }
            | Difference::BareStatusChanged { from: Some(_), .. }
            | Difference::OperationRemoved { .. }
            | Difference::OperationCodeAdded { .. }
            | Difference::OperationCodeMoved { .. }
            | Difference::OperationOpened { .. } => Severity::Breaking,
            Difference::UnlistedStatusesChanged { from, .. } if *from != CatalogUnlisted::Standard => {
                Severity::Breaking
            }
            Difference::EnvelopeChanged { .. }
            | Difference::SuppressionChanged { from: None, .. }
            | Difference::Added { .. }
            | Difference::Retired
            | Difference::ParameterAdded { .. }
            | Difference::RetryChanged { .. }
            | Difference::HeadersChanged { .. }
            | Difference::SinceChanged { .. }
            | Difference::ReplacementChanged { .. }
            | Difference::TypeBaseChanged { from: None, .. }
            | Difference::ErrorKindChanged { from: None, .. }
            | Difference::BareStatusChanged { from: None, .. }
            | Difference::UnlistedStatusesChanged { .. }
            | Difference::OperationAdded { .. }
            | Difference::OperationCodeRemoved { .. }
            | Difference::OperationClosed { .. }
            | Difference::OperationsDeclared
            | Difference::OperationsWithdrawn => Severity::Addition,
            Difference::MessageChanged { .. }
            | Difference::MeaningChanged { .. }
            | Difference::AdviceChanged { .. }
            | Difference::PatternChanged { .. }
            | Difference::RangeChanged { .. }
            | Difference::OwnerChanged { .. } => Severity::Note,
        }
    }
}

/// The effect of a [`Difference`] on clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "a program that acts on a report must handle every severity")]
pub enum Severity {
    /// Only people notice the difference: it is in a message, a meaning, or advice.
    Note,
    /// Clients of the old book keep working.
    Addition,
    /// Clients of the old book can fail.
    Breaking,
}

/// Returns true if a client of the first envelope cannot read the second envelope.
fn is_another(from: &CatalogEnvelope, to: &CatalogEnvelope) -> bool {
    let is_another_schema = |(from, to): (&String, &String)| from != to;
    from.content_type != to.content_type || from.schema.as_ref().zip(to.schema.as_ref()).is_some_and(is_another_schema)
}

/// Writes both members, even if they are null. A null `retry` means that the code has no rule.
fn serialize_retry<S: Serializer>(retry: &Option<Retry>, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Members {
        retry: Option<&'static str>,
        retry_after: Option<u64>,
    }
    let delay = retry.and_then(Retry::delay);
    Members { retry: retry.map(Retry::name), retry_after: delay.map(|delay| delay.as_secs()) }.serialize(serializer)
}
