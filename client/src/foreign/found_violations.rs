//! [`FoundViolations`]: the violations in a member of a body.

use errorbook::Violation;

/// The violations in a member of a body.
#[derive(Default)]
pub(super) struct FoundViolations {
    pub(super) violations: Vec<Violation>,
    /// True if the violations contain everything from the member.
    pub(super) is_whole: bool,
}
