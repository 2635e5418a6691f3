//! [`Attempt`]: which of the values that a type may accept is tried.

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
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Attempt {
    /// The text to begin with.
    pub(super) first: usize,
    /// How many values were refused.
    pub(super) refused: usize,
}

impl Attempt {
    pub(super) fn text(self) -> &'static str {
        TEXTS.get((self.first + self.refused) % TEXTS.len()).copied().unwrap_or_default()
    }
}
