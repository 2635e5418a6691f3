//! The error codes of databases, independent of the crate that connects to them.

use crate::ErrorKind;

/// Returns the kind for a database's error code: a SQLSTATE, or SQLite's extended result code in decimal digits.
pub(super) fn kind_of(code: Option<&str>) -> ErrorKind {
    match code {
        // A unique key, or PostgreSQL's exclusion constraint.
        Some("23505" | "23P01") => ErrorKind::NotUnique,
        // A foreign key, or a deletion that it restricts.
        Some("23503" | "23001") => ErrorKind::Referenced,
        // A null, a check.
        Some("23502" | "23514") => ErrorKind::RuleBroken,
        // Serialization failure (a deadlock in MySQL), deadlock, lock not available, too many connections, and a server that is stopping,
        // has crashed, or does not accept connections yet.
        Some("40001" | "40P01" | "55P03" | "53300" | "57P01" | "57P02" | "57P03") => ErrorKind::Unavailable,
        // A SQLSTATE has five characters. The last byte of SQLite's code is the primary code: 5 is busy, 6 is locked.
        Some(code) if code.len() < 5 && code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6)) => {
            ErrorKind::Unavailable
        }
        _ => ErrorKind::Internal,
    }
}
