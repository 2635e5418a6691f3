//! [`Change`]: one difference between two versions of a catalog.

use std::fmt;

use errorbook::{Retry, Status};
use serde::Serialize;

use crate::compare::difference::{Difference, Severity};
use crate::envelope::CatalogEnvelope;
use crate::statuses::CatalogUnlisted;
use crate::visible::{quoted, word};

/// One difference between two versions of a catalog, with the code that changed.
///
/// ```
/// use errorbook_model::{Catalog, Difference, Severity};
///
/// let old = Catalog::from_json(br#"{"name":"cart","codes":[{"code":"CART-1001","status":409}]}"#)?;
/// let new = Catalog::from_json(br#"{"name":"cart","codes":[{"code":"CART-1001","status":422}]}"#)?;
/// let report = old.compare(&new);
/// let change = &report.changes()[0];
/// assert_eq!(change.code(), Some("CART-1001"));
/// assert!(matches!(change.difference(), Difference::StatusChanged { from, .. } if from.as_u16() == 409));
/// assert_eq!(change.severity(), Severity::Breaking);
/// assert_eq!(
///     change.to_string(),
///     "CART-1001 has status 422 instead of 409: restore 409, or retire the code and add a new code",
/// );
/// # Ok::<(), errorbook_model::CatalogError>(())
/// ```
///
/// Its JSON is `{"code":"CART-1001","severity":"breaking","change":"status_changed","from":409,"to":422}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    severity: Severity,
    #[serde(flatten)]
    difference: Difference,
}

impl Change {
    pub(super) fn new(code: Option<&str>, difference: Difference) -> Change {
        Change { code: code.map(str::to_owned), severity: difference.severity(), difference }
    }

    /// Returns the identifier of the code. Returns `None` if the change is about the whole book or an operation.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Returns the difference.
    pub const fn difference(&self) -> &Difference {
        &self.difference
    }

    /// Returns the effect of the change on clients.
    pub const fn severity(&self) -> Severity {
        self.severity
    }

    /// Returns a description of the change for client developers, in one line.
    pub fn summary(&self) -> String {
        let mut summary = String::new();
        // Writing to a `String` cannot fail.
        let _ = self.write_summary(&mut summary);
        summary
    }

    /// Returns the fix for a change that breaks clients, if there is a fix in one line.
    ///
    /// ```
    /// use errorbook_model::Catalog;
    ///
    /// let old = Catalog::from_json(br#"{"name":"cart","retired":["CART-1000"],"codes":[]}"#)?;
    /// let report = old.compare(&Catalog::new("cart"));
    /// let change = &report.changes()[0];
    /// assert_eq!(change.summary(), "CART-1000 is no longer retired");
    /// assert_eq!(change.fix().as_deref(), Some("restore `retired \"CART-1000\";`"));
    /// # Ok::<(), errorbook_model::CatalogError>(())
    /// ```
    pub fn fix(&self) -> Option<String> {
        let retired = || format!("`retired {};`", quoted(self.code.as_deref().unwrap_or_default()));
        let anew = "or retire the code and add a new code";
        let fix = match &self.difference {
            Difference::Removed { .. } => format!("restore its row, or replace it with {}", retired()),
            Difference::Reused { .. } => format!("restore {}, and give the new code another identifier", retired()),
            Difference::Unretired => format!("restore {}", retired()),
            Difference::StatusChanged { from, .. } => format!("restore {from}, {anew}"),
            Difference::ParameterLost { parameter, kind } => format!("restore `{}: {}`", word(parameter), word(kind)),
            Difference::ParameterKindChanged { parameter, from, .. } => {
                format!("restore `{}: {}`, and add a new parameter with another name", word(parameter), word(from))
            }
            Difference::RetryWithdrawn { from, .. } => format!("restore `retry: {}`, {anew}", retry(*from)),
            Difference::EnvelopeChanged { .. } if self.severity == Severity::Breaking => {
                "restore the old envelope".to_owned()
            }
            Difference::SuppressionChanged { from: from @ Some(_), .. } => {
                format!("restore `suppression: {}`", parameter(from))
            }
            Difference::OperationCodeAdded { .. } => "clients may not handle it".to_owned(),
            Difference::OperationOpened { .. } => "list these codes".to_owned(),
            _ => return None,
        };
        Some(fix)
    }
}

