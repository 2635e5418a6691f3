//! [`Telemetry`]: everything that is recorded about one request, in memory.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use metrics_util::debugging::{DebugValue, DebuggingRecorder};
use opentelemetry::KeyValue;
use opentelemetry::metrics::{Meter, MeterProvider as _};
use opentelemetry::trace::{Status, TracerProvider as _};
use opentelemetry_sdk::metrics::data::{AggregatedMetrics, MetricData};
use opentelemetry_sdk::metrics::{InMemoryMetricExporter, SdkMeterProvider};
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider};
use sentry::protocol::Event;
use tracing_subscriber::Registry;
use tracing_subscriber::layer::SubscriberExt as _;

pub(crate) type Attributes = BTreeMap<String, String>;

/// The exporters.
pub(crate) struct Telemetry {
    metrics: InMemoryMetricExporter,
    meters: SdkMeterProvider,
}

/// Everything that is recorded about one request.
pub(crate) struct Seen {
    /// The log events of errorbook.
    pub(crate) log: Vec<String>,
    /// Each span: its `traceparent`, true if it has failed, and its attributes.
    pub(crate) spans: Vec<(String, bool, Attributes)>,
    /// The values of OpenTelemetry's counter.
    pub(crate) opentelemetry: Vec<(Attributes, u64)>,
    /// The values of the counter for Prometheus.
    pub(crate) prometheus: Vec<(Attributes, u64)>,
    pub(crate) sentry: Vec<Event<'static>>,
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Default for Telemetry {
    fn default() -> Telemetry {
        let metrics = InMemoryMetricExporter::default();
        let meters = SdkMeterProvider::builder().with_periodic_exporter(metrics.clone()).build();
        Telemetry { metrics, meters }
    }
}

impl Telemetry {
    pub(crate) fn meter(&self) -> Meter {
        self.meters.meter("observed")
    }

    /// Collects everything that is recorded on this thread while `call` runs.
    pub(crate) fn collect<T>(self, call: impl FnOnce() -> T) -> (T, Seen) {
        let (log, spans, recorder) = (Log::default(), InMemorySpanExporter::default(), DebuggingRecorder::new());
        let writer = log.clone();
        let tracers = SdkTracerProvider::builder().with_simple_exporter(spans.clone()).build();
        let tracer = tracers.tracer("observed");
        let subscriber = Registry::default()
            .with(tracing_subscriber::fmt::layer().with_ansi(false).with_writer(move || writer.clone()))
            .with(tracing_opentelemetry::layer().with_tracer(tracer).with_location(false).with_threads(false));
        let mut result = None;
        let sentry = sentry::test::with_captured_events(|| {
            metrics::with_local_recorder(&recorder, || {
                result = Some(tracing::subscriber::with_default(subscriber, call));
            });
        });
        self.meters.force_flush().unwrap();
        let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        let seen = Seen {
            log: log.lines().filter(|line| line.contains(" errorbook: ")).map(str::to_owned).collect(),
            spans: spans.get_finished_spans().unwrap().iter().map(span).collect(),
            opentelemetry: self.counted(),
            prometheus: counted(&recorder),
            sentry,
        };
        (result.unwrap(), seen)
    }

    fn counted(&self) -> Vec<(Attributes, u64)> {
        let exported = self.metrics.get_finished_metrics().unwrap();
        let metrics = exported.iter().flat_map(|exported| exported.scope_metrics()).flat_map(|scope| scope.metrics());
        let counters = metrics.filter_map(|metric| match (metric.name(), metric.data()) {
            ("http.server.responses", AggregatedMetrics::U64(MetricData::Sum(sum))) => Some(sum),
            _ => None,
        });
        counters
            .flat_map(|sum| sum.data_points())
            .map(|point| (attributes(point.attributes()), point.value()))
            .collect()
    }
}

fn span(span: &opentelemetry_sdk::trace::SpanData) -> (String, bool, Attributes) {
    let named = span.attributes.iter().filter(|attribute| {
        let name = attribute.key.as_str();
        name.starts_with("http.") || name.starts_with("error")
    });
    let (trace, id) = (span.span_context.trace_id(), span.span_context.span_id());
    (format!("00-{trace}-{id}-01"), matches!(span.status, Status::Error { .. }), attributes(named))
}

fn attributes<'a>(attributes: impl Iterator<Item = &'a KeyValue>) -> Attributes {
    attributes.map(|KeyValue { key, value, .. }| (key.to_string(), value.to_string())).collect()
}

fn counted(recorder: &DebuggingRecorder) -> Vec<(Attributes, u64)> {
    let values = recorder.snapshotter().snapshot().into_vec().into_iter();
    values
        .filter_map(|(key, _, _, value)| match (key.key().name(), value) {
            ("http_server_responses_total", DebugValue::Counter(count)) => {
                let labels = key.key().labels();
                Some((labels.map(|label| (label.key().to_owned(), label.value().to_owned())).collect(), count))
            }
            _ => None,
        })
        .collect()
}

/// Opens the span of a request, in the trace from the client if there is one.
pub(crate) fn request_span(traceparent: Option<&str>) -> tracing::Span {
    use opentelemetry::propagation::TextMapPropagator as _;
    use opentelemetry_sdk::propagation::TraceContextPropagator;
    use tracing_opentelemetry::OpenTelemetrySpanExt as _;

    let span = tracing::info_span!("request", otel.kind = "server");
    let header = |traceparent: &str| ("traceparent".to_owned(), traceparent.to_owned());
    let headers: std::collections::HashMap<_, _> = traceparent.map(header).into_iter().collect();
    span.set_parent(TraceContextPropagator::new().extract(&headers)).unwrap();
    span
}
