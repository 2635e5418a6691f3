//! [`FoundViolations`]: the violations that were found in a member.

use errorbook::Violation;

/// The violations that were found in a member of a body.
#[derive(Default)]
pub(super) struct FoundViolations {
    pub(super) violations: Vec<Violation>,
    /// True if the violations have all that the member has.
    pub(super) is_whole: bool,
}