/// Writes one line: the summary, and the fix if there is one.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.summary())?;
        self.fix().map_or(Ok(()), |fix| write!(f, ": {fix}"))
    }
}

impl Change {
    fn write_summary(&self, f: &mut impl fmt::Write) -> fmt::Result {
        let code = word(self.code.as_deref().unwrap_or_default());
        match &self.difference {
            Difference::Removed { status, message } => {
                let row = row(*status, message);
                write!(f, "{code} ({row}) was removed")
            }
            Difference::Reused { status, message } => {
                let row = row(*status, message);
                write!(f, "{code} was retired but is in use again ({row})")
            }
            Difference::Unretired => write!(f, "{code} is no longer retired"),
            Difference::StatusChanged { from, to } => write!(f, "{code} has status {to} instead of {from}"),
            Difference::ParameterLost { parameter, .. } => {
                write!(f, "{code} no longer has the parameter {}", word(parameter))
            }
            Difference::ParameterKindChanged { parameter, from, to } => {
                let (parameter, from, to) = (word(parameter), word(from), word(to));
                write!(f, "{code} has the parameter {parameter} of kind {to} instead of {from}")
            }
            Difference::RetryWithdrawn { from, to } => {
                write!(f, "{code} could be retried ({}), but now it cannot ({})", retry(*from), retry(*to))
            }
            Difference::EnvelopeChanged { from, to } => {
                let (from, to) = (envelope(from), envelope(to));
                write!(f, "the envelope is {to} instead of {from}")
            }
            Difference::SuppressionChanged { from: None, to } => {
                write!(f, "statuses can be suppressed with {}", parameter(to))
            }
            Difference::SuppressionChanged { from, to: None } => {
                write!(f, "statuses can no longer be suppressed with {}", parameter(from))
            }
            Difference::SuppressionChanged { from, to } => {
                let (from, to) = (parameter(from), parameter(to));
                write!(f, "statuses are suppressed with {to} instead of {from}")
            }
            Difference::TypeBaseChanged { from, to } => {
                let base = |base: &Option<String>| base.as_deref().map_or("about:blank".to_owned(), quoted);
                write!(f, "a problem's type begins with {} instead of {}", base(to), base(from))
            }
            Difference::ErrorKindChanged { kind, from, to } => {
                write!(f, "the error kind {} has {} instead of {}", word(kind), listed(to), listed(from))
            }
            Difference::BareStatusChanged { status, from, to } => {
                write!(f, "a {status} without a code gets {} instead of {}", listed(to), listed(from))
            }
            Difference::UnlistedStatusesChanged { from, to } => {
                write!(f, "other statuses without a code get {} instead of {}", unlisted(to), unlisted(from))
            }
            Difference::OperationRemoved { operation } => write!(f, "{operation} was removed"),
            Difference::OperationAdded { operation } => write!(f, "{operation} is new"),
            Difference::OperationCodeAdded { operation, status } => {
                write!(f, "{operation} can return {code} with status {status}")
            }
            Difference::OperationCodeRemoved { operation, status } => {
                write!(f, "{operation} no longer returns {code} with status {status}")
            }
            Difference::OperationCodeMoved { operation, from, to } => {
                write!(f, "{operation} returns {code} with status {to} instead of {from}")
            }
            Difference::OperationOpened { operation, status } => {
                write!(f, "{operation} can return unlisted codes with status {status}")
            }
            Difference::OperationClosed { operation, status } => {
                write!(f, "{operation} lists every code that it returns with status {status}")
            }
            Difference::OperationsDeclared => write!(f, "the codes of each operation are listed"),
            Difference::OperationsWithdrawn => write!(f, "the codes of each operation are no longer listed"),
            Difference::Added { status, message } => write!(f, "{code} is new: {}", row(*status, message)),
            Difference::Retired => write!(f, "{code} is retired and must never be used again"),
            Difference::ParameterAdded { parameter, kind } => {
                write!(f, "{code} has a new parameter {}: {}", word(parameter), word(kind))
            }
            Difference::RetryChanged { from, to } => {
                write!(f, "{code} has retry {} instead of {}", retry(*to), retry(*from))
            }
            Difference::HeadersChanged { from, to } => {
                write!(f, "{code} has headers {} instead of {}", list(to), list(from))
            }
            Difference::SinceChanged { from, to } => {
                let since = |since: &Option<String>| since.as_deref().map_or("none".to_owned(), word);
                write!(f, "{code} has since {} instead of {}", since(to), since(from))
            }
            Difference::ReplacementChanged { to: Some(to), .. } => {
                write!(f, "{code} is deprecated in favour of {}", word(to))
            }
            Difference::ReplacementChanged { to: None, .. } => write!(f, "{code} is no longer deprecated"),
            Difference::MessageChanged { from, to } => {
                let message = |message: &Option<String>| message.as_deref().map_or("none".to_owned(), quoted);
                write!(f, "{code} has the message {} instead of {}", message(to), message(from))
            }
            Difference::MeaningChanged { .. } => write!(f, "{code} has another meaning"),
            Difference::PatternChanged { from, to } => {
                let pattern = |pattern: &Option<String>| pattern.as_deref().map_or("any".to_owned(), quoted);
                write!(f, "identifiers have the pattern {} instead of {}", pattern(to), pattern(from))
            }
            Difference::RangeChanged { from, to } => {
                let range = |range: &Option<(u64, u64)>| {
                    range.map_or("any range".to_owned(), |(first, last)| format!("{first}..={last}"))
                };
                write!(f, "identifiers are within {} instead of {}", range(to), range(from))
            }
            Difference::OwnerChanged { from, to } => {
                let owner = |owner: &Option<String>| owner.as_deref().map_or("nobody".to_owned(), word);
                let owned = if self.code.is_some() { code } else { "the book".to_owned() };
                write!(f, "{owned} belongs to {} instead of {}", owner(to), owner(from))
            }
            Difference::AdviceChanged { .. } => write!(f, "{code} has other advice"),
        }
    }
}

