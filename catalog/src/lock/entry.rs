//! [`Entry`]: what a snapshot knows of one code.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::{Code, Retry, Status};

/// What a [`Snapshot`](super::Snapshot) knows of one code: what the code promised when it was published.
///
/// ```
/// use errorbook::{lock::Snapshot, primaerp};
///
/// let book = Snapshot::of(&primaerp::BOOK);
/// let entry = book.get("PE01-1101").unwrap();
/// assert_eq!(entry.status(), primaerp::OBJECT_NOT_FOUND.status());
/// assert_eq!(entry.message(), Some("Object not found"));
/// assert_eq!(entry.parameters().next(), None);
/// assert_eq!(entry.replacement(), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub(super) status: Status,
    pub(super) message: Option<String>,
    pub(super) retry: Option<Retry>,
    /// The kind of each, by its name.
    pub(super) parameters: BTreeMap<String, String>,
    pub(super) since: Option<String>,
    pub(super) replacement: Option<String>,
}

impl Entry {
    pub(super) fn new(status: Status) -> Entry {
        Entry { status, message: None, retry: None, parameters: BTreeMap::new(), since: None, replacement: None }
    }

    pub(super) fn of(code: Code) -> Entry {
        let parameters = code.parameters().iter();
        Entry {
            status: code.status(),
            message: Some(code.message().to_owned()),
            retry: code.retry().map(in_whole_seconds),
            parameters: parameters
                .map(|parameter| (parameter.name().to_owned(), parameter.kind().name().to_owned()))
                .collect(),
            since: code.since().map(str::to_owned),
            replacement: code.replacement().map(|code| code.id().to_owned()),
        }
    }

    /// The one status of the code.
    pub const fn status(&self) -> Status {
        self.status
    }

    /// The short public message; none if a catalogue in JSON has none.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Whether and when to retry, if the book said so; a delay is in whole seconds.
    pub const fn retry(&self) -> Option<Retry> {
        self.retry
    }

    /// The name and the kind of each parameter, sorted by name.
    ///
    /// The kinds of other systems need not be those of [`ParameterKind`](crate::ParameterKind).
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parameters.iter().map(|(name, kind)| (name.as_str(), kind.as_str()))
    }

    /// The version that was the first to have the code.
    pub fn since(&self) -> Option<&str> {
        self.since.as_deref()
    }

    /// The identifier of the code that is to be used instead; none if this one is not deprecated.
    pub fn replacement(&self) -> Option<&str> {
        self.replacement.as_deref()
    }
}

/// Rounded up, as in the header `retry-after`.
fn in_whole_seconds(retry: Retry) -> Retry {
    match retry {
        Retry::After(delay) => {
            Retry::After(Duration::from_secs(delay.as_secs().saturating_add(u64::from(delay.subsec_nanos() > 0))))
        }
        Retry::Never | Retry::AtOnce => retry,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delay_is_rounded_up_to_whole_seconds() {
        let after = |millis| in_whole_seconds(Retry::After(Duration::from_millis(millis)));
        for (millis, seconds) in [(0, 0), (1, 1), (1_000, 1), (1_500, 2)] {
            assert_eq!(after(millis), Retry::After(Duration::from_secs(seconds)), "{millis}");
        }
        assert_eq!(in_whole_seconds(Retry::After(Duration::MAX)), Retry::After(Duration::from_secs(u64::MAX)));
        assert_eq!(in_whole_seconds(Retry::Never), Retry::Never);
    }
}
