//! [`Change`]: one thing that became of a code.

use std::fmt;

use serde::{Serialize, Serializer};

use super::difference::{Difference, Severity};
use super::text::{Quoted, Word};
use crate::{Retry, Status};

/// One thing that became of a code between two snapshots.
///
/// ```
/// use errorbook::lock::{Difference, Severity, Snapshot};
///
/// let old = Snapshot::from_json(br#"{"name":"cart","codes":[{"code":"CART-1001","status":409}]}"#)?;
/// let new = Snapshot::from_json(br#"{"name":"cart","codes":[{"code":"CART-1001","status":422}]}"#)?;
/// let report = old.compare(&new);
/// let change = &report.changes()[0];
/// assert_eq!(change.code(), "CART-1001");
/// assert!(matches!(change.difference(), Difference::StatusChanged { from, .. } if from.as_u16() == 409));
/// assert_eq!(change.severity(), Severity::Breaking);
/// assert_eq!(
///     change.to_string(),
///     "CART-1001 has status 422 instead of 409: restore 409, or retire it and give the new error an identifier of its own",
/// );
/// # Ok::<(), errorbook::lock::SnapshotError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    code: String,
    difference: Difference,
}

impl Change {
    pub(super) fn new(code: &str, difference: Difference) -> Change {
        Change { code: code.to_owned(), difference }
    }

    /// The identifier of the code.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// What is different.
    pub const fn difference(&self) -> &Difference {
        &self.difference
    }

    /// How much it means to a client.
    pub const fn severity(&self) -> Severity {
        self.difference.severity()
    }
}

/// One line for people: what became of which code and, where it breaks clients, how to mend it.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = Word(&self.code);
        let retired = format!("`retired {};`", Quoted(&self.code));
        match &self.difference {
            Difference::Removed { status, message } => {
                write!(f, "{code} ({}) is gone: restore its row, or put {retired} in its place", Head(*status, message))
            }
            Difference::Reused { status, message } => write!(
                f,
                "{code} was retired and is {} now: restore {retired}, and give the row an identifier of its own",
                Head(*status, message)
            ),
            Difference::Unretired => write!(f, "{code} is no longer retired: restore {retired}"),
            Difference::StatusChanged { from, to } => write!(
                f,
                "{code} has status {to} instead of {from}: restore {from}, or retire it and give the new error an \
                 identifier of its own"
            ),
            Difference::ParameterLost { parameter, kind } => {
                let (parameter, kind) = (Word(parameter), Word(kind));
                write!(f, "{code} has no parameter {parameter} any more: restore `{parameter}: {kind}`")
            }
            Difference::ParameterKindChanged { parameter, from, to } => {
                let (parameter, from, to) = (Word(parameter), Word(from), Word(to));
                write!(
                    f,
                    "{code} has {parameter} as {to} instead of {from}: restore `{parameter}: {from}`, and add a \
                     parameter of another name"
                )
            }
            Difference::RetryWithdrawn { from, to } => write!(
                f,
                "{code} could be retried ({}) and now cannot ({}): restore `retry: {}`, or retire it and give the new \
                 error an identifier of its own",
                Said(*from),
                Said(*to),
                Said(*from)
            ),
            Difference::Added { status, message } => write!(f, "{code} is new: {}", Head(*status, message)),
            Difference::Retired => write!(f, "{code} is retired, never to be used again"),
            Difference::ParameterAdded { parameter, kind } => {
                write!(f, "{code} has a new parameter {}: {}", Word(parameter), Word(kind))
            }
            Difference::RetryChanged { from, to } => {
                write!(f, "{code} has retry {} instead of {}", Said(*to), Said(*from))
            }
            Difference::SinceChanged { from, to } => {
                write!(f, "{code} has since {} instead of {}", Named(to), Named(from))
            }
            Difference::ReplacementChanged { to: Some(to), .. } => {
                write!(f, "{code} is deprecated in favour of {}", Word(to))
            }
            Difference::ReplacementChanged { to: None, .. } => write!(f, "{code} is no longer deprecated"),
            Difference::MessageChanged { from, to } => {
                write!(f, "{code} says {} instead of {}", Text(to), Text(from))
            }
        }
    }
}

/// `{"code":"CART-1001","severity":"breaking","change":"status_changed","from":409,"to":422}`
impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Written<'a> {
            code: &'a str,
            severity: Severity,
            #[serde(flatten)]
            difference: &'a Difference,
        }
        Written { code: &self.code, severity: self.severity(), difference: &self.difference }.serialize(serializer)
    }
}

/// A status, and a message if there is one.
struct Head<'a>(Status, &'a Option<String>);

impl fmt::Display for Head<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)?;
        self.1.as_ref().map_or(Ok(()), |message| write!(f, " {}", Quoted(message)))
    }
}

/// What a row says of retrying, as `codes!` spells it.
struct Said(Option<Retry>);

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None => f.write_str("unsaid"),
            Some(Retry::Never) => f.write_str("never"),
            Some(Retry::AtOnce) => f.write_str("at_once"),
            Some(Retry::After(delay)) => write!(f, "after {}s", delay.as_secs()),
        }
    }
}

struct Named<'a>(&'a Option<String>);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(name) => Word(name).fmt(f),
            None => f.write_str("none"),
        }
    }
}

struct Text<'a>(&'a Option<String>);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(text) => Quoted(text).fmt(f),
            None => f.write_str("nothing"),
        }
    }
}
