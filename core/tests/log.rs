//! What the log has of a private cause: once, under the answer's id, with the code that was sent.

#![cfg(feature = "tracing")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write;
use std::sync::{Arc, Mutex};

use errorbook::{Error, ErrorResponse, ayanova, primaerp};
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Log;

    fn make_writer(&'a self) -> Log {
        self.clone()
    }
}

/// The lines that are logged meanwhile, and what it gives.
fn logged<T>(what: impl FnOnce() -> T) -> (Vec<String>, T) {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).without_time().with_writer(log.clone()).finish();
    let value = tracing::subscriber::with_default(subscriber, what);
    let lines = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    (lines.lines().map(str::to_owned).collect(), value)
}

fn id(answer: &ErrorResponse) -> String {
    answer.header("x-error-id").unwrap().to_owned()
}

#[derive(Debug, thiserror::Error)]
#[error("the outer cause")]
struct Outer(#[source] std::io::Error);

fn cause() -> Outer {
    Outer(std::io::Error::other("the inner\ncause"))
}

#[test]
fn a_cause_is_logged_once_with_its_chain_and_cannot_forge_a_line() {
    let (lines, id) = logged(|| {
        let error = Error::from(primaerp::OTHER_ERROR).with_cause(cause());
        assert_eq!(id(&error.to_response()), id(&error.to_response()));
        id(&error.to_response())
    });
    let line = format!(
        r#"ERROR errorbook: an error has a private cause error_id={id} code="PE01-9000" status=500 cause="the outer cause: the inner\ncause""#
    );
    assert_eq!(lines, [line]);
}

#[test]
fn an_error_without_a_code_is_logged_with_the_one_that_the_layer_gave_it() {
    let (lines, (provisional, last)) = logged(|| {
        let error = Error::internal(cause());
        (id(&error.to_response()), id(&error.to_response_in(&ayanova::BOOK)))
    });
    assert_eq!((lines.len(), &provisional), (1, &last));
    assert!(lines.iter().all(|line| line.contains(&last) && line.contains(r#"code="2002" status=503"#)), "{lines:?}");
}

#[test]
fn an_error_without_a_code_is_logged_where_there_is_no_layer() {
    let (lines, id) = logged(|| id(&Error::internal(cause()).to_response()));
    assert_eq!(lines.len(), 1);
    assert!(lines.iter().all(|line| line.contains(&id) && line.contains("internal_server_error")), "{lines:?}");
}

#[test]
fn an_error_that_is_answered_by_nobody_is_not_logged() {
    let (lines, ()) = logged(|| drop(Error::internal(cause())));
    assert_eq!(lines, [""; 0]);
}
