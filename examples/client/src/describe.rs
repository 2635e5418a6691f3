//! [`describe`]: an error in one line.

use errorbook::Code;
use errorbook_client::{CodeSource, ReceivedError};

/// Describes an error in one line: true or false for the expected code, then the real code, the texts, the validation errors,
/// the delay, and the status.
pub fn describe(expected: Code, error: &ReceivedError) -> String {
    let mut line = format!("is {expected:?}: {}", if error.is(expected) { "yes" } else { "no" });
    match (error.code_source(), error.id(), error.code()) {
        (CodeSource::Stated, Some(id), Some(_)) => line.push_str(&format!(", code {id}")),
        (CodeSource::Stated, Some(id), None) => line.push_str(&format!(", code {id}, which the book does not have")),
        (_, _, Some(code)) => line.push_str(&format!(", by its status code {}", code.id())),
        (_, _, None) => line.push_str(", no code"),
    }
    for text in [error.message(), error.description()].into_iter().flatten() {
        line.push_str(&format!(", {text:?}"));
    }
    for violation in error.violations() {
        let constraint = violation.constraint();
        line.push_str(&format!(", {} {}", violation.target(), constraint.name()));
        if let Some(message) = violation.message() {
            line.push_str(&format!(" {message:?}"));
        }
    }
    if let Some(delay) = error.retry_after() {
        line.push_str(&format!(", again after {} s", delay.as_secs()));
    }
    line.push_str(&format!(", status {}", error.status()));
    if error.original_status().as_u16() != error.status() {
        line.push_str(&format!(" for {}", error.original_status()));
    }
    line
}
