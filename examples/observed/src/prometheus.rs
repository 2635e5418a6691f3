//! The crate `metrics`, with an exporter for Prometheus: a counter.

use errorbook::ObservedResponse;

/// Counts a response by its book, code, status and route.
pub fn count(response: &ObservedResponse<'_>) {
    metrics::counter!(
        "http_server_responses_total",
        "book" => response.book.name(),
        "code" => response.code.unwrap_or_default(),
        "status" => response.status.to_string(),
        "route" => response.route.unwrap_or_default().to_owned(),
    )
    .increment(1);
}
