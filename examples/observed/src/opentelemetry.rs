//! OpenTelemetry: the attributes of the current span, and a counter.

use errorbook::ObservedResponse;
use opentelemetry::KeyValue;
use opentelemetry::metrics::Meter;
use opentelemetry::trace::{Status, TraceContextExt as _};
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

/// Returns the attributes that the semantic conventions for HTTP servers define, and the name of the book.
fn attributes(response: &ObservedResponse<'_>) -> Vec<KeyValue> {
    let mut attributes = vec![
        KeyValue::new("errorbook.book", response.book.name()),
        KeyValue::new("http.response.status_code", i64::from(response.status)),
    ];
    attributes.extend(response.route.map(|route| KeyValue::new("http.route", route.to_owned())));
    if response.status >= 400 {
        let code = response.code.map_or_else(|| response.status.to_string(), str::to_owned);
        attributes.push(KeyValue::new("error.type", code));
    }
    attributes
}

/// Adds the attributes of a response to the current span.
pub fn describe_span(response: &ObservedResponse<'_>) {
    let span = Span::current();
    for KeyValue { key, value, .. } in attributes(response) {
        span.set_attribute(key, value);
    }
    if let Some(id) = response.error_id {
        span.set_attribute("errorbook.error_id", id.to_owned());
    }
    // A client error is not an error of the server's span.
    if response.status >= 500 {
        span.set_status(Status::error(""));
    }
}

/// Returns the `traceparent` of a span, for the headers of its request.
pub fn traceparent(span: &Span) -> Option<String> {
    let context = span.context();
    let span = context.span().span_context().clone();
    let flags = span.trace_flags().to_u8();
    span.is_valid().then(|| format!("00-{}-{}-{flags:02x}", span.trace_id(), span.span_id()))
}

/// Returns an observer that counts every response by its book, code, status and route.
pub fn counter(meter: &Meter) -> impl Fn(&ObservedResponse<'_>) + Send + Sync + 'static {
    let responses = meter.u64_counter("http.server.responses").build();
    move |response| responses.add(1, &attributes(response))
}
