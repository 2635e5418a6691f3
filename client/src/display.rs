//! Writes a [`ReceivedError`] as one line for a log.

use std::fmt::{self, Write};

use crate::{CodeSource, ReceivedError};

/// The maximum number of characters of each text.
const LIMIT: usize = 500;

/// The maximum number of violations. A body can contain hundreds of thousands.
const VIOLATIONS: usize = 10;

/// Writes one line: the book, the code, the texts, the statuses, and the error id.
impl fmt::Display for ReceivedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.book().name())?;
        match (self.code_source(), self.id(), self.code()) {
            (CodeSource::Stated, Some(id), _) => write!(f, " {}", OneLine(id))?,
            (_, _, Some(code)) => write!(f, " {} (from the status):", code.id())?,
            (_, _, None) => f.write_str(" without a code:")?,
        }
        if let Some(message) = self.message() {
            write!(f, " {}", OneLine(message))?;
        }
        if let Some(description) = self.description() {
            write!(f, ": {}", OneLine(description))?;
        }
        for (at, violation) in self.violations().iter().take(VIOLATIONS).enumerate() {
            f.write_str(if at == 0 { " [" } else { "; " })?;
            let target = violation.target().to_string();
            if !target.is_empty() {
                write!(f, "{}: ", OneLine(&target))?;
            }
            write!(f, "{}", OneLine(&violation.text()))?;
        }
        match self.violations().len() {
            0 => {}
            1..=VIOLATIONS => f.write_str("]")?,
            count => write!(f, "; {} more]", count - VIOLATIONS)?,
        }
        if !self.is_in_envelope() && !self.body().is_empty() {
            let start = self.body().get(..4 * LIMIT).unwrap_or(self.body());
            write!(f, ": {}", OneLine(&String::from_utf8_lossy(start)))?;
        }
        write!(f, " (status {}", self.status())?;
        if self.original_status().as_u16() != self.status() {
            write!(f, " for {}", self.original_status())?;
        }
        if let Some(id) = self.error_id() {
            write!(f, ", error id {}", OneLine(id))?;
        }
        f.write_str(")")
    }
}

impl fmt::Debug for ReceivedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReceivedError({self})")
    }
}

impl std::error::Error for ReceivedError {}

/// The beginning of a text from another service, on one line. Such a text cannot fill the log or forge a line.
struct OneLine<'a>(&'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = self.0.chars();
        for letter in letters.by_ref().take(LIMIT) {
            f.write_char(if misleads(letter) { ' ' } else { letter })?;
        }
        if letters.next().is_some() { f.write_str("...") } else { Ok(()) }
    }
}

/// Returns true if a character ends a line, moves the cursor of a terminal, or changes the direction of text.
fn misleads(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
