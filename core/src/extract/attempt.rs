//! [`Attempt`]: selects one of the values to try for a type.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// The texts to try for common types with a rule, such as dates and UUIDs.
pub(super) const TEXTS: [&str; 14] = [
    "2000-01-01T00:00:00Z",
    "00000000-0000-4000-8000-000000000000",
    "2000-01-01",
    "2000-01-01T00:00:00",
    "http://localhost/",
    "127.0.0.1",
    "::1",
    "127.0.0.1:80",
    "[::1]:80",
    "00:00:00",
    "1",
    "a@example.com",
    "PT1S",
    "",
];

/// Selects one of the values to try for a type.
#[derive(Debug, Clone, Default)]
pub(super) struct Attempt {
    /// The number of values that the type refused.
    pub(super) refused: usize,
    pub(super) texts: KnownTexts,
}

/// The text to try for each way of asking: the one that fitted elsewhere in the same body.
#[derive(Debug, Clone, Default)]
pub(super) struct KnownTexts(Rc<RefCell<HashMap<String, usize>>>);

impl KnownTexts {
    pub(super) fn text(&self, expected: &str) -> &'static str {
        let known = self.0.borrow().get(expected).copied().unwrap_or_default();
        TEXTS.get(known % TEXTS.len()).copied().unwrap_or_default()
    }

    /// Continues with the next text.
    pub(super) fn refuse(&self, expected: String) {
        *self.0.borrow_mut().entry(expected).or_default() += 1;
    }
}
