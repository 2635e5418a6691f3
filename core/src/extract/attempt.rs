//! [`Attempt`]: which of the values that a type may accept is tried.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// The texts to try, for the types with a rule that bodies are full of.
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

/// Which of the values that a type may accept is tried.
#[derive(Debug, Clone, Default)]
pub(super) struct Attempt {
    /// How many values were refused.
    pub(super) refused: usize,
    pub(super) texts: KnownTexts,
}

/// Which text is to be tried where a type asks for a text in these words: the one that fitted elsewhere in the same body.
#[derive(Debug, Clone, Default)]
pub(super) struct KnownTexts(Rc<RefCell<HashMap<String, usize>>>);

impl KnownTexts {
    pub(super) fn text(&self, expected: &str) -> &'static str {
        let known = self.0.borrow().get(expected).copied().unwrap_or_default();
        TEXTS.get(known % TEXTS.len()).copied().unwrap_or_default()
    }

    /// Goes on to the next text.
    pub(super) fn refuse(&self, expected: String) {
        *self.0.borrow_mut().entry(expected).or_default() += 1;
    }
}
