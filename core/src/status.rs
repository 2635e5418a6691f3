//! [`Status`]: an HTTP status that is valid by construction.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An HTTP status within `100..=599`. No adapter needs a fallback for it. In JSON it is a number.
///
/// ```
/// use errorbook::Status;
///
/// assert_eq!(Status::new(404).map(Status::as_u16), Some(404));
/// assert_eq!(Status::new(999), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16")]
pub struct Status(u16);

impl Status {
    /// 200, the status of every suppressed response.
    pub const OK: Status = Status(200);
    /// 500, the status of a panic and of an error whose cause is for the log alone.
    pub const INTERNAL_SERVER_ERROR: Status = Status(500);

    /// Returns the status with this number if it is within `100..=599`.
    pub const fn new(number: u16) -> Option<Status> {
        match number {
            100..=599 => Some(Status(number)),
            _ => None,
        }
    }

    /// Returns the status with this number, which `codes!` has checked.
    #[doc(hidden)]
    pub const fn __checked(number: u16) -> Status {
        match Status::new(number) {
            Some(status) => status,
            None => panic!("a status is within 100..=599"),
        }
    }

    /// Returns the number on the wire.
    pub const fn as_u16(self) -> u16 {
        self.0
    }

    /// Returns the three digits, without an allocation.
    pub(crate) fn digits(self) -> &'static str {
        let start = 3 * usize::from(self.0.saturating_sub(100));
        DIGITS.get(start..start + 3).unwrap_or_default()
    }

    /// Returns true if the status is a 4xx.
    pub const fn is_client_error(self) -> bool {
        matches!(self.0, 400..=499)
    }

    /// Returns true if the status is a 5xx.
    pub const fn is_server_error(self) -> bool {
        self.0 >= 500
    }

    /// Returns true if the status is a 4xx or a 5xx.
    pub const fn is_error(self) -> bool {
        self.0 >= 400
    }
}

/// The digits of all statuses, one after the other: `100101102…`.
const DIGITS: &str = {
    #[expect(clippy::indexing_slicing, reason = "evaluated in the compiler, where a wrong index is an error")]
    const BYTES: [u8; 1_500] = {
        let (mut digits, mut at) = ([0; 1_500], 0);
        while at < digits.len() {
            let number = 100 + at / 3;
            let digit = [number / 100, number / 10 % 10, number % 10][at % 3];
            digits[at] = b'0' + digit as u8;
            at += 1;
        }
        digits
    };
    match std::str::from_utf8(&BYTES) {
        Ok(digits) => digits,
        Err(_) => panic!("digits are ASCII"),
    }
};

impl TryFrom<u16> for Status {
    type Error = InvalidStatus;

    fn try_from(number: u16) -> Result<Status, InvalidStatus> {
        Status::new(number).ok_or(InvalidStatus(number))
    }
}

impl From<Status> for u16 {
    fn from(status: Status) -> u16 {
        status.as_u16()
    }
}

impl fmt::Debug for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// The number is not an HTTP status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidStatus(u16);

impl fmt::Display for InvalidStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not an HTTP status: it is not within 100..=599", self.0)
    }
}

impl std::error::Error for InvalidStatus {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_from_100_to_599_is_a_status_and_no_other_number_is() {
        for number in 0..=u16::MAX {
            let valid = (100..=599).contains(&number);
            assert_eq!(Status::new(number).is_some(), valid, "{number}");
            assert!(Status::new(number).is_none_or(|status| status.digits() == number.to_string()));
            assert_eq!(serde_json::from_str(&number.to_string()).ok(), Status::new(number));
            assert!(
                Status::new(number).is_none_or(|status| serde_json::to_string(&status).unwrap() == number.to_string())
            );
            assert_eq!(Status::try_from(number).map(u16::from), valid.then_some(number).ok_or(InvalidStatus(number)));
        }
    }
}
