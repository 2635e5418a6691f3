//! No text ends a line of the log, and no cause prevents the log entry or the response.

use std::error::Error as StdError;
use std::fmt;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use errorbook::adapter::{BufferedResponse, Exchange};
use errorbook::{Error, Policy, primaerp, standard};
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

/// Returns what the default formatter of tracing-subscriber writes meanwhile.
fn logged(what: impl FnOnce()) -> String {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(log.clone()).finish();
    tracing::subscriber::with_default(subscriber, what);
    let written = log.0.lock().unwrap().clone();
    String::from_utf8(written).unwrap()
}

/// Returns true if the text is one line for every reader: a program, a terminal, a person.
fn is_one_line(text: &str) -> bool {
    let turns = |letter| matches!(letter, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let line = text.strip_suffix('\n');
    line.is_some_and(|line| !line.is_empty() && !line.chars().any(|letter| letter.is_control() || turns(letter)))
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Outer(String, #[source] std::io::Error);

/// Puts a 500 with this text into its envelope.
fn drop_text(text: &[u8]) {
    let exchange = Exchange::new(&Policy::new(&standard::BOOK), "GET", None);
    let response = BufferedResponse::new(500, "text/plain", text.to_vec()).finish(exchange);
    assert_eq!(response.body, standard::INTERNAL_SERVER_ERROR.body());
}

#[test]
fn no_text_can_forge_a_log_line() {
    for text in HOSTILE {
        let ways: [&dyn Fn(); 5] = [
            &|| _ = Error::internal(Outer(text.to_owned(), std::io::Error::other(text))).to_response(),
            &|| _ = Error::from(primaerp::OTHER_ERROR).with_cause(text).to_response(),
            &|| _ = Exchange::new(&Policy::new(&standard::BOOK), "GET", None).panicked(&text.to_owned()),
            &|| drop_text(text.as_bytes()),
            &|| drop_text(&[text.as_bytes(), b"\xff\n"].concat()),
        ];
        for (at, way) in ways.into_iter().enumerate() {
            let written = logged(way);
            assert!(is_one_line(&written), "way {at}: {written:?}");
        }
    }
}

#[test]
fn a_dropped_text_is_logged_up_to_its_limit() {
    const LIMIT: usize = 1_025;

    let written = logged(|| drop_text(&vec![b'x'; 1_000_000]));
    assert_eq!(written.matches('x').count(), LIMIT + "x-error-id".matches('x').count() - 1);
}

/// Faulty causes of a service's own.
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
fn a_cause_whose_text_panics_still_gets_a_response_and_a_log_event() {
    for cause in [Careless::Fails, Careless::Panics, Careless::IsItsOwnSource] {
        let name = format!("{cause:?}");
        let written = logged(|| {
            let response = catch_unwind(AssertUnwindSafe(|| Error::internal(cause).to_response_in(&primaerp::BOOK)));
            assert_eq!(response.unwrap().body(), primaerp::UNHANDLED_ERROR.body(), "{name}");
        });
        assert!(is_one_line(&written) && written.contains("so far") && written.len() < 4_000, "{name}: {written}");
    }
}
