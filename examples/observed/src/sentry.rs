//! Sentry: one issue for each code.

use errorbook::ObservedResponse;
use sentry::Level;

/// Captures a response of 500 or more. Sentry groups the events by book and code.
pub fn capture(response: &ObservedResponse<'_>) {
    if response.status < 500 {
        return;
    }
    let book = response.book.name();
    let code = response.code.map_or_else(|| response.status.to_string(), str::to_owned);
    sentry::with_scope(
        |scope| {
            scope.set_fingerprint(Some(&[book, &code]));
            scope.set_transaction(response.route);
            scope.set_tag("status", response.status);
            scope.set_tag("error_id", response.error_id.unwrap_or_default());
            scope.set_tag("trace_id", response.trace_id.unwrap_or_default());
        },
        || sentry::capture_message(&format!("{book} {code}"), Level::Error),
    );
}
