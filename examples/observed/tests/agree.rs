//! The response, the log, the span, two counters and Sentry agree about each error, on four frameworks.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::sync::Mutex;

use errorbook::{Policy, primaerp};
use observed::{opentelemetry, prometheus, sentry};

#[path = "agree/actix.rs"]
mod actix;
#[path = "agree/axum.rs"]
mod axum;
#[path = "agree/rocket.rs"]
mod rocket;
#[path = "agree/telemetry.rs"]
mod telemetry;
#[path = "agree/warp.rs"]
mod warp;

use self::telemetry::Telemetry;

/// A request, with or without a trace from the client.
struct Request {
    target: &'static str,
    traceparent: Option<&'static str>,
}

/// The parts of a response that the other places must agree with.
struct Response {
    status: u16,
    headers: BTreeMap<String, String>,
    body: String,
}

type Respond = fn(Policy, &Request) -> Response;

/// The traces of the clients. The service continues the first one. Instead of the second one it begins its own.
const TRACES: [Option<&str>; 2] = [Some("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"), None];

/// The frameworks, each with its template of the route of `/parts/7`. warp has no routes.
const FRAMEWORKS: [(&str, Respond, Option<&str>); 4] = [
    ("actix-web", actix::respond, Some("/parts/{id}")),
    ("axum", axum::respond, Some("/parts/{id}")),
    ("rocket", rocket::respond, Some("/parts/<id>")),
    ("warp", warp::respond, None),
];

/// The route of a response.
enum Route {
    Nowhere,
    Static,
    Template,
}

/// A target, the status that is sent, the status of the error, the code, the route, and the private text in the log.
type Case = (&'static str, u16, u16, Option<&'static str>, Route, Option<&'static str>);

#[rustfmt::skip]
const RESPONSES: [Case; 6] = [
    ("/fine", 200, 200, None, Route::Static, None),
    ("/parts/7", 404, 404, Some("PE01-1101"), Route::Template, Some("cause=\"row 7 is locked\"")),
    ("/parts/7?suppress_response_code=true", 200, 404, Some("PE01-1101"), Route::Template, Some("cause=\"row 7 is locked\"")),
    ("/nowhere", 404, 404, Some("PE01-9003"), Route::Nowhere, None),
    ("/panic", 500, 500, Some("PE01-9001"), Route::Static, Some("cause=\"panicked: secret\"")),
    ("/broken", 503, 503, None, Route::Static, Some("dropped=\"\"")),
];

#[test]
fn response_log_span_counters_and_sentry_agree_on_four_frameworks() {
    for (framework, respond, template) in FRAMEWORKS {
        for (case, traceparent) in RESPONSES.iter().flat_map(|case| TRACES.map(|trace| (case, trace))) {
            agree(framework, respond, template, case, traceparent);
        }
    }
}

fn agree(
    framework: &str,
    respond: Respond,
    template: Option<&str>,
    expected: &Case,
    traceparent: Option<&'static str>,
) {
    let (target, sent, status, code, route, private) = expected;
    let case = format!("{framework} {target} {traceparent:?}");
    let route = match route {
        Route::Nowhere => None,
        Route::Static => template.map(|_| *target),
        Route::Template => template,
    };
    let telemetry = Telemetry::default();
    let counter = opentelemetry::counter(&telemetry.meter());
    let told: &Mutex<Option<String>> = Box::leak(Box::default());
    let observer = Box::leak(Box::new(move |response: &errorbook::ObservedResponse<'_>| {
        opentelemetry::describe_span(response);
        counter(response);
        prometheus::count(response);
        sentry::capture(response);
        *told.lock().unwrap() = response.trace_id.map(str::to_owned);
    }));
    let policy = Policy::new(&primaerp::BOOK).observer(observer).trace_header();
    let (response, seen) = telemetry.collect(|| respond(policy, &Request { target, traceparent }));

    // The trace.
    assert_eq!(seen.spans.len(), 1, "{case}");
    let (own_traceparent, has_failed, on_span) = &seen.spans[0];
    let trace_id = &own_traceparent[3..35];
    assert_eq!(told.lock().unwrap().as_deref(), Some(trace_id), "{case}");
    if let Some(given) = traceparent {
        assert_eq!(trace_id, &given[3..35], "{case}");
    }

    // The response.
    assert_eq!(response.status, *sent, "{case}");
    let error_id = response.headers.get("x-error-id").map(String::as_str);
    assert_eq!(error_id.is_some(), private.is_some(), "{case}");
    let traceparent = response.headers.get("traceparent").map(String::as_str);
    assert_eq!(traceparent, (*status >= 400).then_some(&**own_traceparent), "{case}");
    if let Some(code) = code {
        assert!(response.body.contains(&format!("\"code\":\"{code}\"")), "{case}: {}", response.body);
    }

    // The log.
    assert_eq!(seen.log.len(), usize::from(private.is_some()), "{case}: {:?}", seen.log);
    for line in &seen.log {
        let named = code.map(|code| format!("code=\"{code}\" ")).unwrap_or_default();
        let event =
            format!("error_id={} trace_id={trace_id} {named}status={status} {}", error_id.unwrap(), private.unwrap());
        assert!(line.contains(&event), "{case}: {line}");
    }

    // The span and the counters.
    let error_type = (*status >= 400).then(|| code.map_or_else(|| status.to_string(), str::to_owned));
    let attributes = [
        ("errorbook.book", Some("primaerp".to_owned())),
        ("error.type", error_type.clone()),
        ("http.response.status_code", Some(status.to_string())),
        ("http.route", route.map(str::to_owned)),
    ];
    let attributes = attributes.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    let attributes: BTreeMap<_, _> = attributes.collect();
    assert_eq!(seen.opentelemetry, [(attributes.clone(), 1)], "{case}");
    let mut described = attributes;
    described.extend(error_id.map(|id| ("errorbook.error_id".to_owned(), id.to_owned())));
    assert_eq!((*has_failed, on_span), (*status >= 500, &described), "{case}");
    let labels = [
        ("book", "primaerp"),
        ("code", code.unwrap_or_default()),
        ("route", route.unwrap_or_default()),
        ("status", &status.to_string()),
    ];
    let labels = labels.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(seen.prometheus, [(BTreeMap::from(labels), 1)], "{case}");

    // Sentry.
    let issues: Vec<_> = seen.sentry.iter().map(|event| (&*event.fingerprint, event.transaction.as_deref())).collect();
    match error_type.filter(|_| *status >= 500) {
        Some(code) => {
            assert_eq!(issues, [(&["primaerp".into(), code.into()][..], route)], "{case}");
            let tag = |name: &str| seen.sentry[0].tags.get(name).map(String::as_str);
            assert_eq!((tag("error_id"), tag("trace_id")), (error_id, Some(trace_id)), "{case}");
        }
        None => assert_eq!(issues, [], "{case}"),
    }
}

#[test]
fn the_manual_shows_the_recipes_as_they_are() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let manual = std::fs::read_to_string(root.join("../../docs/observability.md")).unwrap();
    for recipe in ["src/opentelemetry.rs", "src/prometheus.rs", "src/sentry.rs", "src/rocket.rs"] {
        let code = std::fs::read_to_string(root.join(recipe)).unwrap();
        let (_, code) = code.split_once("\n\n").unwrap();
        assert!(manual.contains(code), "docs/observability.md does not show {recipe}");
    }
}
