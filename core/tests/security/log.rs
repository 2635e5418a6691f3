//! What stands in a log cannot end its line, nor keep what went wrong from being logged and answered.

use std::error::Error as StdError;
use std::fmt;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use errorbook::client::Reader;
use errorbook::{BodyPrefix, Error, Head, Policy, Status, primaerp, standard};
use tracing_subscriber::fmt::MakeWriter;

use crate::HOSTILE;

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

/// What the formatter that tracing-subscriber has by default writes meanwhile.
fn logged(what: impl FnOnce()) -> String {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(log.clone()).finish();
    tracing::subscriber::with_default(subscriber, what);
    let written = log.0.lock().unwrap().clone();
    String::from_utf8(written).unwrap()
}

/// Whether this is one line, whoever reads it: a program, a terminal, a person.
fn is_one_line(text: &str) -> bool {
    let turns = |letter| matches!(letter, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let line = text.strip_suffix('\n');
    line.is_some_and(|line| !line.is_empty() && !line.chars().any(|letter| letter.is_control() || turns(letter)))
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Outer(String, #[source] std::io::Error);

/// A response of a handler's or of the framework's that is in no envelope.
struct Bare(u16);

impl Head for Bare {
    fn status(&self) -> u16 {
        self.0
    }

    fn set_status(&mut self, status: Status) {
        self.0 = status.as_u16();
    }

    fn header(&self, name: &'static str) -> Option<&[u8]> {
        (name == "content-type").then_some(b"text/plain")
    }

    fn append_header(&mut self, _: &'static str, _: &str) {}

    fn remove_header(&mut self, _: &'static str) {}
}

fn drop_text(text: &[u8]) {
    let mut excerpt = BodyPrefix::default();
    excerpt.push(text);
    let answer = Policy::new(&standard::BOOK).enclose(&Bare(500), &excerpt);
    assert_eq!(answer.body(), standard::INTERNAL_SERVER_ERROR.body());
}

/// What another service answered, as a line that a program logs with `%error`, and as the cause of an error of its own.
fn receive(text: &str) {
    let body = serde_json::json!({
        "title": text, "status": 400, "detail": text, "code": text,
        "errors": [{ "detail": text, "pointer": text, "code": text }],
    });
    let header = |name: &str| (name == "x-error-id").then_some(text);
    let received = Reader::new(&standard::BOOK).read(400, header, body.to_string()).unwrap_err();
    tracing::warn!(%received, ?received, "another service failed");
}

#[test]
fn no_text_forges_a_line() {
    for text in HOSTILE {
        let ways: [&dyn Fn(); 6] = [
            &|| _ = Error::internal(Outer(text.to_owned(), std::io::Error::other(text))).to_response(),
            &|| _ = Error::from(primaerp::OTHER_ERROR).with_cause(text).to_response(),
            &|| _ = Error::panicked(&text.to_owned()).to_response(),
            &|| drop_text(text.as_bytes()),
            &|| drop_text(&[text.as_bytes(), b"\xff\n"].concat()),
            &|| receive(text),
        ];
        for (at, way) in ways.into_iter().enumerate() {
            let written = logged(way);
            assert!(is_one_line(&written), "way {at}: {written:?}");
        }
    }
}

#[test]
fn what_is_dropped_is_logged_up_to_its_limit() {
    let written = logged(|| drop_text(&vec![b'x'; 1_000_000]));
    assert_eq!(written.matches('x').count(), BodyPrefix::LIMIT + "x-error-id".matches('x').count() - 1);
}

#[test]
fn another_service_floods_no_log() {
    let long = "x".repeat(100_000);
    let violations: Vec<_> = (0..100_000).map(|_| serde_json::json!({ "detail": "x" })).collect();
    let bodies = [
        serde_json::json!({ "title": long, "status": 400, "detail": long, "code": long }),
        serde_json::json!({ "title": "x", "status": 400, "errors": violations }),
        serde_json::json!({ "title": "x", "status": 400, "errors": [{ "detail": long, "pointer": long, "code": long }] }),
    ];
    for body in bodies {
        let received =
            Reader::new(&standard::BOOK).limit(10_000_000).read(400, |_: &str| None, body.to_string()).unwrap_err();
        assert!(received.is_in_envelope());
        assert!(received.to_string().len() < 4_000, "{received}");
    }
}

/// Causes of somebody's own making, each with a fault of its own.
#[derive(Debug)]
enum Careless {
    Fails,
    Panics,
    IsItsOwnSource,
}

impl fmt::Display for Careless {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("so far")?;
        match self {
            Careless::Fails => Err(fmt::Error),
            Careless::Panics => panic!("a `Display` panics"),
            Careless::IsItsOwnSource => Ok(()),
        }
    }
}

impl StdError for Careless {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        matches!(self, Careless::IsItsOwnSource).then_some(self)
    }
}

#[test]
fn a_cause_that_cannot_be_told_is_answered_and_logged_all_the_same() {
    for cause in [Careless::Fails, Careless::Panics, Careless::IsItsOwnSource] {
        let name = format!("{cause:?}");
        let written = logged(|| {
            let answer = catch_unwind(AssertUnwindSafe(|| Error::internal(cause).to_response_in(&primaerp::BOOK)));
            assert_eq!(answer.unwrap().body(), primaerp::UNHANDLED_ERROR.body(), "{name}");
        });
        assert!(is_one_line(&written) && written.contains("so far") && written.len() < 4_000, "{name}: {written}");
    }
}
