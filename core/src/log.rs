//! What goes to the log and to nobody else, and the id under which it is there.

use std::error::Error as StdError;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::num::NonZeroU64;
#[cfg(feature = "tracing")]
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::{Code, Status};

/// The id that an answer and a line of the log share: a number, different for every error, written as [`Digits`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ErrorId(NonZeroU64);

impl ErrorId {
    /// A count, hashed with keys that the process drew at its start: neither repeated nor guessed.
    pub(crate) fn next() -> ErrorId {
        static KEYS: OnceLock<RandomState> = OnceLock::new();
        static COUNT: AtomicU64 = AtomicU64::new(0);

        let number = KEYS.get_or_init(RandomState::new).hash_one(COUNT.fetch_add(1, Ordering::Relaxed));
        ErrorId(NonZeroU64::new(number).unwrap_or(NonZeroU64::MIN))
    }

    /// The id with this number; none if it is 0, which is no id's.
    pub(crate) fn of(number: u64) -> Option<ErrorId> {
        NonZeroU64::new(number).map(ErrorId)
    }

    pub(crate) fn number(self) -> u64 {
        self.0.get()
    }

    /// The number as it is sent and logged.
    pub(crate) fn digits(self) -> Digits {
        const ONES: u64 = 0x0101_0101_0101_0101;

        // Eight digits in one step: each half of a byte gets a byte of its own.
        let eight = |number: u64| {
            let two = (number | number << 16) & 0x0000_ffff_0000_ffff;
            let four = (two | two << 8) & 0x00ff_00ff_00ff_00ff;
            let eight = (four | four << 4) & 0x0f0f_0f0f_0f0f_0f0f;
            // From 10 on, 6 more reach the upper half.
            let letters = ((eight + ONES * 6) >> 4) & ONES;
            eight + ONES * u64::from(b'0') + letters * u64::from(b'a' - b'0' - 10)
        };
        let (upper, lower) = (eight(self.number() >> 32), eight(self.number() & 0xffff_ffff));
        Digits((u128::from(upper) << 64 | u128::from(lower)).to_be_bytes())
    }
}

impl fmt::Display for ErrorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.digits().as_str())
    }
}

/// 16 hexadecimal digits. Text that is aligned is looked through in large steps.
#[derive(Debug, Clone, Copy)]
#[repr(align(8))]
pub(crate) struct Digits([u8; 16]);

impl Digits {
    pub(crate) fn as_str(&self) -> &str {
        // Digits are text.
        std::str::from_utf8(&self.0).unwrap_or_default()
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
    tracing::error!(target: "errorbook", error_id = %id, status = status.as_u16(), dropped = ?String::from_utf8_lossy(text), "a bare status was answered");
    #[cfg(not(feature = "tracing"))]
    let _ = (status, text);
    id
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_id_is_written_in_16_hexadecimal_digits(number in 1..=u64::MAX, small in 1..=0xffff_u64) {
            for number in [number, small, u64::MAX] {
                prop_assert_eq!(ErrorId::of(number).unwrap().to_string(), format!("{number:016x}"));
            }
        }
    }
}
