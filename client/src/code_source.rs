//! [`CodeSource`]: the source of the code of a received error.

/// The source of the code of a [`ReceivedError`](crate::ReceivedError).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a program that depends on the source must handle both")]
pub enum CodeSource {
    /// The response contained an identifier. The book may or may not have this code.
    Stated,
    /// The code was inferred from the status. The response may come from a proxy in front of the service.
    Inferred,
}
