//! The log event of a private cause: written once, under the id of the response, with the code that was sent.

#![cfg(feature = "tracing")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt;
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

fn id(response: &ErrorResponse) -> String {
    response.header("x-error-id").unwrap().to_owned()
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
        r#"ERROR errorbook: an error has a private cause error_id={id} code="PE01-9000" status=500 cause="the outer cause: the inner\ncause" cause_debug="Outer(Custom {{ kind: Other, error: \"the inner\\ncause\" }})""#
    );
    assert_eq!(lines, [line]);
}

#[test]
fn an_error_without_a_code_is_logged_with_the_code_from_the_layer() {
    let (lines, (provisional, last)) = logged(|| {
        let error = Error::internal(cause());
        (id(&error.to_response()), id(&error.to_response_in(&ayanova::BOOK)))
    });
    assert_eq!((lines.len(), &provisional), (1, &last));
    assert!(lines.iter().all(|line| line.contains(&last) && line.contains(r#"code="2002" status=503"#)), "{lines:?}");
}

#[test]
fn an_error_without_a_code_is_logged_without_a_layer() {
    let (lines, id) = logged(|| id(&Error::internal(cause()).to_response()));
    assert_eq!(lines.len(), 1);
    assert!(lines.iter().all(|line| line.contains(&id) && line.contains("internal_server_error")), "{lines:?}");
}

#[test]
fn an_error_that_never_becomes_a_response_is_not_logged() {
    let (lines, ()) = logged(|| drop(Error::internal(cause())));
    assert_eq!(lines, [""; 0]);
}

/// Returns the fields `cause` and `cause_debug` of the line for this cause.
fn fields(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> (String, Option<String>) {
    let (lines, _) = logged(|| Error::from(primaerp::OTHER_ERROR).with_cause(cause).to_response());
    let [line] = lines.as_slice() else { panic!("{lines:?}") };
    let (_, cause) = line.split_once(" cause=").unwrap();
    match cause.split_once(" cause_debug=") {
        Some((cause, debug)) => (cause.to_owned(), Some(debug.to_owned())),
        None => (cause.to_owned(), None),
    }
}

/// An error of a database: its text repeats that of its source, and only its `Debug` has the code.
#[derive(Debug, thiserror::Error)]
#[error("the query failed: {source}")]
struct Query {
    sqlstate: &'static str,
    source: Constraint,
}

#[derive(Debug, thiserror::Error)]
#[error("duplicate key")]
struct Constraint(#[source] Row);

#[derive(Debug, thiserror::Error)]
#[error("row 7")]
struct Row;

#[test]
fn the_log_contains_details_that_only_the_debug_of_a_cause_has() {
    let (_, debug) = fields(Query { sqlstate: "23505", source: Constraint(Row) });
    assert_eq!(debug.unwrap(), r#""Query { sqlstate: \"23505\", source: Constraint(Row) }""#);
}

#[test]
fn a_source_is_not_repeated_if_the_text_before_contains_it() {
    let (cause, _) = fields(Query { sqlstate: "23505", source: Constraint(Row) });
    assert_eq!(cause, r#""the query failed: duplicate key: row 7""#);
    let (cause, _) = fields(Error::internal("the disk is full"));
    assert_eq!(cause, r#""Internal: the disk is full""#);
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Failed(String);

#[test]
fn a_cause_with_only_a_text_is_logged_once() {
    assert_eq!(fields("the disk is \"full\""), (r#""the disk is \"full\"""#.to_owned(), None));
    assert_eq!(fields(Failed("no disk".to_owned())), (r#""no disk""#.to_owned(), None));
}

/// Writes its `Debug` without an end, or panics in it.
struct Careless {
    panics: bool,
}

impl fmt::Debug for Careless {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("so far")?;
        assert!(!self.panics, "a `Debug` panics");
        (0..1_000_000).try_for_each(|_| f.write_str("é"))
    }
}

impl fmt::Display for Careless {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("careless")
    }
}

impl std::error::Error for Careless {}

#[test]
fn a_long_debug_text_is_cut_and_a_panicking_one_is_left_out() {
    let (cause, debug) = fields(Careless { panics: false });
    let debug = debug.unwrap();
    assert_eq!(cause, r#""careless""#);
    assert!(debug.starts_with("\"so farééé") && debug.ends_with("é…\""), "{debug}");
    assert!((8_190..8_200).contains(&debug.len()), "{}", debug.len());
    assert_eq!(fields(Careless { panics: true }), (r#""careless""#.to_owned(), Some(r#""so far""#.to_owned())));
}
