//! The log has the private part of each error exactly once, under the id of the response.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use errorbook::{Error, Policy, primaerp, standard};

use super::app::{App, Framework, Handler};
use super::call::{Call, Received};
use super::reply::Reply;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An error with a source.
#[derive(Debug, thiserror::Error)]
#[error("secret outside")]
struct Outer(#[source] io::Error);

/// Returns the response, and the lines that errorbook wrote to the log for it.
fn logged<F: Framework>(app: &App, target: &str) -> (Received, Vec<String>) {
    logged_for::<F>(app, &Call::get(target))
}

fn logged_for<F: Framework>(app: &App, call: &Call) -> (Received, Vec<String>) {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let response = tracing::subscriber::with_default(subscriber, || F::respond(app, call));
    let bytes = log.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let lines = String::from_utf8_lossy(&bytes)
        .lines()
        .filter(|line| line.contains(" errorbook: "))
        .map(str::to_owned)
        .collect();
    (response, lines)
}

pub fn a_private_error_is_logged_once_under_the_id_of_its_response<F: Framework>() {
    let cause = || Outer(io::Error::other("secret inside"));
    let mut app = App::new(Policy::new(&primaerp::BOOK))
        .get("/coded", Handler::fails(move || Error::from(primaerp::OBJECT_NOT_FOUND).with_cause(cause())))
        .get("/dropped", Reply::text("secret").status(503))
        .get("/unserialisable", Handler::Unserialisable)
        .get("/panics", Handler::Panics)
        .get("/before", Handler::PanicsBefore)
        .get("/body", Reply::text("").status(410).streamed([super::reply::Piece::Panics]));
    for (path, handler) in Handler::all_that_fail(move || Error::internal(cause())) {
        app = app.get(path, handler);
    }
    let app = App::new(Policy::new(&standard::BOOK)).mount("/in", app);
    let chain = "secret outside: secret inside";
    for (path, cause) in [
        ("/in/coded", chain),
        ("/in/fails", chain),
        ("/in/refused", chain),
        ("/in/rebuilt", chain),
        ("/in/dropped", "secret"),
        ("/in/panics", "panicked: secret"),
        ("/in/before", "panicked: secret"),
        ("/in/body", "panicked: secret"),
        ("/in/unserialisable", ""),
    ] {
        for query in ["", "?suppress_response_code=true"] {
            let (response, lines) = logged::<F>(&app, &format!("{path}{query}"));
            let Some(id) = response.header("x-error-id") else { panic!("{path} has no id: {response:?}") };
            let [line] = &*lines else { panic!("{path} is logged more or less than once: {lines:?}") };
            assert!(line.contains(&format!("error_id={id}")) && line.contains(cause), "{path}: {line}");
            response.assert_has_no_secret(path);
        }
    }
}

/// A valid `traceparent`.
const TRACEPARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const TRACE_ID: &str = " trace_id=4bf92f3577b34da6a3ce929d0e0e4736 ";

pub fn the_log_and_the_response_have_the_trace_of_the_request_if_the_service_turns_it_on<F: Framework>() {
    let routes = |policy: Policy| {
        let mut app = App::new(policy)
            .get("/fine", Reply::text("fine"))
            .get("/gone", Reply::text("the words").status(410))
            .get("/own", Reply::json("[]").status(409))
            .get("/theirs", Reply::empty(409).header("traceparent", "theirs"))
            .get("/moved", Handler::fails(|| Error::from(primaerp::TENANT_MOVED).with_location("/fine")))
            .get("/dropped", Reply::text("secret").status(503))
            .get("/coded", Handler::fails(|| Error::from(primaerp::OBJECT_NOT_FOUND).with_cause("secret")))
            .get("/panics", Handler::Panics)
            .get("/before", Handler::PanicsBefore)
            .get("/body", Reply::text("").status(410).streamed([super::reply::Piece::Panics]));
        for (path, handler) in Handler::all_that_fail(|| Error::internal("secret")) {
            app = app.get(path, handler);
        }
        app
    };
    let policy = Policy::new(&primaerp::BOOK).jsonp("callback");
    // The path, the number of lines in the log, and true if the response is an error.
    let responses = [
        ("/fine", 0, false),
        ("/gone", 0, true),
        ("/own", 0, true),
        ("/theirs", 0, true),
        ("/moved", 0, true),
        ("/nowhere", 0, true),
        ("/dropped", 1, true),
        ("/coded", 1, true),
        ("/panics", 1, true),
        ("/before", 1, true),
        ("/body", 1, true),
        ("/fails", 1, true),
        ("/refused", 1, true),
        ("/rebuilt", 1, true),
    ];
    let mut apps = vec![
        (routes(policy), "", false, false),
        (routes(policy.trace_id()), "", true, false),
        (routes(policy.trace_header()), "", true, true),
    ];
    if F::INNER_LAYERS_READ_HEADERS {
        let outer = App::new(Policy::new(&standard::BOOK));
        apps.push((outer.mount("/in", routes(policy.trace_header())), "/in", true, true));
    }
    if F::LAYERS_NEST {
        let outer = App::new(Policy::new(&standard::BOOK).trace_header());
        apps.push((outer.mount("/in", routes(policy)), "/in", true, true));
    }
    for (app, base, is_logged, is_sent) in &apps {
        for (path, logged_lines, is_error) in responses {
            for query in ["", "?suppress_response_code=1", "?callback=f"] {
                let target = format!("{base}{path}{query}");
                let call = Call::get(&*target).header("traceparent", TRACEPARENT);
                let (response, lines) = logged_for::<F>(app, &call);
                let traced = lines.iter().filter(|line| line.contains(TRACE_ID)).count();
                assert_eq!(lines.len(), logged_lines, "{target}: {lines:?}");
                assert_eq!(traced, if *is_logged { logged_lines } else { 0 }, "{target}: {lines:?}");
                let sent = match path {
                    "/theirs" => Some("theirs"),
                    _ => (*is_sent && is_error).then_some(TRACEPARENT),
                };
                assert_eq!(response.header("traceparent"), sent, "{target}");
            }
        }
        for value in [None, Some("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7"), Some("secret")] {
            let call = Call::get(format!("{base}/fails"));
            let call = value.into_iter().fold(call, |call, value| call.header("traceparent", value));
            let (response, lines) = logged_for::<F>(app, &call);
            assert_eq!(response.header("traceparent"), None, "{value:?}");
            assert!(lines.len() == 1 && !lines.iter().any(|line| line.contains("trace_id")), "{value:?}: {lines:?}");
        }
    }
}

pub fn an_error_that_is_not_private_is_not_logged<F: Framework>() {
    let app = App::new(Policy::new(&primaerp::BOOK))
        .get("/fine", Reply::text("fine"))
        .get("/gone", Reply::text("the words").status(410))
        .get("/own", Reply::json("[]").status(500))
        .get("/coded", Handler::fails(|| primaerp::OBJECT_NOT_FOUND.into()));
    for path in ["/fine", "/gone", "/own", "/coded", "/nowhere"] {
        let (response, lines) = logged::<F>(&app, path);
        assert_eq!((response.header("x-error-id"), lines.as_slice()), (None, [].as_slice()), "{path}");
    }
}