/// Returns the status and the message: `409 "The cart is empty"`.
fn row(status: Status, message: &Option<String>) -> String {
    message.as_ref().map_or(status.to_string(), |message| format!("{status} {}", quoted(message)))
}

/// Returns a retry rule in the syntax of `codes!`.
fn retry(retry: Option<Retry>) -> String {
    match retry {
        None => "unset".to_owned(),
        Some(Retry::After(delay)) => format!("after {}s", delay.as_secs()),
        Some(retry) => retry.name().to_owned(),
    }
}

/// Returns the media type and the schema: `application/problem+json (Problem)`.
fn envelope(envelope: &Option<CatalogEnvelope>) -> String {
    let Some(CatalogEnvelope { content_type, schema, .. }) = envelope else { return "unknown".to_owned() };
    let schema = schema.as_ref().map_or(String::new(), |schema| format!(" ({})", word(schema)));
    let is_plain = content_type.bytes().all(|byte| byte.is_ascii_graphic());
    format!("{}{schema}", if is_plain { content_type.clone() } else { quoted(content_type) })
}

/// Returns the parameter that suppresses statuses in the syntax of `codes!`.
fn parameter(name: &Option<String>) -> String {
    quoted(name.as_deref().unwrap_or_default())
}

/// Returns the code that a book lists for an error kind or a status.
fn listed(code: &Option<String>) -> String {
    code.as_deref().map_or("the default code".to_owned(), word)
}

fn unlisted(statuses: &CatalogUnlisted) -> String {
    match statuses {
        CatalogUnlisted::Standard => "the codes of the http book".to_owned(),
        CatalogUnlisted::Coded { client, server } => {
            format!("{} for 4xx and {} for 5xx", word(client), word(server))
        }
        CatalogUnlisted::PassThrough(messages) if messages.is_empty() => "no code".to_owned(),
        CatalogUnlisted::PassThrough(messages) => {
            let messages: Vec<String> =
                messages.iter().map(|(status, message)| format!("{status} {}", quoted(message))).collect();
            format!("no code and the messages {}", messages.join(", "))
        }
    }
}

fn list(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| word(name)).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
