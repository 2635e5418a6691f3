//! [`Retry`]: the advice about sending a request again.

use std::fmt;
use std::time::Duration;

/// The code's advice about sending the same request again.
///
/// ```
/// use errorbook::{Retry, standard};
///
/// assert_eq!(standard::NOT_IMPLEMENTED.retry(), Some(Retry::Never));
/// assert!(standard::SERVICE_UNAVAILABLE.retry().is_some_and(Retry::is_allowed));
/// // The book does not say: it depends on the request.
/// assert_eq!(standard::INTERNAL_SERVER_ERROR.retry(), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a client that retries has to decide on each of them")]
pub enum Retry {
    /// The same request will fail again.
    Never,
    /// The same request may succeed right away.
    AtOnce,
    /// The same request may succeed after this delay. A `retry-after` in the response takes precedence.
    After(Duration),
}

impl Retry {
    /// Returns true if the same request may be sent again at all.
    pub const fn is_allowed(self) -> bool {
        !matches!(self, Retry::Never)
    }

    /// Returns the name in documents of the book and in its lock: `never`, `at_once`, `after`.
    pub const fn name(self) -> &'static str {
        match self {
            Retry::Never => "never",
            Retry::AtOnce => "at_once",
            Retry::After(_) => "after",
        }
    }

    /// Returns the delay, if the advice has one.
    pub const fn delay(self) -> Option<Duration> {
        match self {
            Retry::Never | Retry::AtOnce => None,
            Retry::After(delay) => Some(delay),
        }
    }
}

/// Prints the advice for people: `never`, `at once`, `after 120 seconds`.
impl fmt::Display for Retry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Retry::Never => f.write_str("never"),
            Retry::AtOnce => f.write_str("at once"),
            Retry::After(delay) if delay.as_secs() == 1 => f.write_str("after 1 second"),
            Retry::After(delay) => write!(f, "after {} seconds", delay.as_secs()),
        }
    }
}
