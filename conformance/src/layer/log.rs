//! The log has what a response does not say, once, under the id of the response.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use errorbook::{Error, Policy, primaerp, standard};

use super::app::{App, Framework, Handler};
use super::call::Received;
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

/// A cause with a cause of its own.
#[derive(Debug, thiserror::Error)]
#[error("secret outside")]
struct Outer(#[source] io::Error);

/// Returns the response, and the lines that errorbook has written to the log meanwhile.
fn logged<F: Framework>(app: &App, target: &str) -> (Received, Vec<String>) {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let response = tracing::subscriber::with_default(subscriber, || app.ask::<F>(target));
    let bytes = log.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let lines = String::from_utf8_lossy(&bytes)
        .lines()
        .filter(|line| line.contains(" errorbook: "))
        .map(str::to_owned)
        .collect();
    (response, lines)
}

pub fn what_is_private_is_logged_once_under_the_id_of_the_response<F: Framework>() {
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

pub fn what_is_not_private_is_not_logged<F: Framework>() {
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
