//! Writes private details to the log, and nowhere else, under an id.

use std::error::Error as StdError;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
#[cfg(feature = "tracing")]
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

#[cfg(feature = "tracing")]
use crate::trace;
use crate::{Code, Status};

/// The id that a response and a log event share. It is different for every error and cannot be guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ErrorId(u64);

impl ErrorId {
    /// Returns the next id: a counter, hashed with keys that the process draws at its start.
    pub(crate) fn next() -> ErrorId {
        static KEYS: OnceLock<RandomState> = OnceLock::new();
        static COUNT: AtomicU64 = AtomicU64::new(0);

        ErrorId(KEYS.get_or_init(RandomState::new).hash_one(COUNT.fetch_add(1, Ordering::Relaxed)))
    }

    /// Returns 16 hexadecimal digits. With `format!` the response to a private cause took 10 to 20 % longer.
    #[expect(clippy::indexing_slicing, reason = "four bits are below 16")]
    pub(crate) fn digits(self) -> String {
        let digits: [u8; 16] = std::array::from_fn(|at| b"0123456789abcdef"[(self.0 >> (60 - 4 * at)) as usize & 0xf]);
        String::from_utf8(digits.to_vec()).unwrap_or_default()
    }
}

/// Prints 16 hexadecimal digits.
impl fmt::Display for ErrorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.digits())
    }
}

/// Logs the private cause of an error: the chain of its texts, and its `Debug`.
pub(crate) fn private(id: ErrorId, code: Code, cause: &(dyn StdError + 'static)) {
    #[cfg(feature = "tracing")]
    {
        macro_rules! event {
            ($level:ident) => {
                tracing::$level!(
                    target: "errorbook",
                    error_id = %id,
                    trace_id = trace::current().as_ref().map(|trace| tracing::field::display(trace.trace_id())),
                    code = code.id(),
                    status = code.status().as_u16(),
                    cause = ?chain(cause),
                    cause_debug = details(cause).map(tracing::field::debug),
                    "an error has a private cause"
                )
            };
        }
        if code.status().is_server_error() {
            event!(error);
        } else {
            event!(warn);
        }
    }
    #[cfg(not(feature = "tracing"))]
    let _ = (id, code, cause);
}

/// Returns the text of a cause and of its sources. A text is left out if the text before contains it, because many errors
/// repeat their source's.
///
/// The log contains the `Debug` of the result, which escapes line feeds and control characters. So the text of a
/// cause cannot imitate another log event.
#[cfg(feature = "tracing")]
fn chain(cause: &(dyn StdError + 'static)) -> String {
    /// Ends a chain in which a `source` leads back to its own error.
    const LONGEST: usize = 100;

    let (mut chain, mut before) = (String::new(), 0..0);
    // The causes are the service's own. A panic in one of them must not cost the response: the log keeps the texts so far.
    let _ = catch_unwind(AssertUnwindSafe(|| {
        let causes = std::iter::successors(Some(cause), |error: &&(dyn StdError + 'static)| (*error).source());
        for error in causes.take(LONGEST) {
            let end = chain.len();
            if end > 0 {
                chain.push_str(": ");
            }
            let start = chain.len();
            let _ = fmt::Write::write_fmt(&mut chain, format_args!("{error}"));
            let text = chain.get(start..).unwrap_or_default();
            if end > 0 && chain.get(before.clone()).is_some_and(|before| before.contains(text)) {
                chain.truncate(end);
            } else {
                before = start..chain.len();
            }
        }
    }));
    chain
}

/// Returns the `Debug` of a cause, which can contain more than its text: a code of the database, a backtrace. Returns `None` if
/// the cause is only a text.
#[cfg(feature = "tracing")]
fn details(cause: &(dyn StdError + 'static)) -> Option<String> {
    /// Many log collectors split or refuse longer lines.
    const LIMIT: usize = 8_192;

    /// Keeps the first [`LIMIT`] bytes and then fails, so that the `Debug` stops.
    #[derive(Default)]
    struct Bounded {
        text: String,
        is_cut: bool,
    }

    impl fmt::Write for Bounded {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            if self.is_cut {
                return Err(fmt::Error);
            }
            let room = LIMIT.saturating_sub(self.text.len());
            if text.len() <= room {
                self.text.push_str(text);
                return Ok(());
            }
            let end = (0..=room).rev().find(|end| text.is_char_boundary(*end));
            self.text.push_str(text.get(..end.unwrap_or_default()).unwrap_or_default());
            self.text.push('…');
            self.is_cut = true;
            Err(fmt::Error)
        }
    }

    let mut details = Bounded::default();
    let is_text = catch_unwind(AssertUnwindSafe(|| {
        let _ = fmt::Write::write_fmt(&mut details, format_args!("{cause:?}"));
        is_only(&details.text, &cause.to_string())
    }));
    Some(details.text).filter(|details| !details.is_empty() && !is_text.unwrap_or(false))
}

/// Returns true if a `Debug` is only a text in quotes, with or without the name of a type: `Failed("no disk")`.
#[cfg(feature = "tracing")]
fn is_only(debug: &str, text: &str) -> bool {
    let quoted = format!("{text:?}");
    let around = [quoted.as_str(), text].into_iter().find_map(|text| debug.split_once(text));
    around.is_some_and(|(before, after)| {
        let is_name = |letter: char| letter.is_ascii_alphabetic() || letter == '_' || letter == '(';
        before.chars().all(is_name) && after.chars().all(|letter| letter == ')')
    })
}

/// Logs the text of a status of 500 or more without a code. The response does not contain this text.
pub(crate) fn dropped(status: Status, text: &[u8]) -> ErrorId {
    let id = ErrorId::next();
    #[cfg(feature = "tracing")]
    tracing::error!(
        target: "errorbook",
        error_id = %id,
        trace_id = trace::current().as_ref().map(|trace| tracing::field::display(trace.trace_id())),
        status = status.as_u16(),
        dropped = ?String::from_utf8_lossy(text),
        "a status without a code was sent"
    );
    #[cfg(not(feature = "tracing"))]
    let _ = (status, text);
    id
}
