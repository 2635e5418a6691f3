//! [`CodeSource`]: where the code of a received error comes from.

/// Where the code of a [`ReceivedError`](crate::ReceivedError) comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a program that decides by the code must handle both")]
pub enum CodeSource {
    /// The service stated an identifier. The book may or may not know it.
    Stated,
    /// The book has this code for the status. The response may come from a proxy in front of the service.
    Inferred,
}
