//! [`Unproven`]: the values and names that may contain a syntax error.

use std::cell::Cell;

/// Counts the values and names of members that may contain a syntax error, although the type has accepted them.
///
/// A value counts from the moment at which the type requests it, until the format has read all of it. So it counts for ever if the
/// type does not read it, ignores an error in it, or reads it without its contents: as bytes, raw, or ignored.
#[derive(Debug, Default)]
pub(super) struct Unproven(Cell<usize>);

impl Unproven {
    pub(super) fn begin(&self) {
        self.0.set(self.0.get().wrapping_add(1));
    }

    pub(super) fn end(&self) {
        self.0.set(self.0.get().wrapping_sub(1));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.get() == 0
    }
}
