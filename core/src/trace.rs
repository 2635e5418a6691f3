//! [`TraceParent`]: the trace of a request, for the log and for the response.

use std::cell::Cell;

/// The value of a `traceparent` header in version `00` of [Trace Context](https://www.w3.org/TR/trace-context/).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TraceParent([u8; LENGTH]);

/// The version, the trace id, the id of the caller's span and the flags, with three dashes between them.
const LENGTH: usize = 2 + 1 + 32 + 1 + 16 + 1 + 2;

thread_local! {
    /// The trace of the request that is being polled on this thread. Between two polls there is none.
    static CURRENT: Cell<Option<TraceParent>> = const { Cell::new(None) };
}

impl TraceParent {
    /// Reads the header. The specification requires that an invalid value is ignored.
    pub(crate) fn parse(value: &[u8]) -> Option<TraceParent> {
        let is_hex = |digits: &[u8]| digits.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
        let is_id = |digits: &[u8]| is_hex(digits) && digits.iter().any(|digit| *digit != b'0');
        let (head, rest) = value.split_first_chunk::<LENGTH>()?;
        let [version @ .., b'-'] = head.get(..3)? else { return None };
        let [trace_id @ .., b'-'] = head.get(3..36)? else { return None };
        let [parent_id @ .., b'-'] = head.get(36..53)? else { return None };
        let is_known = match version {
            b"00" => rest.is_empty(),
            // A later version may have more fields at the end.
            _ => is_hex(version) && version != b"ff" && matches!(rest, [] | [b'-', ..]),
        };
        let is_valid = is_known && is_id(trace_id) && is_id(parent_id) && is_hex(head.get(53..)?);
        let [_, _, fields @ ..] = head;
        let mut parent = [b'0'; LENGTH];
        parent.get_mut(2..)?.copy_from_slice(fields);
        is_valid.then_some(TraceParent(parent))
    }

    /// Returns the value of the header.
    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Returns the trace id, 32 hexadecimal digits.
    pub(crate) fn trace_id(&self) -> &str {
        self.as_str().get(3..35).unwrap_or_default()
    }
}

/// Returns the trace of the request that is being polled on this thread.
#[cfg(feature = "tracing")]
pub(crate) fn current() -> Option<TraceParent> {
    CURRENT.get()
}

/// Sets the current trace of the thread until the value is dropped.
#[must_use = "the trace ends when this is dropped"]
pub(crate) struct TraceScope {
    before: Option<TraceParent>,
}

impl TraceScope {
    #[inline]
    pub(crate) fn enter(trace: TraceParent) -> TraceScope {
        // In this form the compiler sees that nothing panics: see `Exchange::describe`.
        let mut before = None;
        CURRENT.with(|current| before = current.replace(Some(trace)));
        TraceScope { before }
    }
}

impl Drop for TraceScope {
    #[inline]
    fn drop(&mut self) {
        CURRENT.set(self.before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALID: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[test]
    fn a_valid_traceparent_is_read_and_an_invalid_one_is_ignored() {
        let zeros = |from: &str| VALID.replace(from, &"0".repeat(from.len()));
        for (value, read) in [
            (VALID.to_owned(), true),
            (VALID.replace("-01", "-ff"), true),
            // A later version, with and without further fields.
            (VALID.replace("00-4", "cc-4"), true),
            (format!("{}-what", VALID.replace("00-4", "cc-4")), true),
            (format!("{}what", VALID.replace("00-4", "cc-4")), false),
            (format!("{VALID}-what"), false),
            (VALID.replace("00-4", "ff-4"), false),
            (VALID.replace("00-4", "0x-4"), false),
            (zeros("4bf92f3577b34da6a3ce929d0e0e4736"), false),
            (zeros("00f067aa0ba902b7"), false),
            (VALID.to_uppercase(), false),
            (VALID.replace("-01", "-0g"), false),
            (VALID.replace("-0", "_0"), false),
            (VALID.replace('4', "\n"), false),
            (VALID[..54].to_owned(), false),
            (format!(" {VALID}"), false),
            (format!("{VALID}, {VALID}"), false),
            ("é".repeat(28), false),
            (String::new(), false),
        ] {
            let parsed = TraceParent::parse(value.as_bytes());
            assert_eq!(parsed.is_some(), read, "{value:?}");
            if let Some(parent) = parsed {
                assert_eq!(parent.as_str(), format!("00{}", &value[2..LENGTH]));
            }
        }
    }

    #[cfg(feature = "tracing")]
    #[test]
    fn a_trace_scope_ends_when_its_value_is_dropped() {
        let outer = TraceParent::parse(VALID.as_bytes()).unwrap();
        let inner = TraceParent::parse(VALID.replace('4', "5").as_bytes()).unwrap();
        assert_eq!(outer.trace_id(), "4bf92f3577b34da6a3ce929d0e0e4736");
        {
            let _outer = TraceScope::enter(outer);
            drop(TraceScope::enter(inner));
            assert_eq!(current(), Some(outer));
        }
        assert_eq!(current(), None);
    }
}
