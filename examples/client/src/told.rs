//! What an answer says, in one line.

use errorbook::Code;
use errorbook::client::{Origin, ReceivedError};

/// What an error says, beside the code that was expected: whether it is that one, which one it is, the violations, the
/// delay, and the status.
pub fn told(expected: Code, error: &ReceivedError) -> String {
    let mut told = format!("is {expected:?}: {}", if error.is(expected) { "yes" } else { "no" });
    match (error.origin(), error.id(), error.code()) {
        (Origin::Stated, Some(id), Some(_)) => told.push_str(&format!(", code {id}")),
        (Origin::Stated, Some(id), None) => told.push_str(&format!(", code {id}, which the book does not have")),
        (_, _, Some(code)) => told.push_str(&format!(", by its status code {}", code.id())),
        (_, _, None) => told.push_str(", no code"),
    }
    for text in [error.message(), error.description()].into_iter().flatten() {
        told.push_str(&format!(", {text:?}"));
    }
    for violation in error.violations() {
        let constraint = violation.constraint();
        told.push_str(&format!(", {} {}", violation.target(), constraint.name()));
        if let Some(message) = violation.message() {
            told.push_str(&format!(" {message:?}"));
        }
    }
    if let Some(delay) = error.retry_after() {
        told.push_str(&format!(", again after {} s", delay.as_secs()));
    }
    told.push_str(&format!(", status {}", error.status()));
    if error.original_status().as_u16() != error.status() {
        told.push_str(&format!(" for {}", error.original_status()));
    }
    told
}
