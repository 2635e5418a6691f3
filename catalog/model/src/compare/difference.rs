//! [`Difference`]: a difference between two catalogs, and its severity.

use errorbook::{Retry, Status};
use serde::{Serialize, Serializer};

use crate::envelope::CatalogEnvelope;
use crate::statuses::CatalogUnlisted;

/// A difference between two catalogs of a book. Of two values, `from` is the old one.
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
#[expect(missing_docs, reason = "the fields of a variant are the values that its name and its comment speak of")]
pub enum Difference {
    /// The code is gone, and its identifier is free for anything.
    Removed { status: Status, message: Option<String> },
    /// A retired identifier is a code again.
    Reused { status: Status, message: Option<String> },
    /// A retired identifier is no longer retired, and so is free for anything.
    Unretired,
    /// The status changed.
    StatusChanged { from: Status, to: Status },
    /// A parameter is gone.
    ParameterLost { parameter: String, kind: String },
    /// A parameter has values of another kind.
    ParameterKindChanged { parameter: String, from: String, to: String },
    /// The same request could be sent again, and no longer can.
    RetryWithdrawn {
        #[serde(serialize_with = "serialize_retry")]
        from: Option<Retry>,
        #[serde(serialize_with = "serialize_retry")]
        to: Option<Retry>,
    },
    /// The book has another envelope, or one is not known. This difference is not about a code.
    EnvelopeChanged { from: Option<CatalogEnvelope>, to: Option<CatalogEnvelope> },
    /// The book promises to suppress statuses, or no longer does, or with another parameter. This difference is not about a
    /// code.
    SuppressionChanged { from: Option<String>, to: Option<String> },
    /// The base of a problem's `type` changed. This difference is not about a code.
    TypeBaseChanged { from: Option<String>, to: Option<String> },
    /// An error kind has another code. `None` is the code of the `http` book. This difference is not about a code.
    ErrorKindChanged { kind: String, from: Option<String>, to: Option<String> },
    /// A status that comes without a code gets another code. `None` is a status that is not listed. This difference is not
    /// about a code.
    BareStatusChanged { status: u16, from: Option<String>, to: Option<String> },
    /// The statuses that are not listed are mapped in another way. This difference is not about a code.
    UnlistedStatusesChanged { from: CatalogUnlisted, to: CatalogUnlisted },
    /// An operation is gone. This difference is not about a code.
    OperationRemoved { operation: String },
    /// An operation is new. This difference is not about a code.
    OperationAdded { operation: String },
    /// An operation that was there before can answer the code, which its clients may not handle.
    OperationCodeAdded { operation: String, status: String },
    /// An operation no longer answers the code.
    OperationCodeRemoved { operation: String, status: String },
    /// An operation answers the code with another status. The statuses are as the document writes them.
    OperationCodeMoved { operation: String, from: String, to: String },
    /// An operation can answer codes that its document does not list. This difference is not about a code.
    OperationOpened { operation: String, status: String },
    /// An operation lists all codes that it can answer with the status. This difference is not about a code.
    OperationClosed { operation: String, status: String },
    /// The operations are known, and were not. This difference is not about a code.
    OperationsDeclared,
    /// The operations are not known any more. This difference is not about a code.
    OperationsWithdrawn,
    /// The code is new.
    Added { status: Status, message: Option<String> },
    /// The identifier is retired.
    Retired,
    /// A parameter is new.
    ParameterAdded { parameter: String, kind: String },
    /// The rule for retries changed, without breaking clients that retried.
    RetryChanged {
        #[serde(serialize_with = "serialize_retry")]
        from: Option<Retry>,
        #[serde(serialize_with = "serialize_retry")]
        to: Option<Retry>,
    },
    /// A response can carry other headers.
    HeadersChanged { from: Vec<String>, to: Vec<String> },
    /// The first version with the code changed.
    SinceChanged { from: Option<String>, to: Option<String> },
    /// The code is deprecated in favour of another code, or no longer deprecated.
    ReplacementChanged { from: Option<String>, to: Option<String> },
    /// The message changed.
    MessageChanged { from: Option<String>, to: Option<String> },
    /// The meaning changed.
    MeaningChanged { from: Option<String>, to: Option<String> },
    /// The advice changed.
    AdviceChanged { from: Option<String>, to: Option<String> },
    /// The form of the identifiers changed. This difference is not about a code.
    PatternChanged { from: Option<String>, to: Option<String> },
    /// The range of the identifiers changed. This difference is not about a code.
    RangeChanged { from: Option<(u64, u64)>, to: Option<(u64, u64)> },
    /// Another team is to be asked, about the code or, without one, about the book.
    OwnerChanged { from: Option<String>, to: Option<String> },
}

impl Difference {
    /// Returns how much the difference means to a client.
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

/// How much a [`Difference`] means to a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "whoever acts on a report has to decide on each of them")]
pub enum Severity {
    /// The difference is for people alone: a message, a meaning, advice.
    Note,
    /// Clients that do not know of the difference go on working.
    Addition,
    /// A client that relies on the old book fails.
    Breaking,
}

/// Returns true if clients of the first envelope cannot read the second one.
fn is_another(from: &CatalogEnvelope, to: &CatalogEnvelope) -> bool {
    let is_another_schema = |(from, to): (&String, &String)| from != to;
    from.content_type != to.content_type || from.schema.as_ref().zip(to.schema.as_ref()).is_some_and(is_another_schema)
}

/// Writes both members always: in a report, null says that the book had no rule.
fn serialize_retry<S: Serializer>(retry: &Option<Retry>, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Members {
        retry: Option<&'static str>,
        retry_after: Option<u64>,
    }
    let delay = retry.and_then(Retry::delay);
    Members { retry: retry.map(Retry::name), retry_after: delay.map(|delay| delay.as_secs()) }.serialize(serializer)
}
