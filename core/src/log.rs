//! What goes to the log and to nobody else, and the id under which it is there.

use std::error::Error as StdError;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
#[cfg(feature = "tracing")]
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::{Code, Status};

/// The id that a response and a line of the log share: different for every error, and never guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ErrorId(u64);

impl ErrorId {
    /// Draws the next id: a count, hashed with keys that the process drew at its start.
    pub(crate) fn next() -> ErrorId {
        static KEYS: OnceLock<RandomState> = OnceLock::new();
        static COUNT: AtomicU64 = AtomicU64::new(0);

        ErrorId(KEYS.get_or_init(RandomState::new).hash_one(COUNT.fetch_add(1, Ordering::Relaxed)))
    }

    /// Returns 16 hexadecimal digits. With `format!` the response to a private cause took 10 to 20 % longer.
    pub(crate) fn digits(self) -> String {
        let mut digits = [0; 16];
        for (digit, place) in digits.iter_mut().zip((0..16).rev()) {
            let half = (self.0 >> (4 * place)) as u8 & 0xf;
            *digit = if half < 10 { b'0' + half } else { b'a' + half - 10 };
        }
        String::from_utf8(digits.to_vec()).unwrap_or_default()
    }
}

/// Prints 16 hexadecimal digits.
impl fmt::Display for ErrorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.digits())
    }
}

/// Logs the private cause of an error with its whole chain.
pub(crate) fn private(id: ErrorId, code: Code, cause: &(dyn StdError + 'static)) {
    #[cfg(feature = "tracing")]
    {
        if code.status().is_server_error() {
            tracing::error!(target: "errorbook", error_id = %id, code = code.id(), status = code.status().as_u16(), cause = ?chain(cause), "an error has a private cause");
        } else {
            tracing::warn!(target: "errorbook", error_id = %id, code = code.id(), status = code.status().as_u16(), cause = ?chain(cause), "an error has a private cause");
        }
    }
    #[cfg(not(feature = "tracing"))]
    let _ = (id, code, cause);
}

/// What a cause and those behind it say. They are of somebody's own making, and what is wrong with one must not cost the
/// answer. The text's `Debug` escapes line feeds and control characters, so that no cause can forge a line of the log.
#[cfg(feature = "tracing")]
fn chain(cause: &(dyn StdError + 'static)) -> String {
    /// A `source` that leads back to its own error has no end.
    const LONGEST: usize = 100;

    let mut chain = String::new();
    // What panics, or is a `Display` that fails, leaves what it has written until then.
    let _ = catch_unwind(AssertUnwindSafe(|| {
        let causes = std::iter::successors(Some(cause), |error: &&(dyn StdError + 'static)| (*error).source());
        for error in causes.take(LONGEST) {
            if !chain.is_empty() {
                chain.push_str(": ");
            }
            let _ = fmt::Write::write_fmt(&mut chain, format_args!("{error}"));
        }
    }));
    chain
}

/// Logs what a bare status of 500 or more carried, which its answer does not say.
pub(crate) fn dropped(status: Status, text: &[u8]) -> ErrorId {
    let id = ErrorId::next();
    #[cfg(feature = "tracing")]
    tracing::error!(target: "errorbook", error_id = %id, status = status.as_u16(), dropped = ?String::from_utf8_lossy(text), "a status without a code was sent");
    #[cfg(not(feature = "tracing"))]
    let _ = (status, text);
    id
}
